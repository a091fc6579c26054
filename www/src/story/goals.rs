//! What the reader is to achieve by edits, and how far the run has come.

use scenario::{Goal, Outcome, text};
use yew::prelude::*;

use crate::session::{Session, use_session, use_shown};

/// Each goal with its verdict.
#[component]
pub fn Goals() -> Html {
    let session = use_session();
    let shown = use_shown();
    let goals = &session.scenario().goals;
    if goals.is_empty() {
        return Html::default();
    }
    html! {
        <div class="part">
            <h3>{ if goals.len() == 1 { "Your goal" } else { "Your goals" } }</h3>
            <ul class="claims" role="list">
                for goal in goals.iter() {
                    { item(goal, shown.verdicts.is_some(), &session) }
                }
            </ul>
        </div>
    }
}

fn item(goal: &Goal, is_known: bool, session: &Session) -> Html {
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
            }
        </li>
    }
}
