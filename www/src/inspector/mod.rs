//! Inspector.

use yew::prelude::*;

/// Inspector.
#[component]
pub fn Inspector() -> Html {
    html! { <p class="empty">{ "Here will be the life story of the message that you select." }</p> }
}
