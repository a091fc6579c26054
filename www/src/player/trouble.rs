//! A run that had to end early says so.

use scenario::text;
use yew::prelude::*;

use crate::notices::{Notice, Tone, use_board};
use crate::session::use_shown;

/// What to do about it.
const HINT: &str = "Everything before can be looked at. Turn a knob back, or reset.";

/// Shows nothing; posts a notice.
#[component]
pub fn Trouble() -> Html {
    let board = use_board();
    let error = use_shown().error;
    use_effect_with(error, move |error| {
        if let Some(error) = error {
            board.post(Notice::new(Tone::Error, "run", text::run_error(*error), HINT));
        }
    });
    Html::default()
}
