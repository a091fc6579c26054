//! A Lambda function behind an event source mapping (sqs-facts §7).

use std::sync::Arc;

use sqs::{MICROS_PER_S, Time};

/// AWS's numbers for event source mappings (sqs-facts §7.1, §7.3).
pub mod lambda_limits {
    use super::{MICROS_PER_S, Time};

    /// `BatchSize` on a standard queue.
    pub const BATCH_MAX: u32 = 10_000;
    /// `BatchSize` on a FIFO queue, and the largest without a batching window.
    pub const BATCH_WITHOUT_WINDOW_MAX: u32 = 10;
    /// Microseconds; `MaximumBatchingWindowInSeconds`.
    pub const WINDOW_US_MAX: Time = 300 * MICROS_PER_S;
    /// Microseconds; a function's timeout.
    pub const TIMEOUT_US_MIN: Time = MICROS_PER_S;
    /// Microseconds; a function's timeout.
    pub const TIMEOUT_US_MAX: Time = 900 * MICROS_PER_S;
    /// `MaximumConcurrency`.
    pub const MAXIMUM_CONCURRENCY_MIN: u32 = 2;
    /// `MaximumConcurrency`.
    pub const MAXIMUM_CONCURRENCY_MAX: u32 = 1_000;
    /// Reserved concurrency: the account's default quota.
    pub const RESERVED_MAX: u32 = 1_000;
    /// `MinimumPollers`.
    pub const MINIMUM_POLLERS_MIN: u32 = 2;
    /// `MinimumPollers`.
    pub const MINIMUM_POLLERS_MAX: u32 = 200;
    /// Invocations that one provisioned poller has at once.
    pub const INVOCATIONS_OF_A_POLLER: u32 = 10;
    /// `MaximumPollers`; AWS allows 10,000.
    pub const MAXIMUM_POLLERS_MAX: u32 = 200;
    /// Invocations at once that a mapping begins with, and goes back to.
    pub const CONCURRENCY_START: u32 = 5;
    /// Bytes of a batch with what Lambda adds.
    pub const PAYLOAD_BYTES_MAX: u64 = 6 * 1_024 * 1_024;
    /// Microseconds; the longest cold start that a model has (AWS ends an initialisation after 10 s).
    pub const COLD_START_US_MAX: Time = 10 * MICROS_PER_S;
}

/// A function and the mapping that invokes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LambdaModel {
    /// Microseconds; 1 s to 15 min. An invocation that takes longer is killed.
    pub timeout_us: Time,
    /// Microseconds; the batching window, 0 to 300 s.
    pub window_us: Time,
    /// `MaximumConcurrency` of the mapping.
    pub maximum_concurrency: Option<u32>,
    /// Reserved concurrency of the function: more invocations at once are throttled.
    pub reserved: Option<u32>,
    /// Provisioned pollers in place of AWS's own scaling.
    pub provisioned: Option<ProvisionedPollers>,
    /// `ReportBatchItemFailures`.
    pub partial_failures: bool,
    /// What the function answers when a message fails.
    pub answer: FunctionAnswer,
    /// Only bodies that match are handed to the function; the others are deleted.
    pub filter: Option<BodyFilter>,
    /// How fast concurrency grows.
    pub ramp: Ramp,
    /// Microseconds that a new environment takes before its first invocation.
    pub cold_start_us: Time,
}

impl LambdaModel {
    /// What AWS gives a function and a mapping whose settings nobody touched: 3 s, no window, no limits.
    pub fn new() -> Self {
        Self {
            timeout_us: 3 * MICROS_PER_S,
            window_us: 0,
            maximum_concurrency: None,
            reserved: None,
            provisioned: None,
            partial_failures: false,
            answer: FunctionAnswer::Exception,
            filter: None,
            ramp: Ramp::Today,
            cold_start_us: 0,
        }
    }

    /// Invocations at once that the mapping itself can ever have.
    pub fn ceiling(&self) -> u32 {
        match self.provisioned {
            Some(pollers) => pollers.max.saturating_mul(lambda_limits::INVOCATIONS_OF_A_POLLER),
            None => self.ramp.ceiling().min(self.maximum_concurrency.unwrap_or(u32::MAX)),
        }
    }

    /// Execution environments that can ever run at once, at least one place.
    pub(crate) fn places(&self) -> u32 {
        self.ceiling().min(self.reserved.unwrap_or(u32::MAX)).max(1)
    }
}

impl Default for LambdaModel {
    fn default() -> Self {
        Self::new()
    }
}

/// `ProvisionedPollerConfig`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvisionedPollers {
    /// `MinimumPollers`.
    pub min: u32,
    /// `MaximumPollers`, at least `min`.
    pub max: u32,
}

/// How fast a mapping without provisioned pollers grows (sqs-facts §7.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ramp {
    /// 300 invocations a minute, up to 1,250.
    Today,
    /// 60 invocations a minute, up to 1,000.
    Before2023,
}

impl Ramp {
    /// Invocations at once that it ends at.
    pub fn ceiling(self) -> u32 {
        match self {
            Self::Today => 1_250,
            Self::Before2023 => 1_000,
        }
    }

    /// Invocations at once that each second adds.
    pub fn a_second(self) -> u32 {
        match self {
            Self::Today => 5,
            Self::Before2023 => 1,
        }
    }
}

/// What a function answers after a batch in which some messages failed (sqs-facts §7.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionAnswer {
    /// It throws at the first failure, and leaves the rest of the batch alone.
    Exception,
    /// The ids of those that failed; on FIFO queues it stops at the first, and lists all that it left.
    Listed,
    /// The ids of those that failed; it goes on after a failure on FIFO queues too.
    OnlyFailed,
    /// An empty list, or a null one.
    EmptyList,
    /// Nothing, or null.
    Nothing,
    /// Not JSON, after every batch.
    InvalidJson,
    /// The items have empty ids.
    EmptyIdentifier,
    /// The items have null for ids.
    NullIdentifier,
    /// The items have another key.
    WrongKey,
    /// The items name messages that were not in the batch.
    UnknownIdentifier,
}

impl FunctionAnswer {
    /// Does the function end its work at the first failure?
    pub(crate) fn stops_at_failure(self, is_fifo: bool) -> bool {
        match self {
            Self::Exception => true,
            Self::Listed => is_fifo,
            Self::OnlyFailed
            | Self::EmptyList
            | Self::Nothing
            | Self::InvalidJson
            | Self::EmptyIdentifier
            | Self::NullIdentifier
            | Self::WrongKey
            | Self::UnknownIdentifier => false,
        }
    }
}

/// The bodies that a mapping's filter lets through. A simulated body, which is no JSON, never passes
/// (sqs-facts §7.2: a format mismatch drops the record).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyFilter {
    passing: Vec<Arc<[u8]>>,
}

impl BodyFilter {
    /// Lets these bodies through, byte for byte.
    pub fn new(mut passing: Vec<Arc<[u8]>>) -> Self {
        passing.sort_unstable();
        passing.dedup();
        Self { passing }
    }

    pub(crate) fn passes(&self, body: &sqs::Body) -> bool {
        match body {
            sqs::Body::Bytes(bytes) => self.passing.binary_search(bytes).is_ok(),
            sqs::Body::Simulated { .. } => false,
        }
    }
}
