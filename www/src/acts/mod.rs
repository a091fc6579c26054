//! What one can do in the run, at the clock. In the past of what is known, an act begins a branch.

mod more;

use scenario::text::{self, Names};
use sim::{Input, Timeline, WorkerId, WorkerView};
use yew::prelude::*;

use self::more::More;
use crate::session::{Session, Shown, use_session, use_shown};
use crate::stage::{has_cards, is_down, present};

/// Buttons for every act, each with the reason if it makes no sense now.
#[component]
pub fn Acts() -> Html {
    let session = use_session();
    let shown = use_shown();
    html! {
        <div class="acts" role="group" aria-label="Take part">
            { queues(&session, &shown) }
            { workers(&session, &shown) }
            { message(&session, &shown) }
            <More />
        </div>
    }
}

fn queues(session: &Session, shown: &Shown) -> Html {
    let one = shown.view.queues.len() == 1;
    html! {
        for queue in &shown.view.queues {
            <ActButton key={queue.index} session={session.clone()} input={Input::Send { queue: queue.index }}
                label={if one { "Send a message".to_owned() } else { format!("Send to {}", queue.name) }} />
        }
    }
}

/// The workers that have no card with a button on the stage.
fn without_card(shown: &Shown) -> impl Iterator<Item = &WorkerView> {
    shown.view.consumers.iter().filter(|it| !has_cards(it)).flat_map(present)
}

fn workers(session: &Session, shown: &Shown) -> Html {
    if without_card(shown).next().is_none() {
        return Html::default();
    }
    html! { <OneOfMany session={session.clone()} /> }
}

fn worker_button(session: &Session, worker: WorkerId, down: bool) -> Html {
    let name = session.read(|timeline| timeline.worker(worker));
    let (input, label) = if down {
        (Input::BringBack { worker }, format!("Bring {name} back"))
    } else {
        (Input::Crash { worker }, format!("Crash {name}"))
    };
    html! { <ActButton key={name} session={session.clone()} {input} {label} /> }
}

/// Properties of [`OneOfMany`].
#[derive(Properties, PartialEq)]
pub struct OneOfManyProps {
    /// The run.
    pub session: Session,
}

/// A worker to choose, and its button.
#[component]
pub fn OneOfMany(props: &OneOfManyProps) -> Html {
    let shown = use_shown();
    let chosen = use_state_eq(|| 0usize);
    let all: Vec<_> = without_card(&shown).collect();
    let onchange = {
        let chosen = chosen.setter();
        Callback::from(move |event: Event| {
            let select = event.target_dyn_into::<web_sys::HtmlSelectElement>();
            if let Some(index) = select.and_then(|select| select.value().parse().ok()) {
                chosen.set(index);
            }
        })
    };
    let Some(worker) = all.get(*chosen).or_else(|| all.first()) else { return Html::default() };
    let down = is_down(worker.state);
    let name = |worker: WorkerId| props.session.read(|timeline: &Timeline| timeline.worker(worker));
    html! {
        <div class="act-set">
            <label>
                { "Worker " }
                <select {onchange}>
                    for (index, it) in all.iter().enumerate() {
                        <option key={index} value={index.to_string()} selected={index == *chosen}>
                            { name(it.id) }
                        </option>
                    }
                </select>
            </label>
            { worker_button(&props.session, worker.id, down) }
        </div>
    }
}

fn message(session: &Session, shown: &Shown) -> Html {
    let found = shown.selected.and_then(|id| session.read(|timeline| Some((id, timeline.label(id)?))));
    let Some((message, label)) = found else {
        return html! {
            <p class="acts__hint">{ "Select a message to delete it or to make it visible again." }</p>
        };
    };
    html! {
        <div class="act-set">
            <ActButton session={session.clone()} input={Input::Delete { message }} label={format!("Delete {label}")} />
            <ActButton session={session.clone()} input={Input::MakeVisible { message }}
                label={format!("Make {label} visible again")} />
        </div>
    }
}

/// Properties of [`ActButton`].
#[derive(Properties, PartialEq)]
pub struct ActButtonProps {
    /// The run.
    pub session: Session,
    /// What it does.
    pub input: Input,
    /// What it says.
    pub label: String,
}

/// A button for an act, or the reason why there is nothing to do.
#[component]
pub fn ActButton(props: &ActButtonProps) -> Html {
    // Whether an act makes sense changes with the clock.
    let _ = use_shown();
    let refusal = props.session.can_act(&props.input).err();
    let onclick = {
        let (session, input) = (props.session.clone(), props.input.clone());
        Callback::from(move |_: MouseEvent| {
            // A refusal cannot surprise: the button is disabled whenever the act would be refused.
            let _ = session.act(input.clone());
        })
    };
    html! {
        <div class="act">
            <button type="button" class="act__button" {onclick} disabled={refusal.is_some()}>{ &props.label }</button>
            if let Some(refusal) = refusal {
                <span class="act__reason">{ text::act_refusal(refusal) }</span>
            }
        </div>
    }
}
