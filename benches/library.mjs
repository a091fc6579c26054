// Prints, for each built-in scenario, its events and the milliseconds from a fresh simulation to its trace hash, the
// best of three. Arguments: the npm package's file for Node, slugs.
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";

const [, , packageMain, ...slugs] = process.argv;
const { Simulation } = await import(pathToFileURL(packageMain).href);

const runs = slugs.map((slug) => {
  let ms = Infinity;
  let events = 0;
  for (let run = 0; run < 3; run += 1) {
    const simulation = new Simulation(slug);
    const start = performance.now();
    simulation.traceHash();
    ms = Math.min(ms, performance.now() - start);
    events = simulation.events;
    simulation.free();
  }
  return { slug, events, ms };
});
console.log(JSON.stringify(runs));
