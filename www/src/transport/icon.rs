//! Small drawings for buttons; each button has its name as text as well.

use yew::prelude::*;

/// A triangle to the right.
pub const PLAY: &str = "M5 3.5v13l11-6.5z";
/// Two bars.
pub const PAUSE: &str = "M5 4h3.5v12H5zM11.5 4H15v12h-3.5z";
/// A bar and a triangle to the left.
pub const BACK: &str = "M14 4v12l-8-6zM4 4h1.8v12H4z";
/// A triangle to the right and a bar.
pub const FORWARD: &str = "M6 4v12l8-6zM14.2 4H16v12h-1.8z";
/// An arrow around.
pub const RESET: &str = "M10 4a6 6 0 1 1-5.7 4.1l1.7.6A4.2 4.2 0 1 0 10 5.8V8.4L5.6 4.9 10 1.4z";

/// A drawing of 20 by 20.
pub fn icon(path: &'static str) -> Html {
    html! {
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
            <path d={path} fill="currentColor" />
        </svg>
    }
}
