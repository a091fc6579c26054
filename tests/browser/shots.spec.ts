// Pictures for eyes, in shots/ (not kept): every screen in the sizes and schemes that matter.
import type { Page } from "@playwright/test";

import { root, samples, slugs } from "./support/scenarios";
import { getState, ready, seek } from "./support/sqscope";
import { expect, test } from "./support/test";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

for (const size of SIZES) {
  for (const scheme of ["light", "dark"] as const) {
    const all = size === SIZES[0] && scheme === "light";
    for (const slug of ["", ...(all ? slugs : samples)]) {
      const name = slug || "home";
      test(`${name} at ${size.width}×${size.height}, ${scheme}`, async ({ page }) => {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: scheme });
        await show(page, slug);
        await page.screenshot({ path: `${root}shots/${name}-${size.width}-${scheme}.png` });
      });
    }
  }
}

test("reduced motion", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const slug of samples) {
    await show(page, slug);
    await page.screenshot({ path: `${root}shots/${slug}-1440-calm.png` });
  }
});

async function show(page: Page, slug: string): Promise<void> {
  await page.goto(slug ? `./s/${slug}/` : "./");
  if (slug) {
    await ready(page);
    await seek(page, Math.floor((await getState(page)).duration_ms * 0.4));
  }
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}
