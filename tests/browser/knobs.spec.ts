// Knobs: controls that start the run anew with another value.
import { expectAccessible } from "./support/axe";
import { region } from "./support/person";
import { getState, open } from "./support/sqscope";
import { expect, test } from "./support/test";

test("a knob chooses among words, and the address says which", async ({ page }) => {
  // Three whole runs of a flood, and axe.
  test.slow();
  await open(page, "./s/lambda-ramp/?t=60s");
  const before = await getState(page);
  const ramp = region(page, "Story").getByRole("combobox", { name: "How fast it climbs", exact: true });
  await expect(ramp).toHaveValue("today");
  await ramp.selectOption({ label: "Before November 2023: 60 a minute" });
  await expect(page).toHaveURL(/set=consumers\.fn\.lambda\.ramp(=|%3D)before-2023/);
  await expect(ramp).toHaveValue("before-2023");
  await expect(region(page, "Story")).toContainText("The author wrote “Today: 300 a minute”.");
  const after = await getState(page);
  expect(after.t_ms).toBe(60_000);
  expect(after.queues[0].visible).toBeGreaterThan(before.queues[0].visible);
  await expectAccessible(page, "a knob with words");

  await open(page, "./s/lambda-ramp/?t=60s&set=consumers.fn.lambda.ramp=before-2023");
  await expect(ramp).toHaveValue("before-2023");
  expect((await getState(page)).trace_hash).toBe(after.trace_hash);
});

test("a knob's word can be a value that is left out", async ({ page }) => {
  await open(page, "./s/lambda-batch-failure/?t=180s");
  const answers = region(page, "Story").getByRole("combobox", { name: "What the second function answers" });
  await expect(answers).toHaveValue("none");
  await answers.selectOption("emptyList");
  await expect(answers).toHaveValue("emptyList");
  await answers.selectOption("none");
  await expect(answers).toHaveValue("none");
});
