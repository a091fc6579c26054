//! What AWS says, and how.
//!
//! The engine speaks in numbers and closed enums. Here they get AWS's words: the error table, the names of
//! queues and the wire protocols. A request is a value in, a response a value out. This crate owns no
//! engine, opens no socket and knows no queue rule.

pub mod call;
pub mod command_line;
pub mod envelope;
pub mod error;
pub mod http;
pub mod identity;
pub mod ids;
pub mod md5;
pub mod model;
pub mod names;
pub mod policy;
pub mod refusal;
pub mod render;
