// What stands around queues, the console, and links that carry everything.
import { region } from "./support/person";
import { scenarioOf, textOf } from "./support/scenarios";
import { getState, open, ready, seek } from "./support/sqscope";
import { expect, test } from "./support/test";

test("a Lambda function tells what bounds it", async ({ page }) => {
  await open(page, "./s/lambda-ramp/?t=30s");
  const stage = region(page, "Stage");
  await expect(stage.getByText(/allowed now/)).toContainText("100 running, 100 allowed now, 1,250 at most");
  await expect(stage.locator(".function__bound")).toHaveText("bounded by the ramp");
});

test("a scaling group tells why it grows, and its alarm stands at the queue", async ({ page }) => {
  await open(page, "./s/autoscale-backlog/?t=200s");
  const stage = region(page, "Stage");
  await expect(stage.getByRole("group", { name: /^Auto Scaling group/ })).toContainText("15 instances wanted");
  const alarms = stage.getByRole("list", { name: /^Alarms on/ });
  await expect(alarms.getByRole("listitem").first()).toContainText("ALARM for");
});

test("a zone that is down is named", async ({ page }) => {
  await open(page, "./s/az-outage/?t=60s");
  await expect(page.getByRole("list", { name: "Availability Zones" })).toContainText("down until");
});

test("the bill has a row for each queue", async ({ page }) => {
  await open(page, "./s/long-vs-short-poll/?t=60s");
  const bill = region(page, "Stage").locator("details.bill");
  await bill.locator("summary").click();
  await expect(bill.getByRole("rowheader")).toHaveText(["short", "long"]);
});

test("charts show what CloudWatch shows", async ({ page }) => {
  await open(page, "./s/long-vs-short-poll/?t=30s");
  const charts = region(page, "Charts");
  await charts.getByRole("radio", { name: "CloudWatch" }).check();
  await expect(charts.getByText("No datapoint yet.").first()).toBeVisible();
  await seek(page, 300_000);
  await expect(charts.getByText(/a period now/).first()).toBeVisible();
});

test("the console acts in the run, and a link does it again", async ({ page, context }) => {
  await open(page, "./s/consumer-crash/?t=20s");
  await page.locator("details.console > summary").click();
  const log = page.getByRole("log", { name: "Console output" });
  const line = page.getByRole("combobox", { name: "Console" }).or(page.getByRole("textbox", { name: "Console" }));
  await line.fill("aws sqs send-message --queue-url jobs --message-body hello");
  await page.getByRole("button", { name: "Run the line" }).click();
  await expect(log).toContainText("MD5OfMessageBody");
  await line.fill("aws sqs nonsense");
  await line.press("Enter");
  await expect(log).toContainText("exit code");

  const state = await getState(page);
  expect(state.branch).not.toBe("main");
  expect(state.queues[0].sent).toBe(4);
  const other = await context.newPage();
  await open(other, state.link);
  const theirs = await getState(other);
  expect(theirs.trace_hash).toBe(state.trace_hash);
  expect(theirs.queues).toEqual(state.queues);
});

test("a link holds a scenario of one's own", async ({ page, context }) => {
  await page.goto("./c/");
  await page.getByRole("textbox", { name: "Or paste its text" }).fill(textOf("fifo-ordering"));
  await page.getByRole("button", { name: "Run it", exact: true }).click();
  await ready(page);
  await seek(page, 12_000);
  const state = await getState(page);
  expect(state.link).toMatch(/\/c\/#[\w-]+$/);
  const other = await context.newPage();
  await open(other, state.link);
  expect((await getState(other)).trace_hash).toBe(state.trace_hash);
});

test("rarer acts are folded away", async ({ page }) => {
  await open(page, "./s/spike-absorption/?t=60s");
  await page.locator("details.acts__more > summary").click();
  const { queues } = await getState(page);
  await region(page, "Stage").getByRole("button", { name: `Purge ${queues[0].name}`, exact: true }).click();
  expect((await getState(page)).branch).not.toBe("main");
});

test("a scenario is found, and six questions lead to a queue", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("textbox", { name: "Find a scenario" }).or(page.getByRole("searchbox")).fill("Charged twice");
  await expect(page.getByRole("link", { name: scenarioOf("duplicate-delivery").title.en, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: scenarioOf("spike-absorption").title.en })).toHaveCount(0);
  await page.goto("./choose/");
  await expect(page.getByRole("heading", { name: "A standard queue" })).toBeVisible();
  await page.getByRole("radio", { name: "Yes, all of them, one after the other" }).check();
  await expect(page.getByRole("heading", { name: "A FIFO queue" })).toBeVisible();
});
