//! What is done to queues while the world runs: redrives, purges, changes.

use std::sync::Arc;

use sim::{
    ActRefusal, FaultKind, FaultModel, Input, Kind, Model, Position, QueueChange, RedriveModel, Trouble,
};
use sqs::{AttributeChanges, EventKind, QueueKind, Time};

use crate::models::*;

fn at(at_us: Time, kind: FaultKind) -> FaultModel {
    FaultModel { at_us, kind }
}

/// Ten messages of which each fails once and is a dead letter from then on.
fn dead_letters() -> Model {
    let mut model = orders();
    model.producers[0].rate[0].rate_milli = 10_000;
    model.producers[0].count_max = Some(10);
    model.queues[0].attributes.visibility_timeout_s = 0;
    model.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 1 });
    model.queues.push(queue("dead", QueueKind::Standard));
    model.consumers[0].failure_ppm = 1_000_000;
    model.consumers[0].work = sim::WorkTime::Fixed(0);
    model
}

fn moved(events: &[sim::Event]) -> Vec<Time> {
    instants(events, |kind| matches!(kind, Kind::Engine(EventKind::Redriven { .. })))
}

/// sqs-facts §4.3: at rate 2 the n-th message moves n half seconds after the start.
#[test]
fn a_scripted_redrive_moves_at_its_rate_to_where_it_was_told() {
    let mut model = dead_letters();
    model.queues.push(queue("parking", QueueKind::Standard));
    let redrive = FaultKind::Redrive { queue: 1, to: Some(2), per_second: Some(2) };
    model.faults = vec![at(20 * S, redrive)];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let expected: Vec<_> = (1..=10).map(|n| 20 * S + n * 500 * MS).collect();
    assert_eq!(moved(&timeline.events(0, u64::MAX)), expected);
    timeline.seek(Position::after_ms(22_200));
    let view = timeline.view(&[]);
    let task = view.queues[1].move_task.expect("it runs");
    assert_eq!((task.to, task.per_second, task.moved, task.to_move), (Some(2), Some(2), 4, 10));
    timeline.seek(Position::after_ms(60_000));
    assert_eq!(timeline.view(&[]).queues[2].counters.visible, 10);
}

/// sqs-facts §4.3: a few more move after the cancel, those that moved stay moved.
#[test]
fn a_cancelled_redrive_goes_on_for_a_few_seconds() {
    let mut model = dead_letters();
    model.consumers[0].habits.away = vec![(15 * S, 60 * S)];
    model.faults = vec![
        at(20 * S, FaultKind::Redrive { queue: 1, to: None, per_second: Some(1) }),
        at(22_500 * MS, FaultKind::CancelRedrive { queue: 1 }),
        at(40 * S, FaultKind::CancelRedrive { queue: 1 }),
    ];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(moved(&events).len(), 8);
    let refused: Vec<_> = events
        .iter()
        .filter_map(|event| match event.kind {
            Kind::FaultRefused { fault, trouble } => Some((fault, trouble)),
            _ => None,
        })
        .collect();
    assert_eq!(refused, [(2, Trouble::NoRedriveRuns)]);
    timeline.seek(Position::after_ms(23_000));
    assert!(timeline.view(&[]).queues[1].move_task.expect("it ends soon").is_cancelling);
}

#[test]
fn the_user_redrives_at_a_rate_and_cancels() {
    let mut timeline = timeline(dead_letters());
    timeline.seek(Position::after_ms(20_000));
    let too_fast = Input::Redrive { queue: 1, per_second: Some(501) };
    assert_eq!(timeline.can_act(&too_fast), Err(ActRefusal::SqsRefuses(Trouble::Refused)));
    let cancel = Input::CancelRedrive { queue: 1 };
    assert_eq!(timeline.can_act(&cancel), Err(ActRefusal::SqsRefuses(Trouble::NoRedriveRuns)));
    timeline.act(Input::Redrive { queue: 1, per_second: Some(1) }).expect("ten dead letters");
    assert_eq!(
        timeline.can_act(&Input::Redrive { queue: 1, per_second: None }),
        Err(ActRefusal::RedriveRuns)
    );
    timeline.act(cancel.clone()).expect("it runs");
    assert!(timeline.can_act(&cancel).is_err(), "once");
}

/// sqs-facts §1.13: a purge empties the queue, what is in flight too, and once a minute at most.
#[test]
fn a_purge_empties_a_queue_and_comes_once_a_minute() {
    let mut model = orders();
    model.duration_us = 200 * S;
    model.producers[0].rate[0].rate_milli = 5_000;
    model.producers[0].count_max = Some(40);
    let purge = |s: u64| at(s * S, FaultKind::Purge { queue: 0 });
    model.faults = vec![purge(10), purge(30), purge(70)];
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(9_999));
    assert!(timeline.view(&[]).queues[0].counters.visible > 10);
    timeline.seek(Position::after_ms(10_000));
    let counters = timeline.view(&[]).queues[0].counters;
    assert_eq!((counters.visible, counters.in_flight), (0, 0));
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let purged = instants(&events, |kind| matches!(kind, Kind::Engine(EventKind::QueuePurged { .. })));
    assert_eq!(purged, [10 * S, 70 * S]);
    let refused =
        |kind: &Kind| matches!(kind, Kind::FaultRefused { fault: 1, trouble: Trouble::PurgedJustNow });
    assert_eq!(instants(&events, refused), [30 * S]);
    timeline.seek(Position::after_ms(100_000));
    let refusal = Err(ActRefusal::SqsRefuses(Trouble::PurgedJustNow));
    assert_eq!(timeline.can_act(&Input::Purge { queue: 0 }), refusal);
}

/// sqs-facts §2.4: a receive takes the timeout of now; what is in flight keeps its own.
#[test]
fn a_changed_timeout_is_for_later_receives() {
    let mut model = orders();
    model.producers[0].count_max = Some(2);
    model.consumers[0].work = sim::WorkTime::Fixed(4 * S);
    model.consumers[0].deletes = false;
    let changes = AttributeChanges { visibility_timeout_s: Some(9), ..AttributeChanges::default() };
    model.faults = vec![at(2 * S, FaultKind::Change { queue: 0, changes: Arc::new(changes) })];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let hidden: Vec<_> = (timeline.events(0, u64::MAX).iter())
        .filter_map(|event| match event.kind {
            Kind::Engine(EventKind::Received { visible_at, .. }) => Some((visible_at - event.at) / S),
            _ => None,
        })
        .collect();
    assert_eq!(hidden[..2], [30, 9]);
    timeline.seek(Position::after_ms(2_000));
    let view = timeline.view(&[]);
    assert_eq!((view.queues[0].visibility_timeout_s, view.queues[0].attributes.visibility_timeout_s), (9, 9));
    let changed = Kind::AttributeChanged {
        queue: sqs::QueueId(0),
        change: QueueChange::VisibilityTimeout(9),
        by_user: false,
    };
    assert_eq!(view.recent.last().map(|event| event.kind), Some(changed));
}

#[test]
fn the_user_changes_an_attribute_as_far_as_sqs_lets_one() {
    let mut model = dead_letters();
    model.queues.push(queue("other", QueueKind::Fifo));
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(5_000));
    let change = |change| Input::Change { queue: 0, change };
    timeline.act(change(QueueChange::VisibilityTimeout(90))).expect("SQS takes it");
    assert_eq!(timeline.view(&[]).queues[0].visibility_timeout_s, 90);
    timeline.act(change(QueueChange::Redrive(None))).expect("SQS takes it");
    assert_eq!(timeline.view(&[]).queues[0].redrive, None);
    let redrive = |target| QueueChange::Redrive(Some(RedriveModel { target, max_receive_count: 3 }));
    timeline.act(change(redrive(1))).expect("SQS takes it");
    assert_eq!(timeline.view(&[]).queues[0].redrive, Some((1, 3)));
    let refusals = [
        QueueChange::VisibilityTimeout(43_201),
        QueueChange::Retention(59),
        QueueChange::ContentBasedDeduplication(true),
        redrive(2),
        redrive(9),
        QueueChange::Policy,
    ];
    for refused in refusals {
        assert!(timeline.can_act(&change(refused)).is_err(), "{refused:?}");
    }
}

#[test]
fn changes_survive_being_written_as_numbers() {
    let redrive = RedriveModel { target: 23, max_receive_count: 1_000 };
    let changes = [
        QueueChange::VisibilityTimeout(43_200),
        QueueChange::Retention(60),
        QueueChange::Delay(900),
        QueueChange::ReceiveWait(20),
        QueueChange::MaximumMessageSize(1_048_576),
        QueueChange::ContentBasedDeduplication(true),
        QueueChange::DeduplicationScope(sqs::DeduplicationScope::MessageGroup),
        QueueChange::ThroughputLimit(sqs::FifoThroughputLimit::PerMessageGroupId),
        QueueChange::Redrive(None),
        QueueChange::Redrive(Some(redrive)),
        QueueChange::RedriveAllow,
        QueueChange::Policy,
        QueueChange::Encryption,
    ];
    for change in changes {
        let (attribute, value) = change.numbers();
        assert_eq!(QueueChange::of_numbers(attribute, value), Some(change));
    }
    assert_eq!(QueueChange::of_numbers(99, 0), None);
}
