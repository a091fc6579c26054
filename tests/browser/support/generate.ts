// Legal scenarios out of a seed: what an author might write, in all kinds.

export type Draw = (below: number) => number;

/** Whole numbers below a bound, the same for the same seed (mulberry32). */
export function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A scenario's JSON. */
export function generate(seed: number): string {
  const draw = drawing(seed);
  const pick = <T>(list: readonly T[]): T => list[draw(list.length)];
  const names = ["orders", "mail", "thumbs"].slice(0, 1 + draw(3));
  const queues = names.flatMap((id) => {
    const type = pick(["standard", "fifo"]);
    const dead = draw(2) === 0 ? [{ id: `${id}-dead`, type }] : [];
    const dlq = dead.length > 0 ? { target: `${id}-dead`, maxReceiveCount: 1 + draw(3) } : undefined;
    return [
      { id, type, visibilityTimeout: `${1 + draw(40)}s`, receiveWait: `${draw(21)}s`, delay: `${draw(4)}s`, dlq },
      ...dead,
    ];
  });
  const producers = names.map((id, place) => ({
    id: `p${place}`,
    to: id,
    rate: pick([0.5, 2, { steps: [["0s", 1], ["10s", 5], ["20s", 0.25]] }]),
    arrivals: pick(["steady", "poisson"]),
    groups: queues.find((queue) => queue.id === id)!.type === "fifo" ? 1 + draw(4) : 0,
  }));
  const consumers = names.map((id, place) => ({
    id: `w${place}`,
    from: id,
    count: 1 + draw(4),
    batch: 1 + draw(10),
    wait: `${draw(21)}s`,
    work: pick(["700ms", "3s", { uniform: ["100ms", "4s"] }, { lognormal: ["800ms", 0.5] }]),
    failure: pick([0, 0.1, 0.5]),
    idempotent: draw(2) === 0,
  }));
  return JSON.stringify({
    format: 1,
    id: `generated-${seed}`,
    title: { en: `Generated from seed ${seed}` },
    summary: { en: "What an author might write." },
    seed: draw(2 ** 32),
    duration: `${30 + draw(60)}s`,
    queues,
    producers,
    consumers,
    faults: [{ at: `${5 + draw(10)}s`, crash: "w0/1", for: `${1 + draw(20)}s` }],
    claims: [{ id: "c", kind: "eventually", text: { en: "Nothing is left." }, expr: `empty(${names[0]})` }],
    knobs: [{ path: `queues.${names[0]}.visibilityTimeout`, min: "1s", max: "60s" }],
  });
}
