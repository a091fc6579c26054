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
