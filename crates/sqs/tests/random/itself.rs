//! The engine against itself, with chance: clones, checkpoints, one long advance and many short ones.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sqs::*;

use crate::driver::{Run, Step, chance, setup, step};
use crate::for_seeds;

fn steps(count_max: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..count_max)
}

#[test]
fn a_clone_goes_on_as_its_original() {
    let cases = (setup(chance()), steps(60), steps(60), prop::bool::weighted(0.3));
    for_seeds("a_clone_goes_on_as_its_original", 500, cases, |(setup, before, after, copies)| {
        let mut run = Run::new(setup);
        run.start();
        let (now, _) = play(&mut run, 0, &before);
        if copies {
            run.ids.iter().flatten().for_each(|queue| run.engine.leave_second_copy(*queue));
        }
        let mut unshared = run.clone();
        run.engine.share();
        let mut shared = run.clone();
        let expected = play(&mut run, now, &after);
        assert_eq!(play(&mut unshared, now, &after), expected, "a clone");
        assert_eq!(play(&mut shared, now, &after), expected, "a clone after sharing");
        let stored =
            |run: &Run| run.ids.iter().flatten().flat_map(|id| run.engine.messages(*id)).collect::<Vec<_>>();
        assert_eq!(stored(&run), stored(&shared));
    });
}

#[test]
fn one_long_advance_equals_many_short_ones() {
    let cases = (setup(chance()), steps(60), prop::collection::vec(0..40_000_000_u64, 1..40));
    for_seeds("one_long_advance_equals_many_short_ones", 500, cases, |(setup, steps, pauses_us)| {
        let mut run = Run::new(setup);
        run.start();
        let (start, _) = play(&mut run, 0, &steps);
        let end = start + pauses_us.iter().sum::<Time>();
        let (mut long, mut short) = (run.clone(), run);
        let (mut expected, mut events) = (Vec::new(), Vec::new());
        long.engine.advance(end, &mut long.luck, &mut expected);
        let mut now = start;
        for pause_us in pauses_us {
            now += pause_us;
            short.engine.advance(now, &mut short.luck, &mut events);
            short.engine.check();
            // A time that has passed changes nothing.
            short.engine.advance(now / 2, &mut short.luck, &mut events);
        }
        assert_eq!(events, expected);
        assert_eq!(short.engine.next_deadline(), long.engine.next_deadline());
    });
}

#[test]
fn chance_breaks_no_promise() {
    for_seeds("chance_breaks_no_promise", 500, (setup(chance()), steps(120)), |(setup, steps)| {
        let mut run = Run::new(setup);
        run.start();
        let (now, replies) = play(&mut run, 0, &steps);
        check_story(&run, replies.iter().flat_map(|(_, events)| events));
        drain(&mut run, now);
    });
}

type Played = Vec<(Result<Reply, Refusal>, Vec<Event>)>;

/// Takes the steps; returns the time after them, and all that was answered and happened.
fn play(run: &mut Run, start: Time, steps: &[Step]) -> (Time, Played) {
    let mut now = start;
    let mut played = Vec::new();
    for step in steps {
        now += step.pause_us;
        let Some(command) = run.command(&step.op) else { continue };
        let mut events = Vec::new();
        let reply = run.call(now, command, &mut events);
        run.engine.check();
        if let Ok(Reply::Received(deliveries)) = &reply {
            check_answer(run, deliveries);
        }
        played.push((reply, events));
    }
    (now, played)
}

/// One answer never has a message twice; a standard queue's answer is in order of arrival.
fn check_answer(run: &Run, deliveries: &[Delivery]) {
    for (place, delivery) in deliveries.iter().enumerate() {
        let earlier = &deliveries[..place];
        assert!(earlier.iter().all(|other| other.message != delivery.message), "twice in one answer");
        let kind = run.engine.queue(delivery.handle.queue).map(|queue| queue.kind);
        if kind == Some(QueueKind::Standard) && delivery.dead_letter_source.is_none() {
            assert!(earlier.iter().all(|other| other.message.serial < delivery.message.serial), "order");
        }
    }
}

/// Follows each message through its events.
fn check_story<'a>(run: &Run, events: impl Iterator<Item = &'a Event>) {
    let mut receives: BTreeMap<MessageId, u32> = BTreeMap::new();
    let mut hidden: BTreeMap<MessageId, Time> = BTreeMap::new();
    let mut last = 0;
    for event in events {
        assert!(event.at >= last, "time fell: {event:?}");
        last = event.at;
        match event.kind {
            EventKind::Received { message, receive_count, visible_at, second_copy, .. } => {
                let count = receives.entry(message).or_default();
                *count += 1;
                assert_eq!(*count, receive_count, "{event:?}");
                let in_flight = hidden.insert(message, visible_at).is_some_and(|until| until > event.at);
                assert_eq!(in_flight, second_copy, "{event:?}");
                let copies = run.setup.chance.double_delivery_ppm > 0;
                assert!(!second_copy || copies, "nothing left a copy: {event:?}");
            }
            EventKind::VisibilityChanged { message, visible_at, .. } => {
                hidden.insert(message, visible_at);
            }
            EventKind::Visible { message, .. } | EventKind::DeadLettered { message, .. } => {
                hidden.remove(&message);
            }
            EventKind::QueueCreated { .. }
            | EventKind::QueueDeleted { .. }
            | EventKind::QueuePurged { .. }
            | EventKind::Sent { .. }
            | EventKind::Deduplicated { .. }
            | EventKind::EmptyReceive { .. }
            | EventKind::PollParked { .. }
            | EventKind::PollAnswered { .. }
            | EventKind::PollAbandoned { .. }
            | EventKind::Deleted { .. }
            | EventKind::DeletedAgain { .. }
            | EventKind::DeleteIgnored { .. }
            | EventKind::Expired { .. }
            | EventKind::Redriven { .. }
            | EventKind::MoveTaskStarted { .. }
            | EventKind::MoveTaskEnded { .. } => {}
        }
    }
}

/// Long polls that delete what they get empty every queue: no message is lost or stuck.
fn drain(run: &mut Run, now: Time) {
    // Every delay and visibility timeout is over by then.
    let now = now + 13 * 3_600 * MICROS_PER_S;
    let mut events = Vec::new();
    run.engine.advance(now, &mut run.luck, &mut events);
    run.collect(&events);
    run.answered.clear();
    let queues: Vec<QueueId> = run.ids.iter().flatten().copied().collect();
    // A message may pass from a queue to its dead-letter queue, and come back once after its delete.
    for _ in 0..1_000 {
        let stored = queues.iter().filter_map(|id| run.engine.queue(*id)).map(|queue| queue.counts.visible);
        if stored.sum::<u64>() == 0 {
            break;
        }
        for queue in &queues {
            receive_and_delete(run, now, *queue);
        }
    }
    for queue in queues {
        let counts = run.engine.queue(queue).map_or(Counts::default(), |queue| queue.counts);
        assert_eq!(counts, Counts::default(), "{queue:?} is empty");
    }
}

fn receive_and_delete(run: &mut Run, now: Time, queue: QueueId) {
    let receive = Command::ReceiveMessage {
        queue,
        max_messages: Some(10),
        visibility_timeout_s: Some(600),
        wait_s: Some(20),
        attempt_id: None,
    };
    let deliveries = match run.call(now, receive, &mut Vec::new()) {
        Ok(Reply::Received(deliveries)) => deliveries,
        Ok(Reply::Parked(ticket)) => {
            // It may have been served at once: dead letters that it moved can free what was behind them.
            run.call(now, Command::Abandon { ticket }, &mut Vec::new()).ok();
            let answers = std::mem::take(&mut run.answered).into_iter();
            answers.flat_map(|(_, answer)| answer.into_iter().flatten()).collect()
        }
        Ok(_) | Err(_) => return,
    };
    for delivery in deliveries {
        let handle = delivery.handle;
        let delete = Command::DeleteMessage { queue: handle.queue, handle };
        run.call(now, delete, &mut Vec::new()).expect("a handle that is in time");
        run.engine.check();
    }
}
