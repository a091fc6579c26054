//! JSON that keeps the order of its members.
//!
//! The CLI prints members in the order of the service's model and complains about them in the order in which
//! they were typed, so a sorted map would show something else.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A JSON value. An object's names are distinct.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Tree {
    /// A text as JSON, at most 128 levels deep.
    pub(super) fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    pub(super) fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// A member of an object.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(it, _)| it == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// True for a list or an object.
    pub(super) fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_))
    }

    /// A scalar as the CLI's text and table show it, which is as Python writes it.
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::String(text) => text.clone(),
            _ => self.to_python(),
        }
    }

    /// A value as Python's `repr` writes it.
    pub(super) fn to_python(&self) -> String {
        let mut text = String::new();
        self.write_python(&mut text);
        text
    }

    fn write_python(&self, text: &mut String) {
        match self {
            Self::Null => text.push_str("None"),
            Self::Bool(true) => text.push_str("True"),
            Self::Bool(false) => text.push_str("False"),
            Self::Number(number) => text.push_str(&number.to_string()),
            Self::String(string) => write_python_string(string, text),
            Self::List(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { ", " });
                    item.write_python(text);
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { ", " });
                    write_python_string(name, text);
                    text.push_str(": ");
                    value.write_python(text);
                }
                text.push('}');
            }
        }
    }

    /// What Python calls the type.
    pub(super) fn python_type(&self) -> &'static str {
        match self {
            Self::Null => "NoneType",
            Self::Bool(_) => "bool",
            Self::Number(number) if number.is_f64() => "float",
            Self::Number(_) => "int",
            Self::String(_) => "str",
            Self::List(_) => "list",
            Self::Object(_) => "dict",
        }
    }

    /// True for what Python takes for false: null, false, zero and whatever is empty.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Null | Self::Bool(false) => true,
            Self::Bool(true) => false,
            Self::Number(number) => number.as_f64() == Some(0.0),
            Self::String(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
        }
    }
}

/// Members in the order of their names.
pub(super) fn by_name(members: &[(String, Tree)]) -> Vec<&(String, Tree)> {
    let mut sorted: Vec<&(String, Tree)> = members.iter().collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    sorted
}

/// A string between quotes, in double ones if it holds single ones alone.
pub(super) fn write_python_string(string: &str, text: &mut String) {
    let quote = if string.contains('\'') && !string.contains('"') { '"' } else { '\'' };
    text.push(quote);
    for c in string.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ if c == quote => text.extend(['\\', c]),
            _ if c.is_control() => text.push_str(&format!("\\x{:02x}", u32::from(c))),
            _ => text.push(c),
        }
    }
    text.push(quote);
}

impl From<Value> for Tree {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(it) => Self::Bool(it),
            Value::Number(it) => Self::Number(it),
            Value::String(it) => Self::String(it),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Object(members.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
        }
    }
}

impl From<Tree> for Value {
    fn from(tree: Tree) -> Self {
        match tree {
            Tree::Null => Self::Null,
            Tree::Bool(it) => Self::Bool(it),
            Tree::Number(it) => Self::Number(it),
            Tree::String(it) => Self::String(it),
            Tree::List(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Tree::Object(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name, Self::from(value)))
                    .collect::<Map<String, Self>>(),
            ),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Tree, E> {
        Ok(Tree::Number(it.into()))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Tree, E> {
        Ok(Tree::Number(it.into()))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Tree, E> {
        Ok(Number::from_f64(it).map_or(Tree::Null, Tree::Number))
    }

    fn visit_str<E>(self, it: &str) -> Result<Tree, E> {
        Ok(Tree::string(it))
    }

    fn visit_string<E>(self, it: String) -> Result<Tree, E> {
        Ok(Tree::String(it))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    /// A name that comes twice keeps its first place and its last value, as in Python.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Tree, A::Error> {
        let mut object = Members::default();
        while let Some((name, value)) = members.next_entry::<String, Tree>()? {
            object.set(name, value);
        }
        Ok(Tree::Object(object.into_members()))
    }
}

/// An object being made, which finds its names fast however many they are.
#[derive(Default)]
pub(super) struct Members {
    members: Vec<(String, Tree)>,
    places: std::collections::BTreeMap<String, usize>,
}

impl Members {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    pub(super) fn set(&mut self, name: String, value: Tree) {
        if let Some(&place) = self.places.get(&name) {
            self.members[place].1 = value;
        } else {
            self.places.insert(name.clone(), self.members.len());
            self.members.push((name, value));
        }
    }

    pub(super) fn into_members(self) -> Vec<(String, Tree)> {
        self.members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order() {
        let tree = Tree::read(r#"{"b": 1, "a": [true, null, 1.5], "b": "x"}"#).unwrap();
        assert_eq!(tree.to_python(), "{'b': 'x', 'a': [True, None, 1.5]}");
    }

    #[test]
    fn strings_are_quoted_as_in_python() {
        let texts = [
            ("a", "'a'"),
            ("it's", r#""it's""#),
            ("\"'", r#"'"\''"#),
            ("a\n\\\u{1}", r"'a\n\\\x01'"),
            ("ø", "'ø'"),
        ];
        for (text, python) in texts {
            assert_eq!(Tree::string(text).to_python(), python);
        }
    }

    #[test]
    fn depth_is_bounded() {
        assert!(Tree::read(&"[".repeat(100_000)).is_err());
    }
}
