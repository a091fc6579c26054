//! A careful guess of how many events a run will have, before anything runs.

use sim::{ConsumerModel, Model, ProducerModel, WorkTime, limits};
use sqs::Time;

use crate::read::Reader;

/// Sent, produced, received, handed over, work started, effect, deleted.
const EVENTS_PER_MESSAGE: u64 = 7;
/// Parked, empty, answered.
const EVENTS_PER_LONG_POLL: u64 = 3;
/// Received, handed over, work started, effect or failure, visible again.
const EVENTS_PER_DELIVERY: u64 = 5;

/// Reports a run that would have too many events.
pub(super) fn check(model: &Model, reader: &mut Reader) {
    let sends: u64 =
        model.producers.iter().map(|it| sends(it, model.duration_us)).fold(0, u64::saturating_add);
    let polls: u64 = model.consumers.iter().map(|it| polls(it, model)).fold(0, u64::saturating_add);
    let expected = sends.saturating_mul(EVENTS_PER_MESSAGE).saturating_add(polls);
    if expected > limits::EVENTS_MAX {
        reader.report(
            "/duration",
            format!("About {expected} events are expected; a run has at most {}.", limits::EVENTS_MAX),
            "Shorten the duration, lower rates or workers, or let consumers wait longer (`wait`).",
        );
    }
}

/// Messages that a producer sends.
fn sends(producer: &ProducerModel, duration_us: Time) -> u64 {
    let mut total = 0u64;
    for (index, step) in producer.rate.iter().enumerate() {
        let end_us = producer.rate.get(index + 1).map_or(duration_us, |next| next.at_us.min(duration_us));
        let length_us = end_us.saturating_sub(step.at_us);
        let sends = u128::from(length_us) * u128::from(step.rate_milli) / 1_000_000_000;
        total = total.saturating_add(u64::try_from(sends).unwrap_or(u64::MAX));
    }
    total.min(producer.count_max.map_or(u64::MAX, u64::from))
}

/// Events of a consumer's empty receives, and of deliveries that come again since nothing is deleted.
fn polls(consumer: &ConsumerModel, model: &Model) -> u64 {
    let queue = &model.queues[consumer.from as usize];
    let wait_s = consumer.wait_s.unwrap_or(queue.attributes.receive_wait_s);
    let workers = u64::from(consumer.count);
    let every_us = u64::from(wait_s) * 1_000_000 + consumer.latency_us;
    let per_poll = if wait_s == 0 { 1 } else { EVENTS_PER_LONG_POLL };
    let empty = (model.duration_us / every_us).saturating_mul(per_poll).saturating_mul(workers);
    if consumer.deletes && consumer.failure_ppm == 0 {
        return empty;
    }
    empty.saturating_add(deliveries_again(consumer, model).saturating_mul(EVENTS_PER_DELIVERY))
}

/// Deliveries of messages that came back, at most: by the workers' time and by the visibility timeout.
fn deliveries_again(consumer: &ConsumerModel, model: &Model) -> u64 {
    let queue = &model.queues[consumer.from as usize];
    let cycle_us = usual_us(consumer.work) + consumer.latency_us;
    let by_workers = (model.duration_us / cycle_us).saturating_mul(u64::from(consumer.count));
    let timeout_s = consumer.visibility_timeout_s.unwrap_or(queue.attributes.visibility_timeout_s);
    let hidden_us = (u64::from(timeout_s) * 1_000_000).max(cycle_us);
    let receives = queue.redrive.map_or(u64::MAX, |redrive| u64::from(redrive.max_receive_count));
    let sent = model.producers.iter().filter(|it| it.to == consumer.from);
    let messages: u64 = sent.map(|it| sends(it, model.duration_us)).fold(0, u64::saturating_add);
    by_workers.min(messages.saturating_mul(receives.min(model.duration_us / hidden_us)))
}

fn usual_us(work: WorkTime) -> Time {
    match work {
        WorkTime::Fixed(us) | WorkTime::Exponential(us) | WorkTime::Lognormal(us, _) => us,
        WorkTime::Uniform(from, to) => from / 2 + to / 2,
    }
}
