// What two nodes say to each other about their link ("Links"), and the words that two people compare.
import { createHash } from "node:crypto";
import { signText, verifyText } from "./jose.mjs";
import { sha256 } from "./keys.mjs";
import { Refusal } from "./refusal.mjs";
import { readStatement } from "./shapes.mjs";

const LEAD = 600_000; // milliseconds
export const CAPABILITIES = { files: "2", ledger: "1" };

export const keysDigest = ({ signing_key, encryption_key }) => sha256(`${signing_key.x}.${encryption_key.x}`);

// BIP-39: 128 bits and four bits of checksum are twelve words of 11 bits each.
export function wordsOf(card, list) {
  const bytes = Buffer.from(keysDigest(card), "hex").subarray(0, 16);
  const check = createHash("sha256").update(bytes).digest()[0] >> 4;
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("") + check.toString(2).padStart(4, "0");
  return bits.match(/.{11}/g).map((one) => list[Number.parseInt(one, 2)]).join(" ");
}

export class Links {
  constructor(ledger, { code, keys, card, clock }) { Object.assign(this, { ledger, code, keys, card, clock }); }

  // Keep the card that a node shows until both sides confirmed it.
  async meet(url) {
    const answer = await fetch(`${url}/exchange/v1/node`, { redirect: "error" });
    const { card } = await answer.json();
    this.ledger.write({ on: "met", card });
    return card;
  }

  // Our administrator compared the words: say so, and hear whether the other did.
  async confirm(code) {
    this.ledger.write({ on: "confirmed", code, by: "us" });
    const { card } = this.ledger.links.get(code);
    const heard = await this.say(code, "confirm", { mine: keysDigest(this.card), yours: keysDigest(card) });
    if (heard.confirmed) this.ledger.write({ on: "confirmed", code, by: "them" });
    return this.ledger.links.get(code).active;
  }

  async say(code, deed, details = {}) {
    const { card } = this.ledger.links.get(code);
    const token = this.#sign(code, deed, details);
    const answer = await fetch(`${card.url}/exchange/v1/links`, {
      method: "POST", redirect: "error", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ statement: token }),
    });
    const given = await answer.json();
    if (!answer.ok) throw new Refusal(given.type);
    const heard = this.#read(given.statement);
    if (heard.deed !== "heard" || heard.from !== code || heard.of !== sha256(token)) throw new Refusal("exchange.bad-shape");
    this.ledger.write({ on: "words", code, versions: heard.versions, capabilities: heard.capabilities });
    return heard;
  }

  // Return the signed answer to a statement.
  hear({ statement }) {
    const said = this.#read(statement);
    const link = this.ledger.links.get(said.from);
    if (said.deed === "confirm") {
      if (said.mine !== keysDigest(link.card) || said.yours !== keysDigest(this.card)) throw new Refusal("exchange.other-keys");
      this.ledger.write({ on: "confirmed", code: said.from, by: "them" });
    } else if (said.deed !== "hello") {
      throw new Refusal("exchange.bad-shape"); // this node changes no keys, and takes no changed ones
    }
    this.ledger.write({ on: "words", code: said.from, versions: said.versions, capabilities: said.capabilities });
    const { weConfirmed } = this.ledger.links.get(said.from);
    return { statement: this.#sign(said.from, "heard", { of: sha256(statement), confirmed: weConfirmed }) };
  }

  #read(token) {
    if (typeof token !== "string") throw new Refusal("exchange.bad-shape");
    const cards = new Map([...this.ledger.links].map(([code, { card }]) => [code, card]));
    const said = readStatement(verifyText(token, "statement", cards));
    if (said.to !== this.code) throw new Refusal("exchange.wrong-recipient");
    if (Date.parse(said.at) > this.clock() + LEAD) throw new Refusal("exchange.from-the-future");
    return said;
  }

  #sign(to, deed, details) {
    const at = new Date(this.clock()).toISOString().replace("Z", "000Z");
    const said = { from: this.code, to, at, deed, versions: ["1"], suites: [1], capabilities: CAPABILITIES, ...details };
    return signText(said, "statement", this.keys.signing);
  }
}
