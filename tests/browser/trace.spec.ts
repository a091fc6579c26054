// The same run, bit for bit: the browser's trace hash is the one that the native build left in tests/golden.
import { drawing } from "./support/generate";
import { goldenOf, slugs } from "./support/scenarios";
import { getState, moment, open, seek, type State } from "./support/sqscope";
import { expect, test } from "./support/test";

/** So many instants are visited, in an order that the seed decides. */
const INSTANTS = 12;
const SEED = Number(process.env.SQSCOPE_TEST_SEED ?? 20_261_120);

for (const slug of slugs) {
  test(`${slug}: the trace hash is golden (SQSCOPE_TEST_SEED=${SEED})`, async ({ page }) => {
    await open(page, `./s/${slug}/`);
    const hash = await page.evaluate(() => window.sqscope!.traceHash());
    expect(goldenOf(slug)).toContain(hash);

    const { duration_ms: duration } = await getState(page);
    const draw = drawing(SEED);
    const instants = Array.from({ length: INSTANTS }, () => draw(duration + 1));
    const seen = new Map<number, State>();
    for (const ms of instants) {
      await seek(page, ms);
      seen.set(ms, await getState(page));
    }
    for (const ms of [...instants].sort((a, b) => a - b)) {
      await seek(page, ms);
      expect(moment(await getState(page)), `at ${ms} ms`).toEqual(moment(seen.get(ms)!));
    }
    expect(await page.evaluate(() => window.sqscope!.traceHash())).toBe(hash);
  });
}
