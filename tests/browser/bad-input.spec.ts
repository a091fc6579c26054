// Addresses and files that are wrong: the page says so in words, nothing runs that should not, and it stays usable.
import type { Page } from "@playwright/test";

import { textOf } from "./support/scenarios";
import { getState, open, seek } from "./support/sqscope";
import { expect, test } from "./support/test";

const SCRIPT = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";

for (const [what, rest, told, expected] of [
  ["a seed that is no number", "?seed=abc", /seed/, {}],
  ["a seed that is too large", "?seed=4294967296", /seed/, {}],
  ["an instant after the end", "?t=99h", null, {}],
  ["an instant that is no time", "?t=x", /\bt\b/, { t_ms: 0 }],
  ["an instant before the start", "?t=-5s", /\bt\b/, { t_ms: 0 }],
  ["a speed that is none", "?speed=fast", /speed/, { speed: 1 }],
  ["an edit of nothing", "?set=nonsense=1", /nonsense/, {}],
  ["an edit that is out of range", "?set=queues.jobs.visibilityTimeout=99d", /visibilityTimeout/, {}],
  ["an edit without a value", "?set=queues", /set/, {}],
  ["percent signs without digits", "?seed=%&t=%zz&set=%E0%A4%A", /seed/, { t_ms: 0 }],
  ["a fragment", "#AAAABBBB", /newer than this page|cut off/, {}],
  ["a fragment of 8,001 characters", `#${"A".repeat(8_001)}`, /8001|8,001/, {}],
  ["markup as an edit", `?set=${encodeURIComponent(SCRIPT)}=1`, /img src/, {}],
  ["markup as a seed", `?seed=${encodeURIComponent(SCRIPT)}`, /img src/, {}],
  ["markup as a fragment", `#${SCRIPT}`, /#/, {}],
] as const) {
  test(`${what}: ${rest.slice(0, 40)}`, async ({ page }) => {
    await open(page, `./s/consumer-crash/${rest}`);
    const plain = { slug: "consumer-crash", branch: "main", playing: false };
    const state = await getState(page);
    expect(state).toMatchObject({ ...plain, ...expected });
    expect(state.t_ms).toBeLessThanOrEqual(state.duration_ms);
    if (told) await expect(page.getByText(told).filter({ visible: true }).first()).toBeVisible();
    await expectUsable(page);
  });
}

test("problems of an address can be dismissed", async ({ page }) => {
  await open(page, "./s/consumer-crash/?seed=abc&t=x&set=nonsense=1");
  const dismiss = page.getByRole("button", { name: /^Dismiss/ });
  for (let left = await dismiss.count(); left > 0; left -= 1) await dismiss.first().click();
  await expect(page.getByText("nonsense")).toHaveCount(0);
});

const json = textOf("consumer-crash");

for (const [what, text, pointer] of [
  ["a wrong type", json.replace(/"queues": *\[/, '"queues": "none", "x-queues": ['), "/queues"],
  ["a title that is a number", json.replace(/"title": *\{[^}]*\}/, '"title": 7'), "/title"],
  ["an unknown field", json.replace("{", '{ "colour": "red",'), "/colour"],
  ["text that is cut off", json.slice(0, Math.floor(json.length / 2)), null],
  ["no JSON at all", "hello", null],
  ["deep nesting", "[".repeat(5_000), null],
  ["markup for an id", json.replace(/"id": *"[^"]*"/, () => `"id": ${JSON.stringify(SCRIPT)}`), "/id"],
] as const) {
  test(`a scenario with ${what} is refused with its place`, async ({ page }) => {
    await page.goto("./c/");
    await page.getByRole("textbox", { name: "Or paste its text" }).fill(text);
    await page.getByRole("button", { name: "Run it", exact: true }).click();
    const problems = page.getByRole("main").getByRole("listitem");
    await expect(problems.first()).toBeVisible();
    if (pointer) await expect(problems.filter({ hasText: pointer }).first()).toBeVisible();
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);

    // The same page takes the repaired text.
    await page.getByRole("textbox", { name: "Or paste its text" }).fill(json);
    await page.getByRole("button", { name: "Run it", exact: true }).click();
    await expectUsable(page);
  });
}

async function expectUsable(page: Page): Promise<void> {
  await page.waitForFunction(() => window.sqscope?.ready.then(() => true));
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  expect(await page.locator("img[src=x]").count()).toBe(0);
  await seek(page, 5_000);
  expect((await getState(page)).t_ms).toBe(5_000);
  await page.getByRole("button", { name: "Step forward", exact: true }).click();
  expect((await getState(page)).t_ms).toBeGreaterThanOrEqual(5_000);
}
