// Prints the seconds from a fresh simulation to its trace hash, the best of three: the first one warms the compiler
// up. Arguments: the npm package's file for Node, the scenario's file.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const [, , packageMain, scenario] = process.argv;
const { Simulation } = await import(pathToFileURL(packageMain).href);

const json = readFileSync(scenario, "utf8");
let best = Infinity;
for (let run = 0; run < 3; run += 1) {
  const simulation = new Simulation(json);
  const start = performance.now();
  simulation.traceHash();
  best = Math.min(best, performance.now() - start);
  simulation.free();
}
console.log(best / 1000);
