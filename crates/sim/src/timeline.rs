//! A run that can be read in any direction: log of inputs, checkpoints, branches.

use std::sync::Arc;

use sqs::{MessageId, Time};

use crate::{ActRefusal, Event, Input, Label, Model, ModelError, Sample, StoryLine, Verdict, View};

/// An instant and how many of its events have happened. Events that one call produced belong together:
/// a position inside such a run of events means its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Microseconds since the start.
    pub at_us: Time,
    /// Events of this instant that have happened; [`Position::ALL`] means all of them.
    pub step: u64,
}

impl Position {
    /// As a step: after everything that happens at the instant.
    pub const ALL: u64 = u64::MAX;

    /// After all events at or before this millisecond.
    pub fn after_ms(ms: u64) -> Self {
        Self { at_us: ms.saturating_mul(1_000), step: Self::ALL }
    }
}

/// A branch of the timeline; 0 is the first future, "main".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(pub u32);

/// A branch as a user sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchView {
    /// Which.
    pub id: BranchId,
    /// The branch that it left, and where; none for main.
    pub parent: Option<(BranchId, Position)>,
    /// The user's inputs of this branch itself, with their times.
    pub inputs: Vec<(Position, Input)>,
    /// True for the one that the clock runs on.
    pub current: bool,
}

/// What an act did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActOutcome {
    /// The clock stood at the newest instant of a branch of the user's own, with no input after it: the act
    /// joined that branch.
    Joined,
    /// A new branch begins here; the old future is kept.
    Forked(BranchId),
}

/// A run that had to be ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunError {
    /// More than [`crate::limits::EVENTS_AT_ONE_INSTANT_MAX`] events at one instant.
    ZeroTimeLoop {
        /// The instant.
        at_us: Time,
    },
    /// More than [`crate::limits::EVENTS_MAX`] events.
    TooManyEvents {
        /// The instant.
        at_us: Time,
    },
}

/// What the timeline costs and did, for tests and benches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimelineStats {
    /// Events of the current branch that are known.
    pub events: u64,
    /// Events replayed by seeks and steps since the start, beyond those simulated for the first time.
    pub replayed_events: u64,
    /// Checkpoints over all branches.
    pub checkpoints: u64,
    /// Bytes held by checkpoints, log and tables; an estimate.
    pub bytes: u64,
}

/// A run. The log of inputs is the truth; states are a cache.
#[derive(Debug)]
pub struct Timeline {}

impl Timeline {
    /// A run of this model that stands at 0, before its first event.
    ///
    /// # Errors
    /// A model that is not legal.
    pub fn new(model: Arc<Model>, seed: u32) -> Result<Self, ModelError> {
        unreachable!("to come")
    }

    /// The model.
    pub fn model(&self) -> &Arc<Model> {
        unreachable!("to come")
    }
    /// The seed.
    pub fn seed(&self) -> u32 {
        unreachable!("to come")
    }
    /// Length in microseconds.
    pub fn duration_us(&self) -> Time {
        unreachable!("to come")
    }
    /// Where the clock stands; `step` is the number of events of this instant that have happened.
    pub fn position(&self) -> Position {
        unreachable!("to come")
    }
    /// The error that ended the run, if one did and the clock has reached it.
    pub fn error(&self) -> Option<RunError> {
        unreachable!("to come")
    }

    /// Goes to a position, clamped to the run. Rewinds to a checkpoint or advances; never replays from 0
    /// when a nearer checkpoint exists.
    pub fn seek(&mut self, to: Position) {
        unreachable!("to come")
    }
    /// As `seek`, but stops after so many events; true when it arrived. The frame loop's form.
    pub fn seek_within(&mut self, to: Position, events_max: u64) -> bool {
        unreachable!("to come")
    }
    /// To after the next event (all events of one call at once); false at the end.
    pub fn step_forward(&mut self) -> bool {
        unreachable!("to come")
    }
    /// To before the latest event; false at the start.
    pub fn step_back(&mut self) -> bool {
        unreachable!("to come")
    }

    /// Simulates ahead of the clock, at most so many events, without moving the clock. True when the end of the
    /// branch is known: charts, verdicts and the trace hash then cost nothing.
    pub fn run_ahead(&mut self, events_max: u64) -> bool {
        unreachable!("to come")
    }
    /// The instant up to which the current branch is simulated.
    pub fn known_until_us(&self) -> Time {
        unreachable!("to come")
    }

    /// FNV-1a 64 over every event of the current branch from 0 to its end; simulates what is missing.
    pub fn trace_hash(&mut self) -> u64 {
        unreachable!("to come")
    }
    /// Verdicts in the order of [`Model::claims`]; simulates what is missing.
    pub fn verdicts(&mut self) -> Vec<Verdict> {
        unreachable!("to come")
    }

    /// Whether an act would be accepted now, and why not.
    ///
    /// # Errors
    /// Why not.
    pub fn can_act(&self, input: Input) -> Result<(), ActRefusal> {
        unreachable!("to come")
    }
    /// Acts now. In the past of what is known, or on main, a new branch begins and the old future is kept.
    ///
    /// # Errors
    /// Why nothing was done.
    pub fn act(&mut self, input: Input) -> Result<ActOutcome, ActRefusal> {
        unreachable!("to come")
    }
    /// All branches, by id.
    pub fn branches(&self) -> Vec<BranchView> {
        unreachable!("to come")
    }
    /// The branch that the clock runs on.
    pub fn branch(&self) -> BranchId {
        unreachable!("to come")
    }
    /// Goes to another branch at the same position. False if it is not there.
    pub fn switch_to(&mut self, branch: BranchId) -> bool {
        unreachable!("to come")
    }
    /// Forgets a branch and those that left it; main and the current one stay. False if it was not done.
    pub fn drop_branch(&mut self, branch: BranchId) -> bool {
        unreachable!("to come")
    }

    /// The instant that the clock stands at. `pinned` messages are listed one by one, however many there are.
    pub fn view(&self, pinned: &[MessageId]) -> View {
        unreachable!("to come")
    }
    /// Everything that happened to a message up to the clock, oldest first, at most 1,000 lines.
    pub fn story_of(&self, message: MessageId) -> Vec<StoryLine> {
        unreachable!("to come")
    }
    /// The newest events up to the clock, newest last.
    pub fn recent_events(&self, count_max: usize) -> Vec<Event> {
        unreachable!("to come")
    }
    /// Events of the current branch by number, in `from..to`, as far as known.
    pub fn events(&self, from: u64, to: u64) -> Vec<Event> {
        unreachable!("to come")
    }
    /// How many events have happened up to the clock.
    pub fn event_index(&self) -> u64 {
        unreachable!("to come")
    }
    /// The position just after event number `index` (from 0).
    pub fn position_of(&self, index: u64) -> Option<Position> {
        unreachable!("to come")
    }

    /// A message's label; none for a message that never was on this branch.
    pub fn label(&self, message: MessageId) -> Option<Label> {
        unreachable!("to come")
    }
    /// The message of a label, if its send is known on this branch.
    pub fn find(&self, label: Label) -> Option<MessageId> {
        unreachable!("to come")
    }

    /// Microseconds between samples of the metrics: about 1,000 over the run, at least 1 ms.
    pub fn sample_us(&self) -> Time {
        unreachable!("to come")
    }
    /// Samples of a queue on the current branch, from 0, as far as known.
    pub fn samples(&self, queue: u32) -> &[Sample] {
        unreachable!("to come")
    }
    /// What the workers did between two instants, for the lanes: spans in order, merged when too many.
    pub fn worker_spans(&self, worker: crate::WorkerId, from_us: Time, to_us: Time) -> Vec<crate::LaneSpan> {
        unreachable!("to come")
    }
    /// What happened to one message between two instants, as spans for its own lane.
    pub fn message_spans(&self, message: MessageId) -> Vec<crate::LaneSpan> {
        unreachable!("to come")
    }

    /// What it costs.
    pub fn stats(&self) -> TimelineStats {
        unreachable!("to come")
    }
}
