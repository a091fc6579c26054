// Parts of the page that come when they are wanted first: they do, and it is said if they do not.
import { getState, open, ready } from "./support/sqscope";
import { expect, test } from "./support/test";

const PARTS = "**/assets/parts/**";

/** A template without anything to tell, so it runs at once. */
const TEMPLATE = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Dead:
    Type: AWS::SQS::Queue
    Properties:
      MessageRetentionPeriod: 1209600
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Dead.Arn
        maxReceiveCount: 3
`;

test("a run that nobody types in needs no part", async ({ page }) => {
  const parts: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/assets/parts/")) parts.push(request.url());
  });
  await open(page, "./s/consumer-crash/?t=20s");
  await page.goto("./c/");
  await ready(page);
  expect(parts).toEqual([]);
});

test("a template's part comes when a template does", async ({ page }) => {
  await page.goto("./c/");
  await page.getByRole("textbox", { name: "Or paste its text" }).fill(TEMPLATE);
  await page.getByRole("button", { name: "Run it", exact: true }).click();
  const runs = page.getByRole("button", { name: "Run the scenario", exact: true });
  const share = page.getByRole("button", { name: "Share", exact: true });
  await expect(runs.or(share)).toBeVisible();
  if (await runs.isVisible()) await runs.click();
  await expect(share).toBeVisible();
  await ready(page);
  expect((await getState(page)).queues.map((queue) => queue.name).sort()).toEqual(["Dead", "Jobs"]);
});

test.describe("without the parts", () => {
  test.use({ expectedErrors: [/ERR_FAILED|Failed to fetch|WebAssembly/] });

  test("the console says what is missing, keeps the line, and goes on when the part is there", async ({ page }) => {
    await page.route(PARTS, (route) => route.abort());
    await open(page, "./s/consumer-crash/?t=20s");
    const console = page.locator("details.console");
    await console.locator("summary").click();
    const line = console.locator("input");
    await line.fill("aws sqs list-queues");
    await line.press("Enter");
    await expect(console.getByRole("status")).toContainText("did not come");
    await expect(line).toHaveValue("aws sqs list-queues");
    await page.unroute(PARTS);
    await line.press("Enter");
    await expect(console.getByRole("log")).toContainText("QueueUrls");
    await expect(console.getByRole("status")).toHaveCount(0);
  });

  test("a template is not read, which is said, and is read when the part is there", async ({ page }) => {
    await page.route(PARTS, (route) => route.abort());
    await page.goto("./c/");
    await page.getByRole("textbox", { name: "Or paste its text" }).fill(TEMPLATE);
    await page.getByRole("button", { name: "Run it", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("reads templates did not come");
    await page.unroute(PARTS);
    await page.getByRole("button", { name: "Run it", exact: true }).click();
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});
