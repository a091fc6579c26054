//! A built-in scenario: opens its address and runs it.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::bridge;
use crate::home::ScenarioList;
use crate::notices::use_board;
use crate::player::{Player, Started};
use crate::problems::problem_list;
use crate::shell::Shell;
use crate::visit::{self, Visited};

/// Which scenario.
#[derive(Properties, PartialEq)]
pub struct ScenarioPageProps {
    /// Its slug, known or not.
    pub slug: AttrValue,
}

#[derive(Clone, PartialEq)]
enum Load {
    Fetching,
    Failed(AttrValue),
    Refused(Rc<Vec<scenario::Problem>>),
    Ready(Started),
}

/// The page of a built-in scenario.
#[component]
pub fn ScenarioPage(props: &ScenarioPageProps) -> Html {
    let load = use_state_eq(|| Load::Fetching);
    let attempt = use_state_eq(|| 0_u32);
    let board = use_board();
    let slug = props.slug.clone();
    let entry = scenario::library::find(&slug);
    use_effect_with((), |()| bridge::nothing_runs_any_more);
    use_effect_with(*attempt, {
        let (setter, slug) = (load.setter(), slug.clone());
        move |_| {
            if entry.is_none() {
                return bridge::nothing_runs();
            }
            setter.set(Load::Fetching);
            spawn_local(async move {
                let next = match visit::open(Some(&slug), &board).await {
                    Visited::Runs(started) => Load::Ready(started),
                    Visited::Unreachable(why) => Load::Failed(why.into()),
                    Visited::Refused(problems) => Load::Refused(Rc::new(problems)),
                };
                if !matches!(next, Load::Ready(_)) {
                    bridge::nothing_runs();
                }
                setter.set(next);
            });
        }
    });
    let Some(entry) = entry else { return unknown(&slug) };
    if let Load::Ready(started) = &*load {
        return html! { <Player started={started.clone()} /> };
    }
    let setter = attempt.setter();
    let tries = *attempt;
    let again = Callback::from(move |_: MouseEvent| setter.set(tries + 1));
    html! {
        <Shell title={entry.title}>
            <div class="home">
                <p>{ entry.summary }</p>
                { waiting(&load, again) }
            </div>
        </Shell>
    }
}

fn waiting(load: &Load, again: Callback<MouseEvent>) -> Html {
    match load {
        Load::Fetching | Load::Ready(_) => html! { <p class="muted">{ "Loading the scenario …" }</p> },
        Load::Failed(why) => html! {
            <div class="notice error" role="alert">
                <p><strong>{ "Problem: " }</strong>{ "The scenario could not be loaded: " }{ why }</p>
                <div class="row"><button type="button" onclick={again}>{ "Try again" }</button></div>
            </div>
        },
        Load::Refused(problems) => html! {
            <div class="notice error" role="alert">
                <p><strong>{ "Problem: " }</strong>{ "This scenario cannot run." }</p>
                { problem_list(problems) }
            </div>
        },
    }
}

fn unknown(slug: &str) -> Html {
    html! {
        <Shell title="Unknown scenario">
            <div class="home">
                <p>{ "There is no scenario named " }<code>{ slug.to_owned() }</code>{ ". These are the ones there are:" }</p>
                <ScenarioList />
            </div>
        </Shell>
    }
}
