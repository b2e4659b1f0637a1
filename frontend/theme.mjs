// The theme of the product: hues in OKLCH on the roles of NL Design System, for light and dark.
// Every pair of text and ground that a component can show is measured; the build ends when one is
// too weak (WCAG 2.2: 7:1 for running text, 4.5:1 for other text, 3:1 for borders of controls).
const HUES = {
  "default": [235, 0.010], "accent-1": [205, 0.075], "accent-2": [70, 0.09], "accent-3": [300, 0.08],
  "action-1": [205, 0.085], "action-2": [205, 0.06], "positive": [150, 0.09], "negative": [25, 0.14],
  "warning": [65, 0.1], "info": [240, 0.09], "selected": [205, 0.075], "disabled": [240, 0.004],
  "highlight": [95, 0.11],
};
// role: [lightness in light, in dark, share of the hue's chroma]
const NORMAL = {
  "bg-document": [1, 0.2, 0.3], "bg-subtle": [0.978, 0.165, 0.4], "bg-default": [0.955, 0.245, 0.35],
  "bg-hover": [0.93, 0.285, 0.4], "bg-active": [0.895, 0.33, 0.5], "border-subtle": [0.875, 0.36, 0.5],
  "border-default": [0.58, 0.62, 0.9], "border-hover": [0.5, 0.72, 1], "border-active": [0.42, 0.82, 1],
  "color-subtle": [0.46, 0.76, 0.9], "color-default": [0.4, 0.84, 1], "color-hover": [0.34, 0.9, 1],
  "color-active": [0.28, 0.94, 0.9], "color-document": [0.21, 0.95, 0.5],
};
const INVERSE = {
  "bg-document": [0.3, 0.3, 0.9], "bg-subtle": [0.36, 0.34, 1], "bg-default": [0.42, 0.36, 1],
  "bg-hover": [0.36, 0.42, 1], "bg-active": [0.3, 0.47, 1], "border-subtle": [0.5, 0.5, 1],
  "border-default": [0.7, 0.7, 0.8], "border-hover": [0.8, 0.8, 0.6], "border-active": [0.88, 0.88, 0.4],
  "color-subtle": [0.93, 0.93, 0.2], "color-default": [0.99, 0.99, 0.05],
  "color-hover": [0.99, 0.99, 0.05], "color-active": [0.99, 0.99, 0.05],
  "color-document": [0.99, 0.99, 0.05],
};
const RULES = [
  // [text or border, grounds, least contrast]
  ["color-document", ["bg-document", "bg-subtle", "bg-default", "bg-hover", "bg-active"], 7],
  ["color-default", ["bg-document", "bg-subtle", "bg-default", "bg-hover", "bg-active"], 4.5],
  ["color-subtle", ["bg-document", "bg-subtle", "bg-default"], 4.5],
  ["color-hover", ["bg-document", "bg-subtle", "bg-default", "bg-hover"], 4.5],
  ["border-default", ["bg-document", "bg-subtle", "bg-default"], 3],
  ["inverse-color-default", ["inverse-bg-document", "inverse-bg-default", "inverse-bg-hover", "inverse-bg-active"], 4.5],
];

/** OKLCH to linear sRGB, chroma taken back until the colour exists on a screen. */
function linear(light, chroma, hue) {
  for (let c = chroma; ; c *= 0.96) {
    const a = c * Math.cos((hue * Math.PI) / 180), b = c * Math.sin((hue * Math.PI) / 180);
    const [l, m, s] = [
      light + 0.3963377774 * a + 0.2158037573 * b,
      light - 0.1055613458 * a - 0.0638541728 * b,
      light - 0.0894841775 * a - 1.291485548 * b,
    ].map((x) => x ** 3);
    const rgb = [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
    ];
    if (c < 1e-4 || rgb.every((x) => x > -1e-4 && x < 1.0001)) return rgb.map((x) => Math.min(1, Math.max(0, x)));
  }
}
const hex = (rgb) => "#" + rgb
  .map((x) => Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055)))
  .map((x) => x.toString(16).padStart(2, "0")).join("");
const luminance = (code) => [1, 3, 5]
  .map((at) => parseInt(code.slice(at, at + 2), 16) / 255)
  .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
  .reduce((sum, x, at) => sum + x * [0.2126, 0.7152, 0.0722][at], 0);
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Return token -> colour for light (0) or dark (1). */
export function colours(column) {
  const found = {};
  for (const [name, [hue, chroma]] of Object.entries(HUES)) {
    for (const [role, row] of Object.entries(NORMAL))
      found[`--basis-color-${name}-${role}`] = hex(linear(row[column], chroma * row[2], hue));
    for (const [role, row] of Object.entries(INVERSE))
      found[`--basis-color-${name}-inverse-${role}`] = hex(linear(row[column], chroma * row[2], hue));
  }
  return found;
}

/** Return what is too weak, in words. */
export function weaknesses(found) {
  const at = (name, role) => found[`--basis-color-${name}-${role}`];
  const problems = [];
  const check = (what, one, other, least) => {
    const now = contrast(one, other);
    if (now < least) problems.push(`${what}: ${now.toFixed(2)} is less than ${least}`);
  };
  for (const name of Object.keys(HUES)) {
    for (const [front, grounds, least] of RULES)
      for (const ground of grounds) check(`${name} ${front} on ${ground}`, at(name, front), at(name, ground), least);
    for (const ground of ["bg-document", "bg-subtle", "bg-default"])
      check(`${name} color-default on default ${ground}`, at(name, "color-default"), at("default", ground), 4.5);
  }
  return problems;
}

const lines = (found) => Object.entries(found).map(([name, value]) => `${name}:${value};`).join("");

export function theme() {
  const [light, dark] = [colours(0), colours(1)];
  const problems = [...weaknesses(light).map((x) => `light: ${x}`), ...weaknesses(dark).map((x) => `dark: ${x}`)];
  if (problems.length) throw new Error(`contrast too weak\n${problems.join("\n")}`);
  const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", sans-serif';
  return `
:root { color-scheme: light; ${lines(light)}
  --basis-text-font-family-default: ${font};
  --basis-heading-font-family: ${font};
  --basis-text-font-family-monospace: ui-monospace, "Cascadia Mono", "Liberation Mono", "DejaVu Sans Mono", monospace; }
@media screen and (prefers-color-scheme: dark) { :root[data-scheme="auto"] { color-scheme: dark; ${lines(dark)} } }
@media screen { :root[data-scheme="dark"] { color-scheme: dark; ${lines(dark)} } }
`;
}
