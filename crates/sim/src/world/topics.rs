//! SNS: publishing, and delivering copies to queues (sqs-facts §8).

use std::collections::VecDeque;

use sqs::{
    Body, Command, KmsTrouble, MessageId, QueueId, QueueKind, Refusal, Reply, SendEntry, Sent, content_id,
};

use super::calls::{Mark, Parcel, trouble};
use super::{Sink, World, envelope};
use crate::actor::Delivery;
use crate::chance::mixed;
use crate::schedule::Wake;
use crate::sns_limits::{ATTEMPTS_MAX, wait_us};
use crate::{DeliveryFate, FaultKind, FaultModel, Kind, TopicModel};

impl World {
    /// A producer that may do so publishes its n-th message, after so many calls that failed.
    pub(super) fn publish<S: Sink + ?Sized>(
        &mut self,
        topic: u32,
        producer: u32,
        call: u64,
        calls_before: u32,
        sink: &mut S,
    ) {
        let setup = self.setup.clone();
        let number = self.topics[topic as usize].published + 1;
        let parcel = self.parcel_again(producer, call, calls_before);
        let kind = parcel.kind;
        if let Some(original) = self.original_of(topic, producer, parcel, number) {
            self.topics[topic as usize].deduplicated += 1;
            self.tell(Kind::Published { topic, producer, number: original, duplicate: true }, sink);
            return;
        }
        self.topics[topic as usize].published = number;
        self.tell(Kind::Published { topic, producer, number, duplicate: false }, sink);
        for subscription in setup.subscriptions_of(topic) {
            if setup.subscriptions[subscription as usize].lets_through(kind) {
                let delivery = Delivery { number, producer, call, calls_before, attempts: 0, due: self.now };
                self.deliver(subscription, delivery, sink);
            } else {
                self.subscriptions[subscription as usize].filtered += 1;
                let index = setup.subscriptions[subscription as usize].index;
                self.tell(Kind::FilteredOut { topic, subscription: index, number }, sink);
            }
        }
    }

    /// A delivery whose time has come to be tried again, and what waits behind it.
    pub(super) fn deliver_again<S: Sink + ?Sized>(&mut self, subscription: u32, lane: u32, sink: &mut S) {
        loop {
            let waiting = &mut self.subscriptions[subscription as usize];
            let Some(first) = waiting.lanes.get(&lane).and_then(VecDeque::front).copied() else { return };
            match self.attempt(subscription, first, sink) {
                Some(later) => return self.put_off_delivery(subscription, lane, later),
                None => {
                    let waiting = &mut self.subscriptions[subscription as usize];
                    waiting.waiting -= 1;
                    if let Some(rest) = waiting.lanes.get_mut(&lane) {
                        rest.pop_front();
                        if rest.is_empty() {
                            waiting.lanes.remove(&lane);
                        }
                    }
                }
            }
        }
    }

    /// The first attempts of a delivery; on a FIFO topic it may have to wait behind others of its group.
    fn deliver<S: Sink + ?Sized>(&mut self, subscription: u32, delivery: Delivery, sink: &mut S) {
        let lane = self.lane_of(subscription, &delivery);
        if let Some(before) = self.subscriptions[subscription as usize].lanes.get_mut(&lane) {
            before.push_back(delivery);
            self.subscriptions[subscription as usize].waiting += 1;
            return;
        }
        if let Some(later) = self.attempt(subscription, delivery, sink) {
            let waiting = &mut self.subscriptions[subscription as usize];
            waiting.lanes.insert(lane, VecDeque::from([later]));
            waiting.waiting += 1;
            self.put_off_delivery(subscription, lane, later);
        }
    }

    fn put_off_delivery(&mut self, subscription: u32, lane: u32, later: Delivery) {
        let lanes = &mut self.subscriptions[subscription as usize].lanes;
        if let Some(first) = lanes.get_mut(&lane).and_then(VecDeque::front_mut) {
            *first = later;
        }
        self.schedule.wake(self.now, later.due, Wake::Delivery { subscription, lane });
    }

    /// Tries until it is delivered or given up, or until the next attempt is later: that is given back.
    fn attempt<S: Sink + ?Sized>(
        &mut self,
        number: u32,
        mut delivery: Delivery,
        sink: &mut S,
    ) -> Option<Delivery> {
        let setup = self.setup.clone();
        let (placed, topic, rules) = setup.subscription(number);
        let (of_topic, subscription) = (placed.topic, placed.index);
        loop {
            let refusal = match self.send_copy(number, rules.to, topic, &delivery, sink) {
                Ok(message) => {
                    self.subscriptions[number as usize].delivered += 1;
                    let (topic, number) = (of_topic, delivery.number);
                    self.tell(Kind::Delivered { topic, subscription, number, message }, sink);
                    return None;
                }
                Err(refusal) => refusal,
            };
            delivery.attempts += 1;
            self.subscriptions[number as usize].failed += 1;
            let goes_on = is_of_server(&refusal) && delivery.attempts < ATTEMPTS_MAX;
            let (fate, message) = if goes_on {
                (DeliveryFate::Retried, None)
            } else {
                self.give_up(number, rules.dead_letter, topic, &delivery, sink)
            };
            let (topic, number, trouble) = (of_topic, delivery.number, trouble(&refusal));
            let attempt = delivery.attempts;
            self.tell(
                Kind::DeliveryFailed { topic, subscription, number, trouble, attempt, fate, message },
                sink,
            );
            let wait_us = wait_us(delivery.attempts);
            match fate {
                DeliveryFate::Retried if wait_us == 0 => {}
                DeliveryFate::Retried => {
                    delivery.due = self.now + wait_us;
                    return Some(delivery);
                }
                DeliveryFate::DeadLettered | DeliveryFate::Lost => return None,
            }
        }
    }

    /// The subscription's dead-letter queue gets what the queue would have got.
    fn give_up<S: Sink + ?Sized>(
        &mut self,
        number: u32,
        dead_letter: Option<u32>,
        topic: &TopicModel,
        delivery: &Delivery,
        sink: &mut S,
    ) -> (DeliveryFate, Option<MessageId>) {
        let sent = dead_letter.map(|queue| self.send_copy(number, queue, topic, delivery, sink));
        let state = &mut self.subscriptions[number as usize];
        match sent {
            Some(Ok(message)) => {
                state.dead_lettered += 1;
                (DeliveryFate::DeadLettered, Some(message))
            }
            Some(Err(_)) | None => {
                state.lost += 1;
                (DeliveryFate::Lost, None)
            }
        }
    }

    fn send_copy<S: Sink + ?Sized>(
        &mut self,
        number: u32,
        queue: u32,
        topic: &TopicModel,
        delivery: &Delivery,
        sink: &mut S,
    ) -> Result<MessageId, Refusal> {
        let setup = self.setup.clone();
        let (placed, _, rules) = setup.subscription(number);
        let parcel = self.parcel_again(delivery.producer, delivery.call, delivery.calls_before);
        let kind = parcel.kind;
        let to_fifo = setup.model.queues[queue as usize].kind == QueueKind::Fifo;
        let entry = self.copy(parcel, topic, rules.raw, to_fifo);
        let group = Some(setup.copy_group(number, delivery.producer, delivery.call));
        let caller = &setup.topic_callers[placed.topic as usize];
        let queue = QueueId(queue);
        let reply = self.ask_as(caller, Command::SendMessage { queue, entry });
        if let Ok(Reply::Sent(sent)) = &reply {
            self.sending.push((sent.message, Mark { group, kind }));
        }
        self.pass_on(None, sink);
        self.sending.clear();
        match reply? {
            Reply::Sent(Sent { message, .. }) => Ok(message),
            // No other answer fits a send.
            _ => Err(Refusal::UnsupportedOperation),
        }
    }

    /// What a queue gets: the message itself, or an envelope around it.
    fn copy(&self, parcel: Parcel, topic: &TopicModel, raw: bool, to_fifo: bool) -> SendEntry {
        let identity = parcel.identity;
        let published = self.entry(parcel);
        let (group, id) = match to_fifo {
            true => (published.group.clone(), Some(deduplication_id(&published))),
            false => (None, None),
        };
        let marked = |entry: SendEntry| SendEntry { delay_s: None, group, deduplication_id: id, ..entry };
        if raw {
            return marked(published);
        }
        let attributes = published.attributes.as_deref().unwrap_or_default();
        let len_bytes = envelope::len_bytes(topic, &published.body, attributes);
        marked(Body::Simulated { len_bytes, hash: mixed(identity.wrapping_add(1 << 63)) }.into())
    }

    /// The message whose deduplication id this one has too, on a FIFO topic.
    fn original_of(&mut self, topic: u32, producer: u32, parcel: Parcel, number: u64) -> Option<u64> {
        if !self.can_repeat(topic, producer) {
            return None;
        }
        let id = deduplication_id(&self.entry(parcel));
        self.topics[topic as usize].original(self.now, id, number)
    }

    /// Can a deduplication id of a producer come twice to this topic? Ids that cannot need no memory.
    fn can_repeat(&self, topic: u32, producer: u32) -> bool {
        let model = &self.setup.model;
        let (topic, sending) = (&model.topics[topic as usize], &model.producers[producer as usize].sending);
        let loses = |fault: &FaultModel| matches!(fault.kind, FaultKind::LoseReply { producer: of } if of == producer);
        topic.kind == QueueKind::Fifo
            && (topic.content_based_deduplication
                || sending.deduplication_ids.is_some()
                || sending.losses.reply_ppm > 0
                || model.faults.iter().any(loses))
    }

    fn lane_of(&self, subscription: u32, delivery: &Delivery) -> u32 {
        let (_, topic, _) = self.setup.subscription(subscription);
        match topic.kind {
            QueueKind::Standard => delivery.number as u32,
            QueueKind::Fifo => self.setup.copy_group(subscription, delivery.producer, delivery.call),
        }
    }
}

/// As published, or made of the body.
fn deduplication_id(published: &SendEntry) -> std::sync::Arc<str> {
    published.deduplication_id.clone().unwrap_or_else(|| content_id(&published.body))
}

/// Is it worth trying again? What the queue's owner did is not (sqs-facts §8).
fn is_of_server(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::RequestThrottled | Refusal::Kms(KmsTrouble::Throttled))
}
