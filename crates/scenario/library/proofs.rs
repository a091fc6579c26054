//! Which of the files beside this one proves a reason for standard or FIFO.

use super::Reason;

impl Reason {
    /// The scenario that proves it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::AnswerAtOnce => "without-a-queue",
            Self::ReadAgain | Self::OneConsumerEach => "competing-consumers",
            Self::OrderBeyondFifo | Self::Batches | Self::HighThroughput => "fifo-throughput",
            Self::OrderByGroup => "fifo-groups",
            Self::OrderOfAll => "fifo-one-group",
            Self::NoDuplicates => "fifo-dedup",
            Self::DuplicatesHarmless => "duplicate-delivery",
            Self::AnyRate => "spike-absorption",
            Self::FanOut => "sns-fanout",
            Self::Delay => "delay-vs-visibility",
            Self::Scheduler => "wait-longer-than-15-minutes",
        }
    }
}
