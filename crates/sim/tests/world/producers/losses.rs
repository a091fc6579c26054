//! Networks that lose calls and answers, and queues that throttle: what a producer does then.

use sim::{Explanation, FaultKind, FaultModel, Kind, Position, Retry, Sending, Trouble};
use sqs::{EventKind, QueueKind, Storage};

use super::{is_deduplicated, is_retried, produced, shop};
use crate::models::*;

fn retry(same_id: bool) -> Sending {
    let retry = Retry { after_us: Some(1_500 * MS), attempts: 3, same_id };
    Sending { retry, ..Sending::default() }
}

fn lose_reply(at_us: u64) -> FaultModel {
    FaultModel { at_us, kind: FaultKind::LoseReply { producer: 0 } }
}

#[test]
fn a_lost_request_leaves_nothing_and_is_made_again() {
    let mut model = shop(QueueKind::Standard, retry(true));
    model.producers[0].count_max = Some(2);
    model.faults = vec![FaultModel { at_us: 500 * MS, kind: FaultKind::LoseRequest { producer: 0 } }];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_sent), [0, 2_500 * MS]);
    let lost = |kind: &Kind| matches!(kind, Kind::CallLost { message: None, reply: false, .. });
    assert_eq!((instants(&events, lost), instants(&events, is_retried)), (vec![S], vec![2_500 * MS]));
    timeline.seek(Position::after_ms(2_000));
    let producer = timeline.view(&[]).producers[0].clone();
    assert_eq!((producer.sent, producer.lost_requests, producer.retries), (1, 1, 0));
    assert_eq!(producer.waiting, Some((1, 2_500 * MS)));
}

#[test]
fn a_lost_answer_makes_a_duplicate_on_a_standard_queue() {
    let mut model = shop(QueueKind::Standard, retry(true));
    model.producers[0].count_max = Some(1);
    model.faults = vec![lose_reply(0)];
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_sent), [0, 1_500 * MS]);
    let [original, message] = produced(&events)[..] else { panic!("it is there twice: {events:?}") };
    timeline.seek(Position::after_ms(60_000));
    assert_eq!(timeline.view(&[]).queues[0].counters.visible, 2);
    let why = |of| timeline.story_of(of).into_iter().filter_map(|line| line.why).collect::<Vec<_>>();
    assert_eq!(why(message), [Explanation::SentAgain { producer: 0, message, original }]);
    assert_eq!(why(original), [Explanation::ReplyLost { producer: 0, message: original }]);
}

#[test]
fn the_same_id_makes_it_one_message_on_a_fifo_queue() {
    let mut model = shop(QueueKind::Fifo, retry(true));
    model.producers[0].count_max = Some(1);
    model.faults = vec![lose_reply(0)];
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(60_000));
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_sent), [0]);
    assert_eq!(instants(&events, is_deduplicated), [1_500 * MS]);
    let original = produced(&events)[0];
    let why: Vec<_> = timeline.story_of(original).into_iter().filter_map(|line| line.why).collect();
    assert!(why.contains(&Explanation::RetryDeduplicated { producer: 0, original }), "{why:?}");
}

#[test]
fn a_fresh_id_makes_two_of_it_on_a_fifo_queue() {
    let mut model = shop(QueueKind::Fifo, retry(false));
    model.producers[0].count_max = Some(1);
    model.faults = vec![lose_reply(0)];
    assert_eq!(instants(&run(model), is_sent), [0, 1_500 * MS]);
}

/// The id is remembered for five minutes from the first send (sqs-facts §3.4), not longer.
#[test]
fn a_repetition_after_five_minutes_is_a_new_message() {
    for (after_us, sends) in [(299 * S, 1), (301 * S, 2)] {
        let mut model = shop(QueueKind::Fifo, Sending::default());
        model.producers[0].sending.retry.after_us = Some(after_us);
        model.producers[0].count_max = Some(1);
        model.duration_us = 400 * S;
        model.faults = vec![lose_reply(0)];
        assert_eq!(instants(&run(model), is_sent).len(), sends, "after {after_us}");
    }
}

#[test]
fn a_batch_is_repeated_as_a_whole() {
    let mut model = shop(QueueKind::Fifo, retry(true));
    model.producers[0].sending.batch.size = 3;
    model.producers[0].sending.batch.window_us = 60 * S;
    model.producers[0].count_max = Some(3);
    model.faults = vec![lose_reply(0)];
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(60_000));
    let events = timeline.events(0, u64::MAX);
    assert_eq!(instants(&events, is_sent), [2 * S; 3]);
    assert_eq!(instants(&events, is_deduplicated), [3_500 * MS; 3]);
    for original in produced(&events) {
        let why: Vec<_> = timeline.story_of(original).into_iter().filter_map(|line| line.why).collect();
        assert!(why.contains(&Explanation::RetryDeduplicated { producer: 0, original }), "{why:?}");
    }
}

#[test]
fn a_producer_gives_up_after_its_last_attempt() {
    let mut model = shop(QueueKind::Standard, retry(true));
    model.producers[0].sending.losses.request_ppm = 1_000_000;
    model.producers[0].count_max = Some(2);
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    let events = timeline.events(0, u64::MAX);
    let gave_up = instants(&events, |kind| matches!(kind, Kind::GaveUp { messages: 1, .. }));
    assert_eq!(gave_up, [3 * S, 4 * S]);
    timeline.seek(Position::after_ms(60_000));
    let producer = timeline.view(&[]).producers[0].clone();
    let counts = (producer.sent, producer.lost_requests, producer.retries, producer.given_up);
    assert_eq!(counts, (0, 6, 4, 2));
    assert_eq!(producer.waiting, None);
}

/// The standard mode of AWS's SDKs: up to three attempts, with pauses drawn up to 1 s, then 2 s.
#[test]
fn a_throttled_call_is_made_again_after_a_pause() {
    let mut model = shop(QueueKind::Fifo, Sending::default());
    model.queues[0].storage = Storage { fifo_calls_per_s: Some(2), ..Storage::PLAIN };
    model.producers[0].rate[0].rate_milli = 1_000_000;
    model.producers[0].count_max = Some(4);
    let events = run(model);
    let throttled = |kind: &Kind| matches!(kind, Kind::SendRefused { trouble: Trouble::Throttled, .. });
    // Two pass, two are refused at first.
    assert_eq!(instants(&events, throttled)[..2], [2 * MS, 3 * MS]);
    assert_eq!(produced(&events).len(), 4);
    let retried = instants(&events, is_retried);
    let pause = |at: u64, from: u64| at - from;
    assert!(retried.len() >= 2 && pause(retried[0], 2 * MS) <= S + 11 * MS, "{retried:?}");
}

#[test]
fn a_producer_without_attempts_left_for_throttling_drops_the_message() {
    let mut model = shop(QueueKind::Fifo, Sending::default());
    model.queues[0].storage = Storage { fifo_calls_per_s: Some(1), ..Storage::PLAIN };
    model.producers[0].sending.retry.attempts = 1;
    model.producers[0].rate[0].rate_milli = 1_000_000;
    model.producers[0].count_max = Some(4);
    let events = run(model);
    assert_eq!(produced(&events).len(), 1);
    assert_eq!(instants(&events, |kind| matches!(kind, Kind::GaveUp { .. })).len(), 3);
}

#[test]
fn the_newest_event_explains_itself() {
    let mut model = shop(QueueKind::Standard, retry(true));
    model.faults = vec![lose_reply(0)];
    model.producers[0].count_max = Some(1);
    let mut timeline = timeline(model);
    timeline.seek(Position::after_ms(0));
    let explanation = timeline.view(&[]).explanation;
    assert!(matches!(explanation, Some(Explanation::ReplyLost { .. })), "{explanation:?}");
    let sent = timeline
        .events(0, u64::MAX)
        .into_iter()
        .filter(|event| matches!(event.kind, Kind::Engine(EventKind::Sent { .. })));
    assert_eq!(sent.count(), 1);
}
