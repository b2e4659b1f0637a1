// Making envelopes, and believing what the other says of them.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { sha256 } from "./keys.mjs";
import { seal, signText, verifyText } from "./jose.mjs";
import { PASSING, Refusal } from "./refusal.mjs";
import { readReceipt } from "./shapes.mjs";
import { LARGE, leafOf, PART, rootOf, split } from "./parts.mjs";
import { encryptFile } from "./stream.mjs";

const DAY = 86_400_000;
const FORWARD = { waiting: 0, accepted: 1, delivered: 2, opened: 3, failed: 4, refused: 4, expired: 4, voided: 4 };

export class Outbox {
  constructor(ledger, { code, keys, clock }) {
    Object.assign(this, { ledger, code, keys, clock });
  }

  // Give a message its number and keep it; return its id. It is sent later, by the line.
  enqueue({ files = [], ...message }) {
    const references = files.map(({ path, name, mediaType }) => {
      const { cipher, reference } = encryptFile(readFileSync(path), { name, mediaType });
      if (reference.size > LARGE && this.ledger.links.get(message.to)?.capabilities?.files === "2") {
        reference.part = PART;
        reference.blob = rootOf(split(cipher, PART).map(leafOf)).toString("hex");
      }
      this.ledger.keepBlob(reference.blob, cipher);
      return reference;
    });
    const event = this.#event({ ...message, files: references });
    this.ledger.write(event);
    return event.entry.id;
  }

  receiptEvent({ from, envelope, digest }, stage, problem) {
    const body = { envelope: envelope.id, stage, digest, problem };
    return this.#event({ to: from, kind: "exchange.receipt", thread: envelope.thread, body });
  }

  #event(message) {
    const link = this.ledger.links.get(message.to);
    if (!link?.active) throw new Error(`${message.to} is not linked`);
    const envelope = this.#envelope({ id: randomUUID(), seq: link.sent + 1, prev: link.sentDigest, ...message });
    const { id, seq, prev, expires, kind, thread, files } = envelope;
    const entry = { id, to: message.to, seq, prev, expires, kind, thread, blobs: files.map(({ blob, part }) => ({ blob, part })) };
    return { on: "sent", entry: { ...entry, ...this.#texts(envelope, link.card) } };
  }

  #envelope({ to, lifeDays = 30, ...given }) {
    const now = this.clock();
    const moment = (value) => new Date(value).toISOString().replace("Z", "000Z");
    return {
      v: "1", suite: 1, from: this.code, to: [to], created: moment(now), expires: moment(now + lifeDays * DAY),
      purpose: "", decision: "", codes: [], participants: [], files: [], ...given,
    };
  }

  #texts(envelope, card) {
    const token = signText(envelope, "envelope", this.keys.signing);
    return { token, digest: sha256(token), sealed: seal(token, { id: envelope.id, to: card.code }, card) };
  }

  // What still has to travel to `code`, lowest number first; makes the voids that are due.
  waiting(code) {
    const all = [...this.ledger.outgoing.values()].filter((one) => one.to === code && one.stage === "waiting");
    for (const one of all) {
      if (!one.void && Date.parse(one.expires) <= this.clock()) this.#fill(one);
    }
    return all.sort((a, b) => a.seq - b.seq);
  }

  #fill({ id, to, seq, prev, thread, digest }) {
    const { card } = this.ledger.links.get(to);
    const filler = this.#envelope({ id, to, seq, prev, thread, kind: "exchange.void", body: { replaces: digest } });
    this.ledger.write({ on: "voided", id, ...this.#texts(filler, card) });
  }

  // Return what a receipt changes: events, none when it is not to be believed or says nothing new.
  believe(receipt, from) {
    const entry = this.ledger.outgoing.get(receipt.envelope);
    if (!entry || entry.to !== from || receipt.from !== from) return [];
    const filler = entry.void;
    const ofVoid = filler !== undefined && receipt.digest === filler.digest;
    const { stage, problem } = receipt;
    if (stage === "refused") return [];
    if (!ofVoid && receipt.digest !== entry.digest) return [];
    if (ofVoid) return stage === "delivered" ? [{ on: "receipted", id: entry.id, stage: "voided", problem: entry.problem }] : [];
    if (FORWARD[stage] <= FORWARD[entry.stage]) return [];
    return [{ on: "receipted", id: entry.id, stage, problem }];
  }

  // Take in the results of one sending; return whether everything that was sent is signed for.
  settle(code, results, sent) {
    let settled = true;
    for (const entry of sent) {
      const result = results.find((one) => one?.id === entry.id);
      for (const token of Array.isArray(result?.receipts) ? result.receipts : []) this.#settle(code, entry, token);
      settled &&= entry.stage !== "waiting";
    }
    return settled;
  }

  #settle(code, entry, token) {
    let receipt;
    try {
      receipt = readReceipt(verifyText(token, "receipt", new Map([[code, this.ledger.links.get(code).card]])));
    } catch (error) {
      if (error instanceof Refusal) return;
      throw error;
    }
    if (receipt.envelope !== entry.id) return;
    this.ledger.write(...this.believe(receipt, code));
    const current = entry.void ?? entry;
    const final = receipt.stage === "refused" && receipt.digest === sha256(current.sealed.jwe);
    if (final && !entry.void && !PASSING.has(receipt.problem)) {
      this.ledger.write({ on: "receipted", id: entry.id, stage: "waiting", problem: receipt.problem });
      this.#fill(entry);
    }
  }
}
