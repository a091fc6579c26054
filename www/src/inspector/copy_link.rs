//! A link to this moment, for the clipboard.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::address;
use crate::session::Session;

/// Properties of [`CopyLink`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The run.
    pub session: Session,
}

/// A button, and what became of it.
#[component]
pub fn CopyLink(props: &Props) -> Html {
    let status = use_state_eq(|| "");
    let onclick = {
        let (session, status) = (props.session.clone(), status.setter());
        Callback::from(move |_: MouseEvent| {
            let Some(window) = web_sys::window() else { return };
            let promise = window.navigator().clipboard().write_text(&address::absolute(&session));
            let status = status.clone();
            spawn_local(async move {
                let copied = JsFuture::from(promise).await.is_ok();
                status.set(if copied {
                    "Copied."
                } else {
                    "The clipboard is closed to this page: use Share."
                });
            });
        })
    };
    html! {
        <>
            <button type="button" class="small-button" {onclick}>{ "Copy link to this moment" }</button>
            <span class="muted" aria-live="polite">{ *status }</span>
        </>
    }
}
