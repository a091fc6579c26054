//! The address bar follows the run whenever the clock stands, so that reloading or copying it loses nothing.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::address;
use crate::session::{use_session, use_shown};
use crate::site;

/// Browsers refuse too many changes of the address in a short time.
const REST_MS: u32 = 300;

/// Shows nothing.
#[component]
pub fn Follow() -> Html {
    let session = use_session();
    let shown = use_shown();
    let key = (session, shown.position, shown.playing, shown.speed_milli);
    use_effect_with(key, |(session, _, playing, _)| {
        let session = session.clone();
        let pending =
            (!playing).then(|| Timeout::new(REST_MS, move || site::show_address(&address::of(&session))));
        move || drop(pending)
    });
    Html::default()
}
