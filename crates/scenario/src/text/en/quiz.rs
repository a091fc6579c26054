//! Questions and goals: findings, right answers, verdicts.

use super::time::{clock, count, plural};
use super::values::value;
use crate::{Answer, Finding, Goal, GoalVerdict, Question, QuestionKind, Right};

/// What became of an answer.
pub fn finding(finding: Finding) -> &'static str {
    match finding {
        Finding::Right => "Right",
        Finding::Wrong => "Not so",
        Finding::Unanswerable => "In this run, as it was changed, none of the answers is right.",
    }
}

/// An answer as it was given: a line for each option or item.
pub fn answer(question: &Question, answer: &Answer) -> Vec<String> {
    let options = |chosen: &[usize]| -> Vec<String> {
        let options = chosen.iter().filter_map(|index| question.options().get(*index));
        options.map(|option| option.text.clone()).collect()
    };
    match (answer, &question.kind) {
        (Answer::Choice(chosen), _) => options(&[*chosen]),
        (Answer::Choices(chosen), _) if chosen.is_empty() => vec!["None of them.".to_owned()],
        (Answer::Choices(chosen), _) => options(chosen),
        (Answer::Value(given), _) => vec![value(*given)],
        (Answer::Moment(at_us), _) => vec![clock(*at_us)],
        (Answer::Order(order), QuestionKind::Order { items }) => {
            order.iter().filter_map(|index| items.get(*index)).map(|item| item.text.clone()).collect()
        }
        (Answer::Order(_), _) => Vec::new(),
        (Answer::Setting(value), _) => vec![value.clone()],
    }
}

/// The right answer of a question: a line for each option or item.
pub fn right_answer(question: &Question, right: &Right) -> Vec<String> {
    match (right, &question.kind) {
        (Right::Options(chosen), _) if chosen.is_empty() => vec!["None of them.".to_owned()],
        (Right::Options(chosen), _) => {
            let options = chosen.iter().filter_map(|index| question.options().get(*index));
            options.map(|option| option.text.clone()).collect()
        }
        (Right::Order(order), QuestionKind::Order { items }) => {
            order.iter().filter_map(|index| items.get(*index)).map(|item| item.text.clone()).collect()
        }
        (Right::Value(right), _) => vec![value(*right)],
        (Right::Moment(at_us), _) => vec![clock(*at_us)],
        (Right::Setting(example), _) => vec![format!("For example {example}.")],
        (Right::Order(_) | Right::Nothing, _) => Vec::new(),
    }
}

/// How far a run has come with a goal: "Achieved, with 2 changes." or what is missing.
pub fn goal_verdict(goal: &Goal, verdict: GoalVerdict) -> String {
    let changes = plural(verdict.edits.into(), "change", "changes");
    let requests =
        verdict.requests.map_or_else(String::new, |requests| format!(" and {} requests", count(requests)));
    if verdict.is_achieved() {
        return format!("Achieved, with {changes}{requests}.");
    }
    if !verdict.passes {
        return format!("Not achieved yet, with {changes}{requests}.");
    }
    let edits_max = goal.edits_max.map(|max| plural(max.into(), "change", "changes"));
    let requests_max = goal.requests_max.map(|(max, _)| format!("{} requests", count(max.into())));
    let limits: Vec<String> = edits_max.into_iter().chain(requests_max).collect();
    format!("It works, but takes {changes}{requests}: at most {} are allowed.", limits.join(" and "))
}
