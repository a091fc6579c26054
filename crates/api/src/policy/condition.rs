//! The condition block of a statement.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;
use sqs::{Condition, ConditionValue, Meaning, Operator, SetOperator};

/// Every operator by name, without its prefix and suffix.
pub(super) const OPERATORS: [(&str, Operator); 26] = [
    ("StringEquals", Operator::StringEquals),
    ("StringNotEquals", Operator::StringNotEquals),
    ("StringEqualsIgnoreCase", Operator::StringEqualsIgnoreCase),
    ("StringNotEqualsIgnoreCase", Operator::StringNotEqualsIgnoreCase),
    ("StringLike", Operator::StringLike),
    ("StringNotLike", Operator::StringNotLike),
    ("ArnEquals", Operator::ArnEquals),
    ("ArnNotEquals", Operator::ArnNotEquals),
    ("ArnLike", Operator::ArnLike),
    ("ArnNotLike", Operator::ArnNotLike),
    ("NumericEquals", Operator::NumericEquals),
    ("NumericNotEquals", Operator::NumericNotEquals),
    ("NumericLessThan", Operator::NumericLessThan),
    ("NumericLessThanEquals", Operator::NumericLessThanEquals),
    ("NumericGreaterThan", Operator::NumericGreaterThan),
    ("NumericGreaterThanEquals", Operator::NumericGreaterThanEquals),
    ("DateEquals", Operator::DateEquals),
    ("DateNotEquals", Operator::DateNotEquals),
    ("DateLessThan", Operator::DateLessThan),
    ("DateLessThanEquals", Operator::DateLessThanEquals),
    ("DateGreaterThan", Operator::DateGreaterThan),
    ("DateGreaterThanEquals", Operator::DateGreaterThanEquals),
    ("Bool", Operator::Bool),
    ("IpAddress", Operator::IpAddress),
    ("NotIpAddress", Operator::NotIpAddress),
    ("Null", Operator::Null),
];

pub(super) const FOR_ALL: &str = "ForAllValues:";
pub(super) const FOR_ANY: &str = "ForAnyValue:";
pub(super) const IF_EXISTS: &str = "IfExists";

/// Reads a block: conditions by operator, then by key.
pub(super) fn read(block: Value) -> Option<Vec<Condition>> {
    let Value::Object(operators) = block else { return None };
    let mut conditions = Vec::new();
    for (name, keys) in operators {
        let (set, rest) = match (name.strip_prefix(FOR_ALL), name.strip_prefix(FOR_ANY)) {
            (Some(rest), _) => (Some(SetOperator::ForAllValues), rest),
            (None, Some(rest)) => (Some(SetOperator::ForAnyValue), rest),
            (None, None) => (None, name.as_str()),
        };
        let (plain, if_exists) = rest.strip_suffix(IF_EXISTS).map_or((rest, false), |plain| (plain, true));
        let (_, operator) = OPERATORS.iter().find(|(known, _)| *known == plain)?;
        let Value::Object(keys) = keys else { return None };
        for (key, values) in keys {
            let values = match values {
                Value::Array(values) => values,
                single => vec![single],
            };
            let values =
                values.into_iter().map(|value| condition_value(*operator, value)).collect::<Option<_>>()?;
            conditions.push(Condition { set, operator: *operator, if_exists, key: key.into(), values });
        }
    }
    Some(conditions)
}

fn condition_value(operator: Operator, value: Value) -> Option<ConditionValue> {
    let text: Arc<str> = match value {
        Value::String(text) => text.into(),
        Value::Number(_) | Value::Bool(_) => value.to_string().into(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    let meaning = match operator {
        Operator::StringEquals
        | Operator::StringNotEquals
        | Operator::StringEqualsIgnoreCase
        | Operator::StringNotEqualsIgnoreCase
        | Operator::StringLike
        | Operator::StringNotLike
        | Operator::ArnEquals
        | Operator::ArnNotEquals
        | Operator::ArnLike
        | Operator::ArnNotLike => Meaning::Text,
        Operator::NumericEquals
        | Operator::NumericNotEquals
        | Operator::NumericLessThan
        | Operator::NumericLessThanEquals
        | Operator::NumericGreaterThan
        | Operator::NumericGreaterThanEquals => Meaning::Number(text.parse().ok()?),
        Operator::DateEquals
        | Operator::DateNotEquals
        | Operator::DateLessThan
        | Operator::DateLessThanEquals
        | Operator::DateGreaterThan
        | Operator::DateGreaterThanEquals => Meaning::Instant(instant_ms(&text)?),
        Operator::Bool | Operator::Null => Meaning::Flag(flag(&text)?),
        Operator::IpAddress | Operator::NotIpAddress => {
            let (address, bits) = network(&text)?;
            Meaning::Network(address, bits)
        }
    };
    Some(ConditionValue { text, meaning })
}

/// Milliseconds since 1970 of `2026-01-01T00:00:00Z`, of a date alone, or of seconds since 1970.
fn instant_ms(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>() {
        return seconds.checked_mul(1_000);
    }
    let of_date = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    text.parse::<Timestamp>().ok().or_else(of_date).map(|instant| instant.as_millisecond())
}

fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// `203.0.113.0/24`; an address alone counts with all its bits.
fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(all), |bits| bits.parse().ok().filter(|bits| *bits <= all))?;
    Some((address, bits))
}
