//! Whether topics can be as they are (sqs-facts §8).

use sqs::QueueKind;

use super::within;
use crate::{Destination, Groups, Model, ModelError, SubscriptionModel, TopicModel, limits};

impl Model {
    /// Subscriptions of all topics.
    pub(super) fn subscriptions(&self) -> usize {
        self.topics.iter().map(|topic| topic.subscriptions.len()).sum()
    }

    pub(super) fn validate_topics(&self) -> Result<(), ModelError> {
        for (index, topic) in (0..).zip(&self.topics) {
            for subscription in &topic.subscriptions {
                self.queue(subscription.to, "subscription")?;
                if let Some(queue) = subscription.dead_letter {
                    self.queue(queue, "subscription")?;
                }
                within(self.fits(topic, subscription), "topic", index, "subscriptions")?;
            }
        }
        if self.delivered_groups() > limits::DELIVERED_GROUPS_MAX {
            return Err(ModelError::TooMany("message groups of copies"));
        }
        Ok(())
    }

    /// A standard topic feeds standard queues; dead letters go to a queue of the topic's kind.
    fn fits(&self, topic: &TopicModel, subscription: &SubscriptionModel) -> bool {
        let kind = |queue: u32| self.queues[queue as usize].kind;
        (topic.kind == QueueKind::Fifo || kind(subscription.to) == QueueKind::Standard)
            && subscription.dead_letter.is_none_or(|queue| kind(queue) == topic.kind)
    }

    /// Is there the subscription of a code?
    pub(super) fn has_subscription(&self, code: u64) -> bool {
        let topic = self.topics.get((code >> 32) as usize);
        topic.is_some_and(|topic| (code & u64::from(u32::MAX)) < topic.subscriptions.len() as u64)
    }

    fn delivered_groups(&self) -> u64 {
        let each = self.producers.iter().map(|producer| match (producer.to, producer.groups) {
            (Destination::Topic(topic), Groups::InTurn(count)) => {
                u64::from(count) * self.topics[topic as usize].subscriptions.len() as u64
            }
            (Destination::Topic(_), Groups::None) | (Destination::Queue(_) | Destination::Consumer(_), _) => {
                0
            }
        });
        each.sum()
    }
}
