//! Filter policies of SNS subscriptions from their JSON, within AWS's limits (sqs-facts §8).

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::{Map, Value};
use sim::{Document, FieldFilter, FilterPolicy, FilterScope, NumberSign, Plain, ValueFilter};

use crate::decimal;
use crate::problem::quoted;
use crate::read::Reader;

/// Keys of a policy; of nested ones the outermost count.
const KEYS_MAX: usize = 5;
/// Combinations of values: the product over all keys of their values, times how deep they are nested.
const COMBINATIONS_MAX: u64 = 150;
/// The largest number, in whole units.
const NUMBER_MAX: i64 = 1_000_000_000;
/// A key that stands for any of several policies.
const OR: &str = "$or";
const VALUE_HINT: &str =
    "Write texts, numbers, true, false, null, or an operator such as `{ \"prefix\": \"eu-\" }`.";

/// A policy; reported to the reader if it is none.
pub(super) fn filter_policy(policy: &Value, scope: FilterScope, reader: &mut Reader) -> Option<FilterPolicy> {
    let Some(fields) = policy.as_object().filter(|fields| !fields.is_empty()) else {
        let hint = "For example `{ \"kind\": [\"order\", \"refund\"] }`: a list of values for each key.";
        reader.report("", "A filter policy is an object with a key at least.", hint);
        return None;
    };
    if count_keys(fields) > KEYS_MAX {
        reader.report("", format!("A filter policy has at most {KEYS_MAX} keys."), "Leave some out.");
        return None;
    }
    let mut combinations = 1;
    let fields = field_filters(fields, scope, 1, &mut combinations, reader)?;
    if combinations > COMBINATIONS_MAX {
        let message = format!(
            "The policy has {combinations} combinations of values; at most {COMBINATIONS_MAX} are allowed."
        );
        reader.report(
            "",
            message,
            "They are the product of the numbers of values of all keys: leave some out.",
        );
        return None;
    }
    Some(FilterPolicy { scope, fields })
}

/// A body as filters see it.
pub(super) fn document(value: &Value) -> Document {
    match value {
        Value::Array(items) => Document::List(items.iter().map(document).collect()),
        Value::Object(fields) => Document::Fields(
            fields.iter().map(|(key, value)| (key.as_str().into(), document(value))).collect(),
        ),
        Value::Null => Document::Plain(Plain::Null),
        Value::Bool(flag) => Document::Plain(Plain::Flag(*flag)),
        Value::String(text) => Document::Plain(Plain::Text(text.as_str().into())),
        Value::Number(_) => {
            let scaled = decimal::signed(value, sim::FILTER_DECIMALS);
            Document::Plain(scaled.map_or(Plain::OtherNumber, Plain::Number))
        }
    }
}

fn count_keys(fields: &Map<String, Value>) -> usize {
    let each = fields.iter().map(|(key, value)| match value {
        Value::Array(choices) if key == OR => {
            choices.iter().filter_map(Value::as_object).map(count_keys).sum()
        }
        _ => 1,
    });
    each.sum()
}

fn field_filters(
    fields: &Map<String, Value>,
    scope: FilterScope,
    depth: u64,
    combinations: &mut u64,
    reader: &mut Reader,
) -> Option<Vec<FieldFilter>> {
    let each = fields.iter().map(|(key, value)| {
        reader.below(key, |r| match value {
            Value::Array(choices) if key == OR => any_of(choices, scope, depth, combinations, r),
            Value::Array(values) => {
                *combinations = combinations.saturating_mul(values.len() as u64 * depth);
                let rules = value_filters(values, r)?;
                Some(FieldFilter::Key(key.as_str().into(), rules))
            }
            Value::Object(inner) if scope == FilterScope::MessageBody && !inner.is_empty() => {
                let inner = field_filters(inner, scope, depth + 1, combinations, r)?;
                Some(FieldFilter::Within(key.as_str().into(), inner))
            }
            Value::Object(_) => {
                let hint = "Write a list of values, or `\"filterOn\": \"body\"`.";
                r.report("", "A filter on attributes does not nest.", hint);
                None
            }
            other => r.wrong_type(other, "a list of values", "[\"order\"]"),
        })
    });
    let each: Vec<_> = each.collect();
    each.into_iter().collect()
}

fn any_of(
    choices: &[Value],
    scope: FilterScope,
    depth: u64,
    combinations: &mut u64,
    reader: &mut Reader,
) -> Option<FieldFilter> {
    if choices.len() < 2 {
        reader.report(
            "",
            "`$or` chooses among two policies at least.",
            "Add one, or write its keys directly.",
        );
        return None;
    }
    let each: Vec<_> = (choices.iter().enumerate())
        .map(|(index, choice)| {
            reader.below(&index.to_string(), |r| match choice.as_object().filter(|it| !it.is_empty()) {
                Some(fields) => field_filters(fields, scope, depth, combinations, r),
                None => r.wrong_type(choice, "a policy", "{ \"kind\": [\"order\"] }"),
            })
        })
        .collect();
    each.into_iter().collect::<Option<_>>().map(FieldFilter::AnyOf)
}

fn value_filters(values: &[Value], reader: &mut Reader) -> Option<Vec<ValueFilter>> {
    if values.is_empty() {
        reader.report("", "The list has no values.", VALUE_HINT);
        return None;
    }
    let each: Vec<_> = (values.iter().enumerate())
        .map(|(index, value)| reader.below(&index.to_string(), |r| value_filter(value, r)))
        .collect();
    each.into_iter().collect()
}

fn value_filter(value: &Value, reader: &mut Reader) -> Option<ValueFilter> {
    let Value::Object(operator) = value else {
        return plain(value, reader).map(ValueFilter::Is);
    };
    let mut operators = operator.iter();
    let (Some((name, operand)), None) = (operators.next(), operators.next()) else {
        return reader.wrong_type(value, "one operator", "{ \"prefix\": \"eu-\" }");
    };
    reader.below(name, |r| {
        let text = || operand.as_str().map(Arc::from);
        let wanted = match name.as_str() {
            "exists" => operand.as_bool().map(ValueFilter::Exists),
            "prefix" => text().map(ValueFilter::Prefix),
            "suffix" => text().map(ValueFilter::Suffix),
            "equals-ignore-case" => text().map(ValueFilter::EqualsIgnoreCase),
            "wildcard" => text().map(ValueFilter::Wildcard),
            "cidr" => operand.as_str().and_then(network).map(|(net, bits)| ValueFilter::Cidr(net, bits)),
            "anything-but" => return anything_but(operand, r),
            "numeric" => return numeric(operand, r),
            _ => {
                let hint = "SNS knows `anything-but`, `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, \
                            `numeric`, `exists` and `cidr`.";
                r.report("", format!("There is no operator {}.", quoted(name)), hint);
                return None;
            }
        };
        if wanted.is_none() {
            let hint = "For example `{ \"prefix\": \"eu-\" }`, `{ \"exists\": true }` or \
                        `{ \"cidr\": \"10.0.0.0/8\" }`.";
            r.report("", format!("This is not what `{name}` compares with."), hint);
        }
        wanted
    })
}

/// A value, a list of values, or one operator on texts.
fn anything_but(operand: &Value, reader: &mut Reader) -> Option<ValueFilter> {
    let rules = match operand {
        Value::Array(values) => value_filters(values, reader)?,
        single => vec![value_filter(single, reader)?],
    };
    let fits = |rule: &ValueFilter| match rule {
        ValueFilter::Is(value) => matches!(value, Plain::Text(_) | Plain::Number(_)),
        ValueFilter::Prefix(_)
        | ValueFilter::Suffix(_)
        | ValueFilter::EqualsIgnoreCase(_)
        | ValueFilter::Wildcard(_) => !operand.is_array(),
        ValueFilter::AnythingBut(_)
        | ValueFilter::Numeric(_)
        | ValueFilter::Exists(_)
        | ValueFilter::Cidr(..) => false,
    };
    if !rules.iter().all(fits) {
        let hint = "Write texts, numbers, or `{ \"prefix\": \"eu-\" }`.";
        reader.report("", "This is not what `anything-but` compares with.", hint);
        return None;
    }
    Some(ValueFilter::AnythingBut(rules))
}

/// `["=", 5]` or `[">", 0, "<=", 100]`.
fn numeric(operand: &Value, reader: &mut Reader) -> Option<ValueFilter> {
    let bounds = operand.as_array().map(Vec::as_slice).unwrap_or_default();
    let pair = |pair: &[Value]| {
        let [Value::String(sign), limit] = pair else { return None };
        let sign = match sign.as_str() {
            "=" => NumberSign::Equal,
            "<" => NumberSign::Less,
            "<=" => NumberSign::LessOrEqual,
            ">" => NumberSign::Greater,
            ">=" => NumberSign::GreaterOrEqual,
            _ => return None,
        };
        Some((sign, number(limit)?))
    };
    let read: Option<Vec<_>> = bounds.chunks(2).map(pair).collect();
    let lower = |sign| matches!(sign, NumberSign::Greater | NumberSign::GreaterOrEqual);
    let upper = |sign| matches!(sign, NumberSign::Less | NumberSign::LessOrEqual);
    let is_right = |read: &Vec<(NumberSign, i64)>| match read.as_slice() {
        [_] => true,
        [(first, from), (second, to)] => lower(*first) && upper(*second) && from < to,
        _ => false,
    };
    match read.filter(is_right) {
        Some(bounds) => Some(ValueFilter::Numeric(bounds)),
        None => {
            let hint = "Write `[\"=\", 5]`, `[\">=\", 0]` or `[\">\", 0, \"<=\", 100]`, with numbers up to 10⁹ \
                        and five decimals.";
            reader.report("", "This is not what `numeric` compares with.", hint);
            None
        }
    }
}

fn plain(value: &Value, reader: &mut Reader) -> Option<Plain> {
    match value {
        Value::String(text) => Some(Plain::Text(text.as_str().into())),
        Value::Bool(flag) => Some(Plain::Flag(*flag)),
        Value::Null => Some(Plain::Null),
        Value::Number(_) => {
            let read = number(value).map(Plain::Number);
            if read.is_none() {
                let hint = "SNS compares numbers from -10⁹ to 10⁹ with five decimals.";
                reader.report("", "The number is too large, or has too many decimals.", hint);
            }
            read
        }
        Value::Array(_) | Value::Object(_) => {
            reader.report("", "A list of values has no lists within it.", VALUE_HINT);
            None
        }
    }
}

/// In units of 10⁻⁵.
fn number(written: &Value) -> Option<i64> {
    let scaled = decimal::signed(written, sim::FILTER_DECIMALS)?;
    (scaled.abs() <= NUMBER_MAX * 10_i64.pow(sim::FILTER_DECIMALS)).then_some(scaled)
}

/// `10.0.0.0/8`; an address alone is a network of itself.
fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(all), |bits| bits.parse().ok().filter(|bits| *bits <= all))?;
    Some((address, bits))
}
