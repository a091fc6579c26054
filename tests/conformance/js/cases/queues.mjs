// Queues, their attributes, tags and permissions.
import { paginateListQueues, QueueDoesNotExist, SQSServiceException } from "@aws-sdk/client-sqs";
import { assert } from "chai";

import { ACCOUNT, arnOf, freshName, nameOf, refused } from "../world.mjs";

const GONE = "The specified queue does not exist.";

export const queues = {
  "a queue is made, found, listed and deleted": async ({ sqs }) => {
    const name = freshName();
    const { QueueUrl } = await sqs.createQueue({ QueueName: name, Attributes: { DelaySeconds: "5" } });
    assert.match(QueueUrl, new RegExp(`^https?://.+/${ACCOUNT}/${name}$`));
    assert.strictEqual((await sqs.createQueue({ QueueName: name })).QueueUrl, QueueUrl);
    assert.strictEqual((await sqs.getQueueUrl({ QueueName: name })).QueueUrl, QueueUrl);
    assert.deepEqual((await sqs.listQueues({ QueueNamePrefix: name })).QueueUrls, [QueueUrl]);
    await refused(
      sqs.createQueue({ QueueName: name, Attributes: { DelaySeconds: "6" } }),
      "QueueNameExists",
      "A queue already exists with the same name and a different value for attribute DelaySeconds",
    );
    const gone = await sqs.deleteQueue({ QueueUrl });
    assert.deepEqual(Object.keys(gone), ["$metadata"]);
    assert.isUndefined((await sqs.listQueues({ QueueNamePrefix: name })).QueueUrls);
    await refused(sqs.deleteQueue({ QueueUrl }), "QueueDoesNotExist", GONE);
    await refused(
      sqs.createQueue({ QueueName: name }),
      "QueueDeletedRecently",
      "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    );
  },

  "an error is an instance of its class": async ({ sqs }) => {
    const error = await refused(sqs.getQueueUrl({ QueueName: freshName() }), "QueueDoesNotExist", GONE);
    assert.instanceOf(error, QueueDoesNotExist);
    assert.instanceOf(error, SQSServiceException);
    assert.match(error.$metadata.requestId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    // The old code travels along for who compares with it.
    assert.strictEqual(error.Error.Code, "AWS.SimpleQueueService.NonExistentQueue");
    assert.strictEqual(error.Error.Type, "Sender");
  },

  "pages": async (world) => {
    const prefix = freshName();
    const urls = [];
    for (let place = 0; place < 5; place += 1) {
      urls.push((await world.sqs.createQueue({ QueueName: `${prefix}-${place}` })).QueueUrl);
    }
    const found = [];
    const pages = paginateListQueues({ client: world.sqs, pageSize: 2 }, { QueueNamePrefix: prefix });
    for await (const page of pages) found.push(page.QueueUrls);
    assert.deepEqual(found.flat(), urls);
    assert.deepEqual(found.map((page) => page.length), [2, 2, 1]);
  },

  "attributes are set and shown": async (world) => {
    const url = await world.queue({ VisibilityTimeout: "45" });
    await world.sqs.setQueueAttributes({ QueueUrl: url, Attributes: { DelaySeconds: "7" } });
    const all = await world.attributes(url, "All");
    assert.deepInclude(all, { DelaySeconds: "7", VisibilityTimeout: "45", QueueArn: arnOf(url) });
    assert.deepInclude(all, { MaximumMessageSize: "1048576", SqsManagedSseEnabled: "true" });
    assert.deepEqual(await world.attributes(url, "Policy"), {});
    await refused(world.attributes(url, "Foobar"), "InvalidAttributeName", "Unknown Attribute Foobar.");
    await refused(
      world.sqs.setQueueAttributes({ QueueUrl: url, Attributes: { DelaySeconds: "901" } }),
      "InvalidAttributeValue",
      "Invalid value for the parameter DelaySeconds.",
    );
  },

  "tags come and go": async (world) => {
    const url = await world.queue();
    await world.sqs.tagQueue({ QueueUrl: url, Tags: { Team: "a", Stage: "" } });
    assert.deepEqual((await world.sqs.listQueueTags({ QueueUrl: url })).Tags, { Team: "a", Stage: "" });
    await world.sqs.untagQueue({ QueueUrl: url, TagKeys: ["Team", "Stage"] });
    assert.isUndefined((await world.sqs.listQueueTags({ QueueUrl: url })).Tags);
  },

  "permissions make a policy": async (world) => {
    const url = await world.queue();
    const label = { QueueUrl: url, Label: "l" };
    const permission = { ...label, AWSAccountIds: ["111122223333"], Actions: ["SendMessage"] };
    await world.sqs.addPermission(permission);
    const policy = JSON.parse((await world.attributes(url, "Policy")).Policy);
    assert.strictEqual(policy.Statement[0].Action, "SQS:SendMessage");
    await refused(
      world.sqs.addPermission(permission),
      "InvalidParameterValue",
      "Value l for parameter Label is invalid. Reason: Already exists.",
    );
    await world.sqs.removePermission(label);
    assert.deepEqual(await world.attributes(url, "Policy"), {});
  },

  "purging empties, once a minute": async (world) => {
    const url = await world.queue();
    await world.sqs.sendMessage({ QueueUrl: url, MessageBody: "x" });
    await world.sqs.purgeQueue({ QueueUrl: url });
    assert.deepEqual(await world.counts(url), [0, 0, 0]);
    await refused(
      world.sqs.purgeQueue({ QueueUrl: url }),
      "PurgeQueueInProgress",
      `Only one PurgeQueue operation on ${nameOf(url)} is allowed every 60 seconds.`,
      403,
    );
  },
};
