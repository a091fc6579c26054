//! Stage.

use yew::prelude::*;

/// Stage.
#[component]
pub fn Stage() -> Html {
    html! { <p class="empty">{ "Here will be the queues, what is in them and who works on it." }</p> }
}
