// Files in chunks: AES-256-GCM per chunk, its number as nonce, one byte that marks the last.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { sha256 } from "./keys.mjs";
import { Refusal } from "./refusal.mjs";

const CHUNK = 1_048_576;
const TAG = 16;

function nonce(number) {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(number), 4);
  return bytes;
}

export function encryptFile(plain, { name, mediaType, key = randomBytes(32) }) {
  const last = Math.max(Math.ceil(plain.length / CHUNK), 1) - 1;
  const parts = [];
  for (let number = 0; number <= last; number += 1) {
    const gcm = createCipheriv("aes-256-gcm", key, nonce(number)).setAAD(Buffer.from([number === last ? 1 : 0]));
    parts.push(gcm.update(plain.subarray(number * CHUNK, (number + 1) * CHUNK)), gcm.final(), gcm.getAuthTag());
  }
  const cipher = Buffer.concat(parts);
  const reference = {
    name, mediaType, size: plain.length, sha256: sha256(plain), blob: sha256(cipher), key: key.toString("base64url"),
  };
  return { cipher, reference };
}

export function decryptFile(cipher, reference) {
  const key = Buffer.from(reference.key, "base64url");
  const last = Math.max(Math.ceil(cipher.length / (CHUNK + TAG)), 1) - 1;
  const parts = [];
  try {
    for (let number = 0; number <= last; number += 1) {
      const box = cipher.subarray(number * (CHUNK + TAG), (number + 1) * (CHUNK + TAG));
      const gcm = createDecipheriv("aes-256-gcm", key, nonce(number), { authTagLength: TAG });
      gcm.setAAD(Buffer.from([number === last ? 1 : 0])).setAuthTag(box.subarray(box.length - TAG));
      parts.push(gcm.update(box.subarray(0, box.length - TAG)), gcm.final());
    }
  } catch { throw new Refusal("exchange.file-damaged"); }
  const plain = Buffer.concat(parts);
  if (plain.length !== reference.size || sha256(plain) !== reference.sha256) throw new Refusal("exchange.file-damaged");
  return plain;
}
