//! CloudWatch alarms.

use sim::{AlarmComparison, AlarmState, AlarmView, Watches};
use sqs::{MICROS_PER_S, MetricUnit, Time};

use super::time::{plural, span, span_short, thousandths};
use crate::text::Names;

/// CloudWatch's word for an alarm's state.
pub fn alarm_state(state: AlarmState) -> &'static str {
    match state {
        AlarmState::Ok => "OK",
        AlarmState::Alarm => "ALARM",
        AlarmState::InsufficientData => "INSUFFICIENT_DATA",
    }
}

/// The sign of a comparison: `>=`.
pub fn comparison(comparison: AlarmComparison) -> &'static str {
    match comparison {
        AlarmComparison::AtLeast => ">=",
        AlarmComparison::Above => ">",
        AlarmComparison::AtMost => "<=",
        AlarmComparison::Below => "<",
    }
}

/// What an alarm watches: "ApproximateAgeOfOldestMessage of orders >= 300 s".
pub fn alarm_condition(alarm: &AlarmView, names: &impl Names) -> String {
    let (what, unit) = match alarm.watches {
        Watches::Queue { queue, metric, .. } => {
            let unit = match metric.unit() {
                MetricUnit::Seconds => " s",
                MetricUnit::Bytes => " bytes",
                MetricUnit::Count => "",
            };
            (format!("{} of {}", metric.name(), names.queue(queue)), unit)
        }
        Watches::Backlog { queue, consumer } => (
            format!("Messages in {} for each worker of {}", names.queue(queue), names.consumer(consumer)),
            "",
        ),
    };
    format!("{what} {} {}{unit}", comparison(alarm.comparison), thousandths(alarm.threshold_milli))
}

/// When an alarm goes off: "3 out of 5 periods of 1 min".
pub fn alarm_rule(alarm: &AlarmView) -> String {
    let period = span(Time::from(alarm.period_s) * MICROS_PER_S);
    match (alarm.datapoints_to_alarm, alarm.evaluation_periods) {
        (1, 1) => format!("1 period of {period}"),
        (all, of) if all == of => format!("{of} periods of {period}, one after the other"),
        (some, of) => format!("{some} out of {of} periods of {period}"),
    }
}

/// An alarm and its state: "deep: ALARM for 2 min, 3 of 3 datapoints breach, the latest is 180".
pub fn alarm_summary(alarm: &AlarmView, now_us: Time) -> String {
    let state = alarm_state(alarm.state);
    let lasts = span_short(now_us.saturating_sub(alarm.since_us));
    let latest = alarm.datapoints.last().copied().flatten();
    let there = alarm.datapoints.iter().flatten().count() as u64;
    let of = there.min(alarm.evaluation_periods.into());
    format!("{}: {state} for {lasts}, {}", alarm.name, evidence(latest, alarm.breaching, of))
}

/// "3 of 3 datapoints breach, the latest is 180".
pub(super) fn evidence(latest_milli: Option<u64>, breaching: u32, of: u64) -> String {
    let latest = latest_milli.map_or_else(String::new, |it| format!(", the latest is {}", thousandths(it)));
    match of {
        0 => "no datapoint".to_owned(),
        of => {
            let breach = if breaching == 1 || of == 1 { "breaches" } else { "breach" };
            format!("{breaching} of {} {breach}{latest}", plural(of, "datapoint", "datapoints"))
        }
    }
}
