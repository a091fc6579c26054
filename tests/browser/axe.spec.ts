// axe finds nothing, on any screen, in both colour schemes, on a desktop and on a phone.
import { expectAccessible } from "./support/axe";
import { answer, seekToMessages, selectFirst } from "./support/person";
import { samples, scenarioOf, slugs } from "./support/scenarios";
import { getState, open, seek } from "./support/sqscope";
import { expect, test } from "./support/test";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

// axe looks at the page six times in a test.
test.setTimeout(120_000);

for (const [screen, viewport, colorScheme] of [
  ["desktop", DESKTOP, "light"],
  ["desktop", DESKTOP, "dark"],
  ["phone", PHONE, "light"],
] as const) {
  test.describe(`${screen}, ${colorScheme}`, () => {
    test.use({ viewport, colorScheme, hasTouch: screen === "phone" });

    test("home, a scenario of one's own, problems in it", async ({ page }) => {
      await page.goto("./");
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      await expectAccessible(page, "home");
      await page.goto("./c/");
      await page.getByRole("textbox", { name: "Or paste its text" }).fill('{"format": 1, "queues": "none"}');
      await page.getByRole("button", { name: "Run it", exact: true }).click();
      await expect(page.getByText("/queues")).toBeVisible();
      await expectAccessible(page, "problems");
    });

    test.describe("not found", () => {
      test.use({ expectedErrors: [/404/] });
      test("not found", async ({ page }) => {
        await page.goto("./s/no-such-thing/");
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page, "not found");
      });
    });

    for (const slug of samples) {
      test(`${slug}: at the start, in the middle, at the end, answered, with its dialogs`, async ({ page }) => {
        await open(page, `./s/${slug}/`);
        await expectAccessible(page, "the start");
        await answer(page, scenarioOf(slug).quiz[0], false);
        await expectAccessible(page, "an answer");
        await seekToMessages(page);
        await selectFirst(page);
        await expectAccessible(page, "the middle");
        await seek(page, (await getState(page)).duration_ms);
        await expectAccessible(page, "the end");
        for (const name of ["Share", "Keyboard"]) {
          await page.getByRole("button", { name, exact: true }).click();
          await expect(page.getByRole("dialog")).toBeVisible();
          await expectAccessible(page, `the dialog ${name}`);
          await page.keyboard.press("Escape");
          await expect(page.getByRole("dialog")).toHaveCount(0);
        }
      });
    }
  });
}

for (const slug of slugs.filter((slug) => !samples.includes(slug))) {
  test(`${slug}: at the start and in the middle`, async ({ page }) => {
    await page.setViewportSize(DESKTOP);
    await open(page, `./s/${slug}/`);
    await expectAccessible(page, "the start");
    const { duration_ms: duration } = await getState(page);
    await seek(page, Math.floor(duration * 0.4));
    await expectAccessible(page, "the middle");
  });
}
