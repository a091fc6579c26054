//! Why things happen, in numbers and ids.

use sim::{Explanation, Input, Kind, Model, Position, RedriveModel, Timeline, WorkTime};
use sqs::{EventKind, MessageId, QueueKind};

use crate::models::*;

/// The story's explanations of one message at the end of the run.
fn story(model: Model, label: &str) -> (MessageId, Vec<Explanation>) {
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(60_000));
    let message = find(&timeline, label);
    (message, timeline.story_of(message).into_iter().filter_map(|line| line.why).collect())
}

fn find(timeline: &Timeline, label: &str) -> MessageId {
    timeline.find(label.parse().expect("a label")).expect("it was sent")
}

fn overrun() -> Model {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 5;
    model.consumers[0].count = 2;
    model.consumers[0].work = WorkTime::Fixed(8 * S);
    model
}

#[test]
fn a_timeout_that_ended_names_its_holder() {
    let (message, why) = story(overrun(), "M1");
    let ended = Explanation::TimeoutEndedBeforeDelete {
        message,
        timeout_ms: 5_000,
        ended_at_us: 5 * S,
        holder: Some(worker(0)),
        holder_crashed: false,
        holder_hung: false,
        holder_terminated: false,
    };
    assert_eq!(why[0], Explanation::ReceiveHides { message, until_us: 5 * S });
    assert_eq!(why[1..3], [ended, ended], "of the end, and of the receive after it");
    assert!(why.contains(&Explanation::StaleHandle { message }));
    assert!(why.contains(&Explanation::TookEffectAgain { message, worker: worker(1), times: 2 }));
}

#[test]
fn a_crash_is_silent() {
    let mut model = one_order();
    model.consumers[0].work = WorkTime::Fixed(10 * S);
    model.faults = vec![crash(3 * S, 0, None)];
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(3_000));
    let message = find(&timeline, "M1");
    let silent =
        Explanation::CrashIsSilent { worker: worker(0), message: Some(message), visible_at_us: Some(30 * S) };
    assert_eq!(timeline.view(&[]).explanation, Some(silent));
    timeline.seek(Position::after_ms(31_000));
    let Some(Explanation::TimeoutEndedBeforeDelete { holder_crashed, holder, .. }) =
        timeline.story_of(message).last().and_then(|line| line.why)
    else {
        panic!("the timeout has ended");
    };
    assert_eq!((holder_crashed, holder), (true, Some(worker(0))));
}

#[test]
fn a_worker_that_dies_between_messages_held_none() {
    let mut model = orders();
    model.faults = vec![crash(700 * MS, 0, None)];
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(700));
    let silent = Explanation::CrashIsSilent { worker: worker(0), message: None, visible_at_us: None };
    assert_eq!(timeline.view(&[]).explanation, Some(silent));
}

#[test]
fn a_poison_message_used_up_its_receives() {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 5;
    model.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 2 });
    model.queues.push(queue("dead", QueueKind::Standard));
    model.consumers[0].failure_ppm = 1_000_000;
    let (message, why) = story(model, "M1");
    assert_eq!(why.last(), Some(&Explanation::UsedUpReceives { message, max_receive_count: 2 }));
}

#[test]
fn a_second_copy_is_named() {
    let mut model = one_order();
    model.consumers[0].count = 2;
    model.faults = vec![sim::FaultModel { at_us: 0, kind: sim::FaultKind::SecondCopy { queue: 0 } }];
    let (message, why) = story(model, "M1");
    assert!(why.contains(&Explanation::SecondCopy { message }));
}

#[test]
fn a_message_waits_behind_its_group() {
    let mut model = fifo();
    model.producers[0].groups = sim::Groups::InTurn(1);
    model.consumers[0].work = WorkTime::Fixed(5 * S);
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(1_000));
    let (first, second) = (find(&timeline, "A1"), find(&timeline, "A2"));
    let view = timeline.view(&[]);
    assert_eq!(view.explanation, Some(Explanation::GroupLocked { message: second, by: first }));
    assert_eq!(view.messages[1].phase, sim::MessagePhase::Blocked { by: first });
    assert_eq!((view.queues[0].lanes[0].stored, view.queues[0].lanes[0].locked_by), (2, Some(first)));
}

#[test]
fn retention_ends() {
    let mut model = quiet();
    model.queues[0].attributes.retention_s = 60;
    model.producers = vec![producer("shop", 1_000)];
    let (message, why) = story(model, "M1");
    assert_eq!(why, [Explanation::RetentionEnded { message, after_ms: 60_000 }]);
}

#[test]
fn what_the_user_does_stands_in_the_story() {
    let mut timeline = timeline(one_order());
    timeline.seek(Position::after_ms(200));
    let message = find(&timeline, "M1");
    timeline.act(Input::Delete { message }).expect("it was received");
    let story = timeline.story_of(message);
    let deleted =
        story.iter().rev().find(|line| matches!(line.event.kind, Kind::Engine(EventKind::Deleted { .. })));
    assert_eq!(deleted.map(|line| line.worker), Some(None));
    assert!(matches!(story.last().map(|line| line.event.kind), Some(Kind::UserDeleted { .. })));
}
