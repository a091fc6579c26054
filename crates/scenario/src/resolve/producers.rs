//! Producers.

use sim::{
    Arrivals, Batching, Course, Destination, Groups, Losses, ProducerModel, RateStep, Sending, Sine, limits,
};
use sqs::Time;

use super::actors::latency;
use super::{Scope, access, all, calls, check_ids, in_range, kinds, number_in_range, seconds};
use crate::read::Reader;
use crate::v1;

/// Bytes; the body of a message if the file names none.
const SIZE_BYTES_DEFAULT: u32 = 1_024;
/// Microseconds; a day.
const PERIOD_US_DEFAULT: Time = 86_400 * sqs::MICROS_PER_S;

pub(super) fn producers(
    file: &v1::File,
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<Vec<ProducerModel>> {
    let list = file.producers.as_deref().unwrap_or_default();
    check_ids("producers", list.iter().map(|it| it.id.0.as_str()), reader);
    reader.below("producers", |r| {
        all(list.iter().enumerate().map(|(i, it)| r.below(&i.to_string(), |r| producer(it, scope, r))))
    })
}

fn producer(it: &v1::Producer, scope: &Scope<'_>, reader: &mut Reader) -> Option<ProducerModel> {
    let to = destination(it, scope, reader);
    let is_topic = matches!(to, Some(Destination::Topic(_)));
    let fifo = to.is_some_and(|to| match to {
        Destination::Queue(queue) => scope.kind(queue) == v1::QueueType::Fifo,
        Destination::Topic(topic) => scope.topic_kind(topic) == v1::QueueType::Fifo,
        Destination::Consumer(_) => false,
    });
    let rate = rate(&it.rate, it.arrivals, reader);
    let (groups, shares_ppm) = groups(it, fifo, reader);
    let size_bytes = it.size.map_or(SIZE_BYTES_DEFAULT, |size| size.0);
    let size_max = if is_topic { sim::sns_limits::MESSAGE_BYTES_MAX } else { sqs::limits::MESSAGE_BYTES_MAX };
    number_in_range(size_bytes, 1, size_max, "/size", reader);
    let delay_s = match it.delay {
        Some(delay) => Some(seconds(delay, 0, sqs::limits::DELAY_S_MAX, "/delay", reader)?),
        None => None,
    };
    if it.calls.is_some() {
        calls::refuse_for_calls(it, reader);
    } else if is_topic {
        refuse_for_topics(it, reader);
    } else if fifo && delay_s.is_some() {
        let hint = "Set `delay` on the queue instead.";
        reader.report("/delay", "Messages of a FIFO queue have no delay of their own.", hint);
    }
    if it.calls.is_none() && it.timeout.is_some() {
        let hint = "Leave it out, or call a consumer with `calls`.";
        reader.report("/timeout", "SQS answers at once: only direct calls wait.", hint);
    }
    if it.calls.is_none() && !fifo && it.deduplication_ids.is_some() {
        let hint = "Leave the field out, or write to a FIFO queue.";
        reader.report("/deduplicationIds", "Only FIFO queues look at deduplication ids.", hint);
    }
    let sending = sending(it, reader);
    let (course, rate) = rate?;
    Some(ProducerModel {
        id: it.id.0.as_str().into(),
        to: to?,
        principal: access::caller(it.caller.as_ref(), scope, reader)?,
        rate,
        arrivals: match it.arrivals {
            None | Some(v1::ArrivalsName::Steady) => Arrivals::Steady,
            Some(v1::ArrivalsName::Poisson) => Arrivals::Poisson,
        },
        groups,
        size_bytes,
        count_max: it.count,
        delay_s,
        latency_us: latency(it.latency, reader)?,
        kinds: kinds::kinds(it, reader)?,
        sending: Sending { course, shares_ppm, ..sending? },
    })
}

/// A queue, a topic, or a consumer.
fn destination(it: &v1::Producer, scope: &Scope<'_>, reader: &mut Reader) -> Option<Destination> {
    match (&it.to, &it.topic, &it.calls) {
        (Some(queue), None, None) => scope.queue("/to", &queue.0, reader).map(Destination::Queue),
        (None, Some(topic), None) => scope.topic("/topic", &topic.0, reader).map(Destination::Topic),
        (None, None, Some(consumer)) => {
            scope.consumer("/calls", &consumer.0, reader).map(Destination::Consumer)
        }
        (to, topic, Some(_)) => {
            let other = if to.is_some() { "to" } else { "topic" };
            let what = if topic.is_some() && to.is_none() { "to a topic" } else { "to a queue" };
            let message = format!("A producer sends {what} or calls a consumer, not both.");
            reader.report("/calls", message, format!("Leave `{other}` or `calls` out."));
            None
        }
        (Some(_), Some(_), None) => {
            let message = "A producer sends to a queue or to a topic, not to both.";
            reader.report("/topic", message, "Leave `to` or `topic` out.");
            None
        }
        (None, None, None) => {
            let hint = "Add `\"to\": …` with a queue, or `\"topic\": …`, or `\"calls\": …` with a consumer.";
            reader.report("", "The field `to` is missing.", hint);
            None
        }
    }
}

/// Reports what only queues take.
fn refuse_for_topics(it: &v1::Producer, reader: &mut Reader) {
    if it.delay.is_some() {
        let hint = "Set `delay` on the queues instead.";
        reader.report("/delay", "What is published to a topic has no delay.", hint);
    }
    if it.batch.is_some_and(|batch| batch > 1) {
        reader.report("/batch", "Messages are published one by one.", "Leave `batch` out.");
    }
}

fn groups(it: &v1::Producer, fifo: bool, reader: &mut Reader) -> (Groups, Vec<u32>) {
    let (count, shares) = match &it.groups {
        Some(groups) => (groups.count, groups.shares.as_slice()),
        None => (u32::from(fifo), [].as_slice()),
    };
    if fifo && count == 0 {
        reader.report("/groups", "A FIFO queue wants a message group.", "Write 1 or more, or leave it out.");
    }
    number_in_range(count, 0, limits::GROUPS_MAX, "/groups", reader);
    let shares_ppm: Vec<u32> = shares.iter().map(|share| share.0).collect();
    let sum: u64 = shares_ppm.iter().map(|&ppm| u64::from(ppm)).sum();
    if sum > u64::from(sqs::ONE_MILLION) {
        reader.report("/groups/shares", "The shares are more than 1 together.", "Lower them.");
    }
    let most = (count as usize).min(limits::SHARES_MAX);
    let rest = sum < u64::from(sqs::ONE_MILLION);
    if shares_ppm.len() > most || (rest && !shares_ppm.is_empty() && shares_ppm.len() == count as usize) {
        let hint = "Give shares to fewer groups than there are; the others have what is left.";
        reader.report(
            "/groups/shares",
            format!("There are {} shares for {count} groups.", shares_ppm.len()),
            hint,
        );
    }
    (if count == 0 { Groups::None } else { Groups::InTurn(count) }, shares_ppm)
}

fn sending(it: &v1::Producer, reader: &mut Reader) -> Option<Sending> {
    let batch = it.batch.unwrap_or(1);
    number_in_range(batch, 1, sqs::limits::BATCH_ENTRIES_MAX, "/batch", reader);
    let window_us = it.batch_window.map_or(Batching::WINDOW_US_DEFAULT, |window| window.0);
    span_in_range(window_us, "/batchWindow", reader);
    if let Some(ids) = it.deduplication_ids {
        number_in_range(ids, 1, limits::DEDUPLICATION_IDS_MAX, "/deduplicationIds", reader);
    }
    let schedule_us = it.schedule.as_ref().map(|schedule| schedule.wait.0);
    if let Some(us) = schedule_us {
        in_range(us, 0, limits::DURATION_US_MAX, "/schedule/wait", "0s to 400d", reader);
    }
    let timeout_us = it.timeout.map(|timeout| timeout.0);
    if let Some(us) = timeout_us {
        span_in_range(us, "/timeout", reader);
    }
    let share = |share: Option<v1::Share>| share.map_or(0, |share| share.0);
    let losses = it.lose.as_ref().map_or(Losses::default(), |lose| Losses {
        request_ppm: share(lose.request),
        reply_ppm: share(lose.reply),
    });
    let mut retry = sim::Retry::default();
    if let Some(it) = &it.retry {
        retry.after_us = it.after.map(|after| after.0);
        if let Some(us) = retry.after_us {
            span_in_range(us, "/retry/after", reader);
        }
        retry.attempts = it.attempts.unwrap_or(retry.attempts);
        number_in_range(retry.attempts, 1, limits::ATTEMPTS_MAX, "/retry/attempts", reader);
        retry.same_id = it.same_id.unwrap_or(retry.same_id);
    }
    Some(Sending {
        course: Course::Steps,
        batch: Batching { size: batch, window_us },
        shares_ppm: Vec::new(),
        deduplication_ids: it.deduplication_ids,
        schedule_us,
        losses,
        retry,
        timeout_us,
    })
}

/// A length of time that is neither nothing nor longer than any run.
fn span_in_range(us: Time, below: &str, reader: &mut Reader) -> bool {
    in_range(us, limits::LATENCY_US_MIN, limits::DURATION_US_MAX, below, "1ms to 400d", reader)
}

fn rate(
    rate: &v1::Rate,
    arrivals: Option<v1::ArrivalsName>,
    reader: &mut Reader,
) -> Option<(Course, Vec<RateStep>)> {
    let course = reader.below("rate", |r| match rate {
        v1::Rate::Steps(steps) => Some((Course::Steps, r.below("steps", |r| points(steps, r))?)),
        v1::Rate::Ramp(steps) => Some((Course::Ramp, r.below("ramp", |r| points(steps, r))?)),
        v1::Rate::Sine(it) => Some((Course::Sine(r.below("sine", |r| sine(it, r))?), Vec::new())),
        v1::Rate::Bursts(it) => Some((r.below("bursts", |r| bursts(it, r))?, Vec::new())),
        v1::Rate::Times(it) => Some((r.below("times", |r| times(it, r))?, Vec::new())),
    });
    let has_no_rate = matches!(rate, v1::Rate::Bursts(_) | v1::Rate::Times(_));
    if has_no_rate && arrivals == Some(v1::ArrivalsName::Poisson) {
        let hint = "Leave `arrivals` out, or write a rate.";
        reader.report("/arrivals", "What is sent at given times is not spread by chance.", hint);
    }
    course
}

fn points(steps: &[v1::StepAt], reader: &mut Reader) -> Option<Vec<RateStep>> {
    if steps.is_empty() || steps.len() > limits::RATE_STEPS_MAX {
        let hint = format!("Write 1 to {} steps.", limits::RATE_STEPS_MAX);
        reader.report("", format!("There are {} steps.", steps.len()), hint);
        return None;
    }
    if steps[0].at_us != 0 {
        reader.report("/0/0", "The first step does not begin at 0s.", "Write `\"0s\"`.");
    }
    for (index, pair) in steps.windows(2).enumerate() {
        if pair[1].at_us <= pair[0].at_us {
            let at = format!("/{}/0", index + 1);
            reader.report(&at, "A step does not begin after the one before it.", "Order the steps by time.");
        }
    }
    Some(steps.iter().map(|step| RateStep { at_us: step.at_us, rate_milli: step.rate_milli }).collect())
}

fn sine(it: &v1::SineRate, reader: &mut Reader) -> Option<Sine> {
    let swing_milli = it.swing.unwrap_or(it.mean).0;
    if swing_milli > it.mean.0 {
        reader.report("/swing", "The rate would fall below 0.", "Write at most the mean.");
    }
    if it.mean.0.saturating_add(swing_milli) > limits::RATE_MILLI_MAX {
        reader.report("/mean", "At its peak the rate is above 10000 a second.", "Lower `mean` or `swing`.");
    }
    let period_us = it.period.map_or(PERIOD_US_DEFAULT, |period| period.0);
    span_in_range(period_us, "/period", reader);
    let peak_at_us = it.peak_at.map_or(0, |at| at.0);
    in_range(peak_at_us, 0, limits::DURATION_US_MAX, "/peakAt", "0s to 400d", reader);
    Some(Sine { mean_milli: it.mean.0, swing_milli, period_us, peak_at_us })
}

fn bursts(it: &v1::Bursts, reader: &mut Reader) -> Option<Course> {
    number_in_range(it.size, 1, limits::BURST_MAX, "/size", reader);
    span_in_range(it.every.0, "/every", reader);
    let first_us = it.first.map_or(0, |first| first.0);
    in_range(first_us, 0, limits::DURATION_US_MAX, "/first", "0s to 400d", reader);
    Some(Course::Bursts { size: it.size, every_us: it.every.0, first_us })
}

fn times(times: &[v1::Span], reader: &mut Reader) -> Option<Course> {
    if times.len() > limits::TIMES_MAX {
        let hint = format!("Write at most {}.", limits::TIMES_MAX);
        reader.report("", format!("There are {} times.", times.len()), hint);
    }
    for (index, pair) in times.windows(2).enumerate() {
        if pair[1] < pair[0] {
            let at = format!("/{}", index + 1);
            reader.report(&at, "A time is before the one above it.", "Order the times.");
        }
    }
    Some(Course::Times(times.iter().map(|at| at.0).collect()))
}
