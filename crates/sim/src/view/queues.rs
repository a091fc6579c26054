//! What is done to a queue.

use sqs::Time;

/// A move task that runs (sqs-facts §4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoveTaskView {
    /// Where to, by index; none means each message's own source.
    pub to: Option<u32>,
    /// Messages a second, if a rate was given.
    pub per_second: Option<u32>,
    /// Messages moved so far.
    pub moved: u64,
    /// Messages that could be received when it started.
    pub to_move: u64,
    /// Since when.
    pub since_us: Time,
    /// It was cancelled and will end soon.
    pub is_cancelling: bool,
}
