//! The seed: the same number shows the same run.

use sim::Timeline;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::desk::{Restart, use_desk};
use crate::notices::{Notice, Tone, use_board};
use crate::session::use_session;

/// A seed that is picked for the reader is short enough to be said aloud.
const PICKED_BELOW: f64 = 10_000.0;

/// A number field and a button that picks another.
#[component]
pub fn Seed() -> Html {
    let seed = use_session().read(Timeline::seed);
    let desk = use_desk();
    let board = use_board();
    let onchange = {
        let desk = desk.clone();
        Callback::from(move |event: Event| {
            let field = event.target_unchecked_into::<HtmlInputElement>();
            match field.value().trim().parse::<u32>() {
                Ok(asked) if asked != seed => desk.ask(Restart::Seed(asked)),
                Ok(_) => {}
                Err(_) => {
                    field.set_value(&seed.to_string());
                    let text =
                        format!("A seed is a whole number from 0 to {}; it is still {seed}.", u32::MAX);
                    board.post(Notice::new(Tone::Warning, "seed", text, ""));
                }
            }
        })
    };
    let onclick = Callback::from(move |_: MouseEvent| {
        #[allow(clippy::disallowed_methods, reason = "the reader's luck, not the run's: any number will do")]
        let picked = (js_sys::Math::random() * PICKED_BELOW) as u32;
        desk.ask(Restart::Seed(if picked == seed { picked + 1 } else { picked }));
    });
    html! {
        <div class="seed">
            <label class="inline-field">
                <span>{ "Seed" }</span>
                <input type="number" min="0" max={u32::MAX.to_string()} step="1" inputmode="numeric"
                    value={seed.to_string()} {onchange} />
            </label>
            <button type="button" class="quiet" {onclick}>{ "New seed" }</button>
        </div>
    }
}
