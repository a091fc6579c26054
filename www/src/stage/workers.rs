//! Workers one by one: as cards with words and buttons, as cells, or as a sum.

use scenario::text;
use sim::{ConsumerView, Hold, Input, Label, SpanKind, View, WorkerState, WorkerView};
use sqs::{MICROS_PER_S, MessageId, Time};
use yew::prelude::*;

use super::plan::present;
use super::spot::Spot;
use crate::session::Session;

/// So many workers in one column; more stand side by side.
const COLUMN_MAX: usize = 4;
/// So long after a heartbeat the card tells of it.
const EXTENSION_SHOWN_US: Time = 5 * MICROS_PER_S;

/// A card for each worker that is there.
pub fn cards(session: &Session, view: &View, consumer: &ConsumerView) -> Html {
    let is_tight = consumer.workers.len() > COLUMN_MAX;
    html! {
        <ul class={classes!("cards", is_tight.then_some("is-tight"))}>
            { for present(consumer).map(|worker| card(session, view, consumer, worker)) }
        </ul>
    }
}

/// A cell for each worker that is there.
pub fn cells(view: &View, consumer: &ConsumerView) -> Html {
    let count = present(consumer).count();
    html! {
        <ul class="cells" aria-label={format!("{count} workers of {}", consumer.id)}>
            { for present(consumer).map(|worker| cell(view, consumer, worker)) }
        </ul>
    }
}

fn card(session: &Session, view: &View, consumer: &ConsumerView, worker: &WorkerView) -> Html {
    let name = format!("{}/{}", consumer.id, worker.id.index + 1);
    let (class, words) = state(worker);
    html! {
        <li key={worker.id.index} class={classes!("worker", class)}>
            <p class="worker__head">
                <span class="worker__name">{ &name }</span>
                { " " }
                <span class="worker__state">{ words }</span>
                { marks(view, worker) }
            </p>
            <div class="worker__slot" data-spot={Spot::Worker(worker.id).to_string()}>
                <span class="visually-hidden">{ holds(worker) }</span>
            </div>
            { crash_button(session, worker, &name) }
        </li>
    }
}

fn crash_button(session: &Session, worker: &WorkerView, name: &str) -> Html {
    let (act, act_name, input) = if is_down(worker.state) {
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
        <button type="button" class="worker__act" {onclick} {disabled} aria-label={act_name}>{ act }</button>
    }
}

/// Is bringing it back what one would do?
pub fn is_down(state: WorkerState) -> bool {
    match state {
        WorkerState::Crashed { .. }
        | WorkerState::Stopped { .. }
        | WorkerState::Hung { .. }
        | WorkerState::Away { .. } => true,
        WorkerState::Polling { .. }
        | WorkerState::Calling { .. }
        | WorkerState::Working { .. }
        | WorkerState::Starting { .. }
        | WorkerState::Idle { .. }
        | WorkerState::Listening { .. }
        | WorkerState::Serving { .. }
        | WorkerState::Resting { .. }
        | WorkerState::Absent => false,
    }
}

/// Beside the state: its zone, a heartbeat just now, the wish that it stop.
fn marks(view: &View, worker: &WorkerView) -> Html {
    let zone = worker.zone.and_then(|zone| view.zones.get(zone as usize));
    let extended =
        worker.extended.filter(|(at_us, _)| view.at_us.saturating_sub(*at_us) < EXTENSION_SHOWN_US);
    html! {
        <>
            if let Some(zone) = zone {
                <span class="worker__zone">{ zone.id.to_string() }</span>
            }
            if let Some((_, to_s)) = extended {
                <span class="worker__extended">{ text::extension(to_s) }</span>
            }
            if worker.is_stopping {
                <span class="worker__stopping">{ "finishes, then stops" }</span>
            }
        </>
    }
}

fn cell(view: &View, consumer: &ConsumerView, worker: &WorkerView) -> Html {
    let (class, words) = state(worker);
    let zone = worker.zone.and_then(|zone| view.zones.get(zone as usize));
    let zone = zone.map_or_else(String::new, |zone| format!(", {}", zone.id));
    let name = format!("{}/{}: {words}{zone}", consumer.id, worker.id.index + 1);
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
        WorkerState::Starting { .. } => ("is-starting", text::span_kind(SpanKind::Starting).to_owned()),
        WorkerState::Idle { .. } => ("is-polling", text::span_kind(SpanKind::Idle).to_owned()),
        WorkerState::Listening { .. } => ("is-polling", "free".to_owned()),
        WorkerState::Serving { number, is_awaited: true, .. } => {
            ("is-working", format!("working on call {}", text::count(number.into())))
        }
        WorkerState::Serving { number, is_awaited: false, .. } => {
            ("is-overrun", format!("working on call {} for nobody", text::count(number.into())))
        }
        WorkerState::Hung { .. } => ("is-hung", text::span_kind(SpanKind::Hung).to_owned()),
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

/// Workers of one kind: the word for them, and who they are.
type Kind = (&'static str, fn(&WorkerState) -> bool);

/// Many workers in a sentence.
pub fn sum(consumer: &ConsumerView) -> String {
    let count = |wanted: fn(&WorkerState) -> bool| present(consumer).filter(|it| wanted(&it.state)).count();
    let working = count(|state| {
        matches!(
            state,
            WorkerState::Working { .. } | WorkerState::Calling { .. } | WorkerState::Serving { .. }
        )
    });
    let waiting = count(|state| {
        matches!(
            state,
            WorkerState::Polling { .. } | WorkerState::Idle { .. } | WorkerState::Listening { .. }
        )
    });
    let waiting_for = match (&consumer.mapping, consumer.serving) {
        (Some(_), _) => "idle",
        (None, Some(_)) => "free",
        (None, None) => "waiting for messages",
    };
    let mut words = format!("{working} busy, {waiting} {waiting_for}");
    let seldom: [Kind; 6] = [
        ("starting", |state| matches!(state, WorkerState::Starting { .. })),
        ("sleeping", |state| matches!(state, WorkerState::Resting { .. })),
        ("crashed", |state| matches!(state, WorkerState::Crashed { .. })),
        ("hung", |state| matches!(state, WorkerState::Hung { .. })),
        ("stopped", |state| matches!(state, WorkerState::Stopped { .. })),
        ("away", |state| matches!(state, WorkerState::Away { .. })),
    ];
    for (name, wanted) in seldom {
        let number = count(wanted);
        if number > 0 {
            words.push_str(&format!(", {number} {name}"));
        }
    }
    words
}
