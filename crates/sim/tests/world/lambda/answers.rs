//! What a function answers, and what its mapping makes of it (sqs-facts §7.2, §7.5).

use sim::FunctionAnswer as Answer;
use sim::InvocationOutcome as Outcome;

use super::*;

/// The end of the first invocation with ten messages that all fail or all succeed, and how many it deletes.
fn first_end(answer: Answer, partial_failures: bool, fails: bool) -> (Outcome, usize) {
    let mut model = function(10);
    model.consumers[0].failure_ppm = if fails { 1_000_000 } else { 0 };
    lambda(&mut model).answer = answer;
    lambda(&mut model).partial_failures = partial_failures;
    let events = run(model);
    let ended = instants(&events, |kind| matches!(kind, Kind::InvocationEnded { .. }))[0];
    let deleted = events.iter().filter(|event| event.at == ended && is_deleted(&event.kind)).count();
    (outcomes(&events)[0], deleted)
}

#[test]
fn with_reports_each_answer_means_what_aws_says() {
    let rows = [
        (Answer::Exception, Outcome::Failed, 0),
        (Answer::Listed, Outcome::PartlyFailed, 0),
        (Answer::OnlyFailed, Outcome::PartlyFailed, 0),
        (Answer::EmptyList, Outcome::Succeeded, 10),
        (Answer::Nothing, Outcome::Succeeded, 10),
        (Answer::InvalidJson, Outcome::BadAnswer, 0),
        (Answer::EmptyIdentifier, Outcome::BadAnswer, 0),
        (Answer::NullIdentifier, Outcome::BadAnswer, 0),
        (Answer::WrongKey, Outcome::BadAnswer, 0),
        (Answer::UnknownIdentifier, Outcome::BadAnswer, 0),
    ];
    for (answer, outcome, deleted) in rows {
        assert_eq!(first_end(answer, true, true), (outcome, deleted), "{answer:?}");
        let all_well =
            if answer == Answer::InvalidJson { (Outcome::BadAnswer, 0) } else { (Outcome::Succeeded, 10) };
        assert_eq!(first_end(answer, true, false), all_well, "{answer:?} when nothing fails");
    }
}

#[test]
fn without_reports_only_an_exception_is_a_failure() {
    assert_eq!(first_end(Answer::Exception, false, true), (Outcome::Failed, 0));
    for answer in [Answer::Listed, Answer::OnlyFailed, Answer::InvalidJson, Answer::WrongKey] {
        assert_eq!(first_end(answer, false, true), (Outcome::Succeeded, 10), "{answer:?}: nobody looks");
    }
}

#[test]
fn an_exception_ends_the_invocation_at_the_first_failure() {
    let mut model = function(10);
    model.consumers[0].failure_ppm = 1_000_000;
    let events = run(model);
    let failed = instants(&events, |kind| matches!(kind, Kind::WorkFailed { .. }));
    let ended = instants(&events, |kind| matches!(kind, Kind::InvocationEnded { .. }));
    assert_eq!((failed[0], ended[0]), (510 * MS, 510 * MS));
}

/// Ten messages of one batch, the third of which always fails.
fn one_poison(answer: Answer, partial_failures: bool) -> Model {
    let mut model = function(10);
    model.producers[2].kinds = vec![poison()];
    lambda(&mut model).answer = answer;
    lambda(&mut model).partial_failures = partial_failures;
    model
}

fn poison() -> sim::MessageKind {
    sim::MessageKind {
        id: "poison".into(),
        which: sim::Which::All,
        poison: true,
        work: None,
        attributes: None,
        body: None,
        size_bytes: None,
    }
}

#[test]
fn one_failure_brings_ten_messages_back_or_one() {
    let received_again = |model: Model| {
        let events = run(model);
        let at = |event: &&Event| is_received(&event.kind) && (30 * S..59 * S).contains(&event.at);
        events.iter().filter(at).count()
    };
    assert_eq!(received_again(one_poison(Answer::Exception, false)), 10);
    assert_eq!(received_again(one_poison(Answer::Listed, true)), 1);
    assert_eq!(received_again(one_poison(Answer::Listed, false)), 0, "nobody looks: the poison is deleted");
}

#[test]
fn what_is_listed_stays_and_the_rest_is_deleted() {
    let events = run(one_poison(Answer::Listed, true));
    assert_eq!(deleted(&events), [1, 2, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(effects(&events), deleted(&events), "each took effect once");
}

#[test]
fn after_an_exception_what_had_been_done_is_done_again() {
    let events = run(one_poison(Answer::Exception, false));
    assert_eq!(effects(&events)[..4], [1, 2, 1, 2]);
    assert_eq!(deleted(&events), [0u64; 0]);
}

#[test]
fn an_empty_answer_loses_what_failed() {
    let events = run(one_poison(Answer::EmptyList, true));
    assert_eq!(deleted(&events).len(), 10);
    assert!(!effects(&events).contains(&3), "it is deleted and was never done");
}

#[test]
fn after_so_many_failures_the_same_message_is_a_dead_letter() {
    let mut model = one_poison(Answer::Listed, true);
    model.duration_us = 120 * S;
    model.queues[0].redrive = Some(sim::RedriveModel { target: 1, max_receive_count: 2 });
    model.queues.push(queue("dead", sqs::QueueKind::Standard));
    let events = run(model);
    // sqs-facts §7.5: with maxReceiveCount 2 it is there after its second failure, as the same message.
    let dead = serials(&events, |kind| match kind {
        Kind::Engine(EventKind::DeadLettered { message, .. }) => Some(*message),
        _ => None,
    });
    let failures = instants(&events, |kind| matches!(kind, Kind::WorkFailed { .. })).len();
    assert_eq!((dead, failures), (vec![3], 2));
}
