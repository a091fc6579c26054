// All of SQS in this process, request by request.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SqsEndpoint, requestHandler } from "./package.mjs";

const HEADERS = { host: "localhost", "content-type": "application/x-amz-json-1.0" };

/** An action of SQS in AWS JSON: a promise of status and output. */
async function call(endpoint, action, parameters, options) {
  const headers = { ...HEADERS, "x-amz-target": `AmazonSQS.${action}` };
  const request = { method: "POST", path: "/", headers, body: JSON.stringify(parameters) };
  const { status, body } = await endpoint.handle(request, options);
  const text = new TextDecoder().decode(body);
  return { status, output: text === "" ? undefined : JSON.parse(text) };
}

/** An endpoint with a queue. */
async function prepared(options) {
  const endpoint = new SqsEndpoint(options);
  const { output } = await call(endpoint, "CreateQueue", { QueueName: "orders" });
  return { endpoint, url: output.QueueUrl };
}

const wait = (url) => ({ QueueUrl: url, WaitTimeSeconds: 20 });

test("a message is sent, received and deleted", async () => {
  const { endpoint, url } = await prepared();
  assert.equal(url, "http://localhost/123456789012/orders");
  assert.equal((await call(endpoint, "SendMessage", { QueueUrl: url, MessageBody: "a" })).status, 200);
  const { output } = await call(endpoint, "ReceiveMessage", { QueueUrl: url });
  const [{ Body, ReceiptHandle }] = output.Messages;
  assert.equal(Body, "a");
  const deleted = await call(endpoint, "DeleteMessage", { QueueUrl: url, ReceiptHandle });
  assert.deepEqual(deleted, { status: 200, output: undefined });
  const [queue] = endpoint.state().queues;
  assert.deepEqual([queue.name, queue.sent, queue.received, queue.deleted], ["orders", 1, 1, 1]);
  endpoint.free();
});

test("a refusal is a response", async () => {
  const endpoint = new SqsEndpoint();
  const { status, output } = await call(endpoint, "SendMessage", { QueueUrl: "nothing", MessageBody: "a" });
  assert.equal(status, 400);
  assert.equal(output.__type, "com.amazonaws.sqs#QueueDoesNotExist");
  const response = await endpoint.handle({ method: "POST", headers: HEADERS, body: new Uint8Array([0xff, 0]) });
  assert.equal(response.status, 404);
  endpoint.free();
});

test("a receive that waits is answered by a send", async () => {
  const { endpoint, url } = await prepared();
  const waiting = call(endpoint, "ReceiveMessage", wait(url));
  assert.equal(endpoint.state().waiting_receives, 1);
  await call(endpoint, "SendMessage", { QueueUrl: url, MessageBody: "a" });
  assert.equal((await waiting).output.Messages[0].Body, "a");
  endpoint.free();
});

test("a receive that waits is answered when time has passed", async () => {
  const { endpoint, url } = await prepared();
  let answers = 0;
  const waiting = [1, 2].map(() => call(endpoint, "ReceiveMessage", wait(url)).finally(() => (answers += 1)));
  endpoint.advance(19_999);
  await new Promise(setImmediate);
  assert.equal(answers, 0);
  endpoint.advance(1);
  assert.deepEqual(await Promise.all(waiting), [1, 2].map(() => ({ status: 200, output: {} })));
  endpoint.free();
});

test("who hangs up takes no message along", async () => {
  const { endpoint, url } = await prepared();
  const control = new AbortController();
  const waiting = call(endpoint, "ReceiveMessage", wait(url), { signal: control.signal });
  control.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  assert.equal(endpoint.state().waiting_receives, 0);
  await call(endpoint, "SendMessage", { QueueUrl: url, MessageBody: "a" });
  assert.equal((await call(endpoint, "ReceiveMessage", { QueueUrl: url })).output.Messages.length, 1);
  await assert.rejects(endpoint.handle({}, { signal: control.signal }), { name: "AbortError" });
  endpoint.free();
});

test("fourteen days pass at once", async () => {
  const { endpoint, url } = await prepared({ startMs: 1_000 });
  await call(endpoint, "SendMessage", { QueueUrl: url, MessageBody: "a" });
  assert.equal(endpoint.now, 1_000);
  endpoint.advance(14 * 86_400_000);
  assert.equal(endpoint.now, 1_000 + 14 * 86_400_000);
  const { queues, now } = endpoint.state();
  assert.deepEqual([queues[0].visible, queues[0].expired, now], [0, 1, "1970-01-15T00:00:01.000Z"]);
  endpoint.free();
});

test("the same calls give the same bytes, and the seed decides", async () => {
  const run = async (seed) => {
    const { endpoint, url } = await prepared({ standard: "aws", seed });
    for (let n = 0; n < 20; n += 1) await call(endpoint, "SendMessage", { QueueUrl: url, MessageBody: `${n}` });
    const seen = [];
    for (let n = 0; n < 10; n += 1) {
      seen.push(JSON.stringify(await call(endpoint, "ReceiveMessage", { QueueUrl: url, MaxNumberOfMessages: 10 })));
    }
    endpoint.free();
    return seen;
  };
  assert.deepEqual(await run(7), await run(7));
  assert.notDeepEqual(await run(7), await run(8));
});

test("a lowered limit of messages in flight is met", async () => {
  const { endpoint, url } = await prepared({ inFlightLimit: 2 });
  for (let n = 0; n < 3; n += 1) await call(endpoint, "SendMessage", { QueueUrl: url, MessageBody: `${n}` });
  const receive = { QueueUrl: url, MaxNumberOfMessages: 10 };
  const { output } = await call(endpoint, "ReceiveMessage", receive);
  assert.equal(output.Messages.length, 2);
  const refused = await call(endpoint, "ReceiveMessage", receive);
  assert.deepEqual([refused.status, refused.output.__type], [403, "com.amazonaws.sqs#OverLimit"]);
  const [{ ReceiptHandle }] = output.Messages;
  await call(endpoint, "DeleteMessage", { QueueUrl: url, ReceiptHandle });
  assert.equal((await call(endpoint, "ReceiveMessage", receive)).output.Messages.length, 1);
  endpoint.free();
});

test("the SDK's handler takes requests as the SDK makes them", async () => {
  const endpoint = new SqsEndpoint();
  const { handle } = requestHandler(endpoint);
  const headers = { ...HEADERS, "x-amz-target": "AmazonSQS.CreateQueue" };
  const request = { method: "POST", path: "/", query: {}, headers, body: JSON.stringify({ QueueName: "orders" }) };
  const { response } = await handle(request);
  assert.equal(response.statusCode, 200);
  assert.match(response.headers["x-amzn-requestid"], /^[0-9a-f-]{36}$/);
  const query = { Action: "GetQueueUrl", QueueName: "orders", Version: "2012-11-05" };
  const { response: xml } = await handle({ method: "GET", path: "/", query, headers: { host: "localhost" } });
  assert.match(new TextDecoder().decode(xml.body), /<QueueUrl>http:\/\/localhost\/123456789012\/orders</);
  endpoint.free();
});

test("wrong arguments are told so", async () => {
  const wrong = [{ clock: "real" }, { standard: "fast" }, { seed: -1 }, { account: "1" }, { startMs: 1e15 }];
  const limits = [0, -1, 0.5, 2 ** 32, "5"].map((inFlightLimit) => ({ inFlightLimit }));
  for (const options of [...wrong, ...limits]) {
    assert.throws(() => new SqsEndpoint(options), TypeError, JSON.stringify(options));
  }
  const endpoint = new SqsEndpoint();
  for (const ms of [undefined, "5", NaN]) assert.throws(() => endpoint.advance(ms), TypeError);
  for (const ms of [-1, 0.5, Infinity, 401 * 86_400_000]) assert.throws(() => endpoint.advance(ms), RangeError);
  assert.equal(endpoint.state().t_ms, 0);
  await assert.rejects(endpoint.handle({ body: 5 }), TypeError);
  endpoint.free();
});

test("a freed endpoint rejects who waits and answers nobody", async () => {
  const { endpoint, url } = await prepared();
  const waiting = call(endpoint, "ReceiveMessage", wait(url));
  endpoint.free();
  await assert.rejects(waiting, /^Error: Freed/);
  await assert.rejects(endpoint.handle({}), Error);
  assert.throws(() => endpoint.state(), Error);
});
