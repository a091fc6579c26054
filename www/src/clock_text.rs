//! Instants as digits for the eye and as words for the ear.

const MS_PER_S: u64 = 1_000;
const S_PER_MIN: u64 = 60;
const S_PER_H: u64 = 3_600;
const S_PER_DAY: u64 = 86_400;

/// `00:42.300`, `1:02:03.000`, `2d 01:02:03.000`; all milliseconds of it.
pub fn digits(ms: u64) -> String {
    let (s, rest_ms) = (ms / MS_PER_S, ms % MS_PER_S);
    let (days, hours, minutes, seconds) =
        (s / S_PER_DAY, s % S_PER_DAY / S_PER_H, s % S_PER_H / S_PER_MIN, s % S_PER_MIN);
    match (days, hours) {
        (0, 0) => format!("{minutes:02}:{seconds:02}.{rest_ms:03}"),
        (0, _) => format!("{hours}:{minutes:02}:{seconds:02}.{rest_ms:03}"),
        _ => format!("{days}d {hours:02}:{minutes:02}:{seconds:02}.{rest_ms:03}"),
    }
}

/// As `digits`, without what is zero at the end: `00:42`, `00:42.3`.
pub fn short_digits(ms: u64) -> String {
    let all = digits(ms);
    let short = all.trim_end_matches('0');
    match short.strip_suffix('.') {
        Some(whole) => whole.to_owned(),
        None => short.to_owned(),
    }
}

/// `42.3 seconds`, `1 minute 5 seconds`.
pub fn words(ms: u64) -> String {
    let s = ms / MS_PER_S;
    let units = [
        (s / S_PER_DAY, "day"),
        (s % S_PER_DAY / S_PER_H, "hour"),
        (s % S_PER_H / S_PER_MIN, "minute"),
    ];
    let mut parts: Vec<String> =
        units.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| counted(*count, unit)).collect();
    let (seconds, rest_ms) = (s % S_PER_MIN, ms % MS_PER_S);
    if rest_ms > 0 {
        let fraction = format!("{rest_ms:03}");
        parts.push(format!("{seconds}.{} seconds", fraction.trim_end_matches('0')));
    } else if seconds > 0 || parts.is_empty() {
        parts.push(counted(seconds, "second"));
    }
    parts.join(" ")
}

fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_keep_every_millisecond() {
        assert_eq!(digits(42_300), "00:42.300");
        assert_eq!(digits(3_723_004), "1:02:03.004");
        assert_eq!(digits(176_523_000), "2d 01:02:03.000");
        assert_eq!(short_digits(42_300), "00:42.3");
        assert_eq!(short_digits(60_000), "01:00");
    }

    #[test]
    fn words_are_counted() {
        assert_eq!(words(0), "0 seconds");
        assert_eq!(words(1_000), "1 second");
        assert_eq!(words(42_300), "42.3 seconds");
        assert_eq!(words(65_000), "1 minute 5 seconds");
        assert_eq!(words(7_200_000), "2 hours");
    }
}
