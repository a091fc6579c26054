//! Topics, and what queues need so that topics can send to them (sqs-facts §8).

use std::sync::Arc;

use serde_json::Value;
use sim::{
    Document, FilterScope, Model, ProducerModel, SubscriptionModel, TopicModel, limits, topics_policy,
};
use sqs::QueueKind;

use super::{Scope, all, check_count, check_ids, filter_policy};
use crate::problem::quoted;
use crate::read::Reader;
use crate::v1;

/// Characters of AWS's topic names.
const NAME_CHARS_MAX: usize = 256;

pub(super) fn topics(file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<Vec<TopicModel>> {
    let list = file.topics.as_deref().unwrap_or_default();
    check_ids("topics", list.iter().map(|it| it.id.0.as_str()), reader);
    let subscriptions: usize = list.iter().flat_map(|it| &it.subscriptions).map(Vec::len).sum();
    if subscriptions > limits::SUBSCRIPTIONS_MAX {
        let max = limits::SUBSCRIPTIONS_MAX;
        let message = format!("The topics have {subscriptions} subscriptions; at most {max} are allowed.");
        reader.report("/topics", message, "Leave some out.");
    }
    check_count("topics", list.len(), limits::TOPICS_MAX, reader);
    let topics: Vec<TopicModel> = reader.below("topics", |r| {
        all(list.iter().enumerate().map(|(i, it)| r.below(&i.to_string(), |r| topic(it, scope, r))))
    })?;
    for (index, topic) in topics.iter().enumerate() {
        if topics[..index].iter().any(|other| other.name == topic.name) {
            let message = format!("Two topics have the name {}.", quoted(&topic.name));
            reader.report(&format!("/topics/{index}/name"), message, "Give each its own name.");
        }
    }
    Some(topics)
}

fn topic(it: &v1::Topic, scope: &Scope<'_>, reader: &mut Reader) -> Option<TopicModel> {
    let kind = match it.kind {
        None | Some(v1::QueueType::Standard) => QueueKind::Standard,
        Some(v1::QueueType::Fifo) => QueueKind::Fifo,
    };
    if it.content_based_deduplication.is_some() && kind == QueueKind::Standard {
        let hint = "Leave the field out, or write `\"type\": \"fifo\"`.";
        reader.report("/contentBasedDeduplication", "A standard topic does not deduplicate.", hint);
    }
    let list = it.subscriptions.as_deref().unwrap_or_default();
    check_ids("subscriptions", list.iter().map(|it| it.id.0.as_str()), reader);
    let subscriptions = reader.below("subscriptions", |r| {
        all(list
            .iter()
            .enumerate()
            .map(|(i, it)| r.below(&i.to_string(), |r| subscription(it, kind, scope, r))))
    });
    Some(TopicModel {
        id: it.id.0.as_str().into(),
        name: name(it, kind, reader)?.into(),
        kind,
        content_based_deduplication: it.content_based_deduplication.unwrap_or(false),
        subscriptions: subscriptions?,
    })
}

fn name(it: &v1::Topic, kind: QueueKind, reader: &mut Reader) -> Option<String> {
    let suffix = if kind == QueueKind::Fifo { ".fifo" } else { "" };
    let Some(name) = &it.name else { return Some(format!("{}{suffix}", it.id.0)) };
    let is_good = |stem: &str| {
        !stem.is_empty() && stem.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if name.strip_suffix(suffix).is_some_and(is_good) && name.len() <= NAME_CHARS_MAX {
        return Some(name.clone());
    }
    let hint =
        format!("AWS allows 1 to {NAME_CHARS_MAX} of A-Z, a-z, 0-9, `-` and `_`; FIFO names end in `.fifo`.");
    reader.report("/name", format!("{} is no name for this topic.", quoted(name)), hint);
    None
}

fn subscription(
    it: &v1::Subscription,
    topic: QueueKind,
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<SubscriptionModel> {
    let to = scope.queue("/to", &it.to.0, reader);
    let is_fifo = |queue: u32| scope.kind(queue) == v1::QueueType::Fifo;
    if topic == QueueKind::Standard && to.is_some_and(is_fifo) {
        let hint = "Name a standard queue, or make the topic FIFO: that may feed both.";
        reader.report("/to", "A standard topic cannot feed a FIFO queue.", hint);
    }
    let dead_letter = match &it.dlq {
        Some(queue) => Some(scope.queue("/dlq", &queue.0, reader)?),
        None => None,
    };
    if dead_letter.is_some_and(|queue| is_fifo(queue) != (topic == QueueKind::Fifo)) {
        let hint = "A FIFO topic's subscriptions need FIFO queues for dead letters, a standard topic's standard ones.";
        reader.report("/dlq", "The dead-letter queue is not of the topic's type.", hint);
    }
    let scope = match it.filter_on {
        None | Some(v1::FilterOn::Attributes) => FilterScope::MessageAttributes,
        Some(v1::FilterOn::Body) => FilterScope::MessageBody,
    };
    if it.filter_on.is_some() && it.filter.is_none() {
        reader.report("/filterOn", "There is no filter.", "Add a `filter`, or leave this out.");
    }
    let filter = match &it.filter {
        Some(policy) => Some(reader.below("filter", |r| filter_policy::filter_policy(&policy.0, scope, r))?),
        None => None,
    };
    Some(SubscriptionModel {
        id: it.id.0.as_str().into(),
        to: to?,
        raw: it.raw.unwrap_or(false),
        filter,
        dead_letter,
    })
}

/// A queue that topics send to, and that has no policy of its own, gets the one that lets them.
pub(super) fn let_topics_send(model: &mut Model) {
    for (index, queue) in (0..).zip(&mut model.queues) {
        let reaches = |topic: &&TopicModel| {
            let mut subscriptions = topic.subscriptions.iter();
            subscriptions.any(|it| it.to == index || it.dead_letter == Some(index))
        };
        let mut topics = model.topics.iter().filter(reaches).peekable();
        if queue.attributes.policy.is_none() && topics.peek().is_some() {
            queue.attributes.policy = Some(Arc::new(topics_policy(&queue.name, topics)));
        }
    }
}

/// The bodies of all kinds of messages that are JSON, as filters see them.
pub(super) fn documents(producers: &[ProducerModel]) -> Vec<(Arc<[u8]>, Document)> {
    let mut documents: Vec<(Arc<[u8]>, Document)> = Vec::new();
    let bodies = producers.iter().flat_map(|producer| &producer.kinds).filter_map(|kind| kind.body.as_ref());
    for body in bodies {
        let value: Option<Value> = serde_json::from_slice(body).ok();
        if let Some(value) = value.filter(|_| documents.iter().all(|(known, _)| known != body)) {
            documents.push((body.clone(), filter_policy::document(&value)));
        }
    }
    documents
}
