// What every case is given: the AWS SDK's client, queues of its own, and the server's time.
import { SQS } from "@aws-sdk/client-sqs";
import { assert } from "chai";

export const ACCOUNT = "123456789012";
export const REGION = "us-east-1";

/** How often a waiting call is looked at: milliseconds of the wall, and of a virtual clock. */
const LOOK_MS = 20;
const STEP_MS = 100;

const wall = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class World {
  /** `advance` moves the virtual clock by milliseconds; without it the clock follows the wall. */
  constructor(configuration, advance) {
    // The client's checks of MD5s are on unless they are turned off.
    this.sqs = new SQS({
      region: REGION,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
      maxAttempts: 1,
      ...configuration,
    });
    this.advance = advance;
  }

  /** A new queue's URL. */
  async queue({ fifo = false, ...attributes } = {}) {
    if (fifo) attributes.FifoQueue = "true";
    const made = await this.sqs.createQueue({ QueueName: freshName(fifo), Attributes: attributes });
    return made.QueueUrl;
  }

  async attributes(url, ...names) {
    const answer = await this.sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: names });
    return answer.Attributes ?? {};
  }

  /** How many messages are visible, in flight and delayed. */
  async counts(url) {
    const names = ["", "NotVisible", "Delayed"].map((kind) => `ApproximateNumberOfMessages${kind}`);
    const values = await this.attributes(url, ...names);
    return names.map((name) => Number(values[name]));
  }

  async receive(url, more = {}) {
    const answer = await this.sqs.receiveMessage({ QueueUrl: url, MaxNumberOfMessages: 10, ...more });
    return answer.Messages ?? [];
  }

  async bodies(url, more = {}) {
    return (await this.receive(url, more)).map((message) => message.Body);
  }

  /** Lets so much time pass and a little more. */
  async pass(seconds) {
    await (this.advance ? this.advance(Math.round(seconds * 1_000)) : wall(seconds * 1_000 + 250));
  }

  /** What a waiting call answers; time goes on while it waits. */
  async answerOf(waiting) {
    let done = false;
    const end = () => (done = true);
    waiting.then(end, end);
    await wall(LOOK_MS);
    while (this.advance && !done) {
      await this.advance(STEP_MS);
      await wall(LOOK_MS);
    }
    return waiting;
  }
}

/** A world of its own in this process: the npm package's endpoint, and the SDK's requests handed to it. */
export function worldIn({ SqsEndpoint, requestHandler }) {
  const endpoint = new SqsEndpoint();
  const handler = requestHandler(endpoint);
  const configuration = { requestHandler: handler, endpoint: "http://localhost" };
  return new World(configuration, async (ms) => endpoint.advance(ms));
}

/** A name that no other case has. */
export function freshName(fifo = false) {
  return `q-${crypto.randomUUID().replaceAll("-", "")}${fifo ? ".fifo" : ""}`;
}

export const nameOf = (url) => url.split("/").at(-1);
export const arnOf = (url) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${nameOf(url)}`;
export const redriveTo = (url, count) =>
  JSON.stringify({ deadLetterTargetArn: arnOf(url), maxReceiveCount: count });

/** A call ends with an error: its class's name, its status, and its message word for word. */
export async function refused(call, name, message, status = 400) {
  let error;
  try {
    await call;
  } catch (caught) {
    error = caught;
  }
  assert.isDefined(error, `not refused: ${name}`);
  assert.strictEqual(error.name, name, `${error}`);
  assert.strictEqual(error.$metadata.httpStatusCode, status);
  assert.strictEqual(error.$fault, "client");
  if (message !== undefined) assert.strictEqual(error.message, message);
  return error;
}
