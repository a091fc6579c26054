//! The calls of CloudWatch that read the metrics of queues (sqs-facts §6). Expressions of metric math are not
//! simulated.

mod data;
mod list;
mod query;
mod statistic;
mod statistics;

use api::error::AwsError;
use api::ids::Ids;
use api::model::MetricAction;
use serde_json::{Map, Value};
use sqs::{MetricHistory, MetricUnit};

/// The one namespace that has metrics.
const NAMESPACE: &str = "AWS/SQS";
/// Their one dimension.
const DIMENSION: &str = "QueueName";

/// Whose metrics are read, and when.
pub(crate) struct Scope<'a> {
    pub(crate) history: &'a MetricHistory,
    pub(crate) account: u64,
    pub(crate) ids: Ids,
    /// Microseconds since 1970.
    pub(crate) now_us: u64,
}

/// The output of a call, or why it is refused.
pub(crate) fn answer(
    action: MetricAction,
    params: &Map<String, Value>,
    scope: &Scope<'_>,
) -> Result<Value, AwsError> {
    match action {
        MetricAction::GetMetricData => data::answer(params, scope),
        MetricAction::GetMetricStatistics => statistics::answer(params, scope),
        MetricAction::ListMetrics => list::answer(params, scope),
    }
}

/// AWS's name of a unit.
const fn unit_name(unit: MetricUnit) -> &'static str {
    match unit {
        MetricUnit::Bytes => "Bytes",
        MetricUnit::Count => "Count",
        MetricUnit::Seconds => "Seconds",
    }
}
