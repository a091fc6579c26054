//! Amazon SQS as a pure state machine.
//!
//! *Apply or advance, then read the events, then ask for the deadline.*
//!
//! The engine knows no clock, no chance and no text format: `now` and [`Dice`] are handed in, replies and
//! [`Event`]s come out. Every rule carries its source, a section of the project's sheet of SQS facts.

mod attributes;
mod caller;
mod command;
mod dice;
mod engine;
mod event;
mod ids;
mod refusal;

pub use attributes::{
    AttributeChanges, DeduplicationScope, FifoThroughputLimit, QueueAttributes, QueueKind, RedrivePolicy,
    Storage, limits,
};
pub use caller::Caller;
pub use command::{Body, Command, Delivery, Reply};
pub use dice::{Dice, NoChance, ONE_MILLION};
pub use engine::{Counts, Engine, MessageState, MessageView, QueueView};
pub use event::{Event, EventKind, VisibleCause};
pub use ids::{MICROS_PER_MS, MICROS_PER_S, MessageId, QueueId, ReceiptHandle, Ticket, Time};
pub use refusal::{Attribute, Refusal};
