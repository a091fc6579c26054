//! A move task brings dead letters back: new messages, which the viewer knows by their old labels.

use sim::{ActRefusal, Input, Kind, Label, MessagePhase, Model, Position, RedriveModel, SpanKind, Timeline};
use sqs::{EventKind, MessageId, QueueKind, Time};

use crate::models::*;

/// When the user redrives.
const REDRIVE_MS: u64 = 20_000;

/// Three messages, a worker that fails at each, and a dead-letter queue that has them all after ten seconds.
fn poison() -> Model {
    let mut model = orders();
    model.queues.push(queue("dead", QueueKind::Standard));
    model.queues[0].attributes.visibility_timeout_s = 3;
    model.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 1 });
    model.producers[0].count_max = Some(3);
    model.consumers[0].failure_ppm = 1_000_000;
    model
}

fn redriven(model: Model) -> Timeline {
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(REDRIVE_MS));
    timeline.act(Input::Redrive { queue: 1, per_second: None }).expect("the dead letters lie there");
    timeline.seek(Position::after_ms(REDRIVE_MS + 5));
    timeline
}

fn find(timeline: &Timeline, label: &str) -> MessageId {
    timeline.find(label.parse::<Label>().expect("a label")).expect("it was sent")
}

fn label(timeline: &Timeline, message: MessageId) -> String {
    timeline.label(message).expect("it was sent").to_string()
}

#[test]
fn redriven_messages_keep_their_labels() {
    let mut timeline = redriven(poison());
    let old = {
        let mut before = timeline.events(0, u64::MAX);
        before.retain(|event| is_sent(&event.kind));
        before.len()
    };
    assert_eq!(old, 3, "redriven messages are no sends");
    for (serial, name) in (4..=5).zip(["M1", "M2"]) {
        let message = find(&timeline, name);
        assert_eq!((message.serial, label(&timeline, message)), (serial, name.to_owned()));
    }
    assert_eq!(find(&timeline, "M3").serial, 3, "two milliseconds each, the third is still dead");

    timeline.seek(Position::after_ms(REDRIVE_MS - 1));
    assert_eq!(find(&timeline, "M1").serial, 1, "before the redrive it is the message that was sent");
}

#[test]
fn the_next_send_takes_the_next_label() {
    let mut timeline = redriven(poison());
    timeline.act(Input::Send { queue: 0 }).expect("a queue takes messages");
    let sent = find(&timeline, "M4");
    assert_eq!(label(&timeline, sent), "M4");
    // In the past of what is known: the replacements of the old future are forgotten.
    timeline.seek(Position::after_ms(REDRIVE_MS + 3));
    timeline.act(Input::Send { queue: 0 }).expect("a queue takes messages");
    assert_eq!(find(&timeline, "M4").serial, 5, "after the three sends and M1's replacement");
    timeline.seek(Position::after_ms(REDRIVE_MS + 9));
    let names: Vec<_> = (1..8).filter_map(|serial| timeline.label(MessageId { serial, ..sent })).collect();
    assert!(names.len() <= 1, "a label belongs to a slot too");
    let serials: Vec<u64> = ["M1", "M2", "M3", "M4"].map(|name| find(&timeline, name).serial).into();
    assert_eq!(serials, [4, 6, 7, 5]);
}

#[test]
fn a_life_goes_on_through_the_redrive() {
    let timeline = redriven(poison());
    let message = find(&timeline, "M1");
    let story = timeline.story_of(message);
    let is = |kind: fn(&EventKind) -> bool| move |line: &sim::StoryLine| matches!(line.event.kind, Kind::Engine(event) if kind(&event));
    let sent = story.iter().position(is(|event| matches!(event, EventKind::Sent { .. })));
    let died = story.iter().position(is(|event| matches!(event, EventKind::DeadLettered { .. })));
    let back = story.iter().position(is(|event| matches!(event, EventKind::Redriven { .. })));
    assert!(sent == Some(0) && died > sent && back > died, "{story:#?}");
    let line = &story[back.expect("found above")];
    assert_eq!((line.event.at, line.receive_count), (REDRIVE_MS * MS + 2 * MS, 0));
    let first = MessageId { serial: 1, ..message };
    assert_eq!(timeline.story_of(first), story, "the message that it was has the same story");
    assert_eq!(timeline.present(first).serial, message.serial);

    let spans = timeline.message_spans(message);
    assert!(spans.windows(2).all(|pair| pair[0].to_us == pair[1].from_us), "no gap: {spans:?}");
    assert_eq!(spans.first().map(|span| span.from_us), Some(story[0].event.at));
}

#[test]
fn a_redriven_message_stands_where_it_came_to() {
    let mut model = poison();
    model.queues[0].attributes.delay_s = 2;
    let mut timeline = redriven(model);
    let message = find(&timeline, "M1");
    let view = timeline.view(&[]);
    let seen = view.messages.iter().find(|seen| seen.id == message).expect("it is stored");
    assert_eq!((seen.queue, seen.receive_count), (0, 0));
    assert_eq!(seen.came_from, Some((SpanKind::Visible, 1)));
    assert!(matches!(seen.phase, MessagePhase::Delayed { .. }), "{:?}", seen.phase);
    let spans = timeline.message_spans(message);
    assert_eq!(spans.last().map(|span| span.kind), Some(SpanKind::Delayed));
    let counters = |timeline: &Timeline, queue: usize| timeline.view(&[]).queues[queue].counters;
    assert_eq!((counters(&timeline, 0).sent, counters(&timeline, 0).delayed), (5, 2));
    assert_eq!((counters(&timeline, 1).visible, counters(&timeline, 1).deleted), (1, 0));
    timeline.seek(Position::after_ms(REDRIVE_MS + 10));
    assert_eq!((counters(&timeline, 0).sent, counters(&timeline, 1).visible), (6, 0));
}

/// Who remembers what was done knows the message again.
#[test]
fn what_took_effect_stays_done() {
    let mut model = poison();
    model.consumers[0].failure_ppm = 0;
    model.consumers[0].deletes = false;
    let mut timeline = redriven(model);
    timeline.seek(Position::after_ms(REDRIVE_MS + 3_000));
    let repeats = timeline.view(&[]).consumers[0].effects_repeated;
    assert_eq!(repeats, 3, "each of the three took effect before it died, and again");
}

#[test]
fn acts_in_order_give_the_same_run() {
    let mut once = redriven(poison());
    once.run_ahead(u64::MAX);
    let mut again = redriven(poison());
    again.seek(Position::after_ms(60_000));
    again.seek(Position::after_ms(REDRIVE_MS + 3));
    assert_eq!(once.trace_hash(), again.trace_hash());
    assert_eq!(once.events(0, u64::MAX), again.events(0, u64::MAX));
}

#[test]
fn only_a_dead_letter_queue_is_redriven_and_only_once_at_a_time() {
    let mut timeline = timeline(poison());
    timeline.seek(Position::after_ms(1));
    let redrive = |queue| Input::Redrive { queue, per_second: None };
    assert_eq!(timeline.can_act(&redrive(0)), Err(ActRefusal::NoDeadLetterQueue));
    assert_eq!(timeline.can_act(&redrive(9)), Err(ActRefusal::Unknown));
    timeline.seek(Position::after_ms(REDRIVE_MS));
    timeline.act(redrive(1)).expect("the dead letters lie there");
    assert_eq!(timeline.can_act(&redrive(1)), Err(ActRefusal::RedriveRuns));
    let ended = |timeline: &Timeline| -> Vec<Time> {
        let events = timeline.events(0, timeline.event_index());
        instants(&events, |kind| matches!(kind, Kind::Engine(EventKind::MoveTaskEnded { .. })))
    };
    timeline.seek(Position::after_ms(REDRIVE_MS + 6));
    assert_eq!(ended(&timeline), [REDRIVE_MS * MS + 6 * MS]);
    assert_eq!(timeline.can_act(&redrive(1)), Ok(()));
}
