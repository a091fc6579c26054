//! Consumers that are called directly: callers and workers with nothing between them but what became of the calls.

use scenario::text;
use sim::{CallsView, ConsumerView, Model, ServingView, View};
use yew::prelude::*;

use super::producer::producer;
use super::sides;
use crate::session::Session;

/// A row for each consumer that is called directly.
pub fn rows(session: &Session, model: &Model, view: &View) -> Html {
    let called = (0..).zip(&view.consumers).filter_map(|(index, it)| Some((index, it, it.serving?)));
    called.map(|(index, consumer, serving)| row(session, model, view, (index, consumer, serving))).collect()
}

fn row(session: &Session, model: &Model, view: &View, called: (u32, &ConsumerView, ServingView)) -> Html {
    let (index, consumer, serving) = called;
    let callers = || (0..).zip(&view.producers).filter(|(_, it)| it.to.consumer() == Some(index));
    let calls = callers().filter_map(|(_, it)| Some((it.id.to_string(), it.calls?)));
    html! {
        <div key={format!("direct-{index}")} class="stage__row is-direct">
            <div class="side side--producers">
                <h3 class="side__name">{ "Callers" }</h3>
                <ul class="side__list">{ for callers().map(|(n, it)| producer(model, n, it, view.at_us)) }</ul>
            </div>
            <div class="topic">
                <div class="queue__head">
                    <h3 class="queue__name">{ format!("→ {}", consumer.id) }</h3>
                    <span class="queue__kind">{ "called directly, no queue" }</span>
                    <span class="queue__timeout">{ text::serving_summary(&serving) }</span>
                </div>
                <ul class="subscriptions" aria-label={format!("Calls to {}", consumer.id)}>
                    { for calls.map(|(caller, calls)| ends(&caller, &calls)) }
                </ul>
            </div>
            <div class="side side--workers">{ sides::group(session, view, index, consumer) }</div>
        </div>
    }
}

/// How the calls of one caller ended so far.
fn ends(caller: &str, calls: &CallsView) -> Html {
    let errors = [
        (calls.refused, "refused (503)"),
        (calls.timed_out, "timed out (504)"),
        (calls.broken, "broken off (502)"),
        (calls.failed, "failed (500)"),
    ];
    html! {
        <li key={caller.to_owned()} class={classes!("subscription", (calls.errors() > 0).then_some("is-failing"))}>
            <span class="subscription__to">{ format!("{caller} →") }</span>
            <span>{ format!("✓ {} answered", text::count(calls.answered)) }</span>
            for (number, what) in errors.into_iter().filter(|(number, _)| *number > 0) {
                <strong key={what} class="subscription__failed">{ format!("✕ {} {what}", text::count(number)) }</strong>
            }
            if let Some((mean_us, _)) = calls.answer_us {
                <span class="chip">{ format!("answer after {}", text::span_short(mean_us)) }</span>
            }
            if calls.unheard > 0 {
                <span class="chip">{ format!("{} done for nobody", text::count(calls.unheard)) }</span>
            }
        </li>
    }
}
