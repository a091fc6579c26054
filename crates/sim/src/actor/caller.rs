//! Direct calls that are under way, and what became of the others.

use std::collections::BTreeMap;

use sqs::Time;

use super::Outgoing;
use crate::CallOutcome;

/// A producer's direct calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    /// Those whose caller waits for an answer, by number of the producer's call.
    pub(crate) open: BTreeMap<u32, OpenCall>,
    pub(crate) made: u64,
    pub(crate) answered: u64,
    pub(crate) failed: u64,
    pub(crate) broken: u64,
    pub(crate) refused: u64,
    pub(crate) timed_out: u64,
    /// Work that was done for nobody.
    pub(crate) unheard: u64,
    /// Microseconds from call to answer, over all that were answered.
    pub(crate) answer_us_sum: u64,
    /// The longest of them.
    pub(crate) answer_us_max: Time,
}

impl Calls {
    /// A call has ended, or work that was done for nobody.
    pub(crate) fn count(&mut self, outcome: CallOutcome) {
        *match outcome {
            CallOutcome::Answered => &mut self.answered,
            CallOutcome::Failed => &mut self.failed,
            CallOutcome::Broken => &mut self.broken,
            CallOutcome::Refused => &mut self.refused,
            CallOutcome::TimedOut => &mut self.timed_out,
            CallOutcome::Unheard => &mut self.unheard,
        } += 1;
    }
}

/// A direct call whose caller waits.
#[derive(Clone, Debug)]
pub(crate) struct OpenCall {
    pub(crate) call: Outgoing,
    pub(crate) since: Time,
    pub(crate) place: Place,
    /// Its answer will not reach the caller.
    pub(crate) loses_answer: bool,
}

/// Where a direct call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Lost on its way, or its answer is.
    Nowhere,
    /// In the backlog of the consumer that is called.
    Backlog,
    /// With a worker.
    Worker,
}

/// A direct call as the one who is called knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) producer: u32,
    /// Number of the producer's call.
    pub(crate) call: u32,
    /// Number of the message in its producer, from 1.
    pub(crate) number: u32,
}
