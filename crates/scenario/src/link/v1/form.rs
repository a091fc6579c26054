//! How values of a scenario are written in CBOR, and read back as an author would write them.
//!
//! What does not fit its form is written as it is, under the tag [`VERBATIM`], so that every JSON value travels.

use serde_json::{Map, Number, Value};

use super::names::Names;
use super::{paths, record};
use crate::decimal;
use crate::duration;
use crate::link::cbor::{Cbor, Key};

/// Tag of a JSON value that does not fit the form of its place.
const VERBATIM: u64 = 6;
/// Tag of a JSON number that is no 64-bit integer, as text.
const NUMBER: u64 = 7;
/// Microseconds.
const US_PER_S: u64 = 1_000_000;
const US_PER_MS: u64 = 1_000;

/// How the value of a field is written.
#[derive(Clone, Copy, Debug)]
pub(in crate::link) enum Form {
    /// As it is.
    Plain,
    /// As it is: a field that has no meaning yet.
    Reserved,
    /// A text by language: English alone as text, otherwise a map.
    Words,
    /// A word of a list by its place, another one as text.
    Word(&'static [&'static str]),
    /// A duration: whole seconds from 0 up, otherwise milliseconds below 0.
    Span,
    /// Bytes.
    Size,
    /// A number: whole from 0 up, otherwise thousandths below 0.
    Decimal,
    /// A share: thousandths from 0 up, otherwise millionths below 0.
    Share,
    /// A decimal, or a list of instants and decimals in turn.
    Rate,
    /// A duration, or a list of a number for the distribution and its values.
    Work,
    /// A value as an edit writes it; a duration as a list of one.
    Scalar,
    /// A dotted path: its number, the item's place in its list, a rate's step.
    Path,
    /// The id of an item of a list by its place there, another one as text.
    Id(&'static str),
    /// An object.
    Record(&'static record::Record),
    /// A list.
    List(&'static Form),
}

/// Distributions of a work time, by number.
const DISTRIBUTIONS: [&str; 4] = ["", "uniform", "exponential", "lognormal"];

/// A value in CBOR.
pub(in crate::link) fn to_wire(value: &Value, form: Form, names: &Names) -> Cbor {
    let fitting = match form {
        Form::Plain | Form::Reserved => Some(plain(value)),
        Form::Words => words(value),
        Form::Word(list) => value.as_str().map(|word| word_to_wire(word, list)),
        Form::Span => span(value).map(Cbor::Int),
        Form::Size => size(value),
        Form::Decimal => decimal_to_wire(value, 1, 1_000),
        Form::Share => decimal_to_wire(value, 1_000, 1_000_000),
        Form::Rate => rate(value),
        Form::Work => work(value),
        Form::Scalar => Some(scalar(value)),
        Form::Path => value.as_str().map(|path| paths::to_wire(path, names)),
        Form::Id(list) => value.as_str().map(|id| names.place(list, id).map_or_else(|| text(id), Cbor::uint)),
        Form::Record(record) => value.as_object().map(|fields| record.to_wire(fields, names)),
        Form::List(form) => value
            .as_array()
            .map(|items| Cbor::List(items.iter().map(|it| to_wire(it, *form, names)).collect())),
    };
    fitting.unwrap_or_else(|| Cbor::Tagged(VERBATIM, Box::new(plain(value))))
}

/// A value as an author would write it; none if it is newer than this program, which is counted.
pub(in crate::link) fn to_json(wire: &Cbor, form: Form, names: &Names, left_out: &mut u32) -> Option<Value> {
    if let Cbor::Tagged(VERBATIM, inner) = wire {
        return from_plain(inner, left_out);
    }
    let value = match form {
        Form::Plain | Form::Reserved => return from_plain(wire, left_out),
        Form::Words => match wire {
            Cbor::Text(text) => Some(object([("en", Value::from(text.as_str()))])),
            _ => return from_plain(wire, left_out),
        },
        Form::Word(list) => word_from_wire(wire, list).map(Value::from),
        Form::Span => span_text(wire).map(Value::from),
        Form::Size => wire.as_number::<u64>().map(size_value),
        Form::Decimal => decimal_text(wire, 1_000).and_then(|text| number_value(&text)),
        Form::Share => share_text(wire).and_then(|text| number_value(&text)),
        Form::Rate => rate_value(wire),
        Form::Work => work_value(wire),
        Form::Scalar => match wire.as_list() {
            Some([span]) => span_text(span).map(Value::from),
            Some(_) => None,
            None => return from_plain(wire, left_out),
        },
        Form::Path => paths::to_text(wire, names).map(Value::from),
        Form::Id(list) => match wire {
            Cbor::Text(id) => Some(Value::from(id.as_str())),
            _ => wire.as_number().and_then(|place| names.id(list, place)).map(Value::from),
        },
        Form::Record(record) => match wire {
            Cbor::Map(entries) => Some(Value::Object(record.to_json(entries, names, left_out))),
            _ => None,
        },
        Form::List(form) => wire.as_list().map(|items| {
            items.iter().filter_map(|item| to_json(item, *form, names, left_out)).collect::<Vec<_>>().into()
        }),
    };
    *left_out += u32::from(value.is_none());
    value
}

fn text(text: &str) -> Cbor {
    Cbor::Text(text.to_owned())
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// Any JSON value, without knowing what it means.
fn plain(value: &Value) -> Cbor {
    match value {
        Value::Null => Cbor::Null,
        Value::Bool(value) => Cbor::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Cbor::Int(number),
            None => Cbor::Tagged(NUMBER, Box::new(Cbor::Text(number.to_string()))),
        },
        Value::String(value) => text(value),
        Value::Array(items) => Cbor::List(items.iter().map(plain).collect()),
        Value::Object(fields) => {
            let mut entries: Vec<_> =
                fields.iter().map(|(key, value)| (Key::Name(key.clone()), plain(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Cbor::Map(entries)
        }
    }
}

/// The JSON value; numbered keys and other tags are newer than this program.
fn from_plain(wire: &Cbor, left_out: &mut u32) -> Option<Value> {
    Some(match wire {
        Cbor::Null => Value::Null,
        Cbor::Bool(value) => Value::Bool(*value),
        Cbor::Int(number) => Value::from(*number),
        Cbor::Text(text) => Value::from(text.as_str()),
        Cbor::List(items) => {
            items.iter().filter_map(|item| from_plain(item, left_out)).collect::<Vec<_>>().into()
        }
        Cbor::Map(entries) => {
            let mut fields = Map::new();
            for (key, item) in entries {
                match key {
                    Key::Name(name) => {
                        if let Some(value) = from_plain(item, left_out) {
                            fields.insert(name.clone(), value);
                        }
                    }
                    Key::Number(_) => *left_out += 1,
                }
            }
            Value::Object(fields)
        }
        Cbor::Tagged(NUMBER, text) => match text.as_text().and_then(number_value) {
            Some(number) => number,
            None => {
                *left_out += 1;
                return None;
            }
        },
        Cbor::Tagged(..) => {
            *left_out += 1;
            return None;
        }
    })
}

fn number_value(text: &str) -> Option<Value> {
    text.parse::<Number>().ok().map(Value::Number)
}

fn words(value: &Value) -> Option<Cbor> {
    let languages = value.as_object()?;
    match (languages.len(), languages.get("en")) {
        (1, Some(Value::String(en))) => Some(text(en)),
        _ => Some(plain(value)),
    }
}

/// A word by its place, another one as text.
pub(super) fn word_to_wire(word: &str, list: &[&str]) -> Cbor {
    list.iter().position(|known| *known == word).map_or_else(|| text(word), |place| Cbor::uint(place as u64))
}

/// The word; none if it is newer than the list.
pub(super) fn word_from_wire<'a>(wire: &'a Cbor, list: &[&'a str]) -> Option<&'a str> {
    match wire {
        Cbor::Text(word) => Some(word),
        _ => wire.as_number::<usize>().and_then(|place| list.get(place)).copied(),
    }
}

fn span(value: &Value) -> Option<i64> {
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

fn size(value: &Value) -> Option<Cbor> {
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
fn size_value(bytes: u64) -> Value {
    match size_text(bytes) {
        text if text.ends_with('B') => Value::from(text),
        _ => Value::from(bytes),
    }
}

/// Bytes as an edit writes them.
pub(super) fn size_text(bytes: u64) -> String {
    if bytes > 0 && bytes.is_multiple_of(1 << 10) { format!("{}KiB", bytes >> 10) } else { bytes.to_string() }
}

fn decimal_to_wire(value: &Value, coarse: u64, fine: u64) -> Option<Cbor> {
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

fn rate(value: &Value) -> Option<Cbor> {
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

fn rate_value(wire: &Cbor) -> Option<Value> {
    let number = |wire: &Cbor| decimal_text(wire, 1_000).and_then(|text| number_value(&text));
    let Some(list) = wire.as_list() else { return number(wire) };
    let steps = list.chunks(2).map(|step| match step {
        [at, rate] => Some(Value::from(vec![Value::from(span_text(at)?), number(rate)?])),
        _ => None,
    });
    Some(object([("steps", steps.collect::<Option<Vec<_>>>()?.into())]))
}

fn work(value: &Value) -> Option<Cbor> {
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

fn work_value(wire: &Cbor) -> Option<Value> {
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

/// Texts that read as durations are written as such: an edit means the same by both.
fn scalar(value: &Value) -> Cbor {
    match value.as_str().and_then(span_of) {
        Some(span) => Cbor::List(vec![Cbor::Int(span)]),
        None => plain(value),
    }
}
