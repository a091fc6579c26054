//! The dialog "Share": a link to this very moment, and the scenario in other forms.

use scenario::text;
use sim::BranchId;
use yew::prelude::*;

use crate::address;
use crate::clipboard;
use crate::dialog::Dialog;
use crate::export::ExportAs;
use crate::session::{use_session, use_shown};
use crate::site;

/// What is said where the clipboard is denied.
const DENIED: &str = "The browser did not let us copy. The link is marked: copy it with the keyboard.";

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
                <Link />
            </Dialog>
        </>
    }
}

#[component]
fn Link() -> Html {
    let session = use_session();
    let shown = use_shown();
    let link = address::absolute(&session);
    let compact = address::compact(&session).map(|path| site::origin() + &path);
    let is_too_large = compact.is_none();
    let compact = compact.filter(|it| *it != link);
    let acts = shown.branch != BranchId(0);
    html! {
        <div class="share">
            <p>
                { "It opens the same scenario with the same seed and knobs, paused at this moment" }
                { if acts { ", with everything that you did on this branch." } else { "." } }
            </p>
            if is_too_large {
                <p class="notice warning">
                    <strong>{ "Attention: " }</strong>
                    { "This run is too large for a link of its own. Pass the file on; it opens on the page for scenarios \
                       of one’s own." }
                </p>
            }
            <LinkField name="Link" {link} is_first=true />
            if let Some(link) = compact {
                <p class="muted">
                    { "The lasting form also tells, years from now, whether the scenario or a rule has changed since." }
                </p>
                <LinkField name="Lasting form" {link} is_first=false />
            }
            <ExportAs />
        </div>
    }
}

/// Properties of [`LinkField`].
#[derive(Properties, PartialEq)]
struct LinkFieldProps {
    /// What it is called.
    name: &'static str,
    /// The link.
    link: String,
    /// Is it the one that most people want?
    is_first: bool,
}

/// A link, how long it is, and a button that copies it.
#[component]
fn LinkField(props: &LinkFieldProps) -> Html {
    let field = use_node_ref();
    let status = use_state_eq(|| "");
    let copy = {
        let (link, field, setter) = (props.link.clone(), field.clone(), status.setter());
        Callback::from(move |_: MouseEvent| {
            clipboard::copy_from(field.clone(), link.clone(), DENIED, setter.clone());
        })
    };
    let button = if props.is_first { "Copy link" } else { "Copy lasting form" };
    let length = props.link.chars().count() as u64;
    html! {
        <>
            <label class="stacked-field">
                <span>{ props.name }</span>
                <input ref={field} type="text" readonly=true value={props.link.clone()} />
            </label>
            <div class="row">
                <button type="button" class={props.is_first.then_some("primary")} onclick={copy}>{ button }</button>
                <span class="muted">{ text::plural(length, "character", "characters") }</span>
                <span class="muted" aria-live="polite">{ *status }</span>
            </div>
        </>
    }
}
