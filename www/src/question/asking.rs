//! A question that waits for its answer.

use scenario::{Answer, Question};
use sim::Position;
use sqs::MICROS_PER_MS;
use yew::prelude::*;

use super::Deed;
use super::input::input;
use crate::session::{Session, Shown};
use crate::words;

/// Where one answers, and what to do with the answer.
pub fn asking(
    question: &Question,
    answer: Option<&Answer>,
    locked: bool,
    shown: &Shown,
    session: &Session,
    act: &Callback<Deed>,
) -> Html {
    html! {
        <>
            if !locked {
                { moment(question, shown, session) }
            }
            <fieldset class="options" disabled={locked}>
                <legend class="visually-hidden">{ &question.ask }</legend>
                { input(question, answer, shown, session, act) }
            </fieldset>
            <div class="row">
                if locked {
                    <button type="button" class="primary" onclick={act.reform(|_: MouseEvent| Deed::Ran)}>
                        { "Run" }
                    </button>
                    <span class="muted small">{ "Your answer is locked. Let the run decide." }</span>
                } else {
                    <button type="button" class="primary" disabled={answer.is_none()}
                        onclick={act.reform(|_: MouseEvent| Deed::Committed)}>
                        { "Commit" }
                    </button>
                    <button type="button" class="quiet" onclick={act.reform(|_: MouseEvent| Deed::Skipped)}>
                        { "Show me" }
                    </button>
                }
            </div>
        </>
    }
}

/// When the question is asked, and how to get there.
fn moment(question: &Question, shown: &Shown, session: &Session) -> Html {
    let at_us = question.at_ms * MICROS_PER_MS;
    if shown.position.at_us == at_us {
        return html! { <p class="muted small">{ "The clock stands at the question’s moment." }</p> };
    }
    let (session, to) = (session.clone(), Position::after_ms(question.at_ms));
    let onclick = Callback::from(move |_: MouseEvent| {
        session.pause();
        session.seek(to);
    });
    html! {
        <p class="muted small">
            { "Asked at " }
            <button type="button" class="link time-link" {onclick}>
                <span class="visually-hidden">{ "Go to the question at " }</span>
                { words::moment(at_us) }
            </button>
        </p>
    }
}
