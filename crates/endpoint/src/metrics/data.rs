//! `GetMetricData`.

use api::error::{AwsError, ErrorKind};
use serde_json::{Map, Value, json};
use sqs::Datapoint;

use super::Scope;
use super::query::{Members, seconds};
use super::statistic::Statistic;

/// Queries of one call at most, as on AWS.
const QUERIES_MAX: usize = 500;
/// Datapoints of one answer at most, and by default, as on AWS.
const DATAPOINTS_MAX: i64 = 100_800;
/// What its `NextToken`s are of.
const LIST: &str = "data";
/// Characters of a query's id at most.
const ID_CHARS_MAX: usize = 255;

pub(super) fn answer(params: &Map<String, Value>, scope: &Scope<'_>) -> Result<Value, AwsError> {
    let members = Members { map: params, at: "" };
    let span_us = members.span_us()?;
    let series = all(members, span_us, scope)?;
    let newest_first = newest_first(members)?;
    let mut page = Page::read(members, scope)?;
    let returned = series.into_iter().filter(|series| series.is_returned);
    let results: Vec<Value> = returned.map(|series| series.result(newest_first, &mut page)).collect();
    let mut output = json!({ "MetricDataResults": results });
    if let Some(token) = page.next(scope) {
        output["NextToken"] = token.into();
    }
    Ok(output)
}

/// One query, answered.
struct Series<'a> {
    id: &'a str,
    label: &'a str,
    statistic: Statistic,
    points: Vec<Datapoint>,
    is_returned: bool,
}

fn all<'a>(
    members: Members<'a, '_>,
    span_us: (u64, u64),
    scope: &Scope<'_>,
) -> Result<Vec<Series<'a>>, AwsError> {
    members.needed("MetricDataQueries", members.map.get("MetricDataQueries"))?;
    let queries = members.list("MetricDataQueries");
    if !(1..=QUERIES_MAX).contains(&queries.len()) {
        return Err(invalid(format!(
            "The parameter MetricDataQueries must have 1 to {QUERIES_MAX} queries."
        )));
    }
    let mut series: Vec<Series<'a>> = Vec::new();
    for (n, query) in (1..).zip(queries.iter().filter_map(Value::as_object)) {
        let read = one(query, &format!("MetricDataQueries.member.{n}."), span_us, scope)?;
        if series.iter().any(|other| other.id == read.id) {
            return Err(invalid(format!(
                "The values for parameter id in MetricDataQueries are not unique: {}",
                read.id
            )));
        }
        series.push(read);
    }
    Ok(series)
}

fn one<'a>(
    query: &'a Map<String, Value>,
    at: &str,
    span_us: (u64, u64),
    scope: &Scope<'_>,
) -> Result<Series<'a>, AwsError> {
    let query = Members { map: query, at };
    let id = query.needed("Id", query.text("Id"))?;
    if !is_id(id) {
        return Err(invalid(format!(
            "The value {id} for parameter {at}Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$."
        )));
    }
    let Some(stat) = query.structure("MetricStat") else {
        return Err(invalid(format!(
            "The parameter {at}MetricStat is required: expressions of metric math are not simulated."
        )));
    };
    let at = format!("{at}MetricStat.");
    let stat = Members { map: stat, at: &at };
    let name = stat.needed("Stat", stat.text("Stat"))?;
    let statistic = Statistic::named(name)
        .or_else(|| Statistic::percentile(name))
        .ok_or_else(|| invalid(format!("The value {name} for parameter {at}Stat is not supported.")))?;
    let metric = stat.needed("Metric", stat.structure("Metric"))?;
    let asked = Members { map: metric, at: &format!("{at}Metric.") }.metric()?;
    Ok(Series {
        id,
        label: query.text("Label").unwrap_or(asked.name),
        statistic,
        points: asked.datapoints(scope, span_us, stat.period_s()?, stat.text("Unit")),
        is_returned: query.map.get("ReturnData").and_then(Value::as_bool).unwrap_or(true),
    })
}

impl Series<'_> {
    /// As much of it as the page still takes.
    fn result(self, newest_first: bool, page: &mut Page) -> Value {
        let known = self.points.iter().filter_map(|point| Some((point.at_us, self.statistic.of(point)?)));
        let mut points: Vec<(u64, f64)> = known.collect();
        if newest_first {
            points.reverse();
        }
        let taken = page.take(&points);
        json!({
            "Id": self.id,
            "Label": self.label,
            "StatusCode": if page.has_more { "PartialData" } else { "Complete" },
            "Timestamps": taken.iter().map(|(at_us, _)| seconds(*at_us)).collect::<Vec<Value>>(),
            "Values": taken.iter().map(|(_, value)| *value).collect::<Vec<f64>>(),
        })
    }
}

/// A part of all datapoints, query after query.
struct Page {
    /// How many of them earlier pages had, that are still to come by.
    skip: usize,
    /// How many this page still takes.
    left: usize,
    /// How many are on earlier pages and on this one.
    passed: usize,
    has_more: bool,
}

impl Page {
    fn read(members: Members<'_, '_>, scope: &Scope<'_>) -> Result<Self, AwsError> {
        let most = members.number("MaxDatapoints").unwrap_or(DATAPOINTS_MAX);
        let left = usize::try_from(most).ok().filter(|_| (1..=DATAPOINTS_MAX).contains(&most));
        let left = left.ok_or_else(|| {
            invalid(format!("The parameter MaxDatapoints must be between 1 and {DATAPOINTS_MAX}."))
        })?;
        let skip = match members.text("NextToken") {
            None => Some(0),
            Some(token) => scope.ids.read_page_token(LIST, token).and_then(|count| count.parse().ok()),
        };
        let skip = skip.ok_or_else(|| invalid("The parameter NextToken is not valid.".to_owned()))?;
        Ok(Self { skip, left, passed: 0, has_more: false })
    }

    fn take<'a, T>(&mut self, all: &'a [T]) -> &'a [T] {
        let from = self.skip.min(all.len());
        let to = from + self.left.min(all.len() - from);
        self.skip -= from;
        self.left -= to - from;
        self.passed += to;
        self.has_more |= to < all.len();
        &all[from..to]
    }

    fn next(&self, scope: &Scope<'_>) -> Option<String> {
        self.has_more.then(|| scope.ids.page_token(LIST, &self.passed.to_string()))
    }
}

fn newest_first(members: Members<'_, '_>) -> Result<bool, AwsError> {
    match members.text("ScanBy") {
        None | Some("TimestampDescending") => Ok(true),
        Some("TimestampAscending") => Ok(false),
        Some(other) => Err(invalid(format!(
            "The value {other} for parameter ScanBy must be in the set [ TimestampDescending, TimestampAscending ]."
        ))),
    }
}

fn is_id(id: &str) -> bool {
    id.len() <= ID_CHARS_MAX
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn invalid(text: String) -> AwsError {
    ErrorKind::InvalidParameterValue.says(text)
}
