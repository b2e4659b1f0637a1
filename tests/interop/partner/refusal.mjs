// Why a text is not taken: one of the codes of docs/reference/exchange-errors.md.
export class Refusal extends Error {
  constructor(code, id = null) {
    super(code);
    this.code = code;
    this.id = id;
  }
}

// "Again: yes" in the table: sending the same later may succeed.
export const PASSING = new Set([
  "exchange.truncated",
  "exchange.unknown-sender",
  "exchange.from-the-future",
  "exchange.expired", // the own clock ends it
  "exchange.too-far-ahead",
  "exchange.file-missing",
]);
