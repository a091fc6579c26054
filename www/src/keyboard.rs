//! Single keys. They act while the focus is in the simulation or nowhere, never in a field, and can be
//! switched off.

use gloo_events::{EventListener, EventListenerOptions};
use sim::{Position, Timeline};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::desk::{Desk, Restart, use_desk};
use crate::help::ASK_FOR_HELP;
use crate::markers;
use crate::preferences::use_preferences;
use crate::session::{Session, use_session};
use crate::site;
use crate::words;

/// The regions in their order on the page.
const REGIONS: &str = "#simulation section.region";

/// Listens to keys; shows nothing.
#[component]
pub fn Keyboard() -> Html {
    let session = use_session();
    let desk = use_desk();
    let shortcuts = use_preferences().shortcuts;
    use_effect_with((session, desk, shortcuts), |(session, desk, shortcuts)| {
        let (session, desk, shortcuts) = (session.clone(), desk.clone(), *shortcuts);
        let options = EventListenerOptions::enable_prevent_default();
        let listener =
            EventListener::new_with_options(&site::document(), "keydown", options, move |event: &Event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    on_key(event, &session, &desk, shortcuts);
                }
            });
        move || drop(listener)
    });
    Html::default()
}

fn on_key(event: &KeyboardEvent, session: &Session, desk: &Desk, shortcuts: bool) {
    if event.default_prevented()
        || event.alt_key()
        || event.ctrl_key()
        || event.meta_key()
        || event.is_composing()
    {
        return;
    }
    let focus = Focus::of(event);
    let handled = match event.key().as_str() {
        "F6" => to_region(!event.shift_key()),
        key if shortcuts && focus.simulation && !focus.field => {
            single_key(key, event.shift_key(), &focus, session, desk)
        }
        _ => false,
    };
    if handled {
        event.prevent_default();
    }
}

/// Where the focus is.
struct Focus {
    /// In the simulation, or nowhere.
    simulation: bool,
    /// In something that takes text or keys of its own.
    field: bool,
    /// On something that Space and Enter operate.
    control: bool,
    transport: bool,
}

impl Focus {
    fn of(event: &KeyboardEvent) -> Self {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let inside = |selector: &str| {
            target.as_ref().is_some_and(|element| element.closest(selector).ok().flatten().is_some())
        };
        let nowhere =
            target.as_ref().is_none_or(|element| matches!(element.tag_name().as_str(), "BODY" | "HTML"));
        Self {
            simulation: (nowhere || inside("#simulation")) && !inside("dialog"),
            field: inside(
                "input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]",
            ),
            control: inside("button, a[href], summary, input, [role=button], [role=option]"),
            transport: inside("section.transport"),
        }
    }
}

fn single_key(key: &str, shift: bool, focus: &Focus, session: &Session, desk: &Desk) -> bool {
    match key {
        " " if !focus.control => session.toggle(),
        "ArrowRight" | "ArrowLeft" if focus.transport && shift => to_marker(session, key == "ArrowRight"),
        "ArrowRight" | "ArrowLeft" if focus.transport => session.step(key == "ArrowRight"),
        "PageDown" | "PageUp" if focus.transport => to_marker(session, key == "PageDown"),
        "." => to_marker(session, true),
        "Home" if focus.transport => session.seek(Position::after_ms(0)),
        "End" if focus.transport => session.seek(end(session)),
        "r" | "R" => desk.ask(Restart::Reset),
        "i" | "I" => site::focus("section.inspector"),
        "n" | "N" => session.say(&words::instant(&session.shown())),
        "?" => ask_for_help(),
        _ => return false,
    }
    true
}

fn end(session: &Session) -> Position {
    Position { at_us: session.read(Timeline::duration_us), step: Position::ALL }
}

fn to_marker(session: &Session, forward: bool) {
    if let Some(at_us) = markers::next(session, forward) {
        session.pause();
        session.seek(Position { at_us, step: Position::ALL });
    }
}

fn ask_for_help() {
    if let Ok(event) = Event::new(ASK_FOR_HELP) {
        // Nobody can cancel it, so the answer says nothing.
        let _ = site::window().dispatch_event(&event);
    }
}

/// The region after the one that has the focus, or before it, around the page.
fn to_region(forward: bool) -> bool {
    let document = site::document();
    let Ok(list) = document.query_selector_all(REGIONS) else { return false };
    let regions: Vec<HtmlElement> =
        (0..list.length()).filter_map(|number| list.get(number)?.dyn_into().ok()).collect();
    let active = document.active_element();
    let now = regions.iter().position(|region| region.contains(active.as_ref().map(AsRef::as_ref)));
    let count = regions.len();
    let next = match (now, forward) {
        (Some(number), true) => (number + 1) % count.max(1),
        (Some(number), false) => (number + count - 1) % count.max(1),
        (None, true) => 0,
        (None, false) => count.saturating_sub(1),
    };
    match regions.get(next) {
        Some(region) => region.focus().is_ok(),
        None => false,
    }
}
