//! A native modal dialog.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// What a dialog shows.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Its heading and name.
    pub title: AttrValue,
    /// An id that is unique on the page; the heading's id is made of it.
    pub id: &'static str,
    /// Is it open?
    pub open: bool,
    /// The reader closed it, with the button or Escape.
    pub onclose: Callback<()>,
    /// Its content.
    pub children: Html,
}

/// A modal dialog; the browser keeps the focus inside and gives it back.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with(props.open, {
        let dialog = dialog.clone();
        move |open| {
            let Some(element) = dialog.cast::<HtmlDialogElement>() else { return };
            if *open && !element.open() {
                // It is in the document and closed, which is all that could be refused.
                let _ = element.show_modal();
            } else if !*open && element.open() {
                element.close();
            }
        }
    });
    let onclose = props.onclose.reform(|_: Event| ());
    let close = props.onclose.reform(|_: MouseEvent| ());
    let heading = AttrValue::from(format!("{}-title", props.id));
    html! {
        <dialog ref={dialog} id={props.id} aria-labelledby={heading.clone()} {onclose}>
            if props.open {
                <div class="dialog-head">
                    <h2 id={heading}>{ &props.title }</h2>
                    <button type="button" class="quiet" onclick={close}>{ "Close" }</button>
                </div>
                { props.children.clone() }
            }
        </dialog>
    }
}
