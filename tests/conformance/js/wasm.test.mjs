// The AWS SDK for JavaScript against the engine in WebAssembly, in this process.
// SQSCOPE_NPM is the package's main file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { casesFor } from "./cases/index.mjs";
import { worldIn } from "./world.mjs";

const main = process.env.SQSCOPE_NPM;
assert.ok(main, "SQSCOPE_NPM is not set: the main file of the npm package");
const world = worldIn(await import(pathToFileURL(main).href));

for (const [name, run] of Object.entries(casesFor(world))) test(name, { timeout: 30_000 }, () => run(world));
