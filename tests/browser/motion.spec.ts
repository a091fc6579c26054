// The clock in special conditions: a hidden tab, a viewer who asked for less motion, a page at rest.
import type { Page } from "@playwright/test";

import { getState, open, seek } from "./support/sqscope";
import { expect, test } from "./support/test";

test("in a hidden tab, seeking still arrives", async ({ page }) => {
  await open(page, "./s/consumer-crash/");
  // A hidden tab gets no frames.
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    Object.defineProperty(document, "hidden", { value: true });
    window.requestAnimationFrame = () => 1;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  for (const ms of [42_000, 1_000, 60_000]) {
    await seek(page, ms);
    expect((await getState(page)).t_ms).toBe(ms);
  }
});

test("a page at rest asks for no frames", async ({ page }) => {
  await page.addInitScript(() => {
    const ask = window.requestAnimationFrame.bind(window);
    Object.assign(window, { asked: 0 });
    window.requestAnimationFrame = (tick) => {
      (window as unknown as { asked: number }).asked += 1;
      return ask(tick);
    };
  });
  await open(page, "./s/spike-absorption/?t=40s");
  const asked = () => page.evaluate(() => (window as unknown as { asked: number }).asked);
  // What follows the opening may take a while: it is at rest when two looks in a row see the same.
  await expect.poll(async () => {
    const before = await asked();
    await twoPaints(page);
    return (await asked()) - before;
  }).toBe(0);
  const before = await asked();
  for (let look = 0; look < 20; look += 1) await twoPaints(page);
  expect(await asked()).toBe(before);
});

test.describe("for viewers who asked for less motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("the clock goes in steps, nothing moves in between, the words are all there", async ({ page }) => {
    await open(page, "./s/consumer-crash/");
    const instants = await page.evaluate(async () => {
      const canvas = document.querySelector("canvas");
      const frames: { t: number; picture: string }[] = [];
      await window.sqscope!.play();
      while (window.sqscope!.getState().t_ms < 4_000) {
        await new Promise(requestAnimationFrame);
        frames.push({ t: window.sqscope!.getState().t_ms, picture: canvas?.toDataURL() ?? "" });
      }
      await window.sqscope!.pause();
      return frames.map(({ t, picture }) => `${t} ${picture}`);
    });
    const pictures = new Set(instants);
    const times = new Set(instants.map((it) => it.split(" ")[0]));
    expect([...times].every((t) => Number(t) % 1_000 === 0), `${[...times]}`).toBe(true);
    // One picture an instant: a second one may come if the frame after a step shows what the step announced.
    expect(pictures.size).toBeLessThanOrEqual(times.size + 1);
    const moving = await page.evaluate(
      () => document.getAnimations().filter((it) => it.playState === "running").length,
    );
    expect(moving).toBe(0);
    await expect(page.getByRole("region", { name: "Stage" })).toContainText("in flight");
    await expect(page.getByRole("region", { name: "Event log" })).toContainText("M1");
  });
});

/** Lets two frames pass. By a timer, since asking for a frame would itself be counted. */
async function twoPaints(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => setTimeout(done, 34)));
}
