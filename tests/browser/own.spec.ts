// A scenario of one's own, typed, dropped or chosen: it opens, plays, scrubs and takes part like a built-in one.
import type { Page } from "@playwright/test";

import { generate } from "./support/generate";
import { button, region, scrub } from "./support/person";
import { getState, moment, ready, seek } from "./support/sqscope";
import { expect, test } from "./support/test";

const SEED = Number(process.env.SQSCOPE_TEST_SEED ?? 20_261_120);

const WAYS: Record<string, (page: Page, json: string) => Promise<void>> = {
  async pasted(page, json) {
    await page.getByRole("textbox", { name: "Or paste its text" }).fill(json);
    await page.getByRole("button", { name: "Run it", exact: true }).click();
  },
  async dropped(page, json) {
    const files = await page.evaluateHandle((json) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([json], "scenario.json", { type: "application/json" }));
      return transfer;
    }, json);
    await page.locator(".drop").dispatchEvent("drop", { dataTransfer: files });
  },
  async chosen(page, json) {
    const file = { name: "scenario.json", mimeType: "application/json", buffer: Buffer.from(json) };
    await page.getByLabel(/^Drop a file here/).setInputFiles(file);
  },
};

for (const [number, [way, give]] of Object.entries(WAYS).entries()) {
  for (const seed of [SEED + number, SEED + 100 + number]) {
    test(`a generated scenario is ${way} (SQSCOPE_TEST_SEED=${SEED}, ${seed})`, async ({ page }) => {
      await page.goto("./c/");
      await give(page, generate(seed));
      await expect(page.getByRole("heading", { level: 1 })).toContainText(`Generated from seed ${seed}`);
      await ready(page);
      const start = await getState(page);
      expect(start).toMatchObject({ slug: `generated-${seed}`, t_ms: 0, playing: false });
      expect(start.link).toMatch(/\/c\/#[\w-]+$/);

      await page.evaluate(() => window.sqscope!.setSpeed(20));
      await button(page, "Play").click();
      await page.waitForFunction(() => window.sqscope!.getState().t_ms > 4_000);
      await button(page, "Pause").click();
      await scrub(page, 12_345);
      const once = await getState(page);
      await seek(page, start.duration_ms);
      await scrub(page, 12_345);
      expect(moment(await getState(page))).toEqual(moment(once));

      await region(page, "Stage").getByRole("button", { name: /^Send / }).first().click();
      const acted = await getState(page);
      expect(acted.branch).not.toBe("main");
      expect(acted.trace_hash).not.toBe(once.trace_hash);
    });
  }
}

test("a template's mistakes are told before it runs", async ({ page }) => {
  const template = `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeoutSeconds: 60
  Bucket:
    Type: AWS::S3::Bucket
`;
  await page.goto("./c/");
  await WAYS.pasted(page, template);
  const outcome = page.getByRole("status").filter({ hasText: "The template was read." });
  await expect(outcome).toBeInViewport();
  await expect(outcome).toContainText("line 5");
  await expect(outcome).toContainText("Write VisibilityTimeout.");
  await expect(outcome).toContainText("AWS::S3::Bucket");
  await page.getByRole("button", { name: "Run the scenario", exact: true }).click();
  await ready(page);
  expect((await getState(page)).queues).toHaveLength(1);
});

test("a file of more than 64 KiB is not read", async ({ page }) => {
  await page.goto("./c/");
  await WAYS.chosen(page, `{"x": "${"a".repeat(70_000)}"}`);
  await expect(page.getByText("64 KiB")).toBeVisible();
});
