//! The start: what this is, and the scenarios.

use scenario::{Entry, library, text};
use web_sys::HtmlInputElement;
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
                <ul class="ways" role="list">
                    <li>
                        <h2>{ "Standard or FIFO?" }</h2>
                        <p>
                            <Link<Route> to={Route::Choose}>{ "Answer six questions" }</Link<Route>>
                            { " and see which queue fits, with the scenarios that prove it." }
                        </p>
                    </li>
                    <li>
                        <h2>{ "Your own" }</h2>
                        <p>
                            <Link<Route> to={Route::Own}>{ "Open a scenario of your own" }</Link<Route>>
                            { " or a CloudFormation template: drop a file or paste it." }
                        </p>
                    </li>
                </ul>
                <h2 id="scenarios">{ "Scenarios" }</h2>
                <ScenarioList />
            </div>
        </Shell>
    }
}

/// Title, summary and link of each built-in scenario, by chapter, and a field that narrows them.
#[component]
pub fn ScenarioList() -> Html {
    let wanted = use_state(String::new);
    let narrow = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| {
            wanted.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let mut number = 0;
    let numbered = library::chapters().map(|chapter| {
        let entries = chapter.entries.iter().map(|entry| {
            number += 1;
            (number, entry)
        });
        let shown: Vec<_> = entries.filter(|(_, entry)| is_about(entry, &wanted)).collect();
        (chapter.title, shown)
    });
    let chapters: Vec<_> = numbered.filter(|(_, shown)| !shown.is_empty()).collect();
    let count: usize = chapters.iter().map(|(_, shown)| shown.len()).sum();
    html! {
        <>
            <label class="find">
                <span>{ "Find a scenario" }</span>
                <input type="search" value={(*wanted).clone()} oninput={narrow} placeholder="dead letter, FIFO, Lambda …" />
            </label>
            <p role="status" class={classes!((!wanted.is_empty()).then_some("muted"), wanted.is_empty().then_some("visually-hidden"))}>
                if wanted.is_empty() {
                } else if count == 0 {
                    { "No scenario says that. Try another word." }
                } else {
                    { text::plural(count as u64, "scenario", "scenarios") }
                }
            </p>
            for (title, shown) in chapters {
                <section key={title} aria-label={title} class="chapter">
                    <h3>{ title }</h3>
                    <ol class="scenario-cards" role="list">
                        for (number, entry) in shown {
                            <Card key={entry.slug} {number} {entry} />
                        }
                    </ol>
                </section>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct CardProps {
    number: usize,
    entry: &'static Entry,
}

#[component]
fn Card(props: &CardProps) -> Html {
    let CardProps { number, entry } = props;
    html! {
        <li class="scenario-card">
            <span class="scenario-number" aria-hidden="true">{ number }</span>
            <h4>
                <Link<Route> to={Route::Scenario { slug: entry.slug.to_owned() }}>{ entry.title }</Link<Route>>
            </h4>
            <p>{ entry.summary }</p>
        </li>
    }
}

/// Does every word that is looked for stand in the scenario's title, summary or slug?
fn is_about(entry: &Entry, wanted: &str) -> bool {
    let said = format!("{} {} {}", entry.title, entry.summary, entry.slug.replace('-', " ")).to_lowercase();
    wanted.to_lowercase().split_whitespace().all(|word| said.contains(word))
}
