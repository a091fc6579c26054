//! Models that cannot run are refused before anything happens.

use std::sync::Arc;

use sim::{
    ClaimKind, Course, FaultKind, FaultModel, Groups, Model, ModelError, Predicate, RateStep, RedriveModel,
    Timeline, WorkTime, limits,
};
use sqs::{QueueKind, Refusal};

use crate::models::*;

/// What `orders` is refused for after a change.
fn refusal(change: impl Fn(&mut Model)) -> ModelError {
    let mut model = orders();
    change(&mut model);
    Timeline::new(Arc::new(model), 1).expect_err("it cannot run")
}

#[test]
fn durations_and_counts_have_limits() {
    assert_eq!(refusal(|m| m.duration_us = MS - 1), ModelError::Duration);
    assert_eq!(refusal(|m| m.duration_us = limits::DURATION_US_MAX + 1), ModelError::Duration);
    assert_eq!(refusal(|m| m.queues = vec![m.queues[0].clone(); 25]), ModelError::TooMany("queues"));
    assert_eq!(refusal(|m| m.producers = vec![m.producers[0].clone(); 25]), ModelError::TooMany("producers"));
    assert_eq!(refusal(|m| m.consumers[0].count = limits::WORKERS_MAX + 1), ModelError::TooMany("workers"));
    assert_eq!(refusal(|m| m.faults = vec![crash(0, 0, None); 201]), ModelError::TooMany("faults"));
}

#[test]
fn indexes_point_at_something() {
    let dangling = |part| ModelError::DanglingIndex(part);
    assert_eq!(refusal(|m| m.producers[0].to = sim::Destination::Queue(1)), dangling("producer"));
    assert_eq!(refusal(|m| m.consumers[0].from = 1), dangling("consumer"));
    assert_eq!(refusal(|m| m.faults = vec![crash(0, 1, None)]), dangling("fault"));
    let copy = FaultModel { at_us: 0, kind: FaultKind::SecondCopy { queue: 1 } };
    assert_eq!(refusal(|m| m.faults = vec![copy.clone()]), dangling("fault"));
    let elsewhere = claim(ClaimKind::Always, Predicate::Empty { queue: 1 });
    assert_eq!(refusal(|m| m.claims = vec![elsewhere.clone()]), dangling("claim"));
    let redrive = Some(RedriveModel { target: 1, max_receive_count: 3 });
    assert_eq!(refusal(|m| m.queues[0].redrive = redrive), dangling("redrive"));
}

#[test]
fn values_have_ranges() {
    let producer = |field| ModelError::OutOfRange("producer", 0, field);
    let consumer = |field| ModelError::OutOfRange("consumer", 0, field);
    assert_eq!(refusal(|m| m.producers[0].rate.clear()), producer("rate"));
    let twice = RateStep { at_us: 0, rate_milli: 1 };
    assert_eq!(refusal(|m| m.producers[0].rate = vec![twice; 2]), producer("rate"));
    assert_eq!(refusal(|m| m.producers[0].rate[0].rate_milli = 10_000_001), producer("rate"));
    assert_eq!(refusal(|m| m.producers[0].size_bytes = 0), producer("size"));
    assert_eq!(refusal(|m| m.producers[0].delay_s = Some(901)), producer("delay"));
    assert_eq!(refusal(|m| m.producers[0].groups = Groups::InTurn(0)), producer("groups"));
    assert_eq!(refusal(|m| m.queues[0] = queue("orders", QueueKind::Fifo)), producer("groups"));
    assert_eq!(refusal(|m| m.producers[0].sending.batch.size = 11), producer("batch"));
    assert_eq!(refusal(|m| m.producers[0].sending.retry.attempts = 0), producer("retry"));
    assert_eq!(refusal(|m| m.producers[0].sending.shares_ppm = vec![1]), producer("groups"));
    assert_eq!(refusal(|m| m.producers[0].sending.losses.reply_ppm = 1_000_001), producer("lose"));
    assert_eq!(refusal(|m| m.producers[0].sending.course = Course::Times([].into())), producer("rate"));
    assert_eq!(refusal(|m| m.consumers[0].count = 0), consumer("count"));
    assert_eq!(refusal(|m| m.consumers[0].batch = 11), consumer("batch"));
    assert_eq!(refusal(|m| m.consumers[0].wait_s = Some(21)), consumer("wait"));
    assert_eq!(refusal(|m| m.consumers[0].work = WorkTime::Uniform(2, 1)), consumer("work"));
    assert_eq!(refusal(|m| m.consumers[0].failure_ppm = 1_000_001), consumer("failure"));
    assert_eq!(refusal(|m| m.queues[0].storage.shards = 65), ModelError::OutOfRange("queue", 0, "storage"));
}

#[test]
fn what_the_engine_refuses_is_passed_on() {
    let invalid_name = Refusal::InvalidQueueName(QueueKind::Standard);
    assert_eq!(refusal(|m| m.queues[0].name = "no spaces".into()), ModelError::Queue(0, invalid_name));
    let mixed = |m: &mut Model| {
        m.queues.push(queue("dead", QueueKind::Fifo));
        m.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 3 });
    };
    assert_eq!(refusal(mixed), ModelError::Queue(0, Refusal::DeadLetterTargetOfOtherKind));
}

#[test]
fn too_many_events_are_seen_beforehand() {
    let error = refusal(|m| {
        m.duration_us = 3_600 * S;
        m.producers[0].rate[0].rate_milli = 1_000_000;
    });
    assert!(matches!(error, ModelError::TooManyEvents { expected } if expected > limits::EVENTS_MAX));
}

#[test]
fn more_events_than_expected_end_the_run() {
    let mut model = orders();
    // A message that is received with a timeout of 0 and never deleted costs four events each millisecond.
    model.duration_us = 600 * S;
    model.producers[0].count_max = Some(1);
    model.consumers[0].visibility_timeout_s = Some(0);
    model.consumers[0].deletes = false;
    model.consumers[0].work = WorkTime::Fixed(0);
    model.consumers[0].latency_us = MS;
    let mut timeline = timeline(model);
    assert!(timeline.run_ahead(u64::MAX));
    timeline.seek(sim::Position::after_ms(600_000));
    assert!(matches!(timeline.error(), Some(sim::RunError::TooManyEvents { .. })), "{:?}", timeline.stats());
    assert!(timeline.stats().events <= limits::EVENTS_MAX + 10);
}
