//! `window.sqscope`: the run for scripts on the page.
//!
//! | member | what |
//! | --- | --- |
//! | `ready` | a promise, fulfilled when the screen shows its run, or that there is none |
//! | `getState()` | the state as a plain object; null while nothing runs |
//! | `seek(ms)` | goes there, clamped to the run; a promise, fulfilled when the page shows it |
//! | `play()`, `pause()`, `setSpeed(x)` | the clock; a script's clock does not wait for questions |
//! | `select(label)` | selects the message of a label, or none for null; whether there is one |
//! | `traceHash()` | 16 hexadecimal digits |

use std::cell::RefCell;

use js_sys::{Function, Object, Promise, Reflect, TypeError};
use scenario::{Setting, State, trace_hash_text};
use serde::Serialize;
use sim::{Label, Position, Timeline};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::address;
use crate::session::{Origin, Session};
use crate::site;

const NAME: &str = "sqscope";
/// Microseconds in a millisecond, as a script's number.
const MICROS_PER_MS: f64 = 1_000.0;

thread_local! {
    static BRIDGE: RefCell<Bridge> = RefCell::default();
}

#[derive(Default)]
struct Bridge {
    session: Option<Session>,
    /// Fulfils the promise that scripts wait for; none when it is fulfilled.
    resolve_ready: Option<Function>,
}

/// Puts `sqscope` on the window.
pub fn install() {
    let object = Object::new();
    put(&object, "getState", &method(|_| state()));
    put(&object, "traceHash", &method(|_| Ok(trace_hash_text(running()?.ask(Timeline::trace_hash)).into())));
    put(&object, "seek", &method(|ms| Ok(seek(&ms).into())));
    put(&object, "play", &method(|_| clock(Session::play_through)));
    put(&object, "pause", &method(|_| clock(Session::pause)));
    put(&object, "setSpeed", &method(|speed| set_speed(&speed)));
    put(&object, "select", &method(|label| select(&label)));
    put(&site::window(), NAME, &object);
    expect_run();
}

/// This run is on the screen.
pub fn runs(session: &Session) {
    BRIDGE.with_borrow_mut(|bridge| bridge.session = Some(session.clone()));
    fulfil_ready();
}

/// The screen stands, and runs nothing.
pub fn nothing_runs() {
    fulfil_ready();
}

/// This screen runs nothing while it stands; who waits after it is left waits for the next one.
#[hook]
pub fn use_nothing_runs() {
    use_effect_with((), |()| {
        nothing_runs();
        nothing_runs_any_more
    });
}

/// The run has left the screen; the next screen will be waited for anew.
pub fn nothing_runs_any_more() {
    BRIDGE.with_borrow_mut(|bridge| bridge.session = None);
    expect_run();
}

/// The link of the run on the screen, if it can be told now.
pub fn link_if_idle() -> Option<String> {
    BRIDGE.with(|bridge| {
        let bridge = bridge.try_borrow().ok()?;
        let session = bridge.session.as_ref()?;
        session.is_idle().then(|| address::absolute(session))
    })
}

fn expect_run() {
    let waiting = BRIDGE.with_borrow(|bridge| bridge.resolve_ready.is_some());
    if waiting {
        return;
    }
    let promise = Promise::new(&mut |resolve, _| {
        BRIDGE.with_borrow_mut(|bridge| bridge.resolve_ready = Some(resolve));
    });
    if let Ok(object) = Reflect::get(&site::window(), &NAME.into()) {
        put(&object, "ready", &promise);
    }
}

fn fulfil_ready() {
    if let Some(resolve) = BRIDGE.with_borrow_mut(|bridge| bridge.resolve_ready.take()) {
        // A promise's own function has nothing to refuse.
        let _ = resolve.call0(&JsValue::NULL);
    }
}

fn running() -> Result<Session, JsValue> {
    BRIDGE
        .with_borrow(|bridge| bridge.session.clone())
        .ok_or_else(|| js_sys::Error::new("nothing runs").into())
}

fn state() -> Result<JsValue, JsValue> {
    let Ok(session) = running() else { return Ok(JsValue::NULL) };
    let link = address::absolute(&session);
    let slug = match session.origin() {
        Origin::Library { slug } => slug.to_string(),
        Origin::Own => session.scenario().id.clone(),
    };
    let setting =
        Setting { slug: &slug, link, playing: session.playing(), speed_milli: session.speed_milli() };
    let state = session.ask(|timeline| State::of(timeline, session.scenario(), setting));
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    state.serialize(&plain).map_err(JsValue::from)
}

fn seek(ms: &JsValue) -> Promise {
    let asked = number(ms, "seek");
    let (ms, session) = match asked.and_then(|ms| Ok((ms, running()?))) {
        Ok(both) => both,
        Err(error) => return Promise::reject(&error),
    };
    // A float that is out of range becomes the nearest integer, and the timeline clamps it to the run.
    let at_us = (ms * MICROS_PER_MS).floor() as u64;
    session.seek(Position { at_us, step: Position::ALL });
    Promise::new(&mut |resolve, _| {
        session.when_rendered(move || {
            // A promise's own function has nothing to refuse.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
    })
}

fn clock(verb: fn(&Session)) -> Result<JsValue, JsValue> {
    verb(&running()?);
    Ok(JsValue::UNDEFINED)
}

fn set_speed(speed: &JsValue) -> Result<JsValue, JsValue> {
    let speed = number(speed, "setSpeed")?;
    running()?.set_speed((speed * 1_000.0).round() as u32);
    Ok(JsValue::UNDEFINED)
}

fn select(label: &JsValue) -> Result<JsValue, JsValue> {
    let session = running()?;
    if label.is_null() || label.is_undefined() {
        session.select(None);
        return Ok(true.into());
    }
    let label = label.as_string().and_then(|text| text.parse::<Label>().ok());
    let message = label.and_then(|label| session.read(|timeline| timeline.find(label)));
    if message.is_some() {
        session.select(message);
    }
    Ok(message.is_some().into())
}

fn number(value: &JsValue, what: &str) -> Result<f64, JsValue> {
    value
        .as_f64()
        .filter(|it| !it.is_nan())
        .ok_or_else(|| TypeError::new(&format!("{what} takes a number")).into())
}

fn method(body: impl Fn(JsValue) -> Result<JsValue, JsValue> + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue) -> Result<JsValue, JsValue>>::new(body).into_js_value()
}

fn put(object: &JsValue, name: &str, value: &JsValue) {
    // Both objects are plain and ours, so nothing refuses.
    let _ = Reflect::set(object, &name.into(), value);
}
