//! Going from one screen to another, as a new page would do it: the focus at its heading, no old notices.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::notices::use_board;
use crate::site;

/// Shows nothing. The first screen keeps the focus where the browser puts it.
#[component]
pub fn Arrival() -> Html {
    let board = use_board();
    let path = use_location().map(|location| location.path().to_owned());
    let first = use_mut_ref(|| true);
    use_effect_with(path, move |_| {
        if first.replace(false) {
            return;
        }
        board.clear();
        site::focus("h1");
    });
    Html::default()
}
