// Compiled, never run.
import { type QueueState, Simulation, type State } from "../../crates/js/sqscope.js";

const run = new Simulation("spike-absorption");
run.seek(run.durationMs / 2);
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

export { told, wrong, kind };
