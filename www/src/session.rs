//! The running scenario as the page holds it: the timeline, the playback, the selection.
//!
//! Three homes of state. The world is in [`Session`] (one shared cell, never in Yew's state). What panels show is
//! [`Shown`], an immutable snapshot that the session publishes at most ten times a second while playing and at once
//! after an act of the user. The stage draws every frame from the session itself.

use std::cell::RefCell;
use std::rc::Rc;

use scenario::Scenario;
use sim::{ActOutcome, ActRefusal, BranchId, BranchView, Input, Position, Timeline, View};
use sqs::MessageId;

/// What the panels show: one published instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The instant.
    pub view: Rc<View>,
    /// Is the clock running?
    pub playing: bool,
    /// Thousandths of real time.
    pub speed_milli: u32,
    /// True if the machine cannot keep up with the speed asked for.
    pub slower_than_asked: bool,
    /// The selected message.
    pub selected: Option<MessageId>,
    /// The branch that the clock runs on.
    pub branch: BranchId,
    /// All branches.
    pub branches: Rc<Vec<BranchView>>,
    /// Known up to here, in microseconds (charts and lanes grow with it).
    pub known_until_us: u64,
}

/// Handle on the one running scenario; cheap to clone, equal if it is the same run.
#[derive(Clone)]
pub struct Session(Rc<SessionCell>);

struct SessionCell {
    scenario: Rc<Scenario>,
    timeline: RefCell<Timeline>,
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Session {
    /// The scenario with its edits.
    pub fn scenario(&self) -> &Rc<Scenario> {
        &self.0.scenario
    }

    /// Reads the timeline. The borrow ends with the closure.
    pub fn read<R>(&self, f: impl FnOnce(&Timeline) -> R) -> R {
        f(&self.0.timeline.borrow())
    }

    /// The instant of the clock, made anew for the stage's frame.
    pub fn view_now(&self) -> View {
        todo!("pinned: the selection and the question's evidence")
    }

    /// How many microseconds of the run pass in a second of the viewer at the present speed.
    pub fn speed_milli(&self) -> u32 {
        todo!()
    }

    /// Starts the clock; from the end it starts anew.
    pub fn play(&self) {
        todo!()
    }

    /// Stops the clock.
    pub fn pause(&self) {
        todo!()
    }

    /// Goes to a position and publishes.
    pub fn seek(&self, to: Position) {
        let _ = to;
        todo!()
    }

    /// One event on or back; pauses.
    pub fn step(&self, forward: bool) {
        let _ = forward;
        todo!()
    }

    /// Thousandths of real time, clamped to 0.1× to 1000×.
    pub fn set_speed(&self, speed_milli: u32) {
        let _ = speed_milli;
        todo!()
    }

    /// Selects a message, or none.
    pub fn select(&self, message: Option<MessageId>) {
        let _ = message;
        todo!()
    }

    /// Whether an act would be accepted now.
    pub fn can_act(&self, input: Input) -> Result<(), ActRefusal> {
        self.read(|timeline| timeline.can_act(input))
    }

    /// Acts at the clock; publishes and announces what happened.
    pub fn act(&self, input: Input) -> Result<ActOutcome, ActRefusal> {
        let _ = input;
        todo!()
    }

    /// Goes to another branch.
    pub fn switch_to(&self, branch: BranchId) {
        let _ = branch;
        todo!()
    }
}
