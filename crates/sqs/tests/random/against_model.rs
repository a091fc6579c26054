//! The engine against the naive model, on storage without chance.

use proptest::prelude::*;
use sqs::*;

use crate::driver::{Forgery, Letter, Op, Pick, Run, STRANGER, Setup, Step, knobs, setup, step};
use crate::model::{Model, State};
use crate::promises::Promises;
use crate::{for_seeds, paths};

const CASES: u64 = 18_000;

#[test]
fn engine_answers_as_the_naive_model() {
    let steps = prop::collection::vec(step(), 1..120);
    let cases = for_seeds("engine_answers_as_the_naive_model", CASES, (setup(knobs()), steps), compare);
    if cases >= CASES {
        paths::assert_all_taken();
    }
}

#[test]
fn fair_queues_answer_as_the_naive_model() {
    for_seeds("fair_queues_answer_as_the_naive_model", 2_000, (setup(knobs()), bursts()), compare);
}

/// Bursts of sends and receives, long enough that tenants get noisy by what they have in flight.
fn bursts() -> impl Strategy<Value = Vec<Step>> {
    let owners = |pause_us, op| Step { pause_us, by_stranger: false, op };
    let sends = (0..4_u8, 5..45_usize).prop_map(move |(group, times)| {
        let op = Op::Send { queue: 0, letter: Letter { group, ..Letter::PLAIN } };
        vec![owners(10, op); times]
    });
    let timeout_s = prop_oneof![Just(3_i32), Just(20), Just(200)];
    let receives = (1..11_i32, timeout_s, 1..6_usize).prop_map(move |(max, timeout_s, times)| {
        let op = Op::Receive { queue: 0, max, timeout_s: Some(timeout_s), wait_s: Some(0), attempt: None };
        vec![owners(1_000, op); times]
    });
    let deletes = (1..30_usize, 0..5_usize).prop_map(move |(times, nth)| {
        let delete = |n| Op::Delete { queue: None, handle: Pick { nth: nth + n, forgery: Forgery::None } };
        (0..times).map(|n| owners(500, delete(n))).collect()
    });
    let burst = prop_oneof![3 => sends, 4 => receives, 2 => deletes, 3 => step().prop_map(|step| vec![step])];
    prop::collection::vec(burst, 1..40).prop_map(|bursts| bursts.concat())
}

/// Every reply, event, answer, counter and view, after every step.
fn compare((setup, steps): (Setup, Vec<Step>)) {
    let (mut run, mut model) = (Run::new(setup), Model::default());
    let (owner, stranger) = (Caller::default(), Caller { account: STRANGER, ..Caller::default() });
    for command in run.start() {
        model.apply(0, &owner, command).expect("the engine took it");
    }
    model.events.clear();
    let mut promises = Promises::new(&run.engine);
    let mut now = 0;
    for step in &steps {
        now += step.pause_us;
        let Some(command) = run.command(&step.op) else { continue };
        let caller = if step.by_stranger { &stranger } else { &owner };
        let mut events = Vec::new();
        let reply = run.call_as(caller, now, command.clone(), &mut events);
        let expected = model.apply(now, caller, command.clone());
        promises.follow(&run, Some((&command, &reply)), &events);
        assert_eq!(plain_reply(reply), expected, "reply to {command:?} of {step:?}");
        assert_same(&mut run, &mut model, &events);
        // Without anything to hand out nobody asks who is noisy.
        if let (Command::ReceiveMessage { queue, .. }, Ok(Reply::Received(deliveries))) = (command, expected)
            && !deliveries.is_empty()
        {
            assert_eq!(run.engine.noisy_groups(queue), model.noisy(queue), "noisy groups");
            assert_eq!(run.engine.held_back(queue).groups, model.held_back(queue), "groups held back");
        }
    }
    let mut events = Vec::new();
    run.engine.advance(now + 14 * 86_400 * MICROS_PER_S, &mut NoChance, &mut events);
    run.collect(&events);
    promises.follow(&run, None, &events);
    model.advance(now + 14 * 86_400 * MICROS_PER_S);
    assert_same(&mut run, &mut model, &events);
}

// The model knows no slots.

fn without_slot(id: &mut MessageId) {
    id.slot = 0;
}

fn plain_deliveries(mut deliveries: Vec<Delivery>) -> Vec<Delivery> {
    for delivery in &mut deliveries {
        without_slot(&mut delivery.message);
        without_slot(&mut delivery.handle.message);
    }
    deliveries
}

fn plain_reply(mut reply: Result<Reply, Refusal>) -> Result<Reply, Refusal> {
    match &mut reply {
        Ok(Reply::Sent(Sent { message, .. })) => without_slot(message),
        Ok(Reply::SentBatch(entries)) => {
            entries.iter_mut().flat_map(|(_, sent)| sent).for_each(|sent| without_slot(&mut sent.message));
        }
        Ok(Reply::Received(deliveries)) => *deliveries = plain_deliveries(std::mem::take(deliveries)),
        Ok(_) | Err(_) => {}
    }
    reply
}

fn plain_event(mut event: Event) -> Event {
    match &mut event.kind {
        EventKind::Sent { message, .. }
        | EventKind::Deduplicated { original: message, .. }
        | EventKind::Received { message, .. }
        | EventKind::Deleted { message, .. }
        | EventKind::DeletedAgain { message, .. }
        | EventKind::DeleteIgnored { message, .. }
        | EventKind::VisibilityChanged { message, .. }
        | EventKind::Visible { message, .. }
        | EventKind::DeadLettered { message, .. }
        | EventKind::Expired { message, .. } => without_slot(message),
        EventKind::Redriven { message, replacement, .. } => {
            without_slot(message);
            without_slot(replacement);
        }
        EventKind::QueueCreated { .. }
        | EventKind::QueueDeleted { .. }
        | EventKind::QueuePurged { .. }
        | EventKind::EmptyReceive { .. }
        | EventKind::PollParked { .. }
        | EventKind::PollAnswered { .. }
        | EventKind::PollAbandoned { .. }
        | EventKind::MoveTaskStarted { .. }
        | EventKind::MoveTaskEnded { .. } => {}
    }
    event
}

fn assert_same(run: &mut Run, model: &mut Model, events: &[Event]) {
    let plain: Vec<Event> = events.iter().copied().map(plain_event).collect();
    assert_eq!(plain, std::mem::take(&mut model.events), "events");
    let answers = std::mem::take(&mut run.answered).into_iter();
    let answers: Vec<_> = answers.map(|(ticket, answer)| (ticket, answer.map(plain_deliveries))).collect();
    assert_eq!(answers, std::mem::take(&mut model.answers), "answers of waiting receives");
    assert_eq!(run.engine.next_deadline(), model.next_deadline(), "next deadline");
    for queue in (0..model.queues.len() as u32).map(QueueId) {
        assert_same_queue(&run.engine, model, queue);
    }
    run.engine.check();
}

fn assert_same_queue(engine: &Engine, model: &Model, queue: QueueId) {
    assert_eq!(engine.queue(queue).is_some(), model.alive(queue).is_ok(), "{queue:?} exists");
    let Some(view) = engine.queue(queue) else { return };
    let queue_model = &model.queues[queue.0 as usize];
    assert_eq!(view.attributes, &queue_model.attributes, "attributes of {queue:?}");
    assert_eq!(view.in_effect, &queue_model.in_effect, "attributes in effect of {queue:?}");
    assert_eq!(view.tags, &queue_model.tags, "tags of {queue:?}");
    let times = (queue_model.created_at, queue_model.modified_at);
    assert_eq!((view.created_at, view.modified_at), times, "created and modified");
    assert_eq!(view.move_task, queue_model.active_task().map(|(task, _)| task), "move task of {queue:?}");
    assert_eq!(view.counts, model.counts(queue), "counts of {queue:?}");
    let waiting = model.waiting.iter().filter(|poll| poll.queue == queue).count() as u64;
    assert_eq!(view.waiting_polls, waiting, "waiting at {queue:?}");
    let stored = model.of_queue(queue);
    assert_eq!(view.oldest_arrived_at, stored.iter().map(|message| message.arrived_at).min());
    let messages: Vec<MessageView> = engine.messages(queue).collect();
    assert_eq!(messages.len(), stored.len());
    for (view, message) in messages.iter().zip(stored) {
        let state = match message.state {
            State::Delayed(until) => MessageState::Delayed { until },
            State::Visible(since) => MessageState::Visible { since },
            State::InFlight(until) => MessageState::InFlight { since: message.received_at, until },
        };
        let seen = (view.id.serial, view.state, view.receive_count, view.expires_at, view.blocked);
        let blocked = model.is_blocked(message);
        let expires_at = model.expires_at(message);
        assert_eq!(seen, (message.serial, state, message.receive_count, expires_at, blocked));
    }
    // Looked up one by one they are the same; a few of them tell.
    for view in messages.iter().take(3) {
        assert_eq!(engine.message(view.id).as_ref(), Some(view));
    }
}
