//! Time and the plain numbers that name things inside the engine.

/// Microseconds since the start of the run. It never falls.
pub type Time = u64;

/// Microseconds in a millisecond.
pub const MICROS_PER_MS: Time = 1_000;
/// Microseconds in a second.
pub const MICROS_PER_S: Time = 1_000_000;

/// A queue of this engine, by order of creation from 0; never given to another queue again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueueId(pub u32);

/// A message of this engine. `serial` counts accepted sends from 1 and is unique for ever;
/// `slot` is where the engine keeps the message, so that a lookup costs nothing. `api` makes AWS's UUID
/// from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId {
    /// Order of acceptance over all queues, from 1.
    pub serial: u64,
    /// Place in the engine's store; reused after the message is gone.
    pub slot: u32,
}

/// A receive request that waits in the engine (long polling). Numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What AWS gives as an opaque string: which receive of which message of which queue. `api` encodes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceiptHandle {
    /// The queue that handed the message out.
    pub queue: QueueId,
    /// The message.
    pub message: MessageId,
    /// Which hand-out of the message, from 1, counted over all queues it has been in.
    pub receive: u32,
}

impl ReceiptHandle {
    /// One that no queue ever gives out: what `api` puts for a text that is no handle.
    pub const INVALID: Self =
        Self { queue: QueueId(u32::MAX), message: MessageId { serial: 0, slot: 0 }, receive: 0 };
}

/// A move task of this engine, by order of start from 1; `api` makes AWS's task handle from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MoveTaskId(pub u64);
