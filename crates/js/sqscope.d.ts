/** A queue in a state. Counters are totals since the start of the run. */
export interface QueueState {
  /** Amazon SQS's name; a FIFO queue's ends in `.fifo`. */
  readonly name: string;
  readonly fifo: boolean;
  /** Now: messages that can be received, or wait behind their message group. */
  readonly visible: number;
  /** Now: messages handed out whose visibility timeout runs. */
  readonly in_flight: number;
  /** Now: messages before the end of their delay. */
  readonly delayed: number;
  /** Accepted sends; no deduplicated ones, no arrivals as a dead-letter queue. */
  readonly sent: number;
  /** Messages handed out, every time. */
  readonly received: number;
  /** Receives that came back with nothing. */
  readonly empty_receives: number;
  /** Messages removed by a delete, once each. */
  readonly deleted: number;
  /** Messages that left this queue for its dead-letter queue. */
  readonly dead_lettered: number;
  /** Messages lost to retention. */
  readonly expired: number;
  /** Deliveries of a message that some consumer had been given before. */
  readonly duplicates: number;
  /** Milliseconds since the oldest message came into the queue; null when it is empty. */
  readonly age_of_oldest_ms: number | null;
}

/** What a scenario claims about its run. */
export interface ClaimState {
  readonly id: string;
  readonly text: string;
  /** True after every event, after one at least, or at the end. */
  readonly kind: "always" | "sometimes" | "eventually";
  /** The verdict over the whole run, whatever the clock shows. */
  readonly holds: boolean;
}

/** The instant at which a run stands: a plain object that JSON can carry. More fields may come. */
export interface State {
  /** The built-in scenario's slug, or the `id` of an author's own. */
  readonly slug: string;
  /** From 0 to 4294967295. */
  readonly seed: number;
  /** Milliseconds since the start. */
  readonly t_ms: number;
  /** Events of this instant that have happened. */
  readonly step: number;
  readonly duration_ms: number;
  /** False here: no clock runs. */
  readonly playing: boolean;
  /** 1 is real time. */
  readonly speed: number;
  /** `main` here. */
  readonly branch: string;
  /** `/s/<slug>/…`, or `/c/` for an author's own scenario. */
  readonly link: string;
  /** {@link Simulation.traceHash} */
  readonly trace_hash: string;
  /** In the scenario's order. */
  readonly queues: readonly QueueState[];
  /** In the scenario's order. */
  readonly claims: readonly ClaimState[];
}

/** How an {@link SqsEndpoint} behaves where Amazon SQS leaves it open. */
export interface SqsEndpointOptions {
  /** `plain` (the default): in order and exactly once. `aws`: as it was recorded on AWS, by {@link seed}. */
  standard?: "plain" | "aws";
  /** Chooses all luck of `aws`: from 0 to 4294967295, 1 by default. */
  seed?: number;
  /** Messages that a queue can have in flight: from 1 to 4294967295, 120000 by default, as on AWS. */
  inFlightLimit?: number;
  /** Twelve digits: the account of callers whose access key names none; `123456789012` by default. */
  account?: string;
  /** The host in the URLs of queues, for requests that name none; `localhost` by default. */
  host?: string;
  /** Where the clock starts, in milliseconds since 1970; 2026-01-01T00:00:00Z by default. */
  startMs?: number;
}

/** A request of HTTP. Region and account are read from its `Authorization` header, whose signature is not checked. */
export interface EndpointRequest {
  /** `GET` by default. */
  method?: string;
  /** Path and query; `/` by default. */
  path?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | ArrayBuffer | ArrayBufferView | null;
}

/** A response of HTTP. */
export interface EndpointResponse {
  status: number;
  /** By lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array;
}

/** A queue of an endpoint. */
export interface EndpointQueueState extends QueueState {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Now: receives that wait. */
  readonly waiting_receives: number;
  /** Requests as they are billed, in units of 64 KiB. */
  readonly requests: number;
}

/** What an endpoint holds: a plain object that JSON can carry. More fields may come. */
export interface EndpointState {
  /** Milliseconds since the clock started. */
  readonly t_ms: number;
  /** The instant in UTC, such as `2026-01-01T00:00:00.000Z`. */
  readonly now: string;
  readonly clock: "virtual" | "real";
  readonly standard: "plain" | "aws";
  readonly seed: number;
  /** Now: receives that wait. */
  readonly waiting_receives: number;
  /** By region, then in order of creation. */
  readonly queues: readonly EndpointQueueState[];
}

/**
 * All of SQS in this process, and the CloudWatch calls that read its metrics. Time stands until
 * {@link SqsEndpoint.advance}; the same requests at the same times give the same responses, byte for byte.
 *
 * It lives in WebAssembly's memory: call {@link SqsEndpoint.free} when it is no longer needed.
 */
export class SqsEndpoint {
  /** @throws {TypeError} if an option is unknown or of the wrong kind. */
  constructor(options?: SqsEndpointOptions);

  /** Milliseconds since 1970 on its clock. */
  readonly now: number;

  /**
   * Answers a request. A receive that waits is answered by a send, or by {@link SqsEndpoint.advance}.
   * It is refused as AWS would: a response, not an error. Aborting hangs up.
   */
  handle(request: EndpointRequest, options?: { signal?: AbortSignal }): Promise<EndpointResponse>;

  /**
   * Lets whole milliseconds pass: everything happens that is due.
   *
   * @throws {TypeError} if it is not a number, or NaN.
   * @throws {RangeError} if it is negative, not whole, or more than 400 days.
   */
  advance(ms: number): void;

  /** What there is. */
  state(): EndpointState;

  /** Gives the memory back; receives that wait are rejected. Any later use of this object throws an `Error`. */
  free(): void;
}

/** A `requestHandler` for clients of the AWS SDK for JavaScript, version 3. */
export type SqsRequestHandler = {
  readonly metadata: { readonly handlerProtocol: "http/1.1" };
  handle(
    request: {
      method: string;
      path: string;
      query?: Record<string, string | string[] | null>;
      headers: Record<string, string>;
      body?: unknown;
    },
    options?: { abortSignal?: unknown },
  ): Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Uint8Array } }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
  destroy(): void;
};

/**
 * Lets a client of the AWS SDK talk to an endpoint in this process instead of the network:
 * `new SQSClient({ requestHandler: requestHandler(endpoint), … })`.
 */
export function requestHandler(endpoint: SqsEndpoint): SqsRequestHandler;

/**
 * One run of one scenario, whose clock stands where one puts it. Equal sources give equal runs, bit for bit.
 *
 * It lives in WebAssembly's memory: call {@link Simulation.free} when it is no longer needed.
 */
export class Simulation {
  /**
   * Opens a run.
   *
   * @param slugOrJsonOrLink a built-in scenario's slug, an author's scenario as JSON text of at most 64 KiB, or
   * a link, absolute or not (`/s/<slug>/?seed=7&t=42s`, `/c/#…`).
   * @throws {TypeError} if it is not a string.
   * @throws {Error} whose message begins with a code and a colon: `TooLong`, `UnknownScenario`,
   * `InvalidLink`, `InvalidScenario` (one problem a line, each with its place) or `InvalidModel`.
   */
  constructor(slugOrJsonOrLink: string);

  /** From 0 to 4294967295. A link's `seed=` chooses it. */
  readonly seed: number;

  /** The length of the run in milliseconds. */
  readonly durationMs: number;

  /** How many events of the run are known so far: all of them once `traceHash()` was asked for. */
  readonly events: number;

  /**
   * The error that ended the run, if one did and the clock has reached it; it begins with a code and a colon:
   * `ZeroTimeLoop` or `TooManyEvents`.
   */
  readonly error: string | undefined;

  /**
   * Goes to after all events at or before this millisecond, clamped to the run.
   *
   * @throws {TypeError} if it is not a number, or NaN.
   */
  seek(ms: number): void;

  /** Goes to after the next event (all events of one call at once); false at the end. */
  stepForward(): boolean;

  /** Goes to before the latest event; false at the start. */
  stepBack(): boolean;

  /** The state at the clock. */
  state(): State;

  /** A hash over every event of the run, from its start to its end: 16 lower-case hexadecimal digits. */
  traceHash(): string;

  /** Gives the memory back. Any later use of this object throws an `Error`. */
  free(): void;
}

/** What a link has beside its scenario. */
export interface LinkOptions {
  /** Edits in order: dotted path and value, `["queues.orders.visibilityTimeout", "90s"]`. */
  set?: readonly (readonly [string, string])[];
  /** From 0 to 4294967295; the scenario's own by default. */
  seed?: number;
  /** Where the clock stands, in whole milliseconds since the start; 0 by default. */
  t_ms?: number;
  /** Events since the start of this millisecond that have happened; all of those at `t_ms` by default. */
  k?: number;
  /** From 0.1 to 1000; 1 is real time. */
  speed?: number;
  /** What the link is called; 120 characters of it are kept. */
  title?: string;
}

/** Something the user did. */
export interface LinkAct {
  /** Microseconds since the start. */
  readonly t_us: number;
  /** Events of this instant that had happened. */
  readonly step: number;
  /** `send`, `crash`, `bring-back`, `redrive`, `delete`, `make-visible`, `console`, … More may come. */
  readonly action: string;
  /**
   * A queue's place; a group's place and a worker's place in it; a message's label; a line of the console; then
   * numbers.
   */
  readonly target: readonly string[];
}

/** What a link says: a plain object that JSON can carry. More fields may come. */
export interface LinkContent {
  /** The built-in scenario that it begins with; null for an author's own. */
  readonly slug: string | null;
  /** The scenario's JSON, without the edits. */
  readonly json: string;
  readonly set: readonly (readonly [string, string])[];
  /** Null: the scenario's own. */
  readonly seed: number | null;
  readonly t_ms: number;
  readonly k: number | null;
  readonly speed: number;
  readonly title: string | null;
  readonly acts: readonly LinkAct[];
  /** What is to be said of a link that is older or newer than this package. */
  readonly notices: readonly { readonly at: string; readonly message: string; readonly hint: string }[];
}

/**
 * Makes the address of a state, from a site's root: `/s/<slug>/#…`, or `/c/#…` for an author's own scenario. What is
 * at its default is left out; a built-in scenario as it is gives `/s/<slug>/` alone.
 *
 * @param slugOrJsonOrLink as for {@link Simulation}; a link keeps what the options do not change.
 * @throws {TypeError} if an argument is of the wrong kind, or an option is unknown.
 * @throws {Error} as {@link Simulation}, and `InvalidLink` for a scenario that is larger than any link.
 */
export function encodeLink(slugOrJsonOrLink: string, options?: LinkOptions): string;

/**
 * Tells what a link says, absolute or not.
 *
 * @throws {TypeError} if it is not a string.
 * @throws {Error} as {@link Simulation}.
 */
export function decodeLink(link: string): LinkContent;
