//! One knob: a native control, a field for exact values, presets.

use scenario::{Knob, KnobKind};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::choice::ChoiceControl;
use super::scale;
use crate::desk::{Desk, Restart, use_desk};
use crate::session::use_session;

/// Which knob, and its value, which is all that changes.
#[derive(Properties, PartialEq)]
pub struct KnobFieldProps {
    /// Index in the scenario's knobs.
    pub number: usize,
    /// The value as written.
    pub value: String,
}

/// One knob.
#[component]
pub fn KnobField(props: &KnobFieldProps) -> Html {
    let session = use_session();
    let desk = use_desk();
    let draft = use_state_eq(|| None::<u64>);
    {
        let setter = draft.setter();
        use_effect_with(props.value.clone(), move |_| setter.set(None));
    }
    let Some(knob) = session.scenario().knobs.get(props.number) else { return Html::default() };
    let help_id = AttrValue::from(format!("knob-{}-help", props.number));
    let control = match scale::bounds(knob.kind) {
        Some(bounds) => ranged(knob, bounds, *draft, draft.setter(), &desk, &help_id),
        None if knob.kind == KnobKind::Choice => {
            html! { <ChoiceControl knob={knob.clone()} help_id={help_id.clone()} /> }
        }
        None => switch(knob, &desk, &help_id),
    };
    let is_switch = knob.kind == KnobKind::Switch;
    html! {
        <fieldset class="knob">
            <legend class={classes!(is_switch.then_some("visually-hidden"))}>{ &knob.label }</legend>
            { control }
            <p id={help_id} class="muted small">{ &knob.help }{ " " }{ origin(knob) }</p>
            if !is_switch && !knob.presets.is_empty() {
                <div class="row presets">
                    for preset in knob.presets.iter() {
                        { preset_button(knob, preset, &desk) }
                    }
                </div>
            }
        </fieldset>
    }
}

fn origin(knob: &Knob) -> String {
    if knob.value == knob.default {
        return String::new();
    }
    let label = knob.choices.iter().find(|choice| choice.value == knob.default).map(|choice| &choice.label);
    format!("The author wrote {}.", label.map_or_else(|| knob.default.clone(), |label| format!("“{label}”")))
}

fn ranged(
    knob: &Knob,
    (min, max, step): (u64, u64, u64),
    draft: Option<u64>,
    setter: UseStateSetter<Option<u64>>,
    desk: &Desk,
    help_id: &AttrValue,
) -> Html {
    let kind = knob.kind;
    let now = draft.or_else(|| scale::number(kind, &knob.value)).unwrap_or(min);
    let oninput = Callback::from(move |event: InputEvent| {
        setter.set(event.target_unchecked_into::<HtmlInputElement>().value().parse().ok());
    });
    let slid = {
        let turn = turning(knob, desk);
        Callback::from(move |event: Event| {
            if let Ok(number) = event.target_unchecked_into::<HtmlInputElement>().value().parse() {
                turn.emit(scale::written(kind, number));
            }
        })
    };
    let typed = {
        let (turn, old) = (turning(knob, desk), knob.value.clone());
        Callback::from(move |event: Event| {
            let field = event.target_unchecked_into::<HtmlInputElement>();
            let value = field.value().trim().to_owned();
            // The field shows what is in force until the run has been started anew.
            field.set_value(&old);
            turn.emit(value);
        })
    };
    html! {
        <div class="knob-row">
            <input type="range" min={min.to_string()} max={max.to_string()} step={step.to_string()}
                value={now.to_string()} aria-label={knob.label.clone()} aria-describedby={help_id}
                aria-valuetext={scale::words(kind, now)} {oninput} onchange={slid} />
            <input type="text" class="exact" size="7" value={scale::written(kind, now)} autocomplete="off"
                spellcheck="false" aria-label={format!("{}, exactly", knob.label)} onchange={typed} />
        </div>
    }
}

fn switch(knob: &Knob, desk: &Desk, help_id: &AttrValue) -> Html {
    let turn = turning(knob, desk);
    let onchange = Callback::from(move |event: Event| {
        turn.emit(event.target_unchecked_into::<HtmlInputElement>().checked().to_string());
    });
    html! {
        <label class="check">
            <input type="checkbox" checked={knob.value == "true"} aria-describedby={help_id} {onchange} />
            <span>{ &knob.label }</span>
        </label>
    }
}

fn preset_button(knob: &Knob, preset: &str, desk: &Desk) -> Html {
    let (turn, value) = (turning(knob, desk), preset.to_owned());
    let chosen = *preset == knob.value;
    let name = format!("{}: {}", knob.label, preset);
    let onclick = Callback::from(move |_: MouseEvent| turn.emit(value.clone()));
    html! {
        <button key={preset.to_owned()} type="button" class="chip" aria-label={name}
            aria-pressed={chosen.to_string()} {onclick}>
            { preset.to_owned() }
        </button>
    }
}

/// Asks for another value of this knob, if it is another.
pub(super) fn turning(knob: &Knob, desk: &Desk) -> Callback<String> {
    let (desk, path, old) = (desk.clone(), knob.path.clone(), knob.value.clone());
    Callback::from(move |value: String| {
        if value != old {
            desk.ask(Restart::Edit { path: path.clone(), value });
        }
    })
}
