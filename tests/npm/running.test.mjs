// What a run answers, in any order of questions.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Simulation, root, slugs, using } from "./package.mjs";

const STATE_KEYS = [
  "slug", "seed", "t_ms", "step", "duration_ms", "playing", "speed", "branch", "link", "trace_hash", "queues",
  "claims",
];
const QUEUE_KEYS = [
  "name", "fifo", "visible", "in_flight", "delayed", "sent", "received", "empty_receives", "deleted",
  "dead_lettered", "expired", "duplicates", "age_of_oldest_ms",
];

for (const slug of slugs) {
  test(`${slug}: a state is plain data of the promised shape`, () => {
    using(slug, (run) => {
      run.seek(run.durationMs / 2);
      const state = run.state();
      assert.deepEqual(Object.keys(state), STATE_KEYS);
      assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
      assert.deepEqual([state.playing, state.speed, state.branch], [false, 1, "main"]);
      assert.equal(state.seed, run.seed);
      assert.equal(state.duration_ms, run.durationMs);
      assert.ok(state.queues.length > 0);
      for (const queue of state.queues) {
        assert.deepEqual(Object.keys(queue), QUEUE_KEYS);
        assert.equal(queue.fifo, queue.name.endsWith(".fifo"));
        const { name, fifo, age_of_oldest_ms: age, ...counts } = queue;
        assert.ok(Object.values(counts).every((count) => Number.isSafeInteger(count) && count >= 0), name);
        const stored = queue.visible + queue.in_flight + queue.delayed;
        assert.equal(age === null, stored === 0, `${name}: ${age} ms with ${stored} stored`);
      }
      assert.ok(state.claims.length > 0);
      for (const claim of state.claims) {
        assert.deepEqual(Object.keys(claim), ["id", "text", "kind", "holds"]);
        assert.equal(claim.holds, true, claim.id);
      }
    });
  });

  test(`${slug}: the trace hash is the golden one, before and after seeking`, () => {
    const golden = readFileSync(`${root}tests/golden/${slug}.txt`, "utf8");
    using(slug, (run) => {
      const hash = run.traceHash();
      assert.ok(golden.includes(hash), `${hash} is not in\n${golden}`);
      for (const share of [1, 0.1, 0.9, 0.5, 0]) run.seek(run.durationMs * share);
      assert.equal(run.traceHash(), hash);
      assert.equal(run.state().trace_hash, hash);
      assert.equal(run.error, undefined);
    });
  });

  test(`${slug}: an instant is the same from both sides`, () => {
    const instants = [0.77, 0.01, 0.5, 0.99, 0.25].map((share, place) => [share, place]);
    using(slug, (forward) => using(slug, (shuffled) => {
      const seen = new Map();
      for (const [share] of instants) {
        shuffled.seek(shuffled.durationMs * share);
        seen.set(share, shuffled.state());
      }
      for (const [share] of instants.sort(([a], [b]) => a - b)) {
        forward.seek(forward.durationMs * share);
        assert.deepEqual(forward.state(), seen.get(share));
      }
    }));
  });
}

test("seek is clamped, and takes numbers alone", () => {
  using("spike-absorption", (run) => {
    for (const [ms, expected] of [[-5, 0], [1e300, run.durationMs], [1_234.9, 1_234], [-Infinity, 0]]) {
      run.seek(ms);
      assert.equal(run.state().t_ms, expected, `${ms}`);
    }
    run.seek(Infinity);
    const state = run.state();
    assert.equal(state.t_ms, run.durationMs);
    for (const bad of [NaN, undefined, null, "5", {}, 5n]) {
      assert.throws(() => run.seek(bad), TypeError, `${String(bad)}`);
      assert.deepEqual(run.state(), state);
    }
  });
});

test("steps go forth and back through the same states", () => {
  using("spike-absorption", (run) => {
    // A run opens after what happens at 0.
    for (let step = 0; run.stepBack(); step += 1) assert.ok(step < 100);
    assert.deepEqual([run.state().t_ms, run.state().step], [0, 0]);
    run.seek(20_000);
    const states = [run.state()];
    for (let step = 0; step < 20; step += 1) {
      assert.equal(run.stepForward(), true);
      states.push(run.state());
    }
    // The first of them lies between two events, where no step leads back to.
    for (const state of states.slice(1).reverse()) {
      assert.deepEqual(using(state.link, (fresh) => fresh.state()), state, state.link);
      assert.deepEqual(run.state(), state);
      assert.equal(run.stepBack(), true);
    }
    run.seek(run.durationMs);
    assert.equal(run.stepForward(), false);
  });
});

test("two runs do not know of each other", () => {
  using("/s/spike-absorption/?seed=1", (one) => using("/s/spike-absorption/?seed=2", (two) => {
    one.seek(30_000);
    two.seek(60_000);
    assert.deepEqual([one.state().t_ms, two.state().t_ms], [30_000, 60_000]);
    assert.deepEqual([one.seed, two.seed], [1, 2]);
  }));
});

test("a freed run answers with an error, and others live on", () => {
  const run = new Simulation("spike-absorption");
  const other = new Simulation("spike-absorption");
  run.free();
  try {
    run.free();
  } catch (error) {
    assert.ok(error instanceof Error);
  }
  for (const use of [() => run.state(), () => run.seek(1), () => run.traceHash(), () => run.seed]) {
    assert.throws(use, Error);
  }
  other.seek(5_000);
  assert.equal(other.state().t_ms, 5_000);
  other.free();
});

test("a thousand runs do not pile up", () => {
  for (let round = 0; round < 1_000; round += 1) using("consumer-crash", (run) => run.seek(1_000));
});
