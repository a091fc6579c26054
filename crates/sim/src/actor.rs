//! The closed list of actors: state here, rules in [`crate::World`].

mod producer;
mod worker;

pub(crate) use producer::Producer;
pub(crate) use worker::{Asker, Held, Phase, Worker};
