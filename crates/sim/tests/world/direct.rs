//! Direct calls: without a queue, a call finds a worker, a place to wait, or an error.

use std::collections::VecDeque;

use proptest::prelude::*;
use sim::{
    CallOutcome, Course, Destination, Event, Explanation, FaultKind, FaultModel, Kind, MessageKind, Model,
    ModelError, Position, Retry, Sending, Serving, StopReason, Which, WorkTime, WorkerState,
};

use crate::models::*;

/// A producer that calls one worker, which needs a second, at these instants in milliseconds.
fn shop(accept: u32, at_ms: &[u64]) -> Model {
    let mut model = quiet();
    model.queues = vec![];
    let mut producer = producer("shop", 0);
    producer.to = Destination::Consumer(0);
    producer.rate = vec![];
    producer.sending = Sending {
        course: Course::Times(at_ms.iter().map(|ms| ms * MS).collect()),
        timeout_us: Some(3 * S),
        retry: Retry { attempts: 1, ..Retry::default() },
        ..Sending::default()
    };
    model.producers = vec![producer];
    let mut consumer = consumer("api");
    consumer.serves = Some(Serving { accept });
    consumer.work = WorkTime::Fixed(S);
    model.consumers = vec![consumer];
    model
}

/// How calls end: when, which, and how.
fn ends(events: &[Event]) -> Vec<(u64, u32, CallOutcome)> {
    let end = |event: &Event| match event.kind {
        Kind::CallEnded { number, outcome, .. } => Some((event.at / MS, number, outcome)),
        _ => None,
    };
    events.iter().filter_map(end).collect()
}

use CallOutcome::{Answered, Broken, Failed, Refused, TimedOut, Unheard};

#[test]
fn a_free_worker_answers_and_a_busy_one_refuses() {
    let mut timeline = timeline(shop(0, &[0, 500, 1_000, 1_500]));
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(
        ends(&events),
        [(500, 2, Refused), (1_000, 1, Answered), (1_500, 4, Refused), (2_000, 3, Answered)]
    );
    timeline.seek(Position::after_ms(20_000));
    let view = timeline.view(&[]);
    let calls = view.producers[0].calls.expect("it calls");
    assert_eq!((calls.made, calls.answered, calls.refused, calls.open, calls.errors()), (4, 2, 2, 0, 2));
    // A second of work, and the answer's way back.
    assert_eq!(calls.answer_us, Some((1_010 * MS, 1_010 * MS)));
    assert_eq!(view.consumers[0].effects, 2);
    assert_eq!(view.consumers[0].from, None);
    timeline.seek(Position::after_ms(500));
    let view = timeline.view(&[]);
    assert_eq!(view.explanation, Some(Explanation::NoWorkerFree { consumer: 0, workers: 1, accept: 0 }));
    let state = view.consumers[0].workers[0].state;
    assert!(matches!(state, WorkerState::Serving { number: 1, done_milli: 500, is_awaited: true, .. }));
}

#[test]
fn a_call_waits_where_there_is_a_place() {
    let events = run(shop(1, &[0, 100, 200]));
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::CallWaits { number: 2, .. })), [100 * MS]);
    assert_eq!(ends(&events), [(200, 3, Refused), (1_000, 1, Answered), (2_000, 2, Answered)]);
}

#[test]
fn a_caller_gives_up_and_the_worker_goes_on() {
    let mut model = shop(1, &[0, 100]);
    model.consumers[0].work = WorkTime::Fixed(5 * S);
    // The one in the backlog is gone by the time that the worker is free.
    assert_eq!(ends(&run(model)), [(3_000, 1, TimedOut), (3_100, 2, TimedOut), (5_000, 1, Unheard)]);
}

#[test]
fn an_answer_must_arrive_in_time() {
    let mut model = shop(0, &[0]);
    model.consumers[0].work = WorkTime::Fixed(2_991 * MS);
    assert_eq!(ends(&run(model.clone())), [(2_991, 1, Unheard), (3_000, 1, TimedOut)]);
    model.consumers[0].work = WorkTime::Fixed(2_990 * MS);
    assert_eq!(ends(&run(model)), [(2_990, 1, Answered)]);
}

#[test]
fn a_call_dies_with_its_worker() {
    let mut model = shop(1, &[0, 100, 800, 1_600]);
    model.faults = vec![crash(500 * MS, 0, Some(S))];
    // The call in the backlog is taken when the worker is back, and the next waits meanwhile.
    assert_eq!(
        ends(&run(model)),
        [(500, 1, Broken), (800, 3, Refused), (2_500, 2, Answered), (3_500, 4, Answered)]
    );
}

#[test]
fn a_worker_that_hangs_keeps_its_caller_waiting() {
    let mut model = shop(0, &[0, 1_500]);
    let hang = |for_us| FaultKind::Hang { worker: worker(0), for_us };
    model.faults = vec![FaultModel { at_us: 500 * MS, kind: hang(Some(S)) }];
    // It goes on at 1.5 s, just before the second call.
    assert_eq!(ends(&run(model.clone())), [(1_500, 2, Refused), (2_000, 1, Answered)]);
    model.faults[0].kind = hang(None);
    assert_eq!(ends(&run(model)), [(1_500, 2, Refused), (3_000, 1, TimedOut)]);
}

#[test]
fn a_worker_that_stops_finishes_its_call() {
    let mut model = shop(0, &[0, 1_200]);
    model.faults = vec![FaultModel { at_us: 500 * MS, kind: FaultKind::Stop { worker: worker(0) } }];
    let events = run(model);
    assert_eq!(ends(&events), [(1_000, 1, Answered), (1_200, 2, Refused)]);
    let stopped = |kind: &Kind| matches!(kind, Kind::WorkerStopped { why: StopReason::Drained, .. });
    assert_eq!(instants(&events, stopped), [S]);
}

#[test]
fn who_is_away_takes_no_calls() {
    let mut model = shop(0, &[500, 2_000, 4_000]);
    model.consumers[0].habits.away = vec![(S, 3 * S)];
    assert_eq!(ends(&run(model)), [(1_500, 1, Answered), (2_000, 2, Refused), (5_000, 3, Answered)]);
}

#[test]
fn slowness_and_kinds_count() {
    let mut model = shop(0, &[0, 2_000]);
    let slow = FaultKind::Slow { consumer: 0, factor_milli: 1_500, for_us: None };
    model.faults = vec![FaultModel { at_us: 0, kind: slow }];
    model.producers[0].kinds = vec![MessageKind {
        id: "bad".into(),
        which: Which::Numbers(vec![2]),
        poison: true,
        work: Some(WorkTime::Fixed(2 * S)),
        attributes: None,
        body: None,
        size_bytes: None,
    }];
    model.producers[0].sending.timeout_us = Some(10 * S);
    assert_eq!(ends(&run(model)), [(1_500, 1, Answered), (5_000, 2, Failed)]);
}

#[test]
fn a_call_that_failed_is_made_again() {
    let mut model = shop(0, &[0, 500, 600]);
    model.producers[0].sending.retry = Retry { attempts: 2, after_us: Some(700 * MS), same_id: true };
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let wanted = [
        (500, 2, Refused),
        (600, 3, Refused),
        (1_000, 1, Answered),
        (1_300, 3, Refused),
        (2_200, 2, Answered),
    ];
    assert_eq!(ends(&events), wanted);
    let is_retried = |kind: &Kind| matches!(kind, Kind::Retried { message: None, .. });
    assert_eq!(instants(&events, is_retried), [1_200 * MS, 1_300 * MS]);
    let gave_up = |kind: &Kind| matches!(kind, Kind::GaveUp { messages: 1, .. });
    assert_eq!(instants(&events, gave_up), [1_300 * MS]);
    timeline.seek(Position::after_ms(60_000));
    let view = timeline.view(&[]);
    assert_eq!((view.producers[0].retries, view.producers[0].given_up), (2, 1));
}

#[test]
fn a_lost_call_and_a_lost_answer_look_alike() {
    for (kind, before) in [
        (FaultKind::LoseRequest { producer: 0 }, vec![]),
        (FaultKind::LoseReply { producer: 0 }, vec![(1_000, 1, Unheard)]),
    ] {
        let mut model = shop(0, &[0]);
        model.faults = vec![FaultModel { at_us: 0, kind }];
        let events = run(model);
        assert_eq!(ends(&events), [before, vec![(3_000, 1, TimedOut)]].concat());
        assert_eq!(instants(&events, |kind| matches!(kind, Kind::CallLost { .. })).len(), 1);
    }
}

#[test]
fn who_polls_is_not_called_and_who_is_called_has_no_function() {
    let refused = |change: fn(&mut Model)| {
        let mut model = shop(0, &[0]);
        change(&mut model);
        model.validate().expect_err("it cannot run")
    };
    let wrong = |part, field| ModelError::OutOfRange(part, 0, field);
    assert_eq!(refused(|it| it.consumers[0].serves = None), wrong("producer", "calls"));
    assert_eq!(
        refused(|it| it.producers[0].to = Destination::Consumer(1)),
        ModelError::DanglingIndex("producer")
    );
    assert_eq!(refused(|it| it.producers[0].sending.batch.size = 2), wrong("producer", "batch"));
    assert_eq!(refused(|it| it.consumers[0].idempotent = true), wrong("consumer", "idempotent"));
    assert_eq!(
        refused(|it| it.consumers[0].serves = Some(Serving { accept: 10_001 })),
        wrong("consumer", "accept")
    );
}

/// What becomes of each call, by an obviously right little model: one list of workers, one line.
fn naive(
    calls_us: &[u64],
    workers: usize,
    accept: usize,
    work_us: u64,
    timeout_us: u64,
) -> Vec<(u64, u32, CallOutcome)> {
    const LATENCY_US: u64 = 10 * MS;
    let mut busy: Vec<(u64, usize)> = Vec::new();
    let mut line: VecDeque<usize> = VecDeque::new();
    let mut ends = Vec::new();
    let mut coming = (0..calls_us.len()).peekable();
    loop {
        let done = busy.iter().copied().min();
        let next = coming.peek().map(|&call| (calls_us[call], call));
        let given_up = line.front().map(|&call| (calls_us[call] + timeout_us, call));
        let Some(now) = [done, next, given_up].into_iter().flatten().map(|(at, _)| at).min() else { break };
        if let Some((_, call)) = done.filter(|(at, _)| *at == now) {
            busy.retain(|it| it.1 != call);
            let until = calls_us[call] + timeout_us;
            let number = call as u32 + 1;
            if now + LATENCY_US <= until {
                ends.push((now, number, Answered));
            } else {
                ends.extend([(now, number, Unheard), (until, number, TimedOut)]);
            }
            if let Some(call) = line.pop_front() {
                busy.push((now + work_us, call));
            }
        } else if given_up.is_some_and(|(at, _)| at == now) {
            let call = line.pop_front().expect("it stands in line");
            ends.push((now, call as u32 + 1, TimedOut));
        } else if let Some(call) = coming.next() {
            if busy.len() < workers {
                busy.push((now + work_us, call));
            } else if line.len() < accept {
                line.push_back(call);
            } else {
                ends.push((now, call as u32 + 1, Refused));
            }
        }
    }
    ends.sort_by_key(|(at, number, _)| (*at, *number));
    ends
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn calls_end_as_in_a_naive_model(
        calls_ms in prop::collection::btree_set(0..20_000u64, 0..80),
        workers in 1..5u32,
        accept in 0..6u32,
        work_ms in 1..4_000u64,
        timeout_ms in 20..5_000u64,
    ) {
        // Calls, ends of work and of patience never share an instant.
        let calls_us: Vec<u64> = calls_ms.iter().map(|ms| ms * MS + 1).collect();
        let (work_us, timeout_us) = (work_ms * MS + 137, timeout_ms * MS + 500);
        let mut model = shop(accept, &[]);
        model.producers[0].sending.course = Course::Times(calls_us.iter().copied().collect());
        model.producers[0].sending.timeout_us = Some(timeout_us);
        model.consumers[0].count = workers;
        model.consumers[0].work = WorkTime::Fixed(work_us);
        model.duration_us = 400 * S;
        let end = |event: &Event| match event.kind {
            Kind::CallEnded { number, outcome, .. } => Some((event.at, number, outcome)),
            _ => None,
        };
        let mut ends: Vec<_> = run(model).iter().filter_map(end).collect();
        ends.sort_by_key(|(at, number, _)| (*at, *number));
        prop_assert_eq!(ends, naive(&calls_us, workers as usize, accept as usize, work_us, timeout_us));
    }
}
