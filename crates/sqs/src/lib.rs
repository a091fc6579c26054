//! Amazon SQS as a pure state machine.
//!
//! *Apply or advance, then read the events, then ask for the deadline.*
//!
//! The engine knows no clock, no chance and no text format: `now` and [`Dice`] are handed in, replies and
//! [`Event`]s come out. Every rule carries its source, a section of the project's sheet of SQS facts.
//!
//! ```
//! use sqs::*;
//!
//! let (mut engine, caller, mut events) = (Engine::new(), Caller::default(), Vec::new());
//! let mut call = |at_s: u64, command| {
//!     engine.apply(at_s * MICROS_PER_S, &caller, command, &mut NoChance, &mut events)
//! };
//!
//! let created = call(0, Command::CreateQueue {
//!     name: "orders".into(),
//!     kind: QueueKind::Standard,
//!     attributes: Box::default(),
//!     tags: Vec::new(),
//!     storage: Storage::PLAIN,
//! })?;
//! let Reply::Queue(queue) = created else { unreachable!() };
//!
//! let body = Body::Bytes(b"one espresso".as_slice().into());
//! call(1, Command::SendMessage { queue, entry: body.into() })?;
//!
//! let receive = Command::ReceiveMessage {
//!     queue,
//!     max_messages: None,
//!     visibility_timeout_s: Some(30),
//!     wait_s: None,
//!     attempt_id: None,
//! };
//! let Reply::Received(first) = call(2, receive.clone())? else { unreachable!() };
//! let Reply::Received(hidden) = call(31, receive.clone())? else { unreachable!() };
//! let Reply::Received(again) = call(32, receive)? else { unreachable!() };
//! assert!(hidden.is_empty());
//! assert_eq!((first[0].receive_count, again[0].receive_count), (1, 2));
//!
//! call(33, Command::DeleteMessage { queue, handle: again[0].handle })?;
//! assert_eq!(engine.queue(queue).unwrap().counts, Counts::default());
//! # Ok::<(), Refusal>(())
//! ```

mod access;
mod action;
mod attempts;
mod attributes;
mod batches;
pub mod bill;
mod books;
mod caller;
mod chain;
mod check;
mod command;
mod conditions;
mod deduplication;
mod dice;
mod dispatch;
mod encryption;
mod engine;
mod event;
mod fifo;
mod fixed_hash;
mod gauges;
mod identities;
mod ids;
mod labels;
mod lists;
mod message_attributes;
mod messages;
mod metric;
mod metric_history;
mod moment;
mod move_tasks;
mod moving;
mod passing;
mod patterns;
mod permissions;
mod policy;
mod polls;
mod purge;
mod queue;
mod queues;
mod receive;
mod refusal;
mod reporter;
mod request;
mod request_keys;
mod runs;
mod sends;
mod series;
mod server;
mod set_attributes;
mod settings;
mod soonest;
mod spending;
mod standard;
mod store;
mod tags;
mod tenants;
mod throttle;
mod usage;
mod validation;
mod views;
mod waiting;

pub use action::Action;
pub use attributes::{
    AttributeChanges, DeduplicationScope, FifoThroughputLimit, QueueAttributes, QueueKind,
    RedriveAllowPolicy, RedrivePermission, RedrivePolicy, StaleDelete, Storage, limits,
};
pub use caller::{Caller, Identity};
pub use command::{Body, Command, Delivery, Reply, SendEntry, Sent, Tags};
pub use deduplication::content_id;
pub use dice::{Dice, NoChance, ONE_MILLION};
pub use engine::{Counts, Engine, HeldBack, MessageState, MessageView, QueueView, Region};
pub use event::{Event, EventKind, VisibleCause};
pub use ids::{MICROS_PER_MS, MICROS_PER_S, MessageId, MoveTaskId, QueueId, ReceiptHandle, Ticket, Time};
pub use labels::{AttributeValue, DeduplicationId, Labels, MessageAttribute};
pub use metric::{Metric, MetricUnit};
pub use metric_history::{ACTIVE_HOURS, Datapoint, HISTORY_DAYS, MetricHistory};
pub use move_tasks::{MoveTaskStatus, MoveTaskView};
pub use policy::{
    Condition, ConditionValue, Effect, Listed, Meaning, Operator, Policy, PolicyDocument, Principal,
    SetOperator, Statement,
};
pub use refusal::{Attribute, Denial, KmsTrouble, NameFault, Refusal, TagFault};
pub use reporter::{Report, Reporter};
pub use series::Statistics;
pub use usage::{MinuteSizes, Requests, Traffic};
