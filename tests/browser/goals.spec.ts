// Systems to repair: a goal is not achieved as they stand, and is with what their authors propose.
import { button, region } from "./support/person";
import { slugs } from "./support/scenarios";
import { open } from "./support/sqscope";
import { expect, test } from "./support/test";

// Each verdict needs a whole run.
const VERDICT = { timeout: 20_000 };

for (const slug of slugs.filter((it) => it.startsWith("fix-"))) {
  test(`${slug}: its first solution achieves its goals`, async ({ page }) => {
    await open(page, `./s/${slug}/`);
    const story = region(page, "Story");
    await expect(story.getByText("✗ not yet").first()).toBeVisible(VERDICT);
    await story.locator("details.solutions > summary").first().click();
    await story.getByRole("button", { name: "Try solution 1", exact: true }).first().click();
    await expect(story.getByText("✓ achieved").first()).toBeVisible(VERDICT);
    await button(page, "Take all changes back").click();
    await expect(story.getByText("✗ not yet").first()).toBeVisible(VERDICT);
  });
}
