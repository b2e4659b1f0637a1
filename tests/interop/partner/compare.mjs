// Both ledgers of a direction of a link, and the first number at which they differ ("Ledgers").
import { randomUUID } from "node:crypto";
import { seal, signText, unseal, verifyText } from "./jose.mjs";
import { Refusal } from "./refusal.mjs";
import { readEnvelope, readSealed } from "./shapes.mjs";

const MOST_LINES = 200;
const MOST_AGAIN = 10_000;
const count = (value) => Number.isSafeInteger(value) && value >= 0;

export class Compare {
  constructor(ledger, { code, keys, clock, line }) { Object.assign(this, { ledger, code, keys, clock, line }); }

  // This node's page of the direction in which `of` sends; `partner` is the other end of the link.
  page({ of, from, step, count: many }, partner) {
    const known = of === this.code || of === partner;
    if (!known || !count(from) || !count(many) || !count(step) || step < 1) throw new Refusal("exchange.unusable-body");
    const link = this.ledger.links.get(partner);
    const lines = [];
    for (let n = 0; n < Math.min(many, MOST_LINES); n += 1) {
      const found = of === this.code ? this.#sent(partner, from + n * step) : this.#taken(partner, from + n * step);
      if (found) lines.push(found);
    }
    const [last, complete] = of === this.code ? [link.sent, link.sent] : [Math.max(link.highest, link.done), link.done];
    return { last, complete, lines };
  }

  again({ from, to }, partner) {
    if (!count(from) || !count(to) || to < from || to - from >= MOST_AGAIN) throw new Refusal("exchange.unusable-body");
    const wanted = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    const there = wanted.filter((seq) => this.#sent(partner, seq));
    this.line.resend.set(partner, there);
    return { again: there.length };
  }

  // Return up to which number both ledgers are equal, and the first at which they differ, or null.
  async direction(partner, of) {
    const mine = (numbers) => this.page(numbers, partner);
    const theirs = (numbers) => this.ask(partner, "exchange.ledger", numbers);
    const none = { of, from: 0, step: 1, count: 0 };
    const ends = [mine(none).last, (await theirs(none)).last];
    const both = Math.min(...ends);
    const digestAt = (page) => page.lines[0]?.digest;
    let [equal, bad] = [0, both + 1];
    while (bad - equal > 1) {
      const at = Math.floor((equal + bad) / 2);
      const numbers = { of, from: at, step: 1, count: 1 };
      const [ours, other] = [digestAt(mine(numbers)), digestAt(await theirs(numbers))];
      if (ours !== undefined && ours === other) equal = at; else bad = at;
    }
    return { of, mine: ends[0], theirs: ends[1], equal, differs: equal === both ? null : equal + 1 };
  }

  async ask(partner, kind, body) {
    const { card } = this.ledger.links.get(partner);
    const moment = (shift) => new Date(this.clock() + shift).toISOString().replace("Z", "000Z");
    const question = {
      v: "1", suite: 1, id: randomUUID(), thread: randomUUID(), from: this.code, to: [partner], seq: 0, prev: "",
      created: moment(0), expires: moment(240_000), kind, purpose: "", decision: "", codes: [], participants: [], body, files: [],
    };
    const sealed = seal(signText(question, "question", this.keys.signing), { id: question.id, to: partner }, card);
    const answer = await fetch(`${card.url}/exchange/v1/calls`, {
      method: "POST", redirect: "error", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sealed),
    });
    const given = await answer.json();
    if (!answer.ok) throw new Refusal(given.type);
    const token = unseal(readSealed(given), [this.keys.encryption]);
    const said = readEnvelope(verifyText(token, "answer", new Map([[partner, card]])));
    if (said.prev !== question.id || said.kind !== kind || !said.to.includes(this.code)) throw new Refusal("exchange.not-the-answer");
    return said.body;
  }

  #sent(partner, seq) {
    const one = [...this.ledger.outgoing.values()].find((entry) => entry.to === partner && entry.seq === seq);
    if (!one) return undefined;
    const state = { voided: "expired", refused: "failed" }[one.stage] ?? one.stage;
    return { seq, id: one.id, digest: one.digest, prev: one.prev, kind: one.kind, thread: one.thread, state };
  }

  #taken(partner, seq) {
    const one = this.ledger.at(partner, seq);
    if (!one) return undefined;
    const state = { accepted: "waiting", opened: "delivered" }[one.stage] ?? one.stage;
    return { seq, id: one.id, digest: one.chain, prev: one.envelope.prev, kind: one.kind, thread: one.envelope.thread, state };
  }
}
