// Signed texts (RFC 7515) and sealed ones (RFC 7516, ECDH-ES+A256KW, A256GCM), by node:crypto alone.
import {
  createCipheriv, createDecipheriv, createHash, diffieHellman, generateKeyPairSync, randomBytes, sign, verify,
} from "node:crypto";
import { canonical, parse } from "./json.mjs";
import { privateKey, publicKey, publicPart } from "./keys.mjs";
import { Refusal } from "./refusal.mjs";

export const TYPES = {
  envelope: "schakel-envelope+jws",
  question: "schakel-question+jws",
  answer: "schakel-answer+jws",
  receipt: "schakel-receipt+jws",
  claim: "schakel-claim+jws",
  statement: "schakel-link+jws",
};
const ALG = "ECDH-ES+A256KW";
const ENC = "A256GCM";
const PART = /^[A-Za-z0-9_-]*$/;

function bytes(text, code) {
  const found = Buffer.from(text, "base64url");
  // Node takes sloppy base64url; what does not come back the same was not it.
  if (!PART.test(text) || found.toString("base64url") !== text) throw new Refusal(code);
  return found;
}

function object(text, names, code) {
  let found;
  try { found = parse(bytes(text, code)); } catch { throw new Refusal(code); }
  if (found === null || typeof found !== "object") throw new Refusal(code);
  if (Object.keys(found).sort().join() !== names.join()) throw new Refusal(code);
  return found;
}

export function signText(payload, type, signing) {
  const head = { alg: "Ed25519", kid: publicPart(signing).kid, typ: TYPES[type] };
  const signed = [canonical(head), canonical(payload)].map((part) => Buffer.from(part).toString("base64url")).join(".");
  return `${signed}.${sign(null, Buffer.from(signed), privateKey(signing)).toString("base64url")}`;
}

// Return the payload of a text that one of `cards` signed; `cards`: code -> card.
export function verifyText(token, type, cards) {
  const parts = token.split(".");
  if (parts.length !== 3) throw new Refusal("exchange.unknown-sender");
  const head = object(parts[0], ["alg", "kid", "typ"], "exchange.unknown-sender");
  if (head.alg !== "Ed25519" || head.typ !== TYPES[type]) throw new Refusal("exchange.unknown-sender");
  let payload;
  try { payload = parse(bytes(parts[1], "exchange.bad-shape")); } catch { throw new Refusal("exchange.bad-shape"); }
  const card = cards.get(payload?.from);
  if (!card || card.signing_key.kid !== head.kid) throw new Refusal("exchange.unknown-sender");
  const signature = bytes(parts[2], "exchange.unknown-sender");
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`);
  if (!verify(null, signed, publicKey(card.signing_key), signature)) throw new Refusal("exchange.unknown-sender");
  return payload;
}

// RFC 7518, 4.6.2: Concat KDF, SHA-256, one round.
function wrappingKey(own, theirs) {
  const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
  const shared = diffieHellman({ privateKey: own, publicKey: theirs });
  const info = [u32(ALG.length), Buffer.from(ALG), u32(0), u32(0), u32(256)];
  return createHash("sha256").update(Buffer.concat([u32(1), shared, ...info])).digest();
}

export function seal(token, { id, to }, card) {
  const pair = generateKeyPairSync("x25519");
  const { kty, crv, x } = pair.publicKey.export({ format: "jwk" });
  const outer = { suite: 1, id, to };
  const head = { alg: ALG, enc: ENC, kid: card.encryption_key.kid, epk: { kty, crv, x }, ...outer };
  const protectedPart = Buffer.from(canonical(head)).toString("base64url");
  const kek = wrappingKey(pair.privateKey, publicKey(card.encryption_key));
  const contentKey = randomBytes(32);
  const wrap = createCipheriv("id-aes256-wrap", kek, Buffer.alloc(8, 0xa6));
  const wrapped = Buffer.concat([wrap.update(contentKey), wrap.final()]);
  const nonce = randomBytes(12);
  const gcm = createCipheriv("aes-256-gcm", contentKey, nonce).setAAD(Buffer.from(protectedPart, "ascii"));
  const cipher = Buffer.concat([gcm.update(token, "ascii"), gcm.final()]);
  const rest = [wrapped, nonce, cipher, gcm.getAuthTag()].map((part) => part.toString("base64url"));
  return { ...outer, jwe: [protectedPart, ...rest].join(".") };
}

const LENGTHS = { 1: 54, 2: 16, 4: 22 }; // characters of wrapped key, nonce and tag

function checkedParts(jwe) {
  const parts = jwe.split(".");
  if (parts.length > 5 || !parts.every((part) => PART.test(part))) throw new Refusal("exchange.not-an-envelope");
  if (parts.length < 5 || parts[4].length < LENGTHS[4]) throw new Refusal("exchange.truncated");
  for (const [place, length] of Object.entries(LENGTHS)) {
    if (parts[place].length !== length) throw new Refusal("exchange.not-an-envelope");
  }
  return parts;
}

function checkedHead(text, sealed) {
  const code = "exchange.not-an-envelope";
  const head = object(text, ["alg", "enc", "epk", "id", "kid", "suite", "to"], code);
  if (head.alg !== ALG || head.enc !== ENC) throw new Refusal("exchange.unknown-suite");
  if (head.suite !== sealed.suite || head.id !== sealed.id || head.to !== sealed.to) throw new Refusal(code);
  const { epk } = head;
  if (epk === null || typeof epk !== "object" || Object.keys(epk).sort().join() !== "crv,kty,x") throw new Refusal(code);
  if (epk.kty !== "OKP" || epk.crv !== "X25519" || typeof epk.x !== "string") throw new Refusal(code);
  return head;
}

// Return the signed text inside; `keys` are the private encryption keys of the reader.
export function unseal(sealed, keys) {
  const parts = checkedParts(sealed.jwe);
  const head = checkedHead(parts[0], sealed);
  const own = keys.find((key) => publicPart(key).kid === head.kid);
  if (!own) throw new Refusal("exchange.not-decrypted");
  try {
    const [wrapped, nonce, cipher, tag] = parts.slice(1).map((part) => bytes(part, "exchange.not-decrypted"));
    const kek = wrappingKey(privateKey(own), publicKey(head.epk));
    const unwrap = createDecipheriv("id-aes256-wrap", kek, Buffer.alloc(8, 0xa6));
    const contentKey = Buffer.concat([unwrap.update(wrapped), unwrap.final()]);
    const gcm = createDecipheriv("aes-256-gcm", contentKey, nonce, { authTagLength: 16 });
    gcm.setAAD(Buffer.from(parts[0], "ascii")).setAuthTag(tag);
    return Buffer.concat([gcm.update(cipher), gcm.final()]).toString("latin1");
  } catch { throw new Refusal("exchange.not-decrypted"); }
}
