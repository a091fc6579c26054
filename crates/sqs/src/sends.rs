//! `SendMessage`, and what a batch does for each of its entries (sqs-facts §1.10, §2.6, §3.4).

use std::sync::Arc;

use crate::books::Books;
use crate::deduplication::{Identity, Original, content_id};
use crate::message_attributes::check_message_attributes;
use crate::moment::Moment;
use crate::queue::Line;
use crate::soonest::NEVER;
use crate::store::NewMessage;
use crate::validation::{check_body, in_range, is_label};
use crate::{
    Caller, DeduplicationId, Engine, EventKind, Labels, MICROS_PER_S, QueueId, QueueKind, Refusal, Reply,
    SendEntry, Sent, Time, limits,
};

impl Engine {
    #[inline(never)]
    pub(crate) fn send_message(
        &mut self,
        queue: QueueId,
        entry: SendEntry,
        caller: &Caller,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let existing = self.existing(queue)?;
        check_entry(&entry, &existing.books)?;
        check_deduplication(&entry, &existing.books)?;
        let sender = caller.sender_to(existing.account);
        self.meter_sends(queue, std::iter::once(&entry), moment.now)?;
        let sent = self.take_message(queue, entry, sender, moment)?;
        self.serve_polls(moment);
        Ok(Reply::Sent(sent))
    }

    /// Checks one message of a batch that is fine as a whole, and takes it.
    pub(crate) fn send_entry(
        &mut self,
        queue: QueueId,
        entry: SendEntry,
        sender: Option<Arc<str>>,
        moment: &mut Moment<'_>,
    ) -> Result<Sent, Refusal> {
        check_entry(&entry, &self.existing(queue)?.books)?;
        self.take_message(queue, entry, sender, moment)
    }

    #[inline(always)]
    fn take_message(
        &mut self,
        queue: QueueId,
        entry: SendEntry,
        sender: Option<Arc<str>>,
        moment: &mut Moment<'_>,
    ) -> Result<Sent, Refusal> {
        let books = &self.existing(queue)?.books;
        match books.kind {
            QueueKind::Standard => {
                let delay_s = entry.delay_s.map_or(books.attributes.delay_s, |delay_s| delay_s as u32);
                let shard = moment.choose(queue, books.storage.shards) as u8;
                let bytes = entry.size_bytes();
                let message = NewMessage { shard, ..NewMessage::new(queue, entry, sender) };
                Ok(self.store_message(message, bytes, delay_s, moment))
            }
            QueueKind::Fifo => self.send_fifo(queue, entry, sender, moment),
        }
    }

    /// The queue's delay counts even if the call says 0 (sqs-facts §2.6).
    #[inline(never)]
    fn send_fifo(
        &mut self,
        queue: QueueId,
        mut entry: SendEntry,
        sender: Option<Arc<str>>,
        moment: &mut Moment<'_>,
    ) -> Result<Sent, Refusal> {
        let Books { attributes, storage, .. } = &self.existing(queue)?.books;
        let delay_s = attributes.delay_s;
        let live_scope = storage.scope_changes_live.then_some(attributes.deduplication_scope);
        let id = entry.deduplication_id.take().unwrap_or_else(|| content_id(&entry.body));
        let group = entry.group.clone().ok_or(Refusal::MissingMessageGroupId)?;
        let identity = Identity { group: &group, id: &id, live_scope };
        if let Some(original) = self.original_of(queue, moment.now, &identity) {
            let Original { message, sequence } = original;
            moment.note(EventKind::Deduplicated { queue, original: message });
            self.traffic_mut(queue).deduplicated += 1;
            return Ok(Sent { message, sequence: Some(sequence) });
        }
        entry.deduplication_id = Some(id.clone());
        let bytes = entry.size_bytes();
        let sent = self.store_message(NewMessage::new(queue, entry, sender), bytes, delay_s, moment);
        if let Sent { message, sequence: Some(sequence) } = sent
            && let Some(Line::Fifo(groups)) =
                self.queues[queue.0 as usize].as_mut().map(|queue| &mut queue.line)
        {
            groups.deduplication.remember(moment.now, &identity, Original { message, sequence });
        }
        Ok(sent)
    }

    fn original_of(&mut self, queue: QueueId, now: Time, send: &Identity<'_>) -> Option<Original> {
        match &mut self.queues[queue.0 as usize].as_mut()?.line {
            Line::Standard(_) => None,
            Line::Fifo(groups) => groups.deduplication.original(now, send),
        }
    }

    #[inline(always)]
    fn store_message(&mut self, new: NewMessage, bytes: u64, delay_s: u32, moment: &mut Moment<'_>) -> Sent {
        let (id, now) = (new.queue, moment.now);
        let visible_at = now + Time::from(delay_s) * MICROS_PER_S;
        self.count_sent(id, bytes, now);
        let message = self.store.insert(new, now);
        let (mut sequence, mut deadline) = (None, NEVER);
        if let Some(queue) = self.queues[id.0 as usize].as_mut() {
            queue.enter(&mut self.store, message.slot, now, visible_at);
            sequence = (queue.books.kind == QueueKind::Fifo).then_some(queue.books.last_sequence);
            let expiry = now + queue.books.retention_us();
            deadline = if visible_at > now { expiry.min(visible_at) } else { expiry };
        }
        moment.note(EventKind::Sent { queue: id, message, visible_at });
        self.gained(id, deadline);
        Sent { message, sequence }
    }
}

impl NewMessage {
    /// An accepted message on the first server. Most of a simulation are marked with nothing, and then carry nothing.
    #[inline(always)]
    fn new(queue: QueueId, entry: SendEntry, sender: Option<Arc<str>>) -> Self {
        let SendEntry { body, delay_s: _, attributes, trace_header, group, deduplication_id } = entry;
        let attributes = attributes.filter(|attributes| !attributes.is_empty());
        let labelled = group.is_some()
            || deduplication_id.is_some()
            || attributes.is_some()
            || trace_header.is_some()
            || sender.is_some();
        if !labelled {
            return Self { queue, body, labels: None, shard: 0 };
        }
        let deduplication_id = deduplication_id.map(DeduplicationId::Text);
        let labels = Labels { group, deduplication_id, attributes, trace_header, sender };
        Self { queue, body, labels: Some(Arc::new(labels)), shard: 0 }
    }
}

impl Caller {
    /// Who a message says that it is from; none for the root of the account that owns the queue.
    #[inline]
    pub(crate) fn sender_to(&self, queue_account: u64) -> Option<Arc<str>> {
        let is_plain = self.principal.is_none() && self.service.is_none() && self.account == queue_account;
        if is_plain { None } else { self.named_sender_to(queue_account) }
    }

    fn named_sender_to(&self, queue_account: u64) -> Option<Arc<str>> {
        match (&self.principal, &self.service) {
            (Some(principal), _) if self.account == queue_account && is_root(principal, queue_account) => {
                None
            }
            (Some(principal), _) => Some(principal.clone()),
            (None, Some(service)) => Some(service.clone()),
            (None, None) if self.account == queue_account => None,
            (None, None) => Some(root(self.account).into()),
        }
    }
}

fn is_root(principal: &str, account: u64) -> bool {
    principal.ends_with(":root") && principal == root(account)
}

fn root(account: u64) -> String {
    format!("arn:aws:iam::{account:012}:root")
}

#[inline(always)]
fn check_entry(entry: &SendEntry, books: &Books) -> Result<(), Refusal> {
    check_body(entry, books.attributes.maximum_message_bytes)?;
    if let Some(attributes) = &entry.attributes {
        check_message_attributes(attributes)?;
    }
    check_delay(entry.delay_s, books.kind)?;
    match &entry.group {
        None if books.kind == QueueKind::Fifo => return Err(Refusal::MissingMessageGroupId),
        Some(group) if !is_label(group) => return Err(Refusal::InvalidMessageGroupId),
        Some(_) | None => {}
    }
    match &entry.deduplication_id {
        Some(_) if books.kind == QueueKind::Standard => Err(Refusal::DeduplicationIdNotForStandard),
        Some(id) if !is_label(id) => Err(Refusal::InvalidDeduplicationId),
        Some(_) | None => Ok(()),
    }
}

/// A FIFO queue needs an id, or makes one of the body.
pub(crate) fn check_deduplication(entry: &SendEntry, books: &Books) -> Result<(), Refusal> {
    let has_one = entry.deduplication_id.is_some() || books.attributes.content_based_deduplication;
    if books.kind == QueueKind::Standard || has_one { Ok(()) } else { Err(Refusal::MissingDeduplicationId) }
}

fn check_delay(delay_s: Option<i32>, kind: QueueKind) -> Result<(), Refusal> {
    match delay_s {
        Some(delay_s) if in_range(delay_s, limits::DELAY_S_MAX).is_none() => {
            Err(Refusal::DelayOutOfRange(delay_s))
        }
        Some(delay_s) if delay_s > 0 && kind == QueueKind::Fifo => Err(Refusal::DelayNotForFifo(delay_s)),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_its_sender_unless_that_is_the_owners_root() {
        let owner = Caller::OWNER_ACCOUNT;
        let root_of = |account: u64| Some(Arc::from(root(account)));
        let user: Arc<str> = "arn:aws:iam::123456789012:user/ann".into();
        let plain = Caller::default();
        let named_root = Caller { principal: root_of(owner), ..plain.clone() };
        let ann = Caller { principal: Some(user.clone()), ..plain.clone() };
        let other = Caller { account: 7, ..plain.clone() };
        let topic = Caller { service: Some("sns.amazonaws.com".into()), ..plain.clone() };
        assert_eq!(plain.sender_to(owner), None);
        assert_eq!(named_root.sender_to(owner), None);
        assert_eq!(named_root.sender_to(7), root_of(owner));
        assert_eq!(ann.sender_to(owner), Some(user));
        assert_eq!(other.sender_to(owner).as_deref(), Some("arn:aws:iam::000000000007:root"));
        assert_eq!(topic.sender_to(owner).as_deref(), Some("sns.amazonaws.com"));
    }
}
