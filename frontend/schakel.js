// What pages do beyond plain HTML. Everything works without this file.
import "htmx.org";

document.documentElement.dataset.script = "on";
const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act);

// Keys: the dialog lists them as links; what it lists is what works.
const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog");
let pressed = [];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const dialog = document.getElementById("sk-keys");
  const field = document.getElementById("sk-query");
  if (event.key === "?" && dialog) return dialog.showModal();
  if (event.key === "/" && field) return event.preventDefault(), field.focus();
  pressed = [...pressed, event.key].slice(-2);
  const links = [...document.querySelectorAll("[data-keys]")];
  const link = links.find((one) => one.dataset.keys === pressed.join(" ")) ?? links.find((one) => one.dataset.keys === event.key && pressed[0] !== "g");
  if (link) window.location.assign(link.href);
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  each("details[data-menu][open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  each("details[data-menu][open]", (menu) => { menu.open = false; menu.querySelector("summary").focus(); });
});

// Files may be dropped on the field's own box; the box lists what was chosen.
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
function listFiles(zone, input) {
  let list = zone.querySelector(".sk-drop__list");
  if (!list) {
    list = document.createElement("ul");
    list.className = "sk-drop__list";
    list.setAttribute("aria-live", "polite");
    zone.append(list);
  }
  list.replaceChildren(...[...input.files].map((file) => {
    const line = document.createElement("li"), name = document.createElement("bdi"), weight = document.createElement("span");
    name.textContent = file.name;
    weight.textContent = size(file.size);
    line.append(name, weight);
    return line;
  }));
}
function makeDropZone(input) {
  const zone = input.closest(".sk-field") ?? input.parentElement;
  if (zone.classList.contains("sk-drop")) return;
  zone.classList.add("sk-drop");
  const mark = (on) => (event) => { event.preventDefault(); zone.classList.toggle("sk-drop--over", on); };
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, mark(true));
  zone.addEventListener("dragleave", mark(false));
  zone.addEventListener("drop", (event) => {
    mark(false)(event);
    const all = new DataTransfer();
    const files = [...(input.multiple ? input.files : []), ...event.dataTransfer.files];
    for (const file of input.multiple ? files : files.slice(-1)) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => listFiles(zone, input));
}

// Text selected in a source is offered to the empty fields that ask for it.
function selectedText() {
  const active = document.activeElement;
  if (active?.matches?.("textarea[data-select-text]")) return active.value.slice(active.selectionStart, active.selectionEnd);
  const selection = document.getSelection();
  const node = selection?.anchorNode;
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest("[data-select-text]") ? selection.toString() : "";
}
document.addEventListener("selectionchange", () => {
  const text = selectedText().replace(/\s+/g, " ").trim();
  if (!text || text.length > 200) return;
  each("[data-selected-into]", (field) => {
    if (field.value && field.value !== field.dataset.offered) return;
    field.value = field.dataset.offered = text.slice(0, field.maxLength > 0 ? field.maxLength : 200);
  });
});

// A form is sent once, and a half-filled form is not left by accident.
let half = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) half = true; });
window.addEventListener("beforeunload", (event) => { if (half) event.preventDefault(); });
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) return event.preventDefault();
  half = false;
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => each("form[data-sent]", (form) => delete form.dataset.sent));

const start = (within) => each("input[type=file][data-drop]", makeDropZone, within);
start(document);
document.addEventListener("htmx:after:swap", () => start(document));
document.querySelector("[data-focus]")?.focus();
