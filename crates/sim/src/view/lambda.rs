//! An event source mapping at an instant.

use sqs::Time;

/// What a mapping does, beside its environments, which are the consumer's workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappingView {
    /// How its pollers scale.
    pub mode: MappingMode,
    /// `BatchSize`.
    pub batch: u32,
    /// Invocations that run.
    pub running: u32,
    /// Invocations at once that it may have now.
    pub allowed: u32,
    /// Invocations at once that it can ever have.
    pub ceiling: u32,
    /// Reserved concurrency of the function, if it has any.
    pub reserved: Option<u32>,
    /// What keeps it from more invocations at once now.
    pub bound: ConcurrencyBound,
    /// Receives that wait at the queue.
    pub pollers: u32,
    /// Batches that were not handed to the function yet.
    pub waiting: WaitingBatches,
    /// Invocations so far.
    pub invoked: u64,
    /// Invocations after which everything was deleted.
    pub succeeded: u64,
    /// Invocations after which some messages stayed that the function had named.
    pub partly_failed: u64,
    /// Invocations after which nothing was deleted.
    pub failed: u64,
    /// Times that an invocation was refused since as many ran as may.
    pub throttled: u64,
    /// Messages deleted since they did not match the filter.
    pub filtered: u64,
    /// Invocations that had to start an environment first.
    pub cold_starts: u64,
}

/// How a mapping's pollers scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingMode {
    /// AWS adds and removes them.
    OnDemand,
    /// Between a minimum and a maximum, ten invocations each.
    Provisioned {
        /// Pollers now.
        pollers: u32,
    },
}

/// What bounds a mapping's concurrency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConcurrencyBound {
    /// Nothing: there is no more to do.
    Demand,
    /// FIFO: the messages that wait belong to groups that are being worked on.
    Groups,
    /// It has grown as far as time allowed.
    Ramp,
    /// `MaximumConcurrency`.
    Maximum,
    /// AWS's own ceiling for a mapping, or its provisioned pollers.
    Ceiling,
    /// The function's reserved concurrency.
    Reserved,
    /// It was lowered after errors.
    Errors,
}

/// Batches that wait for their window, their size or an environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WaitingBatches {
    /// Batches.
    pub batches: u32,
    /// Messages in them.
    pub messages: u32,
    /// When the first message of the oldest was received.
    pub oldest_us: Option<Time>,
}
