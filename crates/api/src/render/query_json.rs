//! What the Query protocol answers to `Accept: application/json`: the XML's nesting in JSON, with every
//! member there and null where it has no value.

use serde_json::{Map, Value, json};

use super::blame;
use crate::error::AwsError;
use crate::model::{Member, Operation, Shape};

pub(super) fn answer(operation: Operation, output: &Value, request_id: &str) -> Value {
    let name = operation.name();
    let mut inner = Map::new();
    if let Some(members) = operation.signature().output {
        let result = members.iter().map(|member| (top_name(member).to_owned(), member_value(member, output)));
        inner.insert(format!("{name}Result"), Value::Object(result.collect()));
    }
    inner.insert("ResponseMetadata".to_owned(), json!({ "RequestId": request_id }));
    let mut outer = Map::new();
    outer.insert(format!("{name}Response"), Value::Object(inner));
    Value::Object(outer)
}

pub(super) fn error(error: &AwsError, request_id: &str) -> Value {
    json!({
        "Error": {
            "Type": blame(error),
            "Code": error.code,
            "Message": error.message_on_query(),
            "Detail": null,
        },
        "RequestId": request_id,
    })
}

/// Two lists were recorded with a small first letter (sqs-facts §1.2).
fn top_name(member: &Member) -> &'static str {
    match member.name {
        "Messages" => "messages",
        "QueueUrls" => "queueUrls",
        name => name,
    }
}

fn member_value(member: &Member, parent: &Value) -> Value {
    parent.get(member.name).map_or(Value::Null, |value| shaped(member.shape, value))
}

fn shaped(shape: Shape, value: &Value) -> Value {
    match shape {
        Shape::List(list) => {
            value.as_array().into_iter().flatten().map(|item| shaped(list.item, item)).collect()
        }
        Shape::Map(map) => value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, value)| json!({ map.key: key, map.value: shaped(map.item, value) }))
            .collect(),
        Shape::Structure(members) => members
            .iter()
            .map(|member| (member.name.to_owned(), member_value(member, value)))
            .collect::<Map<_, _>>()
            .into(),
        Shape::String
        | Shape::Integer
        | Shape::Long
        | Shape::Double
        | Shape::Boolean
        | Shape::Blob
        | Shape::Timestamp => value.clone(),
    }
}
