//! The page: lists the scenarios, runs one, lets people take part in it.

mod acts;
mod charts;
mod event_log;
mod hooks;
mod inspector;
mod lanes;
mod session;
mod stage;

fn main() {}
