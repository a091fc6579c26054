//! Objects as maps with numbers for keys.

use serde_json::{Map, Value};

use super::form::{self, Form};
use super::names::Names;
use crate::link::cbor::{Cbor, Key};

/// The fields of an object. The number of a field is its place here: the list only grows, at its end.
#[derive(Debug)]
pub(in crate::link) struct Record {
    pub(in crate::link) fields: &'static [Field],
}

/// A field.
#[derive(Clone, Copy, Debug)]
pub(in crate::link) struct Field {
    pub(in crate::link) key: &'static str,
    pub(in crate::link) form: Form,
    pub(in crate::link) omitted: Omitted,
}

/// What a field means that is not there, and so is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::link) enum Omitted {
    /// Nothing but its absence.
    Nothing,
    /// This number, in the field's form.
    Number(i64),
    /// False or true.
    Flag(bool),
    /// An empty list or object.
    Empty,
    /// This number, in the field's form; the field must stand in the file and is put back.
    Restored(i64),
}

impl Omitted {
    fn is(self, wire: &Cbor) -> bool {
        match (self, wire) {
            (Self::Number(wanted) | Self::Restored(wanted), Cbor::Int(number)) => *number == wanted,
            (Self::Flag(wanted), Cbor::Bool(value)) => *value == wanted,
            (Self::Empty, Cbor::List(items)) => items.is_empty(),
            (Self::Empty, Cbor::Map(entries)) => entries.is_empty(),
            _ => false,
        }
    }
}

impl Record {
    /// The lists of objects in it: number and key.
    pub(super) fn lists(&self) -> impl Iterator<Item = (u64, &'static str)> {
        let is_list = |field: &Field| matches!(field.form, Form::List(Form::Record(_)));
        (0..)
            .zip(self.fields)
            .filter(move |(_, field)| is_list(field))
            .map(|(number, field)| (number, field.key))
    }

    /// The map of an object. Fields without a number have their name as key; what is null or at its default is
    /// not there.
    pub(super) fn to_wire(&self, object: &Map<String, Value>, names: &Names) -> Cbor {
        let mut entries = Vec::new();
        for (number, field) in (0..).zip(self.fields) {
            let Some(value) = object.get(field.key).filter(|value| !value.is_null()) else { continue };
            let wire = form::to_wire(value, field.form, names);
            if !field.omitted.is(&wire) {
                entries.push((Key::Number(number), wire));
            }
        }
        let mut others: Vec<_> = object
            .iter()
            .filter(|(key, value)| !value.is_null() && self.field(key).is_none())
            .map(|(key, value)| (Key::Name(key.clone()), form::to_wire(value, Form::Plain, names)))
            .collect();
        others.sort_by(|a, b| a.0.cmp(&b.0));
        entries.extend(others);
        Cbor::Map(entries)
    }

    /// The object of a map; what is newer than this program is left out and counted.
    pub(super) fn to_json(
        &self,
        entries: &[(Key, Cbor)],
        names: &Names,
        left_out: &mut u32,
    ) -> Map<String, Value> {
        let mut object = Map::new();
        for (key, wire) in entries {
            let known = match key {
                Key::Number(number) => {
                    let field = usize::try_from(*number).ok().and_then(|number| self.fields.get(number));
                    field.map(|field| (field.key, field.form))
                }
                // A field that had no number yet when the link was made.
                Key::Name(name) => Some((name.as_str(), Form::Plain)),
            };
            let Some((key, form)) = known.filter(|(key, _)| !object.contains_key(*key)) else {
                *left_out += 1;
                continue;
            };
            if let Some(value) = form::to_json(wire, form, names, left_out) {
                object.insert(key.to_owned(), value);
            }
        }
        self.restore(&mut object, names, left_out);
        object
    }

    fn restore(&self, object: &mut Map<String, Value>, names: &Names, left_out: &mut u32) {
        for field in self.fields {
            if let Omitted::Restored(number) = field.omitted
                && !object.contains_key(field.key)
                && let Some(value) = form::to_json(&Cbor::Int(number), field.form, names, left_out)
            {
                object.insert(field.key.to_owned(), value);
            }
        }
    }

    /// The object without texts by language and without `x-…`, at any depth.
    pub(super) fn without_words(&self, object: &Map<String, Value>) -> Map<String, Value> {
        let rest = object.iter().filter(|(key, _)| !key.starts_with("x-"));
        let rest = rest.filter_map(|(key, value)| {
            let kept = match self.field(key).map(|field| field.form) {
                Some(Form::Words) => None,
                Some(Form::Record(record)) => Some(record.value_without_words(value)),
                Some(Form::List(Form::Record(record))) => match value.as_array() {
                    Some(items) => Some(items.iter().map(|item| record.value_without_words(item)).collect()),
                    None => Some(value.clone()),
                },
                _ => Some(value.clone()),
            };
            Some((key.clone(), kept?))
        });
        rest.collect()
    }

    fn value_without_words(&self, value: &Value) -> Value {
        value.as_object().map_or_else(|| value.clone(), |object| Value::Object(self.without_words(object)))
    }

    /// The field of a key.
    pub(super) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}
