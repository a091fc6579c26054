// What can be opened, and how everything else is refused.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Simulation, jsonOf, slugs, using } from "./package.mjs";

test("the library is not empty", () => {
  assert.ok(slugs.length >= 4, `${slugs}`);
});

for (const slug of slugs) {
  test(`${slug} opens by slug, JSON and link, and is the same run`, () => {
    const bySlug = using(slug, (run) => run.state());
    assert.equal(bySlug.slug, slug);
    assert.equal(bySlug.t_ms, 0);
    assert.equal(bySlug.link, `/s/${slug}/`);
    for (const link of [`/s/${slug}/`, `/s/${slug}`, `s/${slug}/?`, `https://example.com/a/b/s/${slug}/#`]) {
      assert.deepEqual(using(link, (run) => run.state()), bySlug, link);
    }
    const byJson = using(jsonOf(slug), (run) => run.state());
    assert.deepEqual({ ...byJson, link: bySlug.link }, bySlug);
    assert.match(byJson.link, /^\/c\/#[A-Za-z0-9_-]{4,8000}$/);
    assert.deepEqual(using(byJson.link, (run) => run.state()), byJson);
  });
}

test("a link chooses seed, instant and edits", () => {
  const link = "/s/spike-absorption/?seed=4294967295&t=1m2s345ms";
  const state = using(link, (run) => run.state());
  assert.equal(state.seed, 4294967295);
  assert.equal(state.t_ms, 62_345);
  assert.deepEqual(using(state.link, (run) => run.state()), state);

  const queue = JSON.parse(jsonOf("spike-absorption")).queues[0].id;
  const edited = `/s/spike-absorption/?set=queues.${queue}.visibilityTimeout=11s`;
  const hash = using("spike-absorption", (run) => run.traceHash());
  using(edited, (run) => {
    assert.match(decodeURIComponent(run.state().link), /visibilityTimeout=11s/);
    assert.deepEqual(using(run.state().link, (again) => again.state()), run.state());
    assert.match(hash, /^[0-9a-f]{16}$/);
  });
});

test("unknown parameters of a link are ignored", () => {
  using("/s/spike-absorption/?profile=mini&utm_source=x", (run) => assert.equal(run.state().t_ms, 0));
});

const json = jsonOf("spike-absorption");

for (const [what, source, code] of [
  ["an unknown slug", "no-such-thing", "UnknownScenario"],
  ["nothing", "", "UnknownScenario"],
  ["an unknown slug in a link", "/s/no-such-thing/?t=1s", "UnknownScenario"],
  ["markup", "<img src=x onerror=alert(1)>", "UnknownScenario"],
  ["100 kB of text", "x".repeat(100_000), "TooLong"],
  ["100 kB of JSON", `{"format":1,"id":"${"x".repeat(100_000)}"}`, "TooLong"],
  ["60 kB of text", "x".repeat(60_000), "UnknownScenario"],
  ["another site's link", "https://example.com/", "InvalidLink"],
  ["a seed that is no number", "/s/spike-absorption/?seed=abc", "InvalidLink"],
  ["an instant that is no duration", "/s/spike-absorption/?t=x", "InvalidLink"],
  ["a link with a damaged payload", "https://example.com/c/#AAAAAAAAAA", "InvalidLink"],
  ["a link to nothing", "https://example.com/c/", "InvalidLink"],
  ["an edit of nothing", "/s/spike-absorption/?set=nonsense=1", "InvalidScenario"],
  ["truncated JSON", json.slice(0, json.length / 2), "InvalidScenario"],
  ["a list", "[]", "InvalidScenario"],
  ["an empty object", "{}", "InvalidScenario"],
  ["deep nesting", "[".repeat(30_000), "InvalidScenario"],
  ["a number for text", json.replace(/"title": *\{[^}]*\}/, '"title": 7'), "InvalidScenario"],
]) {
  test(`${what}: ${code}`, () => {
    assert.throws(() => new Simulation(source), (error) => {
      assert.equal(error.constructor, Error);
      assert.match(error.message, new RegExp(`^${code}: .`, "s"));
      assert.ok(error.message.length < 4_000, `${error.message.length} characters`);
      return true;
    });
    assert.equal(using("spike-absorption", (run) => run.state().t_ms), 0);
  });
}

for (const source of [undefined, null, 7, {}, [], Symbol("s"), 1n]) {
  test(`${typeof source} is no source`, () => {
    assert.throws(() => new Simulation(source), TypeError);
  });
}
