//! What the reader is to achieve by edits, how far the run has come, and what would do.

use scenario::{Goal, GoalVerdict, Outcome, Solution, text};
use yew::prelude::*;

use crate::desk::{Desk, Restart, use_desk};
use crate::session::{Session, use_session, use_shown};

/// Each goal with its verdict, its budget and its solutions.
#[component]
pub fn Goals() -> Html {
    let session = use_session();
    let shown = use_shown();
    let desk = use_desk();
    let goals = &session.scenario().goals;
    if goals.is_empty() {
        return Html::default();
    }
    let is_known = shown.verdicts.is_some();
    let take_back = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| desk.ask(Restart::Solution(Vec::new())))
    };
    html! {
        <div class="part">
            <h3>{ if goals.len() == 1 { "Your goal" } else { "Your goals" } }</h3>
            <ul class="claims" role="list">
                for goal in goals.iter() {
                    { item(goal, is_known, &session, &desk) }
                }
            </ul>
            <div class="row">
                <button type="button" class="small-button" onclick={take_back}
                    disabled={session.scenario().edits.is_empty()}>
                    { "Take all changes back" }
                </button>
            </div>
        </div>
    }
}

fn item(goal: &Goal, is_known: bool, session: &Session, desk: &Desk) -> Html {
    let verdict = is_known.then(|| goal.verdict(session.scenario(), &session.ask(Outcome::of)));
    let (class, mark) = match verdict {
        Some(verdict) if verdict.is_achieved() => ("badge good", "✓ achieved"),
        Some(_) => ("badge bad", "✗ not yet"),
        None => ("badge", "…"),
    };
    html! {
        <li key={goal.id.clone()} class="claim-item">
            <span {class}>{ mark }</span>
            <p>{ &goal.text }</p>
            if let Some(verdict) = verdict {
                <p class="muted small">{ text::goal_verdict(goal, verdict) }</p>
                { budget(goal, verdict) }
            }
            if !goal.solutions.is_empty() {
                { solutions(goal, desk) }
            }
        </li>
    }
}

/// What may be used, and what is.
fn budget(goal: &Goal, verdict: GoalVerdict) -> Html {
    let changes = goal.edits_max.map(|max| (["change", "changes"], verdict.edits.into(), u64::from(max)));
    let limit = goal.requests_max.map(|(max, _)| u64::from(max));
    let requests = verdict.requests.zip(limit).map(|(used, max)| (["request", "requests"], used, max));
    let line = |([one, many], used, max): ([&'static str; 2], u64, u64)| {
        let class = if used > max { "budget is-over" } else { "budget" };
        html! {
            <p {class}>
                <span>{ format!("{} of {}", text::count(used), text::plural(max, one, many)) }</span>
                <meter value={used.min(max).to_string()} max={max.max(1).to_string()} aria-hidden="true"></meter>
            </p>
        }
    };
    changes.into_iter().chain(requests).map(line).collect()
}

/// Folded, so that nobody reads them by accident.
fn solutions(goal: &Goal, desk: &Desk) -> Html {
    let name = if goal.solutions.len() == 1 { "Show a solution" } else { "Show solutions" };
    html! {
        <details class="solutions">
            <summary>{ name }</summary>
            <ol>
                for (number, it) in goal.solutions.iter().enumerate() {
                    { solution(number, it, desk) }
                }
            </ol>
        </details>
    }
}

fn solution(number: usize, solution: &Solution, desk: &Desk) -> Html {
    let onclick = {
        let (desk, edits) = (desk.clone(), solution.set.clone());
        Callback::from(move |_: MouseEvent| desk.ask(Restart::Solution(edits.clone())))
    };
    html! {
        <li key={number}>
            <p>{ &solution.text }</p>
            <ul class="solution__edits">
                for (path, value) in &solution.set {
                    <li key={path.clone()}><code>{ format!("{path} = {value}") }</code></li>
                }
            </ul>
            <button type="button" class="small-button" {onclick} aria-label={format!("Try solution {}", number + 1)}>
                { "Try it" }
            </button>
        </li>
    }
}
