// The bodies of the kinds of message (docs/reference/messages.md).
import { isId, isNode } from "./shapes.mjs";

const text = (value) => typeof value === "string";
const flag = (value) => typeof value === "boolean";
const moment = (value) => text(value) && !Number.isNaN(Date.parse(value));
const texts = (...names) => Object.fromEntries(names.map((name) => [name, text]));
const stage = (value) => ["accepted", "delivered", "opened", "failed"].includes(value);

const request = { request: isId };

export const KINDS = {
  "request.send": {
    ...request, directly_accessible: flag, sent_at: moment,
    ...texts("reference", "thread_reference", "title", "instrument", "from_unit", "to_unit", "asked", "purpose"),
    ...texts("available_because", "connection", "urgency", "urgency_reason", "restrictions"),
  },
  "request.taken-up": { ...request, reference: text, received_at: moment },
  "request.clarify": { ...request, text },
  "request.clarified": { ...request, text },
  "request.refuse": { ...request, text, ground: (value) => text(value) && /^[a-h]$/.test(value) },
  "request.answer": { ...request, answer: isId, reference: text, text },
  "request.withdraw": request,
  "consent.ask": { consent: isId, answer: isId, purpose: text, reason: text },
  "consent.answer": { consent: isId, given: flag, until: moment, text },
  "thread.admit": { node: isNode, unit: text, reference: text, seats: Array.isArray },
  "thread.release": { leg: isId, at: moment, sentence: text },
  "exchange.receipt": { envelope: isId, stage, digest: text, problem: text },
  "exchange.void": { replaces: text },
};

// Return the code of what is wrong with a message; nothing when it can take effect.
export function problemOf({ kind, body }) {
  const fields = KINDS[kind];
  if (!fields) return "exchange.unknown-kind";
  return Object.entries(fields).every(([name, check]) => check(body[name])) ? "" : "exchange.unusable-body";
}
