//! Both sides of a queue: who sends, and who receives.

use scenario::text;
use sim::{ConsumerView, Hold, Input, Label, Model, ProducerView, SpanKind, View, WorkerState, WorkerView};
use sqs::MessageId;
use yew::prelude::*;

use super::plan::{CARDS_MAX, CELLS_MAX, Row};
use super::spot::Spot;
use crate::session::Session;

/// Milliseconds between samples of what a rate looks like: `5/s`, `0.25/s`.
const MILLI: u64 = 1_000;

/// The producers of a row.
pub fn producers(model: &Model, view: &View, row: &Row) -> Html {
    let of_row =
        row.producers.iter().filter_map(|index| Some((*index, view.producers.get(*index as usize)?)));
    html! {
        <div class="side side--producers">
            if row.sources.is_empty() || !row.producers.is_empty() {
                <h3 class="side__name">{ "Producers" }</h3>
            }
            if row.producers.is_empty() && row.sources.is_empty() {
                <p class="side__none">{ "nobody sends" }</p>
            }
            <ul class="side__list">
                { for of_row.map(|(index, producer)| self::producer(model, index, producer)) }
            </ul>
        </div>
    }
}

fn producer(model: &Model, index: u32, producer: &ProducerView) -> Html {
    let count_max = model.producers.get(index as usize).and_then(|it| it.count_max);
    html! {
        <li key={index} class="producer" data-spot={Spot::Producer(index).to_string()}>
            <span class="producer__name">{ producer.id.to_string() }</span>
            <span class="producer__rate">{ rate(producer.rate_milli) }</span>
            <span class="producer__sent">
                { format!("{} sent", text::count(producer.sent)) }
                if let Some(max) = count_max {
                    { format!(" of {max}") }
                }
            </span>
            if producer.refused > 0 {
                <span class="producer__refused">{ format!("✕ {} refused", text::count(producer.refused)) }</span>
            }
        </li>
    }
}

fn rate(rate_milli: u64) -> String {
    if rate_milli == 0 {
        return "not sending".to_owned();
    }
    let whole = rate_milli / MILLI;
    let text = format!("{:03}", rate_milli % MILLI);
    match text.trim_end_matches('0') {
        "" => format!("{whole} messages/s"),
        decimals => format!("{whole}.{decimals} messages/s"),
    }
}

/// The consumer groups of a row.
pub fn consumers(session: &Session, view: &View, row: &Row) -> Html {
    let of_row =
        row.consumers.iter().filter_map(|index| Some((*index, view.consumers.get(*index as usize)?)));
    html! {
        <div class="side side--workers">
            if row.consumers.is_empty() {
                <p class="side__none">{ "nobody receives from here" }</p>
            }
            { for of_row.map(|(index, consumer)| group(session, index, consumer)) }
        </div>
    }
}

fn group(session: &Session, index: u32, consumer: &ConsumerView) -> Html {
    let count = consumer.workers.len();
    html! {
        <section key={index} class="group" aria-label={format!("Workers of {}", consumer.id)}>
            <div class="group__head">
                <h3 class="side__name">
                    { if count == 1 { "1 worker".to_owned() } else { format!("{count} workers") } }
                    <span class="group__id">{ consumer.id.to_string() }</span>
                </h3>
                { effects(consumer) }
            </div>
            if count <= CARDS_MAX {
                <ul class={classes!("cards", (count > 4).then_some("is-tight"))}>
                    { for consumer.workers.iter().map(|worker| card(session, consumer, worker)) }
                </ul>
            } else if count <= CELLS_MAX {
                <p class="group__sum">{ sum(consumer) }</p>
                <ul class="cells" aria-label={format!("{count} workers of {}", consumer.id)}>
                    { for consumer.workers.iter().map(|worker| cell(consumer, worker)) }
                </ul>
            } else {
                <p class="group__sum is-all">{ sum(consumer) }</p>
            }
        </section>
    }
}

/// How often messages took effect outside, and how often they did so again.
fn effects(consumer: &ConsumerView) -> Html {
    html! {
        <p class="effects">
            <span>{ format!("work done {}×", text::count(consumer.effects)) }</span>
            if consumer.effects_repeated > 0 {
                <strong class="effects__again">{ format!("{} of them again!", text::count(consumer.effects_repeated)) }</strong>
            }
            if consumer.idempotent {
                <span class="effects__skipped">{ format!("{} skipped", text::plural(consumer.skipped, "repeat", "repeats")) }</span>
            }
        </p>
    }
}

fn card(session: &Session, consumer: &ConsumerView, worker: &WorkerView) -> Html {
    let name = format!("{}/{}", consumer.id, worker.id.index + 1);
    let (class, words) = state(worker);
    let down = matches!(worker.state, WorkerState::Crashed { .. });
    let (act, act_name, input) = if down {
        ("Bring back", format!("Bring {name} back"), Input::BringBack { worker: worker.id })
    } else {
        ("Crash", format!("Crash {name}"), Input::Crash { worker: worker.id })
    };
    let disabled = session.can_act(&input).is_err();
    let onclick = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| {
            // A refusal cannot surprise: the button is disabled whenever the act would be refused.
            let _ = session.act(input.clone());
        })
    };
    html! {
        <li key={worker.id.index} class={classes!("worker", class)}>
            <p class="worker__head">
                <span class="worker__name">{ &name }</span>
                { " " }
                <span class="worker__state">{ words }</span>
            </p>
            <div class="worker__slot" data-spot={Spot::Worker(worker.id).to_string()}>
                <span class="visually-hidden">{ holds(worker) }</span>
            </div>
            <button type="button" class="worker__act" {onclick} {disabled} aria-label={act_name}>{ act }</button>
        </li>
    }
}

fn cell(consumer: &ConsumerView, worker: &WorkerView) -> Html {
    let (class, words) = state(worker);
    let name = format!("{}/{}: {words}", consumer.id, worker.id.index + 1);
    html! {
        <li key={worker.id.index} class={classes!("cell", class)} title={name.clone()}
            data-spot={Spot::Worker(worker.id).to_string()}>
            <span class="visually-hidden">{ name }</span>
        </li>
    }
}

fn state(worker: &WorkerView) -> (&'static str, String) {
    match worker.state {
        WorkerState::Polling { .. } => ("is-polling", text::span_kind(SpanKind::Polling).to_owned()),
        WorkerState::Calling { .. } => ("is-calling", "calling SQS".to_owned()),
        WorkerState::Working { message, hold, .. } => {
            let label = label_of(worker, message).map_or_else(String::new, |label| label.to_string());
            let class = match hold {
                Hold::Held => "is-working",
                Hold::Shared => "is-shared",
                Hold::Lost | Hold::Gone => "is-overrun",
            };
            (class, text::working_on(&label, hold))
        }
        WorkerState::Crashed { .. } => ("is-crashed", text::span_kind(SpanKind::Crashed).to_owned()),
        WorkerState::Starting { .. } => ("is-calling", text::span_kind(SpanKind::Starting).to_owned()),
        WorkerState::Idle { .. } => ("is-polling", text::span_kind(SpanKind::Idle).to_owned()),
        WorkerState::Hung { .. } => ("is-crashed", text::span_kind(SpanKind::Hung).to_owned()),
        WorkerState::Stopped { .. } => ("is-absent", text::span_kind(SpanKind::Stopped).to_owned()),
        WorkerState::Away { .. } => ("is-absent", "away".to_owned()),
        WorkerState::Resting { .. } => ("is-calling", "sleeping".to_owned()),
        WorkerState::Absent => ("is-absent", "not running".to_owned()),
    }
}

fn label_of(worker: &WorkerView, message: MessageId) -> Option<Label> {
    worker.holds.iter().find(|(id, _)| *id == message).map(|(_, label)| *label)
}

fn holds(worker: &WorkerView) -> String {
    let labels: Vec<String> = worker.holds.iter().map(|(_, label)| label.to_string()).collect();
    if labels.is_empty() { "holds nothing".to_owned() } else { format!("holds {}", labels.join(", ")) }
}

/// Many workers in a sentence.
fn sum(consumer: &ConsumerView) -> String {
    let count =
        |wanted: fn(&WorkerState) -> bool| consumer.workers.iter().filter(|it| wanted(&it.state)).count();
    let working = count(|state| matches!(state, WorkerState::Working { .. } | WorkerState::Calling { .. }));
    let polling = count(|state| matches!(state, WorkerState::Polling { .. }));
    let crashed = count(|state| matches!(state, WorkerState::Crashed { .. }));
    let mut words = format!("{working} busy, {polling} waiting for messages");
    if crashed > 0 {
        words.push_str(&format!(", {crashed} crashed"));
    }
    words
}
