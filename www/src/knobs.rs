//! What the reader may turn. A turned knob starts the run anew with the same seed.

use yew::prelude::*;

mod choice;
mod knob;
mod scale;

use crate::session::use_session;

use self::knob::KnobField;

/// The knobs that the scenario offers.
#[component]
pub fn Knobs() -> Html {
    let session = use_session();
    let knobs = &session.scenario().knobs;
    if knobs.is_empty() {
        return Html::default();
    }
    html! {
        <div class="part knobs">
            <h3>{ "Turn a knob" }</h3>
            <p class="muted small">{ "The run starts anew with the same seed; the clock stays where it is." }</p>
            for (number, knob) in knobs.iter().enumerate() {
                <KnobField key={knob.path.clone()} {number} value={knob.value.clone()} />
            }
        </div>
    }
}
