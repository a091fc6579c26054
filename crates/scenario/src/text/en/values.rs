//! What expressions give.

use sim::{NUMBER_SCALE, Value};

use super::time::{count, span};

/// A value: `yes`, `4,500`, `0.25`, `1 min 30 s`, `−10 s`; durations are exact to the millisecond.
pub fn value(value: Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(millionths) => {
            let (scale, magnitude) = (NUMBER_SCALE.unsigned_abs(), millionths.unsigned_abs());
            let fraction = magnitude % scale;
            let decimals = format!("{fraction:06}");
            let point = if fraction == 0 { "" } else { "." };
            let digits = if fraction == 0 { "" } else { decimals.trim_end_matches('0') };
            format!("{}{}{point}{digits}", sign(millionths), count(magnitude / scale))
        }
        Value::Duration(us) => format!("{}{}", sign(us), span(us.unsigned_abs())),
    }
}

fn sign(units: i64) -> &'static str {
    if units < 0 { "−" } else { "" }
}
