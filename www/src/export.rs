//! The running scenario as a file, with its edits.

use js_sys::encode_uri_component;
use scenario::Scenario;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;
use yew::prelude::*;

use crate::session::{Session, use_session};
use crate::site;

/// A button that saves the scenario's JSON.
#[component]
pub fn Export() -> Html {
    let session = use_session();
    let status = use_state_eq(|| "");
    let onclick = {
        let setter = status.setter();
        Callback::from(move |_: MouseEvent| {
            setter.set(if save(&session) { "Saved." } else { "The browser did not let us save a file." });
        })
    };
    html! {
        <div class="row">
            <button type="button" {onclick}>{ "Save as a scenario file" }</button>
            <span class="muted" aria-live="polite">{ *status }</span>
        </div>
    }
}

/// What runs was read with the same edits, so they can be applied.
fn save(session: &Session) -> bool {
    let scenario = session.scenario();
    let Ok(json) = Scenario::edited_json(session.json(), &scenario.edits) else { return false };
    let made =
        site::document().create_element("a").ok().and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok());
    let (Some(link), Some(content)) = (made, encode_uri_component(&json).as_string()) else { return false };
    link.set_href(&format!("data:application/json;charset=utf-8,{content}"));
    link.set_download(&format!("{}.json", scenario.id));
    link.click();
    true
}
