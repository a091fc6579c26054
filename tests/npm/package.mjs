// The package under test: SQSCOPE_NPM names its main file.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const main = resolve(process.env.SQSCOPE_NPM ?? `${root}target/npm/sqscope/node.js`);
export const { Simulation, SqsEndpoint, decodeLink, encodeLink, requestHandler } = await import(pathToFileURL(main).href);

const library = `${root}crates/scenario/library/`;

/** The slugs of the built-in scenarios. */
export const slugs = readdirSync(library)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length));

/** A built-in scenario's JSON, as its author wrote it. */
export const jsonOf = (slug) => readFileSync(`${library}${slug}.json`, "utf8");

/** Runs something with a simulation and gives its memory back. */
export function using(source, act) {
  const run = new Simulation(source);
  try {
    return act(run);
  } finally {
    run.free();
  }
}
