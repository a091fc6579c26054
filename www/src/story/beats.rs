//! The beats of the story; the current one follows the clock.

use scenario::Beat;
use sim::Position;
use yew::prelude::*;

use crate::prose;
use crate::session::{use_session, use_shown};
use crate::site;
use crate::words;

/// Every beat can be read at any time; its time seeks.
#[component]
pub fn Beats() -> Html {
    let session = use_session();
    let shown = use_shown();
    let beats = &session.scenario().story;
    let current = beats.iter().rposition(|beat| beat.at_us <= shown.position.at_us);
    let playing = shown.playing;
    use_effect_with(current, move |_| {
        if playing {
            site::keep_in_sight("section.story", ".beat.current");
        }
    });
    let seek = use_callback(session.clone(), |at_us: u64, session| {
        session.seek(Position { at_us, step: Position::ALL });
    });
    if beats.is_empty() {
        return Html::default();
    }
    html! {
        <div class="part">
            <h3>{ "What happens" }</h3>
            <ol class="beats" role="list">
                for (number, beat) in beats.iter().enumerate() {
                    { beat_item(number, beat, current, &seek) }
                }
            </ol>
        </div>
    }
}

fn beat_item(number: usize, beat: &Beat, current: Option<usize>, seek: &Callback<u64>) -> Html {
    let is_current = current == Some(number);
    let class = match current {
        Some(now) if number == now => "beat current",
        Some(now) if number < now => "beat past",
        Some(_) | None => "beat",
    };
    let at_us = beat.at_us;
    let onclick = seek.reform(move |_: MouseEvent| at_us);
    html! {
        <li key={number} {class} aria-current={is_current.then_some("step")}>
            <button type="button" class="link time-link" {onclick}>
                <span class="visually-hidden">{ "Go to " }</span>
                { words::moment(at_us) }
            </button>
            <div class="beat-text">{ prose::paragraphs(&beat.text) }</div>
        </li>
    }
}
