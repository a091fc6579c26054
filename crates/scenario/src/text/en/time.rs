//! Times, lengths of time, and counts.

use sqs::{MICROS_PER_MS, Time};

/// An instant of the run: `0:42.300`, `1:02:03.004`, `2 d 1:02:03.004`; milliseconds, floored.
pub fn clock(at_us: Time) -> String {
    let ms = at_us / MICROS_PER_MS;
    let (day, hour, minute) = (ms / 86_400_000, ms / 3_600_000 % 24, ms / 60_000 % 60);
    let (second, milli) = (ms / 1_000 % 60, ms % 1_000);
    match (day, hour) {
        (0, 0) => format!("{minute}:{second:02}.{milli:03}"),
        (0, _) => format!("{hour}:{minute:02}:{second:02}.{milli:03}"),
        _ => format!("{day} d {hour}:{minute:02}:{second:02}.{milli:03}"),
    }
}

/// A length of time, exact to the millisecond: `250 ms`, `4.217 s`, `1 min 30 s`, `4 days`.
pub fn span(us: Time) -> String {
    let ms = us / MICROS_PER_MS;
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{} s", seconds(ms)),
        _ => {
            let (days, hours, minutes) = (ms / 86_400_000, ms / 3_600_000 % 24, ms / 60_000 % 60);
            let parts = [
                (days > 0).then(|| plural(days, "day", "days")),
                (hours > 0).then(|| format!("{hours} h")),
                (minutes > 0).then(|| format!("{minutes} min")),
                (!ms.is_multiple_of(60_000)).then(|| format!("{} s", seconds(ms % 60_000))),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    }
}

/// A length of time at a glance, floored: tenths of a second below ten seconds, whole seconds below an hour,
/// then the two largest units.
pub fn span_short(us: Time) -> String {
    let ms = us / MICROS_PER_MS;
    let step_ms = match ms {
        0..10_000 => 100,
        10_000..3_600_000 => 1_000,
        3_600_000..86_400_000 => 60_000,
        _ => 3_600_000,
    };
    if ms < 100 { "0 s".to_owned() } else { span_of_tenths(ms / step_ms * step_ms) }
}

fn span_of_tenths(ms: u64) -> String {
    if ms < 1_000 { format!("0.{} s", ms / 100) } else { span(ms * MICROS_PER_MS) }
}

/// Milliseconds below a minute as seconds: `4.217`, `18`.
fn seconds(ms: u64) -> String {
    let fraction = ms % 1_000;
    if fraction == 0 {
        return (ms / 1_000).to_string();
    }
    format!("{}.{}", ms / 1_000, format!("{fraction:03}").trim_end_matches('0'))
}

/// A number with its thousands apart: `4,500`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Thousandths as a number: `2.5`, `1,500`.
pub(super) fn thousandths(milli: u64) -> String {
    let fraction = milli % 1_000;
    if fraction == 0 {
        return count(milli / 1_000);
    }
    format!("{}.{}", count(milli / 1_000), format!("{fraction:03}").trim_end_matches('0'))
}

/// `1 message`, `4,500 messages`.
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants() {
        for (us, text) in [
            (0, "0:00.000"),
            (42_300_999, "0:42.300"),
            (3_599_999_000, "59:59.999"),
            (3_600_000_000, "1:00:00.000"),
            (176_523_004_000, "2 d 1:02:03.004"),
        ] {
            assert_eq!(clock(us), text);
        }
    }

    #[test]
    fn lengths() {
        for (us, exact, short) in [
            (0, "0 ms", "0 s"),
            (250_000, "250 ms", "0.2 s"),
            (4_217_000, "4.217 s", "4.2 s"),
            (18_000_000, "18 s", "18 s"),
            (18_345_000, "18.345 s", "18 s"),
            (90_000_000, "1 min 30 s", "1 min 30 s"),
            (345_600_000_000, "4 days", "4 days"),
            (90_061_001_000, "1 day 1 h 1 min 1.001 s", "1 day 1 h"),
        ] {
            assert_eq!((span(us).as_str(), span_short(us).as_str()), (exact, short));
        }
    }

    #[test]
    fn counts() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(4_500), "4,500");
        assert_eq!(plural(1, "message", "messages"), "1 message");
        assert_eq!(plural(1_234_567, "message", "messages"), "1,234,567 messages");
    }
}
