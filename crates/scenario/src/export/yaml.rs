//! Writes the small part of YAML that templates are made of. Texts that YAML might read otherwise are in quotes,
//! as JSON has them, which is YAML too.

use std::fmt::Write as _;

use serde_json::Value;

/// A value of a template.
#[derive(Clone, Debug)]
pub(super) enum Yaml {
    Json(Value),
    /// A short tag with its text: `!Ref Orders`.
    Tag(&'static str, String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
    /// Lines of a program.
    Block(&'static str),
}

impl Yaml {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Json(Value::String(text.into()))
    }

    pub(super) fn map<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::Map(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    pub(super) fn get_att(logical: &str, attribute: &str) -> Self {
        Self::Tag("GetAtt", format!("{logical}.{attribute}"))
    }

    pub(super) fn reference(logical: &str) -> Self {
        Self::Tag("Ref", logical.to_owned())
    }

    /// JSON, with something else in place of some texts.
    pub(super) fn of(value: &Value, replaced: &dyn Fn(&str) -> Option<Self>) -> Self {
        match value {
            Value::String(text) => replaced(text).unwrap_or_else(|| Self::text(text.as_str())),
            Value::Array(items) => Self::List(items.iter().map(|item| Self::of(item, replaced)).collect()),
            Value::Object(fields) => Self::Map(
                fields.iter().map(|(key, value)| (key.clone(), Self::of(value, replaced))).collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Json(value.clone()),
        }
    }

    /// The text of a whole file.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        self.write_below(0, &mut out);
        out.trim_start_matches('\n').to_owned()
    }

    /// Writes what follows a key's colon or an item's hyphen, with its line end.
    fn write_below(&self, depth: usize, out: &mut String) {
        match self {
            Self::Json(value) => push_line(out, &scalar(value)),
            Self::Tag(tag, text) => push_line(out, &format!("!{tag} {}", plain_or_quoted(text))),
            Self::List(items) if items.is_empty() => push_line(out, "[]"),
            Self::Map(fields) if fields.is_empty() => push_line(out, "{}"),
            Self::Block(text) => {
                out.push_str(" |\n");
                for line in text.lines() {
                    push_indented(out, depth, line);
                }
            }
            Self::List(items) => {
                out.push('\n');
                for item in items {
                    push_indent(out, depth);
                    out.push('-');
                    item.write_item(depth + 1, out);
                }
            }
            Self::Map(fields) => {
                out.push('\n');
                for (key, value) in fields {
                    push_indent(out, depth);
                    out.push_str(&plain_or_quoted(key));
                    out.push(':');
                    value.write_below(depth + 1, out);
                }
            }
        }
    }

    /// A map in a list begins behind the hyphen.
    fn write_item(&self, depth: usize, out: &mut String) {
        let mut text = String::new();
        self.write_below(depth, &mut text);
        match self {
            Self::Map(fields) if !fields.is_empty() => {
                out.push(' ');
                out.push_str(text.trim_start());
            }
            _ => out.push_str(&text),
        }
    }
}

fn push_indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn push_indented(out: &mut String, depth: usize, line: &str) {
    if !line.is_empty() {
        push_indent(out, depth);
    }
    out.push_str(line);
    out.push('\n');
}

fn push_line(out: &mut String, text: &str) {
    // Writing into a text does not fail.
    let _ = writeln!(out, " {text}");
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => plain_or_quoted(text),
        other => other.to_string(),
    }
}

/// A text that can only be read as itself stands alone, all others in quotes.
fn plain_or_quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    let first = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let is_word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if first && !is_word && text.chars().all(is_plain) && !text.ends_with(':') {
        return text.to_owned();
    }
    Value::String(text.to_owned()).to_string()
}
