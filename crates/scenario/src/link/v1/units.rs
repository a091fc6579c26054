//! Durations, sizes, decimals and shares as integers, and as text again.

use serde_json::{Number, Value};

use crate::decimal;
use crate::duration;
use crate::link::cbor::Cbor;

/// Microseconds.
const US_PER_S: u64 = 1_000_000;
const US_PER_MS: u64 = 1_000;

/// A duration as an author writes it.
pub(super) fn span(value: &Value) -> Option<i64> {
    span_of(value.as_str()?)
}

/// A duration's number; none if it is finer than a millisecond.
pub(super) fn span_of(text: &str) -> Option<i64> {
    let us = duration::parse(text).ok()?;
    us.is_multiple_of(US_PER_MS).then(|| span_of_ms(us / US_PER_MS))?
}

/// Whole seconds from 0 up, otherwise milliseconds below 0.
pub(super) fn span_of_ms(ms: u64) -> Option<i64> {
    let number = i64::try_from(ms).ok()?;
    Some(if number % 1_000 == 0 { number / 1_000 } else { -number })
}

/// Milliseconds of a duration's number.
pub(super) fn span_ms(wire: &Cbor) -> Option<u64> {
    match wire {
        Cbor::Int(seconds @ 0..) => seconds.unsigned_abs().checked_mul(1_000),
        Cbor::Int(ms) => Some(ms.unsigned_abs()),
        _ => None,
    }
}

/// A duration as text.
pub(super) fn span_text(wire: &Cbor) -> Option<String> {
    let us = span_ms(wire)?.checked_mul(US_PER_S / 1_000)?;
    Some(duration::format(us))
}

/// A size as an author writes it.
pub(super) fn size(value: &Value) -> Option<Cbor> {
    match value {
        Value::Number(number) => number.as_i64().map(Cbor::Int),
        Value::String(text) => size_of(text).map(Cbor::uint),
        _ => None,
    }
}

/// Bytes of `1KiB`, `200B`.
pub(super) fn size_of(text: &str) -> Option<u64> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(split);
    let unit_bytes: u64 = match unit {
        "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit_bytes).filter(|bytes| *bytes <= u64::from(u32::MAX))
}

/// Bytes as an author would write them.
pub(super) fn size_value(bytes: u64) -> Value {
    match size_text(bytes) {
        text if text.ends_with('B') => Value::from(text),
        _ => Value::from(bytes),
    }
}

/// Bytes as an edit writes them.
pub(super) fn size_text(bytes: u64) -> String {
    if bytes > 0 && bytes.is_multiple_of(1 << 10) { format!("{}KiB", bytes >> 10) } else { bytes.to_string() }
}

/// A number as an author writes it, as [`decimal_of`].
pub(super) fn decimal_to_wire(value: &Value, coarse: u64, fine: u64) -> Option<Cbor> {
    decimal_of(value.as_number()?, coarse, fine)
}

/// A number in coarse units from 0 up, otherwise in fine units below 0.
pub(super) fn decimal_of(number: &Number, coarse: u64, fine: u64) -> Option<Cbor> {
    let fine_digits = fine.ilog10();
    let scaled = i64::try_from(decimal::scaled(number, fine_digits)?).ok()?;
    let ratio = i64::try_from(fine / coarse).ok()?;
    Some(Cbor::Int(if scaled % ratio == 0 { scaled / ratio } else { -scaled }))
}

/// A decimal as text.
pub(super) fn decimal_text(wire: &Cbor, fine: u64) -> Option<String> {
    match wire {
        Cbor::Int(whole @ 0..) => Some(whole.to_string()),
        Cbor::Int(scaled) => Some(fraction(scaled.unsigned_abs(), fine)),
        _ => None,
    }
}

/// A share as text.
pub(super) fn share_text(wire: &Cbor) -> Option<String> {
    match wire {
        Cbor::Int(thousandths @ 0..) => Some(fraction(thousandths.unsigned_abs(), 1_000)),
        _ => decimal_text(wire, 1_000_000),
    }
}

/// `scaled / fine` with as many digits as it needs.
fn fraction(scaled: u64, fine: u64) -> String {
    let (whole, rest) = (scaled / fine, scaled % fine);
    if rest == 0 {
        return whole.to_string();
    }
    let digits = fine.ilog10() as usize;
    format!("{whole}.{}", format!("{rest:0digits$}").trim_end_matches('0'))
}
