//! What goes wrong, or is done to a queue, at a given time.

use std::sync::Arc;

use sqs::{AttributeChanges, Time};

use crate::WorkerId;

/// Something that happens at a given time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultModel {
    /// Microseconds since the start.
    pub at_us: Time,
    /// What.
    pub kind: FaultKind,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A worker dies: its work is lost, its poll is given up. It comes back after `for_us`, or never.
    Crash {
        /// Who.
        worker: WorkerId,
        /// Microseconds until it is back.
        for_us: Option<Time>,
    },
    /// AWS's standard queue hands its next message out a second time.
    SecondCopy {
        /// Index in [`crate::Model::queues`].
        queue: u32,
    },
    /// A worker stops in the middle of what it does, without dying: no work, no heartbeat, its open poll
    /// stays open. After `for_us` it goes on where it stopped, or never.
    Hang {
        /// Who.
        worker: WorkerId,
        /// Microseconds until it goes on.
        for_us: Option<Time>,
    },
    /// Work that a consumer begins from now on takes longer.
    Slow {
        /// Index in [`crate::Model::consumers`].
        consumer: u32,
        /// Thousandths of the usual time.
        factor_milli: u32,
        /// Microseconds until it works as usual again; none means for good.
        for_us: Option<Time>,
    },
    /// A worker stops gracefully: it finishes and deletes what it has, and receives no more.
    Stop {
        /// Who.
        worker: WorkerId,
    },
    /// All workers of an Availability Zone are down for a time. Queues are not: AWS stores each message in
    /// several zones (sqs-facts §2.1).
    ZoneOutage {
        /// Index in [`crate::Model::zones`].
        zone: u32,
        /// Microseconds until the zone is back; none means for good.
        for_us: Option<Time>,
    },
    /// A producer's next call does not reach SQS.
    LoseRequest {
        /// Index in [`crate::Model::producers`].
        producer: u32,
    },
    /// The answer to a producer's next call does not reach the producer.
    LoseReply {
        /// Index in [`crate::Model::producers`].
        producer: u32,
    },
    /// `StartMessageMoveTask` (sqs-facts §4.3).
    Redrive {
        /// The dead-letter queue, by index in [`crate::Model::queues`].
        queue: u32,
        /// Where to; none means each message's own source.
        to: Option<u32>,
        /// Messages a second, 1 to 500; none is as fast as it goes.
        per_second: Option<u32>,
    },
    /// `CancelMessageMoveTask` for the task that runs.
    CancelRedrive {
        /// The dead-letter queue, by index in [`crate::Model::queues`].
        queue: u32,
    },
    /// `PurgeQueue`.
    Purge {
        /// Index in [`crate::Model::queues`].
        queue: u32,
    },
    /// `SetQueueAttributes`. A redrive policy names queues by their index in [`crate::Model::queues`].
    Change {
        /// Index in [`crate::Model::queues`].
        queue: u32,
        /// What changes.
        changes: Arc<AttributeChanges>,
    },
}
