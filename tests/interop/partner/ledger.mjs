// What this node knows, on disk: one line per transaction, appended and synced, read again at the start.
import {
  closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

export class Ledger {
  constructor(home) {
    this.blobs = join(home, "blobs");
    mkdirSync(this.blobs, { recursive: true });
    this.links = new Map();     // code -> { card, sent, sentDigest, done, doneDigest, highest }
    this.outgoing = new Map();  // id -> what was sent
    this.incoming = new Map();  // id -> what was taken
    this.numbers = new Map();   // "code/seq" -> id of what was taken
    this.effects = [];          // ids, in the order in which they took effect
    this.asked = new Set();     // ids of the questions that were answered
    this.#open(join(home, "journal.ndjson"));
  }

  #file;

  #open(path) {
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const whole = bytes.lastIndexOf(10) + 1; // what follows the last newline was being written at a crash
    for (const line of bytes.subarray(0, whole).toString("utf8").split("\n").filter(Boolean)) {
      for (const event of JSON.parse(line)) this.#apply(event);
    }
    this.#file = openSync(path, "a");
    ftruncateSync(this.#file, whole);
  }

  // One transaction: all of `events` are on disk when this returns, or none.
  write(...events) {
    if (!events.length) return;
    writeSync(this.#file, `${JSON.stringify(events)}\n`);
    fsyncSync(this.#file);
    for (const event of events) this.#apply(event);
  }

  #apply({ on, ...event }) { this[on](event); }

  linked({ card }) {
    const fresh = { sent: 0, sentDigest: "", done: 0, doneDigest: "", highest: 0 };
    const known = this.links.get(card.code) ?? fresh;
    this.links.set(card.code, { ...known, card, active: true, weConfirmed: true, theyConfirmed: true });
  }

  met({ card }) {
    const fresh = { sent: 0, sentDigest: "", done: 0, doneDigest: "", highest: 0, weConfirmed: false, theyConfirmed: false };
    this.links.set(card.code, { ...(this.links.get(card.code) ?? fresh), card, active: false });
  }

  confirmed({ code, by }) {
    const link = this.links.get(code);
    link[by === "us" ? "weConfirmed" : "theyConfirmed"] = true;
    link.active = link.weConfirmed && link.theyConfirmed;
  }

  words({ code, versions, capabilities }) { Object.assign(this.links.get(code), { versions, capabilities }); }

  // The cards of those with whom envelopes pass.
  cards() {
    return new Map([...this.links].filter(([, { active }]) => active).map(([code, { card }]) => [code, card]));
  }

  sent({ entry }) {
    const link = this.links.get(entry.to);
    link.sent = entry.seq;
    link.sentDigest = entry.digest;
    this.outgoing.set(entry.id, { stage: "waiting", problem: "", ...entry });
  }

  voided({ id, token, sealed, digest }) { Object.assign(this.outgoing.get(id), { void: { token, sealed, digest } }); }

  receipted({ id, stage, problem }) { Object.assign(this.outgoing.get(id), { stage, problem }); }

  taken({ entry }) {
    this.incoming.set(entry.id, entry);
    this.numbers.set(`${entry.from}/${entry.seq}`, entry.id);
    const link = this.links.get(entry.from);
    link.highest = Math.max(link.highest, entry.seq);
  }

  effected({ id, stage, receipts }) {
    const entry = this.incoming.get(id);
    Object.assign(entry, { stage, receipts });
    const link = this.links.get(entry.from);
    link.done = entry.seq;
    link.doneDigest = entry.chain;
    if (stage === "delivered") this.effects.push(id);
  }

  opened({ id, receipts }) { Object.assign(this.incoming.get(id), { stage: "opened", receipts }); }

  answered({ id }) { this.asked.add(id); }

  at(code, seq) { return this.incoming.get(this.numbers.get(`${code}/${seq}`)); }

  blobPath(digest) { return join(this.blobs, digest); }

  hasBlob(digest) { return existsSync(this.blobPath(digest)); }

  keepBlob(digest, bytes) {
    const half = `${this.blobPath(digest)}.half`;
    writeFileSync(half, bytes);
    const file = openSync(half, "r+");
    fsyncSync(file);
    closeSync(file);
    renameSync(half, this.blobPath(digest));
  }
}
