// A node of its own, written from docs/reference/protocol.md; told what to do by lines of JSON on standard input.
//   node main.mjs init HOME '{"code": ..., "country": ..., "url": ..., ...}'   makes keys and prints the card
//   node main.mjs run HOME [PACE]                                             serves until standard input ends
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Door } from "./door.mjs";
import { Inbox } from "./inbox.mjs";
import { cardOf, fingerprint, makeKeys } from "./keys.mjs";
import { Ledger } from "./ledger.mjs";
import { Compare } from "./compare.mjs";
import { Line } from "./line.mjs";
import { Links, wordsOf } from "./links.mjs";
import { Parts } from "./parts.mjs";
import { Outbox } from "./outbox.mjs";
import { decryptFile } from "./stream.mjs";

class Node {
  constructor(home, pace) {
    const { identity, keys } = JSON.parse(readFileSync(join(home, "node.json"), "utf8"));
    this.code = identity.code;
    this.keys = keys;
    this.card = cardOf(identity, keys);
    this.clock = Date.now;
    this.ledger = new Ledger(home);
    this.outbox = new Outbox(this.ledger, this);
    this.inbox = new Inbox(this.ledger, this);
    this.line = new Line(this.ledger, { ...this, pace });
    this.links = new Links(this.ledger, this);
    this.parts = new Parts(this.ledger);
    this.compare = new Compare(this.ledger, this);
  }
}

const one = ({ id, from, to, seq, kind, stage, problem, envelope }) =>
  ({ id, from, to, seq, kind, stage, problem, thread: envelope?.thread, body: envelope?.body, codes: envelope?.codes, files: envelope?.files });

const DEEDS = {
  link: (node, { card }) => { node.ledger.write({ on: "linked", card }); return { fingerprint: fingerprint(card) }; },
  meet: async (node, { url, words }) => ({ words: wordsOf(await node.links.meet(url), words) }),
  words: (node, { words }) => wordsOf(node.card, words),
  confirm: (node, { code }) => node.links.confirm(code),
  say: (node, { code, deed, details }) => node.links.say(code, deed, details),
  compare: (node, { code, of }) => node.compare.direction(code, of),
  breakAfter: (node, { parts }) => { node.line.breakAfter = parts; },
  partsSent: (node) => node.line.partsSent,
  link_of: (node, { code }) => node.ledger.links.get(code),
  send: (node, { message }) => ({ id: node.outbox.enqueue(message) }),
  opened: (node, { id }) => node.inbox.opened(id),
  incoming: (node) => node.ledger.effects.map((id) => one(node.ledger.incoming.get(id))),
  outgoing: (node) => [...node.ledger.outgoing.values()].map(one),
  failures: (node) => Object.fromEntries(node.line.failures),
  file: (node, { reference }) => {
    const plain = decryptFile(readFileSync(node.ledger.blobPath(reference.blob)), reference);
    return { base64: plain.toString("base64") };
  },
};

function init(home, identity) {
  const keys = makeKeys();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(join(home, "node.json"), JSON.stringify({ identity, keys }), { mode: 0o600 });
  console.log(JSON.stringify(cardOf(identity, keys)));
}

async function run(home, pace) {
  const node = new Node(home, pace);
  const door = new Door(node);
  const { hostname, port } = new URL(node.card.url);
  await door.listen(Number(port), hostname);
  const ticking = setInterval(() => node.line.tick(), 100);
  console.log(JSON.stringify({ ready: node.card.url }));
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: deed, ...given } = JSON.parse(line);
    let answer;
    try { answer = { ok: (await DEEDS[deed](node, given)) ?? null }; } catch (error) { answer = { error: `${error}` }; }
    console.log(JSON.stringify(answer));
  }
  clearInterval(ticking);
  process.exit(0);
}

const [deed, home, argument] = process.argv.slice(2);
if (deed === "init") init(home, JSON.parse(argument));
else await run(home, Number(argument ?? 1));
