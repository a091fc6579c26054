//! `SetQueueAttributes`: shown at once, in effect at once or when the change has spread (sqs-facts §1.4).

use std::collections::VecDeque;

use crate::moment::Moment;
use crate::queue::Queue;
use crate::settings::{changed, check_attributes, check_changes};
use crate::soonest::NEVER;
use crate::store::{NONE, Place, Store};
use crate::{
    AttributeChanges, Engine, MICROS_PER_S, QueueAttributes, QueueId, QueueKind, Refusal, Reply, Time,
    VisibleCause,
};

/// Changes of a queue that are on their way at one time; one more takes the place of the latest.
const SPREADING_MAX: usize = 64;

/// What was set on a queue and is not all in effect yet.
#[derive(Clone, Debug)]
pub(crate) struct Spreading {
    /// What is set.
    set: QueueAttributes,
    /// What comes into effect when, but for the retention; soonest first.
    attributes: VecDeque<(Time, QueueAttributes)>,
    /// Which retention, in seconds, comes into effect when; soonest first.
    retentions: VecDeque<(Time, u32)>,
}

impl Engine {
    pub(crate) fn set_attributes(
        &mut self,
        id: QueueId,
        changes: &AttributeChanges,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let queue = self.existing(id)?;
        let kind = queue.books.kind;
        check_changes(changes, kind)?;
        let attributes = changed(queue.set_to(), changes)?;
        check_attributes(&attributes, kind)?;
        if changes.redrive.is_some() {
            self.check_redrive(&attributes, kind, (queue.account, &queue.name))?;
        }
        self.set(id, attributes, moment)
    }

    /// Sets attributes that were looked at.
    pub(crate) fn set(
        &mut self,
        id: QueueId,
        attributes: QueueAttributes,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let Some(queue) = self.queues.get_mut(id.0 as usize).and_then(Option::as_mut) else {
            return Err(Refusal::QueueDoesNotExist);
        };
        queue.modified_at = moment.now;
        queue.spread(attributes, moment.now);
        self.bring_into_effect(id, moment);
        self.changed(id);
        Ok(Reply::Done)
    }

    /// What has spread by now comes into effect.
    pub(crate) fn bring_into_effect(&mut self, id: QueueId, moment: &mut Moment<'_>) {
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return;
        };
        let Some(attributes) = queue.arrived(moment.now) else {
            return;
        };
        let delay_changed = attributes.delay_s != queue.books.attributes.delay_s;
        queue.books.attributes = attributes;
        self.expire(id, moment);
        if let Some(queue) = self.queues[id.0 as usize].as_mut()
            && delay_changed
            && queue.books.kind == QueueKind::Fifo
        {
            queue.apply_delay(&mut self.store, moment);
        }
        self.changed(id);
    }
}

impl Queue {
    /// The attributes as they are set; what is in effect may still be older.
    pub(crate) fn set_to(&self) -> &QueueAttributes {
        self.spreading.as_ref().map_or(&self.books.attributes, |spreading| &spreading.set)
    }

    /// When the next change comes into effect, or never.
    pub(crate) fn next_effect(&self) -> Time {
        self.spreading.as_ref().map_or(NEVER, |spreading| spreading.next())
    }

    /// Puts one dead-letter target in the place of another, in what is set and in what is in effect or will be.
    pub(crate) fn relink(&mut self, before: QueueId, after: QueueId) {
        let spreading = self.spreading.iter_mut().flat_map(|spreading| spreading.all_mut());
        for attributes in spreading.chain([&mut self.books.attributes]) {
            if let Some(redrive) = &mut attributes.redrive
                && redrive.dead_letter_target == before
            {
                redrive.dead_letter_target = after;
            }
        }
    }

    fn spread(&mut self, attributes: QueueAttributes, now: Time) {
        let storage = &self.books.storage;
        let after = |seconds: u32| now + Time::from(seconds) * MICROS_PER_S;
        let attributes_at = after(storage.attribute_propagation_s);
        let retention_at = after(storage.retention_propagation_s);
        let set = attributes.clone();
        let spreading = self.spreading.get_or_insert_with(|| {
            let (attributes, retentions) = Default::default();
            Box::new(Spreading { set: set.clone(), attributes, retentions })
        });
        push(&mut spreading.retentions, (retention_at, set.retention_s));
        push(&mut spreading.attributes, (attributes_at, attributes));
        spreading.set = set;
    }

    /// The attributes in effect from now on, if that changes.
    fn arrived(&mut self, now: Time) -> Option<QueueAttributes> {
        let spreading = self.spreading.as_mut().filter(|spreading| spreading.next() <= now)?;
        let current = &self.books.attributes;
        let attributes = pop_until(&mut spreading.attributes, now).unwrap_or_else(|| current.clone());
        let retention_s = pop_until(&mut spreading.retentions, now).unwrap_or(current.retention_s);
        if spreading.next() == NEVER {
            self.spreading = None;
        }
        Some(QueueAttributes { retention_s, ..attributes })
    }

    /// A FIFO queue's new delay reaches the messages that already wait (sqs-facts §2.6): those sent here
    /// and never received. One whose send plus the new delay lies ahead is delayed (again) until then.
    fn apply_delay(&mut self, store: &mut Store, moment: &mut Moment<'_>) {
        let delay_us = Time::from(self.books.attributes.delay_s) * MICROS_PER_S;
        let mut slot = self.books.own.head;
        while slot != NONE {
            let message = store.get(slot);
            let (next, until) = (message.next, message.arrived_at + delay_us);
            let waits = message.receive_count == 0 && message.dead_letter_source().is_none();
            if waits && until > moment.now {
                self.put(store, slot, Place::Delayed, until);
            } else if waits && message.place == Place::Delayed {
                self.show(store, slot, VisibleCause::DelayEnded, moment);
            }
            slot = next;
        }
    }
}

impl Spreading {
    fn all_mut(&mut self) -> impl Iterator<Item = &mut QueueAttributes> {
        self.attributes.iter_mut().map(|(_, attributes)| attributes).chain([&mut self.set])
    }

    fn next(&self) -> Time {
        let attributes = self.attributes.front().map_or(NEVER, |(at, _)| *at);
        let retention = self.retentions.front().map_or(NEVER, |(at, _)| *at);
        attributes.min(retention)
    }
}

fn push<T>(list: &mut VecDeque<(Time, T)>, item: (Time, T)) {
    if list.len() >= SPREADING_MAX {
        list.pop_back();
    }
    list.push_back(item);
}

/// Takes out what is due; the latest counts.
fn pop_until<T>(list: &mut VecDeque<(Time, T)>, now: Time) -> Option<T> {
    let mut latest = None;
    while list.front().is_some_and(|(at, _)| *at <= now) {
        latest = list.pop_front().map(|(_, item)| item);
    }
    latest
}
