//! What a text opens: a built-in scenario's slug, an author's JSON or a link.

use std::fmt;

use sim::Timeline;

use crate::{Address, Place, Problem, Scenario, Setting, State, library, text};

/// Bytes of a text at most; longer ones are not even looked at. An author's JSON may have 64 KiB.
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// Letters of a text that a message repeats at most.
const QUOTED_CHARS_MAX: usize = 60;

/// Why nothing was opened. It prints as its name, a colon and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningRefusal {
    /// Longer than [`TEXT_BYTES_MAX`].
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

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
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

impl Opening {
    /// Reads a slug, JSON or a link, told apart by their looks.
    ///
    /// # Errors
    /// Why it opens nothing, with what to do.
    pub fn read(text: &str) -> Result<Self, OpeningRefusal> {
        Self::read_with(text, &[])
    }

    /// As [`Opening::read`], with further edits after those that the text brings.
    ///
    /// # Errors
    /// Why it opens nothing, with what to do.
    pub fn read_with(text: &str, edits: &[(String, String)]) -> Result<Self, OpeningRefusal> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(OpeningRefusal::TooLong(text.len()));
        }
        let text = text.trim();
        if text.starts_with(['{', '[']) {
            return Self::of_json(None, text, Address::default(), edits);
        }
        if text.contains(['/', '?', '#']) {
            return Self::of_link(text, edits);
        }
        Self::of_slug(text, Address::default(), edits)
    }

    /// The run, its clock where the text wants it.
    ///
    /// # Errors
    /// A scenario that cannot be run.
    pub fn timeline(&self) -> Result<Timeline, OpeningRefusal> {
        let timeline = Timeline::new(self.scenario.model.clone(), self.seed);
        let mut timeline =
            timeline.map_err(|error| OpeningRefusal::InvalidModel(text::model_error(&error)))?;
        self.place.seek(&mut timeline);
        Ok(timeline)
    }

    /// The state at the clock of a run of this scenario.
    pub fn state(&self, timeline: &mut Timeline) -> State {
        let link = self.link(timeline);
        let slug = self.slug.unwrap_or(&self.scenario.id);
        let setting = Setting { slug, link, playing: false, speed_milli: self.speed_milli };
        State::of(timeline, &self.scenario, setting)
    }

    /// The readable link of the instant at which a run of this scenario stands. An author's own scenario has no
    /// address of its own.
    fn link(&self, timeline: &mut Timeline) -> String {
        let Place { t_ms, k } = Place::of(timeline);
        let seed = (timeline.seed() != self.scenario.seed).then_some(timeline.seed());
        let set = self.scenario.edits.clone();
        let address = Address { seed, t_ms, k, speed_milli: self.speed_milli, set };
        let path = self.slug.map_or_else(|| "/c/".to_owned(), |slug| format!("/s/{slug}/"));
        path + &address.write()
    }

    fn of_link(link: &str, edits: &[(String, String)]) -> Result<Self, OpeningRefusal> {
        let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
        if !fragment.is_empty() {
            return Err(OpeningRefusal::PayloadLink);
        }
        let (path, query) = link.split_once('?').unwrap_or((link, ""));
        let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        let [.., "s", slug] = parts.as_slice() else {
            let message = format!("{} is not a link to a built-in scenario, /s/<slug>/", quoted(link));
            return Err(OpeningRefusal::InvalidLink(message));
        };
        let (address, problems) = Address::read(query);
        if let Some(problem) = problems.first() {
            return Err(OpeningRefusal::InvalidLink(told(problem)));
        }
        Self::of_slug(slug, address, edits)
    }

    fn of_slug(slug: &str, address: Address, edits: &[(String, String)]) -> Result<Self, OpeningRefusal> {
        let entry = library::find(slug).ok_or_else(|| OpeningRefusal::UnknownScenario(slug.to_owned()))?;
        let json =
            library::json(entry.slug).ok_or_else(|| OpeningRefusal::UnknownScenario(slug.to_owned()))?;
        Self::of_json(Some(entry.slug), json, address, edits)
    }

    fn of_json(
        slug: Option<&'static str>,
        json: &str,
        address: Address,
        edits: &[(String, String)],
    ) -> Result<Self, OpeningRefusal> {
        let Address { seed, t_ms, k, speed_milli, mut set } = address;
        set.extend_from_slice(edits);
        let scenario = Scenario::read(json, &set).map_err(OpeningRefusal::InvalidScenario)?;
        let seed = seed.unwrap_or(scenario.seed);
        Ok(Self { slug, scenario, seed, place: Place { t_ms, k }, speed_milli })
    }
}

impl fmt::Display for OpeningRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(bytes) => {
                write!(f, "TooLong: the text has {bytes} bytes, at most {TEXT_BYTES_MAX} are read")
            }
            Self::UnknownScenario(slug) => {
                let slugs: Vec<&str> = library::all().map(|entry| entry.slug).collect();
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
