//! Metrics under CloudWatch's names, sampled from the truth.

use sqs::Time;

/// A metric of namespace AWS/SQS (sqs-facts §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Metric {
    NumberOfMessagesSent,
    NumberOfMessagesReceived,
    NumberOfMessagesDeleted,
    NumberOfEmptyReceives,
    ApproximateNumberOfMessagesVisible,
    ApproximateNumberOfMessagesNotVisible,
    ApproximateNumberOfMessagesDelayed,
    ApproximateAgeOfOldestMessage,
}

impl Metric {
    /// All, in the order of their declaration.
    pub const ALL: [Self; 8] = [
        Self::NumberOfMessagesSent,
        Self::NumberOfMessagesReceived,
        Self::NumberOfMessagesDeleted,
        Self::NumberOfEmptyReceives,
        Self::ApproximateNumberOfMessagesVisible,
        Self::ApproximateNumberOfMessagesNotVisible,
        Self::ApproximateNumberOfMessagesDelayed,
        Self::ApproximateAgeOfOldestMessage,
    ];

    /// CloudWatch's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::NumberOfMessagesSent => "NumberOfMessagesSent",
            Self::NumberOfMessagesReceived => "NumberOfMessagesReceived",
            Self::NumberOfMessagesDeleted => "NumberOfMessagesDeleted",
            Self::NumberOfEmptyReceives => "NumberOfEmptyReceives",
            Self::ApproximateNumberOfMessagesVisible => "ApproximateNumberOfMessagesVisible",
            Self::ApproximateNumberOfMessagesNotVisible => "ApproximateNumberOfMessagesNotVisible",
            Self::ApproximateNumberOfMessagesDelayed => "ApproximateNumberOfMessagesDelayed",
            Self::ApproximateAgeOfOldestMessage => "ApproximateAgeOfOldestMessage",
        }
    }
}

/// One queue at one sampled instant; counts are totals since 0, so that a rate is a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// The instant; of those on record a multiple of [`crate::Timeline::sample_us`].
    pub at_us: Time,
    /// `ApproximateNumberOfMessagesVisible`.
    pub visible: u32,
    /// `ApproximateNumberOfMessagesNotVisible`.
    pub in_flight: u32,
    /// `ApproximateNumberOfMessagesDelayed`.
    pub delayed: u32,
    /// `ApproximateAgeOfOldestMessage` in milliseconds; 0 when empty.
    pub age_of_oldest_ms: u32,
    /// `NumberOfMessagesSent` so far.
    pub sent: u32,
    /// `NumberOfMessagesReceived` so far.
    pub received: u32,
    /// `NumberOfMessagesDeleted` so far.
    pub deleted: u32,
    /// `NumberOfEmptyReceives` so far.
    pub empty_receives: u32,
}

/// The workers of a consumer at one sampled instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkerSample {
    /// The instant; of those on record a multiple of [`crate::Timeline::sample_us`].
    pub at_us: Time,
    /// Workers that are there: they poll, work, wait or are called; of a function the invocations that it may
    /// have at once.
    pub there: u32,
    /// Workers at work on a message; of a function the invocations that run.
    pub busy: u32,
}
