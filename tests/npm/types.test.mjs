// The hand-written types: TypeScript accepts what is right and refuses what is wrong; they name what is there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Simulation, root } from "./package.mjs";

test("TypeScript agrees with types.ts", () => {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, `${root}tests/npm/types.ts`]);
  assert.equal(status, 0, `${stdout}`);
});

test("the types name every member of the class", () => {
  const types = readFileSync(`${root}crates/js/sqscope.d.ts`, "utf8").split("export class Simulation")[1];
  const named = [...types.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name);
  const there = Object.getOwnPropertyNames(Simulation.prototype).filter((name) => !name.startsWith("__"));
  assert.deepEqual(named.sort(), there.sort());
});
