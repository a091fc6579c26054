//! What is wrong, where, and what to do about it.

/// Something wrong in a scenario, an edit or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: a JSON pointer for files, a dotted path for edits, a parameter's name for addresses.
    pub at: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do, in a sentence; empty if the message says it.
    pub hint: String,
}

impl Problem {
    pub(crate) fn new(at: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { at: at.into(), message: message.into(), hint: hint.into() }
    }
}

/// Names farther than this from everything known get a list instead of a guess.
const LIKENESS_MIN: f64 = 0.72;
/// Names listed at most when there is no good guess.
const LISTED_MAX: usize = 12;

/// "Did you mean …?", or what there is to choose from.
pub(crate) fn suggest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = known
        .iter()
        .map(|name| (strsim::jaro_winkler(&written.to_ascii_lowercase(), &name.to_ascii_lowercase()), *name))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        None => "There is none in this scenario.".to_owned(),
        Some((likeness, name)) if likeness >= LIKENESS_MIN => format!("Did you mean `{name}`?"),
        Some(_) => {
            let list: Vec<String> = known.iter().take(LISTED_MAX).map(|name| format!("`{name}`")).collect();
            let more = if known.len() > LISTED_MAX { ", …" } else { "" };
            format!("Known here: {}{more}.", list.join(", "))
        }
    }
}

/// What a message quotes of something long: its beginning.
pub(crate) fn quoted(text: &str) -> String {
    const CHARS_MAX: usize = 60;
    if text.chars().count() <= CHARS_MAX {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(CHARS_MAX).collect();
    format!("`{start}…`")
}
