//! EventLog.

use yew::prelude::*;

/// EventLog.
#[component]
pub fn EventLog() -> Html {
    html! { <p class="empty">{ "Here will be every event, newest last." }</p> }
}
