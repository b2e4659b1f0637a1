// Large files in parts: the tree over them (RFC 9162, 2.1.1), what is missing, and keeping them until they are whole.
import { createHash } from "node:crypto";
import {
  closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync,
} from "node:fs";
import { Refusal } from "./refusal.mjs";

export const PART = 65_536; // of what this node sends; small, so that tests need no large files
export const LARGE = 1_048_576; // bytes of plain file above which it goes in parts
const LARGEST = { file: 21 * 1024 ** 3, part: 67_108_864, parts: 65_536, ranges: 1_000 };
const SMALLEST = 65_536;
const hash = (...pieces) => pieces.reduce((made, piece) => made.update(piece), createHash("sha256")).digest();
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export const leafOf = (part) => hash(LEAF, part);

export function rootOf(leaves) {
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return leaves[0];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return hash(NODE, rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

export function split(cipher, part) {
  const pieces = [];
  for (let at = 0; at < cipher.length; at += part) pieces.push(cipher.subarray(at, at + part));
  return pieces;
}

// How a claim says that a file is parted; the same limits as on the page.
export function layoutOf({ size = 0, part = 0 }) {
  const count = Math.ceil(size / part);
  const fits = size > 0 && size <= LARGEST.file && part >= SMALLEST && part <= LARGEST.part;
  if (!fits || count > LARGEST.parts) throw new Refusal("exchange.too-large");
  return { size, part, count };
}

export class Parts {
  constructor(ledger) { this.ledger = ledger; }

  // Take the hashes of the parts; return the ranges of parts that are missing.
  begin(root, layout, joined) {
    const leaves = split(joined, 32);
    if (joined.length !== layout.count * 32 || rootOf(leaves).toString("hex") !== root) throw new Refusal("exchange.file-damaged");
    if (this.ledger.hasBlob(root)) return [];
    const path = this.#path(root, "leaves");
    if (!existsSync(path)) writeFileSync(path, JSON.stringify({ ...layout, leaves: joined.toString("hex") }));
    const known = this.#read(root);
    if (known.size !== layout.size || known.part !== layout.part) throw new Refusal("exchange.file-damaged");
    return ranges(this.#have(root), layout.count);
  }

  // Take one part; return whether the file is whole.
  keep(root, number, content) {
    if (this.ledger.hasBlob(root)) return true;
    const { size, part, count, leaves } = this.#read(root);
    if (number >= count) throw new Refusal("exchange.bad-shape");
    const length = Math.min(part, size - number * part);
    const fits = content.length === length && leafOf(content).equals(leaves[number]);
    if (!fits) throw new Refusal("exchange.file-damaged");
    const file = openSync(this.#path(root, "parts"), existsSync(this.#path(root, "parts")) ? "r+" : "w+");
    writeSync(file, content, 0, content.length, number * part);
    fsyncSync(file);
    closeSync(file);
    const have = new Set([...this.#have(root), number]);
    writeFileSync(this.#path(root, "have"), JSON.stringify([...have]));
    if (have.size < count) return false;
    renameSync(this.#path(root, "parts"), this.ledger.blobPath(root));
    for (const kind of ["have", "leaves"]) rmSync(this.#path(root, kind));
    return true;
  }

  // Return the length of what is here whole.
  lengthOf(root) { return statSync(this.ledger.blobPath(root)).size; }

  #path(root, kind) { return `${this.ledger.blobPath(root)}.${kind}`; }

  #read(root) {
    if (!existsSync(this.#path(root, "leaves"))) throw new Refusal("exchange.file-missing");
    const { leaves, ...layout } = JSON.parse(readFileSync(this.#path(root, "leaves"), "utf8"));
    return { ...layout, leaves: split(Buffer.from(leaves, "hex"), 32) };
  }

  #have(root) {
    const path = this.#path(root, "have");
    return new Set(existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : []);
  }
}

function ranges(have, count) {
  const found = [];
  for (let number = 0; number < count && found.length <= LARGEST.ranges; number += 1) {
    if (have.has(number)) continue;
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.slice(0, LARGEST.ranges);
}
