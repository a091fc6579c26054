//! Links that last: a state of a run as a short text, and back.
//!
//! `payload = base64url(header | body | crc16)`; `docs/links.md` tells all of it. [`encode()`] makes a payload of
//! a [`Link`]; [`decode()`] reads one into a [`Packet`], which becomes a [`Link`] again once the JSON of the
//! built-in scenario that it begins with is at hand.

mod act;
mod base;
mod cbor;
mod content;
mod decode;
mod encode;
mod envelope;
mod problem;
mod squeeze;
mod tell;
mod v1;
mod visit;

pub use act::{Act, Action, ConsoleAct};
pub use content::{Link, Selection, Start, View};
pub use decode::{Packet, decode};
pub use encode::encode;
pub use problem::{LinkProblem, Notice};
pub use tell::tell;
pub use visit::Visit;
