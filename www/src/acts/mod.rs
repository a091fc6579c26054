//! Acts.

use yew::prelude::*;

/// Acts.
#[component]
pub fn Acts() -> Html {
    html! { <p class="empty">{ "Here will be what you can do in this run." }</p> }
}
