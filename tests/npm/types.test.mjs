// The hand-written types: TypeScript accepts what is right and refuses what is wrong; they name what is there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Simulation, SqsEndpoint, root } from "./package.mjs";

test("TypeScript agrees with types.ts", () => {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, `${root}tests/npm/types.ts`]);
  assert.equal(status, 0, `${stdout}`);
});

for (const type of [Simulation, SqsEndpoint]) {
  test(`the types name every member of ${type.name}`, () => {
    const [, behind] = readFileSync(`${root}crates/js/sqscope.d.ts`, "utf8").split(`export class ${type.name} `);
    const types = behind.split("\n}\n")[0];
    const named = [...types.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name);
    const there = Object.getOwnPropertyNames(type.prototype).filter((name) => !name.startsWith("__"));
    assert.deepEqual(named.sort(), there.sort());
  });
}
