// The page's own verbs, as a script on the page would use them.
import type { Page } from "@playwright/test";

export interface QueueState {
  name: string;
  fifo: boolean;
  visible: number;
  in_flight: number;
  delayed: number;
  sent: number;
  received: number;
  empty_receives: number;
  deleted: number;
  dead_lettered: number;
  expired: number;
  duplicates: number;
  age_of_oldest_ms: number | null;
}

export interface State {
  slug: string;
  seed: number;
  t_ms: number;
  step: number;
  duration_ms: number;
  playing: boolean;
  speed: number;
  branch: string;
  link: string;
  trace_hash: string;
  queues: QueueState[];
  claims: { id: string; text: string; kind: string; holds: boolean }[];
}

export interface Sqscope {
  ready: Promise<unknown>;
  getState(): State;
  seek(ms: unknown): Promise<unknown>;
  play(): unknown;
  pause(): unknown;
  setSpeed(x: number): unknown;
  select(label: string): unknown;
  traceHash(): string;
}

declare global {
  interface Window {
    sqscope?: Sqscope;
  }
}

/** Opens an address of the site and waits until its scenario is shown. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await ready(page);
}

/** Waits until the page says that it is ready. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => window.sqscope?.ready.then(() => true));
}

export function getState(page: Page): Promise<State> {
  return page.evaluate(() => window.sqscope!.getState());
}

export async function seek(page: Page, ms: number): Promise<void> {
  await page.evaluate((ms) => window.sqscope!.seek(ms).then(() => undefined), ms);
}

/** What is the same wherever the same moment is opened. */
export function moment(state: State): Omit<State, "link" | "playing"> {
  const { link: _link, playing: _playing, ...rest } = state;
  return rest;
}
