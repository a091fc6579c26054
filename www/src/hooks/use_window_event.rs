//! Listens to an event of the window.

use gloo_events::EventListener;
use yew::prelude::*;

use crate::site;

/// Calls back for each event of this name, as long as the component lives.
#[hook]
pub fn use_window_event(name: &'static str, callback: impl Fn() + 'static) {
    use_effect_with(name, move |name| {
        let listener = EventListener::new(&site::window(), *name, move |_| callback());
        move || drop(listener)
    });
}
