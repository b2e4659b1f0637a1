// Taking envelopes: checks, numbers, order, receipts ("Numbers, order, repeats" and "Receipts").
import { readFileSync } from "node:fs";
import { sha256 } from "./keys.mjs";
import { signText, unseal, verifyText } from "./jose.mjs";
import { problemOf } from "./messages.mjs";
import { Refusal } from "./refusal.mjs";
import { readEnvelope, readReceipt, readSealed } from "./shapes.mjs";
import { decryptFile } from "./stream.mjs";

const FARTHEST = 10_000;
const LEAD = 600_000; // milliseconds that another clock may be ahead
const QUIET = new Set(["exchange.receipt", "exchange.void"]);
const MOST_MISSING = 1_000;

export class Inbox {
  constructor(ledger, { code, keys, clock, outbox }) {
    Object.assign(this, { ledger, code, keys, clock, outbox });
  }

  // Return the answer to one request: results in its order, and the numbers that are missing.
  take(sealedOnes) {
    const results = sealedOnes.map((one) => this.#result(one));
    const senders = new Set(results.map((one) => one.from).filter(Boolean));
    const here = new Set(results.map((one) => one.entry?.id));
    for (const sender of senders) this.#advance(sender, here);
    const missing = {};
    for (const sender of senders) {
      const numbers = this.#missing(sender);
      if (numbers.length) missing[sender] = numbers;
    }
    return { results: results.map(answerOf), missing };
  }

  // Open, check and return what `sealed` holds, and the texts it came in.
  open(given, type) {
    const sealed = readSealed(given);
    try {
      if (sealed.to !== this.code) throw new Refusal("exchange.wrong-recipient");
      const token = unseal(sealed, [this.keys.encryption]);
      const envelope = readEnvelope(verifyText(token, type, this.ledger.cards()));
      if (envelope.id !== sealed.id) throw new Refusal("exchange.bad-shape");
      if (!envelope.to.includes(this.code)) throw new Refusal("exchange.wrong-recipient");
      return { envelope, token, digest: sha256(token) };
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(error.code, sealed.id) : error;
    }
  }

  fresh({ created, expires, id }) {
    const now = this.clock();
    if (Date.parse(created) > now + LEAD) throw new Refusal("exchange.from-the-future", id);
    if (Date.parse(expires) <= now) throw new Refusal("exchange.expired", id);
  }

  // Sign for what a person did; it travels as a message of its own.
  opened(id) {
    const entry = this.ledger.incoming.get(id);
    if (!entry || entry.stage !== "delivered") throw new Error(`${id} is not there, or did not take effect`);
    const receipts = [...entry.receipts, this.#sign(entry, "opened")];
    this.ledger.write({ on: "opened", id, receipts }, this.outbox.receiptEvent(entry, "opened", ""));
  }

  #result(given) {
    try {
      const opened = this.open(given, "envelope");
      return { from: opened.envelope.from, entry: this.#keep(opened) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const refused = { id: error.id, refused: error.code, receipts: [] };
      if (error.id) refused.receipts.push(this.#refuse(error, given));
      return refused;
    }
  }

  #refuse({ id, code }, given) {
    const digest = sha256(typeof given.jwe === "string" ? given.jwe : "");
    const at = this.#now();
    return signText({ envelope: id, stage: "refused", digest, from: this.code, at, problem: code }, "receipt", this.keys.signing);
  }

  #keep({ envelope, token, digest }) {
    const { id, from, seq, kind } = envelope;
    const known = this.ledger.incoming.get(id);
    const same = known && known.from === from && known.seq === seq;
    // A void of what was taken is answered with the receipts of the original.
    if (same && (known.digest === digest || (kind === "exchange.void" && envelope.body.replaces === known.digest))) return known;
    if (known || this.ledger.at(from, seq)) throw new Refusal("exchange.replayed", id);
    if (seq < 1) throw new Refusal("exchange.bad-shape", id);
    this.fresh(envelope);
    if (seq > this.ledger.links.get(from).done + FARTHEST) throw new Refusal("exchange.too-far-ahead", id);
    const files = envelope.files.map((file) => this.#file(file, id));
    // The next message names the digest of the original, also when a void stands for it.
    const chain = kind === "exchange.void" ? envelope.body.replaces : digest;
    const entry = { id, from, seq, kind, digest, chain, envelope, token, files, stage: "accepted" };
    entry.receipts = [this.#sign(entry, "accepted")];
    this.ledger.write({ on: "taken", entry });
    return this.ledger.incoming.get(id);
  }

  #file(reference, id) {
    if (!this.ledger.hasBlob(reference.blob)) throw new Refusal("exchange.file-missing", id);
    try {
      const cipher = readFileSync(this.ledger.blobPath(reference.blob));
      decryptFile(cipher, reference);
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(error.code, id) : error;
    }
    return reference;
  }

  // Let take effect what is next in line, until a number is missing.
  #advance(sender, here) {
    const link = this.ledger.links.get(sender);
    for (let entry; (entry = this.ledger.at(sender, link.done + 1));) {
      const broken = entry.envelope.prev !== link.doneDigest;
      const problem = broken ? "exchange.broken-chain" : problemOf(entry.envelope);
      const stage = problem ? "failed" : "delivered";
      const receipts = [...entry.receipts, this.#sign(entry, stage, problem)];
      const events = [{ on: "effected", id: entry.id, stage, receipts }];
      if (!problem && entry.kind === "exchange.receipt") events.push(...this.#heard(entry.envelope));
      if (!here.has(entry.id) && !QUIET.has(entry.kind)) events.push(this.outbox.receiptEvent(entry, stage, problem));
      this.ledger.write(...events);
    }
  }

  #heard({ from, created, body }) {
    return this.outbox.believe({ ...body, from, at: created }, from);
  }

  #missing(sender) {
    const { done, highest } = this.ledger.links.get(sender);
    const found = [];
    for (let seq = done + 1; seq < highest && found.length < MOST_MISSING; seq += 1) {
      if (!this.ledger.at(sender, seq)) found.push(seq);
    }
    return found;
  }

  #now() { return new Date(this.clock()).toISOString().replace("Z", "000Z"); }

  #sign({ id, digest }, stage, problem = "") {
    const payload = { envelope: id, stage, digest, from: this.code, at: this.#now(), problem };
    return signText(readReceipt(payload), "receipt", this.keys.signing);
  }
}

function answerOf({ entry, from, ...refused }) {
  return entry ? { id: entry.id, receipts: entry.receipts } : refused;
}

