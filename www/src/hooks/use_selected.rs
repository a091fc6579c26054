//! Keeps a native select at its value when its options come and go.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// A reference for the select; `options` is anything that changes with the list of its options.
#[hook]
pub fn use_selected(value: String, options: usize) -> NodeRef {
    let select = use_node_ref();
    use_effect_with((value, options), {
        let select = select.clone();
        move |(value, _)| {
            if let Some(element) = select.cast::<HtmlSelectElement>() {
                element.set_value(value);
            }
        }
    });
    select
}
