//! What a link says, whatever its version.

use sim::Label;

use super::act::Act;

/// A state of a run, as a link carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The scenario that it begins with.
    pub start: Start,
    /// Edits of it, `(path, value)`, in order.
    pub edits: Vec<(String, String)>,
    /// None: the scenario's own.
    pub seed: Option<u32>,
    /// What the viewer looks at.
    pub view: View,
    /// What somebody called it, at most [`Link::TITLE_CHARS_MAX`] characters.
    pub title: Option<String>,
    /// What the user did, in order, at most [`sim::limits::INPUTS_MAX`].
    pub acts: Vec<Act>,
}

impl Link {
    /// Characters of a title; more are cut off.
    pub const TITLE_CHARS_MAX: usize = 120;

    /// The start of this scenario.
    pub fn new(start: Start) -> Self {
        Self { start, edits: Vec::new(), seed: None, view: View::default(), title: None, acts: Vec::new() }
    }
}

/// The scenario that a link begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// A built-in one.
    BuiltIn {
        /// Its slug.
        slug: &'static str,
        /// The whole scenario goes along, for the day when the built-in one is another.
        embedded: bool,
    },
    /// An author's own, as JSON.
    Own {
        /// The file.
        json: String,
    },
}

/// What the viewer looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Milliseconds since the start.
    pub t_ms: u64,
    /// As [`crate::Place::k`].
    pub k: Option<u64>,
    /// Thousandths of real time, 100 to 1,000,000.
    pub speed_milli: u32,
    /// The message that is selected.
    pub selection: Option<Selection>,
    /// Open panels, a bit each; what they mean is the viewer's, who must never give a bit another meaning.
    pub panels: Option<u32>,
}

/// A message, by sequence and time: what is selected stays selected when edits change the run before it, or is
/// seen to be another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Its label: its group and the number of its send there.
    pub label: Label,
    /// Milliseconds since the start when it was sent, floored.
    pub sent_ms: u64,
}

impl Default for View {
    fn default() -> Self {
        Self {
            t_ms: 0,
            k: None,
            speed_milli: crate::address::SPEED_MILLI_DEFAULT,
            selection: None,
            panels: None,
        }
    }
}
