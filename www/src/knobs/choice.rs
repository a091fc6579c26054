//! A knob that chooses among words: a native select.

use scenario::Knob;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::desk::use_desk;
use crate::hooks::use_selected::use_selected;

/// Which knob.
#[derive(Properties, PartialEq)]
pub struct ChoiceProps {
    /// The knob.
    pub knob: Knob,
    /// Id of the sentence that helps.
    pub help_id: AttrValue,
}

/// The select.
#[component]
pub fn ChoiceControl(props: &ChoiceProps) -> Html {
    let knob = &props.knob;
    let turn = super::knob::turning(knob, &use_desk());
    let onchange = Callback::from(move |event: Event| {
        turn.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
    });
    let select = use_selected(knob.value.clone(), knob.choices.len());
    html! {
        <select ref={select} aria-label={knob.label.clone()} aria-describedby={props.help_id.clone()} {onchange}>
            for choice in knob.choices.iter() {
                <option key={choice.value.clone()} value={choice.value.clone()} selected={choice.value == knob.value}>
                    { &choice.label }
                </option>
            }
        </select>
    }
}
