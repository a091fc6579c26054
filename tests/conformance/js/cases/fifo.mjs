// FIFO queues, dead-letter queues and move tasks.
import { assert } from "chai";

import { arnOf, redriveTo, refused } from "../world.mjs";

const ALL = { MessageSystemAttributeNames: ["All"] };

const toGroup = (world, url, group, ...bodies) =>
  bodies.reduce(async (before, MessageBody) => {
    await before;
    const ids = { MessageGroupId: group, MessageDeduplicationId: crypto.randomUUID() };
    return world.sqs.sendMessage({ QueueUrl: url, MessageBody, ...ids });
  }, Promise.resolve());

async function untilStatus(world, SourceArn, status) {
  for (let look = 0; look < 40; look += 1) {
    const { Results } = await world.sqs.listMessageMoveTasks({ SourceArn });
    if (Results[0].Status === status) return Results[0];
    await world.pass(0.25);
  }
  throw new Error(`the task is never ${status}`);
}

export const fifo = {
  "a group is in order, and locked while one of it is in flight": async (world) => {
    const url = await world.queue({ fifo: true });
    await toGroup(world, url, "g", "a", "b", "c");
    await toGroup(world, url, "h", "d");
    const first = await world.receive(url, { MaxNumberOfMessages: 2, ...ALL });
    assert.deepEqual(first.map((it) => it.Body), ["a", "b"]);
    assert.match(first[0].Attributes.SequenceNumber, /^\d{20}$/);
    assert.deepEqual(await world.bodies(url), ["d"]);
    for (const { ReceiptHandle } of first) await world.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle });
    assert.deepEqual(await world.bodies(url), ["c"]);
  },

  "a duplicate is acknowledged and not delivered": async (world) => {
    const url = await world.queue({ fifo: true, ContentBasedDeduplication: "true" });
    const message = { QueueUrl: url, MessageBody: "x", MessageGroupId: "g" };
    const [first, second] = [await world.sqs.sendMessage(message), await world.sqs.sendMessage(message)];
    assert.strictEqual(second.MessageId, first.MessageId);
    assert.strictEqual(second.SequenceNumber, first.SequenceNumber);
    assert.deepEqual(await world.bodies(url), ["x"]);
  },

  "a retried receive answers the same": async (world) => {
    const url = await world.queue({ fifo: true });
    await toGroup(world, url, "g", "a");
    const attempt = { ReceiveRequestAttemptId: crypto.randomUUID() };
    const first = await world.receive(url, attempt);
    assert.deepEqual(await world.receive(url, attempt), first);
  },

  "what a FIFO queue asks for": async (world) => {
    const url = await world.queue({ fifo: true });
    const message = { QueueUrl: url, MessageBody: "x" };
    await refused(
      world.sqs.sendMessage({ ...message, MessageDeduplicationId: "d" }),
      "MissingParameter",
      "The request must contain the parameter MessageGroupId.",
    );
    await refused(
      world.sqs.sendMessage({ ...message, MessageGroupId: "g" }),
      "InvalidParameterValue",
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId " +
        "provided explicitly",
    );
  },

  "an expired handle": async (world) => {
    const url = await world.queue({ fifo: true, VisibilityTimeout: "1" });
    await toGroup(world, url, "g", "a");
    const [{ ReceiptHandle }] = await world.receive(url);
    await world.pass(1);
    await refused(
      world.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle }),
      "InvalidParameterValue",
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. ` +
        "Reason: The receipt handle has expired.",
    );
  },

  "dead letters, and the way back": async (world) => {
    const dead = await world.queue();
    const url = await world.queue({ VisibilityTimeout: "0", RedrivePolicy: redriveTo(dead, 1) });
    assert.deepEqual((await world.sqs.listDeadLetterSourceQueues({ QueueUrl: dead })).queueUrls, [url]);
    await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x" });
    assert.deepEqual([await world.bodies(url), await world.bodies(url)], [["x"], []]);
    const [moved] = await world.receive(dead, { VisibilityTimeout: 0, ...ALL });
    assert.strictEqual(moved.Attributes.DeadLetterQueueSourceArn, arnOf(url));
    assert.strictEqual(moved.Attributes.ApproximateReceiveCount, "2");

    const SourceArn = arnOf(dead);
    const { TaskHandle } = await world.sqs.startMessageMoveTask({ SourceArn });
    assert.isString(TaskHandle);
    const done = await untilStatus(world, SourceArn, "COMPLETED");
    assert.strictEqual(done.ApproximateNumberOfMessagesMoved, 1);
    assert.isNumber(done.StartedTimestamp);
    assert.deepEqual(await world.bodies(url), ["x"]);
  },

  "a move task is cancelled": async (world) => {
    const dead = await world.queue();
    await world.queue({ RedrivePolicy: redriveTo(dead, 1) });
    const target = await world.queue();
    for (const MessageBody of "abcdefgh") await world.sqs.sendMessage({ QueueUrl: dead, MessageBody });
    const task = { SourceArn: arnOf(dead), DestinationArn: arnOf(target), MaxNumberOfMessagesPerSecond: 1 };
    const { TaskHandle } = await world.sqs.startMessageMoveTask(task);
    const cancelled = await world.sqs.cancelMessageMoveTask({ TaskHandle });
    assert.isBelow(cancelled.ApproximateNumberOfMessagesMoved, 8);
    await untilStatus(world, task.SourceArn, "CANCELLED");
    await refused(
      world.sqs.startMessageMoveTask({ SourceArn: arnOf(target) }),
      "InvalidParameterValue",
      "Source queue must be configured as a Dead Letter Queue.",
    );
    await refused(
      world.sqs.startMessageMoveTask({ SourceArn: `${arnOf(target)}-none` }),
      "ResourceNotFoundException",
      "The resource that you specified for the SourceArn parameter doesn't exist.",
      404,
    );
  },
};
