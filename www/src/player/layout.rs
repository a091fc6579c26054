//! Where everything is.

use yew::prelude::*;

use crate::acts::Acts;
use crate::bill::Bill;
use crate::charts::Charts;
use crate::console::Console;
use crate::event_log::EventLog;
use crate::inspector::Inspector;
use crate::keyboard::Keyboard;
use crate::lanes::Lanes;
use crate::live_region::LiveRegion;
use crate::region::Region;
use crate::stage::Stage;
use crate::story::Story;
use crate::summary::Summary;
use crate::transport::Transport;

/// The seven regions; in reading order, whatever the screen's width.
#[component]
pub fn Layout() -> Html {
    html! {
        <div class="run">
            <Keyboard />
            <Region name="Stage">
                <Summary />
                <Stage />
                <Acts />
                <Bill />
                <Console />
            </Region>
            <Region name="Transport">
                <Transport />
                <LiveRegion />
            </Region>
            <div class="run-side">
                <Region name="Story"><Story /></Region>
                <Region name="Inspector"><Inspector /></Region>
            </div>
            <Region name="Timeline"><Lanes /></Region>
            <Region name="Charts"><Charts /></Region>
            <Region name="Event log"><EventLog /></Region>
        </div>
    }
}
