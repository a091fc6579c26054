//! The one status line: what just happened, in words, never faster than one can listen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::session::{Shown, use_session, use_shown};
use crate::words;

/// A step is at most so many events; more is a leap.
const STEP_EVENTS_MAX: u64 = 12;
/// Milliseconds between two sentences while the clock runs.
const REST_MS: u32 = 2_000;

/// What was said last, and what waits to be said.
#[derive(Default)]
struct Said {
    /// Number of events up to which everything was said or passed over.
    event_index: Cell<u64>,
    playing: Cell<bool>,
    resting: RefCell<Option<Timeout>>,
    waiting: RefCell<Option<AttrValue>>,
}

/// A visible line that screen readers hear.
#[component]
pub fn LiveRegion() -> Html {
    let session = use_session();
    let shown = use_shown();
    let line = use_state_eq(AttrValue::default);
    let said = use_memo((), |()| Said::default());
    use_effect_with(session.clone(), {
        let setter = line.setter();
        move |session| {
            let guard = session.on_say(move |text| setter.set(AttrValue::from(Rc::clone(text))));
            move || drop(guard)
        }
    });
    use_effect_with(Rc::as_ptr(&shown) as usize, {
        let setter = line.setter();
        move |_| {
            if let Some(text) = news(&said, &shown, &session) {
                say(&said, text.into(), shown.playing, setter);
            }
        }
    });
    html! { <p class="status" role="status">{ &*line }</p> }
}

/// A sentence about what is new, if anything is.
fn news(said: &Said, shown: &Shown, session: &crate::session::Session) -> Option<String> {
    let was = said.event_index.replace(shown.view.event_index);
    let was_playing = said.playing.replace(shown.playing);
    let now = shown.view.event_index;
    if shown.playing {
        return (now > was).then(|| words::alarm(session, shown, now - was)).flatten();
    }
    if was_playing {
        return Some(words::paused(shown));
    }
    match now.abs_diff(was) {
        0 => None,
        new if now > was && new <= STEP_EVENTS_MAX => {
            words::alarm(session, shown, new).or_else(|| words::step(session, shown, new))
        }
        _ => Some(words::instant(shown)),
    }
}

/// At once while the clock stands; while it runs, only the newest sentence waits until the last one was
/// heard.
fn say(said: &Rc<Said>, text: AttrValue, playing: bool, setter: UseStateSetter<AttrValue>) {
    if playing && said.resting.borrow().is_some() {
        *said.waiting.borrow_mut() = Some(text);
        return;
    }
    *said.waiting.borrow_mut() = None;
    setter.set(text);
    if !playing {
        *said.resting.borrow_mut() = None;
        return;
    }
    rest(said, setter);
}

fn rest(said: &Rc<Said>, setter: UseStateSetter<AttrValue>) {
    let weak = Rc::downgrade(said);
    let rested = Timeout::new(REST_MS, move || {
        let Some(said) = weak.upgrade() else { return };
        let waiting = said.waiting.borrow_mut().take();
        match waiting {
            Some(text) => {
                setter.set(text);
                rest(&said, setter);
            }
            None => *said.resting.borrow_mut() = None,
        }
    });
    *said.resting.borrow_mut() = Some(rested);
}
