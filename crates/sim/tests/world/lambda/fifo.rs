//! FIFO queues (sqs-facts §7.4).

use sim::{ConcurrencyBound, FunctionAnswer, Groups, Position};
use sqs::QueueKind;

use super::*;

/// Messages of three groups in turn, four a second, a function of batch 10.
fn groups() -> Model {
    let mut model = fifo();
    model.producers[0].rate[0].rate_milli = 4_000;
    model.consumers = function(0).consumers;
    model
}

#[test]
fn as_many_invocations_at_once_as_there_are_groups() {
    let mut model = groups();
    model.consumers[0].batch = 1;
    model.consumers[0].work = WorkTime::Fixed(S);
    let events = run(model.clone());
    assert_eq!(most_at_once(&events, 60).into_iter().max(), Some(3));
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(30_500));
    let mapping = timeline.view(&[]).consumers[0].mapping.expect("it is a function");
    assert_eq!((mapping.running, mapping.bound), (3, ConcurrencyBound::Groups));
}

#[test]
fn each_groups_order_is_kept() {
    let events = run(groups());
    let done = effects(&events);
    for group in 0..3 {
        let of_group: Vec<_> = done.iter().filter(|serial| (**serial - 1) % 3 == group).collect();
        assert!(of_group.is_sorted() && of_group.len() > 50, "{of_group:?}");
    }
}

#[test]
fn a_batch_may_mix_groups() {
    let mut model = function(6);
    model.queues[0] = queue("orders", QueueKind::Fifo);
    model.producers.iter_mut().for_each(|producer| producer.groups = Groups::InTurn(1));
    let events = run(model);
    assert_eq!(invoked(&events)[0], (10, 6));
    assert_eq!(effects(&events), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn after_an_error_a_group_waits_for_its_visibility_timeout() {
    let mut model = fifo();
    model.producers[0].groups = Groups::InTurn(1);
    model.producers[0].count_max = Some(3);
    model.consumers = function(0).consumers;
    model.consumers[0].failure_ppm = 1_000_000;
    let events = run(model);
    // A1 fails at 0.51 s: A2 and A3 wait until it is back, and all three come in one batch.
    assert_eq!(invoked(&events)[..2], [(10, 1), (30_010, 3)]);
    assert_eq!(deleted(&events), [0u64; 0]);
}

#[test]
fn a_function_that_reports_stops_at_the_first_failure() {
    let mut model = function(6);
    model.queues[0] = queue("orders", QueueKind::Fifo);
    model.producers.iter_mut().for_each(|producer| producer.groups = Groups::InTurn(1));
    model.consumers[0].failure_ppm = 300_000;
    lambda(&mut model).partial_failures = true;
    lambda(&mut model).answer = FunctionAnswer::Listed;
    let events = run(model);
    let first_ended = events
        .iter()
        .position(|event| matches!(event.kind, Kind::InvocationEnded { .. }))
        .expect("one ended");
    let before = &events[..first_ended];
    let failed = serials(before, |kind| match kind {
        Kind::WorkFailed { message, .. } => Some(*message),
        _ => None,
    });
    assert_eq!(failed.len(), 1, "of this seed: something fails, and nothing is tried after it");
    assert_eq!(effects(before), (1..failed[0]).collect::<Vec<_>>());
    let at = events[first_ended].at;
    let deleted_then: Vec<_> = events.iter().filter(|event| event.at == at).copied().collect();
    assert_eq!(deleted(&deleted_then), effects(before), "the rest of the batch stays, worked on or not");
}

#[test]
fn a_function_that_goes_on_after_a_failure_breaks_the_order() {
    let order = |answer| {
        let mut model = function(1);
        model.queues[0] = queue("orders", QueueKind::Fifo);
        model.duration_us = 900 * S;
        model.producers[0].groups = Groups::InTurn(1);
        model.producers[0].count_max = Some(10);
        // The first alone, then nine in a batch, of which some fail.
        model.consumers[0].failure_ppm = 400_000;
        lambda(&mut model).partial_failures = true;
        lambda(&mut model).answer = answer;
        let done = effects(&run(model));
        assert_eq!(done.len(), 10, "{done:?}");
        done.is_sorted()
    };
    assert!(order(FunctionAnswer::Listed), "it stops at the first failure");
    assert!(!order(FunctionAnswer::OnlyFailed), "the failed one is overtaken by the rest of its batch");
}
