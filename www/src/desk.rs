//! What starts the run anew: an edit, a seed, a reset.

use yew::prelude::*;

/// What the reader asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restart {
    /// Another value at a dotted path, written as an edit.
    Edit {
        /// The path.
        path: String,
        /// The value.
        value: String,
    },
    /// Values at dotted paths, in place of all edits so far.
    Solution(Vec<(String, String)>),
    /// Another seed.
    Seed(u32),
    /// The scenario as its author wrote it.
    Reset,
}

/// Where restarts are asked for; never differs.
#[derive(Clone, PartialEq)]
pub struct Desk(pub Callback<Restart>);

impl Desk {
    /// Starts the run anew.
    pub fn ask(&self, restart: Restart) {
        self.0.emit(restart);
    }
}

/// Where restarts are asked for.
#[hook]
pub fn use_desk() -> Desk {
    use_context().expect("components of a run are inside of its player")
}
