// The runs that the native engine had, had again by WebAssembly: every state and every trace hash is equal.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { Simulation } = await import(pathToFileURL(process.env.SQSCOPE_NPM).href);
const runs = JSON.parse(readFileSync(process.env.SQSCOPE_PARITY, "utf8"));

test("there are runs to compare", () => assert.ok(runs.length > 0));

for (const { slug, seed, trace_hash: traceHash, states } of runs) {
  test(`${slug}, seed ${seed}`, () => {
    const run = new Simulation(`/s/${slug}/?seed=${seed}`);
    try {
      for (const { ms, state: expected } of states) {
        run.seek(ms);
        const { link, ...state } = run.state();
        assert.deepEqual(state, expected, `at ${ms} ms`);
      }
      assert.equal(run.traceHash(), traceHash);
    } finally {
      run.free();
    }
    // A run that nobody moved has the same hash.
    const untouched = new Simulation(`/s/${slug}/?seed=${seed}`);
    assert.equal(untouched.traceHash(), traceHash);
    untouched.free();
  });
}
