//! Ticks of a time axis.

use scenario::text;
use sqs::{MICROS_PER_MS, MICROS_PER_S, Time};

/// Steps between ticks, in milliseconds.
const STEPS_MS: [u64; 22] = [
    1,
    10,
    100,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    1_800_000,
    3_600_000,
    7_200_000,
    21_600_000,
    43_200_000,
    86_400_000,
    604_800_000,
    2_592_000_000,
];

/// Instants of ticks over a run, at most `count_max` of them, from 0.
pub fn ticks(duration_us: Time, count_max: u64) -> Vec<Time> {
    let fits = |step: &&u64| duration_us / (**step * MICROS_PER_MS) <= count_max.max(1);
    let step_us =
        STEPS_MS.iter().find(fits).map_or(duration_us.max(MICROS_PER_S), |step| step * MICROS_PER_MS);
    (0..=duration_us / step_us).map(|n| n * step_us).collect()
}

/// An instant without what is zero at its end: `0:42`, `0:42.3`.
pub fn short_clock(at_us: Time) -> String {
    let all = text::clock(at_us);
    let short = all.trim_end_matches('0');
    match short.strip_suffix('.') {
        Some(whole) => whole.to_owned(),
        None => short.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(60 * MICROS_PER_S, 6).len(), 7);
        assert_eq!(ticks(61 * MICROS_PER_S, 10)[1], 10 * MICROS_PER_S);
        assert_eq!(ticks(0, 10), [0]);
        assert!(ticks(400 * 86_400 * MICROS_PER_S, 10).len() <= 14);
    }
}
