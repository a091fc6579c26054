//! How values of a scenario are written in CBOR, and read back as an author would write them.
//!
//! What does not fit its form is written as it is, under the tag [`VERBATIM`], so that every JSON value travels.

use serde_json::Value;

use super::names::Names;
use super::plain::{self, text};
use super::shapes::{rate, rate_value, work, work_value};
use super::units::{decimal_text, decimal_to_wire, share_text, size, size_value, span, span_of, span_text};
use super::{paths, record};
use crate::link::cbor::Cbor;

/// Tag of a JSON value that does not fit the form of its place.
const VERBATIM: u64 = 6;

/// How the value of a field is written.
#[derive(Clone, Copy, Debug)]
pub(in crate::link) enum Form {
    /// As it is.
    Plain,
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

/// A value in CBOR.
pub(in crate::link) fn to_wire(value: &Value, form: Form, names: &Names) -> Cbor {
    let fitting = match form {
        Form::Plain => Some(plain::to_wire(value)),
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
    fitting.unwrap_or_else(|| Cbor::Tagged(VERBATIM, Box::new(plain::to_wire(value))))
}

/// A value as an author would write it; none if it is newer than this program, which is counted.
pub(in crate::link) fn to_json(wire: &Cbor, form: Form, names: &Names, left_out: &mut u32) -> Option<Value> {
    if let Cbor::Tagged(VERBATIM, inner) = wire {
        return plain::to_json(inner, left_out);
    }
    let value = match form {
        Form::Plain => return plain::to_json(wire, left_out),
        Form::Words => match wire {
            Cbor::Text(text) => Some(object([("en", Value::from(text.as_str()))])),
            _ => return plain::to_json(wire, left_out),
        },
        Form::Word(list) => word_from_wire(wire, list).map(Value::from),
        Form::Span => span_text(wire).map(Value::from),
        Form::Size => wire.as_number::<u64>().map(size_value),
        Form::Decimal => decimal_text(wire, 1_000).and_then(|text| plain::number_value(&text)),
        Form::Share => share_text(wire).and_then(|text| plain::number_value(&text)),
        Form::Rate => rate_value(wire),
        Form::Work => work_value(wire),
        Form::Scalar => match wire.as_list() {
            Some([span]) => span_text(span).map(Value::from),
            Some(_) => None,
            None => return plain::to_json(wire, left_out),
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

fn words(value: &Value) -> Option<Cbor> {
    let languages = value.as_object()?;
    match (languages.len(), languages.get("en")) {
        (1, Some(Value::String(en))) => Some(text(en)),
        _ => Some(plain::to_wire(value)),
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

/// Texts that read as durations are written as such: an edit means the same by both.
fn scalar(value: &Value) -> Cbor {
    match value.as_str().and_then(span_of) {
        Some(span) => Cbor::List(vec![Cbor::Int(span)]),
        None => plain::to_wire(value),
    }
}

/// An object of these fields.
pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
