//! Decimal numbers as integers. Small on purpose: the general ways to read and print floats are large tables.

use serde_json::Number;

/// Decimals that are looked at; a file's numbers are no finer.
const DIGITS_MAX: u32 = 6;
/// Larger numbers are not scaled: their decimals would not be exact.
const SCALED_MAX: f64 = 1e15;
/// How far a scaled number may be from a whole one and still be meant so; far above the error of a product.
const SLACK: f64 = 1e-4;

/// The number times 10^`digits`; none if it is negative, too large, or finer than that.
pub(crate) fn scaled(number: &Number, digits: u32) -> Option<u64> {
    let unit = 10u64.pow(digits.min(DIGITS_MAX));
    if let Some(whole) = number.as_u64() {
        return whole.checked_mul(unit);
    }
    let value = number.as_f64()? * unit as f64;
    let whole = value.round();
    let is_whole = (value - whole).abs() < SLACK;
    (is_whole && (0.0..SCALED_MAX).contains(&whole)).then_some(whole as u64)
}

/// The same of a number that may be below 0.
pub(crate) fn signed(value: &serde_json::Value, digits: u32) -> Option<i64> {
    let number = value.as_number()?;
    match number.as_f64()? < 0.0 {
        false => i64::try_from(scaled(number, digits)?).ok(),
        true => {
            let mirrored = match number.as_i64() {
                Some(whole) => Number::from(whole.unsigned_abs()),
                None => Number::from_f64(-number.as_f64()?)?,
            };
            Some(-i64::try_from(scaled(&mirrored, digits)?).ok()?)
        }
    }
}

/// The number as an edit writes it, with at most six decimals; other numbers only in words.
pub(crate) fn written(number: &Number) -> String {
    if let Some(whole) = number.as_u64() {
        return whole.to_string();
    }
    if let Some(whole) = number.as_i64() {
        return whole.to_string();
    }
    match scaled(number, DIGITS_MAX) {
        Some(millionths) => millionths_written(millionths),
        None => "beyond six decimals".to_owned(),
    }
}

fn millionths_written(millionths: u64) -> String {
    let (whole, fraction) = (millionths / 1_000_000, millionths % 1_000_000);
    if fraction == 0 {
        return whole.to_string();
    }
    format!("{whole}.{}", format!("{fraction:06}").trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().expect("a number")
    }

    #[test]
    fn decimals_are_scaled_exactly_or_not_at_all() {
        for (text, digits, expected) in [
            ("0.02", 6, Some(20_000)),
            ("0.1", 6, Some(100_000)),
            ("0.3", 3, Some(300)),
            ("2.675", 3, Some(2_675)),
            ("9999.999", 3, Some(9_999_999)),
            ("0.000001", 6, Some(1)),
            ("1", 6, Some(1_000_000)),
            ("5.0", 3, Some(5_000)),
            ("0.0001", 3, None),
            ("0.0000001", 6, None),
            ("-1", 3, None),
            ("-0.5", 3, None),
            ("1e300", 3, None),
            ("18446744073709551615", 3, None),
        ] {
            assert_eq!(scaled(&number(text), digits), expected, "{text}");
        }
        for thousandths in 0..20_000u64 {
            let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
            assert_eq!(scaled(&number(&text), 3), Some(thousandths), "{text}");
        }
    }

    #[test]
    fn numbers_are_written_plainly() {
        for (text, expected) in [
            ("5", "5"),
            ("-3", "-3"),
            ("0.5", "0.5"),
            ("2.0", "2"),
            ("0.000001", "0.000001"),
            ("0.0000001", "beyond six decimals"),
            ("1e300", "beyond six decimals"),
        ] {
            assert_eq!(written(&number(text)), expected);
        }
    }
}
