// The site as a whole: from home to a scenario, what is not there, any path, small screens.
import { slugs, titleOf } from "./support/scenarios";
import { serveBelow } from "./support/site";
import { getState, open, ready } from "./support/sqscope";
import { expect, test } from "./support/test";

test("home lists every scenario, and each link opens one", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const slug of slugs) {
    await expect(page.getByRole("link", { name: titleOf(slug) }).first(), slug).toBeVisible();
  }
  await page.getByRole("link", { name: titleOf("consumer-crash") }).first().click();
  await expect(page).toHaveURL(/\/s\/consumer-crash\/$/);
  await ready(page);
  expect((await getState(page)).slug).toBe("consumer-crash");
  await expect(page).toHaveTitle(new RegExp(titleOf("consumer-crash")));
  await page.goBack();
  await expect(page.getByRole("link", { name: titleOf("fifo-ordering") }).first()).toBeVisible();
});

test.describe("an address that is not there", () => {
  test.use({ expectedErrors: [/404/] });

  for (const path of ["s/no-such-thing/", "nowhere", "s/", "deep/down/below/"]) {
    test(`${path} says so, lists the scenarios and leads on`, async ({ page }) => {
      const answer = await page.goto(`./${path}`);
      expect(answer!.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Not found");
      await expect(page.getByRole("main")).toContainText(`/${path}`);
      for (const slug of slugs) {
        await expect(page.getByRole("link", { name: titleOf(slug), exact: true }).first()).toBeVisible();
      }
      // The way to the root may have to be looked for.
      const link = page.getByRole("link", { name: titleOf("spike-absorption"), exact: true });
      const home = page.url().slice(0, -path.length);
      await expect(link).toHaveJSProperty("href", `${home}s/spike-absorption/`);
      await link.click();
      await ready(page);
      expect((await getState(page)).slug).toBe("spike-absorption");
    });
  }
});

test.describe("below a path of some host", () => {
  test.use({ expectedErrors: [/404/] });

  test("the site works, and its links stay there", async ({ page }) => {
    const site = await serveBelow("/some/sub/path/");
    try {
      await page.goto(site.address);
      await page.getByRole("link", { name: titleOf("fifo-ordering") }).first().click();
      await ready(page);
      expect((await getState(page)).link).toContain(`${site.address}s/fifo-ordering/`);
      await open(page, `${site.address}s/consumer-crash/?t=10s`);
      expect((await getState(page)).t_ms).toBe(10_000);
      await page.goto(`${site.address}s/no-such-thing/`);
      await page.getByRole("link", { name: titleOf("consumer-crash") }).click();
      await ready(page);
      await expect(page).toHaveURL(`${site.address}s/consumer-crash/`);
    } finally {
      site.close();
    }
  });
});

for (const path of ["", "c/", ...slugs.map((slug) => `s/${slug}/?t=30s`)]) {
  test(`/${path} fits into 320 px without scrolling sideways`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`./${path}`);
    await ready(page);
    await expect(page.getByRole("button", { name: "Keyboard", exact: true })).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(320);
  });
}

test("the text of a scenario is there without scripts", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const slug of slugs) {
    await page.goto(new URL(`s/${slug}/`, baseURL).href);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(titleOf(slug));
  }
  await context.close();
});
