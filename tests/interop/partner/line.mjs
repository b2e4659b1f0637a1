// The way to the other nodes: files first, then envelopes in order; after a failure, a longer and longer wait.
import { readFileSync } from "node:fs";
import { parse } from "./json.mjs";
import { signText } from "./jose.mjs";
import { leafOf, split } from "./parts.mjs";

const MOST = 500;
const LARGEST = 9 * 1024 * 1024 - 1024;
const LONGEST = 600; // seconds

export class Line {
  // `pace` shortens the waiting in tests; 1 is what the protocol says.
  constructor(ledger, { code, keys, clock, outbox, pace = 1 }) {
    Object.assign(this, { ledger, code, keys, clock, outbox, pace });
    this.failures = new Map();
    this.resend = new Map(); // code -> numbers that the other misses
    this.busy = new Set();
    this.partsSent = 0;
  }

  // Send to every node what waits for it, unless a sending is under way or the node is given time.
  tick() {
    for (const code of this.ledger.cards().keys()) {
      const rest = this.failures.get(code);
      if (this.busy.has(code) || (rest && rest.until > Date.now())) continue;
      this.busy.add(code);
      this.#send(code).then(
        (settled) => (settled ? this.failures.delete(code) : this.#failed(code, "not signed for")),
        (error) => this.#failed(code, error.message),
      ).finally(() => this.busy.delete(code));
    }
  }

  #failed(code, why) {
    const count = (this.failures.get(code)?.count ?? 0) + 1;
    const wait = Math.random() * Math.min(2 ** count, LONGEST) * 1000 * this.pace;
    this.failures.set(code, { count, until: Date.now() + wait, why });
  }

  async #send(code) {
    const batch = this.#batch(code);
    if (!batch.length) return true;
    const { url } = this.ledger.links.get(code).card;
    for (const entry of batch) {
      if (entry.void) continue;
      for (const { blob, part } of entry.blobs) await (part ? this.#putParts(url, code, blob, part) : this.#put(url, code, blob));
    }
    const body = JSON.stringify({ envelopes: batch.map((entry) => (entry.void ?? entry).sealed) });
    const answer = await fetch(`${url}/exchange/v1/envelopes`, {
      method: "POST", body, redirect: "error", headers: { "Content-Type": "application/json" },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200) throw new Error(`answered ${answer.status} ${bytes.subarray(0, 200)}`);
    const { results, missing } = parse(bytes);
    this.resend.set(code, Array.isArray(missing?.[this.code]) ? missing[this.code] : []);
    return this.outbox.settle(code, Array.isArray(results) ? results : [], batch);
  }

  #batch(code) {
    const lacking = new Set(this.resend.get(code) ?? []);
    const again = [...this.ledger.outgoing.values()].filter(({ to, seq }) => to === code && lacking.has(seq));
    const all = [...new Set([...again, ...this.outbox.waiting(code)])].sort((a, b) => a.seq - b.seq);
    const batch = [];
    let size = 0;
    for (const entry of all.slice(0, MOST)) {
      size += JSON.stringify((entry.void ?? entry).sealed).length + 1;
      if (size > LARGEST && batch.length) break;
      batch.push(entry);
    }
    return batch;
  }

  // Ask what is missing, and send that: after any break, the same again.
  async #putParts(url, to, root, part) {
    const pieces = split(readFileSync(this.ledger.blobPath(root)), part);
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const put = async (name, body) => {
      const created = new Date(this.clock()).toISOString().replace("Z", "000Z");
      const claim = signText({ from: this.code, to, blob: root, created, size, part }, "claim", this.keys.signing);
      const answer = await fetch(`${url}/exchange/v1/blobs/${root}/${name}`, {
        method: "PUT", redirect: "error", body, headers: { Authorization: `Schakel ${claim}`, "Content-Type": "application/octet-stream" },
      });
      const given = await answer.json();
      if (!answer.ok) throw new Error(`a part was answered ${answer.status} ${given.type}`);
      return given;
    };
    const { missing } = await put("leaves", Buffer.concat(pieces.map(leafOf)));
    for (const [first, last] of missing) {
      for (let number = first; number <= last; number += 1) {
        if (this.breakAfter !== undefined && this.breakAfter-- <= 0) throw new Error("the line broke");
        await put(`parts/${number}`, pieces[number]);
        this.partsSent += 1;
      }
    }
  }

  async #put(url, to, blob) {
    const created = new Date(this.clock()).toISOString().replace("Z", "000Z");
    const claim = signText({ from: this.code, to, blob, created }, "claim", this.keys.signing);
    const answer = await fetch(`${url}/exchange/v1/blobs/${blob}`, {
      method: "PUT", redirect: "error", body: readFileSync(this.ledger.blobPath(blob)),
      headers: { Authorization: `Schakel ${claim}`, "Content-Type": "application/octet-stream" },
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`a file was answered ${answer.status}`);
  }
}
