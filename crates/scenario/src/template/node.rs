//! A template's text as a tree that knows its places.

use std::sync::Arc;

use serde_json::{Map, Number, Value};

/// Where something stands in the text, both from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

/// A value and where it begins.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) at: Place,
    pub(super) content: Content,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A text, a number, true, false or null, as written.
    Scalar {
        text: Arc<str>,
        /// Without quotes: it may be a number.
        is_plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Field>),
    /// Only AWS knows it, or nobody: why.
    Unknown(Arc<str>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) key: Arc<str>,
    pub(super) at: Place,
    pub(super) value: Node,
}

impl Node {
    pub(super) fn text(at: Place, text: impl Into<Arc<str>>) -> Self {
        Self { at, content: Content::Scalar { text: text.into(), is_plain: false } }
    }

    pub(super) fn unknown(at: Place, why: impl Into<Arc<str>>) -> Self {
        Self { at, content: Content::Unknown(why.into()) }
    }

    /// The text of a scalar that is not null.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// `true` or `false`, also in quotes and in any case: CloudFormation takes them so.
    pub(super) fn as_bool(&self) -> Option<bool> {
        match self.as_text()? {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        match &self.content {
            Content::List(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn as_map(&self) -> Option<&[Field]> {
        match &self.content {
            Content::Map(fields) => Some(fields),
            _ => None,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, is_plain: true }
            if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.iter().find(|field| &*field.key == key).map(|field| &field.value)
    }

    /// As JSON; none if a part of it is unknown.
    pub(super) fn json(&self) -> Option<Value> {
        Some(match &self.content {
            Content::Scalar { text, is_plain } => scalar_json(text, *is_plain),
            Content::List(items) => Value::Array(items.iter().map(Self::json).collect::<Option<_>>()?),
            Content::Map(fields) => {
                let mut map = Map::new();
                for field in fields {
                    map.insert(field.key.to_string(), field.value.json()?);
                }
                Value::Object(map)
            }
            Content::Unknown(_) => return None,
        })
    }

    /// What a message calls it.
    pub(super) fn described(&self) -> String {
        match &self.content {
            Content::Scalar { text, .. } => crate::problem::quoted(text),
            Content::List(_) => "a list".to_owned(),
            Content::Map(_) => "an object".to_owned(),
            Content::Unknown(why) => why.to_string(),
        }
    }
}

fn scalar_json(text: &str, is_plain: bool) -> Value {
    if !is_plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        text => match text.parse::<Number>() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::String(text.to_owned()),
        },
    }
}
