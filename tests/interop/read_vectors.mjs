// Opens the golden vectors with the modules of the second implementation (./partner), which were written
// from docs/reference/protocol.md. Prints one JSON object; exits 1 on the first thing that does not hold.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { unseal, verifyText } from "./partner/jose.mjs";
import { canonical, parse, UnusableJson } from "./partner/json.mjs";
import { cardOf, fingerprint, sha256 } from "./partner/keys.mjs";
import { keysDigest, wordsOf } from "./partner/links.mjs";
import { layoutOf, leafOf, rootOf, split } from "./partner/parts.mjs";
import { readClaim, readEnvelope, readReceipt, readSealed, readStatement } from "./partner/shapes.mjs";
import { encryptFile, decryptFile } from "./partner/stream.mjs";

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
const book = ({ card }) => new Map([[card.code, card]]);

const { sender, receiver, chain } = read("envelope.json");
let prev = "";
for (const one of chain) {
  const token = unseal(readSealed(one.sealed), [receiver.encryption]);
  assert.equal(token, one.token);
  const payload = readEnvelope(verifyText(token, "envelope", book(sender)));
  assert.deepEqual({ ...payload }, one.payload);
  assert.equal(canonical(payload), one.canonical);
  assert.equal(payload.prev, prev);
  assert.ok(payload.to.includes(receiver.card.code));
  prev = sha256(token);
  assert.equal(prev, one.digest);
}

const { signer, receipts, claim } = read("receipts.json");
for (const one of receipts) {
  assert.deepEqual({ ...readReceipt(verifyText(one.token, "receipt", book(signer))) }, one.payload);
}
assert.deepEqual({ ...readClaim(verifyText(claim.token, "claim", book(signer))) }, claim.payload);
for (const { card, fingerprint: digits, signing, encryption } of [sender, receiver]) {
  assert.equal(fingerprint(card), digits);
  const { signing_key, encryption_key, protocol, ...identity } = card;
  assert.deepEqual(cardOf(identity, { signing, encryption }), card);
}

const long = Buffer.concat([...Array(4096).fill(Buffer.from([...Array(256).keys()])), Buffer.from("one chunk and a bit")]);
const files = read("files.json");
for (const one of files) {
  const plain = one.plain.startsWith("repeat") ? long : Buffer.from(one.plain);
  const key = Buffer.from(one.key, "base64url");
  const { cipher, reference } = encryptFile(plain, { name: "a", mediaType: "b", key });
  assert.equal(reference.blob, one.blob);
  assert.equal(reference.sha256, one.sha256);
  assert.ok(decryptFile(cipher, reference).equals(plain));
}

const { cards, statements } = read("links.json");
const wordList = process.argv[3] === undefined ? null : JSON.parse(readFileSync(process.argv[3], "utf8"));
for (const { card, digest, words } of cards) {
  assert.equal(keysDigest(card), digest);
  if (wordList) assert.equal(wordsOf(card, wordList), words);
}
const theirs = new Map(cards.map(({ card }) => [card.code, card]));
for (const { token, payload, digest } of statements) {
  assert.deepEqual({ ...readStatement(verifyText(token, "statement", theirs)), capabilities: { ...payload.capabilities } }, payload);
  assert.equal(sha256(token), digest);
}

const parted = read("parts.json");
const whole = encryptFile(long, { name: "a", mediaType: "b", key: Buffer.from(parted.key, "base64url") }).cipher;
assert.equal(whole.length, layoutOf(parted).size);
const leaves = split(whole, parted.part).map(leafOf);
assert.deepEqual(leaves.map((leaf) => leaf.toString("hex")), parted.leaves);
assert.equal(rootOf(leaves).toString("hex"), parted.root);
parted.roots.by_count.forEach((root, place) => {
  const small = Array.from({ length: place + 1 }, (_, n) => leafOf(Buffer.from([n])));
  assert.equal(rootOf(small).toString("hex"), root);
});

const { asks, answers, question, answer } = read("ledger.json");
const both = new Map([asks, answers].map((card) => [card.code, card]));
assert.equal(canonical(readEnvelope(verifyText(question.token, "question", both))), canonical(question.payload));
assert.equal(canonical(readEnvelope(verifyText(answer.token, "answer", both))), canonical(answer.payload));

const texts = read("json.json");
for (const { hex, text, canonical: expected, refused } of texts) {
  const bytes = text === undefined ? Buffer.from(hex, "hex") : Buffer.from(text, "utf8");
  if (refused) assert.throws(() => parse(bytes), UnusableJson, refused);
  else assert.equal(canonical(parse(bytes)), expected);
}

console.log(JSON.stringify({ envelopes: chain.length, receipts: receipts.length, claims: 1, files: files.length, statements: statements.length, parts: leaves.length, ledgers: 2, json: texts.length }));
