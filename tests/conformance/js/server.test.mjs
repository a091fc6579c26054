// The AWS SDK for JavaScript against `sqscope serve`.
// SQSCOPE_ENDPOINT is its address, SQSCOPE_CLOCK its clock.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";

import { casesFor } from "./cases/index.mjs";
import { World } from "./world.mjs";

// What the person at this machine has configured for AWS must not reach the tests.
for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];

const endpoint = process.env.SQSCOPE_ENDPOINT;
assert.ok(endpoint, "SQSCOPE_ENDPOINT is not set: the address of a running `sqscope serve`");

async function advance(ms) {
  const body = JSON.stringify({ advance_ms: ms });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(new URL("/_sqscope/clock", endpoint), { method: "POST", headers, body });
  assert.equal(answer.status, 200, await answer.text());
}

const world = new World({ endpoint }, process.env.SQSCOPE_CLOCK === "virtual" ? advance : undefined);

for (const [name, run] of Object.entries(casesFor(world))) test(name, { timeout: 30_000 }, () => run(world));

test("the URL of a queue leads to the server, without an endpoint", async () => {
  const url = await world.queue();
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
  const logger = { ...console, warn: () => {}, debug: () => {}, info: () => {} };
  const client = new SQSClient({ region: "us-east-1", credentials, logger });
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
  assert.deepEqual(await world.bodies(url), ["x"]);
});
