//! The page: lists the scenarios, runs one, lets people take part in it.

mod session;

fn main() {}
