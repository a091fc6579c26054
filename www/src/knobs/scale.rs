//! A knob's value as it is written in an edit, as a number on a range, and in words.

use scenario::{KnobKind, duration, text};
use sqs::MICROS_PER_MS;

/// Thousandths in a whole.
const MILLI: u64 = 1_000;

/// Smallest, largest and step on the range; none for a switch.
pub fn bounds(kind: KnobKind) -> Option<(u64, u64, u64)> {
    match kind {
        KnobKind::Duration { min_ms, max_ms, step_ms } => Some((min_ms, max_ms, step_ms.max(1))),
        KnobKind::Integer { min, max } => Some((min, max, 1)),
        KnobKind::Share => Some((0, MILLI, 1)),
        KnobKind::Switch | KnobKind::Choice => None,
    }
}

/// The number on the range of a value as written; none if it cannot be read.
pub fn number(kind: KnobKind, value: &str) -> Option<u64> {
    match kind {
        KnobKind::Duration { .. } => duration::parse(value).ok().map(|us| us / MICROS_PER_MS),
        KnobKind::Integer { .. } => value.parse().ok(),
        KnobKind::Share => thousandths(value),
        KnobKind::Switch | KnobKind::Choice => None,
    }
}

/// A number on the range as an edit writes it.
pub fn written(kind: KnobKind, number: u64) -> String {
    match kind {
        KnobKind::Duration { .. } => duration::format(number * MICROS_PER_MS),
        KnobKind::Integer { .. } | KnobKind::Switch | KnobKind::Choice => number.to_string(),
        KnobKind::Share => {
            let digits = format!("{}.{:03}", number / MILLI, number % MILLI);
            digits.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}

/// A number on the range in words.
pub fn words(kind: KnobKind, number: u64) -> String {
    match kind {
        KnobKind::Duration { .. } => text::span(number * MICROS_PER_MS),
        KnobKind::Integer { .. } | KnobKind::Switch | KnobKind::Choice => number.to_string(),
        KnobKind::Share => {
            let digits = format!("{}.{}", number / 10, number % 10);
            format!("{} percent", digits.trim_end_matches(".0"))
        }
    }
}

/// `0.25` is 250; finer digits are cut.
fn thousandths(value: &str) -> Option<u64> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let whole: u64 = whole.parse().ok()?;
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let rest: u64 = digits.parse().ok()?;
    whole.checked_mul(MILLI)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECONDS: KnobKind = KnobKind::Duration { min_ms: 0, max_ms: 90_000, step_ms: 1_000 };

    #[test]
    fn what_is_written_is_read() {
        for (kind, value, n) in
            [(SECONDS, "1m30s", 90_000), (KnobKind::Share, "0.25", 250), (KnobKind::Share, "1", 1_000)]
        {
            assert_eq!(number(kind, value), Some(n), "{value}");
            assert_eq!(written(kind, n), value);
        }
        assert_eq!(number(SECONDS, "soon"), None);
    }

    #[test]
    fn words_have_units() {
        assert_eq!(words(SECONDS, 90_000), "1 min 30 s");
        assert_eq!(words(KnobKind::Share, 250), "25 percent");
        assert_eq!(words(KnobKind::Share, 5), "0.5 percent");
    }
}
