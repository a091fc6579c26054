//! The transport: the clock and everything that moves it.

use scenario::text;
use yew::prelude::*;

mod branches;
mod buttons;
mod icon;
mod seed;
mod speed;
mod time_slider;

use crate::session::{use_session, use_shown};
use crate::share::Share;
use crate::words;

use self::branches::Branches;
use self::buttons::Buttons;
use self::seed::Seed;
use self::speed::Speed;
use self::time_slider::TimeSlider;

/// The content of the region.
#[component]
pub fn Transport() -> Html {
    html! {
        <div class="transport-body">
            <div class="transport-main">
                <Clock />
                <TimeSlider />
                <Buttons />
                <Speed />
            </div>
            <div class="transport-more">
                <Seed />
                <Branches />
                <Share />
            </div>
        </div>
    }
}

#[component]
fn Clock() -> Html {
    let session = use_session();
    let shown = use_shown();
    let duration_us = session.read(sim::Timeline::duration_us);
    html! {
        <p class="clock">
            <span class="clock-now">{ text::clock(shown.position.at_us) }</span>
            <span class="clock-end">{ " / " }{ words::moment(duration_us) }</span>
            if shown.slower_than_asked {
                <span class="slower">{ "running slower than asked" }</span>
            }
        </p>
    }
}
