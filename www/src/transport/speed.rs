//! The combobox "Speed".

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::hooks::use_selected::use_selected;
use crate::session::{use_session, use_shown};

/// Thousandths of real time, slowest first.
const SPEEDS: [u32; 13] =
    [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

/// A native select from 0.1× to 1000×.
#[component]
pub fn Speed() -> Html {
    let session = use_session();
    let now = use_shown().speed_milli;
    let onchange = Callback::from(move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        if let Ok(speed_milli) = value.parse::<u32>() {
            session.set_speed(speed_milli);
        }
    });
    let mut speeds = SPEEDS.to_vec();
    if let Err(place) = speeds.binary_search(&now) {
        speeds.insert(place, now);
    }
    let select = use_selected(now.to_string(), speeds.len());
    html! {
        <label class="inline-field speed">
            <span>{ "Speed" }</span>
            <select ref={select} {onchange}>
                for speed in speeds {
                    <option key={speed} value={speed.to_string()} selected={speed == now}>{ name(speed) }</option>
                }
            </select>
        </label>
    }
}

fn name(speed_milli: u32) -> String {
    let (whole, rest) = (speed_milli / 1_000, speed_milli % 1_000);
    if rest == 0 {
        format!("{whole}×")
    } else {
        format!("{whole}.{}×", format!("{rest:03}").trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_have_no_needless_digits() {
        assert_eq!(SPEEDS.map(name)[..5], ["0.1×", "0.25×", "0.5×", "1×", "2×"].map(str::to_owned));
        assert!(SPEEDS.is_sorted());
    }
}
