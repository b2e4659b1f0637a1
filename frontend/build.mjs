// Builds the style sheet and the script of the pages into the product: node build.mjs
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import esbuild from "esbuild";
import postcss from "postcss";
import { theme } from "./theme.mjs";

const require = createRequire(import.meta.url);
const out = "../src/schakel/shell/static/shell/dist";
const read = (name) => readFileSync(`node_modules/${name}`, "utf8");
mkdirSync(out, { recursive: true });

const components = [
  "@nl-design-system-candidate/button-css/dist/button.css",
  "@nl-design-system-candidate/heading-css/dist/heading.css",
  "@nl-design-system-candidate/link-css/dist/link.css",
  "@nl-design-system-candidate/paragraph-css/dist/paragraph.css",
  "@nl-design-system-candidate/skip-link-css/dist/skip-link.css",
  "@utrecht/alert-css/dist/index.css",
  "@utrecht/select-css/dist/index.css",
  "@utrecht/table-css/dist/index.css",
  "@utrecht/textarea-css/dist/index.css",
  "@utrecht/textbox-css/dist/index.css",
].map(read).join("\n");

const tokens = read("@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css");
const own = readFileSync("schakel.css", "utf8");

// Keep only the custom properties that something reads, however far the chain goes.
function prune(css) {
  const root = postcss.parse(css);
  for (let before = -1, now = 0; before !== now; ) {
    before = now;
    const used = new Set();
    root.walkDecls((decl) => {
      for (const match of decl.value.matchAll(/var\(\s*(--[\w-]+)/g)) used.add(match[1]);
    });
    root.walkDecls(/^--/, (decl) => { if (!used.has(decl.prop)) decl.remove(); });
    now = used.size;
  }
  root.walkRules((rule) => { if (!rule.nodes.length) rule.remove(); });
  root.walkComments((comment) => comment.remove());
  return root.toString();
}

const sheet = prune([tokens.replaceAll(".voorbeeld-theme", ":root"), theme(), components, own].join("\n"));
const small = await esbuild.transform(sheet, { loader: "css", minify: true, target: "chrome111" });
writeFileSync(`${out}/schakel.css`, small.code);

await esbuild.build({
  entryPoints: ["schakel.js"],
  bundle: true,
  minify: true,
  legalComments: "linked",
  target: "es2022",
  outfile: `${out}/schakel.js`,
});
