// The SDK's whole surface: the same cases against a server, on WebAssembly in Node, and in a browser.
import { fifo } from "./fifo.mjs";
import { messages } from "./messages.mjs";
import { queues } from "./queues.mjs";
import { time } from "./time.mjs";

/** Name to case, in one object; those of `time` need a virtual clock. */
export const casesFor = (world) => ({ ...queues, ...messages, ...fifo, ...(world.advance ? time : {}) });
