//! The dialog "Share": a link to this very moment.

use sim::BranchId;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::address;
use crate::dialog::Dialog;
use crate::session::{Origin, Session, use_session, use_shown};
use crate::site;

/// The button and its dialog.
#[component]
pub fn Share() -> Html {
    let session = use_session();
    let open = use_state_eq(|| false);
    let onclick = {
        let (setter, session) = (open.setter(), session.clone());
        Callback::from(move |_: MouseEvent| {
            session.pause();
            setter.set(true);
        })
    };
    let setter = open.setter();
    let onclose = Callback::from(move |()| setter.set(false));
    html! {
        <>
            <button type="button" class="quiet" {onclick}>{ "Share" }</button>
            <Dialog title="Share this moment" id="share" open={*open} {onclose}>
                { content(&session) }
            </Dialog>
        </>
    }
}

fn content(session: &Session) -> Html {
    match session.origin() {
        Origin::Library { .. } => html! { <Link /> },
        Origin::Own => html! {
            <p>
                { "A link for a scenario of one’s own does not exist yet; it comes with a later version. Until then, \
                   pass the file on: it opens on the same page." }
            </p>
        },
    }
}

#[component]
fn Link() -> Html {
    let session = use_session();
    let shown = use_shown();
    let field = use_node_ref();
    let status = use_state_eq(|| "");
    let link = address::absolute(&session);
    let copy = {
        let (link, field, setter) = (link.clone(), field.clone(), status.setter());
        Callback::from(move |_: MouseEvent| copy_link(link.clone(), field.clone(), setter.clone()))
    };
    html! {
        <div class="share">
            <p>{ "It opens the same scenario with the same seed and knobs, paused at this moment." }</p>
            <label class="stacked-field">
                <span>{ "Link" }</span>
                <input ref={field} type="text" readonly=true value={link} />
            </label>
            <div class="row">
                <button type="button" class="primary" onclick={copy}>{ "Copy link" }</button>
                <span class="muted" aria-live="polite">{ *status }</span>
            </div>
            if shown.branch != BranchId(0) {
                <p class="notice warning">
                    <strong>{ "Attention: " }</strong>
                    { "What you did in this run is not part of the link yet. It leads to the same moment of the \
                       run as it goes without you." }
                </p>
            }
        </div>
    }
}

/// Where the clipboard is denied, the link is marked, so that a key copies it.
fn copy_link(link: String, field: NodeRef, status: UseStateSetter<&'static str>) {
    spawn_local(async move {
        let clipboard = site::window().navigator().clipboard();
        let copied = !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(&link)).await.is_ok();
        if copied {
            return status.set("Copied.");
        }
        if let Some(input) = field.cast::<HtmlInputElement>() {
            input.select();
        }
        status.set("The browser did not let us copy. The link is marked: copy it with the keyboard.");
    });
}
