//! The XML of the Query protocol, in the model's order.

use std::borrow::Cow;
use std::fmt::Write;

use jiff::Timestamp;
use serde_json::Value;

use super::{Service, blame};
use crate::error::AwsError;
use crate::model::{Member, Operation, Shape};

const DECLARATION: &str = "<?xml version=\"1.0\"?>";

pub(super) fn answer(service: Service, operation: Operation, output: &Value, request_id: &str) -> String {
    let name = operation.name();
    let mut xml = format!("{DECLARATION}<{name}Response xmlns=\"{}\">", service.namespace());
    if let Some(members) = operation.signature().output {
        let mut inner = String::new();
        structure(&mut inner, members, output);
        if inner.is_empty() {
            put(&mut xml, format_args!("<{name}Result/>"));
        } else {
            put(&mut xml, format_args!("<{name}Result>{inner}</{name}Result>"));
        }
    }
    let id = escape(request_id);
    put(
        &mut xml,
        format_args!("<ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></{name}Response>"),
    );
    xml
}

pub(super) fn error(service: Service, error: &AwsError, request_id: &str) -> String {
    format!(
        "{DECLARATION}<ErrorResponse xmlns=\"{}\"><Error><Type>{}</Type><Code>{}</Code><Message>{}</Message>\
         <Detail/></Error><RequestId>{}</RequestId></ErrorResponse>",
        service.namespace(),
        blame(error),
        error.code,
        escape(&error.message_on_query()),
        escape(request_id),
    )
}

fn structure(xml: &mut String, members: &[Member], value: &Value) {
    for member in members {
        if let Some(value) = value.get(member.name) {
            element(xml, member.query_name, member.shape, value);
        }
    }
}

fn element(xml: &mut String, name: &str, shape: Shape, value: &Value) {
    match shape {
        Shape::List(list) => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            if list.flattened {
                items.iter().for_each(|item| element(xml, name, list.item, item));
            } else {
                put(xml, format_args!("<{name}>"));
                items.iter().for_each(|item| element(xml, "member", list.item, item));
                put(xml, format_args!("</{name}>"));
            }
        }
        Shape::Map(map) => {
            let entry = if map.flattened { name } else { "entry" };
            if !map.flattened {
                put(xml, format_args!("<{name}>"));
            }
            for (key, value) in value.as_object().into_iter().flatten() {
                put(xml, format_args!("<{entry}><{0}>{1}</{0}>", map.key, escape(key)));
                element(xml, map.value, map.item, value);
                put(xml, format_args!("</{entry}>"));
            }
            if !map.flattened {
                put(xml, format_args!("</{name}>"));
            }
        }
        Shape::Structure(members) => {
            put(xml, format_args!("<{name}>"));
            structure(xml, members, value);
            put(xml, format_args!("</{name}>"));
        }
        Shape::Timestamp => {
            let instant = value
                .as_f64()
                .and_then(|seconds| Timestamp::from_millisecond((seconds * 1_000.0) as i64).ok());
            if let Some(instant) = instant {
                put(xml, format_args!("<{name}>{instant}</{name}>"));
            }
        }
        Shape::String | Shape::Integer | Shape::Long | Shape::Double | Shape::Boolean | Shape::Blob => {
            let text = match value {
                Value::String(text) => escape(text),
                other => other.to_string().into(),
            };
            put(xml, format_args!("<{name}>{text}</{name}>"));
        }
    }
}

/// Text as XML can carry it: a carriage return survives as a reference, what XML has no place for does not.
fn escape(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\r') && is_xml(c);
    if text.chars().all(is_plain) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#xD;"),
            c if is_xml(c) => escaped.push(c),
            _ => escaped.push(char::REPLACEMENT_CHARACTER),
        }
    }
    escaped.into()
}

/// The characters of XML 1.0.
const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

fn put(xml: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = xml.write_fmt(text);
}
