// Compiled, never run.
import {
  type EndpointResponse,
  type EndpointState,
  type LinkContent,
  type QueueState,
  Simulation,
  SqsEndpoint,
  type State,
  decodeLink,
  encodeLink,
  requestHandler,
} from "../../crates/js/sqscope.js";

const run = new Simulation("spike-absorption");
run.seek(run.durationMs / 2);
const events: number = run.events;
void events;
const moved: boolean = run.stepForward() && run.stepBack();
const state: State = run.state();
const [first]: readonly QueueState[] = state.queues;
const age: number | null = first.age_of_oldest_ms;
const holding: string[] = state.claims.filter((claim) => claim.kind === "always").map((claim) => claim.text);
const told: string = `${moved} ${age} ${holding} ${run.traceHash()} ${run.seed} ${run.error ?? ""}`;
run.free();

// @ts-expect-error: a source is a string
new Simulation(7);
// @ts-expect-error: a source is needed
new Simulation();
// @ts-expect-error: an instant is a number
run.seek("5s");
// @ts-expect-error: the seed is chosen by the source
run.seed = 7;
// @ts-expect-error: the age of the oldest message may be null
const wrong: number = first.age_of_oldest_ms;
// @ts-expect-error: there are three kinds of claims
const kind: boolean = state.claims[0].kind === "never";

const link: string = encodeLink("consumer-crash", { set: [["consumers.w.work", "20s"]], seed: 3, t_ms: 40_000 });
const content: LinkContent = decodeLink(link);
const [[path, value]] = content.set;
const said: string[] = content.notices.map((notice) => `${notice.message} ${notice.hint}`);
const shared: string = `${path} ${value} ${content.seed ?? "own"} ${content.acts.length} ${said}`;
// @ts-expect-error: edits are pairs
encodeLink("consumer-crash", { set: { "consumers.w.work": "20s" } });
// @ts-expect-error: there is no such option
encodeLink("consumer-crash", { time: 40_000 });
// @ts-expect-error: the scenario's own seed is null
const seed: number = content.seed;

const endpoint = new SqsEndpoint({ standard: "aws", seed: 7, inFlightLimit: 2, account: "000000000042", startMs: Date.now() });
const { signal } = new AbortController();
const request = { method: "POST", path: "/", headers: { host: "localhost" }, body: "{}" };
const answered: Promise<EndpointResponse> = endpoint.handle(request, { signal });
endpoint.advance(5_000);
const held: EndpointState = endpoint.state();
const lines: string[] = held.queues.map((queue) => `${queue.region} ${queue.account} ${queue.waiting_receives}`);
const instant: Date = new Date(endpoint.now);
// What the AWS SDK's clients take, without a dependency on them.
const handler: { handle(request: never, options?: never): Promise<{ response: unknown }> } = requestHandler(endpoint);
const heard: Promise<string> = answered.then(
  ({ status, headers, body }) => `${status} ${headers["content-type"]} ${body.length}`,
);

// @ts-expect-error: there is no such option
new SqsEndpoint({ clock: "real" });
// @ts-expect-error: there are two standards
new SqsEndpoint({ standard: "fast" });
// @ts-expect-error: time is a number
endpoint.advance("5s");
// @ts-expect-error: the clock is moved by advance
endpoint.now = 0;
// @ts-expect-error: a handler needs an endpoint
requestHandler();

export { told, shared, seed, wrong, kind, lines, instant, handler, heard };
