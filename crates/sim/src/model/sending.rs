//! How a producer sends: when, in which calls, and what it does when a call fails.

use std::sync::Arc;

use sqs::{MICROS_PER_MS, Time};

/// What a producer does beyond sending message after message at steps of a rate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sending {
    /// How its rate goes over time.
    pub course: Course,
    /// How many messages share a call.
    pub batch: Batching,
    /// Shares of the first groups or tenants in parts per million, at most a million together; the other groups
    /// have what is left, evenly. Empty: all in turn.
    pub shares_ppm: Vec<u32>,
    /// So many deduplication ids in turn; none: each message has its own. FIFO only.
    pub deduplication_ids: Option<u32>,
    /// Microseconds that a scheduler holds each message before it is sent; none: there is no scheduler.
    pub schedule_us: Option<Time>,
    /// How often calls are lost by chance.
    pub losses: Losses,
    /// What happens to a call that was lost or throttled, or to a direct call that failed.
    pub retry: Retry,
    /// Microseconds that it waits for the answer to a direct call; none: [`crate::TIMEOUT_US_DEFAULT`].
    pub timeout_us: Option<Time>,
}

impl Sending {
    /// Microseconds that it waits for the answer to a direct call.
    pub fn timeout_us(&self) -> Time {
        self.timeout_us.unwrap_or(crate::TIMEOUT_US_DEFAULT)
    }
}

/// How a rate goes over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Course {
    /// In the steps of [`crate::ProducerModel::rate`].
    #[default]
    Steps,
    /// In straight lines between the points of [`crate::ProducerModel::rate`], and level after the last. A
    /// message is due whenever a whole one has built up.
    Ramp,
    /// As a cosine. A message is due whenever a whole one has built up.
    Sine(Sine),
    /// Many at once, now and then.
    Bursts {
        /// Messages of a burst.
        size: u32,
        /// Microseconds from burst to burst.
        every_us: Time,
        /// Microseconds; the first burst.
        first_us: Time,
    },
    /// At these instants, in ascending order.
    Times(Arc<[Time]>),
}

/// A rate that swings around a mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sine {
    /// Thousandths of a message a second.
    pub mean_milli: u64,
    /// Thousandths of a message a second; at most the mean.
    pub swing_milli: u64,
    /// Microseconds.
    pub period_us: Time,
    /// Microseconds; an instant at which the rate is highest.
    pub peak_at_us: Time,
}

/// How many messages share a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batching {
    /// 1 for `SendMessage`, 2 to 10 for `SendMessageBatch` with up to so many.
    pub size: u32,
    /// Microseconds that the first message of a batch waits at most for others.
    pub window_us: Time,
}

/// How often calls are lost by chance, in parts per million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// The call does not reach SQS.
    pub request_ppm: u32,
    /// SQS's answer does not reach the producer.
    pub reply_ppm: u32,
}

/// What happens to a call that was lost or throttled: it is made again, as AWS's SDKs do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// Microseconds from a call, or from the failure of a direct one, to its repetition; none: what SDKs do, see [`Retry::LOST_AFTER_US`] and
    /// [`Retry::backoff_us`].
    pub after_us: Option<Time>,
    /// Calls in all, at least 1.
    pub attempts: u32,
    /// Does a repetition carry the deduplication id of the first call?
    pub same_id: bool,
}

impl Default for Batching {
    /// One message a call.
    fn default() -> Self {
        Self { size: 1, window_us: Self::WINDOW_US_DEFAULT }
    }
}

impl Batching {
    /// Microseconds; as AWS's batch manager for Java.
    pub const WINDOW_US_DEFAULT: Time = 200 * MICROS_PER_MS;
}

impl Default for Retry {
    /// The standard mode of AWS's SDKs (sqs-facts §13.4).
    fn default() -> Self {
        Self { after_us: None, attempts: 3, same_id: true }
    }
}

impl Retry {
    /// Microseconds; a call without an answer for so long counts as lost.
    pub const LOST_AFTER_US: Time = 2_000 * MICROS_PER_MS;

    /// Microseconds; the longest pause before a call's n-th repetition, n from 1: a second, doubled each time, at
    /// most 20 seconds. The pause is drawn evenly up to there.
    pub fn backoff_us(repetition: u32) -> Time {
        let doubled_s = 1u64.checked_shl(repetition.saturating_sub(1)).unwrap_or(u64::MAX);
        doubled_s.min(20) * sqs::MICROS_PER_S
    }
}
