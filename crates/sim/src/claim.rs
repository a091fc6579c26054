//! Properties of one run, named and closed: at once test, badge and key of a question.

use std::sync::Arc;

use sqs::Time;

use crate::{Expr, Label, WorkerId};

/// When a claim's expression must be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimKind {
    /// After every event, never false: what has no value yet breaks nothing.
    Always,
    /// After one event at least.
    Sometimes,
    /// At the end of the run.
    Eventually,
}

/// A claim: `holds` is its verdict over the whole run, from 0 to the duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The author's id.
    pub id: Arc<str>,
    /// When it must be true.
    pub kind: ClaimKind,
    /// What must be true; of other expressions only the value at the end counts.
    pub expr: Expr,
}

/// A claim's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Over the whole run of the current branch.
    pub holds: bool,
    /// The instant that decided it: the first breach of an *always*, the first witness of a *sometimes*.
    pub decided_at_us: Option<Time>,
}

/// What can be claimed. Queues and consumers are indexes in the model.
/// Predicates about something that has not happened yet are false, but for those that say "so far".
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Predicate {
    /// So far no message of this queue was lost: every accepted send is stored here, was deleted, or is in
    /// (or was deleted from) its dead-letter queue; none expired.
    NothingLost { queue: u32 },
    /// The most messages that waited (visible) at once so far is in this range.
    PeakVisible { queue: u32, min: u64, max: u64 },
    /// The instant of that peak so far is in this range.
    PeakVisibleAt { queue: u32, min_us: Time, max_us: Time },
    /// The queue's visible messages fell to `max` or fewer at an instant in this range, having been more
    /// before, and stayed there since.
    DrainedAt { queue: u32, max: u64, min_us: Time, max_us: Time },
    /// Nothing is stored in the queue.
    Empty { queue: u32 },
    /// The n-th receive (from 1) of the message happened, at exactly this millisecond.
    ReceivedAt { message: Label, receive: u32, at_us: Time },
    /// The message became visible again for the n-th time (from 1), at exactly this millisecond.
    VisibleAgainAt { message: Label, time: u32, at_us: Time },
    /// The message was deleted by a worker, which is another than this one.
    DeletedByAnother { message: Label, than: WorkerId },
    /// The worker crashed so far.
    HasCrashed { worker: WorkerId },
    /// So far each group's messages were handed out for the first time in the order of their sends.
    GroupOrderKept { queue: u32 },
    /// Some message was handed out for the first time before an earlier send of its group.
    OrderBroken { queue: u32 },
    /// So far no message was handed out while an earlier one of its group was in flight from an earlier
    /// receive.
    GroupsExclusive { queue: u32 },
    /// At least so many groups had messages in flight at the same time.
    GroupsInParallel { queue: u32, min: u32 },
    /// At least so many deliveries of messages that had been delivered before.
    Duplicates { queue: u32, min: u64 },
    /// A second copy of a message was handed out while it was in flight.
    SecondCopyDelivered { queue: u32 },
    /// At least `min` messages took effect more than once in this consumer group.
    EffectsRepeated { consumer: u32, min: u64 },
    /// So far no message took effect more than once in this consumer group.
    EffectsAtMostOnce { consumer: u32 },
    /// At least so many messages took effect in this consumer group.
    EffectsAtLeast { consumer: u32, min: u64 },
    /// At least so many messages left this queue for its dead-letter queue.
    DeadLettered { queue: u32, min: u64 },
    /// At least so many messages of this queue were deleted.
    DeletedAtLeast { queue: u32, min: u64 },
}
