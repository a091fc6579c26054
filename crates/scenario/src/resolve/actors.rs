//! Consumers.

use std::sync::Arc;

use sim::{ConsumerModel, WorkTime, lambda_limits, limits};
use sqs::Time;

use super::{
    Scope, access, all, calls, check_ids, habits, in_range, lambda, number_in_range, scaling, seconds,
};
use crate::read::Reader;
use crate::v1;

/// Microseconds; the round trip of a call that names none.
const LATENCY_US_DEFAULT: Time = 10_000;
/// Microseconds; the longest round trip.
const LATENCY_US_MAX: Time = 60_000_000;
/// Microseconds; the work on a message if the file names none.
const WORK_US_DEFAULT: Time = 1_000_000;

pub(super) fn latency(latency: Option<v1::Span>, reader: &mut Reader) -> Option<Time> {
    let us = latency.map_or(LATENCY_US_DEFAULT, |span| span.0);
    in_range(us, limits::LATENCY_US_MIN, LATENCY_US_MAX, "/latency", "1ms to 1m", reader).then_some(us)
}

pub(super) fn consumers(
    file: &v1::File,
    bodies: &[Arc<[u8]>],
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<Vec<ConsumerModel>> {
    let list = file.consumers.as_deref().unwrap_or_default();
    check_ids("consumers", list.iter().map(|it| it.id.0.as_str()), reader);
    check_places(list, reader);
    reader.below("consumers", |r| {
        all(list
            .iter()
            .enumerate()
            .map(|(i, it)| r.below(&i.to_string(), |r| consumer(it, file, bodies, scope, r))))
    })
}

/// Reports more workers, or more execution environments, than a run has room for.
fn check_places(list: &[v1::Consumer], reader: &mut Reader) {
    let sums = [
        (v1::ConsumerKind::Poller, limits::WORKERS_MAX, "workers", "Lower `count`."),
        (
            v1::ConsumerKind::Lambda,
            limits::ENVIRONMENTS_MAX,
            "invocations at once",
            "Lower `lambda.maximumConcurrency` or `lambda.provisioned.max`.",
        ),
    ];
    for (kind, max, what, hint) in sums {
        let of_kind = list.iter().filter(|it| it.kind.unwrap_or(v1::ConsumerKind::Poller) == kind);
        let sum: u64 = of_kind.map(|it| u64::from(lambda::places(it))).sum();
        if sum > u64::from(max) {
            let message = format!("There are {sum} {what}; at most {max} are allowed.");
            reader.report("/consumers", message, hint);
        }
    }
}

fn consumer(
    it: &v1::Consumer,
    file: &v1::File,
    bodies: &[Arc<[u8]>],
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<ConsumerModel> {
    let is_called = file.producers.iter().flatten().any(|caller| caller.calls.as_ref() == Some(&it.id));
    let serves = match is_called {
        true => Some(calls::serving(it, reader)?),
        false => None,
    };
    let from = match (&it.from, serves) {
        (Some(from), _) => scope.queue("/from", &from.0, reader),
        (None, Some(_)) => Some(0),
        (None, None) => {
            let hint = "Add `\"from\": …` with a queue, or let a producer call it: `\"calls\": …`.";
            reader.report("", "The field `from` is missing.", hint);
            None
        }
    };
    if !is_called && it.accept.is_some() {
        let hint = "Leave it out, or let a producer call this consumer.";
        reader.report("/accept", "Nobody calls this consumer directly.", hint);
    }
    let count = it.count.unwrap_or(1);
    if count == 0 {
        reader.report("/count", "A consumer has no worker.", "Write 1 or more.");
    }
    let scale = match &it.scale {
        Some(scale) => Some(reader.below("scale", |r| scaling::scale(scale, scope, r))?),
        None => None,
    };
    if it.scale.is_some() && it.count.is_some() {
        let hint = "Leave `count` out: the group begins with `scale.start` instances.";
        reader.report("/count", "An Auto Scaling group says itself how many there are.", hint);
    }
    let is_lambda = it.kind == Some(v1::ConsumerKind::Lambda);
    let is_fifo = !is_called && from.is_some_and(|from| scope.kind(from) == v1::QueueType::Fifo);
    let batch = it.batch.unwrap_or(1);
    let batch_max = if is_lambda && !is_fifo { lambda_limits::BATCH_MAX } else { sqs::limits::RECEIVE_MAX };
    number_in_range(batch, 1, batch_max, "/batch", reader);
    let wait_s = match it.wait {
        Some(span) => Some(seconds(span, 0, sqs::limits::WAIT_S_MAX, "/wait", reader)?),
        None => None,
    };
    let visibility_timeout_s = match it.visibility_timeout {
        Some(span) => {
            let max = sqs::limits::VISIBILITY_TIMEOUT_S_MAX;
            Some(seconds(span, 0, max, "/visibilityTimeout", reader)?)
        }
        None => None,
    };
    Some(ConsumerModel {
        id: it.id.0.as_str().into(),
        from: from?,
        principal: access::caller(it.caller.as_ref(), scope, reader)?,
        count,
        batch,
        wait_s,
        visibility_timeout_s,
        work: work(it.work, reader)?,
        failure_ppm: it.failure.map_or(0, |share| share.0),
        deletes: it.deletes.unwrap_or(true),
        idempotent: it.idempotent.unwrap_or(false),
        latency_us: latency(it.latency, reader)?,
        lambda: lambda::lambda(it, from, file, bodies, scope, reader)?,
        scale,
        habits: habits::habits(it, scope, reader)?,
        serves,
    })
}

pub(super) fn work(work: Option<v1::Work>, reader: &mut Reader) -> Option<WorkTime> {
    let work = work.map_or(WorkTime::Fixed(WORK_US_DEFAULT), |work| work.0);
    let longest_us = match work {
        WorkTime::Fixed(us) | WorkTime::Exponential(us) | WorkTime::Lognormal(us, _) => us,
        WorkTime::Uniform(_, us) => us,
    };
    in_range(longest_us, 0, limits::DURATION_US_MAX, "/work", "0s to 400d", reader).then_some(work)
}
