//! From what an author wrote to what runs: names become indexes, values are checked against AWS's ranges.

use sim::{Model, ModelError, TopicModel, WorkerId, limits};
use sqs::{QueueKind, Time};

use crate::duration;
use crate::expr::Fault;
use crate::problem::{quoted, suggest};
use crate::read::Reader;
use crate::text;
use crate::v1;

mod access;
mod actors;
mod alarms;
mod calls;
mod faults;
mod filter_policy;
mod filters;
mod habits;
mod kinds;
mod lambda;
mod producers;
mod queues;
mod scaling;
mod topics;

/// Seed of a file that names none.
pub(crate) const SEED_DEFAULT: u32 = 1;

/// The names that a file defines, for references to them.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    queues: Vec<&'a str>,
    queue_kinds: Vec<v1::QueueType>,
    producers: Vec<&'a str>,
    consumers: Vec<(&'a str, u32)>,
    alarms: Vec<&'a str>,
    /// Availability Zones that consumers name, in order of first use.
    zones: Vec<&'a str>,
    /// Topics with their kind and their subscriptions.
    topics: Vec<(&'a str, v1::QueueType, Vec<&'a str>)>,
    principals: Vec<&'a str>,
    duration_us: Time,
}

/// What is wrong with a reference, and what to do.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    message: String,
    hint: String,
}

impl Complaint {
    /// At a place of an expression.
    pub(crate) fn at(self, at: usize) -> Fault {
        Fault { at, message: self.message, hint: self.hint }
    }
}

impl<'a> Scope<'a> {
    /// The names of a file.
    pub(crate) fn of(file: &'a v1::File) -> Self {
        let consumers = file.consumers.as_deref().unwrap_or_default();
        Self {
            queues: file.queues.iter().map(|queue| queue.id.0.as_str()).collect(),
            queue_kinds: file.queues.iter().map(kind_of).collect(),
            producers: file.producers.iter().flatten().map(|producer| producer.id.0.as_str()).collect(),
            consumers: consumers.iter().map(|it| (it.id.0.as_str(), lambda::places(it))).collect(),
            alarms: file.alarms.iter().flatten().map(|alarm| alarm.id.0.as_str()).collect(),
            zones: habits::zones(consumers),
            topics: file.topics.iter().flatten().map(topic_names).collect(),
            principals: file.principals.iter().flatten().map(|principal| principal.id.0.as_str()).collect(),
            duration_us: file.duration.0,
        }
    }

    /// The names of a model.
    pub(crate) fn of_model(model: &'a Model) -> Self {
        let kind = |kind: QueueKind| match kind {
            QueueKind::Standard => v1::QueueType::Standard,
            QueueKind::Fifo => v1::QueueType::Fifo,
        };
        let topic = |topic: &'a TopicModel| {
            let subscriptions = topic.subscriptions.iter().map(|it| &*it.id).collect();
            (&*topic.id, kind(topic.kind), subscriptions)
        };
        Self {
            queues: model.queues.iter().map(|queue| &*queue.id).collect(),
            queue_kinds: model.queues.iter().map(|queue| kind(queue.kind)).collect(),
            producers: model.producers.iter().map(|producer| &*producer.id).collect(),
            consumers: model.consumers.iter().map(|it| (&*it.id, it.count)).collect(),
            alarms: model.alarms.iter().map(|alarm| &*alarm.id).collect(),
            zones: model.zones.iter().map(|zone| &**zone).collect(),
            topics: model.topics.iter().map(topic).collect(),
            principals: model.principals.iter().map(|principal| &*principal.id).collect(),
            duration_us: model.duration_us,
        }
    }

    /// Length of the run in microseconds.
    pub(crate) fn duration_us(&self) -> Time {
        self.duration_us
    }

    /// Index of a queue.
    pub(crate) fn find_queue(&self, id: &str) -> Result<u32, Complaint> {
        index_of(&self.queues, "queue", id)
    }

    /// Index of a producer.
    pub(crate) fn find_producer(&self, id: &str) -> Result<u32, Complaint> {
        index_of(&self.producers, "producer", id)
    }

    /// Index of an alarm.
    pub(crate) fn find_alarm(&self, id: &str) -> Result<u32, Complaint> {
        index_of(&self.alarms, "alarm", id)
    }

    /// Index of an Availability Zone.
    pub(crate) fn find_zone(&self, name: &str) -> Result<u32, Complaint> {
        index_of(&self.zones, "zone", name)
    }

    /// Index of a topic.
    pub(crate) fn find_topic(&self, id: &str) -> Result<u32, Complaint> {
        let ids: Vec<&str> = self.topics.iter().map(|(id, ..)| *id).collect();
        index_of(&ids, "topic", id)
    }

    /// A subscription, `news/audit`: index of the topic, and index in it.
    pub(crate) fn find_subscription(&self, name: &str) -> Result<(u32, u32), Complaint> {
        let Some((topic, id)) = name.split_once('/') else {
            return Err(Complaint {
                message: format!("{} is not a subscription.", quoted(name)),
                hint: "Write the topic's id, a slash and the subscription's: `news/audit`.".to_owned(),
            });
        };
        let topic = self.find_topic(topic)?;
        index_of(&self.topics[topic as usize].2, "subscription", id).map(|index| (topic, index))
    }

    /// Index of a topic.
    pub(crate) fn topic(&self, below: &str, id: &str, reader: &mut Reader) -> Option<u32> {
        reported(self.find_topic(id), below, reader)
    }

    /// Standard or FIFO; the index comes from [`Scope::topic`].
    pub(crate) fn topic_kind(&self, topic: u32) -> v1::QueueType {
        self.topics[topic as usize].1
    }

    /// Index of a principal.
    pub(crate) fn principal(&self, below: &str, id: &str, reader: &mut Reader) -> Option<u32> {
        reported(index_of(&self.principals, "principal", id), below, reader)
    }

    /// Index of a consumer.
    pub(crate) fn find_consumer(&self, id: &str) -> Result<u32, Complaint> {
        let ids: Vec<&str> = self.consumers.iter().map(|(id, _)| *id).collect();
        index_of(&ids, "consumer", id)
    }

    /// A worker, `w/1`.
    pub(crate) fn find_worker(&self, name: &str) -> Result<WorkerId, Complaint> {
        let Some((id, number)) = name.split_once('/') else {
            return Err(Complaint {
                message: format!("{} is not a worker.", quoted(name)),
                hint: "Write the consumer's id, a slash and the worker's number from 1: `w/1`.".to_owned(),
            });
        };
        let consumer = self.find_consumer(id)?;
        let count = self.consumers[consumer as usize].1;
        match number.parse::<u32>() {
            Ok(number) if (1..=count).contains(&number) => Ok(WorkerId { consumer, index: number - 1 }),
            _ => Err(Complaint {
                message: format!("There is no worker {}.", quoted(name)),
                hint: format!("`{id}` has the workers `{id}/1` to `{id}/{count}`."),
            }),
        }
    }

    /// Is `worker:w/9` a worker that its consumer has not so many of?
    pub(crate) fn lacks(&self, focus: &str) -> bool {
        let worker = focus.strip_prefix("worker:");
        let named = worker.and_then(|name| name.split_once('/'));
        named.is_some_and(|(id, number)| {
            let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
            is_number
                && self.find_consumer(id).is_ok()
                && self.find_worker(&format!("{id}/{number}")).is_err()
        })
    }

    /// Index of a queue.
    pub(crate) fn queue(&self, below: &str, id: &str, reader: &mut Reader) -> Option<u32> {
        reported(self.find_queue(id), below, reader)
    }

    /// Index of an Availability Zone.
    pub(crate) fn zone(&self, below: &str, name: &str, reader: &mut Reader) -> Option<u32> {
        reported(self.find_zone(name), below, reader)
    }

    /// Index of a producer.
    pub(crate) fn producer(&self, below: &str, id: &str, reader: &mut Reader) -> Option<u32> {
        reported(self.find_producer(id), below, reader)
    }

    /// Index of an alarm.
    pub(crate) fn alarm(&self, below: &str, id: &str, reader: &mut Reader) -> Option<u32> {
        reported(self.find_alarm(id), below, reader)
    }

    /// Index of a consumer.
    pub(crate) fn consumer(&self, below: &str, id: &str, reader: &mut Reader) -> Option<u32> {
        reported(self.find_consumer(id), below, reader)
    }

    /// A worker, `w/1`.
    pub(crate) fn worker(&self, below: &str, name: &str, reader: &mut Reader) -> Option<WorkerId> {
        reported(self.find_worker(name), below, reader)
    }

    /// Standard or FIFO; the index comes from [`Scope::queue`].
    pub(crate) fn kind(&self, queue: u32) -> v1::QueueType {
        self.queue_kinds[queue as usize]
    }
}

fn reported<T>(found: Result<T, Complaint>, below: &str, reader: &mut Reader) -> Option<T> {
    found.map_err(|complaint| reader.report(below, complaint.message, complaint.hint)).ok()
}

fn index_of(ids: &[&str], what: &str, id: &str) -> Result<u32, Complaint> {
    let index = ids.iter().position(|known| *known == id).and_then(|index| u32::try_from(index).ok());
    index.ok_or_else(|| Complaint {
        message: format!("There is no {what} {}.", quoted(id)),
        hint: suggest(id, ids.iter().copied()),
    })
}

/// A topic's id, kind and subscriptions.
fn topic_names(it: &v1::Topic) -> (&str, v1::QueueType, Vec<&str>) {
    let subscriptions = it.subscriptions.iter().flatten().map(|it| it.id.0.as_str()).collect();
    (it.id.0.as_str(), it.kind.unwrap_or(v1::QueueType::Standard), subscriptions)
}

pub(crate) fn kind_of(queue: &v1::Queue) -> v1::QueueType {
    queue.kind.unwrap_or(v1::QueueType::Standard)
}

/// The model without its claims; everything that is wrong is reported to the reader.
pub(crate) fn model(file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<Model> {
    if file.format != 1 {
        reader.report("/format", format!("Format {} is not known.", file.format), "Write `\"format\": 1`.");
    }
    in_range(file.duration.0, 1_000, limits::DURATION_US_MAX, "/duration", "1ms to 400d", reader);
    let queues = queues::queues(file, scope, reader);
    let producers = producers::producers(file, scope, reader);
    let bodies = filters::bodies(producers.as_deref().unwrap_or_default());
    let consumers = actors::consumers(file, &bodies, scope, reader);
    let faults = faults::faults(file, scope, reader);
    let alarms = alarms::alarms(file, scope, reader);
    let topics = topics::topics(file, scope, reader);
    let principals = access::principals(file, reader);
    let broken_keys = access::broken_keys(file, reader);
    let documents = topics::documents(producers.as_deref().unwrap_or_default());
    let mut model = Model {
        duration_us: file.duration.0,
        queues: queues?,
        producers: producers?,
        consumers: consumers?,
        faults: faults?,
        claims: Vec::new(),
        alarms: alarms?,
        zones: scope.zones.iter().map(|zone| (*zone).into()).collect(),
        topics: topics?,
        documents,
        principals: principals?,
        broken_keys,
    };
    topics::let_topics_send(&mut model);
    Some(model)
}

/// What the world says of the whole model: above all, whether the run would have too many events.
pub(crate) fn validate(model: &Model, reader: &mut Reader) {
    match model.validate() {
        Ok(()) => {}
        Err(ModelError::TooManyEvents { expected }) => reader.report(
            "/duration",
            format!(
                "About {} events are expected; a run has at most {}.",
                text::count(expected),
                text::count(limits::EVENTS_MAX)
            ),
            "Shorten the duration, lower rates or workers, or let consumers wait longer (`wait`).",
        ),
        Err(error) => reader.report("", text::model_error(&error), "Change that value."),
    }
}

/// Reports a value that is out of its range; true if it is in it.
fn in_range(value: Time, min: Time, max: Time, below: &str, range: &str, reader: &mut Reader) -> bool {
    let inside = (min..=max).contains(&value);
    if !inside {
        out_of_range(&duration::format(value), range, below, reader);
    }
    inside
}

/// Whole seconds in a range, as AWS wants them; reported if not.
fn seconds(span: v1::Span, min: u32, max: u32, below: &str, reader: &mut Reader) -> Option<u32> {
    let range = format!(
        "{} to {} in whole seconds, as in AWS",
        duration::format(u64::from(min) * 1_000_000),
        duration::format(u64::from(max) * 1_000_000)
    );
    let whole = span.0.is_multiple_of(1_000_000);
    let value = u32::try_from(span.0 / 1_000_000).ok().filter(|s| whole && (min..=max).contains(s));
    if value.is_none() {
        out_of_range(&duration::format(span.0), &range, below, reader);
    }
    value
}

/// Reports a number that is out of its range.
fn number_in_range(value: u32, min: u32, max: u32, below: &str, reader: &mut Reader) -> bool {
    let inside = (min..=max).contains(&value);
    if !inside {
        out_of_range(&value.to_string(), &format!("{min} to {max}"), below, reader);
    }
    inside
}

fn out_of_range(value: &str, range: &str, below: &str, reader: &mut Reader) {
    reader.report(below, format!("{} is out of range.", quoted(value)), format!("Allowed are {range}."));
}

/// Reports ids that stand twice in a list.
pub(crate) fn check_ids<'a>(list: &str, ids: impl Iterator<Item = &'a str>, reader: &mut Reader) {
    let mut seen = std::collections::BTreeSet::new();
    for (index, id) in ids.enumerate() {
        if !seen.insert(id) {
            reader.report(
                &format!("/{list}/{index}/id"),
                format!("The id {} stands twice.", quoted(id)),
                "Give each its own id.",
            );
        }
    }
}

/// Reports lists that are too long.
pub(crate) fn check_count(list: &str, count: usize, max: usize, reader: &mut Reader) {
    if count > max {
        reader.report(
            &format!("/{list}"),
            format!("There are {count} {list}; at most {max} are allowed."),
            "Leave some out.",
        );
    }
}

/// Collects the parts that are right; none if one is missing, after all of them were looked at.
fn all<T>(parts: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let parts: Vec<Option<T>> = parts.collect();
    parts.into_iter().collect()
}
