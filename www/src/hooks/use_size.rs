//! The size of an element, kept up to date.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// Calls back soon after the element was shown and whenever its size has changed, until the component is gone.
#[hook]
pub fn use_resized(node: NodeRef, on_resize: Callback<()>) {
    use_effect_with((node, on_resize), |(node, on_resize)| {
        let on_resize = on_resize.clone();
        let closure = Closure::<dyn Fn()>::new(move || on_resize.emit(()));
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, node.cast::<Element>()) {
            observer.observe(&element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(closure);
        }
    });
}

/// Width and height of an element in whole CSS pixels; 0 at first.
#[hook]
pub fn use_size(node: NodeRef) -> (u32, u32) {
    let size = use_state_eq(|| (0u32, 0u32));
    let on_resize = {
        let node = node.clone();
        let size = size.setter();
        use_callback((), move |(), ()| {
            if let Some(element) = node.cast::<Element>() {
                let rect = element.get_bounding_client_rect();
                size.set((rect.width().round() as u32, rect.height().round() as u32));
            }
        })
    };
    use_resized(node, on_resize);
    *size
}
