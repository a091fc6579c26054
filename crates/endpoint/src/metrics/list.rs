//! `ListMetrics`.

use api::error::{AwsError, ErrorKind};
use serde_json::{Map, Value, json};
use sqs::{MICROS_PER_S, Metric};

use super::query::Members;
use super::{DIMENSION, NAMESPACE, Scope};

/// Metrics of one answer at most, as on AWS.
const METRICS_MAX: usize = 500;
/// What its `NextToken`s are of.
const LIST: &str = "metrics";
/// Seconds of the one value that `RecentlyActive` can have: `PT3H`.
const RECENT_S: u32 = 3 * 3_600;

pub(super) fn answer(params: &Map<String, Value>, scope: &Scope<'_>) -> Result<Value, AwsError> {
    let members = Members { map: params, at: "" };
    let only_recent = match members.text("RecentlyActive") {
        None => false,
        Some("PT3H") => true,
        Some(other) => {
            return Err(invalid(format!("The value {other} for parameter RecentlyActive must be PT3H.")));
        }
    };
    let skip = match members.text("NextToken") {
        None => Some(0),
        Some(token) => scope.ids.read_page_token(LIST, token).and_then(|count| count.parse::<usize>().ok()),
    };
    let skip = skip.ok_or_else(|| invalid("The parameter NextToken is not valid.".to_owned()))?;
    let wanted = scope.history.metrics().filter(|(account, queue, metric)| {
        *account == scope.account
            && is_asked(members, queue, *metric)
            && (!only_recent || is_recent(scope, queue, *metric))
    });
    let mut page: Vec<Value> =
        wanted.skip(skip).take(METRICS_MAX + 1).map(|(_, queue, metric)| shown(queue, metric)).collect();
    let mut output = Map::new();
    if page.len() > METRICS_MAX {
        page.truncate(METRICS_MAX);
        output.insert(
            "NextToken".to_owned(),
            scope.ids.page_token(LIST, &(skip + METRICS_MAX).to_string()).into(),
        );
    }
    // Unlike SQS, CloudWatch shows an empty list: scripts read it without a look whether it is there.
    output.insert("Metrics".to_owned(), page.into());
    Ok(output.into())
}

fn shown(queue: &str, metric: Metric) -> Value {
    json!({
        "Dimensions": [{ "Name": DIMENSION, "Value": queue }],
        "MetricName": metric.name(),
        "Namespace": NAMESPACE,
    })
}

fn is_asked(members: Members<'_, '_>, queue: &str, metric: Metric) -> bool {
    let fits =
        |asked: &Value| asked["Name"] == DIMENSION && asked["Value"].as_str().is_none_or(|it| it == queue);
    members.text("Namespace").is_none_or(|namespace| namespace == NAMESPACE)
        && members.text("MetricName").is_none_or(|name| name == metric.name())
        && members.list("Dimensions").iter().all(fits)
}

fn is_recent(scope: &Scope<'_>, queue: &str, metric: Metric) -> bool {
    let since = scope.now_us.saturating_sub(u64::from(RECENT_S) * MICROS_PER_S);
    !scope.history.statistics(scope.account, queue, metric, (since, scope.now_us), RECENT_S).is_empty()
}

fn invalid(text: String) -> AwsError {
    ErrorKind::InvalidParameterValue.says(text)
}
