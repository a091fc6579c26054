//! Producers, as they are drawn.

use std::sync::Arc;

use sqs::Time;

use super::CallsView;
use crate::Destination;

/// A producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerView {
    /// The author's id.
    pub id: Arc<str>,
    /// Where its messages go.
    pub to: Destination,
    /// Thousandths of a message a second now; of bursts their mean, of a list of instants 0.
    pub rate_milli: u64,
    /// Does it send at a rate, or in another rhythm?
    pub rhythm: Rhythm,
    /// Messages accepted so far, repeated sends included.
    pub sent: u64,
    /// Messages that SQS refused so far, each time; a throttled call is made again, others are not.
    pub refused: u64,
    /// Calls that did not reach SQS.
    pub lost_requests: u64,
    /// Answers that did not reach the producer.
    pub lost_replies: u64,
    /// Calls that were made again.
    pub retries: u64,
    /// Messages that it gave up after its last attempt; some may be in the queue nevertheless.
    pub given_up: u64,
    /// Calls that wait to be made again, and when the next is.
    pub waiting: Option<(u32, Time)>,
    /// The batch that is not full.
    pub batch: Option<BatchView>,
    /// The scheduler that holds its messages back.
    pub scheduler: Option<SchedulerView>,
    /// Its direct calls, if it calls a consumer without a queue.
    pub calls: Option<CallsView>,
}

/// When a producer sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// At its rate.
    Rate,
    /// Many at once.
    Bursts {
        /// Messages of a burst.
        size: u32,
        /// Microseconds from burst to burst.
        every_us: Time,
    },
    /// At given instants.
    Times {
        /// Instants that lie ahead.
        left: u32,
    },
}

/// A producer's batch that is not full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchView {
    /// Messages in it.
    pub messages: u32,
    /// Messages that make it full.
    pub of: u32,
    /// When it is sent at the latest, if there is a message in it.
    pub until_us: Option<Time>,
}

/// A scheduler between a producer and its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchedulerView {
    /// Microseconds that it holds each message.
    pub wait_us: Time,
    /// Messages that it holds.
    pub held: u64,
    /// When it sends the next.
    pub next_us: Option<Time>,
}
