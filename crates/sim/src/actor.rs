//! The closed list of actors: state here, rules in [`crate::World`].

mod alarm;
mod arrivals;
mod caller;
mod group;
mod mapping;
mod poller;
mod producer;
mod topic;
mod worker;

pub(crate) use alarm::{Alarm, AlarmRule, Source};
pub(crate) use caller::{Calls, OpenCall, Place, Request};
pub(crate) use group::{Group, Member};
pub(crate) use mapping::{IDLE_US_MAX, Invocation, Mapping};
pub(crate) use poller::{Doing, Record};
pub(crate) use producer::{Lost, Outgoing, Producer};
pub(crate) use topic::{Delivery, Subscription, Topic};
pub(crate) use worker::{Amid, Asker, Held, Phase, Worker};
