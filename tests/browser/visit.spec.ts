// What a visitor does, from the first look to the link for somebody else.
import { answer, button, clickMessageIn, optionOf, region, scrub, selectFirst, slider } from "./support/person";
import { scenarioOf, titleOf } from "./support/scenarios";
import { getState, moment, open, ready, seek } from "./support/sqscope";
import { expect, test } from "./support/test";

const crash = scenarioOf("consumer-crash");

test("play, pause, scrub back, step forth and back", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("link", { name: titleOf("consumer-crash") }).first().click();
  await ready(page);
  await page.getByRole("combobox", { name: "Speed", exact: true }).selectOption("10×");
  await button(page, "Play").click();
  await page.waitForFunction(() => window.sqscope!.getState().t_ms > 3_000);
  await button(page, "Pause").click();
  const paused = await getState(page);
  expect(paused).toMatchObject({ playing: false, speed: 10 });
  expect(paused.queues[0].sent).toBeGreaterThan(0);
  await expect(page.getByRole("status")).not.toBeEmpty();

  await scrub(page, 12_000);
  expect(await getState(page)).toMatchObject({ t_ms: 12_000, queues: [{ sent: 2, received: 2, in_flight: 1 }] });
  await expect(slider(page)).toHaveAttribute("aria-valuetext", /^12 s.* of 1 min.* 20 s/);

  await button(page, "Step forward").click();
  const later = await getState(page);
  expect(later.t_ms).toBeGreaterThan(12_000);
  await button(page, "Step back").click();
  await button(page, "Step forward").click();
  expect(moment(await getState(page))).toEqual(moment(later));

  await button(page, "Reset").click();
  expect(await getState(page)).toMatchObject({ t_ms: 0, branch: "main", playing: false });
});

test("pick a message from the list and from the picture, and read its story", async ({ page }) => {
  await open(page, "./s/consumer-crash/?t=12s");
  const inspector = region(page, "Inspector");
  expect(await selectFirst(page)).toBe("M2");
  await expect(inspector).toContainText("Message M2");
  await expect(inspector).toContainText("w/2");

  await inspector.getByRole("button", { name: "Clear selection" }).click();
  await expect(inspector).not.toContainText("Message M2");
  await clickMessageIn(page, "in-flight");
  await expect(inspector).toContainText("Message M2");

  await scrub(page, 50_000);
  const lines = inspector.getByRole("list").getByRole("listitem");
  await expect(lines.filter({ hasText: /received/i }).first()).toBeVisible();
  await expect(inspector).toContainText("gone");
  // Each line leads to its moment.
  await inspector.getByRole("button", { name: /^Go to 0:40/ }).first().click();
  expect((await getState(page)).t_ms).toBe(40_000);

  await inspector.getByRole("textbox", { name: "Find message" }).or(inspector.getByLabel("Find message")).fill("m1");
  await inspector.getByRole("button", { name: "Find", exact: true }).click();
  await expect(inspector).toContainText("Message M1");
});

test("crash a worker in the past, see another future, return to the first", async ({ page }) => {
  await open(page, "./s/consumer-crash/?t=60s");
  const { trace_hash: first } = await getState(page);
  await scrub(page, 2_000);
  await button(page, "Crash w/1").click();
  const changed = await getState(page);
  expect(changed.branch).not.toBe("main");
  expect(changed.trace_hash).not.toBe(first);
  await expect(button(page, "Bring w/1 back")).toBeEnabled();

  // Both workers are dead with a message in hand: the first one's comes back at 0:30, not before.
  await seek(page, 29_999);
  expect((await getState(page)).queues[0]).toMatchObject({ in_flight: 2, duplicates: 0 });
  await seek(page, 30_000);
  expect((await getState(page)).queues[0]).toMatchObject({ in_flight: 1, duplicates: 0 });

  const branch = page.getByRole("combobox", { name: "Branch", exact: true });
  await expect(branch.getByRole("option")).toHaveCount(2);
  await branch.selectOption({ index: 0 });
  expect(await getState(page)).toMatchObject({ branch: "main", trace_hash: first, t_ms: 30_000 });
  await branch.selectOption({ index: 1 });
  expect(await getState(page)).toMatchObject({ branch: changed.branch, trace_hash: changed.trace_hash });
});

test("send, make visible, delete: each act says why when it makes no sense", async ({ page }) => {
  await open(page, "./s/consumer-crash/?t=12s");
  await button(page, "Send a message").click();
  expect((await getState(page)).queues[0].sent).toBe(3);
  await page.evaluate(() => window.sqscope!.select("M2"));
  await button(page, "Make M2 visible again").click();
  await page.evaluate(() => window.sqscope!.select("M1"));
  await expect(button(page, "Delete M1")).toBeDisabled();
  await expect(page.getByRole("group", { name: "Take part" })).toContainText(/gone/i);
});

test("turn a knob: the run is another, and the address says which", async ({ page }) => {
  await open(page, "./s/consumer-crash/?t=30s");
  const before = await getState(page);
  await button(page, "Visibility timeout: 10s").click();
  await expect(page).toHaveURL(/set=queues\.jobs\.visibilityTimeout(=|%3D)10s/);
  const after = await getState(page);
  expect(after.trace_hash).not.toBe(before.trace_hash);
  expect(after).toMatchObject({ t_ms: 30_000, seed: before.seed });
  expect(after.queues[0].duplicates).toBeGreaterThan(before.queues[0].duplicates);

  await page.reload();
  await ready(page);
  expect(moment(await getState(page))).toEqual(moment(after));

  await button(page, "Reset").click();
  await seek(page, 30_000);
  expect(moment(await getState(page))).toEqual(moment(before));
  await page.getByRole("button", { name: "Undo" }).click();
  expect((await getState(page)).trace_hash).toBe(after.trace_hash);
});

for (const right of [true, false]) {
  test(`predict, commit, run, explain: ${right ? "right" : "wrong"}`, async ({ page }) => {
    const [question] = crash.quiz;
    await open(page, "./s/consumer-crash/");
    const story = region(page, "Story");
    await expect(story).toContainText(question.ask.en);
    await expect(story).not.toContainText(question.explain.en);
    await answer(page, question, right);
    await expect(story).toContainText(right ? "Right" : "Not so");
    const chosen = optionOf(question, right);
    if (!right) await expect(story).toContainText(question.options.find((it) => it.id === chosen.id)!.because!.en);
    expect((await getState(page)).t_ms).toBe(40_000);
    await expect(region(page, "Inspector")).toContainText("Message M2");
    await story.getByRole("button", { name: "Try again" }).click();
    await expect(story).not.toContainText(question.explain.en);
    expect((await getState(page)).t_ms).toBe(15_000);
  });
}

test("an answer runs by itself to its evidence", async ({ page }) => {
  const [question] = crash.quiz;
  await open(page, "./s/consumer-crash/");
  const story = region(page, "Story");
  await story.getByRole("radio").first().check();
  await story.getByRole("button", { name: "Commit", exact: true }).click();
  await expect(story.getByRole("radio").first()).toBeDisabled();
  await story.getByRole("button", { name: "Run", exact: true }).click();
  await expect(story).toContainText(question.explain.en, { timeout: 20_000 });
  expect(await getState(page)).toMatchObject({ t_ms: 40_000, playing: false });
});

test("share a moment, and open it elsewhere", async ({ page, context }) => {
  await open(page, "./s/duplicate-delivery/?seed=99&speed=2");
  await seek(page, 33_333);
  await button(page, "Step forward").click();
  const state = await getState(page);
  await button(page, "Share").click();
  const dialog = page.getByRole("dialog");
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toBe(state.link);
  expect(link.length - link.indexOf("/s/")).toBeLessThan(64);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);

  const other = await context.newPage();
  await open(other, link);
  const theirs = await getState(other);
  expect(moment(theirs)).toEqual(moment(state));
  expect(theirs).toMatchObject({ link, playing: false });
  expect(await other.evaluate(() => window.sqscope!.traceHash())).toBe(state.trace_hash);
});

test("every pause, whenever it was, can be shared", async ({ page, context }) => {
  await open(page, "./s/spike-absorption/");
  await page.evaluate(() => window.sqscope!.setSpeed(20));
  const other = await context.newPage();
  for (const target of [7_000, 21_000]) {
    await button(page, "Play").click();
    await page.waitForFunction((ms) => window.sqscope!.getState().t_ms > ms, target);
    await button(page, "Pause").click();
    const state = await getState(page);
    await open(other, state.link);
    expect(moment(await getState(other)), state.link).toEqual(moment(state));
  }
});
