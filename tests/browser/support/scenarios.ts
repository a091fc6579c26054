// The built-in scenarios, as their authors wrote them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "../../../");

const library = `${root}crates/scenario/library/`;

interface Text {
  en: string;
}

/** A question; its first right answer has a claim of the scenario, a wrong one says why it is wrong. */
export interface Question {
  id: string;
  ask: Text;
  at: string;
  options: { id: string; t: Text; because?: Text }[];
  explain: Text;
}

export interface ScenarioFile {
  title: Text;
  drift?: { today: Text; exam: Text; asOf: string };
  queues: { id: string }[];
  quiz: Question[];
}

/** The slugs in the order of their files' names. */
export const slugs = readdirSync(library)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length));

/** One for each part of the picture: what takes long is done with these, what is quick with all. */
export const samples = [
  "spike-absorption",
  "fifo-ordering",
  "duplicate-delivery",
  "lambda-throttle-dlq",
  "video-pipeline",
  "sns-fanout",
  "access-denied",
  "az-outage",
  "fix-slow-consumer",
];

/** A built-in scenario's file. */
export function textOf(slug: string): string {
  return readFileSync(`${library}${slug}.json`, "utf8");
}

/** A built-in scenario. */
export function scenarioOf(slug: string): ScenarioFile {
  return JSON.parse(textOf(slug)) as ScenarioFile;
}

/** The trace that the native build left. */
export function goldenOf(slug: string): string {
  return readFileSync(`${root}tests/golden/${slug}.txt`, "utf8");
}

/** A built-in scenario's title. */
export function titleOf(slug: string): string {
  return scenarioOf(slug).title.en;
}
