//! What AWS says.
//!
//! The engine speaks in numbers and closed enums. Here they get AWS's words: the error table and the names of
//! queues. This crate owns no engine and knows no queue rule.

pub mod names;
pub mod refusal;
