//! Bodies of Smithy's RPC v2 protocol.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ciborium::Value as Cbor;
use serde_json::Value;

use crate::error::AwsError;
use crate::model::{Member, Shape};

/// The tag of an instant that is counted in seconds since 1970.
const EPOCH_TAG: u64 = 1;

pub(super) fn answer(members: &[Member], output: &Value) -> Vec<u8> {
    write(&structure(members, output))
}

pub(super) fn error(error: &AwsError) -> Vec<u8> {
    let pair = |name: &str, text: &str| (Cbor::from(name), Cbor::from(text));
    write(&Cbor::Map(vec![pair("__type", error.shape), pair("message", &error.message)]))
}

fn structure(members: &[Member], value: &Value) -> Cbor {
    let present = members.iter().filter_map(|member| Some((member, value.get(member.name)?)));
    Cbor::Map(present.map(|(member, value)| (member.name.into(), shaped(member.shape, value))).collect())
}

fn shaped(shape: Shape, value: &Value) -> Cbor {
    match (shape, value) {
        (Shape::List(list), Value::Array(items)) => {
            Cbor::Array(items.iter().map(|item| shaped(list.item, item)).collect())
        }
        (Shape::Map(map), Value::Object(object)) => Cbor::Map(
            object.iter().map(|(key, value)| (key.as_str().into(), shaped(map.item, value))).collect(),
        ),
        (Shape::Structure(members), value) => structure(members, value),
        (Shape::Timestamp, value) => Cbor::Tag(EPOCH_TAG, Box::new(number(value))),
        (Shape::Double, value) => value.as_f64().map_or(Cbor::Null, Cbor::Float),
        (Shape::Blob, Value::String(text)) => BASE64_STANDARD.decode(text).map_or(Cbor::Null, Cbor::Bytes),
        (_, Value::String(text)) => text.as_str().into(),
        (_, Value::Bool(value)) => (*value).into(),
        (_, value) => number(value),
    }
}

fn number(value: &Value) -> Cbor {
    let whole = value.as_i64().map(Cbor::from);
    whole.or_else(|| value.as_f64().map(Cbor::Float)).unwrap_or(Cbor::Null)
}

fn write(value: &Cbor) -> Vec<u8> {
    let mut body = Vec::new();
    // Writing to memory cannot fail.
    let _ = ciborium::into_writer(value, &mut body);
    body
}
