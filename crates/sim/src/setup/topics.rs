//! What follows from a model's topics: whose copies are called what, and which messages pass which filter.

use std::sync::Arc;

use sqs::Caller;

use super::{GroupRange, Setup};
use crate::model::SNS;
use crate::{Destination, Document, FilterPolicy, Model, SubscriptionModel, TopicModel};

/// A subscription among all of the run.
#[derive(Debug)]
pub(crate) struct SubscriptionSetup {
    /// Index of its topic.
    pub(crate) topic: u32,
    /// Index in its topic.
    pub(crate) index: u32,
    /// By producer: the number of the first group of its copies, of those that no two subscriptions share, so
    /// that copies of one message have the same number behind different letters.
    first_group: Vec<u32>,
    /// By kind: does its filter let the kind through? The last is for messages without a kind.
    passes: Vec<bool>,
}

/// A topic as SQS sees it.
pub(super) fn topic_caller(topic: &TopicModel) -> Caller {
    Caller {
        service: Some(SNS.into()),
        source_arn: Some(topic.arn().into()),
        source_account: Some(Caller::OWNER_ACCOUNT),
        ..Caller::default()
    }
}

/// All subscriptions; `groups` counts the groups of the run so far. `first_kind` is of [`Setup`].
pub(super) fn subscriptions(
    model: &Model,
    first_kind: &[u32],
    producers: &[GroupRange],
    groups: &mut u32,
) -> Vec<SubscriptionSetup> {
    let mut all = Vec::new();
    for (topic, rules) in (0..).zip(&model.topics) {
        for (index, subscription) in (0..).zip(&rules.subscriptions) {
            let passes = passes(model, subscription.filter.as_ref(), first_kind);
            let first_group = first_groups(model, topic, producers, groups);
            all.push(SubscriptionSetup { topic, index, first_group, passes });
        }
    }
    all
}

/// Without message groups a subscription's copies are one group of labels, whoever published.
fn first_groups(model: &Model, topic: u32, producers: &[GroupRange], groups: &mut u32) -> Vec<u32> {
    let plain = *groups;
    *groups += 1;
    let each = model.producers.iter().zip(producers).map(|(producer, own)| {
        if producer.to != Destination::Topic(topic) || own.ids.is_empty() {
            return plain;
        }
        let first = *groups;
        *groups += own.ids.len() as u32;
        first
    });
    each.collect()
}

fn passes(model: &Model, filter: Option<&FilterPolicy>, first_kind: &[u32]) -> Vec<bool> {
    let kinds = model.producers.iter().flat_map(|producer| &producer.kinds);
    let Some(filter) = filter else {
        return vec![true; first_kind.last().map_or(0, |all| *all as usize) + 1];
    };
    let of_kinds = kinds.map(|kind| {
        let attributes = kind.attributes.as_deref().unwrap_or_default();
        filter.passes(attributes, kind.body.as_ref().and_then(|body| document(model, body)))
    });
    of_kinds.chain([filter.passes(&[], None)]).collect()
}

fn document<'a>(model: &'a Model, body: &Arc<[u8]>) -> Option<&'a Document> {
    model.documents.iter().find(|(bytes, _)| bytes == body).map(|(_, document)| document)
}

impl SubscriptionSetup {
    /// Is a message of this kind, or without one, delivered?
    pub(crate) fn lets_through(&self, kind: Option<u32>) -> bool {
        let plain = self.passes.len().saturating_sub(1);
        self.passes.get(kind.map_or(plain, |kind| kind as usize)).copied().unwrap_or(true)
    }
}

impl Setup {
    /// A subscription's rules.
    pub(crate) fn subscription(&self, number: u32) -> (&SubscriptionSetup, &TopicModel, &SubscriptionModel) {
        let setup = &self.subscriptions[number as usize];
        let topic = &self.model.topics[setup.topic as usize];
        (setup, topic, &topic.subscriptions[setup.index as usize])
    }

    /// Numbers of a topic's subscriptions among all of the run.
    pub(crate) fn subscriptions_of(&self, topic: u32) -> impl Iterator<Item = u32> + use<'_> {
        (0..).zip(&self.subscriptions).filter(move |(_, it)| it.topic == topic).map(|(number, _)| number)
    }

    /// The number of the group that names a subscription's copy of a producer's n-th message.
    pub(crate) fn copy_group(&self, number: u32, producer: u32, n: u64) -> u32 {
        let first = self.producers[producer as usize].first;
        let place = self.group_of(producer, n).map_or(0, |group| group.number - first);
        self.subscriptions[number as usize].first_group[producer as usize] + place
    }
}
