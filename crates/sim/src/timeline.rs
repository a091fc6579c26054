//! A run that can be read in any direction: log of inputs, checkpoints, branches.

mod acts;
mod batches;
mod bill;
mod branch;
mod cloudwatch;
mod lanes;
mod look;
mod mappings;
mod producers;
mod reading;
mod scaling;
mod story;
mod topics;
mod travel;
mod why;

use std::sync::Arc;

use sqs::Time;

use crate::setup::Setup;
use crate::timeline::branch::Branch;
use crate::{Input, Model, ModelError, World};

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
pub struct Timeline {
    setup: Arc<Setup>,
    /// By id.
    branches: Vec<Branch>,
    current: BranchId,
    /// The state at the clock; none while the clock rides on the current branch's frontier.
    cursor: Option<Box<World>>,
    next_branch: u32,
    replayed_events: u64,
}

impl Timeline {
    /// A run of this model that stands at 0, before its first event.
    ///
    /// # Errors
    /// A model that is not legal.
    pub fn new(model: Arc<Model>, seed: u32) -> Result<Self, ModelError> {
        let world = World::new(model, seed)?;
        Ok(Self {
            setup: world.setup.clone(),
            branches: vec![Branch::main(world)],
            current: BranchId(0),
            cursor: None,
            next_branch: 1,
            replayed_events: 0,
        })
    }

    /// The model.
    pub fn model(&self) -> &Arc<Model> {
        &self.setup.model
    }

    /// The seed.
    pub fn seed(&self) -> u32 {
        self.setup.seed
    }

    /// Length in microseconds.
    pub fn duration_us(&self) -> Time {
        self.setup.model.duration_us
    }

    /// Where the clock stands; `step` is the number of events of this instant that have happened.
    pub fn position(&self) -> Position {
        self.world().position()
    }

    /// The error that ended the run, if one did and the clock has reached it.
    pub fn error(&self) -> Option<RunError> {
        self.world().error()
    }

    /// What it costs.
    pub fn stats(&self) -> TimelineStats {
        let checkpoints: usize = self.branches.iter().map(|branch| branch.checkpoints.len()).sum();
        TimelineStats {
            events: self.here().record.log.len(),
            replayed_events: self.replayed_events,
            checkpoints: checkpoints as u64,
            bytes: self.bytes(),
        }
    }

    /// The current branch.
    fn here(&self) -> &Branch {
        &self.branches[self.place(self.current)]
    }

    /// The state at the clock.
    fn world(&self) -> &World {
        self.cursor.as_deref().unwrap_or(&self.here().frontier)
    }

    /// The place of a branch that exists.
    fn place(&self, branch: BranchId) -> usize {
        self.branches.partition_point(|other| other.id < branch)
    }
}
