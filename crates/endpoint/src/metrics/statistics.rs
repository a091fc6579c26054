//! `GetMetricStatistics`.

use api::error::{AwsError, ErrorKind};
use serde_json::{Map, Value, json};
use sqs::Datapoint;

use super::query::{Members, datapoints_max, seconds};
use super::statistic::Statistic;
use super::{Scope, unit_name};

/// Datapoints of one answer at most, as on AWS.
const DATAPOINTS_MAX: u64 = 1_440;

pub(super) fn answer(params: &Map<String, Value>, scope: &Scope<'_>) -> Result<Value, AwsError> {
    let members = Members { map: params, at: "" };
    let asked = members.metric()?;
    let (span_us, period_s) = (members.span_us()?, members.period_s()?);
    let plain = plain(members)?;
    let extended = extended(members)?;
    if plain.is_empty() && extended.is_empty() {
        let text = "At least one of the parameters Statistics and ExtendedStatistics must be specified.";
        return Err(ErrorKind::InvalidParameterCombination.says(text));
    }
    let most = datapoints_max(span_us, period_s);
    if most > DATAPOINTS_MAX {
        return Err(ErrorKind::InvalidParameterCombination.says(format!(
            "You have requested up to {most} datapoints, which exceeds the limit of {DATAPOINTS_MAX}. You may reduce \
             the datapoints requested by increasing Period, or decreasing the time range."
        )));
    }
    let points = asked.datapoints(scope, span_us, period_s, members.text("Unit"));
    let unit = asked.found.map_or("None", |(metric, _)| unit_name(metric.unit()));
    let points: Vec<Value> = points.iter().map(|point| datapoint(point, &plain, &extended, unit)).collect();
    Ok(json!({ "Label": asked.name, "Datapoints": points }))
}

fn datapoint(
    point: &Datapoint,
    plain: &[(&str, Statistic)],
    extended: &[(&str, Statistic)],
    unit: &str,
) -> Value {
    let values = |asked: &[(&str, Statistic)]| -> Map<String, Value> {
        let known = asked.iter().filter_map(|(name, statistic)| Some((*name, statistic.of(point)?)));
        known.map(|(name, value)| (name.to_owned(), value.into())).collect()
    };
    let mut shown = values(plain);
    let extended = values(extended);
    if !extended.is_empty() {
        shown.insert("ExtendedStatistics".to_owned(), extended.into());
    }
    shown.insert("Timestamp".to_owned(), seconds(point.at_us));
    shown.insert("Unit".to_owned(), unit.into());
    shown.into()
}

fn plain<'a>(members: Members<'a, '_>) -> Result<Vec<(&'a str, Statistic)>, AwsError> {
    let names = members.list("Statistics").iter().filter_map(Value::as_str);
    let read = (1..).zip(names).map(|(n, name)| {
        let statistic = Statistic::named(name).ok_or_else(|| {
            let known = Statistic::NAMES.map(|(name, _)| name).join(", ");
            let text = format!("The parameter Statistics.member.{n} must be a value in the set [ {known} ]");
            ErrorKind::InvalidParameterValue.says(text)
        })?;
        Ok((name, statistic))
    });
    read.collect()
}

fn extended<'a>(members: Members<'a, '_>) -> Result<Vec<(&'a str, Statistic)>, AwsError> {
    let names = members.list("ExtendedStatistics").iter().filter_map(Value::as_str);
    let read = names.map(|name| {
        let statistic = Statistic::percentile(name).ok_or_else(|| {
            let text = format!("The value {name} for parameter ExtendedStatistics is not supported.");
            ErrorKind::InvalidParameterValue.says(text)
        })?;
        Ok((name, statistic))
    });
    read.collect()
}
