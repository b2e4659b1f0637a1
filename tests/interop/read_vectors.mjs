// Opens the golden vectors with node:crypto alone, written from docs/reference/protocol.md.
// Prints one JSON object; exits 1 on the first thing that does not hold.
import assert from "node:assert/strict";
import { createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
const bytes = (text) => Buffer.from(text, "base64url");
const sha256 = (value) => createHash("sha256").update(value).digest("hex");
const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };

function signed(token, card, typ) {
  const [head, body, signature] = token.split(".");
  const header = JSON.parse(bytes(head));
  assert.deepEqual(header, { alg: "Ed25519", kid: card.signing_key.kid, typ });
  const key = createPublicKey({ key: card.signing_key, format: "jwk" });
  assert.ok(verify(null, Buffer.from(`${head}.${body}`), key, bytes(signature)));
  return bytes(body).toString("utf8");
}

// RFC 7518 4.6.2 (Concat KDF, SHA-256, one round) and RFC 3394.
function unwrapKey(header, wrapped, own) {
  const z = diffieHellman({
    privateKey: createPrivateKey({ key: own, format: "jwk" }),
    publicKey: createPublicKey({ key: header.epk, format: "jwk" }),
  });
  const alg = Buffer.from(header.alg);
  const info = Buffer.concat([u32(alg.length), alg, u32(0), u32(0), u32(256)]);
  const kek = createHash("sha256").update(Buffer.concat([u32(1), z, info])).digest();
  const unwrap = createDecipheriv("id-aes256-wrap", kek, Buffer.alloc(8, 0xa6));
  return Buffer.concat([unwrap.update(wrapped), unwrap.final()]);
}

function unsealed(sealed, node) {
  const [head, wrapped, nonce, cipher, tag] = sealed.jwe.split(".");
  const header = JSON.parse(bytes(head));
  assert.equal(header.kid, node.card.encryption_key.kid);
  for (const name of ["suite", "id", "to"]) assert.equal(header[name], sealed[name]);
  const gcm = createDecipheriv("aes-256-gcm", unwrapKey(header, bytes(wrapped), node.encryption), bytes(nonce));
  gcm.setAAD(Buffer.from(head, "ascii"));
  gcm.setAuthTag(bytes(tag));
  return Buffer.concat([gcm.update(bytes(cipher)), gcm.final()]).toString("ascii");
}

const { sender, receiver, chain } = read("envelope.json");
let prev = "";
for (const one of chain) {
  const token = unsealed(one.sealed, receiver);
  assert.equal(token, one.token);
  const text = signed(token, sender.card, "schakel-envelope+jws");
  assert.equal(text, one.canonical);
  const payload = JSON.parse(text);
  assert.deepEqual(payload, one.payload);
  assert.equal(payload.prev, prev);
  assert.ok(payload.to.includes(receiver.card.code));
  prev = sha256(token);
  assert.equal(prev, one.digest);
}

const { signer, receipts, claim } = read("receipts.json");
for (const one of receipts) {
  assert.deepEqual(JSON.parse(signed(one.token, signer.card, "schakel-receipt+jws")), one.payload);
}
assert.deepEqual(JSON.parse(signed(claim.token, signer.card, "schakel-claim+jws")), claim.payload);

const xs = `${signer.card.signing_key.x}.${signer.card.encryption_key.x}`;
const number = BigInt(`0x${sha256(xs).slice(0, 32)}`).toString().padStart(40, "0");
assert.equal(number.match(/.{5}/g).join(" "), signer.fingerprint);

console.log(JSON.stringify({ envelopes: chain.length, receipts: receipts.length, claims: 1 }));
