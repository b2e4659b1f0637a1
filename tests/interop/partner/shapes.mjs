// The shapes of what travels; each reader throws a Refusal with the code of the protocol page.
import { canonical } from "./json.mjs";
import { Refusal } from "./refusal.mjs";

const NODE = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const KIND = /^[a-z0-9][a-z0-9.-]{0,59}$/;
const MOMENT = /^[2-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;
const DAY = 86_400_000;

const text = (value) => typeof value === "string";
const short = (value) => text(value) && [...value].length <= 200 && !/\p{Cc}/u.test(value);
const matches = (pattern) => (value) => text(value) && pattern.test(value);
const count = (value) => Number.isSafeInteger(value) && value >= 0;
const list = (most, each) => (value) => Array.isArray(value) && value.length <= most && value.every(each);
const object = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const moment = (value) => matches(MOMENT)(value) && !Number.isNaN(Date.parse(value));
const empty = (check) => (value) => value === "" || check(value);
const of = (fields) => (value) => object(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

export const isNode = matches(NODE);
export const isId = matches(ID);
export const isDigest = matches(DIGEST);

const FILE = {
  name: short, mediaType: short, sha256: isDigest, size: count, blob: isDigest,
  key: matches(/^[A-Za-z0-9_-]{43}$/), part: (value) => value === undefined || count(value),
};
const ENVELOPE = {
  suite: (value) => value === 1,
  id: isId,
  thread: isId,
  from: isNode,
  to: list(20, isNode),
  seq: count,
  prev: empty((value) => isDigest(value) || isId(value)), // an answer names its question
  created: moment,
  expires: moment,
  kind: matches(KIND),
  purpose: short,
  decision: empty(isId),
  codes: list(20, short),
  participants: list(200, of({ node: isNode, unit: short })),
  body: object,
  files: list(200, of(FILE)),
};
const STATEMENT = {
  from: isNode, to: isNode, at: moment, deed: matches(/^(hello|confirm|keys|revoke|heard)$/),
  versions: list(100, short), suites: list(100, count),
  capabilities: (value) => object(value) && Object.keys(value).length <= 100 && Object.values(value).every(short),
};
const STATED = { // what a deed has beside
  hello: {}, confirm: { mine: isDigest, yours: isDigest }, heard: { of: isDigest, confirmed: (value) => typeof value === "boolean" },
  keys: { signing: short, encryption: short, until: moment }, revoke: { kid: short, last: count, digest: empty(isDigest) },
};
const RECEIPT = {
  envelope: isId, stage: matches(/^(accepted|delivered|failed|opened|refused)$/), digest: isDigest,
  from: isNode, at: moment, problem: short,
};
const optional = (check) => (value) => value === undefined || check(value);
const CLAIM = { from: isNode, to: isNode, blob: isDigest, created: moment, size: optional(count), part: optional(count) };
const SEALED = ["id", "jwe", "suite", "to"];

function need(fields, value) {
  if (!of(fields)(value)) throw new Refusal("exchange.bad-shape", isId(value?.id) ? value.id : null);
  return value;
}

export const readStatement = (value) => need(STATED[need(STATEMENT, value).deed], value);
export const readReceipt = (value) => need(RECEIPT, value);
export const readClaim = (value) => need(CLAIM, value);

export function readSealed(value) {
  const id = isId(value?.id) ? value.id : null;
  if (!object(value) || Object.keys(value).sort().join() !== SEALED.join() || !text(value.jwe) || id === null) {
    throw new Refusal("exchange.not-an-envelope", id);
  }
  if (value.jwe.length > 4_194_304) throw new Refusal("exchange.too-large", id);
  if (value.suite !== 1) throw new Refusal("exchange.unknown-suite", id);
  if (!isNode(value.to)) throw new Refusal("exchange.not-an-envelope", id);
  return value;
}

export function readEnvelope(value) {
  if (!object(value)) throw new Refusal("exchange.bad-shape");
  if (value.v !== "1") throw new Refusal("exchange.unknown-version");
  const critical = value.crit ?? []; // names beyond this version, of which this node knows none
  if (!list(20, short)(critical)) throw new Refusal("exchange.bad-shape");
  if (critical.length) throw new Refusal("exchange.unknown-critical");
  if (value.suite !== 1) throw new Refusal("exchange.unknown-suite");
  need(ENVELOPE, value);
  const life = Date.parse(value.expires) - Date.parse(value.created);
  if (life <= 0 || life > 400 * DAY) throw new Refusal("exchange.bad-shape");
  if (Buffer.byteLength(canonical(value.body)) > 2 * 1024 * 1024) throw new Refusal("exchange.bad-shape");
  return value;
}
