//! Consumers that are called directly, without a queue.

use sqs::{MICROS_PER_S, Time};

/// What a consumer that is called directly does with calls beyond receive, work, delete: it answers. A free worker
/// takes a call and works on it for the consumer's work time; the caller waits for the answer. A call that finds no
/// worker free waits in the backlog of open connections, or is refused if that is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Serving {
    /// Calls that may wait for a worker, oldest first; 0: each that finds no worker free is refused at once.
    pub accept: u32,
}

/// Microseconds that a caller waits for an answer if nothing is said; in which a call that is lost counts as lost.
pub const TIMEOUT_US_DEFAULT: Time = 30 * MICROS_PER_S;
