//! CloudWatch alarms.

use sim::{AlarmComparison, AlarmModel, AlarmStatistic, MissingData, limits};

use super::{Scope, all, check_ids, number_in_range, seconds};
use crate::problem::{quoted, suggest};
use crate::read::Reader;
use crate::v1::{self, ComparisonSign, MissingName, StatisticName};

/// Seconds of a period that is not given.
const PERIOD_S_DEFAULT: u32 = 60;
/// Seconds of the longest period, a week.
const PERIOD_S_MAX: u32 = 7 * 86_400;

pub(super) fn alarms(file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<Vec<AlarmModel>> {
    let list = file.alarms.as_deref().unwrap_or_default();
    check_ids("alarms", list.iter().map(|it| it.id.0.as_str()), reader);
    reader.below("alarms", |r| {
        all(list.iter().enumerate().map(|(i, it)| r.below(&i.to_string(), |r| alarm(it, scope, r))))
    })
}

fn alarm(it: &v1::Alarm, scope: &Scope<'_>, reader: &mut Reader) -> Option<AlarmModel> {
    let queue = scope.queue("/queue", &it.queue.0, reader);
    let metric = metric(&it.metric, reader);
    let period_s = period_s(it.period, reader);
    let evaluation_periods = it.evaluation_periods.unwrap_or(1);
    let periods_max = period_s.map_or(1, |period_s| limits::alarm_s_max(period_s) / period_s);
    number_in_range(evaluation_periods, 1, periods_max, "/evaluationPeriods", reader);
    let datapoints_to_alarm = it.datapoints_to_alarm.unwrap_or(evaluation_periods);
    number_in_range(datapoints_to_alarm, 1, evaluation_periods.max(1), "/datapointsToAlarm", reader);
    Some(AlarmModel {
        id: it.id.0.as_str().into(),
        queue: queue?,
        metric: metric?,
        statistic: match it.statistic.unwrap_or(StatisticName::Average) {
            StatisticName::Average => AlarmStatistic::Average,
            StatisticName::Sum => AlarmStatistic::Sum,
            StatisticName::Minimum => AlarmStatistic::Minimum,
            StatisticName::Maximum => AlarmStatistic::Maximum,
            StatisticName::SampleCount => AlarmStatistic::SampleCount,
        },
        period_s: period_s?,
        evaluation_periods,
        datapoints_to_alarm,
        comparison: match it.comparison.unwrap_or(ComparisonSign::AtLeast) {
            ComparisonSign::AtLeast => AlarmComparison::AtLeast,
            ComparisonSign::Above => AlarmComparison::Above,
            ComparisonSign::AtMost => AlarmComparison::AtMost,
            ComparisonSign::Below => AlarmComparison::Below,
        },
        threshold_milli: it.threshold.0,
        missing: match it.missing.unwrap_or(MissingName::Missing) {
            MissingName::Missing => MissingData::Missing,
            MissingName::NotBreaching => MissingData::NotBreaching,
            MissingName::Breaching => MissingData::Breaching,
            MissingName::Ignore => MissingData::Ignore,
        },
    })
}

fn metric(name: &str, reader: &mut Reader) -> Option<sqs::Metric> {
    let metric = sqs::Metric::named(name);
    if metric.is_none() {
        let hint = suggest(name, sqs::Metric::ALL.iter().map(|metric| metric.name()));
        reader.report("/metric", format!("{} is not a metric of SQS.", quoted(name)), hint);
    }
    metric
}

fn period_s(period: Option<v1::Span>, reader: &mut Reader) -> Option<u32> {
    let Some(period) = period else { return Some(PERIOD_S_DEFAULT) };
    let period_s = seconds(period, 60, PERIOD_S_MAX, "/period", reader)?;
    if period_s.is_multiple_of(60) {
        return Some(period_s);
    }
    let message = format!("A period of {period_s} seconds is not whole minutes.");
    reader.report("/period", message, "SQS tells its metrics once a minute: write `1m`, `5m`.");
    None
}
