//! One hook for each thing of the browser, each cleaning up after itself.

pub mod use_size;
