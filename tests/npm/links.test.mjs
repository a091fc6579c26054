// Links: what is encoded is decoded, by the corpus of all links that were ever given out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { decodeLink, encodeLink, jsonOf, root, using } from "./package.mjs";

test("a link of a built-in scenario keeps edits, seed and position", () => {
  const options = { set: [["consumers.w.work", "20s"]], seed: 3, t_ms: 40_000, speed: 2, title: "After the crash" };
  const link = encodeLink("consumer-crash", options);
  assert.match(link, /^\/s\/consumer-crash\/#[A-Za-z0-9_-]{4,100}$/);
  const content = decodeLink(`https://example.com/sub${link}`);
  assert.deepEqual(
    { set: content.set, seed: content.seed, t_ms: content.t_ms, speed: content.speed, title: content.title },
    options,
  );
  assert.deepEqual([content.slug, content.k, content.acts, content.notices], ["consumer-crash", null, [], []]);
  assert.equal(content.json, jsonOf("consumer-crash"));
  const readable = "/s/consumer-crash/?seed=3&t=40s&speed=2&set=consumers.w.work=20s";
  assert.deepEqual(using(link, (run) => run.state()), using(readable, (run) => run.state()));
});

test("what changes nothing is left out", () => {
  assert.equal(encodeLink("consumer-crash"), "/s/consumer-crash/");
  const set = [["queues.jobs.visibilityTimeout", "30s"]];
  assert.equal(encodeLink("consumer-crash", { set, seed: 7, t_ms: 0, speed: 1 }), "/s/consumer-crash/");
});

test("an author's scenario travels in the link", () => {
  const link = encodeLink(jsonOf("fifo-ordering"), { t_ms: 4_000 });
  assert.match(link, /^\/c\/#[A-Za-z0-9_-]{4,8000}$/);
  const { slug, json, t_ms } = decodeLink(link);
  assert.deepEqual([slug, t_ms], [null, 4_000]);
  const hash = (source) => using(source, (run) => run.traceHash());
  assert.equal(hash(json), hash("fifo-ordering"));
  assert.equal(encodeLink(link, { t_ms: 4_000 }), link);
});

test("wrong arguments are told apart from wrong links", () => {
  for (const source of [undefined, 7, {}]) assert.throws(() => encodeLink(source), TypeError);
  for (const link of [undefined, 7, {}]) assert.throws(() => decodeLink(link), TypeError);
  for (const options of [{ time: 1 }, { seed: -1 }, { t_ms: "1s" }, { set: [["a"]] }, { speed: 0 }, 7]) {
    assert.throws(() => encodeLink("consumer-crash", options), TypeError, JSON.stringify(options));
  }
  const options = { set: [["queues.none.delay", "1s"]] };
  assert.throws(() => encodeLink("consumer-crash", options), /^Error: InvalidScenario: /);
  assert.throws(() => decodeLink("/c/#EKMAAQGCAQ"), /^Error: InvalidLink: .*cut off or changed on the way/);
});

const { links } = JSON.parse(readFileSync(`${root}tests/links/golden.json`, "utf8"));

for (const { name, payload, opens } of links) {
  test(`${name}: ${opens ? "opens" : "is refused"}`, () => {
    if (!opens) {
      assert.throws(() => decodeLink(`/c/#${payload}`), /^Error: Invalid/);
      return;
    }
    const content = decodeLink(`/c/#${payload}`);
    assert.equal(content.t_ms, opens.t_ms);
    // The library goes on: a link to it opens, and says so if it means something else today.
    if (content.notices.length === 0) assert.deepEqual(content.set, opens.edits);
  });
}
