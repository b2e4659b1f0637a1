// Keys, cards and the digits that two people compare by phone.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";

export const sha256 = (value) => createHash("sha256").update(value).digest("hex");
export const privateKey = (jwk) => createPrivateKey({ key: jwk, format: "jwk" });
export const publicKey = (jwk) => createPublicKey({ key: jwk, format: "jwk" });

// RFC 7638: the required members of an OKP key, in the order of their names.
export function thumbprint({ crv, kty, x }) {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
}

export function publicPart({ kty, crv, x }) {
  return { kty, crv, x, kid: thumbprint({ kty, crv, x }) };
}

export function makeKeys() {
  const make = (kind) => generateKeyPairSync(kind).privateKey.export({ format: "jwk" });
  return { signing: make("ed25519"), encryption: make("x25519") };
}

export function cardOf(identity, keys) {
  return {
    ...identity,
    protocol: "1",
    signing_key: publicPart(keys.signing),
    encryption_key: publicPart(keys.encryption),
  };
}

export function fingerprint(card) {
  const digest = sha256(`${card.signing_key.x}.${card.encryption_key.x}`);
  return BigInt(`0x${digest.slice(0, 32)}`).toString().padStart(40, "0").match(/.{5}/g).join(" ");
}
