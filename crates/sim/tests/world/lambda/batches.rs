//! Batches, windows and payload (sqs-facts §7.1, §7.2).

use sim::{BodyFilter, Departure, Explanation, InvocationOutcome, Kind, Position, WorkTime, WorkerState};
use sqs::{EventKind, VisibleCause};

use super::*;

#[test]
fn a_batch_is_received_worked_on_and_deleted_as_a_whole() {
    let events = run(function(3));
    assert_eq!(invoked(&events), [(10, 3)]);
    assert_eq!(outcomes(&events), [InvocationOutcome::Succeeded]);
    let done = instants(&events, |kind| matches!(kind, Kind::TookEffect { .. }));
    assert_eq!(done, [510 * MS, 1_010 * MS, 1_510 * MS], "one after the other");
    assert_eq!(instants(&events, is_deleted), [1_510 * MS; 3], "with the end of the invocation");
    assert_eq!(effects(&events), deleted(&events));
}

#[test]
fn a_receive_brings_ten_and_larger_batches_come_from_several() {
    let mut model = function(24);
    model.consumers[0].batch = 20;
    lambda(&mut model).window_us = S;
    lambda(&mut model).maximum_concurrency = Some(2);
    // Six more, so that there are thirty before anybody asks a second time.
    for producer in &mut model.producers[..6] {
        producer.count_max = Some(2);
        producer.rate[0].rate_milli = 10_000_000;
    }
    // sqs-facts §7.2: 30 messages, BatchSize 20, window 1 s, MaximumConcurrency 2 gave two batches.
    let events = run(model);
    assert_eq!(invoked(&events), [(20, 20), (20_020, 10)]);
    let answers = events.iter().filter(|event| is_received(&event.kind)).map(|event| event.at);
    assert_eq!(answers.filter(|at| *at == 0).count(), 20, "two receives at once, ten messages each");
}

#[test]
fn without_a_window_the_function_is_invoked_with_what_a_receive_brought() {
    let mut model = orders();
    model.consumers = function(0).consumers;
    let events = run(model);
    assert!(invoked(&events).iter().all(|(_, messages)| *messages == 1));
    assert_eq!(invoked(&events)[..2], [(10, 1), (1_010, 1)]);
}

#[test]
fn on_a_quiet_queue_a_short_window_lasts_as_long_as_the_receive() {
    let mut model = function(1);
    lambda(&mut model).window_us = 5 * S;
    let mut timeline = timeline(model);
    timeline.seek(Position { at_us: 0, step: Position::ALL });
    let view = timeline.view(&[]);
    let open = Explanation::WindowOpen { consumer: 0, messages: 1, batch: 10, until_us: 5_010 * MS };
    timeline.seek(Position::after_ms(1_000));
    let waiting = timeline.view(&[]).consumers[0].mapping.expect("it is a function").waiting;
    assert_eq!((waiting.batches, waiting.messages, waiting.oldest_us), (1, 1, Some(0)));
    timeline.seek(Position::after_ms(60_000));
    assert_eq!(invoked(&timeline.events(0, u64::MAX)), [(20_020, 1)]);
    assert_eq!(timeline.view(&[]).bill.invocations, 1);
    assert!(view.recent.iter().any(|event| matches!(event.kind, Kind::Polled { .. })));
    let mut first = Vec::new();
    timeline.seek(Position { at_us: 0, step: 0 });
    while timeline.step_forward() && timeline.position().at_us == 0 {
        first.extend(timeline.view(&[]).explanation);
    }
    assert!(first.contains(&open), "{first:?}");
}

#[test]
fn a_window_is_not_held_open_by_a_receive_that_lasts_longer() {
    // sqs-facts §7.2: the function is invoked when the window is over; a receive waits whole seconds.
    for (window_s, invoked_ms) in
        [(1, 20_020), (20, 20_020), (21, 21_030), (25, 25_030), (30, 30_030), (41, 41_040), (60, 60_040)]
    {
        let mut model = function(1);
        model.duration_us = 100 * S;
        lambda(&mut model).window_us = window_s * S;
        lambda(&mut model).timeout_us = S;
        model.queues[0].attributes.visibility_timeout_s = 90;
        assert_eq!(invoked(&run(model)), [(invoked_ms, 1)], "a window of {window_s} s");
    }
}

#[test]
fn a_short_window_holds_a_batch_no_longer_than_one_receive() {
    let mut model = function(0);
    model.producers = vec![producer("shop", 1_000)];
    model.producers[0].count_max = Some(5);
    lambda(&mut model).window_us = 5 * S;
    lambda(&mut model).maximum_concurrency = Some(2);
    // Each message but the first comes to a receive of its own, and would begin another one.
    let events = run(model);
    assert!((20_000..=20_040).contains(&invoked(&events)[0].0), "{:?}", invoked(&events));
}

#[test]
fn a_batch_goes_when_its_window_is_over_while_messages_come() {
    let mut model = function(0);
    model.producers = vec![producer("shop", 10_000)];
    model.consumers[0].batch = 1_000;
    lambda(&mut model).window_us = 3 * S;
    lambda(&mut model).maximum_concurrency = Some(2);
    let events = run(model);
    let first = invoked(&events)[0];
    assert!((3_010..3_300).contains(&first.0), "{first:?}");
    assert!((14..=16).contains(&first.1), "two pollers share ten messages a second: {first:?}");
}

#[test]
fn six_megabytes_are_full() {
    let mut model = function(10);
    model.producers.iter_mut().for_each(|producer| producer.size_bytes = 1_048_576);
    // Six messages of 1 MiB are over the limit with what Lambda adds to each.
    let events = run(model);
    assert_eq!(invoked(&events).iter().map(|(_, messages)| *messages).collect::<Vec<_>>(), [5, 5]);
    assert_eq!(deleted(&events).len(), 10);
}

#[test]
fn a_function_is_killed_at_its_timeout_and_its_batch_comes_back() {
    let mut model = function(3);
    model.consumers[0].work = WorkTime::Fixed(4 * S);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(outcomes(&events)[0], InvocationOutcome::TimedOut);
    let ended = instants(&events, |kind| matches!(kind, Kind::InvocationEnded { .. }));
    assert_eq!(ended[0], 10_010 * MS);
    assert_eq!(effects(&events)[..4], [1, 2, 1, 2], "what was done is done again");
    assert_eq!(deleted(&events), [0u64; 0]);
    let back = instants(&events, |kind| {
        matches!(kind, Kind::Engine(EventKind::Visible { cause: VisibleCause::TimeoutEnded, .. }))
    });
    assert_eq!(back[..3], [30 * S; 3], "at the end of the visibility timeout, not of the function's");

    let index = events.iter().position(|event| matches!(event.kind, Kind::InvocationEnded { .. }));
    let ended = timeline.position_of(index.expect("it ended") as u64).expect("it happened");
    timeline.seek(ended);
    let third = timeline.find("M3".parse().expect("a label"));
    let comes_back = Explanation::BatchComesBack {
        worker: worker(0),
        outcome: InvocationOutcome::TimedOut,
        failed: third,
        messages: 3,
        visible_at_us: Some(30 * S),
    };
    assert_eq!(timeline.view(&[]).explanation, Some(comes_back));
    timeline.seek(Position::after_ms(30_000));
    let first = timeline.find("M1".parse().expect("a label")).expect("it was sent");
    let story = timeline.story_of(first);
    let came_back = Explanation::CameBackWithBatch {
        message: first,
        worker: worker(0),
        outcome: InvocationOutcome::TimedOut,
        failed: third,
    };
    assert!(story.iter().any(|line| line.why == Some(came_back)), "{story:#?}");
}

#[test]
fn an_environment_starts_cold_once_and_stays_warm() {
    let mut model = orders();
    model.consumers = function(0).consumers;
    lambda(&mut model).cold_start_us = 300 * MS;
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(100));
    let starting = WorkerState::Starting { since_us: 10 * MS, until_us: 310 * MS };
    assert_eq!(timeline.view(&[]).consumers[0].workers[0].state, starting);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let cold = events.iter().filter(|event| matches!(event.kind, Kind::Invoked { cold: true, .. })).count();
    assert_eq!((cold, invoked(&events).len()), (1, 60));
    let begun = instants(&events, |kind| matches!(kind, Kind::WorkStarted { .. }));
    assert_eq!(begun[..2], [310 * MS, 1_010 * MS]);
}

#[test]
fn an_environment_that_nobody_needs_for_long_is_gone() {
    let mut model = orders();
    model.duration_us = 3_600 * S;
    model.producers[0].rate[0].rate_milli = 1;
    model.consumers = function(0).consumers;
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(1_600_000));
    assert_eq!(
        timeline.view(&[]).consumers[0].workers[0].state,
        WorkerState::Idle { since_us: 1_000_510 * MS }
    );
    timeline.seek(Position::after_ms(1_601_000));
    assert_eq!(timeline.view(&[]).consumers[0].workers[0].state, WorkerState::Absent);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert!(events.iter().all(|event| !matches!(event.kind, Kind::Invoked { cold: false, .. })));
}

#[test]
fn what_the_filter_drops_is_deleted_and_never_seen() {
    let mut model = function(3);
    lambda(&mut model).filter = Some(BodyFilter::default());
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(1_000));
    let events = timeline.events(0, timeline.event_index());
    assert_eq!((invoked(&events).len(), deleted(&events).len()), (0, 3));
    let view = timeline.view(&[]);
    assert_eq!(view.consumers[0].mapping.map(|mapping| mapping.filtered), Some(3));
    assert!(view.departed.iter().all(|gone| gone.how == Departure::Filtered { consumer: 0 }));
    let message = timeline.find("M2".parse().expect("a label")).expect("it was sent");
    let why: Vec<_> = timeline.story_of(message).into_iter().filter_map(|line| line.why).collect();
    assert!(why.contains(&Explanation::FilteredAndDeleted { consumer: 0, message }), "{why:?}");
}

#[test]
fn an_environment_that_dies_fails_its_batch_at_once() {
    let mut model = function(2);
    model.faults = vec![crash(700 * MS, 0, None)];
    let events = run(model);
    assert_eq!(outcomes(&events)[..2], [InvocationOutcome::Failed, InvocationOutcome::Succeeded]);
    assert_eq!(effects(&events), [1, 1, 2], "the first message was done before the crash");
    assert_eq!(invoked(&events)[1].0, 30_010, "both come back when their visibility timeout ends");
    let cold = events.iter().filter(|event| matches!(event.kind, Kind::Invoked { cold: true, .. })).count();
    assert_eq!(cold, 2, "a new environment starts");
}

#[test]
fn only_bodies_that_match_reach_the_function() {
    let kind = |body: &str| sim::MessageKind {
        id: "kind".into(),
        which: sim::Which::All,
        poison: false,
        work: None,
        attributes: None,
        body: Some(body.as_bytes().into()),
        size_bytes: None,
    };
    let (new, old) = (r#"{"status":"new"}"#, r#"{"status":"old"}"#);
    let mut model = function(3);
    model.producers[0].kinds = vec![kind(new)];
    model.producers[1].kinds = vec![kind(old)];
    lambda(&mut model).filter = Some(BodyFilter::new(vec![new.as_bytes().into()]));
    let events = run(model);
    assert_eq!(effects(&events), [1], "the other has another body, the third is no JSON");
    assert_eq!(deleted(&events), [2, 3, 1]);
}
