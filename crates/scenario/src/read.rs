//! Reads JSON into the records of a schema, and goes on after a problem to find the next.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::decimal;
use crate::problem::{Problem, quoted, suggest};
use crate::strict;

/// Bytes of an author's file.
pub(crate) const FILE_BYTES_MAX: usize = 64 * 1024;
/// Objects and lists inside each other.
const NESTING_MAX: usize = 32;
/// Problems reported at most; a broken file has one cause more often than a thousand.
const PROBLEMS_MAX: usize = 100;

/// Where the reader stands in the file, and what it has found so far.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pointer: String,
    problems: Vec<Problem>,
    /// Pointers of fields that the schema does not know.
    unknown: Vec<String>,
}

/// Something that a JSON value can be read as.
pub(crate) trait Read: Sized {
    /// None after a problem was reported.
    fn read(value: &Value, reader: &mut Reader) -> Option<Self>;
}

/// A text without the byte order mark that some editors put before it.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Parses a file.
pub(crate) fn parse(json: &str) -> Result<Value, Vec<Problem>> {
    let json = without_mark(json);
    if json.len() > FILE_BYTES_MAX {
        return Err(vec![Problem::new(
            "",
            format!("The file has {} bytes; a scenario has at most {FILE_BYTES_MAX}.", json.len()),
            "Shorten the texts or split the scenario.",
        )]);
    }
    let value = strict::parse(json).map_err(|error| {
        vec![Problem::new(
            "",
            format!("This is not JSON: {error}."),
            "Check commas, quotes and brackets there.",
        )]
    })?;
    if nesting(&value, 0) > NESTING_MAX {
        return Err(vec![Problem::new(
            "",
            format!("The file nests deeper than {NESTING_MAX} levels."),
            "A scenario needs fewer than ten.",
        )]);
    }
    Ok(value)
}

/// Depth of a value; the parser has bounded it already, so the recursion is bounded too.
fn nesting(value: &Value, above: usize) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|item| nesting(item, above + 1)).max().unwrap_or(above + 1),
        Value::Object(fields) => {
            fields.values().map(|item| nesting(item, above + 1)).max().unwrap_or(above + 1)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => above,
    }
}

impl Reader {
    /// Problems found, in the order of the file's fields.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// JSON pointers of the fields that the schema does not know, outer ones before inner ones.
    pub(crate) fn into_unknown(self) -> Vec<String> {
        self.unknown
    }

    /// Has nothing been reported so far?
    pub(crate) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// Reports a problem at a place below the current one: `""`, `/dlq/target`, ….
    pub(crate) fn report(&mut self, below: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.keep(below, message.into(), hint.into());
    }

    fn keep(&mut self, below: &str, message: String, hint: String) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem { at: format!("{}{below}", self.pointer), message, hint });
        }
    }

    /// Does something one level down.
    pub(crate) fn below<T>(&mut self, key: &str, inside: impl FnOnce(&mut Self) -> T) -> T {
        let above = self.enter(key);
        let result = inside(self);
        self.pointer.truncate(above);
        result
    }

    /// Goes one level down; gives the pointer's length above. Apart from `below`, which is there once a type.
    #[inline(never)]
    fn enter(&mut self, key: &str) -> usize {
        let above = self.pointer.len();
        self.pointer.push('/');
        for c in key.chars() {
            match c {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                c => self.pointer.push(c),
            }
        }
        above
    }

    /// Reports a value of the wrong type.
    pub(crate) fn wrong_type<T>(&mut self, value: &Value, wanted: &str, example: &str) -> Option<T> {
        let found = match value {
            Value::Null => "nothing (null)".to_owned(),
            Value::Bool(value) => format!("`{value}`"),
            Value::Number(number) => format!("the number {}", decimal::written(number)),
            Value::String(text) => format!("the text {}", quoted(text)),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        };
        self.report("", format!("Expected {wanted}, found {found}."), format!("For example {example}."));
        None
    }

    /// The fields of an object; those that the schema does not know are reported, `x-…` are let through.
    pub(crate) fn object<'a>(&mut self, value: &'a Value, known: &[&str]) -> Option<&'a Map<String, Value>> {
        let Value::Object(fields) = value else {
            let list = known.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(", ");
            return self.wrong_type(value, "an object", &format!("{{ … }} with some of {list}"));
        };
        let unknown: BTreeSet<&str> = fields
            .keys()
            .map(String::as_str)
            .filter(|key| !known.contains(key) && !key.starts_with("x-"))
            .collect();
        for key in unknown {
            self.below(key, |r| {
                r.unknown.push(r.pointer.clone());
                // Looking for likely names costs more than all else.
                if r.problems.len() < PROBLEMS_MAX {
                    let hint = suggest(key, known.iter().copied());
                    r.report("", format!("There is no field {} here.", quoted(key)), hint);
                }
            });
        }
        Some(fields)
    }

    /// A field that must be there.
    pub(crate) fn required<T: Read>(&mut self, fields: &Map<String, Value>, key: &str) -> Option<T> {
        let value = self.present(fields, key)?;
        self.below(key, |r| T::read(value, r))
    }

    fn present<'a>(&mut self, fields: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
        let value = fields.get(key);
        if value.is_none() {
            let message = format!("The field `{key}` is missing.");
            self.keep("", message, format!("Add `\"{key}\": …` here."));
        }
        value
    }

    /// A field that may be absent or null; the outer `Option` is none after a problem.
    pub(crate) fn optional<T: Read>(&mut self, fields: &Map<String, Value>, key: &str) -> Option<Option<T>> {
        match fields.get(key) {
            None | Some(Value::Null) => Some(None),
            Some(value) => self.below(key, |r| T::read(value, r)).map(Some),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let Value::Array(items) = value else {
            return reader.wrong_type(value, "a list", "[ … ]");
        };
        let mut out = Some(Self::with_capacity(items.len()));
        for (index, item) in items.iter().enumerate() {
            let read = reader.below(&index.to_string(), |r| T::read(item, r));
            match (read, &mut out) {
                (Some(item), Some(list)) => list.push(item),
                _ => out = None,
            }
        }
        out
    }
}

impl Read for bool {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(*value),
            _ => reader.wrong_type(value, "true or false", "true, without quotes"),
        }
    }
}

impl Read for u32 {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value.as_u64().and_then(|number| Self::try_from(number).ok()) {
            Some(number) => Some(number),
            None => reader.wrong_type(value, "a whole number from 0 to 4294967295", "3, without quotes"),
        }
    }
}

impl Read for String {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::String(text) => Some(text.clone()),
            _ => reader.wrong_type(value, "a text", "\"…\""),
        }
    }
}
