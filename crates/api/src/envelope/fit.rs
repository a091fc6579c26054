//! The type check: a JSON value against the shape of the model, with the words that AWS's framework has for a
//! misfit. What fits comes out as it went in, without unknown members and nulls.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};

use super::Params;
use crate::error::{AwsError, ErrorKind};
use crate::model::{Member, Shape};

/// Fits a request.
pub(super) fn request(value: Value, members: &'static [Member]) -> Result<Params, AwsError> {
    let Value::Object(object) = value else { return Err(no_structure()) };
    params(known(object, members), members)
}

/// Fits the members of a request that the table knows.
pub(super) fn params(mut params: Params, members: &'static [Member]) -> Result<Params, AwsError> {
    if params.iter().all(|(member, value)| is_plain(value, member.shape)) {
        return Ok(params);
    }
    for member in members {
        if let Some(value) = params.get_mut(member.name) {
            *value = fit(value.take(), member.shape)?;
        }
    }
    Ok(params)
}

/// Is it a text, a truth or a number that fits as it is? Nearly all members are, and need not be taken in turn.
fn is_plain(value: &Value, shape: Shape) -> bool {
    match (shape, value) {
        (Shape::String, Value::String(_)) | (Shape::Boolean, Value::Bool(_)) => true,
        (Shape::Integer, Value::Number(number)) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        _ => false,
    }
}

/// The members of an object that the table knows.
pub(super) fn known(mut object: Map<String, Value>, members: &'static [Member]) -> Params {
    let mut params = Params::default();
    for member in members {
        if let Some(value) = object.remove(member.name) {
            params.set(member, value);
        }
    }
    params
}

/// Fits the members of a structure in a request.
fn members(value: Value, members: &'static [Member]) -> Result<Map<String, Value>, AwsError> {
    let Value::Object(mut object) = value else { return Err(no_structure()) };
    let mut fitted = 0;
    for member in members {
        if let Some(value) = object.get_mut(member.name).filter(|value| !value.is_null()) {
            *value = fit(value.take(), member.shape)?;
            fitted += 1;
        }
    }
    if fitted < object.len() {
        object.retain(|name, value| !value.is_null() && members.iter().any(|member| member.name == name));
    }
    Ok(object)
}

fn fit(value: Value, shape: Shape) -> Result<Value, AwsError> {
    match (shape, value) {
        (Shape::String, value @ Value::String(_)) | (Shape::Boolean, value @ Value::Bool(_)) => Ok(value),
        (Shape::Blob, Value::String(text)) => match BASE64_STANDARD.decode(&text) {
            Ok(_) => Ok(Value::String(text)),
            Err(_) => Err(misfit("Invalid base64")),
        },
        (Shape::Integer, Value::Number(number)) => whole(&number)
            .and_then(|number| i32::try_from(number).ok())
            .map(Value::from)
            .ok_or_else(|| misfit("NUMBER_VALUE can not be converted to an Integer")),
        (Shape::Long, Value::Number(number)) => whole(&number)
            .map(Value::from)
            .ok_or_else(|| misfit("NUMBER_VALUE can not be converted to a Long")),
        (Shape::Double | Shape::Timestamp, value @ Value::Number(_)) => Ok(value),
        (Shape::List(list), Value::Array(items)) => items
            .into_iter()
            .filter(|item| !item.is_null())
            .map(|item| fit(item, list.item))
            .collect::<Result<_, _>>()
            .map(Value::Array),
        // A null in a map stays, so that the call can say which one it minds.
        (Shape::Map(map), Value::Object(object)) => object
            .into_iter()
            .map(|(key, value)| Ok((key, if value.is_null() { value } else { fit(value, map.item)? })))
            .collect::<Result<_, _>>()
            .map(Value::Object),
        (Shape::Structure(inner), value @ Value::Object(_)) => members(value, inner).map(Value::Object),
        (shape, value) => Err(misfit(&complaint(shape, &value))),
    }
}

/// A whole number, also one that is written with a fraction of zero.
fn whole(number: &serde_json::Number) -> Option<i64> {
    /// Up to here every whole number is a double of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.as_i64().or_else(|| {
        let number = number.as_f64()?;
        (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
    })
}

fn complaint(shape: Shape, value: &Value) -> String {
    let wanted = match shape {
        Shape::String => "a String",
        Shape::Integer => "an Integer",
        Shape::Long => "a Long",
        Shape::Double => "a Double",
        Shape::Boolean => "a Boolean",
        Shape::Blob => "a Blob",
        Shape::Timestamp => "a Timestamp",
        Shape::List(_) => return "Expected list or null".to_owned(),
        Shape::Map(_) | Shape::Structure(_) => return "Unexpected field type".to_owned(),
    };
    let found = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => return "Start of list found where not expected".to_owned(),
        Value::Object(_) => return "Start of structure or map found where not expected".to_owned(),
    };
    format!("{found} can not be converted to {wanted}")
}

pub(super) fn no_structure() -> AwsError {
    misfit("Unexpected field type")
}

pub(super) fn misfit(text: &str) -> AwsError {
    ErrorKind::MalformedInput.says(text)
}
