//! Auto Scaling groups.

use sim::{ScaleModel, ScalingPolicy, ScalingStep, limits};
use sqs::Time;

use super::{Scope, in_range, number_in_range};
use crate::read::Reader;
use crate::v1;

/// Microseconds; the launch of an instance that a file does not give: a start of EC2 and of the program.
const LAUNCH_US_DEFAULT: Time = 60_000_000;
/// Microseconds; AWS's defaults.
const WARMUP_US_DEFAULT: Time = 300_000_000;
const COOLDOWN_US_DEFAULT: Time = 300_000_000;
/// Microseconds; AWS allows no longer warm-up.
const SPAN_US_MAX: Time = 3_600_000_000;
/// Step adjustments of a policy, as on AWS.
const STEPS_MAX: usize = 20;

/// Instances at most: so many places the group has.
pub(super) fn places(it: &v1::Consumer) -> Option<u32> {
    it.scale.as_ref().map(|scale| scale.max)
}

/// The group of a consumer.
pub(super) fn scale(it: &v1::Scale, scope: &Scope<'_>, reader: &mut Reader) -> Option<ScaleModel> {
    let mut right = number_in_range(it.max, 1, limits::INSTANCES_MAX, "/max", reader);
    let min = it.min.unwrap_or(1);
    right &= number_in_range(min, 0, it.max, "/min", reader);
    let start = it.start.unwrap_or(min);
    right &= number_in_range(start, min, it.max.max(min), "/start", reader);
    let launch_us = span(it.launch, LAUNCH_US_DEFAULT, "/launch", reader);
    let warmup_us = span(it.warmup, WARMUP_US_DEFAULT, "/warmup", reader);
    let cooldown_us = span(it.cooldown, COOLDOWN_US_DEFAULT, "/cooldown", reader);
    let mut policies = Vec::new();
    if let Some(target) = &it.target {
        if target.backlog_per_worker.0 == 0 {
            let hint = "Divide the latency that is acceptable by the work on one message: 10s / 0.1s = 100.";
            reader.report("/target/backlogPerWorker", "A target of 0 cannot be reached.", hint);
            right = false;
        }
        policies.push(Some(ScalingPolicy::Target {
            backlog_milli: target.backlog_per_worker.0,
            scale_in: !it.disable_scale_in.unwrap_or(false),
        }));
    } else if it.disable_scale_in.is_some() {
        let hint = "Leave the field out, or write a `target`.";
        reader.report("/disableScaleIn", "Only target tracking has this.", hint);
    }
    for (at, policy) in numbered("steps", it.steps.as_ref()) {
        policies.push(reader.below(&at, |r| steps(policy, scope, r)));
    }
    for (at, policy) in numbered("simple", it.simple.as_ref()) {
        policies.push(scope.alarm(&format!("/{at}/alarm"), &policy.alarm.0, reader).map(|alarm| {
            ScalingPolicy::Simple { alarm, change: policy.change.0, cooldown_us: cooldown_us.unwrap_or(0) }
        }));
    }
    if policies.is_empty() {
        let hint = "Write `\"target\": { \"backlogPerWorker\": 100 }`, or `steps` on an alarm.";
        reader.report("", "Nothing makes this group grow or shrink.", hint);
        right = false;
    }
    let policies = policies.into_iter().collect::<Option<Vec<_>>>();
    right.then_some(ScaleModel {
        min,
        max: it.max,
        start,
        protects: it.protect.unwrap_or(false),
        launch_us: launch_us?,
        warmup_us: warmup_us?,
        policies: policies?,
    })
}

/// Policies with their places: `steps` alone, `steps/0`, … in a list.
fn numbered<'a, T>(key: &str, policies: Option<&'a v1::OneOrMany<T>>) -> Vec<(String, &'a T)> {
    match policies {
        None => Vec::new(),
        Some(v1::OneOrMany::One(one)) => vec![(key.to_owned(), one)],
        Some(v1::OneOrMany::Many(many)) => {
            many.iter().enumerate().map(|(index, it)| (format!("{key}/{index}"), it)).collect()
        }
    }
}

fn steps(it: &v1::StepPolicy, scope: &Scope<'_>, reader: &mut Reader) -> Option<ScalingPolicy> {
    let alarm = scope.alarm("/alarm", &it.alarm.0, reader);
    let count = it.adjustments.len();
    if count == 0 || count > STEPS_MAX {
        let hint = format!("Write 1 to {STEPS_MAX}.");
        reader.report("/adjustments", format!("There are {count} adjustments."), hint);
        return None;
    }
    let bounds: Vec<i64> = it.adjustments.iter().map(|step| step.bound_milli).collect();
    let outwards = |bounds: &[i64]| bounds.is_sorted_by(|a, b| a < b) && bounds[0] >= 0;
    let mirrored: Vec<i64> = bounds.iter().map(|bound| -bound).collect();
    if !outwards(&bounds) && !outwards(&mirrored) {
        let hint =
            "Begin at the alarm's threshold, which is 0: `[[0, 1], [900, 3]]`, or `[[0, -1], [-50, -2]]`.";
        reader.report("/adjustments", "The adjustments do not lead away from the threshold.", hint);
        return None;
    }
    let steps =
        it.adjustments.iter().map(|step| ScalingStep { bound_milli: step.bound_milli, change: step.change });
    Some(ScalingPolicy::Steps { alarm: alarm?, steps: steps.collect() })
}

fn span(span: Option<v1::Span>, default: Time, below: &str, reader: &mut Reader) -> Option<Time> {
    let us = span.map_or(default, |span| span.0);
    in_range(us, 0, SPAN_US_MAX, below, "0s to 1h", reader).then_some(us)
}
