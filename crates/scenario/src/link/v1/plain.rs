//! Any JSON value in CBOR, without knowing what it means.

use serde_json::{Map, Number, Value};

use crate::link::cbor::{Cbor, Key};

/// Tag of a JSON number that is no 64-bit integer, as text.
const NUMBER: u64 = 7;

/// A text.
pub(super) fn text(text: &str) -> Cbor {
    Cbor::Text(text.to_owned())
}

/// The value in CBOR.
pub(super) fn to_wire(value: &Value) -> Cbor {
    match value {
        Value::Null => Cbor::Null,
        Value::Bool(value) => Cbor::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Cbor::Int(number),
            None => Cbor::Tagged(NUMBER, Box::new(Cbor::Text(number.to_string()))),
        },
        Value::String(value) => text(value),
        Value::Array(items) => Cbor::List(items.iter().map(to_wire).collect()),
        Value::Object(fields) => {
            let mut entries: Vec<_> =
                fields.iter().map(|(key, value)| (Key::Name(key.clone()), to_wire(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Cbor::Map(entries)
        }
    }
}

/// The JSON value; numbered keys and other tags are newer than this program.
pub(super) fn to_json(wire: &Cbor, left_out: &mut u32) -> Option<Value> {
    Some(match wire {
        Cbor::Null => Value::Null,
        Cbor::Bool(value) => Value::Bool(*value),
        Cbor::Int(number) => Value::from(*number),
        Cbor::Text(text) => Value::from(text.as_str()),
        Cbor::List(items) => {
            items.iter().filter_map(|item| to_json(item, left_out)).collect::<Vec<_>>().into()
        }
        Cbor::Map(entries) => {
            let mut fields = Map::new();
            for (key, item) in entries {
                match key {
                    Key::Name(name) => {
                        if let Some(value) = to_json(item, left_out) {
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

/// The number of a text.
pub(super) fn number_value(text: &str) -> Option<Value> {
    text.parse::<Number>().ok().map(Value::Number)
}
