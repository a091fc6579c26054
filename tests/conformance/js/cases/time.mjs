// What takes minutes or days, and so needs a clock that one can move.
import { assert } from "chai";

import { nameOf } from "../world.mjs";

const DAY_S = 86_400;

export const time = {
  "fourteen days of retention": async (world) => {
    const url = await world.queue({ MessageRetentionPeriod: `${14 * DAY_S}` });
    await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x" });
    await world.pass(14 * DAY_S - 0.001);
    assert.deepEqual(await world.counts(url), [1, 0, 0]);
    await world.pass(0.001);
    assert.deepEqual(await world.counts(url), [0, 0, 0]);
  },

  "twelve hours of visibility": async (world) => {
    const url = await world.queue();
    await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x" });
    await world.receive(url, { VisibilityTimeout: 43_200 });
    await world.pass(43_199.999);
    assert.deepEqual(await world.bodies(url), []);
    await world.pass(0.001);
    assert.deepEqual(await world.bodies(url), ["x"]);
  },

  "five minutes of deduplication": async (world) => {
    const url = await world.queue({ fifo: true });
    const message = { QueueUrl: url, MessageBody: "x", MessageGroupId: "g", MessageDeduplicationId: "d" };
    const ids = [];
    for (const seconds of [0, 299.999, 0.001]) {
      await world.pass(seconds);
      ids.push((await world.sqs.sendMessage(message)).MessageId);
    }
    assert.strictEqual(ids[1], ids[0]);
    assert.notStrictEqual(ids[2], ids[0]);
  },

  "a name is free after a minute": async (world) => {
    const url = await world.queue();
    await world.sqs.deleteQueue({ QueueUrl: url });
    await world.pass(60);
    const made = await world.sqs.createQueue({ QueueName: nameOf(url) });
    assert.strictEqual(made.QueueUrl, url);
  },
};
