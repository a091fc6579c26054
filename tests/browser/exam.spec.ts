// Where AWS today and the common exam answer differ, both are told, with a date.
import { expectAccessible } from "./support/axe";
import { region } from "./support/person";
import { scenarioOf, slugs } from "./support/scenarios";
import { open } from "./support/sqscope";
import { expect, test } from "./support/test";

const HEADING = "AWS today, and in exams";

test("what AWS does today stands beside the common exam answer", async ({ page }) => {
  const { drift } = scenarioOf("lambda-ramp");
  await open(page, "./s/lambda-ramp/");
  const story = region(page, "Story");
  await expect(story.getByRole("heading", { name: HEADING })).toBeVisible();
  await expect(story.getByRole("term")).toHaveText([`AWS today as of ${drift!.asOf}`, "Common exam answer"]);
  await expect(story.getByRole("definition")).toHaveText([drift!.today.en, drift!.exam.en]);
  await expectAccessible(page, "a scenario with an exam answer of old");
});

test("where they agree nothing is said", async ({ page }) => {
  const slug = slugs.find((slug) => scenarioOf(slug).drift === undefined)!;
  await open(page, `./s/${slug}/`);
  await expect(region(page, "Story").getByRole("heading", { name: "What to notice" })).toBeVisible();
  await expect(region(page, "Story").getByRole("heading", { name: HEADING })).toHaveCount(0);
});

test("both stand on a screen of 320 pixels, one below the other", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await open(page, "./s/inflight-limit/");
  const sides = page.locator(".drift-side");
  await expect(sides).toHaveCount(2);
  const [today, exam] = [(await sides.first().boundingBox())!, (await sides.last().boundingBox())!];
  expect(exam.y).toBeGreaterThanOrEqual(today.y + today.height);
  expect(today.x + today.width).toBeLessThanOrEqual(320);
});
