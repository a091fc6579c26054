//! Durations as stories write them: `29.999s`, `1m30s`, `14d`.

use sqs::{MICROS_PER_MS, MICROS_PER_S, Time};

const UNITS: [(&str, Time); 6] = [
    ("us", 1),
    ("ms", MICROS_PER_MS),
    ("s", MICROS_PER_S),
    ("m", 60 * MICROS_PER_S),
    ("h", 3_600 * MICROS_PER_S),
    ("d", 86_400 * MICROS_PER_S),
];

/// # Errors
/// If it is no duration, or finer than a microsecond.
pub fn parse(text: &str) -> Result<Time, String> {
    let wrong = || format!("\"{text}\" is not a duration like 30s, 29.999s or 1m30s");
    let mut total: Time = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
        let (amount, tail) = rest.split_at(digits);
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let (_, unit_us) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
        let part = scaled(amount, *unit_us).ok_or_else(wrong)?;
        total = part.checked_add(total).ok_or_else(wrong)?;
        rest = tail;
    }
    if text.is_empty() { Err(wrong()) } else { Ok(total) }
}

/// `amount` is a decimal; the product must be whole.
fn scaled(amount: &str, unit_us: Time) -> Option<Time> {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let places = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let parts = whole.parse::<u64>().ok()?.checked_mul(places)?;
    let fraction = if fraction.is_empty() { 0 } else { fraction.parse::<u64>().ok()? };
    let parts = parts.checked_add(fraction)?;
    let product = parts.checked_mul(unit_us)?;
    product.is_multiple_of(places).then_some(product / places)
}

/// The shortest form: `0s`, `29.999s`, `4d5s`.
pub fn show(time: Time) -> String {
    let mut text = String::new();
    let mut rest = time;
    for (name, unit_us) in UNITS.iter().rev().take(3) {
        if rest >= *unit_us {
            text.push_str(&format!("{}{name}", rest / unit_us));
            rest %= unit_us;
        }
    }
    if rest > 0 || text.is_empty() {
        let fraction = format!("{:06}", rest % MICROS_PER_S);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        text.push_str(&format!("{}{point}{fraction}s", rest / MICROS_PER_S));
    }
    text
}
