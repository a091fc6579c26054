//! The clipboard, which not every page may write to.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

use crate::site;

/// Copies a text; tells whether the browser let us.
pub fn copy(text: String, done: Callback<bool>) {
    spawn_local(async move {
        let clipboard = site::window().navigator().clipboard();
        let copied = !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(&text)).await.is_ok();
        done.emit(copied);
    });
}
