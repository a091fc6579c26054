//! What is wrong with an expression.

use sim::ValueType;
use winnow::error::ParserError;
use winnow::stream::Location;

use super::token::Input;

/// Something wrong in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the text before it.
    pub at: usize,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do, in a sentence; empty if the message says it.
    pub hint: String,
}

pub(super) const LABEL_HINT: &str =
    "Write the group's letters and the number of the send: `A7`, or `M1` without groups.";

impl Fault {
    pub(super) fn new(at: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { at, message: message.into(), hint: hint.into() }
    }

    /// Line and column in the text, from 1; columns count characters.
    pub fn place(&self, text: &str) -> (usize, usize) {
        let before = text.get(..self.at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    /// The message with the place in the text: "There is no function `f` (column 3)."
    pub fn placed(&self, text: &str) -> String {
        let (line, column) = self.place(text);
        let line = if text.contains('\n') { format!("line {line}, ") } else { String::new() };
        let message = self.message.strip_suffix('.').unwrap_or(&self.message);
        format!("{message} ({line}column {column}).")
    }
}

impl<'i> ParserError<Input<'i, '_>> for Fault {
    type Inner = Self;

    fn from_input(input: &Input<'i, '_>) -> Self {
        Self::new(input.current_token_start(), "The expression cannot be read from here on.", "")
    }

    fn into_inner(self) -> Result<Self, Self> {
        Ok(self)
    }
}

/// A value of another type than what is asked for.
pub(super) fn wrong_type(at: usize, wanted: &[ValueType], found: ValueType) -> Fault {
    let names: Vec<&str> = wanted.iter().map(|it| type_name(*it)).collect();
    let hint = match (wanted, found) {
        ([ValueType::Bool], _) => "Compare it with something: `count(received) == 3`.",
        (_, ValueType::Bool) => "Leave the comparison out: `count(received)`.",
        ([ValueType::Duration], _) => "Write an instant or a duration: `first(received)`, `30s`.",
        _ => "",
    };
    Fault::new(at, format!("This is {}, and {} is needed.", type_name(found), names.join(" or ")), hint)
}

/// What a value is, in words.
pub(super) fn type_name(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::Bool => "true or false",
        ValueType::Number => "a number",
        ValueType::Duration => "a duration",
    }
}
