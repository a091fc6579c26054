//! How answers are printed: `--output json|text|table`.

mod json;
mod table;
mod text;

use super::tree::Tree;

/// The formats of `--output`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// JSON, four blanks a level.
    #[default]
    Json,
    /// Lines of values between tabs, for other programs.
    Text,
    /// A table for eyes.
    Table,
}

impl Output {
    pub(super) const NAMES: [&str; 3] = ["json", "text", "table"];

    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "text" => Some(Self::Text),
            "table" => Some(Self::Table),
            _ => None,
        }
    }

    /// An answer as text. The title is the action's name; an error is what the CLI would say instead.
    pub(super) fn print(self, title: &str, answer: &Tree) -> Result<String, String> {
        match self {
            Self::Json => Ok(json::print(answer)),
            Self::Text => text::print(answer),
            Self::Table => table::print(title, answer),
        }
    }
}
