//! What arrives after `#` in an address: a run's page opens it when it is loaded. A link that is entered while the
//! page is open loads it anew; elsewhere there is nothing to open.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::hooks::use_window_event::use_window_event;
use crate::notices::{Notice, Tone, use_board};
use crate::route::Route;
use crate::site;

/// Watches the address for payloads.
#[component]
pub fn FragmentGuard() -> Html {
    let board = use_board();
    let route = use_route::<Route>();
    let opens = matches!(route, Some(Route::Scenario { .. } | Route::Own));
    use_effect_with(opens, move |opens| {
        if !opens && !site::fragment().is_empty() {
            board.post(Notice::new(Tone::Warning, "fragment", LEFT_OUT, HINT));
        }
    });
    use_window_event("hashchange", || {
        if !site::fragment().is_empty() {
            site::reload();
        }
    });
    Html::default()
}

const LEFT_OUT: &str = "The part of the link after # was left out: it belongs to the page of a scenario.";
const HINT: &str = "Ask for the link again, or choose a scenario.";
