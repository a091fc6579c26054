//! What the reader's system says about motion, live.

use gloo_events::EventListener;
use yew::prelude::*;

use crate::site;

/// True if the reader asked for less motion.
#[hook]
pub fn use_reduced_motion() -> bool {
    let query =
        use_memo((), |()| site::window().match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    let reduced = use_state_eq(|| query.as_ref().as_ref().is_some_and(web_sys::MediaQueryList::matches));
    let setter = reduced.setter();
    use_effect_with((), move |()| {
        let listener = query.as_ref().as_ref().map(|media| {
            let asked = media.clone();
            EventListener::new(media, "change", move |_| setter.set(asked.matches()))
        });
        move || drop(listener)
    });
    *reduced
}
