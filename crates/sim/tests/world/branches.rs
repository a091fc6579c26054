//! What the user does makes other futures, and keeps the old one.

use sim::{ActOutcome, ActRefusal, BranchId, Input, Label, Position, Timeline, WorkerState};

use crate::models::*;

fn at(ms: u64) -> Timeline {
    let mut timeline = timeline(orders());
    timeline.seek(Position::after_ms(ms));
    timeline
}

fn find(timeline: &Timeline, label: &str) -> sqs::MessageId {
    timeline.find(label.parse::<Label>().expect("a label")).expect("it was sent")
}

#[test]
fn an_act_on_main_forks_and_keeps_the_old_future() {
    let mut timeline = at(10_200);
    let hash = timeline.trace_hash();
    assert_eq!(timeline.act(Input::Crash { worker: worker(0) }), Ok(ActOutcome::Forked(BranchId(1))));
    assert_eq!(timeline.branch(), BranchId(1));
    assert_eq!(timeline.position().at_us, 10_200 * MS);
    assert!(matches!(timeline.view(&[]).consumers[0].workers[0].state, WorkerState::Crashed { .. }));
    assert_ne!(timeline.trace_hash(), hash);
    timeline.seek(Position::after_ms(60_000));
    assert_eq!(timeline.view(&[]).queues[0].counters.deleted, 10);

    assert!(timeline.switch_to(BranchId(0)));
    assert_eq!(timeline.position().at_us, 60_000 * MS);
    assert_eq!(timeline.view(&[]).queues[0].counters.deleted, 60);
    assert_eq!(timeline.trace_hash(), hash);
}

#[test]
fn a_second_act_at_the_front_joins_and_one_in_the_past_forks() {
    let mut timeline = at(10_200);
    timeline.act(Input::Crash { worker: worker(0) }).expect("it runs");
    timeline.seek(Position::after_ms(20_000));
    timeline.run_ahead(u64::MAX);
    assert_eq!(timeline.act(Input::BringBack { worker: worker(0) }), Ok(ActOutcome::Joined));
    assert_eq!(timeline.branches()[1].inputs.len(), 2);
    timeline.seek(Position::after_ms(15_000));
    assert_eq!(timeline.act(Input::Send { queue: 0 }), Ok(ActOutcome::Forked(BranchId(2))));
    let branches = timeline.branches();
    assert_eq!(branches[2].parent.map(|(parent, _)| parent), Some(BranchId(1)));
    assert_eq!(branches[2].inputs.len(), 1);
    timeline.seek(Position::after_ms(60_000));
    assert_eq!(timeline.view(&[]).queues[0].counters.sent, 62);
}

#[test]
fn the_inputs_of_a_branch_make_it_again() {
    let mut timeline = at(10_200);
    timeline.act(Input::Crash { worker: worker(0) }).expect("it runs");
    timeline.seek(Position::after_ms(12_345));
    timeline.act(Input::Send { queue: 0 }).expect("a queue takes messages");
    timeline.act(Input::BringBack { worker: worker(0) }).expect("it is down");
    let inputs = timeline.branches()[1].inputs.clone();
    let hash = timeline.trace_hash();

    let mut again = at(0);
    for (position, input) in inputs {
        again.seek(position);
        again.act(input).expect("it was possible before");
    }
    assert_eq!(again.trace_hash(), hash);
}

#[test]
fn the_user_deletes_and_makes_visible_with_the_latest_handle() {
    let mut timeline = at(200);
    let first = find(&timeline, "M1");
    timeline.act(Input::MakeVisible { message: first }).expect("it is in flight");
    let view = timeline.view(&[]);
    assert_eq!((view.queues[0].counters.visible, view.queues[0].counters.in_flight), (1, 0));
    timeline.act(Input::Delete { message: first }).expect("it was received");
    assert!(timeline.view(&[]).messages.is_empty());
    assert_eq!(timeline.can_act(&Input::Delete { message: first }), Err(ActRefusal::MessageGone));
}

#[test]
fn acts_that_make_no_sense_are_refused() {
    let timeline = at(200);
    let mut late = at(200);
    let never_sent = sqs::MessageId { serial: 999, slot: 0 };
    let refusals = [
        (Input::Send { queue: 9 }, ActRefusal::Unknown),
        (Input::Crash { worker: worker(9) }, ActRefusal::Unknown),
        (Input::BringBack { worker: worker(0) }, ActRefusal::AlreadyUp),
        (Input::Delete { message: never_sent }, ActRefusal::Unknown),
    ];
    for (input, refusal) in refusals {
        assert_eq!(timeline.can_act(&input), Err(refusal), "{input:?}");
    }
    late.act(Input::Crash { worker: worker(0) }).expect("it runs");
    assert_eq!(late.can_act(&Input::Crash { worker: worker(0) }), Err(ActRefusal::AlreadyDown));
    late.seek(Position::after_ms(2_000));
    let waiting = find(&late, "M3");
    assert_eq!(late.can_act(&Input::Delete { message: waiting }), Err(ActRefusal::NoReceiptHandle));
    assert_eq!(late.can_act(&Input::MakeVisible { message: waiting }), Err(ActRefusal::NotInFlight));
    late.seek(Position::after_ms(60_000));
    assert_eq!(late.can_act(&Input::Send { queue: 0 }), Err(ActRefusal::AtTheEnd));
}

#[test]
fn there_are_only_so_many_branches() {
    let mut timeline = at(1_000);
    for n in 1..8 {
        timeline.switch_to(BranchId(0));
        timeline.seek(Position::after_ms(n * 1_000));
        timeline.act(Input::Send { queue: 0 }).expect("there is room");
    }
    timeline.switch_to(BranchId(0));
    assert_eq!(timeline.act(Input::Send { queue: 0 }), Err(ActRefusal::TooManyBranches));
    assert!(!timeline.drop_branch(BranchId(0)));
    assert!(timeline.drop_branch(BranchId(3)));
    assert!(!timeline.switch_to(BranchId(3)));
    timeline.act(Input::Send { queue: 0 }).expect("there is room again");
    assert!(!timeline.drop_branch(timeline.branch()), "the current one stays");
}

#[test]
fn dropping_a_branch_drops_those_that_left_it() {
    let mut timeline = at(10_000);
    timeline.act(Input::Send { queue: 0 }).expect("a queue takes messages");
    timeline.seek(Position::after_ms(5_000));
    timeline.act(Input::Send { queue: 0 }).expect("a queue takes messages");
    timeline.seek(Position::after_ms(4_000));
    timeline.act(Input::Send { queue: 0 }).expect("a queue takes messages");
    assert_eq!(timeline.branches().len(), 4);
    timeline.switch_to(BranchId(0));
    assert!(timeline.drop_branch(BranchId(1)));
    assert_eq!(timeline.branches().len(), 1);
}
