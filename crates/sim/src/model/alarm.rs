//! CloudWatch alarms.

use std::sync::Arc;

/// An alarm on one metric of one queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmModel {
    /// The author's id.
    pub id: Arc<str>,
    /// Index in [`crate::Model::queues`].
    pub queue: u32,
    /// What it watches.
    pub metric: sqs::Metric,
    /// What becomes of the samples of a period.
    pub statistic: AlarmStatistic,
    /// Seconds, whole minutes.
    pub period_s: u32,
    /// Periods that are looked at: N of "M out of N".
    pub evaluation_periods: u32,
    /// Periods of them that must breach: M of "M out of N"; 1 to N.
    pub datapoints_to_alarm: u32,
    /// When a datapoint breaches.
    pub comparison: AlarmComparison,
    /// In thousandths of the metric's unit.
    pub threshold_milli: u64,
    /// What a period without a datapoint counts as.
    pub missing: MissingData,
}

/// How the samples of a period become one datapoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum AlarmStatistic {
    Average,
    Sum,
    Minimum,
    Maximum,
    SampleCount,
}

/// How a datapoint is compared with the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmComparison {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
}

/// `TreatMissingData`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingData {
    /// As nothing: without any datapoint the state is `INSUFFICIENT_DATA`.
    Missing,
    /// As a datapoint that does not breach.
    NotBreaching,
    /// As a datapoint that breaches.
    Breaching,
    /// The state stays as it is.
    Ignore,
}

/// An alarm's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum AlarmState {
    Ok,
    Alarm,
    InsufficientData,
}

impl AlarmStatistic {
    /// The datapoint of a period in thousandths; the average is floored.
    pub(crate) fn value_milli(self, of: sqs::Statistics) -> u64 {
        let value = match self {
            Self::Average => return (u128::from(of.sum) * 1_000 / u128::from(of.samples.max(1))) as u64,
            Self::Sum => of.sum,
            Self::Minimum => of.minimum,
            Self::Maximum => of.maximum,
            Self::SampleCount => of.samples,
        };
        value.saturating_mul(1_000)
    }
}

impl AlarmComparison {
    /// Does this value breach the threshold?
    pub fn breaches(self, value: u64, threshold: u64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::Above => value > threshold,
            Self::AtMost => value <= threshold,
            Self::Below => value < threshold,
        }
    }
}
