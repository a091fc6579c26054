//! What a text opens: a built-in scenario's slug, an author's JSON or a link.

use std::fmt;

use sim::Timeline;

use crate::link::{Act, Link, LinkProblem, Start, View, Visit};
use crate::read::without_mark;
use crate::{Address, Place, Problem, Scenario, Setting, State, library, text};

/// Bytes of a text at most; longer ones are not even looked at. An author's JSON may have 64 KiB.
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// Letters of a text that a message repeats at most.
const QUOTED_CHARS_MAX: usize = 60;

/// Why nothing was opened. It prints as its name, a colon and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningRefusal {
    /// Longer than 64 KiB: so many bytes.
    TooLong(usize),
    /// Neither a built-in scenario's slug, nor JSON, nor a link.
    UnknownScenario(String),
    /// A link to something else, or with parameters that cannot be read.
    InvalidLink(String),
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
    /// What a link says that the user did; [`Opening::timeline`] does it again.
    pub acts: Vec<Act>,
    /// What is to be said of an old or a newer link that opens.
    pub notices: Vec<Problem>,
    /// The scenario without its edits.
    start: Start,
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
        let (mut link, notices) = Self::link_of(text)?;
        link.edits.extend_from_slice(edits);
        Self::of(link, notices)
    }

    /// What a slug, JSON or a link says, before its scenario is read; and what is to be said of an old link.
    ///
    /// # Errors
    /// Why it says nothing, with what to do.
    pub fn link_of(text: &str) -> Result<(Link, Vec<Problem>), OpeningRefusal> {
        if text.len() > TEXT_BYTES_MAX {
            return Err(OpeningRefusal::TooLong(text.len()));
        }
        let text = without_mark(text).trim();
        if text.starts_with(['{', '[']) {
            return Ok((Link::new(Start::Own { json: text.to_owned() }), Vec::new()));
        }
        if text.contains(['/', '?', '#']) {
            return of_address(text);
        }
        let slug = library::find(text).map(|entry| entry.slug);
        let slug = slug.ok_or_else(|| OpeningRefusal::UnknownScenario(text.to_owned()))?;
        Ok((Link::new(Start::BuiltIn { slug, embedded: false }), Vec::new()))
    }

    /// Opens what a link says.
    fn of(link: Link, notices: Vec<Problem>) -> Result<Self, OpeningRefusal> {
        let Link { start, edits, seed, view, title: _, acts } = link;
        let (slug, json) = match &start {
            Start::BuiltIn { slug, .. } => {
                let json = library::json(slug);
                (Some(*slug), json.ok_or_else(|| OpeningRefusal::UnknownScenario((*slug).to_owned()))?)
            }
            Start::Own { json } => (None, json.as_str()),
        };
        let scenario = Scenario::read(json, &edits).map_err(OpeningRefusal::InvalidScenario)?;
        let View { t_ms, k, speed_milli, selection: _, panels: _ } = view;
        let seed = seed.unwrap_or(scenario.seed);
        Ok(Self { slug, scenario, seed, place: Place { t_ms, k }, speed_milli, acts, notices, start })
    }

    /// The run, its clock where the text wants it.
    ///
    /// # Errors
    /// A scenario that cannot be run.
    pub fn timeline(&self) -> Result<Timeline, OpeningRefusal> {
        let timeline = Timeline::new(self.scenario.model.clone(), self.seed);
        let mut timeline =
            timeline.map_err(|error| OpeningRefusal::InvalidModel(text::model_error(&error)))?;
        for act in &self.acts {
            if let Err(refusal) = act.perform(&mut timeline) {
                let why = text::act_refusal(refusal);
                return Err(OpeningRefusal::InvalidLink(format!("an act of the link makes no sense: {why}")));
            }
        }
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

    /// The link of the instant at which a run of this scenario stands: readable as long as that can be, with a
    /// payload for an author's own scenario and for what the user did.
    fn link(&self, timeline: &mut Timeline) -> String {
        let Place { t_ms, k } = Place::of(timeline);
        let seed = (timeline.seed() != self.scenario.seed).then_some(timeline.seed());
        let (edits, acts) = (self.scenario.edits.clone(), Act::all(timeline));
        if let (Some(slug), true) = (self.slug, acts.is_empty()) {
            let address = Address { seed, t_ms, k, speed_milli: self.speed_milli, set: edits };
            return format!("/s/{slug}/{}", address.write());
        }
        let view = View { t_ms, k, speed_milli: self.speed_milli, ..View::default() };
        let link = Link { start: self.start.clone(), edits, seed, view, title: None, acts };
        // What is larger than any link has no address of its own.
        let without = || self.slug.map_or_else(|| "/c/".to_owned(), |slug| format!("/s/{slug}/"));
        link.address(self.slug.and_then(library::json)).unwrap_or_else(|_| without())
    }
}

/// What an address says: `/s/<slug>/` or `/c/`, parameters and a payload.
fn of_address(text: &str) -> Result<(Link, Vec<Problem>), OpeningRefusal> {
    let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let slug = match parts.as_slice() {
        [.., "s", slug] => Some(*slug),
        [.., "c"] => None,
        _ => {
            let message = format!("{} is not a link to a scenario, /s/<slug>/ or /c/#…", quoted(text));
            return Err(OpeningRefusal::InvalidLink(message));
        }
    };
    if let Some(slug) = slug.filter(|slug| fragment.is_empty() && library::find(slug).is_none()) {
        return Err(OpeningRefusal::UnknownScenario(slug.to_owned()));
    }
    let refused = |problem: LinkProblem| match problem {
        LinkProblem::BadScenario(problems) => OpeningRefusal::InvalidScenario(problems),
        other => OpeningRefusal::InvalidLink(told(&other.problem())),
    };
    let (visit, problems) = Visit::read(slug, query, fragment).map_err(refused)?;
    if let Some(problem) = problems.first() {
        return Err(OpeningRefusal::InvalidLink(told(problem)));
    }
    let base = visit.slug().and_then(library::json);
    visit.open(base).map_err(refused)
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
