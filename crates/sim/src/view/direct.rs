//! Direct calls, as they are drawn.

use sqs::Time;

/// What became of a producer's direct calls so far; repetitions count as calls of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallsView {
    /// Index of the consumer that is called.
    pub consumer: u32,
    /// Calls so far.
    pub made: u64,
    /// Calls whose caller waits now.
    pub open: u64,
    /// With an answer.
    pub answered: u64,
    /// Whose work failed (500).
    pub failed: u64,
    /// Whose worker died in the middle of it (502).
    pub broken: u64,
    /// That found neither a free worker nor a place to wait (503).
    pub refused: u64,
    /// Whose caller gave up (504).
    pub timed_out: u64,
    /// Work that was done for a caller that did not hear of it.
    pub unheard: u64,
    /// Microseconds that it waits for an answer.
    pub timeout_us: Time,
    /// Microseconds from call to answer, on average and at most; none before the first answer.
    pub answer_us: Option<(Time, Time)>,
}

impl CallsView {
    /// Calls that came to nothing.
    pub fn errors(&self) -> u64 {
        self.failed + self.broken + self.refused + self.timed_out
    }
}

/// A consumer that is called directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServingView {
    /// Calls that wait for a worker.
    pub waiting: u64,
    /// Calls that may wait.
    pub accept: u32,
    /// Workers that wait for a call.
    pub free: u32,
}
