// "Take it along": a scenario as a file, a template, commands, a program.
import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { expectAccessible } from "./support/axe";
import { button } from "./support/person";
import { textOf } from "./support/scenarios";
import { open } from "./support/sqscope";
import { expect, test } from "./support/test";

const FORMS = {
  "Scenario file": ["sns-fanout.json", '"id": "sns-fanout"'],
  "CloudFormation template": ["sns-fanout.yaml", "AWS::SNS::Topic"],
  "AWS CLI commands": ["sns-fanout.sh", "aws sns create-topic --name orders"],
  "Python with boto3": ["sns-fanout.py", "def consume_b(seconds):"],
} as const;

async function choose(page: Page, form: string): Promise<void> {
  await button(page, "Share").click();
  await page.getByRole("radio", { name: form, exact: true }).check();
}

for (const [form, [file, part]] of Object.entries(FORMS)) {
  test(`${form}: shown, copied, downloaded`, async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, "./s/sns-fanout/");
    await choose(page, form);
    const text = await page.getByRole("textbox", { name: file, exact: true }).inputValue();
    expect(text).toContain(part);

    await button(page, "Copy text").click();
    await expect(page.getByText("Copied.", { exact: true })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);

    const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Download").click()]);
    expect(download.suggestedFilename()).toBe(file);
    expect(readFileSync(await download.path(), "utf8")).toBe(text);
    await expectAccessible(page, form);
  });
}

test("what a form has no place for is listed", async ({ page }) => {
  await open(page, "./s/access-denied/");
  await choose(page, "AWS CLI commands");
  const missing = page.getByRole("list").filter({ hasText: "Who sends" });
  await expect(missing).toContainText("own, named, unnamed");
  await expect(missing).toContainText("Roles and their own policies");
  await page.getByRole("radio", { name: "Scenario file", exact: true }).check();
  await expect(page.getByText("Not in it")).toHaveCount(0);
});

test("a scenario file without changes is as its author wrote it, and has the changes otherwise", async ({ page }) => {
  await open(page, "./s/consumer-crash/");
  await choose(page, "Scenario file");
  const field = page.getByRole("textbox", { name: "consumer-crash.json", exact: true });
  expect(await field.inputValue()).toBe(textOf("consumer-crash"));
  await open(page, "./s/consumer-crash/?set=queues.jobs.visibilityTimeout=45s");
  await choose(page, "Scenario file");
  expect(JSON.parse(await field.inputValue()).queues[0].visibilityTimeout).toBe("45s");
});
