// The names that other people's scripts and screen readers rely on.
import { slugs } from "./support/scenarios";
import { getState, open, seek } from "./support/sqscope";
import { expect, test } from "./support/test";

const STATE_KEYS =
  "slug seed t_ms step duration_ms playing speed branch link trace_hash queues claims".split(" ");
const COUNTERS = (
  "visible in_flight delayed sent received empty_receives deleted dead_lettered expired duplicates"
).split(" ");

const REGIONS = ["Stage", "Transport", "Timeline", "Charts", "Inspector", "Story", "Event log"];
const BUTTONS = ["Play", "Step forward", "Step back", "Reset", "Share"];

for (const slug of slugs) {
  test(`${slug}: everything has its fixed name, once`, async ({ page }) => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await open(page, `./s/${slug}/`);
    for (const name of REGIONS) {
      const region = page.getByRole("region", { name, exact: true });
      await expect(region, name).toHaveCount(1);
      await expect(region, name).toBeVisible();
      expect(await region.evaluate((it) => it.tagName)).toBe("SECTION");
    }
    for (const name of BUTTONS) {
      await expect(page.getByRole("button", { name, exact: true }), name).toHaveCount(1);
    }
    await expect(page.getByRole("slider", { name: "Time", exact: true })).toHaveCount(1);
    await expect(page.getByRole("combobox", { name: "Speed", exact: true })).toHaveCount(1);
    await expect(page.getByRole("status")).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main")).toHaveCount(1);

    await page.getByRole("button", { name: "Play", exact: true }).click();
    // One button that changes its name, and soon back where a question comes early.
    await expect(page.getByRole("button", { name: /^(Play|Pause)$/ })).toHaveAccessibleName("Pause");
  });
}

test("a page opens paused at 0, at the speed of real time", async ({ page }) => {
  await open(page, "./s/spike-absorption/");
  const state = await getState(page);
  expect(state).toMatchObject({ slug: "spike-absorption", t_ms: 0, playing: false, speed: 1 });
  expect(state.branch).toBe("main");
});

test("a state is plain data of the promised shape", async ({ page }) => {
  await open(page, "./s/fifo-ordering/?seed=4294967295&t=20s");
  const state = await getState(page);
  const asJson = await page.evaluate(() => JSON.stringify(window.sqscope!.getState()));
  expect(JSON.parse(asJson)).toEqual(state);
  expect(Object.keys(state)).toEqual(expect.arrayContaining(STATE_KEYS));
  expect(state).toMatchObject({ seed: 4294967295, t_ms: 20_000 });
  expect(state.trace_hash).toMatch(/^[0-9a-f]{16}$/);
  expect(state.link).toMatch(/^http:\/\/.*\/s\/fifo-ordering\/\?/);
  expect(state.queues.length).toBeGreaterThan(0);
  for (const queue of state.queues) {
    const { name, fifo, age_of_oldest_ms: age, ...counts } = queue;
    expect(fifo).toBe(name.endsWith(".fifo"));
    expect(age === null || Number.isSafeInteger(age)).toBe(true);
    expect(Object.keys(counts)).toEqual(expect.arrayContaining(COUNTERS));
    for (const count of Object.values(counts)) expect(Number.isSafeInteger(count)).toBe(true);
  }
  for (const claim of state.claims) {
    expect(Object.keys(claim).sort()).toEqual(["holds", "id", "kind", "text"]);
    expect(["always", "sometimes", "eventually"]).toContain(claim.kind);
    expect(claim.holds, claim.id).toBe(true);
  }
});

test("seek is clamped to the run and refuses what is no number", async ({ page }) => {
  await open(page, "./s/consumer-crash/");
  const { duration_ms: duration } = await getState(page);
  const sought = [[-1, 0], [1e300, duration], [12_345, 12_345], [-Infinity, 0], [Infinity, duration]];
  for (const [ms, expected] of sought) {
    await seek(page, ms);
    expect((await getState(page)).t_ms, `${ms}`).toBe(expected);
    await expect(page.getByRole("slider", { name: "Time", exact: true })).toHaveAttribute("aria-valuetext", /./);
  }
  const refusals = await page.evaluate(async () => {
    const names: string[] = [];
    for (const bad of [NaN, undefined, "5 s", {}]) {
      try {
        await window.sqscope!.seek(bad);
        names.push("nothing");
      } catch (error) {
        names.push((error as Error).constructor.name);
      }
    }
    return names;
  });
  expect(refusals).toEqual(["TypeError", "TypeError", "TypeError", "TypeError"]);
  expect((await getState(page)).t_ms).toBe(duration);
});

test("scripts play, pause, choose a speed and select a message", async ({ page }) => {
  await open(page, "./s/consumer-crash/");
  await page.evaluate(() => window.sqscope!.setSpeed(20));
  await page.evaluate(() => window.sqscope!.play());
  await page.waitForFunction(() => window.sqscope!.getState().t_ms > 2_000);
  expect(await getState(page)).toMatchObject({ playing: true, speed: 20 });
  await page.evaluate(() => window.sqscope!.pause());
  const { t_ms: paused, playing } = await getState(page);
  expect(playing).toBe(false);
  expect(paused).toBeGreaterThan(2_000);
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();

  await seek(page, 30_000);
  await page.evaluate(() => window.sqscope!.select("M1"));
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText("M1");
  expect(await page.evaluate(() => window.sqscope!.traceHash())).toBe((await getState(page)).trace_hash);
});
