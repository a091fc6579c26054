//! Durations as people write them: `30s`, `1.5s`, `2m13s333ms`, `4d`.

/// Not a duration; the message says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DurationError {
    /// A sentence.
    pub message: String,
}

/// Name of a unit and its microseconds, largest first.
const UNITS: [(&str, u64); 5] =
    [("d", 86_400_000_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000)];

/// Reads one or more of `[0-9]+(\.[0-9]+)?(ms|s|m|h|d)`, added up, as microseconds.
///
/// # Errors
/// Anything else, fractions finer than a microsecond, and more than fits.
pub fn parse(text: &str) -> Result<u64, DurationError> {
    if text.is_empty() {
        return Err(error("a duration is empty"));
    }
    let mut rest = text;
    let mut total_us = 0u64;
    while !rest.is_empty() {
        let (part_us, after) = parse_part(rest)?;
        total_us = total_us.checked_add(part_us).ok_or_else(|| error("the duration is too long"))?;
        rest = after;
    }
    Ok(total_us)
}

fn parse_part(text: &str) -> Result<(u64, &str), DurationError> {
    let number_end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at(number_end);
    let unit_end = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
    let (unit, after) = rest.split_at(unit_end);
    if number.is_empty() {
        return Err(error("a duration begins with a number"));
    }
    if unit.is_empty() {
        return Err(error("a unit is missing after the number"));
    }
    let unit_us = UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .map(|(_, us)| *us)
        .ok_or_else(|| error("the units are ms, s, m, h and d"))?;
    Ok((scale(number, unit_us)?, after))
}

fn scale(number: &str, unit_us: u64) -> Result<u64, DurationError> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return Err(error("a number is digits, or digits, a point and digits"));
    }
    let whole: u64 = whole.parse().map_err(|_| error("the duration is too long"))?;
    let mut us = whole.checked_mul(unit_us).ok_or_else(|| error("the duration is too long"))?;
    let mut place_us = unit_us;
    for digit in fraction.trim_end_matches('0').bytes() {
        if !place_us.is_multiple_of(10) {
            return Err(error("finer than a microsecond"));
        }
        place_us /= 10;
        us = us
            .checked_add(place_us * u64::from(digit - b'0'))
            .ok_or_else(|| error("the duration is too long"))?;
    }
    Ok(us)
}

fn error(message: &str) -> DurationError {
    DurationError { message: message.to_owned() }
}

/// Writes a duration in its natural units, none of them zero: `42s`, `2m13s333ms`; zero is `0s`.
pub fn format(us: u64) -> String {
    let mut out = String::new();
    let mut rest = us;
    for (unit, unit_us) in UNITS {
        let count = rest / unit_us;
        rest %= unit_us;
        let micros = if unit == "ms" { rest } else { 0 };
        if micros > 0 {
            out.push_str(&format!("{count}.{}{unit}", format!("{micros:03}").trim_end_matches('0')));
        } else if count > 0 {
            out.push_str(&format!("{count}{unit}"));
        }
    }
    if out.is_empty() { "0s".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        for (text, us) in [
            ("30s", 30_000_000),
            ("1.5s", 1_500_000),
            ("2m13s333ms", 133_333_000),
            ("0s", 0),
            ("4d", 345_600_000_000),
            ("0.5ms", 500),
            ("1.50h", 5_400_000_000),
            ("90s", 90_000_000),
        ] {
            assert_eq!(parse(text), Ok(us), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "30",
            "s",
            "30 s",
            "-1s",
            "1,5s",
            ".5s",
            "1.s",
            "1..5s",
            "30sec",
            "1e3s",
            "0.0001ms",
            "٣s",
            "99999999999999999999s",
            "999999999999d",
            "30s 5",
            "5S",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for us in
            [0, 1, 500, 1_000, 1_500, 42_000_000, 90_000_000, 133_333_000, 86_400_000_000, 90_061_001_001]
        {
            assert_eq!(parse(&format(us)), Ok(us), "{us}");
        }
        assert_eq!(format(42_000_000), "42s");
        assert_eq!(format(90_000_000), "1m30s");
        assert_eq!(format(133_333_000), "2m13s333ms");
        assert_eq!(format(1_500), "1.5ms");
    }
}
