//! Messages that share a call (sqs-facts §1.9), wait for a scheduler, or repeat an id (§3.4).

use sim::{Batching, Course, Kind, Position, RateStep, Sending, Trouble};
use sqs::{EventKind, QueueKind};

use super::{is_deduplicated, produced, shop};
use crate::models::*;

fn batches_of(size: u32, window_us: u64) -> Sending {
    Sending { batch: Batching { size, window_us }, ..Sending::default() }
}

#[test]
fn a_batch_goes_when_it_is_full() {
    let mut model = shop(QueueKind::Fifo, batches_of(4, 60 * S));
    model.producers[0].count_max = Some(10);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    // Due at 0, 1, 2, 3 s: sent with the fourth; the last two wait for others.
    assert_eq!(instants(&events, is_sent), [[3 * S; 4], [7 * S; 4]].concat());
    let labels = produced(&events).into_iter().filter_map(|it| timeline.label(it)).map(|it| it.to_string());
    assert_eq!(labels.collect::<Vec<_>>(), ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"]);
    timeline.seek(Position::after_ms(20_000));
    let view = timeline.view(&[]);
    let batch = view.producers[0].batch.expect("it sends in batches");
    assert_eq!((batch.messages, batch.of, batch.until_us), (2, 4, Some(68 * S)));
    // What is billed are calls, not messages.
    assert_eq!(view.bill.queues[0].sends, 2);
}

#[test]
fn a_batch_goes_when_its_window_is_over() {
    let events = run(shop(QueueKind::Standard, batches_of(10, 2_500 * MS)));
    let sent = instants(&events, is_sent);
    assert_eq!(sent[..6], [[2_500 * MS; 3], [5_500 * MS; 3]].concat());
    let filling = instants(&events, |kind| matches!(kind, Kind::BatchFilling { messages: 1, .. }));
    assert_eq!(filling[..3], [0, 3 * S, 6 * S]);
}

#[test]
fn a_batch_is_full_at_a_mebibyte() {
    let mut model = shop(QueueKind::Standard, batches_of(10, 60 * S));
    model.producers[0].size_bytes = 400 * 1_024;
    model.producers[0].count_max = Some(5);
    // Two fit in; the third begins the next batch.
    assert_eq!(instants(&run(model), is_sent), [2 * S, 2 * S, 4 * S, 4 * S]);
}

#[test]
fn one_bad_entry_fails_alone() {
    let mut model = shop(QueueKind::Standard, batches_of(3, 60 * S));
    model.producers[0].count_max = Some(3);
    model.queues[0].attributes.maximum_message_bytes = 1_024;
    model.producers[0].kinds = vec![sim::MessageKind {
        id: "odd".into(),
        which: sim::Which::Numbers(vec![2]),
        poison: false,
        work: None,
        attributes: None,
        body: Some(vec![b'x'; 1_025].into()),
        size_bytes: None,
    }];
    let events = run(model);
    assert_eq!(produced(&events).len(), 2);
    let refused = |kind: &Kind| matches!(kind, Kind::SendRefused { trouble: Trouble::TooLong, .. });
    assert_eq!(instants(&events, refused), [2 * S]);
    // What is wrong with it stays wrong: nobody tries again.
    assert!(!events.iter().any(|event| super::is_retried(&event.kind)));
}

#[test]
fn a_scheduler_holds_messages_for_longer_than_any_delay() {
    let mut model =
        shop(QueueKind::Standard, Sending { schedule_us: Some(2 * 3_600 * S), ..Sending::default() });
    model.duration_us = 3 * 3_600 * S;
    model.producers[0].rate = vec![RateStep { at_us: 0, rate_milli: 10 }];
    model.producers[0].count_max = Some(3);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_sent), [7_200 * S, 7_300 * S, 7_400 * S]);
    let taken = events.iter().filter_map(|event| match event.kind {
        Kind::ScheduleTaken { due_at, .. } => Some((event.at, due_at)),
        _ => None,
    });
    assert_eq!(taken.collect::<Vec<_>>(), [(0, 7_200 * S), (100 * S, 7_300 * S), (200 * S, 7_400 * S)]);
    timeline.seek(Position::after_ms(7_250_000));
    let scheduler = timeline.view(&[]).producers[0].scheduler.expect("there is one");
    assert_eq!((scheduler.held, scheduler.next_us), (2, Some(7_300 * S)));
}

/// A wait of more than 12 days does not fit into an event's value alone.
#[test]
fn a_scheduler_waits_for_months() {
    let mut model =
        shop(QueueKind::Standard, Sending { schedule_us: Some(90 * 86_400 * S), ..Sending::default() });
    model.producers[0].count_max = Some(1);
    let events = run(model);
    let due = events.iter().find_map(|event| match event.kind {
        Kind::ScheduleTaken { due_at, .. } => Some(due_at),
        _ => None,
    });
    assert_eq!(due, Some(90 * 86_400 * S));
}

#[test]
fn one_id_again_and_again_is_one_message_in_five_minutes() {
    let mut model = shop(QueueKind::Fifo, Sending { deduplication_ids: Some(1), ..Sending::default() });
    model.duration_us = 700 * S;
    let times: Vec<_> = [1_000u64, 299_000, 301_001, 600_000, 602_000].map(|ms| ms * MS).into();
    model.producers[0].rate.clear();
    model.producers[0].sending.course = Course::Times(times.into());
    let events = run(model);
    assert_eq!(instants(&events, is_sent), [S, 301_001 * MS, 602_000 * MS]);
    assert_eq!(instants(&events, is_deduplicated), [299 * S, 600 * S]);
}

#[test]
fn the_answer_to_a_batch_tells_each_entry_apart() {
    let mut model = shop(QueueKind::Fifo, Sending { deduplication_ids: Some(3), ..batches_of(5, 60 * S) });
    model.producers[0].count_max = Some(5);
    let events = run(model);
    let stored = events.iter().filter_map(|event| match event.kind {
        Kind::Engine(EventKind::Sent { message, .. }) => Some((message.serial, true)),
        Kind::Engine(EventKind::Deduplicated { original, .. }) => Some((original.serial, false)),
        _ => None,
    });
    let expected = [(1, true), (2, true), (3, true), (1, false), (2, false)];
    assert_eq!(stored.collect::<Vec<_>>(), expected);
}
