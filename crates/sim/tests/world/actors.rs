//! What producers and workers do.

use sim::{
    Arrivals, Groups, Hold, Input, Kind, Position, RateStep, RedriveModel, RunError, SpanKind, Trouble, View,
    WorkTime, WorkerState,
};
use sqs::{EventKind, QueueKind, Storage};

use crate::models::*;

#[test]
fn a_steady_rate_does_not_drift() {
    let mut model = quiet();
    model.producers = vec![producer("shop", 3_000)];
    let sent = instants(&run(model), is_sent);
    let due: Vec<_> = (0..=180).map(|n| n * 1_000_000_000 / 3_000).filter(|&at| at <= 60 * S).collect();
    assert_eq!(sent, due);
    assert_eq!(sent[179], 59_666_666);
}

#[test]
fn each_step_of_a_rate_counts_from_its_own_start() {
    let mut model = quiet();
    model.producers = vec![producer("shop", 1_000)];
    let step = |at_us, rate_milli| RateStep { at_us, rate_milli };
    model.producers[0].rate = vec![step(0, 1_000), step(2_500 * MS, 0), step(10 * S, 500), step(14 * S, 0)];
    assert_eq!(instants(&run(model), is_sent), [0, S, 2 * S, 10 * S, 12 * S]);
}

#[test]
fn poisson_arrivals_have_the_right_number() {
    let mut model = quiet();
    model.duration_us = 10_000 * S;
    model.producers = vec![producer("shop", 5_000)];
    model.producers[0].arrivals = Arrivals::Poisson;
    let sent = instants(&run(model), is_sent).len();
    assert!((49_000..51_000).contains(&sent), "{sent}");
}

#[test]
fn a_producer_stops_at_its_count() {
    let mut model = orders();
    model.producers[0].count_max = Some(4);
    assert_eq!(instants(&run(model), is_sent), [0, S, 2 * S, 3 * S]);
}

#[test]
fn groups_come_in_turn_and_have_letters_in_order_of_first_use() {
    let mut model = fifo();
    model.producers.push(producer("other", 500));
    model.producers[1].groups = Groups::InTurn(1);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, 1_000);
    let labels = events.iter().filter_map(|event| match event.kind {
        Kind::Engine(EventKind::Sent { message, .. }) => timeline.label(message).map(|l| l.to_string()),
        _ => None,
    });
    // Both senders are due at each even second: first in, first out.
    assert_eq!(labels.take(8).collect::<Vec<_>>(), ["A1", "B1", "C1", "B2", "D1", "A2", "B3", "C2"]);
}

#[test]
fn a_worker_receives_works_deletes_and_receives_again() {
    let events = run(one_order());
    let told: Vec<_> = events
        .iter()
        .filter(|event| !matches!(event.kind, Kind::Engine(EventKind::PollAnswered { .. })))
        .map(|event| (event.at / MS, name(&event.kind)))
        .collect();
    let expected = [
        (0, "made"),
        (0, "sent"),
        (0, "produced"),
        (0, "received"),
        (0, "handed"),
        (10, "work"),
        (510, "effect"),
        (510, "deleted"),
        (520, "parked"),
        (20_520, "empty"),
        (20_530, "parked"),
        (40_530, "empty"),
        (40_540, "parked"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_batch_is_worked_on_one_by_one() {
    let mut model = orders();
    model.producers[0].rate[0].rate_milli = 10_000;
    model.producers[0].count_max = Some(5);
    model.consumers[0].batch = 10;
    let events = run(model);
    // The first receive finds one message, the second the other four, once the first is deleted.
    assert_eq!(instants(&events, is_received), [0, 520 * MS, 520 * MS, 520 * MS, 520 * MS]);
    let started = instants(&events, |kind| matches!(kind, Kind::WorkStarted { .. }));
    assert_eq!(started, [10 * MS, 530 * MS, 1_040 * MS, 1_550 * MS, 2_060 * MS]);
}

#[test]
fn a_short_poll_loops_at_its_latency() {
    let mut model = quiet();
    model.duration_us = S;
    model.consumers = vec![consumer("till")];
    model.consumers[0].wait_s = Some(0);
    let empty = instants(&run(model), is_empty_receive);
    assert_eq!(empty, (0..=100).map(|n| n * 10 * MS).collect::<Vec<_>>());
}

#[test]
fn work_that_outlasts_the_visibility_timeout_is_done_twice() {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 5;
    model.consumers[0].count = 2;
    model.consumers[0].work = WorkTime::Fixed(8 * S);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_received), [0, 5 * S]);
    let effects: Vec<_> = events.iter().filter_map(effect).collect();
    assert_eq!(effects, [(8_010 * MS, worker(0), 1), (13_010 * MS, worker(1), 2)]);

    timeline.seek(Position::after_ms(6_000));
    let view = timeline.view(&[]);
    assert_eq!(view.messages[0].holders, [worker(0), worker(1)]);
    assert_eq!(holds(&view), [Hold::Lost, Hold::Held]);
    let kinds = timeline.worker_spans(worker(0), 0, 60 * S).into_iter().map(|span| (span.kind, span.from_us));
    let expected = [(SpanKind::Polling, 0), (SpanKind::Working, 10 * MS), (SpanKind::Overrun, 5 * S)];
    assert_eq!(kinds.collect::<Vec<_>>(), expected);
}

#[test]
fn an_idempotent_group_skips_what_took_effect() {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 5;
    model.consumers[0].count = 2;
    model.consumers[0].work = WorkTime::Fixed(8 * S);
    model.consumers[0].idempotent = true;
    let events = run(model);
    assert_eq!(events.iter().filter_map(effect).count(), 1);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::SkippedAsDone { .. })), [13_010 * MS]);
}

#[test]
fn a_worker_that_forgets_to_delete_gets_the_message_again() {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 10;
    model.consumers[0].deletes = false;
    let events = run(model);
    assert_eq!(instants(&events, is_received), (0..=6).map(|n| n * 10 * S).collect::<Vec<_>>());
    assert_eq!(instants(&events, is_deleted), []);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::ForgotToDelete { .. })).len(), 6);
}

#[test]
fn failed_work_leads_to_the_dead_letter_queue() {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 5;
    model.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 3 });
    model.queues.push(queue("dead", QueueKind::Standard));
    model.consumers[0].failure_ppm = 1_000_000;
    let mut timeline = timeline(model);
    timeline.seek(Position { at_us: 60 * S, step: Position::ALL });
    let view = timeline.view(&[]);
    assert_eq!((view.queues[0].counters.dead_lettered, view.queues[1].counters.arrived_dead), (1, 1));
    assert_eq!((view.queues[0].counters.received, view.queues[0].counters.duplicates), (3, 2));
    assert_eq!((view.queues[1].counters.sent, view.queues[1].counters.visible), (0, 1));
    assert_eq!(view.messages[0].came_from, Some((SpanKind::Visible, 0)));
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::WorkFailed { .. })).len(), 3);
}

#[test]
fn a_crash_loses_work_and_the_message_comes_back() {
    let mut model = one_order();
    model.consumers[0].work = WorkTime::Fixed(10 * S);
    model.faults = vec![crash(3 * S, 0, Some(2 * S))];
    let events = run(model);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::Crashed { .. })), [3 * S]);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::CameBack { .. })), [5 * S]);
    assert_eq!(instants(&events, is_received), [0, 30 * S]);
    assert_eq!(instants(&events, is_deleted), [40_010 * MS]);
}

#[test]
fn a_dead_worker_gives_up_its_poll() {
    let mut model = orders();
    model.producers[0].rate =
        vec![RateStep { at_us: 0, rate_milli: 0 }, RateStep { at_us: 5 * S, rate_milli: 1_000 }];
    model.faults = vec![crash(3 * S, 0, None)];
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(4_000));
    assert_eq!(timeline.view(&[]).queues[0].waiting_polls, 0);
    timeline.seek(Position::after_ms(60_000));
    assert_eq!(timeline.view(&[]).queues[0].counters.received, 0);
}

#[test]
fn the_death_of_the_dead_and_the_return_of_the_living_are_nothing() {
    let mut model = orders();
    model.faults = vec![crash(3 * S, 0, Some(4 * S)), crash(5 * S, 0, Some(10 * S))];
    let events = run(model);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::Crashed { .. })), [3 * S]);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::CameBack { .. })), [7 * S]);
}

#[test]
fn a_full_flight_refuses_short_polls() {
    let mut model = orders();
    model.queues[0].storage = Storage { in_flight_max: 1, ..Storage::PLAIN };
    model.consumers[0].count = 2;
    model.consumers[0].wait_s = Some(0);
    model.consumers[0].work = WorkTime::Fixed(5 * S);
    let events = run(model);
    let refused = |kind: &Kind| matches!(kind, Kind::CallRefused { trouble: Trouble::OverLimit, .. });
    assert!(events.iter().any(|event| refused(&event.kind)));
}

#[test]
fn a_zero_time_loop_ends_the_run_with_its_name() {
    let mut model = quiet();
    // A guess of the events cannot see this: the queue waits by default, the worker does not.
    model.duration_us = MS;
    model.consumers = vec![consumer("till")];
    model.consumers[0].wait_s = Some(0);
    model.consumers[0].latency_us = 0;
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(1));
    assert_eq!(timeline.error(), Some(RunError::ZeroTimeLoop { at_us: 0 }));
    assert_eq!(timeline.position().at_us, 0);
    assert!(!timeline.step_forward());
    timeline.step_back();
    assert_eq!(timeline.error(), None);
}

#[test]
fn a_scripted_second_copy_is_handed_out_once() {
    let mut model = one_order();
    model.consumers[0].count = 2;
    model.faults = vec![sim::FaultModel { at_us: 0, kind: sim::FaultKind::SecondCopy { queue: 0 } }];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let copies =
        instants(&events, |kind| matches!(kind, Kind::Engine(EventKind::Received { second_copy: true, .. })));
    assert_eq!(copies.len(), 1);
    // Its timeout runs on: the first worker is not late, it is not alone.
    timeline.seek(Position::after_ms(500));
    assert_eq!(holds(&timeline.view(&[])), [Hold::Shared, Hold::Held]);
}

#[test]
fn a_refused_delete_is_told_and_work_goes_on() {
    let mut model = fifo();
    model.queues[0].attributes.visibility_timeout_s = 2;
    model.consumers[0].work = WorkTime::Fixed(3 * S);
    let events = run(model);
    let refused = |kind: &Kind| matches!(kind, Kind::CallRefused { trouble: Trouble::HandleExpired, .. });
    assert!(instants(&events, refused).len() > 5);
    assert!(instants(&events, is_received).len() > 5);
}

#[test]
fn the_user_sends_as_the_first_producer_does() {
    let mut timeline = timeline(fifo());
    timeline.seek(Position::after_ms(1_500));
    timeline.act(Input::Send { queue: 0 }).expect("a queue takes messages");
    let sent = timeline.recent_events(10).into_iter().find_map(|event| match event.kind {
        Kind::UserSent { message } => timeline.label(message),
        _ => None,
    });
    assert_eq!(sent.map(|label| label.to_string()).as_deref(), Some("C1"));
}

fn effect(event: &sim::Event) -> Option<(u64, sim::WorkerId, u32)> {
    match event.kind {
        Kind::TookEffect { worker, times, .. } => Some((event.at, worker, times)),
        _ => None,
    }
}

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Engine(EventKind::QueueCreated { .. }) => "made",
        Kind::Engine(EventKind::Sent { .. }) => "sent",
        Kind::Engine(EventKind::Received { .. }) => "received",
        Kind::Engine(EventKind::EmptyReceive { .. }) => "empty",
        Kind::Engine(EventKind::PollParked { .. }) => "parked",
        Kind::Engine(EventKind::Deleted { .. }) => "deleted",
        Kind::Produced { .. } => "produced",
        Kind::HandedTo { .. } => "handed",
        Kind::WorkStarted { .. } => "work",
        Kind::TookEffect { .. } => "effect",
        _ => "other",
    }
}

/// What the workers of the first group have of the messages that they work on.
fn holds(view: &View) -> Vec<Hold> {
    let state = |worker: &sim::WorkerView| match worker.state {
        WorkerState::Working { hold, .. } => Some(hold),
        _ => None,
    };
    view.consumers[0].workers.iter().filter_map(state).collect()
}

/// sqs-facts §5: the flood of one tenant is handled when the other has nothing.
#[test]
fn a_noisy_tenant_is_named_and_waits_behind_the_quiet_one() {
    let mut model = quiet();
    model.producers = vec![producer("flood", 50_000), producer("calm", 1_000)];
    model.producers.iter_mut().for_each(|it| it.groups = Groups::InTurn(1));
    model.consumers = vec![consumer("till")];
    model.consumers[0].count = 40;
    model.consumers[0].work = WorkTime::Fixed(4 * S);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    timeline.seek(Position::after_ms(30_000));
    let view = timeline.view(&[]);
    assert_eq!(view.queues[0].noisy, [0], "the flood's letter is A");
    let waits = |letter| {
        let of_tenant = |it: &&sim::MessageView| it.label.group == Some(letter);
        view.messages.iter().filter(of_tenant).filter(|it| it.receive_count == 0).count()
    };
    assert_eq!(waits(0), 20, "the oldest of the bay are listed, all of the flood");
    assert!(waits(1) <= 1, "{} of the calm wait", waits(1));
}

/// sqs-facts §3.6: what is over the partition's limit is refused, the rest goes on.
#[test]
fn a_fifo_queue_refuses_what_is_over_its_limit() {
    let mut model = fifo();
    model.duration_us = 10 * S;
    model.producers[0].rate[0].rate_milli = 400_000;
    model.producers[0].sending.retry.attempts = 1;
    model.queues[0].storage = Storage { fifo_calls_per_s: Some(300), ..Storage::PLAIN };
    let events = run(model.clone());
    let refused = |kind: &Kind| matches!(kind, Kind::SendRefused { trouble: Trouble::Throttled, .. });
    let refusals = instants(&events, refused).len();
    // A second's calls are there at the start, and 300 more come back in each of ten.
    assert_eq!((instants(&events, is_sent).len(), refusals), (3_300, 701));
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    timeline.seek(Position::after_ms(10_000));
    assert_eq!(timeline.view(&[]).producers[0].refused, refusals as u64);
}
