//! At the top of the stage: what is going on, and how things stand.

use scenario::text;
use yew::prelude::*;

use crate::session::{use_session, use_shown};
use crate::words;

/// What is going on, in a sentence or two, and the numbers.
#[component]
pub fn Summary() -> Html {
    let shown = use_shown();
    let headline = use_session().read(|timeline| text::headline(timeline, &shown.view)).join(" ");
    html! {
        <>
            <p class="headline">{ headline }</p>
            <p class="summary">{ words::instant(&shown) }</p>
        </>
    }
}
