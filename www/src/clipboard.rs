//! The clipboard, which not every page may write to.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{Callback, NodeRef, UseStateSetter};

use crate::site;

/// Copies a text; tells whether the browser let us.
pub fn copy(text: String, done: Callback<bool>) {
    spawn_local(async move {
        let clipboard = site::window().navigator().clipboard();
        let copied = !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(&text)).await.is_ok();
        done.emit(copied);
    });
}

/// Copies the text of a field and says so. Where the clipboard is denied, the text is marked, so that a key copies it,
/// and that is said.
pub fn copy_from(field: NodeRef, text: String, denied: &'static str, status: UseStateSetter<&'static str>) {
    let done = Callback::from(move |copied: bool| {
        if !copied {
            mark(&field);
        }
        status.set(if copied { "Copied." } else { denied });
    });
    copy(text, done);
}

fn mark(field: &NodeRef) {
    if let Some(line) = field.cast::<HtmlInputElement>() {
        line.select();
    } else if let Some(area) = field.cast::<HtmlTextAreaElement>() {
        area.select();
    }
}
