//! `AWS::CloudWatch::Alarm` on a queue's metric (sqs-facts §6).

use serde_json::Number;
use sim::limits::{ALARMS_MAX, alarm_s_max};
use sqs::Metric;

use crate::problem::{quoted, suggest};
use crate::template::draft::Alarm;
use crate::template::import::{Form, Importer};
use crate::template::node::{Node, Place};
use crate::template::properties::{ALARM, nearest};
use crate::template::resource::{Fields, Resource};

const NAMESPACE: &str = "AWS/SQS";
const PERIOD_S_DEFAULT: u32 = 60;
const PERIOD_S_MAX: u32 = 7 * 86_400;
const SECONDS_OF_A_MINUTE: u32 = 60;
const STATISTICS: [&str; 5] = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];
const TREATMENTS: [&str; 4] = ["missing", "notBreaching", "breaching", "ignore"];
const COMPARISONS: [&str; 4] = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanThreshold",
];

impl Importer<'_> {
    /// The alarms.
    pub(in crate::template) fn alarms(&mut self) {
        let resources = self.resources;
        for it in resources.iter().filter(|it| it.kind == "AWS::CloudWatch::Alarm") {
            let fields = it.fields(&ALARM, self.report);
            if fields.get("Metrics").is_some() {
                let why = "Alarms on metric math are not read.";
                self.report.leave_out(fields.place("Metrics"), &it.path, &it.kind, why);
                continue;
            }
            let namespace = fields.text("Namespace", self.report).unwrap_or_default();
            if namespace != NAMESPACE {
                let why = format!("Only metrics of {NAMESPACE} are there, not of {}.", quoted(namespace));
                self.report.leave_out(it.at, &it.path, &it.kind, why);
                continue;
            }
            if self.draft.alarms.len() == ALARMS_MAX {
                let why = format!("A scenario has at most {ALARMS_MAX} alarms.");
                self.report.leave_out(it.at, &it.path, &it.kind, why);
                continue;
            }
            if let Some(alarm) = self.alarm(it, &fields) {
                self.draft.alarms.push(alarm);
            }
        }
    }

    fn alarm(&mut self, it: &Resource, fields: &Fields<'_>) -> Option<Alarm> {
        let metric = self.metric(fields.get("MetricName"), fields.at, &fields.path_of("MetricName"));
        let dimensions = fields.known("Dimensions", self.report).cloned();
        let queue = self.dimension(it, dimensions.as_ref(), fields.at, &fields.path_of("Dimensions"));
        let period_s = self.period_s(fields);
        let periods_max = (alarm_s_max(period_s) / period_s).max(1);
        let evaluation_periods = fields.number("EvaluationPeriods", 1, periods_max, self.report).unwrap_or(1);
        let datapoints_to_alarm = fields.number("DatapointsToAlarm", 1, evaluation_periods, self.report);
        let statistic = fields.word("Statistic", &STATISTICS, self.report);
        let comparison = match fields.word("ComparisonOperator", &COMPARISONS, self.report)? {
            "GreaterThanThreshold" => ">",
            "LessThanOrEqualToThreshold" => "<=",
            "LessThanThreshold" => "<",
            _ => ">=",
        };
        let missing = fields.word("TreatMissingData", &TREATMENTS, self.report);
        let threshold = self.threshold(fields)?;
        let actions = fields.list("AlarmActions", self.report).unwrap_or_default();
        let actions = actions.iter().filter_map(Node::as_text).map(str::to_owned).collect();
        let (metric, queue) = (metric?, queue?);
        Some(Alarm {
            id: self.draft.new_id(&it.logical),
            queue,
            metric,
            statistic,
            period_s,
            evaluation_periods,
            datapoints_to_alarm,
            comparison,
            threshold,
            missing,
            actions,
        })
    }

    /// A metric of SQS by its name, or the one that is meant.
    pub(super) fn metric(&mut self, node: Option<&Node>, at: Place, path: &str) -> Option<String> {
        let Some(name) = node.and_then(Node::as_text) else {
            self.report.refuse(at, path, "A metric's name is missing.", "Add `MetricName`.");
            return None;
        };
        if Metric::named(name).is_some() {
            return Some(name.to_owned());
        }
        let at = node.map_or(at, |node| node.at);
        let known = || Metric::ALL.iter().map(|metric| metric.name());
        let message = format!("{} is not a metric of SQS.", quoted(name));
        match meant_metric(name).or_else(|| nearest(name, known())) {
            Some(near) => {
                self.report.correct(at, path, message, format!("Write `{near}`."));
                Some(near.to_owned())
            }
            None => {
                self.report.refuse(at, path, message, suggest(name, known()));
                None
            }
        }
    }

    /// The queue of a list of dimensions.
    pub(super) fn dimension(
        &mut self,
        it: &Resource,
        dimensions: Option<&Node>,
        at: Place,
        path: &str,
    ) -> Option<usize> {
        let list = dimensions.and_then(Node::as_list).unwrap_or_default();
        let Some(first) = list.first() else {
            let hint = "Add `Dimensions: [{ Name: QueueName, Value: !GetAtt Orders.QueueName }]`.";
            self.report.refuse(at, path, "Metrics of SQS have one dimension, QueueName.", hint);
            return None;
        };
        if let Some(name) = first.get("Name").filter(|name| name.as_text() != Some("QueueName")) {
            let message = format!("Metrics of SQS have one dimension, QueueName, not {}.", name.described());
            self.report.correct(name.at, &format!("{path}.0.Name"), message, "Write `QueueName`.");
        }
        let value = first.get("Value")?.clone();
        self.queue(&value, &format!("{path}.0.Value"), &it.kind, Form::Name)
    }

    /// Whole minutes: SQS tells its metrics once a minute.
    fn period_s(&mut self, fields: &Fields<'_>) -> u32 {
        let period_s = fields.number("Period", 1, PERIOD_S_MAX, self.report).unwrap_or(PERIOD_S_DEFAULT);
        let minutes = period_s.div_ceil(SECONDS_OF_A_MINUTE);
        if !period_s.is_multiple_of(SECONDS_OF_A_MINUTE) {
            let message = format!("A period of {period_s} seconds: SQS tells its metrics once a minute.");
            let at = fields.get("Period").map_or(fields.at, |node| node.at);
            let correction = format!("Write {}.", minutes * SECONDS_OF_A_MINUTE);
            self.report.correct(at, &fields.path_of("Period"), message, correction);
        }
        minutes * SECONDS_OF_A_MINUTE
    }

    fn threshold(&mut self, fields: &Fields<'_>) -> Option<Number> {
        let Some(node) = fields.known("Threshold", self.report) else {
            self.report.refuse(fields.at, &fields.path, "The alarm has no threshold.", "Add `Threshold`.");
            return None;
        };
        let number = node.as_text().and_then(|text| text.trim().parse::<Number>().ok());
        let number = number.filter(|number| crate::decimal::scaled(number, 3).is_some());
        if number.is_none() {
            let message = format!("Threshold: expected a number from 0, found {}.", node.described());
            let hint = "Write a number with at most three decimals: no metric of SQS is negative.";
            self.report.refuse(node.at, &fields.path_of("Threshold"), message, hint);
        }
        number
    }
}

/// Names that people give to metrics, beyond what is merely misspelt.
fn meant_metric(name: &str) -> Option<&'static str> {
    let visible = "ApproximateNumberOfMessagesVisible";
    Some(match name {
        "ApproximateNumberOfVisibleMessages" | "ApproximateNumberOfMessages" | "NumberOfMessagesVisible" => {
            visible
        }
        "ApproximateNumberOfNotVisibleMessages" | "ApproximateNumberOfInvisibleMessages" => {
            "ApproximateNumberOfMessagesNotVisible"
        }
        "ApproximateNumberOfDelayedMessages" => "ApproximateNumberOfMessagesDelayed",
        "AgeOfOldestMessage" | "ApproximateAgeOfOldest" => "ApproximateAgeOfOldestMessage",
        _ => return None,
    })
}
