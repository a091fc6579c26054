//! Message attributes as a story writes them: `attr=color:String=red`.

use std::sync::Arc;

use sqs::{AttributeValue, MessageAttribute};

use super::words::Options;

/// All that a line gives, in its order.
///
/// # Errors
/// What is not understood.
pub fn parse_all(options: &mut Options) -> Result<Vec<MessageAttribute>, String> {
    let mut attributes = Vec::new();
    while let Some(text) = options.pair("attr") {
        attributes.push(parse(&text)?);
    }
    Ok(attributes)
}

/// `name:Type=text`, `name:Type*1000` for so many letters, `name:Binary=00ff` for bytes, `name:Type[]` for a list,
/// `name:Type` for no value.
fn parse(text: &str) -> Result<MessageAttribute, String> {
    let (name, rest) = text.split_once(':').ok_or("an attribute is written `attr=name:Type=value`")?;
    let (data_type, value) = match rest.find(['=', '*', '[']) {
        None => (rest, AttributeValue::Missing),
        Some(at) => (&rest[..at], value(&rest[..at], &rest[at..])?),
    };
    Ok(MessageAttribute { name: name.into(), data_type: data_type.into(), value })
}

fn value(data_type: &str, text: &str) -> Result<AttributeValue, String> {
    if text == "[]" {
        return Ok(AttributeValue::List);
    }
    if let Some(len) = text.strip_prefix('*') {
        let len = len.parse().map_err(|_| format!("{text} is not a length"))?;
        return Ok(AttributeValue::Text("x".repeat(len).into()));
    }
    let text = &text[1..];
    Ok(if data_type.starts_with("Binary") {
        AttributeValue::Binary(bytes(text)?.into())
    } else {
        AttributeValue::Text(text.into())
    })
}

/// Attributes as [`parse_all`] reads them, with commas between; long texts by their length.
pub fn show_all(attributes: Option<&Arc<[MessageAttribute]>>) -> String {
    match attributes {
        None => "-".to_owned(),
        Some(attributes) => attributes.iter().map(show).collect::<Vec<_>>().join(","),
    }
}

fn show(attribute: &MessageAttribute) -> String {
    let value = match &attribute.value {
        AttributeValue::Text(text) if text.len() > 100 => format!("*{}", text.len()),
        AttributeValue::Text(text) => format!("={text}"),
        AttributeValue::Binary(bytes) => {
            format!("={}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
        AttributeValue::List => "[]".to_owned(),
        AttributeValue::Missing => String::new(),
    };
    format!("{}:{}{value}", attribute.name, attribute.data_type)
}

/// # Errors
/// If it is not pairs of hexadecimal digits.
pub fn bytes(hex: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    match digits {
        Some(digits) if digits.len() % 2 == 0 => {
            Ok(digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect())
        }
        _ => Err(format!("{hex} is not pairs of hexadecimal digits")),
    }
}
