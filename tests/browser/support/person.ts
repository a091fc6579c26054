// What a person does with the page, by what they see and hear.
import { expect, type Locator, type Page } from "@playwright/test";

import type { Question } from "./scenarios";
import { getState, seek } from "./sqscope";

export const region = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

export const slider = (page: Page): Locator => page.getByRole("slider", { name: "Time", exact: true });

/** Moves the slider "Time" to an instant, as a drag would. */
export async function scrub(page: Page, ms: number): Promise<void> {
  await slider(page).fill(String(ms));
  await expect(slider(page)).toHaveValue(String(ms));
}

/** The message that is chosen in the stage's lists. */
export const chosenMessage = (page: Page): Locator =>
  page.getByRole("listbox", { name: /^Messages in / }).getByRole("option", { selected: true });

/** Selects the first message of the first queue that holds any, from its list. */
export async function selectFirst(page: Page): Promise<string> {
  await messages(page).first().focus();
  await page.keyboard.press("Home");
  const chosen = chosenMessage(page);
  await expect(chosen).toHaveCount(1);
  return (await chosen.textContent())!.trim().split(" ")[0];
}

/** The bays of the stage in which there is a message. */
function messages(page: Page): Locator {
  return page.getByRole("listbox", { name: /^Messages in / }).filter({ has: page.getByRole("option") });
}

/** Goes to a moment, early enough that there are still messages. */
export async function seekToMessages(page: Page): Promise<void> {
  const { duration_ms: duration } = await getState(page);
  for (const share of [0.4, 0.2, 0.1, 0.05]) {
    await seek(page, Math.floor(duration * share));
    if ((await messages(page).count()) > 0) return;
  }
  throw new Error("no message was there");
}

/** The answer of a question that is right, or one that is not. */
export function optionOf(question: Question, right: boolean): { id: string; t: { en: string } } {
  return question.options.find((option) => (option.because === undefined) === right)!;
}

/** Predicts, commits, lets it run and skips to its end; the explanation stands in the region "Story" then. */
export async function answer(page: Page, question: Question, right: boolean): Promise<void> {
  const card = region(page, "Story").getByRole("article", { name: question.ask.en, exact: true });
  await card.getByRole("radio", { name: optionOf(question, right).t.en, exact: true }).check();
  await card.getByRole("button", { name: "Commit", exact: true }).click();
  await card.getByRole("button", { name: "Run", exact: true }).click();
  // Where the evidence has been seen already there is nothing to wait for.
  const skip = card.getByRole("button", { name: "Skip to the answer", exact: true });
  await expect(skip.or(card.getByText(question.explain.en)).first()).toBeVisible();
  if (await skip.isVisible()) await skip.click();
  await expect(card).toContainText(question.explain.en);
}

/** Clicks on the stage's first message of a bay, wherever in it that is drawn. */
export async function clickMessageIn(page: Page, bay: "visible" | "in-flight"): Promise<void> {
  const box = (await page.locator(`.bay--${bay} .bay__floor`).first().boundingBox())!;
  const selected = chosenMessage(page);
  for (let y = 8; y < box.height; y += 12) {
    for (let x = 8; x < box.width; x += 12) {
      await page.mouse.click(box.x + x, box.y + y);
      if ((await selected.count()) > 0) return;
    }
  }
  throw new Error(`no message can be clicked in the bay ${bay}`);
}
