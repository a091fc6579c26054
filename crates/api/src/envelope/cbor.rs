//! Bodies of Smithy's RPC v2 protocol, which boto3 speaks to CloudWatch.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ciborium::Value as Cbor;
use serde_json::{Map, Number, Value};

use super::{Params, fit};
use crate::error::AwsError;
use crate::model::Member;

/// Containers in containers at most.
const DEPTH_MAX: usize = 64;

/// Reads a body. An empty one has no members.
pub(super) fn decode(body: &[u8], members: &'static [Member]) -> Result<Params, AwsError> {
    if body.is_empty() {
        return Ok(Params::default());
    }
    let value = ciborium::de::from_reader_with_recursion_limit(body, DEPTH_MAX)
        .map_err(|_| fit::misfit("Unexpected token received from parser"))?;
    fit::request(as_json(value), members)
}

fn as_json(value: Cbor) -> Value {
    match value {
        Cbor::Integer(number) => i64::try_from(number).map_or(Value::Null, Value::from),
        Cbor::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        Cbor::Bool(value) => value.into(),
        Cbor::Text(text) => text.into(),
        Cbor::Bytes(bytes) => BASE64_STANDARD.encode(bytes).into(),
        // An instant is tagged and counted in seconds since 1970, as JSON has it.
        Cbor::Tag(_, inner) => as_json(*inner),
        Cbor::Array(items) => items.into_iter().map(as_json).collect(),
        Cbor::Map(pairs) => pairs
            .into_iter()
            .filter_map(|(key, value)| Some((key.into_text().ok()?, as_json(value))))
            .collect::<Map<_, _>>()
            .into(),
        _ => Value::Null,
    }
}
