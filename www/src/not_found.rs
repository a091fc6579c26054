//! An address that leads nowhere.

use yew::prelude::*;

use crate::bridge;
use crate::home::ScenarioList;
use crate::shell::Shell;
use crate::site;

/// Says what was not found, and lists what there is.
#[component]
pub fn NotFound() -> Html {
    bridge::use_nothing_runs();
    let path = use_memo((), |()| site::window().location().pathname().unwrap_or_default());
    html! {
        <Shell title="Not found">
            <div class="home">
                <p>{ "There is no page at " }<code>{ path.as_str() }</code>{ ". These are the scenarios:" }</p>
                <ScenarioList />
            </div>
        </Shell>
    }
}
