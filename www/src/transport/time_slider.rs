//! The slider "Time": any instant of the run.

use scenario::text;
use sim::{Position, Timeline};
use sqs::MICROS_PER_MS;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::session::{Session, use_session, use_shown};

/// An arrow key moves the clock by this share of the run, a page key by ten of them.
const STEPS: u64 = 200;
const STEPS_PER_PAGE: u64 = 10;

/// A native range over the milliseconds of the run.
#[component]
pub fn TimeSlider() -> Html {
    let session = use_session();
    let shown = use_shown();
    let duration_us = session.read(Timeline::duration_us);
    let duration_ms = duration_us / MICROS_PER_MS;
    let t_ms = shown.position.at_us / MICROS_PER_MS;
    let oninput = {
        let session = session.clone();
        Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Ok(ms) = value.parse::<u64>() {
                session.seek(Position::after_ms(ms));
            }
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| on_key(&session, &event));
    let share = if duration_ms == 0 { 0.0 } else { t_ms as f64 * 100.0 / duration_ms as f64 };
    html! {
        <input
            type="range"
            class="time"
            aria-label="Time"
            min="0"
            max={duration_ms.to_string()}
            step="1"
            value={t_ms.to_string()}
            style={format!("--done: {share:.3}%")}
            aria-valuetext={format!("{} of {}", text::span(shown.position.at_us), text::span(duration_us))}
            {oninput}
            {onkeydown}
        />
    }
}

/// The native step is a millisecond, so that every instant can be set; keys take larger ones.
fn on_key(session: &Session, event: &KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let (now_us, duration_us) = session.read(|timeline| (timeline.position().at_us, timeline.duration_us()));
    let step_us = (duration_us / STEPS).max(MICROS_PER_MS);
    let to_us = match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => now_us.saturating_add(step_us),
        "ArrowLeft" | "ArrowDown" => now_us.saturating_sub(step_us),
        "PageUp" => now_us.saturating_add(step_us * STEPS_PER_PAGE),
        "PageDown" => now_us.saturating_sub(step_us * STEPS_PER_PAGE),
        "Home" => 0,
        "End" => duration_us,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    session.seek(Position::after_ms(to_us.min(duration_us) / MICROS_PER_MS));
}
