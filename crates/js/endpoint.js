// All of SQS in this process: requests in, promises of responses out, under a clock that the script moves.
// `sqscope.d.ts` beside this file is its promise.
import { EndpointCore } from "./bindings.js";

/** Milliseconds that one call may add to the clock: 400 days. */
const ADVANCE_MS_MAX = 400 * 86_400_000;

const OPTIONS = ["standard", "seed", "inFlightLimit", "account", "host", "startMs"];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class SqsEndpoint {
  #core;
  /** By number, how each waiting request is answered. */
  #waiting = new Map();

  constructor(options = {}) {
    const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
    if (unknown !== undefined) throw new TypeError(`unknown option ${unknown}: there are ${OPTIONS.join(", ")}`);
    this.#core = new EndpointCore(options);
  }

  get now() {
    return this.#core.now();
  }

  handle(request, { signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) throw reasonOf(signal);
      const { method = "GET", path = "/", headers = {}, body } = request;
      const pairs = Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
      const answer = this.#core.handle(method, path, pairs, bytesOf(body));
      if (typeof answer === "number") this.#wait(answer, { resolve, reject, signal });
      else resolve(answer);
      this.#deliver();
    });
  }

  advance(ms) {
    if (typeof ms !== "number" || Number.isNaN(ms)) throw new TypeError("advance takes a number of milliseconds");
    if (!Number.isInteger(ms) || ms < 0 || ms > ADVANCE_MS_MAX) {
      throw new RangeError(`advance takes whole milliseconds from 0 to ${ADVANCE_MS_MAX}, not ${ms}`);
    }
    const moved = this.#own("POST", `clock?advance_ms=${ms}`);
    if (moved.code !== undefined) throw new RangeError(moved.message);
    this.#deliver();
  }

  state() {
    return this.#own("GET", "state");
  }

  free() {
    for (const { reject } of this.#waiting.values()) reject(new Error("Freed: the endpoint is gone"));
    this.#waiting.clear();
    this.#core.free();
  }

  /** The JSON of one of the endpoint's own paths. */
  #own(method, path) {
    return JSON.parse(decoder.decode(this.#core.handle(method, `/_sqscope/${path}`, [], new Uint8Array()).body));
  }

  #wait(id, { resolve, reject, signal }) {
    const hangUp = () => {
      this.#waiting.delete(id);
      this.#core.abandon(id);
      reject(reasonOf(signal));
    };
    signal?.addEventListener("abort", hangUp, { once: true });
    const end = (settle) => (value) => {
      signal?.removeEventListener("abort", hangUp);
      settle(value);
    };
    this.#waiting.set(id, { resolve: end(resolve), reject: end(reject) });
  }

  #deliver() {
    const ready = this.#core.takeReady();
    for (let at = 0; at < ready.length; at += 2) {
      this.#waiting.get(ready[at])?.resolve(ready[at + 1]);
      this.#waiting.delete(ready[at]);
    }
  }
}

/** A request handler for the AWS SDK's clients that asks an endpoint instead of the network. */
export function requestHandler(endpoint) {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    async handle({ method, path, query, headers, body }, { abortSignal } = {}) {
      const request = { method, path: path + queryOf(query), headers, body: await whole(body) };
      const { status, ...rest } = await endpoint.handle(request, { signal: abortSignal });
      return { response: { statusCode: status, ...rest } };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}

/** A query as the SDK keeps it, as it is written in an address. */
function queryOf(query = {}) {
  const pairs = Object.entries(query ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, ...(value === null ? [] : [value])].map(encodeURIComponent).join("=")),
  );
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

/** A body that may be a stream. */
async function whole(body) {
  if (body === null || typeof body !== "object" || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body;
  return new Uint8Array(await new Response(body).arrayBuffer());
}

function bytesOf(body) {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return encoder.encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError("a body is a string or bytes");
}

/** Why a signal was aborted; the SDK's own signals do not say. */
function reasonOf(signal) {
  return signal.reason ?? Object.assign(new Error("Request aborted"), { name: "AbortError" });
}
