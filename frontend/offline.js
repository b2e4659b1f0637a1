// A report without a line: sealed to the node's key at once, kept sealed, handed over when it can be.
import { CompactEncrypt, importJWK } from "jose";

const at = (id) => document.getElementById(id);
const form = at("report");
const word = (name) => at("words").querySelector(`[data-word="${CSS.escape(name)}"]`)?.textContent ?? "";
const say = (...parts) => at("said").replaceChildren(...parts);
let key = JSON.parse(form.dataset.key);
let author = form.dataset.author;

// What waits: id, sealed text, moment. Nothing else is written to this device.
const settled = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});
async function store() {
  const opening = indexedDB.open(`schakel-offline-${form.dataset.node}`, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("sealed", { keyPath: "id" });
  return settled(opening);
}
async function change(act) {
  const base = await store();
  try {
    const turn = base.transaction("sealed", "readwrite", { durability: "strict" });
    const ended = new Promise((done, fail) => { turn.oncomplete = done; turn.onabort = () => fail(turn.error); });
    act(turn.objectStore("sealed"));
    await ended;
  } finally {
    base.close();
  }
}
async function waiting() {
  const base = await store();
  try {
    return await settled(base.transaction("sealed").objectStore("sealed").getAll());
  } finally {
    base.close();
  }
}

async function seal(report) {
  const text = new TextEncoder().encode(JSON.stringify(report));
  const header = { alg: "ECDH-ES", enc: "A256GCM", kid: key.kid, typ: "schakel-report+jwe" };
  return new CompactEncrypt(text).setProtectedHeader(header).encrypt(await importJWK(key, "ECDH-ES"));
}

const problems = new Map();
async function show() {
  const entries = await waiting();
  at("none").hidden = entries.length > 0;
  at("hand").disabled = entries.length === 0;
  at("waiting").replaceChildren(...entries.map((entry) => {
    const line = document.createElement("li");
    const moment = document.createElement("time");
    moment.dateTime = entry.made;
    moment.textContent = new Date(entry.made).toLocaleString(document.documentElement.lang);
    line.append(`${word("item")} `, moment, `: ${problems.get(entry.id) ?? word("waits")}`);
    return line;
  }));
}

/** Return what the node answers in JSON; null when it asks to sign in. */
async function ask(path, options = {}) {
  const answer = await fetch(path, { cache: "no-store", credentials: "same-origin", redirect: "manual", ...options });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
  return { ok: answer.ok, ...(await answer.json()) };
}

async function handEach() {
  const entries = await waiting();
  const node = await ask(form.dataset.now);
  if (node?.ok) {
    key = node.key;
    author = node.author;
  }
  if (!entries.length) return;
  if (!node?.ok) return say(word("sign-in"));
  for (const entry of entries) {
    const options = {
      method: "POST",
      body: JSON.stringify({ id: entry.id, jwe: entry.jwe }),
      headers: { "Content-Type": "application/json", [form.dataset.csrf]: node.token },
    };
    const answer = await ask(form.dataset.reports, options);
    if (answer === null) return say(word("sign-in"));
    if (answer.ok) {
      await change((sealed) => sealed.delete(entry.id));
      const link = document.createElement("a");
      link.className = "nl-link";
      link.href = answer.report;
      link.textContent = word("draft");
      say(`${word("handed")} `, link);
    } else {
      problems.set(entry.id, word(answer.code) || `${word("refused")} ${answer.code}`);
    }
  }
}
/** Hand over what waits; in one window at a time. Without a line all stays as it is. */
async function hand() {
  try {
    await navigator.locks.request("schakel-offline", handEach);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  await show();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  at("keep").disabled = true;
  try {
    const made = new Date().toISOString();
    const report = { v: 1, author, written: made, subject: at("subject").value, place: at("place").value, text: at("text").value };
    const entry = { id: crypto.randomUUID(), jwe: await seal(report), made };
    await change((sealed) => sealed.add(entry));
    form.reset();
    say(word("kept"));
  } catch (error) {
    return say(word(error?.name === "QuotaExceededError" ? "full" : "failed"));
  } finally {
    at("keep").disabled = false;
  }
  await show();
  if (navigator.onLine) await hand();
});
at("hand").addEventListener("click", hand);
window.addEventListener("online", hand);
document.addEventListener("visibilitychange", () => { if (!document.hidden) hand(); });
setInterval(() => { if (navigator.onLine) hand(); }, 30_000);
window.addEventListener("beforeunload", (event) => { if (at("text").value) event.preventDefault(); });
window.addEventListener("pagehide", () => form.reset()); // nothing for the browser to restore

try {
  await importJWK(key, "ECDH-ES");
  await show();
  await navigator.serviceWorker.register(form.dataset.worker, { updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  say(word("ready"));
  await hand();
} catch (error) {
  if (!(error instanceof TypeError) || !crypto.subtle) {
    say(word("unfit"));
    at("keep").disabled = true;
  }
}
