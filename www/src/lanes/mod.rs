//! Lanes.

use yew::prelude::*;

/// Lanes.
#[component]
pub fn Lanes() -> Html {
    html! { <p class="empty">{ "Here will be one lane for each queue and each worker." }</p> }
}
