// The addresses that other nodes call.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { parse } from "./json.mjs";
import { seal, signText, verifyText } from "./jose.mjs";
import { sha256 } from "./keys.mjs";
import { CAPABILITIES } from "./links.mjs";
import { layoutOf } from "./parts.mjs";
import { Refusal } from "./refusal.mjs";
import { isDigest, readClaim } from "./shapes.mjs";

const REQUEST = 9 * 1024 * 1024;
const BLOB = 512 * 1024 * 1024;
const STATEMENT = 64 * 1024;
const NUMBER = /^(0|[1-9]\d{0,5})$/;
const NOT_HERE = [404, { type: "about:blank", title: "not here", status: 404 }];
const LEAD = 600_000; // milliseconds
const CALL_LIFE = 300_000; // milliseconds
const CALLS = {
  "interop.echo": (body) => ({ echo: body.text ?? "" }),
  "exchange.ledger": (body, from, node) => node.compare.page(body, from),
  "exchange.resend": (body, from, node) => node.compare.again(body, from),
};

export class Door {
  constructor(node) {
    this.node = node;
    this.server = createServer((request, response) => {
      this.#serve(request).then(
        ([status, body]) => this.#answer(response, status, body),
        (error) => this.#problem(response, error),
      );
    });
  }

  listen(port, host) { return new Promise((ready) => this.server.listen(port, host, ready)); }

  #answer(response, status, body, type = "application/json") {
    response.writeHead(status, { "Content-Type": type });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }

  #problem(response, error) {
    if (!(error instanceof Refusal)) {
      process.stderr.write(`${error.stack}\n`);
      this.#answer(response, 500, { type: "about:blank", title: "failed", status: 500 }, "application/problem+json");
      return;
    }
    const status = error.code === "exchange.too-large" ? 413 : 400;
    this.#answer(response, status, { type: error.code, title: error.code, status }, "application/problem+json");
  }

  async #serve(request) {
    const { pathname } = new URL(request.url, "http://here");
    const [, room, version, name, digest, of, number] = pathname.split("/");
    if (room === "exchange" && version === "v1") {
      if (request.method === "GET" && name === "node" && digest === undefined) return [200, this.#who()];
      if (request.method === "POST" && name === "envelopes" && digest === undefined) return [200, await this.#envelopes(request)];
      if (request.method === "POST" && name === "calls" && digest === undefined) return [200, await this.#call(request)];
      if (request.method === "POST" && name === "links" && digest === undefined) return [200, this.node.links.hear(await this.#json(request, STATEMENT))];
      if (request.method !== "PUT" || name !== "blobs" || !isDigest(digest)) return NOT_HERE;
      if (of === undefined) return this.#blob(request, digest);
      if (of === "leaves" && number === undefined) return this.#leaves(request, digest);
      if (of === "parts" && NUMBER.test(number)) return this.#part(request, digest, Number(number));
    }
    return NOT_HERE;
  }

  #who() {
    const limits = { request: REQUEST, envelopes: 500, blob: BLOB };
    return { card: this.node.card, versions: ["1"], suites: [1], capabilities: CAPABILITIES, limits };
  }

  async #json(request, most = REQUEST) {
    try { return parse(await read(request, most)); } catch (error) {
      throw error instanceof Refusal ? error : new Refusal("exchange.not-an-envelope");
    }
  }

  async #envelopes(request) {
    const given = await this.#json(request);
    if (!Array.isArray(given?.envelopes)) throw new Refusal("exchange.not-an-envelope");
    if (given.envelopes.length > 500) throw new Refusal("exchange.too-large");
    return this.node.inbox.take(given.envelopes);
  }

  // A question is answered once, and only its id is kept.
  async #call(request) {
    const { node } = this;
    const { envelope } = node.inbox.open(await this.#json(request), "question");
    node.inbox.fresh(envelope);
    if (envelope.seq !== 0 || envelope.prev !== "") throw new Refusal("exchange.bad-shape");
    if (Date.parse(envelope.expires) - Date.parse(envelope.created) > CALL_LIFE) throw new Refusal("exchange.bad-shape");
    if (node.ledger.asked.has(envelope.id)) throw new Refusal("exchange.replayed");
    const answer = CALLS[envelope.kind];
    if (!answer) throw new Refusal("exchange.unknown-kind");
    node.ledger.write({ on: "answered", id: envelope.id });
    const made = {
      ...envelope, id: randomUUID(), from: node.code, to: [envelope.from], prev: envelope.id, body: answer(envelope.body, envelope.from, node),
      created: new Date(node.clock()).toISOString(), expires: new Date(node.clock() + CALL_LIFE).toISOString(),
    };
    for (const name of ["created", "expires"]) made[name] = made[name].replace("Z", "000Z");
    const token = signText(made, "answer", node.keys.signing);
    return seal(token, { id: made.id, to: envelope.from }, node.ledger.links.get(envelope.from).card);
  }

  async #leaves(request, root) {
    const layout = layoutOf(this.#claim(request, root));
    return [200, { blob: root, missing: this.node.parts.begin(root, layout, await read(request, layout.count * 32)) }];
  }

  async #part(request, root, number) {
    const layout = layoutOf(this.#claim(request, root));
    const content = await read(request, layout.part);
    return [200, { blob: root, part: number, whole: this.node.parts.keep(root, number, content) }];
  }

  // A linked node says that it sends this file to this node, now.
  #claim(request, digest) {
    const [scheme, token] = (request.headers.authorization ?? "").split(" ");
    if (scheme !== "Schakel" || !token) throw new Refusal("exchange.unknown-sender");
    const claim = readClaim(verifyText(token, "claim", this.node.ledger.cards()));
    if (claim.to !== this.node.code || claim.blob !== digest) throw new Refusal("exchange.wrong-recipient");
    const ahead = Date.parse(claim.created) - this.node.clock();
    if (Math.abs(ahead) > LEAD) throw new Refusal(ahead > 0 ? "exchange.from-the-future" : "exchange.expired");
    return claim;
  }

  async #blob(request, digest) {
    this.#claim(request, digest);
    const bytes = await read(request, BLOB);
    if (sha256(bytes) !== digest) throw new Refusal("exchange.file-damaged");
    this.node.ledger.keepBlob(digest, bytes);
    return [200, { blob: digest }];
  }
}

async function read(request, most) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > most) throw new Refusal("exchange.too-large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

