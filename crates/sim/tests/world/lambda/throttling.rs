//! Reserved concurrency: what does not fit is throttled (sqs-facts §7.3).

use sim::{ConcurrencyBound, Explanation, Position, RedriveModel};
use sqs::QueueKind;

use super::*;

/// Five messages, one a batch, that take longer than their visibility timeout of 10 s leaves; two may run.
fn reserved() -> Model {
    let mut model = function(5);
    model.queues[0].attributes.visibility_timeout_s = 10;
    model.consumers[0].batch = 1;
    model.consumers[0].work = WorkTime::Fixed(9 * S);
    lambda(&mut model).reserved = Some(2);
    model
}

#[test]
fn what_is_throttled_is_tried_again_later_each_time() {
    let mut model = reserved();
    model.queues[0].attributes.visibility_timeout_s = 60;
    model.consumers[0].work = WorkTime::Fixed(10 * S);
    let events = run(model);
    let throttled = instants(&events, |kind| matches!(kind, Kind::InvocationThrottled { .. }));
    let of_one: Vec<_> = throttled.iter().step_by(3).map(|at| at / MS).collect();
    assert_eq!(of_one[..4], [10, 1_010, 3_010, 7_010], "1, 2, 4 s between tries: {throttled:?}");
    assert_eq!(deleted(&events).len(), 5, "all are done in the end");
    assert_eq!(most_at_once(&events, 60).into_iter().max(), Some(2));
    let received = instants(&events, is_received);
    assert_eq!(received.len(), 5, "the batch stays with its poller meanwhile");
}

#[test]
fn receive_counts_climb_without_an_invocation() {
    let mut model = reserved();
    model.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 2 });
    model.queues.push(queue("dead", QueueKind::Standard));
    model.consumers[0].failure_ppm = 1_000_000;
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let dead = serials(&events, |kind| match kind {
        Kind::Engine(EventKind::DeadLettered { message, .. }) => Some(*message),
        _ => None,
    });
    let worked_on = serials(&events, |kind| match kind {
        Kind::HandedTo { message, .. } => Some(*message),
        _ => None,
    });
    assert!(dead.iter().any(|message| !worked_on.contains(message)), "dead {dead:?}, invoked {worked_on:?}");

    timeline.seek(Position::after_ms(10));
    let view = timeline.view(&[]);
    let mapping = view.consumers[0].mapping.expect("it is a function");
    assert_eq!((mapping.running, mapping.bound, mapping.throttled), (2, ConcurrencyBound::Reserved, 3));
    assert_eq!((mapping.waiting.batches, mapping.waiting.messages), (3, 3));
    let throttled = Explanation::Throttled { consumer: 0, messages: 1, reserved: 2 };
    assert_eq!(view.explanation, Some(throttled));
    timeline.seek(Position::after_ms(10_000));
    let message = timeline.find("M5".parse().expect("a label")).expect("it was sent");
    let why: Vec<_> = timeline.story_of(message).into_iter().filter_map(|line| line.why).collect();
    assert!(why.contains(&Explanation::NeverInvoked { message, consumer: 0 }), "{why:?}");
    let waiting = timeline.view(&[]).consumers[0].mapping.expect("it is a function").waiting;
    assert_eq!(waiting.oldest_us, Some(10 * S), "what waits was received anew");
}

#[test]
fn a_function_with_no_concurrency_at_all_never_runs() {
    let mut model = reserved();
    lambda(&mut model).reserved = Some(0);
    let events = run(model);
    assert_eq!(invoked(&events), []);
    assert!(instants(&events, is_received).len() > 5, "its messages come and go");
}
