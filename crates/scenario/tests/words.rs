//! Every sentence that there is, once.

use expect_test::{Expect, expect};
use scenario::text;
use sim::{
    ActRefusal, BranchId, BranchView, ClaimKind, DepartedView, Departure, Event, Explanation, GroupLaneView,
    Hold, Input, Kind, Label, MessagePhase, MessageView, ModelError, Position, Predicate, RunError, Trouble,
    Verdict, WorkerId, WorkerState, WorkerView,
};
use sqs::{EventKind, MessageId, QueueId, Ticket, VisibleCause};
use support::Called;

mod support;

const QUEUE: QueueId = QueueId(0);
const DLQ: QueueId = QueueId(1);
const W2: WorkerId = WorkerId { consumer: 0, index: 1 };
const A7: MessageId = MessageId { serial: 7, slot: 0 };
const A8: MessageId = MessageId { serial: 8, slot: 1 };
const TICKET: Ticket = Ticket(1);

fn check(lines: impl IntoIterator<Item = String>, expected: Expect) {
    let lines: Vec<String> = lines.into_iter().collect();
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn events_of_the_engine() {
    let seen = |cause| EventKind::Visible { queue: QUEUE, message: A7, cause };
    let received = |second_copy| EventKind::Received {
        queue: QUEUE,
        message: A7,
        receive_count: 2,
        visible_at: 40_000_000,
        second_copy,
    };
    let kinds = [
        EventKind::QueueCreated { queue: QUEUE },
        EventKind::QueueDeleted { queue: QUEUE },
        EventKind::QueuePurged { queue: QUEUE },
        EventKind::Sent { queue: QUEUE, message: A7, visible_at: 12_000_000 },
        EventKind::Deduplicated { queue: QUEUE, original: A7 },
        received(false),
        received(true),
        EventKind::EmptyReceive { queue: QUEUE, false_empty: false },
        EventKind::EmptyReceive { queue: QUEUE, false_empty: true },
        EventKind::PollParked { queue: QUEUE, ticket: TICKET },
        EventKind::PollAnswered { queue: QUEUE, ticket: TICKET, messages: 1 },
        EventKind::PollAbandoned { queue: QUEUE, ticket: TICKET },
        EventKind::Deleted { queue: QUEUE, message: A7, stale_handle: false },
        EventKind::Deleted { queue: QUEUE, message: A7, stale_handle: true },
        EventKind::DeletedAgain { queue: QUEUE, message: A7 },
        EventKind::DeleteIgnored { queue: QUEUE, message: A7 },
        EventKind::VisibilityChanged { queue: QUEUE, message: A7, visible_at: 60_000_000 },
        seen(VisibleCause::DelayEnded),
        seen(VisibleCause::TimeoutEnded),
        seen(VisibleCause::SetToZero),
        seen(VisibleCause::CopyReturned),
        EventKind::DeadLettered { from: QUEUE, to: DLQ, message: A7 },
        EventKind::Expired { queue: QUEUE, message: A7 },
    ];
    let lines = kinds.map(|kind| text::event(&Event { at: 0, kind: Kind::Engine(kind) }, Some(W2), &Called));
    check(
        lines,
        expect![[r#"
        Queue orders created
        Queue orders deleted
        Queue orders purged
        A7 stored in orders, visible from 0:12.000
        Accepted by orders but not queued: same deduplication ID as A7 within 5 min
        A7 received by w/2 (receive 2), hidden until 0:40.000
        A second copy of A7 received by w/2 (receive 2), hidden until 0:40.000
        Empty receive from orders
        Empty receive from orders, though messages wait on servers that were not asked
        A receive waits at orders
        A waiting receive at orders gets 1 message
        A waiting receive at orders is given up
        A7 deleted by w/2
        A7 deleted by w/2 with an old receipt handle
        Delete of A7 by w/2 acknowledged: it was gone already
        Delete of A7 by w/2 with an old receipt handle acknowledged: it stays
        A7 now hidden until 1:00.000
        A7 visible: its delay ended
        A7 visible again: its visibility timeout ended
        A7 visible again: its visibility timeout was set to 0
        A7 visible again: a copy came back that the delete had missed
        A7 moved to orders-dlq
        A7 expired in orders: its retention ended
    "#]],
    );
}

#[test]
fn events_of_the_world() {
    let effect = |times| Kind::TookEffect { worker: W2, message: A7, times };
    let refused = |message, trouble| Kind::CallRefused { worker: W2, message, trouble };
    let kinds = [
        Kind::Produced { producer: 0, message: A7 },
        Kind::HandedTo { worker: W2, message: A7 },
        Kind::WorkStarted { worker: W2, message: A7, done_at: 8_010_000 },
        effect(1),
        effect(2),
        effect(3),
        Kind::SkippedAsDone { worker: W2, message: A7 },
        Kind::WorkFailed { worker: W2, message: A7 },
        Kind::ForgotToDelete { worker: W2, message: A7 },
        refused(Some(A7), Trouble::HandleExpired),
        refused(None, Trouble::OverLimit),
        refused(None, Trouble::QueueDoesNotExist),
        refused(None, Trouble::Refused),
        Kind::Crashed { worker: W2, by_user: false },
        Kind::Crashed { worker: W2, by_user: true },
        Kind::CameBack { worker: W2, by_user: false },
        Kind::CameBack { worker: W2, by_user: true },
        Kind::SecondCopyArmed { queue: QUEUE },
        Kind::UserSent { message: A7 },
        Kind::UserDeleted { message: A7 },
        Kind::UserMadeVisible { message: A7 },
        Kind::InputRefused { trouble: Trouble::HandleExpired },
        Kind::SendRefused { producer: 0, trouble: Trouble::Throttled },
    ];
    check(
        kinds.map(|kind| text::event(&Event { at: 0, kind }, None, &Called)),
        expect![[r#"
            A7 sent by web
            A7 handed to w/2
            w/2 begins to work on A7, until 0:08.010
            A7 took effect at w/2
            A7 took effect again at w/2: twice now
            A7 took effect again at w/2: 3 times now
            w/2 skips A7: it took effect before
            w/2 fails on A7 and does not delete it
            w/2 is done with A7 and forgets to delete it
            A call of w/2 about A7 is refused: the receipt handle has expired
            A call of w/2 is refused: too many messages are in flight
            A call of w/2 is refused: the queue does not exist
            A call of w/2 is refused: SQS does not accept it
            w/2 crashes
            w/2 crashes (by you)
            w/2 is back
            w/2 is back (by you)
            orders will hand its next message out a second time
            A7 sent by you
            A7 deleted by you
            A7 made visible by you
            Your action is refused: the receipt handle has expired
            A send of web is refused: more calls a second than this FIFO queue takes
        "#]],
    );
}

#[test]
fn explanations() {
    let ended = |holder, holder_crashed| Explanation::TimeoutEndedBeforeDelete {
        message: A7,
        timeout_ms: 30_000,
        ended_at_us: 40_000_000,
        holder,
        holder_crashed,
        holder_hung: false,
        holder_terminated: false,
    };
    let silent = |message, visible_at_us| Explanation::CrashIsSilent { worker: W2, message, visible_at_us };
    let whys = [
        ended(Some(W2), true),
        ended(Some(W2), false),
        ended(None, false),
        Explanation::SecondCopy { message: A7 },
        Explanation::UsedUpReceives { message: A7, max_receive_count: 3 },
        Explanation::UsedUpReceives { message: A7, max_receive_count: 1 },
        Explanation::ReceiveHides { message: A7, until_us: 40_000_000 },
        Explanation::GroupLocked { message: A8, by: A7 },
        Explanation::RetentionEnded { message: A7, after_ms: 345_600_000 },
        Explanation::TookEffectAgain { message: A7, worker: W2, times: 2 },
        Explanation::SameDeduplicationId { original: A7 },
        Explanation::StaleHandle { message: A7 },
        silent(Some(A7), Some(40_000_000)),
        silent(Some(A7), None),
        silent(None, None),
    ];
    check(
        whys.iter().map(|why| text::explanation(why, &Called)),
        expect![[r#"
            A7 can be received again: its visibility timeout of 30 s ended at 0:40.000 without a delete. w/2 had crashed with it, which SQS cannot know.
            A7 can be received again: its visibility timeout of 30 s ended at 0:40.000 without a delete. w/2 was still at work on it.
            A7 can be received again: its visibility timeout of 30 s ended at 0:40.000 without a delete.
            A standard queue keeps each message on several servers. One of them did not know that A7 was in flight, and handed its copy out too.
            A7 had used up its 3 receives (maxReceiveCount): the next one moved it to the dead-letter queue instead.
            A7 had used up its only receive (maxReceiveCount): the next one moved it to the dead-letter queue instead.
            A receive hides a message, it does not remove it: A7 stays in the queue, hidden until 0:40.000 unless it is deleted before.
            A8 waits: A7, an earlier message of its group, is in flight or delayed, and in a FIFO queue nothing overtakes within a group.
            A7 was 4 days old, which is the queue's retention period. It is gone: no dead-letter queue gets it.
            A7 was delivered more than once, and w/2 did its work again: it took effect twice. An idempotent consumer would have noticed.
            SQS accepted the send but stored nothing: A7 had come with the same deduplication ID within 5 minutes.
            The delete of A7 used a receipt handle whose visibility timeout had ended: somebody else may have it by now.
            A worker that dies tells nobody: SQS only sees that no delete comes. A7 stays hidden until 0:40.000.
            A worker that dies tells nobody: SQS only sees that no delete of A7 comes.
            A worker that dies tells nobody. w/2 held no message, so none is held up.
        "#]],
    );
}

#[test]
fn messages_and_workers() {
    let label = Label { group: Some(0), number: 7 };
    let message = |phase, receive_count, effects, holders: &[WorkerId]| MessageView {
        id: A7,
        label,
        queue: 0,
        phase,
        since_us: 1_800_000,
        came_from: None,
        sent_us: 0,
        receive_count,
        effects,
        copy_of: None,
        holders: holders.to_vec(),
        kind: None,
        is_poison: false,
    };
    let in_flight = |holder| MessagePhase::InFlight { until_us: 23_000_000, left_milli: 600, holder };
    let w1 = WorkerId { consumer: 0, index: 0 };
    let messages = [
        message(MessagePhase::Delayed { until_us: 17_000_000 }, 0, 0, &[]),
        message(MessagePhase::Visible, 0, 0, &[]),
        message(MessagePhase::Visible, 1, 0, &[W2]),
        message(MessagePhase::Blocked { by: MessageId { serial: 6, slot: 0 } }, 0, 0, &[]),
        message(in_flight(Some(W2)), 1, 0, &[W2]),
        message(in_flight(None), 3, 2, &[]),
        message(in_flight(Some(W2)), 2, 1, &[w1, W2]),
    ];
    let worker = |state| WorkerView {
        id: W2,
        state,
        holds: Vec::new(),
        finished: 0,
        zone: None,
        is_stopping: false,
        extended: None,
    };
    let working = |hold| WorkerState::Working {
        message: A7,
        since_us: 2_000_000,
        until_us: 7_000_000,
        done_milli: 600,
        hold,
    };
    let workers = [
        worker(WorkerState::Polling { since_us: 1_000_000 }),
        worker(WorkerState::Calling { since_us: 4_999_000 }),
        worker(working(Hold::Held)),
        worker(working(Hold::Shared)),
        worker(working(Hold::Lost)),
        worker(working(Hold::Gone)),
        worker(WorkerState::Crashed { since_us: 1_000_000, until_us: Some(65_000_000) }),
        worker(WorkerState::Crashed { since_us: 1_000_000, until_us: None }),
    ];
    let gone = |how| DepartedView { id: A7, label, queue: 0, at_us: 0, how };
    let departed = [
        gone(Departure::Deleted { by: Some(W2) }),
        gone(Departure::Deleted { by: None }),
        gone(Departure::Expired),
        gone(Departure::Deduplicated),
    ];
    let lane = |stored, locked_by| GroupLaneView { group: 0, stored, locked_by };
    let lanes = [lane(4, Some(A7)), lane(1, None), lane(0, None)];
    let noisy = [vec![0], vec![0, 1, 2]];
    let now_us = 5_000_000;
    let lines = (messages.iter().map(|it| text::message(it, now_us, &Called)))
        .chain(workers.iter().map(|it| text::worker_state(it, now_us, &Called)))
        .chain(departed.iter().map(|it| text::departed(it, &Called)))
        .chain(lanes.iter().map(|it| text::lane(it, &Called)))
        .chain(noisy.iter().filter_map(|it| text::noisy(it)));
    check(
        lines,
        expect![[r#"
            A7 delayed, visible in 12 s
            A7 waiting 3.2 s
            A7 waiting 3.2 s; received once; w/2 is still working on it
            A7 waiting 3.2 s behind A6
            A7 in flight at w/2, visible again in 18 s; received once
            A7 in flight, visible again in 18 s; received 3 times; took effect twice
            A7 in flight at w/2, visible again in 18 s; received twice; being processed twice at once (w/1, w/2); took effect once
            w/2 polling for 4 s
            w/2 waiting for an answer from SQS
            w/2 working on A7, 60 percent
            w/2 working on A7, handed to another too, 60 percent
            w/2 working on A7 past its timeout, 60 percent
            w/2 working on A7, gone already, 60 percent
            w/2 crashed, back in 1 min
            w/2 crashed 4 s ago
            A7 deleted by w/2
            A7 deleted
            A7 expired in orders
            A7 accepted but not queued: duplicate ID within 5 min
            group A: 4 messages, locked by A7
            group A: 1 message
            group A: no message
            A is noisy: quiet tenants go first
            A, B and C are noisy: quiet tenants go first
        "#]],
    );
}

#[test]
fn acts_and_branches() {
    let acts = [
        Input::Send { queue: 0 },
        Input::Crash { worker: W2 },
        Input::BringBack { worker: W2 },
        Input::Delete { message: A7 },
        Input::MakeVisible { message: A7 },
    ];
    let at = Position { at_us: 15_000_000, step: 0 };
    let branch = |parent, inputs: &[Input]| BranchView {
        id: BranchId(1),
        parent,
        inputs: inputs.iter().map(|input| (at, input.clone())).collect(),
        current: true,
    };
    let parent = Some((BranchId(0), at));
    let branches = [branch(None, &[]), branch(parent, &acts[1..3]), branch(parent, &[])];
    let refusals = [
        ActRefusal::Unknown,
        ActRefusal::AlreadyDown,
        ActRefusal::AlreadyUp,
        ActRefusal::NoReceiptHandle,
        ActRefusal::MessageGone,
        ActRefusal::NotInFlight,
        ActRefusal::HandleExpired,
        ActRefusal::AtTheEnd,
        ActRefusal::TooManyInputs,
        ActRefusal::TooManyBranches,
    ];
    let errors =
        [RunError::ZeroTimeLoop { at_us: 15_000_000 }, RunError::TooManyEvents { at_us: 15_000_000 }];
    let models = [
        ModelError::Duration,
        ModelError::TooMany("queues"),
        ModelError::DanglingIndex("redrive"),
        ModelError::OutOfRange("producer", 1, "rate"),
        ModelError::TooManyEvents { expected: 3_000_000 },
        ModelError::Queue(0, sqs::Refusal::MissingBody),
    ];
    let lines = (acts.iter().map(|act| text::input(act, &Called)))
        .chain(branches.iter().map(|branch| text::branch_name(branch, &Called)))
        .chain(refusals.iter().map(|refusal| text::act_refusal(*refusal).to_owned()))
        .chain(errors.iter().map(|error| text::run_error(*error)))
        .chain(models.iter().map(text::model_error));
    check(
        lines,
        expect![[r#"
        send to orders
        crash w/2
        bring w/2 back
        delete A7
        make A7 visible
        main
        crash w/2 at 0:15.000
        what if at 0:15.000
        There is no such queue, worker or message.
        The worker is down already.
        The worker is running.
        The message was never received, so no receipt handle exists: SQS cannot delete it.
        The message is gone.
        The message is not in flight: it is not hidden.
        The visibility timeout of its latest receive has run out: a FIFO queue refuses the handle.
        The run ends here: nothing can happen after it.
        This branch has as many actions as it may have.
        There are as many branches as there may be: drop one first.
        The run stops at 0:15.000: more than 100,000 events at one instant.
        The run stops at 0:15.000: more than 2,000,000 events.
        The duration is not between 1 ms and 400 days.
        There are too many queues.
        A redrive points at nothing.
        The rate of producer number 2 is out of its range.
        About 3,000,000 events are expected; a run has at most 2,000,000.
        SQS would refuse to create queue number 1.
    "#]],
    );
}

#[test]
fn claims() {
    let a7 = Label { group: Some(0), number: 7 };
    let predicates = [
        Predicate::NothingLost { queue: 0 },
        Predicate::PeakVisible { queue: 0, min: 4_400, max: 4_600 },
        Predicate::PeakVisibleAt { queue: 0, min_us: 149_000_000, max_us: 151_000_000 },
        Predicate::DrainedAt { queue: 0, max: 5, min_us: 325_000_000, max_us: 335_000_000 },
        Predicate::Empty { queue: 0 },
        Predicate::ReceivedAt { message: a7, receive: 2, at_us: 40_000_000 },
        Predicate::VisibleAgainAt { message: a7, time: 1, at_us: 40_000_000 },
        Predicate::VisibleAgainAt { message: a7, time: 2, at_us: 70_000_000 },
        Predicate::DeletedByAnother { message: a7, than: W2 },
        Predicate::HasCrashed { worker: W2 },
        Predicate::GroupOrderKept { queue: 0 },
        Predicate::OrderBroken { queue: 0 },
        Predicate::GroupsExclusive { queue: 0 },
        Predicate::GroupsInParallel { queue: 0, min: 4 },
        Predicate::Duplicates { queue: 0, min: 1 },
        Predicate::SecondCopyDelivered { queue: 0 },
        Predicate::EffectsRepeated { consumer: 0, min: 6 },
        Predicate::EffectsAtMostOnce { consumer: 0 },
        Predicate::EffectsAtLeast { consumer: 0, min: 6 },
        Predicate::DeadLettered { queue: 0, min: 1 },
        Predicate::DeletedAtLeast { queue: 0, min: 80 },
    ];
    let verdict = |kind, holds, decided_at_us| text::verdict(kind, &Verdict { holds, decided_at_us });
    let verdicts = [
        verdict(ClaimKind::Always, true, None),
        verdict(ClaimKind::Always, false, Some(40_000_000)),
        verdict(ClaimKind::Sometimes, true, Some(40_000_000)),
        verdict(ClaimKind::Sometimes, false, None),
        verdict(ClaimKind::Eventually, true, None),
        verdict(ClaimKind::Eventually, false, None),
    ];
    check(
        predicates.iter().map(|it| text::predicate(it, &Called)).chain(verdicts),
        expect![[r#"
            no message of orders is lost
            the most messages that wait in orders at once are 4,400 to 4,600
            orders is fullest between 2:29.000 and 2:31.000
            orders falls to 5 messages for good between 5:25.000 and 5:35.000
            orders is empty
            receive 2 of A7 happens at 0:40.000
            A7 is visible again for the first time at 0:40.000
            A7 is visible again, time 2, at 1:10.000
            A7 is deleted by another worker than w/2
            w/2 crashes
            orders keeps the order of every group
            orders breaks the order of a group
            nothing of a group leaves orders while an earlier message of it is in flight
            4 groups of orders are in flight at the same time
            orders delivers again at least 1 time
            orders hands out a second copy of a message in flight
            at least 6 messages take effect more than once at w
            no message takes effect more than once at w
            at least 6 messages take effect at w
            at least 1 message leaves orders for its dead-letter queue
            at least 80 messages of orders are deleted
            holds
            does not hold: broken at 0:40.000
            holds: seen at 0:40.000
            does not hold
            holds
            does not hold
        "#]],
    );
}
