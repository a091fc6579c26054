//! CloudWatch alarms.

use serde_json::Value;

use super::{Id, Milli, Span};
use crate::read::{Read, Reader};

record! {
    /// A CloudWatch alarm on a metric of a queue.
    Alarm {
        /// `[a-z0-9-]{1,32}`.
        id: Id = required "id",
        /// Id of a queue.
        queue: Id = required "queue",
        /// CloudWatch's name: `ApproximateNumberOfMessagesVisible`, ….
        metric: String = required "metric",
        /// `Average`, `Sum`, `Minimum`, `Maximum` or `SampleCount`; default `Average`.
        statistic: Option<StatisticName> = optional "statistic",
        /// Whole minutes; default 1m.
        period: Option<Span> = optional "period",
        /// Periods that are looked at, a day at most (a week with periods of an hour or more); default 1.
        evaluation_periods: Option<u32> = optional "evaluationPeriods",
        /// Periods of them that must breach; default all.
        datapoints_to_alarm: Option<u32> = optional "datapointsToAlarm",
        /// `>=`, `>`, `<=` or `<`; default `>=`.
        comparison: Option<ComparisonSign> = optional "comparison",
        /// In the metric's unit, at most three decimals.
        threshold: Milli = required "threshold",
        /// What a period without a datapoint counts as: `missing`, `notBreaching`, `breaching` or `ignore`;
        /// default `missing`.
        missing: Option<MissingName> = optional "missing",
    }
}

words! {
    /// How the samples of a period become one datapoint.
    StatisticName {
        /// The mean.
        Average = "Average",
        /// The sum.
        Sum = "Sum",
        /// The smallest.
        Minimum = "Minimum",
        /// The largest.
        Maximum = "Maximum",
        /// How many there are.
        SampleCount = "SampleCount",
    }
}
words! {
    /// How a datapoint is compared with the threshold.
    ComparisonSign {
        /// At least.
        AtLeast = ">=",
        /// More than.
        Above = ">",
        /// At most.
        AtMost = "<=",
        /// Less than.
        Below = "<",
    }
}
words! {
    /// What a period without a datapoint counts as.
    MissingName {
        /// Nothing.
        Missing = "missing",
        /// A datapoint that does not breach.
        NotBreaching = "notBreaching",
        /// A datapoint that breaches.
        Breaching = "breaching",
        /// The state stays as it is.
        Ignore = "ignore",
    }
}
