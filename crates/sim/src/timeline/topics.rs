//! The view of topics and principals, and why deliveries and calls fail.

use sqs::{MICROS_PER_MS, MessageId, QueueId};

use super::Timeline;
use crate::actor::{Delivery, Subscription};
use crate::encode::tags;
use crate::sns_limits::wait_us;
use crate::{
    CopyOf, Explanation, KeyView, Kind, PrincipalView, SubscriptionModel, SubscriptionView, TopicView,
    WaitingDelivery,
};

impl Timeline {
    /// All topics.
    pub(super) fn topic_views(&self) -> Vec<TopicView> {
        let world = self.world();
        let mut states = world.subscriptions.iter();
        let topics = self.setup.model.topics.iter().zip(&world.topics);
        let seen = topics.map(|(topic, state)| TopicView {
            id: topic.id.clone(),
            name: topic.name.clone(),
            kind: topic.kind,
            published: state.published,
            deduplicated: state.deduplicated,
            subscriptions: topic.subscriptions.iter().zip(&mut states).map(subscription_view).collect(),
        });
        seen.collect()
    }

    /// All principals.
    pub(super) fn principal_views(&self) -> Vec<PrincipalView> {
        let principals = self.setup.model.principals.iter().zip(&self.world().calls);
        let seen = principals.map(|(principal, calls)| PrincipalView {
            id: principal.id.clone(),
            account: principal.account,
            vpc_endpoint: principal.vpc_endpoint.clone(),
            calls: calls.made,
            denied: calls.denied,
        });
        seen.collect()
    }

    /// The key of a queue that KMS encrypts.
    pub(super) fn key_view(&self, queue: u32) -> Option<KeyView> {
        let name = self.world().engine.queue(QueueId(queue))?.attributes.kms_key.clone()?;
        let broken = self.setup.model.broken_keys.iter().find(|(key, _)| *key == name);
        Some(KeyView { trouble: broken.map(|(_, trouble)| *trouble), name })
    }

    /// Why something about topics or access happened.
    pub(super) fn why_topic(&self, kind: Kind) -> Option<Explanation> {
        match kind {
            Kind::DeliveryFailed { topic, subscription, trouble, fate, attempt, .. } => {
                let wait_ms = wait_us(attempt) / MICROS_PER_MS;
                Some(Explanation::DeliveryFailed { topic, subscription, trouble, fate, attempt, wait_ms })
            }
            Kind::FilteredOut { topic, subscription, .. } => {
                Some(Explanation::FilteredOut { topic, subscription })
            }
            Kind::Published { topic, number, duplicate: true, .. } => {
                Some(Explanation::PublishedAgain { topic, original: number })
            }
            Kind::SendRefused { producer, trouble } if trouble.is_denial() => {
                let principal = self.setup.model.producers.get(producer as usize)?.principal;
                Some(Explanation::CallDenied { principal, trouble })
            }
            Kind::CallRefused { worker, trouble, .. } if trouble.is_denial() => {
                let principal = self.setup.model.consumers.get(worker.consumer as usize)?.principal;
                Some(Explanation::CallDenied { principal, trouble })
            }
            _ => None,
        }
    }

    /// Which published message a message is a copy of.
    pub(super) fn copy_of(&self, message: MessageId) -> Option<CopyOf> {
        if self.setup.model.topics.is_empty() {
            return None;
        }
        let mut told = self
            .message_events(message)
            .filter(|(_, packed)| matches!(packed.tag(), tags::DELIVERED | tags::DELIVERY_FAILED));
        let (index, _) = told.next()?;
        match self.event_at(index)?.kind {
            Kind::Delivered { topic, subscription, number, .. }
            | Kind::DeliveryFailed { topic, subscription, number, .. } => {
                Some(CopyOf { topic, subscription, number })
            }
            _ => None,
        }
    }
}

fn subscription_view((rules, state): (&SubscriptionModel, &Subscription)) -> SubscriptionView {
    SubscriptionView {
        id: rules.id.clone(),
        to: rules.to,
        raw: rules.raw,
        has_filter: rules.filter.is_some(),
        dead_letter: rules.dead_letter,
        delivered: state.delivered,
        filtered: state.filtered,
        failed: state.failed,
        dead_lettered: state.dead_lettered,
        lost: state.lost,
        waiting: state.waiting,
        oldest: state.oldest().map(waiting),
    }
}

fn waiting(delivery: Delivery) -> WaitingDelivery {
    WaitingDelivery { number: delivery.number, attempts: delivery.attempts, next_us: delivery.due }
}
