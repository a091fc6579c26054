//! A link to this moment, for the clipboard.

use yew::prelude::*;

use crate::address;
use crate::clipboard;
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
            let status = status.clone();
            let done = Callback::from(move |copied| {
                status.set(if copied {
                    "Copied."
                } else {
                    "The clipboard is closed to this page: use Share."
                });
            });
            clipboard::copy(address::absolute(&session), done);
        })
    };
    html! {
        <>
            <button type="button" class="small-button" {onclick}>{ "Copy link to this moment" }</button>
            <span class="muted" aria-live="polite">{ *status }</span>
        </>
    }
}
