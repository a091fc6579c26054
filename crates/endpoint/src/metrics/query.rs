//! What all reads of metrics ask for: a metric, a time and a period.

use api::error::{AwsError, ErrorKind};
use serde_json::{Map, Value};
use sqs::{Datapoint, MICROS_PER_S, Metric};

use super::{DIMENSION, NAMESPACE, Scope, unit_name};

/// Seconds of CloudWatch's standard period; what is shorter has nothing more to show of queues.
const MINUTE_S: u32 = 60;
/// Periods below a minute that CloudWatch knows.
const SHORT_PERIODS_S: [u32; 5] = [1, 5, 10, 20, 30];
/// Seconds of the longest period, a day.
const PERIOD_S_MAX: u32 = 86_400;
const MICROS_PER_SECOND: f64 = 1e6;

/// The members of a structure of a request, and where it is, for messages.
#[derive(Clone, Copy)]
pub(super) struct Members<'a, 'b> {
    pub(super) map: &'a Map<String, Value>,
    /// `MetricDataQueries.member.1.`, or nothing.
    pub(super) at: &'b str,
}

impl<'a> Members<'a, '_> {
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.map.get(name).and_then(Value::as_str)
    }

    pub(super) fn structure(self, name: &str) -> Option<&'a Map<String, Value>> {
        self.map.get(name).and_then(Value::as_object)
    }

    pub(super) fn list(self, name: &str) -> &'a [Value] {
        self.map.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    pub(super) fn number(self, name: &str) -> Option<i64> {
        self.map.get(name).and_then(Value::as_i64)
    }

    pub(super) fn needed<T>(self, name: &str, value: Option<T>) -> Result<T, AwsError> {
        let text = || format!("The parameter {}{name} is required.", self.at);
        value.ok_or_else(|| ErrorKind::MissingParameter.says(text()))
    }

    /// Seconds of `Period`.
    pub(super) fn period_s(self) -> Result<u32, AwsError> {
        let period = self.needed("Period", self.number("Period"))?;
        let known = u32::try_from(period).ok().filter(|period| {
            let is_minutes = period % MINUTE_S == 0 && (MINUTE_S..=PERIOD_S_MAX).contains(period);
            is_minutes || SHORT_PERIODS_S.contains(period)
        });
        known.ok_or_else(|| {
            ErrorKind::InvalidParameterValue.says(format!(
                "The parameter {}Period must be 1, 5, 10, 20, 30 or a multiple of 60, at most {PERIOD_S_MAX}.",
                self.at
            ))
        })
    }

    /// `StartTime` and `EndTime` in microseconds since 1970.
    pub(super) fn span_us(self) -> Result<(u64, u64), AwsError> {
        let start = self.needed("StartTime", self.instant_us("StartTime"))?;
        let end = self.needed("EndTime", self.instant_us("EndTime"))?;
        if start >= end {
            let text = "The parameter StartTime must be less than the parameter EndTime.";
            return Err(ErrorKind::InvalidParameterValue.says(text));
        }
        Ok((start, end))
    }

    /// Seconds since 1970, maybe with a fraction; what is before is 1970.
    fn instant_us(self, name: &str) -> Option<u64> {
        let value = self.map.get(name)?;
        let whole = value.as_u64().and_then(|seconds| seconds.checked_mul(MICROS_PER_S));
        // A cast of a float saturates, which is what an instant far away means here.
        whole.or_else(|| Some((value.as_f64()? * MICROS_PER_SECOND) as u64))
    }

    /// The metric that `Namespace`, `MetricName` and `Dimensions` name.
    pub(super) fn metric(self) -> Result<Asked<'a>, AwsError> {
        let namespace = self.needed("Namespace", self.text("Namespace"))?;
        let name = self.needed("MetricName", self.text("MetricName"))?;
        let queue = match self.list("Dimensions") {
            [dimension] if dimension["Name"] == DIMENSION => dimension["Value"].as_str(),
            _ => None,
        };
        let metric = Metric::named(name).filter(|_| namespace == NAMESPACE);
        Ok(Asked { name, found: metric.zip(queue) })
    }
}

/// A metric that a request names.
pub(super) struct Asked<'a> {
    pub(super) name: &'a str,
    /// The metric and its queue; none if nothing of this name can have data.
    pub(super) found: Option<(Metric, &'a str)>,
}

impl Asked<'_> {
    /// Its datapoints; none if the request wants another unit than it has.
    pub(super) fn datapoints(
        &self,
        scope: &Scope<'_>,
        span_us: (u64, u64),
        period_s: u32,
        unit: Option<&str>,
    ) -> Vec<Datapoint> {
        match self.found {
            Some((metric, queue)) if unit.is_none_or(|unit| unit == unit_name(metric.unit())) => {
                scope.history.statistics(scope.account, queue, metric, span_us, period_s.max(MINUTE_S))
            }
            _ => Vec::new(),
        }
    }
}

/// How many datapoints a request can give at most.
pub(super) fn datapoints_max((start_us, end_us): (u64, u64), period_s: u32) -> u64 {
    (end_us - start_us).div_ceil(u64::from(period_s) * MICROS_PER_S)
}

/// An instant as AWS JSON has it: seconds since 1970. Datapoints begin with whole minutes.
pub(super) fn seconds(at_us: u64) -> Value {
    (at_us / MICROS_PER_S).into()
}
