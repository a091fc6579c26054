// Without a mouse: every control can be reached and worked with keys alone.
import type { Page } from "@playwright/test";

import { chosenMessage, region, slider } from "./support/person";
import { titleOf } from "./support/scenarios";
import { getState, open, ready } from "./support/sqscope";
import { expect, test } from "./support/test";

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const it = document.activeElement;
      const labels = it instanceof HTMLInputElement || it instanceof HTMLSelectElement ? it.labels : null;
      return it?.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? it?.textContent ?? "";
    });
    if (name.test(focused.trim())) return;
  }
  throw new Error(`no stop of the tab key is named ${name}`);
}

test("from home through a scenario, with keys alone", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await tabTo(page, new RegExp(`^${titleOf("consumer-crash")}$`));
  await page.keyboard.press("Enter");
  await ready(page);

  await tabTo(page, /^Play$/);
  await page.keyboard.press("Space");
  await page.waitForFunction(() => window.sqscope!.getState().t_ms > 100);
  await page.keyboard.press("Space");
  expect((await getState(page)).playing).toBe(false);

  await slider(page).focus();
  await page.keyboard.press("Home");
  expect((await getState(page)).t_ms).toBe(0);
  await page.keyboard.press("ArrowRight");
  const { t_ms: stepped, duration_ms: duration } = await getState(page);
  expect(stepped).toBeGreaterThan(0);
  await page.keyboard.press("PageUp");
  expect((await getState(page)).t_ms).toBeGreaterThan(stepped);
  await page.keyboard.press("End");
  expect((await getState(page)).t_ms).toBe(duration);

  await tabTo(page, /^Share$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const back = await page.evaluate(() => document.activeElement?.textContent);
  expect(back).toBe("Share");
});

test("F6 goes through the regions, single keys act in them, and can be switched off", async ({ page }) => {
  await open(page, "./s/consumer-crash/?t=12s");
  const names: string[] = [];
  for (let press = 0; press < 7; press += 1) {
    await page.keyboard.press("F6");
    names.push((await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))) ?? "");
  }
  expect([...names].sort()).toEqual(
    ["Charts", "Event log", "Inspector", "Stage", "Story", "Timeline", "Transport"],
  );
  await page.keyboard.press("Space");
  await page.waitForFunction(() => window.sqscope!.getState().playing);
  await page.keyboard.press("Space");
  await page.waitForFunction(() => !window.sqscope!.getState().playing);

  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await dialog.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  const { t_ms: before } = await getState(page);
  await region(page, "Stage").focus();
  await page.keyboard.press("r");
  await page.keyboard.press("Space");
  expect(await getState(page)).toMatchObject({ t_ms: before, playing: false });
});

test("messages are chosen with arrows", async ({ page }) => {
  await open(page, "./s/fifo-ordering/?t=20s");
  const list = page.getByRole("listbox", { name: /^Messages in / }).first();
  await list.focus();
  await page.keyboard.press("ArrowDown");
  const chosen = chosenMessage(page);
  await expect(chosen).toHaveCount(1);
  const label = (await chosen.textContent())!.split(" ")[0];
  await expect(region(page, "Inspector")).toContainText(`Message ${label}`);
  await page.keyboard.press("Escape");
  await expect(chosen).toHaveCount(0);
});
