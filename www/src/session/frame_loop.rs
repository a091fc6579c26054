//! One `requestAnimationFrame` closure, asked for only while there is something to do.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls back with the frame's time in milliseconds, once for each request; none after it is dropped.
pub struct FrameLoop {
    tick: Closure<dyn Fn(f64)>,
    pending: Cell<Option<i32>>,
}

impl FrameLoop {
    /// A loop that is at rest.
    pub fn new(tick: impl Fn(f64) + 'static) -> Self {
        Self { tick: Closure::new(tick), pending: Cell::new(None) }
    }

    /// Asks for the next frame, if nobody has yet.
    pub fn request(&self) {
        if self.pending.get().is_some() {
            return;
        }
        let asked = web_sys::window()
            .and_then(|window| window.request_animation_frame(self.tick.as_ref().unchecked_ref()).ok());
        self.pending.set(asked);
    }

    /// The frame that was asked for has come.
    pub fn begun(&self) {
        self.pending.set(None);
    }
}

impl Drop for FrameLoop {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.pending.get(), web_sys::window()) {
            // Without the frame there is nothing to cancel, so a refusal changes nothing.
            let _ = window.cancel_animation_frame(id);
        }
    }
}
