//! Rates and work times, which are numbers or small structures.

use serde_json::Value;

use super::form::object;
use super::plain::number_value;
use super::units::{decimal_text, decimal_to_wire, share_text, span, span_text};
use crate::link::cbor::Cbor;

/// Distributions of a work time, by number.
const DISTRIBUTIONS: [&str; 4] = ["", "uniform", "exponential", "lognormal"];

/// A rate, or its steps.
pub(super) fn rate(value: &Value) -> Option<Cbor> {
    let Value::Object(fields) = value else { return decimal_to_wire(value, 1, 1_000) };
    let steps = fields.get("steps").filter(|_| fields.len() == 1)?.as_array()?;
    let mut list = Vec::with_capacity(steps.len() * 2);
    for step in steps {
        let [at, rate] = step.as_array()?.as_slice() else { return None };
        list.push(Cbor::Int(span(at)?));
        list.push(decimal_to_wire(rate, 1, 1_000)?);
    }
    Some(Cbor::List(list))
}

/// As an author writes it.
pub(super) fn rate_value(wire: &Cbor) -> Option<Value> {
    let number = |wire: &Cbor| decimal_text(wire, 1_000).and_then(|text| number_value(&text));
    let Some(list) = wire.as_list() else { return number(wire) };
    let steps = list.chunks(2).map(|step| match step {
        [at, rate] => Some(Value::from(vec![Value::from(span_text(at)?), number(rate)?])),
        _ => None,
    });
    Some(object([("steps", steps.collect::<Option<Vec<_>>>()?.into())]))
}

/// A work time.
pub(super) fn work(value: &Value) -> Option<Cbor> {
    let Value::Object(fields) = value else { return span(value).map(Cbor::Int) };
    let (key, inner) = fields.iter().next().filter(|_| fields.len() == 1)?;
    if key == "fixed" {
        return span(inner).map(Cbor::Int);
    }
    let code = DISTRIBUTIONS.iter().position(|known| known == key)?;
    let mut list = vec![Cbor::uint(code as u64)];
    match (key.as_str(), inner.as_array().map(Vec::as_slice)) {
        ("uniform", Some([from, to])) => list.extend([Cbor::Int(span(from)?), Cbor::Int(span(to)?)]),
        ("exponential", None) => list.push(Cbor::Int(span(inner)?)),
        ("lognormal", Some([median, sigma])) => {
            list.extend([Cbor::Int(span(median)?), decimal_to_wire(sigma, 1_000, 1_000_000)?]);
        }
        _ => return None,
    }
    Some(Cbor::List(list))
}

/// As an author writes it.
pub(super) fn work_value(wire: &Cbor) -> Option<Value> {
    let Some(list) = wire.as_list() else { return span_text(wire).map(Value::from) };
    let span = |wire: &Cbor| span_text(wire).map(Value::from);
    let (code, values) = list.split_first()?;
    let name = code.as_number::<usize>().and_then(|code| DISTRIBUTIONS.get(code))?;
    let inner = match (*name, values) {
        ("uniform", [from, to]) => Value::from(vec![span(from)?, span(to)?]),
        ("exponential", [mean]) => span(mean)?,
        ("lognormal", [median, sigma]) => {
            Value::from(vec![span(median)?, share_text(sigma).and_then(|text| number_value(&text))?])
        }
        _ => return None,
    };
    Some(object([(name, inner)]))
}
