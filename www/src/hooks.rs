//! One hook for each thing of the browser, each cleaning up after itself.

pub mod use_reduced_motion;
pub mod use_selected;
pub mod use_size;
pub mod use_window_event;
