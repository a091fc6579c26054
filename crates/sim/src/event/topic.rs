//! What becomes of a delivery that failed.

/// What SNS does after an attempt that failed (sqs-facts §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryFate {
    /// It will try again: the trouble was the server's.
    Retried,
    /// The message is in the subscription's dead-letter queue.
    DeadLettered,
    /// The message is gone.
    Lost,
}

impl DeliveryFate {
    /// Its number in the encoding.
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::Retried => 0,
            Self::DeadLettered => 1,
            Self::Lost => 2,
        }
    }

    /// The fate of a number.
    pub(crate) fn of_number(number: u64) -> Self {
        match number {
            0 => Self::Retried,
            1 => Self::DeadLettered,
            _ => Self::Lost,
        }
    }
}
