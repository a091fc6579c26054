//! A scenario of one's own: a file or its text, its problems, its run.

use std::rc::Rc;

use scenario::Problem;
use scenario::template::{Finding, Import, may_be_template};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, File, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

mod imported;

use self::imported::{Imported, mistakes};
use crate::bridge;
use crate::launch::Launch;
use crate::notices::use_board;
use crate::parts;
use crate::player::{Player, Started};
use crate::problems::problem_list;
use crate::session::Origin;
use crate::shell::Shell;
use crate::site;
use crate::visit::{self, Visited};

/// Bytes of the longest file that is read at all.
const FILE_BYTES_MAX: f64 = 65_536.0;

#[derive(Clone, PartialEq)]
enum Attempt {
    None,
    Opening,
    Importing,
    /// The part that reads templates did not come.
    PartMissing,
    Imported(Import),
    Broken(Rc<Vec<Finding>>),
    Refused(Rc<Vec<Problem>>),
    Runs(Started),
}

/// The screen that takes one's own scenario.
#[component]
pub fn Own() -> Html {
    let attempt = use_state_eq(|| Attempt::None);
    let text = use_state_eq(String::new);
    let board = use_board();
    use_effect_with((), |()| bridge::nothing_runs_any_more);
    use_effect_with((), {
        let attempt = attempt.setter();
        move |()| {
            if site::fragment().is_empty() {
                return bridge::nothing_runs();
            }
            attempt.set(Attempt::Opening);
            spawn_local(async move {
                let next = match visit::open(None, &board).await {
                    Visited::Runs(started) => Attempt::Runs(started),
                    Visited::Refused(problems) => Attempt::Refused(Rc::new(problems)),
                    Visited::Unreachable(why) => {
                        let (at, hint) = ("link".to_owned(), "Try again.".to_owned());
                        let message = format!("The scenario could not be loaded: {why}");
                        Attempt::Refused(Rc::new(vec![Problem { at, message, hint }]))
                    }
                };
                if !matches!(next, Attempt::Runs(_)) {
                    bridge::nothing_runs();
                }
                attempt.set(next);
            });
        }
    });
    // What came of the text stands below the form, out of sight on most screens.
    use_effect_with((*attempt).clone(), |attempt| {
        if matches!(
            attempt,
            Attempt::Imported(_) | Attempt::PartMissing | Attempt::Broken(_) | Attempt::Refused(_)
        ) {
            site::focus("#outcome");
        }
    });
    let run = {
        let (attempt, text) = (attempt.setter(), text.setter());
        Callback::from(move |json: String| {
            text.set(json.clone());
            if !may_be_template(&json) {
                return attempt.set(tried(&json));
            }
            attempt.set(Attempt::Importing);
            let attempt = attempt.clone();
            spawn_local(async move { attempt.set(imported(&json).await) });
        })
    };
    if let Attempt::Runs(started) = &*attempt {
        return html! { <Player started={started.clone()} /> };
    }
    let run_import = {
        let (setter, now) = (attempt.setter(), (*attempt).clone());
        Callback::from(move |()| {
            if let Attempt::Imported(import) = &now {
                setter.set(tried(&import.json));
            }
        })
    };
    html! {
        <Shell title="A scenario of your own">
            <div class="home own">
                <p>
                    { "A scenario is a JSON file: queues, producers, workers, what goes wrong, and what to tell about \
                       it. A CloudFormation or SAM template, in JSON or YAML, becomes one. It runs in this page; nothing is sent \
                       anywhere. Its link holds all of it." }
                </p>
                if *attempt == Attempt::Opening {
                    <p class="muted">{ "Opening the link …" }</p>
                }
                if *attempt == Attempt::Importing {
                    <p class="muted" role="status">{ "Reading the template …" }</p>
                }
                <DropZone onread={run.clone()} />
                <PasteForm onread={run} text={(*text).clone()} />
                if let Attempt::Imported(import) = &*attempt {
                    <Imported import={import.clone()} onrun={run_import} />
                }
                if *attempt == Attempt::PartMissing {
                    <div id="outcome" class="notice error" role="alert" tabindex="-1">
                        <p><strong>{ "Problem: " }</strong>{ "The part of the page that reads templates did not come." }</p>
                        <p>{ "Try again when the network is back." }</p>
                    </div>
                }
                if let Attempt::Broken(findings) = &*attempt {
                    <div id="outcome" class="notice error" role="alert" tabindex="-1">
                        <p><strong>{ "Problem: " }</strong>{ "This template makes no scenario yet." }</p>
                        { mistakes(findings) }
                    </div>
                }
                if let Attempt::Refused(problems) = &*attempt {
                    <div id="outcome" class="notice error" role="alert" tabindex="-1">
                        <p><strong>{ "Problem: " }</strong>{ "This scenario cannot run yet." }</p>
                        { problem_list(problems) }
                    </div>
                }
            </div>
        </Shell>
    }
}

/// A template without anything to tell runs at once.
async fn imported(text: &str) -> Attempt {
    match parts::import(text).await {
        Ok(None) => tried(text),
        Ok(Some(Ok(import))) if import.findings.is_empty() && import.left_out.is_empty() => {
            tried(&import.json)
        }
        Ok(Some(Ok(import))) => Attempt::Imported(import),
        Ok(Some(Err(findings))) => Attempt::Broken(Rc::new(findings)),
        Err(parts::Unreachable) => Attempt::PartMissing,
    }
}

fn tried(json: &str) -> Attempt {
    let launch = Launch::new(Origin::Own, json);
    match launch.start() {
        Ok(session) => Attempt::Runs(Started { launch, session }),
        Err(problems) => Attempt::Refused(Rc::new(problems)),
    }
}

/// Whoever wants the text.
#[derive(Properties, PartialEq)]
struct DropZoneProps {
    /// The text of a file that was dropped or chosen.
    onread: Callback<String>,
}

#[component]
fn DropZone(props: &DropZoneProps) -> Html {
    let over = use_state_eq(|| false);
    let trouble = use_state_eq(|| "");
    let take = {
        let (onread, trouble) = (props.onread.clone(), trouble.setter());
        Callback::from(move |file: File| read_file(file, onread.clone(), trouble.clone()))
    };
    let onchange = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            let field = event.target_unchecked_into::<HtmlInputElement>();
            if let Some(file) = field.files().and_then(|files| files.get(0)) {
                take.emit(file);
            }
        })
    };
    let ondrop = {
        let setter = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            setter.set(false);
            if let Some(file) = event.data_transfer().and_then(|it| it.files()).and_then(|files| files.get(0))
            {
                take.emit(file);
            }
        })
    };
    let (enter, leave) = (over.setter(), over.setter());
    let ondragover = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        enter.set(true);
    });
    let ondragleave = Callback::from(move |_: DragEvent| leave.set(false));
    html! {
        <div class={classes!("drop", over.then_some("over"))} {ondrop} {ondragover} {ondragleave}>
            <label class="stacked-field">
                <span>{ "Drop a file here, or choose one" }</span>
                <input type="file" accept=".json,.yaml,.yml,.template,application/json" {onchange} />
            </label>
            <p class="muted small" aria-live="polite">{ *trouble }</p>
        </div>
    }
}

fn read_file(file: File, onread: Callback<String>, trouble: UseStateSetter<&'static str>) {
    if file.size() > FILE_BYTES_MAX {
        return trouble.set("This file is larger than 64 KiB, the most that is read here.");
    }
    spawn_local(async move {
        match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
            Some(text) => {
                trouble.set("");
                onread.emit(text);
            }
            None => trouble.set("The browser could not read this file."),
        }
    });
}

/// The text so far, and whoever wants it.
#[derive(Properties, PartialEq)]
struct PasteFormProps {
    /// What was tried last, so that it can be mended.
    text: String,
    /// The text that was entered.
    onread: Callback<String>,
}

#[component]
fn PasteForm(props: &PasteFormProps) -> Html {
    let area = use_node_ref();
    let onsubmit = {
        let (area, onread) = (area.clone(), props.onread.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                onread.emit(area.value());
            }
        })
    };
    html! {
        <form {onsubmit}>
            <label class="stacked-field">
                <span>{ "Or paste its text" }</span>
                <textarea ref={area} rows="14" spellcheck="false" autocomplete="off" value={props.text.clone()} />
            </label>
            <div class="row"><button type="submit" class="primary">{ "Run it" }</button></div>
        </form>
    }
}
