//! The summary at the top of the stage: what this is and how things stand.

use yew::prelude::*;

use crate::session::use_shown;
use crate::words;

/// What this is and how things stand.
#[component]
pub fn Summary() -> Html {
    let shown = use_shown();
    html! { <p class="summary">{ words::instant(&shown) }</p> }
}
