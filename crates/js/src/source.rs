//! What a simulation is made from: a slug, an author's JSON or a readable link.

use std::fmt;

use scenario::{Address, Place, Problem, Scenario, library};

/// Bytes of a source at most; longer ones are not even looked at. An author's JSON may have 64 KiB.
const SOURCE_BYTES_MAX: usize = 64 * 1024;

/// Letters of a source that a message repeats at most.
const QUOTED_CHARS_MAX: usize = 60;

/// Why nothing was opened. It prints as its name, a colon and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Longer than [`SOURCE_BYTES_MAX`].
    TooLong(usize),
    /// Neither a built-in scenario's slug, nor JSON, nor a link.
    UnknownScenario(String),
    /// A link to something else, or with parameters that cannot be read.
    InvalidLink(String),
    /// A link whose scenario is in its fragment.
    PayloadLink,
    /// JSON, or edits of it, with problems.
    InvalidScenario(Vec<Problem>),
    /// A scenario that cannot be run.
    InvalidModel(String),
}

/// What a source says.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The slug of a built-in scenario; none for an author's own.
    pub slug: Option<&'static str>,
    /// The scenario with its edits.
    pub scenario: Scenario,
    /// The seed.
    pub seed: u32,
    /// Where the clock is to stand.
    pub place: Place,
    /// Thousandths of real time. No clock runs here; it is what a page would take.
    pub speed_milli: u32,
}

impl Source {
    /// Reads a slug, JSON or a link, told apart by their looks.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        if text.len() > SOURCE_BYTES_MAX {
            return Err(Refusal::TooLong(text.len()));
        }
        let text = text.trim();
        if text.starts_with(['{', '[']) {
            return Self::of_json(None, text, &Address::default());
        }
        if text.contains(['/', '?', '#']) {
            return Self::of_link(text);
        }
        Self::of_slug(text, &Address::default())
    }

    fn of_link(link: &str) -> Result<Self, Refusal> {
        let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
        if !fragment.is_empty() {
            return Err(Refusal::PayloadLink);
        }
        let (path, query) = link.split_once('?').unwrap_or((link, ""));
        let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        let [.., "s", slug] = parts.as_slice() else {
            let message = format!("{} is not a link to a built-in scenario, /s/<slug>/", quoted(link));
            return Err(Refusal::InvalidLink(message));
        };
        let (address, problems) = Address::read(query);
        if let Some(problem) = problems.first() {
            return Err(Refusal::InvalidLink(told(problem)));
        }
        Self::of_slug(slug, &address)
    }

    fn of_slug(slug: &str, address: &Address) -> Result<Self, Refusal> {
        let entry = library::find(slug).ok_or_else(|| Refusal::UnknownScenario(slug.to_owned()))?;
        let json = library::json(entry.slug).ok_or_else(|| Refusal::UnknownScenario(slug.to_owned()))?;
        Self::of_json(Some(entry.slug), json, address)
    }

    fn of_json(slug: Option<&'static str>, json: &str, address: &Address) -> Result<Self, Refusal> {
        let scenario = Scenario::read(json, &address.set).map_err(Refusal::InvalidScenario)?;
        let seed = address.seed.unwrap_or(scenario.seed);
        let place = Place { t_ms: address.t_ms, k: address.k };
        Ok(Self { slug, scenario, seed, place, speed_milli: address.speed_milli })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(bytes) => {
                write!(f, "TooLong: the text has {bytes} bytes, at most {SOURCE_BYTES_MAX} are read")
            }
            Self::UnknownScenario(slug) => {
                let slugs: Vec<&str> = library::all().iter().map(|entry| entry.slug).collect();
                let known = slugs.join(", ");
                let slug = quoted(slug);
                write!(f, "UnknownScenario: there is no built-in scenario {slug}; there are {known}")
            }
            Self::InvalidLink(message) => write!(f, "InvalidLink: {message}"),
            Self::PayloadLink => f.write_str(
                "PayloadLink: a scenario in a link's fragment, after #, is not read here; pass its JSON",
            ),
            Self::InvalidScenario(problems) => {
                let told: Vec<String> = problems.iter().map(told).collect();
                write!(f, "InvalidScenario: {}", told.join("\n"))
            }
            Self::InvalidModel(message) => write!(f, "InvalidModel: {message}"),
        }
    }
}

/// A problem in one line.
fn told(problem: &Problem) -> String {
    let line = format!("{}: {} {}", problem.at, problem.message, problem.hint);
    line.trim_end().to_owned()
}

/// The beginning of a text, for a message.
fn quoted(text: &str) -> String {
    let start: String = text.chars().take(QUOTED_CHARS_MAX).collect();
    let rest = if start.len() < text.len() { "…" } else { "" };
    format!("\"{start}{rest}\"")
}
