//! Each predicate, true and false.

use sim::{
    ClaimKind::{Always, Eventually, Sometimes},
    FaultKind, FaultModel, Groups, Label, Model, Predicate, RateStep, RedriveModel, Verdict, WorkTime,
};
use sqs::{QueueKind, Storage};

use crate::models::*;

/// The verdict on one claim.
fn judge(mut model: Model, kind: sim::ClaimKind, predicate: Predicate) -> Verdict {
    model.claims = vec![claim(kind, predicate)];
    timeline(model).verdicts()[0]
}

/// Holds at the end of the first run, and not at the end of the second.
fn check(predicate: Predicate, yes: Model, no: Model) {
    assert!(judge(yes, Eventually, predicate.clone()).holds, "{predicate:?} is true");
    assert!(!judge(no, Eventually, predicate.clone()).holds, "{predicate:?} is false");
}

fn label(text: &str) -> Label {
    text.parse().expect("a label")
}

/// Two workers that take eight seconds under a timeout of five, and one message.
fn overrun() -> Model {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 5;
    model.consumers[0].count = 2;
    model.consumers[0].work = WorkTime::Fixed(8 * S);
    model
}

/// One message that always fails, and a dead-letter queue after two receives.
fn poison() -> Model {
    let mut model = one_order();
    model.queues[0].attributes.visibility_timeout_s = 5;
    model.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 2 });
    model.queues.push(queue("dead", QueueKind::Standard));
    model.consumers[0].failure_ppm = 1_000_000;
    model
}

/// Ten messages at once, and a worker that needs five seconds for all.
fn burst() -> Model {
    let mut model = orders();
    model.producers[0].rate =
        vec![RateStep { at_us: 0, rate_milli: 10_000_000 }, RateStep { at_us: MS, rate_milli: 0 }];
    model
}

/// Two workers on three FIFO groups, or on one.
fn groups(count: u32) -> Model {
    let mut model = fifo();
    model.producers[0].groups = Groups::InTurn(count);
    model.consumers[0].count = 2;
    model.consumers[0].work = WorkTime::Fixed(3 * S);
    model
}

/// A standard queue in which two workers take one tenant's messages at the same time.
fn one_tenant() -> Model {
    let mut model = groups(1);
    model.queues[0] = queue("orders", QueueKind::Standard);
    model
}

/// Messages fall on six servers and are asked for one at a time: no order.
fn shards() -> Model {
    let mut model = one_tenant();
    model.queues[0].storage = Storage { shards: 6, ..Storage::PLAIN };
    model.producers[0].rate[0].rate_milli = 3_000;
    model.consumers[0].wait_s = Some(0);
    model
}

#[test]
fn nothing_lost() {
    let mut expires = quiet();
    expires.duration_us = 120 * S;
    expires.queues[0].attributes.retention_s = 60;
    expires.producers = vec![producer("shop", 1_000)];
    check(Predicate::NothingLost { queue: 0 }, poison(), expires);

    // It is lost to its first queue if it expires in the dead-letter queue.
    let mut trap = poison();
    trap.duration_us = 120 * S;
    trap.queues[1].attributes.retention_s = 60;
    assert!(!judge(trap, Always, Predicate::NothingLost { queue: 0 }).holds);
}

#[test]
fn peak_visible() {
    check(Predicate::PeakVisible { queue: 0, min: 9, max: 10 }, burst(), one_order());
    check(Predicate::PeakVisibleAt { queue: 0, min_us: 0, max_us: MS }, burst(), quiet());
    let later = Predicate::PeakVisibleAt { queue: 0, min_us: 2 * MS, max_us: S };
    assert!(!judge(burst(), Eventually, later).holds);
}

#[test]
fn drained_at() {
    let drained = |from, to| Predicate::DrainedAt { queue: 0, max: 0, min_us: from * S, max_us: to * S };
    let mut never = burst();
    never.consumers.clear();
    check(drained(4, 6), burst(), never);
    assert!(!judge(burst(), Eventually, drained(0, 1)).holds);
}

#[test]
fn empty() {
    check(Predicate::Empty { queue: 0 }, one_order(), orders());
    let in_flight = Predicate::Empty { queue: 0 };
    assert!(!judge(one_order(), Always, in_flight).holds, "what is in flight is stored");
}

#[test]
fn received_at() {
    let second = |at_us| Predicate::ReceivedAt { message: label("M1"), receive: 2, at_us };
    check(second(5 * S), overrun(), one_order());
    assert!(!judge(overrun(), Eventually, second(5 * S + MS)).holds);
}

#[test]
fn visible_again_at() {
    let mut delayed = overrun();
    delayed.producers[0].delay_s = Some(2);
    let first = |at_us| Predicate::VisibleAgainAt { message: label("M1"), time: 1, at_us };
    check(first(5 * S), overrun(), delayed.clone());
    assert!(judge(delayed, Sometimes, first(7 * S)).holds, "the end of a delay is not counted");
}

#[test]
fn deleted_by_another() {
    let by_another = Predicate::DeletedByAnother { message: label("M1"), than: worker(0) };
    let mut rescued = one_order();
    rescued.consumers[0].count = 2;
    rescued.faults = vec![crash(200 * MS, 0, None)];
    check(by_another, rescued, one_order());
}

#[test]
fn has_crashed() {
    let mut crashes = orders();
    crashes.faults = vec![crash(5 * S, 0, None)];
    check(Predicate::HasCrashed { worker: worker(0) }, crashes, orders());
}

#[test]
fn group_order() {
    check(Predicate::GroupOrderKept { queue: 0 }, groups(3), shards());
    check(Predicate::OrderBroken { queue: 0 }, shards(), groups(3));
}

#[test]
fn groups_exclusive() {
    check(Predicate::GroupsExclusive { queue: 0 }, groups(1), one_tenant());
}

#[test]
fn groups_in_parallel() {
    check(Predicate::GroupsInParallel { queue: 0, min: 2 }, groups(3), groups(1));
}

#[test]
fn duplicates() {
    check(Predicate::Duplicates { queue: 0, min: 1 }, overrun(), one_order());
}

#[test]
fn second_copy_delivered() {
    let mut copy = one_order();
    copy.consumers[0].count = 2;
    copy.faults = vec![FaultModel { at_us: 0, kind: FaultKind::SecondCopy { queue: 0 } }];
    check(Predicate::SecondCopyDelivered { queue: 0 }, copy, overrun());
}

#[test]
fn effects() {
    check(Predicate::EffectsRepeated { consumer: 0, min: 1 }, overrun(), one_order());
    check(Predicate::EffectsAtMostOnce { consumer: 0 }, one_order(), overrun());
    check(Predicate::EffectsAtLeast { consumer: 0, min: 10 }, burst(), one_order());
    assert!(!judge(overrun(), Eventually, Predicate::EffectsAtLeast { consumer: 0, min: 2 }).holds);
}

#[test]
fn dead_lettered_and_deleted() {
    check(Predicate::DeadLettered { queue: 0, min: 1 }, poison(), one_order());
    check(Predicate::DeletedAtLeast { queue: 0, min: 1 }, one_order(), poison());
}

#[test]
fn a_breach_and_a_witness_have_their_instant() {
    let busy = Predicate::Empty { queue: 0 };
    let late = |mut model: Model| {
        model.producers[0].rate[0].rate_milli = 0;
        model.producers[0].rate.push(RateStep { at_us: 3 * S, rate_milli: 1_000 });
        model
    };
    let breach = judge(late(one_order()), Always, busy);
    assert_eq!(breach, Verdict { holds: false, decided_at_us: Some(3 * S) });
    let witness = judge(overrun(), Sometimes, Predicate::Duplicates { queue: 0, min: 1 });
    assert_eq!(witness, Verdict { holds: true, decided_at_us: Some(5 * S) });
    let end = judge(one_order(), Eventually, Predicate::Empty { queue: 0 });
    assert_eq!(end, Verdict { holds: true, decided_at_us: None });
}

#[test]
fn verdicts_belong_to_their_branch() {
    let mut model = orders();
    model.claims = vec![claim(Always, Predicate::NothingLost { queue: 0 })];
    model.claims.push(claim(Eventually, Predicate::HasCrashed { worker: worker(0) }));
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    timeline.seek(sim::Position::after_ms(30_000));
    timeline.act(sim::Input::Crash { worker: worker(0) }).expect("it runs");
    let holds =
        |timeline: &mut sim::Timeline| timeline.verdicts().iter().map(|v| v.holds).collect::<Vec<_>>();
    assert_eq!(holds(&mut timeline), [true, true]);
    timeline.switch_to(sim::BranchId(0));
    assert_eq!(holds(&mut timeline), [true, false]);
}
