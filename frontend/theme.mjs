// The theme of the product: eleven hues in OKLCH on the fourteen roles of NL Design System.
// Lightness decides contrast, so the same table serves every hue; the browser tests measure the result.
const HUES = {
  "default": [240, 0.008], "accent-1": [205, 0.075], "accent-2": [70, 0.09], "accent-3": [300, 0.08],
  "action-1": [205, 0.085], "action-2": [205, 0.06], "positive": [150, 0.09], "negative": [25, 0.14],
  "warning": [65, 0.1], "info": [240, 0.09], "selected": [205, 0.075], "disabled": [240, 0.004],
  "highlight": [95, 0.11],
};
const ROLES = [
  // role, light, dark, share of the hue's chroma
  ["bg-document", 0.993, 0.19, 0.1], ["bg-subtle", 0.978, 0.22, 0.2], ["bg-default", 0.952, 0.26, 0.3],
  ["bg-hover", 0.925, 0.3, 0.4], ["bg-active", 0.895, 0.34, 0.5], ["border-subtle", 0.86, 0.4, 0.5],
  ["border-default", 0.58, 0.66, 0.9], ["border-hover", 0.5, 0.74, 1], ["border-active", 0.42, 0.82, 1],
  ["color-subtle", 0.45, 0.8, 0.9], ["color-default", 0.4, 0.85, 1], ["color-hover", 0.34, 0.9, 1],
  ["color-active", 0.28, 0.94, 0.9], ["color-document", 0.22, 0.96, 0.4],
];
const INVERSE = [
  ["bg-document", 0.3, 0.3, 0.9], ["bg-subtle", 0.36, 0.34, 1], ["bg-default", 0.41, 0.4, 1],
  ["bg-hover", 0.35, 0.45, 1], ["bg-active", 0.29, 0.5, 1], ["border-subtle", 0.5, 0.5, 1],
  ["border-default", 0.7, 0.7, 0.8], ["border-hover", 0.8, 0.8, 0.6], ["border-active", 0.88, 0.88, 0.4],
  ["color-subtle", 0.93, 0.93, 0.2], ["color-default", 0.99, 0.99, 0.05], ["color-hover", 0.99, 0.99, 0.05],
  ["color-active", 0.99, 0.99, 0.05], ["color-document", 0.99, 0.99, 0.05],
];
const colour = (light, chroma, hue) => `oklch(${light} ${(+chroma).toFixed(4)} ${hue})`;

function colours(column) {
  const lines = [];
  for (const [name, [hue, chroma]] of Object.entries(HUES)) {
    for (const row of ROLES) lines.push(`--basis-color-${name}-${row[0]}: ${colour(row[column], chroma * row[3], hue)};`);
    for (const row of INVERSE) lines.push(`--basis-color-${name}-inverse-${row[0]}: ${colour(row[column], chroma * row[3], hue)};`);
  }
  return lines.join("\n");
}

export function theme() {
  const font = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", sans-serif';
  return `
:root { color-scheme: light; ${colours(1)}
  --basis-text-font-family-default: ${font};
  --basis-heading-font-family: ${font};
  --basis-text-font-family-monospace: ui-monospace, "DejaVu Sans Mono", monospace; }
@media (prefers-color-scheme: dark) { :root[data-scheme="auto"] { color-scheme: dark; ${colours(2)} } }
:root[data-scheme="dark"] { color-scheme: dark; ${colours(2)} }
@media print { :root, :root[data-scheme] { color-scheme: light; ${colours(1)} } }
`;
}
