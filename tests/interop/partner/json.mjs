// Strict JSON in, canonical JSON out ("Encodings" of the protocol page).
// JSON.parse alone will not do: it takes a name twice and half a surrogate pair.

export class UnusableJson extends Error {}

const DEEPEST = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS = [["true", true], ["false", false], ["null", null]];

class Reader {
  constructor(text) { this.text = text; this.at = 0; }

  fail(why) { throw new UnusableJson(`${why} at character ${this.at}`); }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found?.[0];
  }

  // After white space: is the next character `char`? If so, step over it.
  next(char) {
    this.take(SPACE);
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  string() {
    const raw = this.take(TEXT) ?? this.fail("no text");
    const value = JSON.parse(raw);
    if (value.includes("\u0000")) this.fail("U+0000");
    if (/\p{Surrogate}/u.test(value)) this.fail("half a surrogate pair");
    return value;
  }

  number() {
    const raw = this.take(NUMBER) ?? this.fail("no value");
    const value = Number(raw);
    if (!Number.isSafeInteger(value) || /[.eE]/.test(raw)) this.fail("a number that is no integer");
    return value;
  }

  list(depth) {
    const found = [];
    if (this.next("]")) return found;
    do found.push(this.value(depth)); while (this.next(","));
    return this.next("]") ? found : this.fail("no end of list");
  }

  object(depth) {
    const found = new Map();
    if (!this.next("}")) {
      do {
        this.take(SPACE);
        const name = this.string();
        if (found.has(name)) this.fail("a name twice");
        if (!this.next(":")) this.fail("no colon");
        found.set(name, this.value(depth));
      } while (this.next(","));
      if (!this.next("}")) this.fail("no end of object");
    }
    // defineProperty: a name such as __proto__ is a name like any other.
    const made = {};
    for (const [name, value] of found) Object.defineProperty(made, name, { value, enumerable: true, writable: true });
    return made;
  }

  value(depth = 0) {
    if (depth > DEEPEST) this.fail("nested too deeply");
    if (this.next("{")) return this.object(depth + 1);
    if (this.next("[")) return this.list(depth + 1);
    if (this.text[this.at] === '"') return this.string();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) { this.at += word.length; return value; }
    }
    return this.number();
  }
}

export function parse(bytes) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch { throw new UnusableJson("not UTF-8"); }
  const reader = new Reader(text);
  const value = reader.value();
  reader.take(SPACE);
  if (reader.at !== text.length) reader.fail("more than one value");
  return value;
}

// By code point; the default order of JavaScript is by UTF-16 unit, which differs above U+FFFF.
const byCodePoint = (a, b) => Buffer.compare(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).sort(byCodePoint);
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new UnusableJson("integers only");
  return JSON.stringify(value);
}
