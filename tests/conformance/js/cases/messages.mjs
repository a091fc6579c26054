// Messages: there and back, their attributes, batches, visibility, waiting.
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { assert } from "chai";

import { refused } from "../world.mjs";

const MIB = 1_048_576;
const BODIES = [
  "a", " ", "é 🦀 日本語", "a\r\nb\tc", "<a>&\"'</a>", "\ud7ff\ue000\ufffd\u{10ffff}", "x".repeat(MIB),
];

export const messages = {
  "bodies survive the round trip, and their MD5s are right": async (world) => {
    for (const body of BODIES) {
      const url = await world.queue();
      const sent = await world.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
      const { Messages } = await world.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
      assert.strictEqual(Messages.length, 1);
      assert.isTrue(Messages[0].Body === body);
      assert.strictEqual(Messages[0].MD5OfBody, sent.MD5OfMessageBody);
      assert.strictEqual(Messages[0].MessageId, sent.MessageId);
    }
  },

  "a message of any size but too much": async (world) => {
    const url = await world.queue();
    await refused(
      world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x".repeat(MIB + 1) }),
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${MIB} bytes.`,
    );
    await refused(world.sqs.sendMessage({ QueueUrl: url, MessageBody: "\u0000" }), "InvalidMessageContents");
    assert.deepEqual(await world.counts(url), [0, 0, 0]);
  },

  "attributes of every type": async (world) => {
    const url = await world.queue();
    const MessageAttributes = {
      text: { DataType: "String", StringValue: "Grüße" },
      number: { DataType: "Number.int", StringValue: "-7" },
      bytes: { DataType: "Binary", BinaryValue: Uint8Array.from({ length: 256 }, (_, place) => place) },
    };
    const sent = await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x", MessageAttributes });
    const [message] = await world.receive(url, { MessageAttributeNames: ["All"], AttributeNames: ["All"] });
    assert.strictEqual(message.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
    assert.deepEqual(Object.keys(message.MessageAttributes).sort(), ["bytes", "number", "text"]);
    assert.deepEqual(message.MessageAttributes.text, MessageAttributes.text);
    const { bytes } = message.MessageAttributes;
    assert.deepEqual([...bytes.BinaryValue], [...MessageAttributes.bytes.BinaryValue]);
    assert.strictEqual(message.Attributes.ApproximateReceiveCount, "1");
  },

  "MD5 of attributes as recorded": async (world) => {
    const url = await world.queue();
    const MessageAttributes = { Foo: { DataType: "String", StringValue: "Bar" } };
    const message = { QueueUrl: url, MessageBody: "message", MessageAttributes };
    const sent = await world.sqs.sendMessage(message);
    assert.strictEqual(sent.MD5OfMessageAttributes, "ae7155c6026991b6d54b11589678bf9c");
    assert.strictEqual(sent.MD5OfMessageBody, "78e731027d8fd50ed642340b7c9a63b3");
  },

  "batches fail in part": async (world) => {
    const url = await world.queue();
    const Entries = [
      { Id: "1", MessageBody: "a" },
      { Id: "2", MessageBody: "\u0000" },
      { Id: "3", MessageBody: "é".repeat(1_000) },
    ];
    const sent = await world.sqs.sendMessageBatch({ QueueUrl: url, Entries });
    assert.deepEqual(sent.Successful.map((entry) => entry.Id), ["1", "3"]);
    assert.strictEqual(sent.Failed.length, 1);
    assert.deepInclude(sent.Failed[0], { Id: "2", SenderFault: true, Code: "InvalidMessageContents" });
    const received = await world.receive(url);
    const handles = received.map(({ ReceiptHandle }, place) => ({ Id: `${place}`, ReceiptHandle }));
    const hidden = handles.map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
    const changed = await world.sqs.changeMessageVisibilityBatch({ QueueUrl: url, Entries: hidden });
    assert.deepEqual(changed.Successful, [{ Id: "0" }, { Id: "1" }]);
    handles.push({ Id: "bad", ReceiptHandle: "garbage" });
    const deleted = await world.sqs.deleteMessageBatch({ QueueUrl: url, Entries: handles });
    assert.deepEqual(deleted.Successful, [{ Id: "0" }, { Id: "1" }]);
    assert.strictEqual(deleted.Failed[0].Code, "ReceiptHandleIsInvalid");
    assert.deepEqual(await world.counts(url), [0, 0, 0]);
  },

  "batches that are refused as a whole": async (world) => {
    const url = await world.queue();
    const send = (ids, body = "x") =>
      world.sqs.sendMessageBatch({ QueueUrl: url, Entries: ids.map((Id) => ({ Id, MessageBody: body })) });
    await refused(send([]), "EmptyBatchRequest");
    await refused(send([..."abcdefghijk"]), "TooManyEntriesInBatchRequest");
    await refused(send(["a", "a"]), "BatchEntryIdsNotDistinct", "Id a repeated.");
    await refused(send(["a b"]), "InvalidBatchEntryId");
    await refused(send(["a", "b"], "x".repeat(MIB / 2 + 1)), "BatchRequestTooLong");
    assert.deepEqual(await world.counts(url), [0, 0, 0]);
  },

  "a message is hidden, comes back, and is deleted": async (world) => {
    const url = await world.queue({ VisibilityTimeout: "1" });
    await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x" });
    const [first] = await world.receive(url);
    assert.deepEqual(await world.receive(url), []);
    await world.pass(1);
    const [second] = await world.receive(url, { VisibilityTimeout: 600 });
    assert.strictEqual(second.MessageId, first.MessageId);
    assert.notStrictEqual(second.ReceiptHandle, first.ReceiptHandle);
    const handle = { QueueUrl: url, ReceiptHandle: second.ReceiptHandle };
    await world.sqs.changeMessageVisibility({ ...handle, VisibilityTimeout: 0 });
    assert.deepEqual(await world.bodies(url), ["x"]);
    await world.sqs.deleteMessage(handle);
    assert.deepEqual(await world.counts(url), [0, 0, 0]);
  },

  "handles that are none": async (world) => {
    const [url, other] = [await world.queue(), await world.queue()];
    await refused(
      world.sqs.deleteMessage({ QueueUrl: url, ReceiptHandle: "garbage" }),
      "ReceiptHandleIsInvalid",
      'The input receipt handle "garbage" is not a valid receipt handle.',
      404,
    );
    await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x" });
    const [{ ReceiptHandle }] = await world.receive(url);
    await refused(
      world.sqs.deleteMessage({ QueueUrl: other, ReceiptHandle }),
      "ReceiptHandleIsInvalid",
      `The receipt handle "${ReceiptHandle}" is not valid for this queue.`,
      404,
    );
  },

  "a delay": async (world) => {
    const url = await world.queue();
    await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x", DelaySeconds: 1 });
    assert.deepEqual(await world.counts(url), [0, 0, 1]);
    await world.pass(1);
    assert.deepEqual(await world.bodies(url), ["x"]);
  },

  "a long poll waits for a send": async (world) => {
    const url = await world.queue();
    const waiting = world.bodies(url, { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x" });
    assert.deepEqual(await waiting, ["x"]);
  },

  "a long poll ends empty": async (world) => {
    const url = await world.queue();
    assert.deepEqual(await world.answerOf(world.bodies(url, { WaitTimeSeconds: 1 })), []);
  },

  "a hundred calls at once": async (world) => {
    const url = await world.queue({ VisibilityTimeout: "600" });
    const sent = Array.from({ length: 100 }, (_, place) => `${place}`);
    await Promise.all(sent.map((MessageBody) => world.sqs.sendMessage({ QueueUrl: url, MessageBody })));
    const received = (await Promise.all(Array.from({ length: 12 }, () => world.bodies(url)))).flat();
    assert.deepEqual(received.sort(), sent.sort());
  },

  "parameters out of range": async (world) => {
    const url = await world.queue();
    await refused(
      world.receive(url, { MaxNumberOfMessages: 11 }),
      "InvalidParameterValue",
      "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
    );
    await refused(world.sqs.sendMessage({ QueueUrl: url }), "MissingParameter");
  },
};
