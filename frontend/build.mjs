// Builds the style sheet and the script of the pages into the product: npm run build
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import esbuild from "esbuild";
import postcss from "postcss";
import { theme } from "./theme.mjs";

const out = "../src/schakel/shell/static/shell/dist";
const read = (name) => readFileSync(`node_modules/${name}`, "utf8");
mkdirSync(out, { recursive: true });

const COMPONENTS = {
  "@nl-design-system-candidate/button-css": "dist/button.css",
  "@nl-design-system-candidate/code-css": "dist/code.css",
  "@nl-design-system-candidate/data-badge-css": "dist/data-badge.css",
  "@nl-design-system-candidate/heading-css": "dist/heading.css",
  "@nl-design-system-candidate/link-css": "dist/link.css",
  "@nl-design-system-candidate/mark-css": "dist/mark.css",
  "@nl-design-system-candidate/paragraph-css": "dist/paragraph.css",
  "@nl-design-system-candidate/skip-link-css": "dist/skip-link.css",
  "@gemeente-denhaag/side-navigation": "dist/index.css",
  "@utrecht/alert-css": "dist/index.css",
  "@utrecht/select-css": "dist/index.css",
  "@utrecht/table-css": "dist/index.css",
  "@utrecht/textarea-css": "dist/index.css",
  "@utrecht/textbox-css": "dist/index.css",
};
const TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens";
const OWN = ["base", "frame", "components", "forms", "pages", "print"];

// States and parts of components that no page of the product has.
const WITHOUT = /--(pressed|positive|loading|icon-only|disabled|invalid|hover|focus|active|pre-line|distanced|overflow-inline|error-message)|__(icon|figcaption)/;

/** Drop rules for what no page has. */
function dropUnused(css) {
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    rule.selectors = rule.selectors.filter((selector) => !WITHOUT.test(selector.replace(/:not\([^)]*\)/g, "")));
    if (!rule.selectors.length || rule.selector === "") rule.remove();
  });
  return root.toString();
}

/** Keep only the custom properties that something reads, however far the chain goes. */
function dropUnreadProperties(css) {
  const root = postcss.parse(css);
  for (let before = -1, now = 0; before !== now; ) {
    before = now;
    const readBy = new Set();
    root.walkDecls((decl) => {
      for (const match of decl.value.matchAll(/var\(\s*(--[\w-]+)/g)) readBy.add(match[1]);
    });
    root.walkDecls(/^--/, (decl) => { if (!readBy.has(decl.prop)) decl.remove(); });
    now = readBy.size;
  }
  root.walkRules((rule) => { if (!rule.nodes.length) rule.remove(); });
  root.walkAtRules((rule) => { if (rule.nodes && !rule.nodes.length) rule.remove(); });
  root.walkComments((comment) => comment.remove());
  return root.toString();
}

/** The notices of everything that ends up in the bundle. */
function licences() {
  return [TOKENS, ...Object.keys(COMPONENTS), "htmx.org", "jose"].map((name) => {
    const about = JSON.parse(read(`${name}/package.json`));
    const text = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((file) => `node_modules/${name}/${file}`).find(existsSync);
    const home = (about.repository?.url ?? about.homepage ?? "").replace(/^git\+/, "");
    const words = text && !/EUPL/.test(about.license) ? `\n\n${readFileSync(text, "utf8").trim()}` : "";
    return `${about.name} ${about.version}\nLicence: ${about.license}\nSource: ${home}${words}`;
  }).join("\n\n----\n\n") + "\n";
}

const components = Object.entries(COMPONENTS).map(([name, file]) => read(`${name}/${file}`)).join("\n");
const tokens = read(`${TOKENS}/dist/theme.css`).replaceAll(".voorbeeld-theme", ":root");
const own = OWN.map((name) => readFileSync(`styles/${name}.css`, "utf8")).join("\n");
const sheet = dropUnreadProperties([tokens, theme(), dropUnused(components), own].join("\n"));
const small = await esbuild.transform(sheet, { loader: "css", minify: true, target: "chrome111" });
if (small.warnings.length) throw new Error(JSON.stringify(small.warnings.map((w) => w.text)));
const notice = "/* SPDX-License-Identifier: EUPL-1.2; notices of others: LICENCES.txt */\n";
writeFileSync(join(out, "schakel.css"), notice + small.code);
writeFileSync(join(out, "LICENCES.txt"), licences());

const script = {
  bundle: true,
  minify: true,
  banner: { js: "/* SPDX-License-Identifier: EUPL-1.2; notices of others: LICENCES.txt */" },
  legalComments: "inline",
  target: "es2022",
};
await esbuild.build({ ...script, entryPoints: ["schakel.js"], outfile: join(out, "schakel.js") });
await esbuild.build({ ...script, entryPoints: ["offline.js"], outfile: join(out, "offline.js"), format: "esm" });
