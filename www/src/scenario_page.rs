//! A built-in scenario: fetches its file, applies the address, runs it.

use std::rc::Rc;

use scenario::{Address, Place, text};
use sim::Timeline;
use sqs::MICROS_PER_MS;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::bridge;
use crate::home::ScenarioList;
use crate::launch::Launch;
use crate::notices::{Board, Notice, Tone, use_board};
use crate::player::{Player, Started};
use crate::problems::problem_list;
use crate::session::Origin;
use crate::shell::Shell;
use crate::site;

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
                let next = match fetch_text(&format!("{}s/{slug}/scenario.json", site::root())).await {
                    Ok(json) => start(&slug, &json, &board),
                    Err(why) => Load::Failed(why.into()),
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

/// Reads the address and starts the run; what cannot be read is said and left out.
fn start(slug: &str, json: &str, board: &Board) -> Load {
    let (address, problems) = Address::read(&site::query());
    for problem in &problems {
        board.post(Notice::of(problem));
    }
    let mut launch = Launch::new(Origin::Library { slug: slug.into() }, json);
    launch.seed = address.seed;
    for (path, value) in &address.set {
        launch.edit(path, value);
    }
    for problem in launch.drop_bad_edits() {
        board.post(Notice::of(&problem));
    }
    match launch.start() {
        Ok(session) => {
            session.set_speed(address.speed_milli);
            session.go_to(Place { t_ms: address.t_ms, k: address.k });
            let end_ms = session.read(Timeline::duration_us) / MICROS_PER_MS;
            if address.t_ms > end_ms {
                board.post(beyond_the_end(address.t_ms, end_ms));
            }
            Load::Ready(Started { launch, session })
        }
        Err(problems) => Load::Refused(Rc::new(problems)),
    }
}

fn beyond_the_end(t_ms: u64, end_ms: u64) -> Notice {
    let (asked, end) = (text::span(t_ms.saturating_mul(MICROS_PER_MS)), text::span(end_ms * MICROS_PER_MS));
    let text = format!("The link asks for {asked}, but the run ends at {end}. The clock stands at its end.");
    Notice::new(Tone::Warning, "t", text, "")
}

async fn fetch_text(address: &str) -> Result<String, String> {
    let answer =
        JsFuture::from(site::window().fetch_with_str(address)).await.map_err(|error| said(&error))?;
    let response: web_sys::Response = answer.dyn_into().map_err(|error| said(&error))?;
    if !response.ok() {
        return Err(format!("the server answered {}.", response.status()));
    }
    let body = response.text().map_err(|error| said(&error))?;
    let text = JsFuture::from(body).await.map_err(|error| said(&error))?;
    Ok(text.as_string().unwrap_or_default())
}

fn said(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| "no answer.".to_owned(), |error| error.message().into())
}
