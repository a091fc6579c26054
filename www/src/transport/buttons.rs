//! Play, pause, step, reset.

use yew::prelude::*;

use super::icon::{self, icon};
use crate::desk::{Restart, use_desk};
use crate::session::{use_session, use_shown};

/// The buttons, in the order in which they are used.
#[component]
pub fn Buttons() -> Html {
    let session = use_session();
    let desk = use_desk();
    let shown = use_shown();
    let playing = shown.playing;
    let toggle = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.toggle())
    };
    let back = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.step(false))
    };
    let forward = Callback::from(move |_: MouseEvent| session.step(true));
    let reset = Callback::from(move |_: MouseEvent| desk.ask(Restart::Reset));
    let (play_name, play_icon) = if playing { ("Pause", icon::PAUSE) } else { ("Play", icon::PLAY) };
    html! {
        <div class="buttons">
            <button type="button" class="icon-button step" title="Step back" onclick={back}>{ face("Step back", icon::BACK) }</button>
            <button type="button" class="icon-button primary" onclick={toggle}>{ face(play_name, play_icon) }</button>
            <button type="button" class="icon-button step" title="Step forward" onclick={forward}>
                { face("Step forward", icon::FORWARD) }
            </button>
            <button type="button" class="icon-button quiet" onclick={reset}>{ face("Reset", icon::RESET) }</button>
        </div>
    }
}

fn face(name: &'static str, path: &'static str) -> Html {
    html! { <>{ icon(path) }<span class="name">{ name }</span></> }
}
