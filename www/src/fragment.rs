//! What arrives after `#` in an address. No link of this version has such a part, so it is reported and
//! left out.

use yew::prelude::*;

use crate::hooks::use_window_event::use_window_event;
use crate::notices::{Board, Notice, Tone, use_board};
use crate::site;

/// Characters of the longest fragment that any link may have.
const FRAGMENT_MAX: usize = 8_000;

/// Watches the address for fragments.
#[component]
pub fn FragmentGuard() -> Html {
    let board = use_board();
    use_effect_with((), {
        let board = board.clone();
        move |()| report(&board)
    });
    use_window_event("hashchange", move || report(&board));
    Html::default()
}

fn report(board: &Board) {
    let length = site::fragment().chars().count();
    if length > 0 {
        board.post(Notice::new(Tone::Warning, "fragment", verdict(length), HINT));
    }
}

const HINT: &str =
    "It was left out; what you see is the page without it. Ask for the link again, or go on from here.";

fn verdict(length: usize) -> String {
    if length > FRAGMENT_MAX {
        format!(
            "The part of the link after # is refused: it has {length} characters, and {FRAGMENT_MAX} is the most."
        )
    } else {
        "The part of the link after # is damaged, or from a newer version of sqscope.".to_owned()
    }
}
