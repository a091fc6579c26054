//! Scenarios: what authors write, what the library holds, how edits and links name things, and all wording.
//!
//! [`Scenario::read`] takes an author's JSON and gives a scenario or a list of [`Problem`]s with hints.
//! [`Scenario::model`] is what [`sim::Timeline`] runs. [`Address`] is the readable link.

use std::sync::Arc;

mod state;

pub use state::{ClaimState, Place, QueueState, Setting, State, branch_name, trace_hash_text};

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

/// A built-in scenario; its JSON is not part of the page's wasm but beside the page as `scenario.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `spike-absorption`, …
    pub slug: &'static str,
    /// Title in English.
    pub title: &'static str,
    /// One sentence: what one will see.
    pub summary: &'static str,
}

/// The built-in library.
pub mod library {
    use super::Entry;

    /// All built-in scenarios, in teaching order.
    pub fn all() -> &'static [Entry] {
        &[]
    }

    /// One of them.
    pub fn find(slug: &str) -> Option<&'static Entry> {
        all().iter().find(|entry| entry.slug == slug)
    }

    /// The JSON of one of them; natively and in the npm package, behind the feature `library-json`.
    #[cfg(feature = "library-json")]
    pub fn json(slug: &str) -> Option<&'static str> {
        let _ = slug;
        None
    }
}

/// A scenario, read and checked, with its edits applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// `id` of the file.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What to notice, a few lines.
    pub notice: Vec<String>,
    /// The AWS page that it rests on.
    pub source: Option<Source>,
    /// Seed if the address names none.
    pub seed: u32,
    /// Story beats by time.
    pub story: Vec<Beat>,
    /// What the reader may turn.
    pub knobs: Vec<Knob>,
    /// Texts of the claims, in the order of the model's claims.
    pub claims: Vec<ClaimText>,
    /// Questions.
    pub quiz: Vec<Question>,
    /// What runs.
    pub model: Arc<sim::Model>,
    /// Edits that were applied, `(path, value)`, in order, values as written.
    pub edits: Vec<(String, String)>,
}

/// Where the facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Title of the AWS page.
    pub title: String,
    /// Address.
    pub url: String,
    /// As of, `2026-11`.
    pub as_of: String,
}

/// A story beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// From this instant on.
    pub at_us: u64,
    /// The paragraphs, as text with inline marks already parsed.
    pub text: Vec<Paragraph>,
    /// What to look at: `queue:orders`, `worker:w/1`, `producer:web`.
    pub focus: Option<String>,
}

/// A paragraph of the small Markdown subset: plain, `**strong**`, `` `code` ``.
pub type Paragraph = Vec<Inline>;

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain.
    Text(String),
    /// Important.
    Strong(String),
    /// A name.
    Code(String),
}

/// A control for one value of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knob {
    /// Dotted path: `queues.orders.visibilityTimeout`.
    pub path: String,
    /// What the control is called.
    pub label: String,
    /// One sentence of help.
    pub help: String,
    /// What kind of control.
    pub kind: KnobKind,
    /// The file's own value, written as an edit would write it.
    pub default: String,
    /// The value now, written as an edit would write it.
    pub value: String,
    /// Values worth trying, written as an edit would write them.
    pub presets: Vec<String>,
}

/// The control that fits a knob. Numbers are in the unit given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnobKind {
    /// A duration with a range and a step, in milliseconds; written `90s`, `1m30s`.
    Duration {
        /// Smallest.
        min_ms: u64,
        /// Largest.
        max_ms: u64,
        /// Step.
        step_ms: u64,
    },
    /// A whole number.
    Integer {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
    /// A share from 0 to 1 in thousandths; written as a decimal.
    Share,
    /// On or off; written `true`, `false`.
    Switch,
}

/// The words of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimText {
    /// The author's id.
    pub id: String,
    /// A sentence.
    pub text: String,
    /// `always`, `sometimes`, `eventually`.
    pub kind: sim::ClaimKind,
}

/// A question with one right answer: predict, commit, run, explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The author's id.
    pub id: String,
    /// The question.
    pub ask: String,
    /// Where the clock must stand (paused) while one predicts, in milliseconds.
    pub at_ms: u64,
    /// Where the evidence is, in milliseconds.
    pub evidence_ms: u64,
    /// The message to look at then.
    pub evidence_label: Option<sim::Label>,
    /// The answers.
    pub options: Vec<AnswerOption>,
    /// What happens, said after the run.
    pub explain: String,
}

/// An answer to choose. It is right if and only if its claim holds in this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerOption {
    /// The author's id.
    pub id: String,
    /// The answer.
    pub text: String,
    /// Index of the claim that decides.
    pub claim: usize,
    /// For a wrong answer: the misconception, in a sentence.
    pub because: String,
}

impl Scenario {
    /// Reads an author's JSON (at most 64 KiB) and applies edits in order.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place and a hint; never a panic.
    pub fn read(json: &str, edits: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let _ = (json, edits);
        Err(Vec::new())
    }

    /// The JSON Schema of version 1.
    #[cfg(feature = "schema")]
    pub fn json_schema() -> String {
        String::new()
    }
}

/// A readable address: `/s/<slug>/?seed=7&t=42s&k=3&speed=2&set=queues.orders.visibilityTimeout=90s`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// None: the scenario's own.
    pub seed: Option<u32>,
    /// Milliseconds; 0 if not given.
    pub t_ms: u64,
    /// Events within the millisecond's instant; none means all.
    pub k: Option<u64>,
    /// Thousandths: 1000 is real time.
    pub speed_milli: u32,
    /// Edits in order.
    pub set: Vec<(String, String)>,
}

impl Address {
    /// Reads a query string (with or without `?`), percent-decoded. What cannot be read is left at its default and
    /// reported; unknown parameters are ignored. Never fails as a whole.
    pub fn read(query: &str) -> (Self, Vec<Problem>) {
        let _ = query;
        (Self::default(), Vec::new())
    }

    /// Writes the query string, with its `?`, empty if everything is at its default.
    pub fn write(&self) -> String {
        String::new()
    }
}

/// All wording, in English; one file a language later.
pub mod text {}
