//! What the run has shown.

use scenario::{Answer, Finding, Judgement, Outcome, Problem, Question, QuestionKind, text};
use yew::prelude::*;

use crate::desk::{Desk, Restart, use_desk};
use crate::problems::problem_list;
use crate::session::{Session, use_session, use_shown};

/// Which question, and what was answered.
#[derive(Properties, PartialEq)]
pub struct ExplanationProps {
    /// Index in the scenario's questions.
    pub number: usize,
    /// None if one only wanted to be shown.
    pub answer: Option<Answer>,
}

/// Right or wrong, why, and what happens.
#[component]
pub fn Explanation(props: &ExplanationProps) -> Html {
    let session = use_session();
    let desk = use_desk();
    let branch = use_shown().branch;
    let about = (session.clone(), branch, props.number, props.answer.clone());
    let judged = use_memo(about, |(session, _, number, answer)| {
        session.scenario().quiz.get(*number).map(|question| judged(question, answer.as_ref(), session))
    });
    let Some(question) = session.scenario().quiz.get(props.number) else { return Html::default() };
    html! {
        <>
            { match &*judged {
                Some(Ok(judgement)) => finding(question, props.answer.as_ref(), judgement, &desk),
                Some(Err(problems)) => problem_list(problems),
                None => Html::default(),
            } }
            <p>{ &question.explain }</p>
        </>
    }
}

/// Without an answer only what is right counts.
fn judged(
    question: &Question,
    answer: Option<&Answer>,
    session: &Session,
) -> Result<Judgement, Vec<Problem>> {
    let run = match (&question.kind, answer) {
        (QuestionKind::Knob { path, .. }, Some(Answer::Setting(value))) => session.trial(path, value)?,
        _ => session.ask(Outcome::of),
    };
    Ok(match answer {
        Some(answer) => question.judge(answer, &run),
        None => Judgement { finding: Finding::Wrong, right: question.right(&run), because: Vec::new() },
    })
}

fn finding(question: &Question, answer: Option<&Answer>, judgement: &Judgement, desk: &Desk) -> Html {
    let right = text::right_answer(question, &judgement.right);
    let is_right = judgement.finding == Finding::Right && answer.is_some();
    html! {
        <>
            if let Some(answer) = answer {
                { outcome(question, answer, judgement) }
                { other_run(question, answer, desk) }
            }
            if !is_right && right.is_empty() {
                <p>{ text::finding(Finding::Unanswerable) }</p>
            } else if !is_right {
                for line in right {
                    <p key={line.clone()}>{ "The run shows: " }<strong>{ line }</strong></p>
                }
            }
        </>
    }
}

fn outcome(question: &Question, answer: &Answer, judgement: &Judgement) -> Html {
    let given = text::answer(question, answer).join(", ");
    let word = text::finding(judgement.finding);
    match judgement.finding {
        Finding::Right => html! {
            <p class="outcome good">
                <span class="badge good">{ "✓ " }{ word }</span>{ " " }<strong>{ given }</strong>
            </p>
        },
        Finding::Wrong => html! {
            <div class="outcome bad">
                <p><span class="badge bad">{ "✗ " }{ word }</span>{ " " }<strong>{ given }</strong></p>
                for sentence in judgement.because.iter() {
                    <p key={sentence.clone()}>{ sentence }</p>
                }
            </div>
        },
        Finding::Unanswerable => html! { <p>{ "Your answer: " }<strong>{ given }</strong></p> },
    }
}

/// The way to the run that a knob's answer is about.
fn other_run(question: &Question, answer: &Answer, desk: &Desk) -> Html {
    let (QuestionKind::Knob { path, .. }, Answer::Setting(value)) = (&question.kind, answer) else {
        return Html::default();
    };
    let (desk, path, value) = (desk.clone(), path.clone(), value.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        desk.ask(Restart::Edit { path: path.clone(), value: value.clone() });
    });
    html! {
        <div class="row">
            <button type="button" {onclick}>{ "See the run with this value" }</button>
        </div>
    }
}
