//! The metrics of CloudWatch's namespace `AWS/SQS` (sqs-facts §6).

/// One of them; its only dimension is `QueueName`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// In seconds; on standard queues without messages that were received three times or more.
    ApproximateAgeOfOldestMessage,
    /// In seconds; fair queues.
    ApproximateAgeOfOldestMessageInQuietGroups,
    /// FIFO.
    ApproximateNumberOfGroupsWithInflightMessages,
    /// A gauge.
    ApproximateNumberOfMessagesDelayed,
    /// Fair queues.
    ApproximateNumberOfMessagesDelayedInQuietGroups,
    /// In flight.
    ApproximateNumberOfMessagesNotVisible,
    /// Fair queues.
    ApproximateNumberOfMessagesNotVisibleInQuietGroups,
    /// A gauge.
    ApproximateNumberOfMessagesVisible,
    /// Fair queues.
    ApproximateNumberOfMessagesVisibleInQuietGroups,
    /// Fair queues.
    ApproximateNumberOfNoisyGroups,
    /// FIFO.
    NumberOfDeduplicatedSentMessages,
    /// Receives without a message.
    NumberOfEmptyReceives,
    /// Successful deletes, repeated ones too.
    NumberOfMessagesDeleted,
    /// Messages handed out, every time.
    NumberOfMessagesReceived,
    /// Accepted sends.
    NumberOfMessagesSent,
    /// In bytes.
    SentMessageSize,
}

/// A metric's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MetricUnit {
    Bytes,
    Count,
    Seconds,
}

impl Metric {
    /// All, by name.
    pub const ALL: [Self; 16] = [
        Self::ApproximateAgeOfOldestMessage,
        Self::ApproximateAgeOfOldestMessageInQuietGroups,
        Self::ApproximateNumberOfGroupsWithInflightMessages,
        Self::ApproximateNumberOfMessagesDelayed,
        Self::ApproximateNumberOfMessagesDelayedInQuietGroups,
        Self::ApproximateNumberOfMessagesNotVisible,
        Self::ApproximateNumberOfMessagesNotVisibleInQuietGroups,
        Self::ApproximateNumberOfMessagesVisible,
        Self::ApproximateNumberOfMessagesVisibleInQuietGroups,
        Self::ApproximateNumberOfNoisyGroups,
        Self::NumberOfDeduplicatedSentMessages,
        Self::NumberOfEmptyReceives,
        Self::NumberOfMessagesDeleted,
        Self::NumberOfMessagesReceived,
        Self::NumberOfMessagesSent,
        Self::SentMessageSize,
    ];

    /// AWS's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApproximateAgeOfOldestMessage => "ApproximateAgeOfOldestMessage",
            Self::ApproximateAgeOfOldestMessageInQuietGroups => "ApproximateAgeOfOldestMessageInQuietGroups",
            Self::ApproximateNumberOfGroupsWithInflightMessages => {
                "ApproximateNumberOfGroupsWithInflightMessages"
            }
            Self::ApproximateNumberOfMessagesDelayed => "ApproximateNumberOfMessagesDelayed",
            Self::ApproximateNumberOfMessagesDelayedInQuietGroups => {
                "ApproximateNumberOfMessagesDelayedInQuietGroups"
            }
            Self::ApproximateNumberOfMessagesNotVisible => "ApproximateNumberOfMessagesNotVisible",
            Self::ApproximateNumberOfMessagesNotVisibleInQuietGroups => {
                "ApproximateNumberOfMessagesNotVisibleInQuietGroups"
            }
            Self::ApproximateNumberOfMessagesVisible => "ApproximateNumberOfMessagesVisible",
            Self::ApproximateNumberOfMessagesVisibleInQuietGroups => {
                "ApproximateNumberOfMessagesVisibleInQuietGroups"
            }
            Self::ApproximateNumberOfNoisyGroups => "ApproximateNumberOfNoisyGroups",
            Self::NumberOfDeduplicatedSentMessages => "NumberOfDeduplicatedSentMessages",
            Self::NumberOfEmptyReceives => "NumberOfEmptyReceives",
            Self::NumberOfMessagesDeleted => "NumberOfMessagesDeleted",
            Self::NumberOfMessagesReceived => "NumberOfMessagesReceived",
            Self::NumberOfMessagesSent => "NumberOfMessagesSent",
            Self::SentMessageSize => "SentMessageSize",
        }
    }

    /// The metric of a name; case counts.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// Its unit.
    pub const fn unit(self) -> MetricUnit {
        match self {
            Self::ApproximateAgeOfOldestMessage | Self::ApproximateAgeOfOldestMessageInQuietGroups => {
                MetricUnit::Seconds
            }
            Self::SentMessageSize => MetricUnit::Bytes,
            Self::ApproximateNumberOfGroupsWithInflightMessages
            | Self::ApproximateNumberOfMessagesDelayed
            | Self::ApproximateNumberOfMessagesDelayedInQuietGroups
            | Self::ApproximateNumberOfMessagesNotVisible
            | Self::ApproximateNumberOfMessagesNotVisibleInQuietGroups
            | Self::ApproximateNumberOfMessagesVisible
            | Self::ApproximateNumberOfMessagesVisibleInQuietGroups
            | Self::ApproximateNumberOfNoisyGroups
            | Self::NumberOfDeduplicatedSentMessages
            | Self::NumberOfEmptyReceives
            | Self::NumberOfMessagesDeleted
            | Self::NumberOfMessagesReceived
            | Self::NumberOfMessagesSent => MetricUnit::Count,
        }
    }
}
