//! Version 1 of a link's inside, frozen: what it wrote must be read for ever. New things get new numbers at the
//! ends of the lists of [`keys`], [`words`] and [`paths`] and new keys in [`body`]; anything else is version 2, a module of
//! its own.

pub(in crate::link) mod body;
mod form;
mod keys;
mod names;
pub(in crate::link) mod patch;
mod paths;
mod plain;
mod record;
mod shapes;
#[cfg(test)]
mod tests;
mod units;
mod words;

use serde_json::Value;

pub(in crate::link) use names::Names;

use super::cbor::Cbor;
use keys::FILE;

/// What both sides know when a body is packed with a dictionary.
pub(in crate::link) const DICTIONARY: &[u8] = include_bytes!("v1/dictionary.bin");

/// A scenario's file in CBOR.
pub(in crate::link) fn file_to_wire(file: &Value) -> Cbor {
    let names = Names::of_file(file);
    let mut fields = file.as_object().cloned().unwrap_or_default();
    fields.remove(keys::SCHEMA);
    FILE.to_wire(&fields, &names)
}

/// The file as an author would write it; none if it is something else.
pub(in crate::link) fn file_of_wire(wire: &Cbor, left_out: &mut u32) -> Option<Value> {
    let Cbor::Map(entries) = wire else { return None };
    Some(Value::Object(FILE.to_json(entries, &Names::of_wire(entries), left_out)))
}

/// What runs in a file, in the one form that links bring it to: no words, no defaults, one way to write a
/// duration.
pub(in crate::link) fn model(file: &Value) -> Value {
    let fields = file.as_object().map(|fields| FILE.without_words(fields)).unwrap_or_default();
    let canonical = file_of_wire(&file_to_wire(&Value::Object(fields)), &mut 0);
    let Some(Value::Object(fields)) = canonical else { return Value::Null };
    let runs = |key: &String| !keys::WORDS.contains(&key.as_str());
    Value::Object(fields.into_iter().filter(|(key, _)| runs(key)).collect())
}
