//! How pollers go about their queues.

use sqs::Time;

/// What a poller does beyond receive, work, delete. The default is nothing of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Keeps its messages hidden while it works on them.
    pub heartbeat: Option<Heartbeat>,
    /// One `DeleteMessageBatch` at the end of a batch in place of a delete after each message.
    pub deletes_in_batches: bool,
    /// Queues of lower priority, by index in [`crate::Model::queues`]. Those before are asked by short polls,
    /// in order, each only if the one before had nothing; the last is asked as
    /// [`crate::ConsumerModel::wait_s`] says.
    pub then: Vec<u32>,
    /// Microseconds of sleep between two rounds of receives.
    pub pause_us: Time,
    /// Stretches without receives, from (included) to (excluded) in microseconds, in order and apart. What a
    /// worker has when one begins it finishes.
    pub away: Vec<(Time, Time)>,
    /// Availability zones by index in [`crate::Model::zones`], workers in turn; empty: no zone fails them.
    pub zones: Vec<u32>,
}

/// `ChangeMessageVisibility` again and again, from the first work on a batch to its last delete. All of the
/// batch that is not deleted is extended, in one call. A worker that is refused for a message stops
/// extending it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// Microseconds between two calls.
    pub every_us: Time,
    /// `VisibilityTimeout` from each call on, in seconds, 1 to 43,200; the total since the receive is at most
    /// 43,200 (sqs-facts §2.4).
    pub to_s: u32,
}
