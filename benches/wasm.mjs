// Prints the seconds from a fresh simulation of the given scenario file to its trace hash, the better of three:
// the first one warms the compiler up.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const require = createRequire(import.meta.url);
const { Simulation } = require("../target/js-node/js.js");

const json = readFileSync(process.argv[2], "utf8");
let best = Infinity;
for (let run = 0; run < 3; run += 1) {
  const simulation = new Simulation(json);
  const start = performance.now();
  simulation.traceHash();
  best = Math.min(best, performance.now() - start);
  simulation.free();
}
console.log(best / 1000);
