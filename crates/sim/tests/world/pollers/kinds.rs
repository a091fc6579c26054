//! Kinds of messages.

use std::sync::Arc;

use sim::{Explanation, Kind, MessageKind, Position, RedriveModel, Which, WorkTime};
use sqs::{AttributeValue, MessageAttribute, QueueKind};

use crate::models::*;

fn kind(id: &str, which: Which) -> MessageKind {
    MessageKind {
        id: id.into(),
        which,
        poison: false,
        work: None,
        attributes: None,
        body: None,
        size_bytes: None,
    }
}

#[test]
fn the_first_kind_that_fits_a_number_counts() {
    let numbers = Which::Numbers(vec![3, 7]);
    assert_eq!([1, 3, 5, 7].map(|n| numbers.holds(n)), [false, true, false, true]);
    assert_eq!([1, 2, 3, 4].map(|n| Which::Every(2).holds(n)), [false, true, false, true]);
    assert!(!numbers.holds(u64::MAX) && Which::All.holds(u64::MAX));

    let mut model = quiet();
    model.producers = vec![producer("shop", 10_000)];
    model.producers[0].count_max = Some(6);
    model.producers[0].kinds = vec![kind("third", Which::Numbers(vec![3])), kind("even", Which::Every(2))];
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(5_000));
    let kinds: Vec<_> = timeline.view(&[]).messages.iter().map(|it| it.kind.clone()).collect();
    let even: Option<Arc<str>> = Some("even".into());
    assert_eq!(kinds, [None, even.clone(), Some("third".into()), even.clone(), None, even]);
}

/// sqs-facts §4.1: with maxReceiveCount 3 a poison message is delivered three times, then moved.
#[test]
fn a_poison_message_always_fails_and_keeps_its_kind_as_a_dead_letter_and_after_a_redrive() {
    let mut model = orders();
    model.producers[0].count_max = Some(3);
    model.producers[0].kinds = vec![MessageKind { poison: true, ..kind("bad", Which::Numbers(vec![2])) }];
    model.queues[0].attributes.visibility_timeout_s = 2;
    model.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 3 });
    model.queues.push(queue("dead", QueueKind::Standard));
    model.consumers[0].count = 2;
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(30_000));
    let view = timeline.view(&[]);
    assert_eq!((view.queues[0].counters.deleted, view.queues[1].counters.visible), (2, 1));
    assert_eq!((view.messages[0].kind.as_deref(), view.messages[0].is_poison), (Some("bad"), true));
    let failed = timeline.events(0, u64::MAX);
    assert_eq!(instants(&failed, |kind| matches!(kind, Kind::WorkFailed { .. })).len(), 3);
    let message = view.messages[0].id;
    let whys = timeline.story_of(message).into_iter().filter_map(|line| line.why);
    let fails = whys.filter(|why| matches!(why, Explanation::AlwaysFails { .. }));
    assert_eq!(fails.count(), 3);

    timeline.act(sim::Input::Redrive { queue: 1, per_second: None }).expect("a dead letter lies there");
    timeline.seek(Position::after_ms(31_000));
    let moved = timeline.view(&[]).messages[0].clone();
    assert_eq!((moved.queue, moved.is_poison), (0, true));
    assert_ne!(moved.id, message);
}

#[test]
fn a_kind_has_its_own_work_size_attributes_and_body() {
    let attributes: Arc<[MessageAttribute]> = Arc::new([MessageAttribute {
        name: "type".into(),
        data_type: "String".into(),
        value: AttributeValue::Text("video".into()),
    }]);
    let body: Arc<[u8]> = b"{\"status\":\"new\"}".as_slice().into();
    let mut model = orders();
    model.producers[0].count_max = Some(2);
    model.producers[0].kinds = vec![MessageKind {
        work: Some(WorkTime::Fixed(5 * S)),
        attributes: Some(attributes.clone()),
        body: Some(body),
        ..kind("video", Which::Numbers(vec![2]))
    }];
    let events = run(model);
    let worked = events.iter().filter_map(|event| match event.kind {
        Kind::WorkStarted { done_at, .. } => Some(done_at - event.at),
        _ => None,
    });
    assert_eq!(worked.collect::<Vec<_>>(), [500 * MS, 5 * S]);
}
