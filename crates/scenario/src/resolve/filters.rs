//! Filter patterns of event source mappings (sqs-facts §7.1, §7.2): checked here, and tried on the bodies that
//! the scenario's producers send.

use std::sync::Arc;

use serde_json::{Map, Value};
use sim::{BodyFilter, ProducerModel};

use crate::problem::quoted;
use crate::read::Reader;
use crate::v1;

/// Filters of a mapping.
const FILTERS_MAX: usize = 5;
/// Characters of a pattern.
const PATTERN_CHARS_MAX: usize = 4_096;
/// What AWS says to a pattern that it cannot read.
const INVALID: &str = "Invalid filter pattern definition.";
/// A key that stands for any of several patterns.
const OR: &str = "$or";

/// What producers send word for word; the bodies of other messages are no JSON.
pub(super) fn bodies(producers: &[ProducerModel]) -> Vec<Arc<[u8]>> {
    producers.iter().flat_map(|producer| &producer.kinds).filter_map(|kind| kind.body.clone()).collect()
}

/// The filter, if there is one, tried on all JSON bodies that are sent.
pub(super) fn body_filter(
    filter: Option<&v1::Json>,
    bodies: &[Arc<[u8]>],
    reader: &mut Reader,
) -> Option<Option<BodyFilter>> {
    let Some(filter) = filter else { return Some(None) };
    let patterns = match &filter.0 {
        Value::Array(patterns) => patterns.as_slice(),
        pattern => std::slice::from_ref(pattern),
    };
    if patterns.is_empty() || patterns.len() > FILTERS_MAX {
        let hint = format!("Write 1 to {FILTERS_MAX} patterns.");
        reader.report("/filter", format!("There are {} patterns.", patterns.len()), hint);
        return None;
    }
    let checked: Vec<Option<&Map<String, Value>>> =
        patterns.iter().map(|pattern| body_pattern(pattern, reader)).collect();
    let checked: Option<Vec<_>> = checked.into_iter().collect();
    let checked = checked?;
    let passes = |text: &&Arc<[u8]>| {
        let body: Option<Value> = serde_json::from_slice(text).ok();
        body.is_some_and(|body| checked.iter().any(|pattern| fields_match(pattern, &body)))
    };
    Some(Some(BodyFilter::new(bodies.iter().filter(passes).cloned().collect())))
}

/// What a pattern says of the body; reported if it cannot be.
fn body_pattern<'a>(pattern: &'a Value, reader: &mut Reader) -> Option<&'a Map<String, Value>> {
    if pattern.to_string().chars().count() > PATTERN_CHARS_MAX {
        let message = format!("A pattern has at most {PATTERN_CHARS_MAX} characters.");
        reader.report("/filter", message, "Shorten it.");
        return None;
    }
    let hint = "For example `{ \"body\": { \"status\": [\"new\"] } }`: lists of values at the ends.";
    let Some(fields) = pattern.as_object() else {
        reader.report("/filter", INVALID, hint);
        return None;
    };
    if let Some(other) = fields.keys().find(|key| *key != "body") {
        let message = format!("Only `body` can be filtered for SQS, not {}.", quoted(other));
        reader.report("/filter", message, hint);
        return None;
    }
    let body = fields.get("body").and_then(Value::as_object);
    let body = body.filter(|fields| !fields.is_empty() && are_patterns(fields));
    if body.is_none() {
        reader.report("/filter", INVALID, hint);
    }
    body
}

/// Is every end of this pattern a list of values and operators?
fn are_patterns(fields: &Map<String, Value>) -> bool {
    fields.iter().all(|(key, pattern)| match pattern {
        Value::Array(choices) if key == OR => {
            choices.len() > 1 && choices.iter().all(|choice| choice.as_object().is_some_and(are_patterns))
        }
        Value::Array(values) => !values.is_empty() && values.iter().all(is_value),
        Value::Object(fields) => !fields.is_empty() && are_patterns(fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    })
}

/// Is this something that a list of a pattern may hold?
fn is_value(value: &Value) -> bool {
    let Value::Object(operator) = value else { return !value.is_array() };
    let Some((name, operand)) = operator.iter().next().filter(|_| operator.len() == 1) else { return false };
    match (name.as_str(), operand) {
        ("exists", Value::Bool(_)) => true,
        ("prefix" | "suffix" | "equals-ignore-case", Value::String(_)) => true,
        ("anything-but", Value::Array(values)) => !values.is_empty() && values.iter().all(is_plain),
        ("anything-but", Value::Object(inner)) => {
            let is_affix =
                |(name, text): (&String, &Value)| (name == "prefix" || name == "suffix") && text.is_string();
            inner.len() == 1 && inner.iter().all(is_affix)
        }
        ("anything-but", plain) => is_plain(plain),
        ("numeric", Value::Array(bounds)) => {
            let is_bound = |pair: &[Value]| match pair {
                [Value::String(sign), Value::Number(_)] => {
                    ["=", "<", "<=", ">", ">="].contains(&sign.as_str())
                }
                _ => false,
            };
            matches!(bounds.len(), 2 | 4) && bounds.chunks(2).all(is_bound)
        }
        _ => false,
    }
}

fn is_plain(value: &Value) -> bool {
    value.is_string() || value.is_number()
}

/// Do all fields of a pattern match those of a body?
fn fields_match(pattern: &Map<String, Value>, body: &Value) -> bool {
    pattern.iter().all(|(key, pattern)| match pattern {
        Value::Array(choices) if key == OR => {
            choices.iter().filter_map(Value::as_object).any(|choice| fields_match(choice, body))
        }
        Value::Array(values) => values.iter().any(|value| value_matches(value, body.get(key))),
        Value::Object(fields) => body.get(key).is_some_and(|inner| fields_match(fields, inner)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    })
}

/// Does one value of a list match a field, or its absence? A list matches if one of its items does.
fn value_matches(value: &Value, field: Option<&Value>) -> bool {
    if let Some(Value::Array(items)) = field {
        return items.iter().any(|item| value_matches(value, Some(item)));
    }
    let Value::Object(operator) = value else {
        return match (value, field) {
            (Value::Number(number), Some(Value::Number(other))) => number.as_f64() == other.as_f64(),
            (value, field) => field == Some(value),
        };
    };
    let text = field.and_then(Value::as_str);
    operator.iter().all(|(name, operand)| match (name.as_str(), operand) {
        ("exists", Value::Bool(exists)) => field.is_some() == *exists,
        ("prefix", Value::String(prefix)) => text.is_some_and(|text| text.starts_with(prefix)),
        ("suffix", Value::String(suffix)) => text.is_some_and(|text| text.ends_with(suffix)),
        ("equals-ignore-case", Value::String(wanted)) => {
            text.is_some_and(|text| text.to_lowercase() == wanted.to_lowercase())
        }
        ("anything-but", Value::Array(values)) => {
            field.is_some() && !values.iter().any(|value| value_matches(value, field))
        }
        ("anything-but", value) => field.is_some() && !value_matches(value, field),
        ("numeric", Value::Array(bounds)) => field
            .and_then(Value::as_f64)
            .is_some_and(|number| bounds.chunks(2).all(|it| is_within(number, it))),
        _ => false,
    })
}

fn is_within(number: f64, bound: &[Value]) -> bool {
    let [Value::String(sign), limit] = bound else { return false };
    let Some(limit) = limit.as_f64() else { return false };
    match sign.as_str() {
        "=" => number == limit,
        "<" => number < limit,
        "<=" => number <= limit,
        ">" => number > limit,
        ">=" => number >= limit,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Does a pattern on the body let this body through? It must be one that AWS takes.
    fn passes(pattern: &Value, body: &Value) -> bool {
        let fields = pattern.as_object().expect("a pattern is an object");
        assert!(are_patterns(fields), "{pattern}");
        fields_match(fields, body)
    }

    #[test]
    fn each_operator_matches_what_aws_says() {
        let order = json!({
            "status": "new", "note": "", "price": 120, "country": "DE", "gift": null,
            "tags": ["red", "big"], "buyer": { "name": "Ada", "age": 36 }
        });
        let rows = [
            (json!({ "status": ["new"] }), true),
            (json!({ "status": ["old", "new"] }), true),
            (json!({ "status": ["old"] }), false),
            (json!({ "status": ["new"], "country": ["FR"] }), false),
            (json!({ "note": [""] }), true),
            (json!({ "gift": [null] }), true),
            (json!({ "status": [null] }), false),
            (json!({ "price": [120.0] }), true),
            (json!({ "price": ["120"] }), false),
            (json!({ "tags": ["big"] }), true),
            (json!({ "buyer": { "name": ["Ada"] } }), true),
            (json!({ "buyer": { "name": ["Bob"] } }), false),
            (json!({ "status": [{ "prefix": "ne" }] }), true),
            (json!({ "status": [{ "suffix": "ne" }] }), false),
            (json!({ "country": [{ "equals-ignore-case": "de" }] }), true),
            (json!({ "country": [{ "anything-but": ["FR", "IT"] }] }), true),
            (json!({ "country": [{ "anything-but": "DE" }] }), false),
            (json!({ "absent": [{ "anything-but": "DE" }] }), false),
            (json!({ "country": [{ "anything-but": { "prefix": "D" } }] }), false),
            (json!({ "price": [{ "numeric": [">", 100, "<=", 120] }] }), true),
            (json!({ "price": [{ "numeric": ["<", 120] }] }), false),
            (json!({ "price": [{ "numeric": ["=", 120] }] }), true),
            (json!({ "absent": [{ "exists": false }] }), true),
            (json!({ "absent": [{ "exists": true }] }), false),
            (json!({ "gift": [{ "exists": true }] }), true),
            (json!({ "$or": [{ "country": ["FR"] }, { "price": [{ "numeric": [">", 100] }] }] }), true),
            (json!({ "$or": [{ "country": ["FR"] }, { "price": [1] }] }), false),
        ];
        for (pattern, expected) in rows {
            assert_eq!(passes(&pattern, &order), expected, "{pattern}");
        }
    }
}
