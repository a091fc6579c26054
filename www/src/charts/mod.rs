//! Charts.

use yew::prelude::*;

/// Charts.
#[component]
pub fn Charts() -> Html {
    html! { <p class="empty">{ "Here will be how many messages wait, are in flight and how old they are." }</p> }
}
