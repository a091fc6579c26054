//! What CloudWatch knows: a queue's metrics a minute late, and the state of alarms.

use std::sync::Arc;

use sqs::Time;

use crate::{AlarmComparison, AlarmState, AlarmStatistic, Metric};

/// A queue's metrics at the end of a period of [`crate::Timeline::reading_us`]. Counters are totals since 0,
/// so that a period's count is a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The end of the period.
    pub at_us: Time,
    /// `ApproximateNumberOfMessagesVisible` of its last minute.
    pub visible: Option<u32>,
    /// `ApproximateNumberOfMessagesNotVisible` of its last minute; CloudWatch gets none while nothing is in
    /// flight.
    pub in_flight: Option<u32>,
    /// `ApproximateNumberOfMessagesDelayed` of its last minute; none while nothing is delayed.
    pub delayed: Option<u32>,
    /// `ApproximateAgeOfOldestMessage` in seconds; none while there is no message that counts.
    pub age_s: Option<u32>,
    /// The counters, while the queue is active.
    pub totals: Option<ReadingTotals>,
}

/// Counters as CloudWatch counts them, since 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadingTotals {
    /// `NumberOfMessagesSent`.
    pub sent: u32,
    /// `NumberOfMessagesReceived`.
    pub received: u32,
    /// `NumberOfMessagesDeleted`.
    pub deleted: u32,
    /// `NumberOfEmptyReceives`.
    pub empty_receives: u32,
}

/// The latest that CloudWatch shows of a queue; a metric without a datapoint is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The end of the period; what happened since then is not in it.
    pub at_us: Time,
    values: [Option<u64>; Metric::ALL.len()],
}

/// An alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmView {
    /// The author's id, or CloudWatch's name of an alarm that a target tracking policy made.
    pub name: Arc<str>,
    /// What it watches.
    pub watches: Watches,
    /// Its state.
    pub state: AlarmState,
    /// Since when.
    pub since_us: Time,
    /// Seconds.
    pub period_s: u32,
    /// N of "M out of N".
    pub evaluation_periods: u32,
    /// M of "M out of N".
    pub datapoints_to_alarm: u32,
    /// When a datapoint breaches.
    pub comparison: AlarmComparison,
    /// In thousandths.
    pub threshold_milli: u64,
    /// The datapoints that are looked at in thousandths, the newest last; none is a missing one.
    pub datapoints: Vec<Option<u64>>,
    /// Datapoints that breach, of those that the state rests on.
    pub breaching: u32,
}

/// What an alarm watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watches {
    /// A metric of a queue.
    Queue {
        /// Index of the queue.
        queue: u32,
        /// The metric.
        metric: sqs::Metric,
        /// The statistic over a period.
        statistic: AlarmStatistic,
    },
    /// Visible messages for each instance of an Auto Scaling group.
    Backlog {
        /// Index of the queue.
        queue: u32,
        /// Index of the consumer.
        consumer: u32,
    },
}

impl Reading {
    /// The value of a metric over the period that ends here; `before` is the reading before this one. Ages
    /// are in seconds.
    pub fn value(&self, metric: Metric, before: Option<&Self>) -> Option<u64> {
        let total = |of: fn(&ReadingTotals) -> u32| {
            let earlier = before.and_then(|it| it.totals).unwrap_or_default();
            self.totals.map(|totals| of(&totals).saturating_sub(of(&earlier)))
        };
        let value = match metric {
            Metric::NumberOfMessagesSent => total(|it| it.sent),
            Metric::NumberOfMessagesReceived => total(|it| it.received),
            Metric::NumberOfMessagesDeleted => total(|it| it.deleted),
            Metric::NumberOfEmptyReceives => total(|it| it.empty_receives),
            Metric::ApproximateNumberOfMessagesVisible => self.visible,
            Metric::ApproximateNumberOfMessagesNotVisible => self.in_flight,
            Metric::ApproximateNumberOfMessagesDelayed => self.delayed,
            Metric::ApproximateAgeOfOldestMessage => self.age_s,
        };
        value.map(u64::from)
    }
}

impl Reported {
    pub(crate) fn new(reading: &Reading, before: Option<&Reading>) -> Self {
        Self { at_us: reading.at_us, values: Metric::ALL.map(|metric| reading.value(metric, before)) }
    }

    /// The value of a metric; ages in seconds.
    pub fn value(&self, metric: Metric) -> Option<u64> {
        self.values[metric as usize]
    }
}
