// What pages do beyond plain HTML. Everything works without this file.
import "htmx.org";

const inField = (target) => target.closest("input, textarea, select, [contenteditable]");

let lastKey = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  const go = (path) => { event.preventDefault(); window.location.assign(path); };
  if (event.key === "?") document.getElementById("sk-keys")?.showModal();
  else if (event.key === "/") { event.preventDefault(); document.getElementById("sk-query")?.focus(); }
  else if (event.key === "n") go("/casework/reports/new");
  else if (lastKey === "g" && event.key === "w") go("/");
  lastKey = event.key;
});

// Files may be dropped on the field's own box.
for (const input of document.querySelectorAll("input[type=file][data-drop]")) {
  const zone = input.closest(".sk-field") ?? input.parentElement;
  zone.classList.add("sk-drop");
  for (const name of ["dragenter", "dragover"])
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("sk-drop--over"); });
  for (const name of ["dragleave", "drop"])
    zone.addEventListener(name, () => zone.classList.remove("sk-drop--over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// Selecting text in a source offers it to the form that asks for it.
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const text = selection?.toString().trim();
  if (!text || text.length > 200) return;
  const source = selection.anchorNode?.parentElement?.closest("[data-select-text]");
  if (!source) return;
  for (const field of document.querySelectorAll("[data-selected-into]")) field.value = text;
});

// A form is sent once, and half-filled forms are not left by accident.
let dirty = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) dirty = true; });
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
document.addEventListener("submit", (event) => {
  dirty = false;
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post") { form.dataset.sent = "yes"; setTimeout(() => delete form.dataset.sent, 4000); }
});

document.querySelector("[data-focus]")?.focus();
