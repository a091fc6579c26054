//! The start: what this is, and the scenarios.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::bridge;
use crate::route::Route;
use crate::shell::Shell;

/// The list of scenarios.
#[component]
pub fn Home() -> Html {
    bridge::use_nothing_runs();
    html! {
        <Shell title="sqscope" home=true>
            <div class="home">
                <div class="hero">
                    <p class="claim">{ "Amazon SQS in a browser tab, under a clock that you control." }</p>
                    <p class="muted">
                        { "Play a queue forward, step it back, change one thing and look again. The same link shows \
                           the same run, event for event, to everyone. Nothing leaves your machine." }
                    </p>
                </div>
                <h2 id="scenarios">{ "Scenarios" }</h2>
                <ScenarioList />
                <h2>{ "Your own" }</h2>
                <p>
                    <Link<Route> to={Route::Own}>{ "Open a scenario of your own" }</Link<Route>>
                    { ": drop a file or paste its JSON." }
                </p>
            </div>
        </Shell>
    }
}

/// Title, summary and link of each built-in scenario.
#[component]
pub fn ScenarioList() -> Html {
    html! {
        <ol class="scenario-cards" role="list">
            for (number, entry) in scenario::library::all().iter().enumerate() {
                <li key={entry.slug} class="scenario-card">
                    <span class="scenario-number" aria-hidden="true">{ number + 1 }</span>
                    <h3>
                        <Link<Route> to={Route::Scenario { slug: entry.slug.to_owned() }}>{ entry.title }</Link<Route>>
                    </h3>
                    <p>{ entry.summary }</p>
                </li>
            }
        </ol>
    }
}
