//! What each queue was used for: CloudWatch's counters (sqs-facts §6) and the requests of the bill (§11).
//!
//! Both outlive their queue, as on AWS.

use crate::store::Message;
use crate::{
    Action, Caller, Command, Delivery, Engine, MessageAttribute, QueueId, QueueKind, Refusal, Reply, Time,
    bill,
};

/// CloudWatch's counters of a queue, as totals since its creation (sqs-facts §6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Accepted sends, those of move tasks included; no duplicates and no moves to a dead-letter queue.
    pub sent: u64,
    /// Messages handed out, every time.
    pub received: u64,
    /// Successful deletes, those that repeat others or removed nothing included.
    pub deleted: u64,
    /// Receives that came back with nothing.
    pub empty_receives: u64,
    /// FIFO: sends that were dropped as duplicates.
    pub deduplicated: u64,
    /// Bytes of all that was sent.
    pub sent_bytes: u64,
    /// The sizes in the latest minute with a send.
    pub latest_sizes: MinuteSizes,
}

/// The smallest and largest message that was sent in a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MinuteSizes {
    /// Which, counted from 1970.
    pub minute: u64,
    /// The smallest, in bytes.
    pub least_bytes: u64,
    /// The largest, in bytes.
    pub most_bytes: u64,
}

/// Requests as AWS bills them, by action (sqs-facts §11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requests {
    by_action: [u64; Action::ALL.len()],
    /// Those of them that cost extra for a message group on a standard queue.
    pub fair: u64,
}

/// One queue's use.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    pub(crate) traffic: Traffic,
    pub(crate) requests: Requests,
    /// The latest call, refused ones included.
    pub(crate) called_at: Time,
}

impl Requests {
    /// Requests of one action.
    pub const fn of(&self, action: Action) -> u64 {
        self.by_action[action as usize]
    }

    /// Requests of all actions.
    pub fn total(&self) -> u64 {
        self.by_action.iter().sum()
    }

    fn add(&mut self, action: Action, requests: u64) {
        self.by_action[action as usize] += requests;
    }
}

impl Default for Requests {
    fn default() -> Self {
        Self { by_action: [0; Action::ALL.len()], fair: 0 }
    }
}

impl Engine {
    /// CloudWatch's counters of a queue that exists or once did.
    pub fn traffic(&self, queue: QueueId) -> Option<Traffic> {
        self.usage.get(queue.0 as usize).map(|usage| usage.traffic)
    }

    /// What a queue that exists or once did costs (sqs-facts §11): every call that found it, refused ones
    /// included, and the calls that move tasks make in its name, one for each message.
    pub fn requests(&self, queue: QueueId) -> Option<Requests> {
        self.usage.get(queue.0 as usize).map(|usage| usage.requests)
    }

    /// Requests of an account that belong to no queue: `ListQueues`, and calls that found none.
    pub fn requests_without_queue(&self, account: u64) -> u64 {
        self.other_requests.get(&account).copied().unwrap_or_default()
    }

    /// Books a call when it begins, whatever it will be answered; a client that hangs up makes none.
    pub(crate) fn book(&mut self, caller: &Caller, command: &Command, now: Time) {
        let Some(action) = command.action() else {
            return;
        };
        let (bytes, has_group) = if let Command::SendMessage { entry, .. } = command {
            (entry.size_bytes(), entry.group.is_some())
        } else if let Command::SendMessageBatch { entries, .. } = command {
            let bytes = entries.iter().map(|(_, entry)| entry.size_bytes()).sum();
            (bytes, entries.iter().any(|(_, entry)| entry.group.is_some()))
        } else {
            (0, false)
        };
        let requests = bill::requests(bytes);
        match self.queue_of(caller, command).filter(|queue| self.get(*queue).is_some()) {
            Some(queue) => self.book_requests(queue, action, requests, has_group, now),
            None => self.book_without_queue(caller, requests),
        }
    }

    /// Books a `SendMessage` to a queue that exists.
    #[inline]
    pub(crate) fn book_send(&mut self, queue: QueueId, bytes: u64, has_group: bool, now: Time) {
        self.book_requests(queue, Action::SendMessage, bill::requests(bytes), has_group, now);
    }

    /// Books one request to a queue that exists.
    #[inline]
    pub(crate) fn book_one(&mut self, queue: QueueId, action: Action, now: Time) {
        let usage = self.usage_mut(queue);
        usage.called_at = now;
        usage.requests.add(action, 1);
    }

    #[inline]
    fn book_requests(&mut self, queue: QueueId, action: Action, requests: u64, has_group: bool, now: Time) {
        let is_fair =
            has_group && self.get(queue).is_some_and(|queue| queue.books.kind == QueueKind::Standard);
        let usage = self.usage_mut(queue);
        usage.called_at = now;
        usage.requests.add(action, requests);
        if is_fair {
            usage.requests.fair += requests;
        }
    }

    /// Books a `CreateQueue`, whose queue is known with the answer.
    pub(crate) fn book_creation(&mut self, caller: &Caller, reply: &Result<Reply, Refusal>, now: Time) {
        let Ok(Reply::Queue(queue)) = reply else {
            self.book_without_queue(caller, 1);
            return;
        };
        self.book_one(*queue, Action::CreateQueue, now);
    }

    fn book_without_queue(&mut self, caller: &Caller, requests: u64) {
        *self.other_requests.entry(caller.account).or_default() += requests;
    }

    fn queue_of(&self, caller: &Caller, command: &Command) -> Option<QueueId> {
        match command {
            Command::GetQueueUrl { name, owner } => self.find_queue(owner.unwrap_or(caller.account), name),
            Command::CancelMessageMoveTask { task } => self.move_tasks.get(task).copied(),
            other => other.queue(),
        }
    }

    /// Books what a receive returns beyond the one request that the call was when it began.
    #[inline]
    pub(crate) fn book_payload(&mut self, queue: QueueId, deliveries: &[Delivery]) {
        let bytes = deliveries.iter().map(Delivery::size_bytes).sum();
        let requests = bill::requests(bytes);
        if requests > 1 {
            self.usage_mut(queue).requests.add(Action::ReceiveMessage, requests - 1);
        }
    }

    /// Counts a message that was just sent.
    #[inline]
    pub(crate) fn count_sent(&mut self, queue: QueueId, bytes: u64, now: Time) {
        let minute = self.minute_of(now);
        let traffic = self.traffic_mut(queue);
        traffic.sent += 1;
        traffic.sent_bytes += bytes;
        let sizes = &mut traffic.latest_sizes;
        *sizes = if sizes.minute == minute && traffic.sent > 1 {
            let (least_bytes, most_bytes) = (sizes.least_bytes.min(bytes), sizes.most_bytes.max(bytes));
            MinuteSizes { minute, least_bytes, most_bytes }
        } else {
            MinuteSizes { minute, least_bytes: bytes, most_bytes: bytes }
        };
    }

    /// Counts a message that a move task took from one queue and sent to another, with the calls that this was.
    pub(crate) fn count_moved(&mut self, from: QueueId, to: QueueId, bytes: u64, now: Time) {
        let requests = bill::requests(bytes);
        self.count_sent(to, bytes, now);
        self.usage_mut(to).requests.add(Action::SendMessage, requests);
        let source = self.usage_mut(from);
        source.traffic.received += 1;
        source.traffic.deleted += 1;
        source.requests.add(Action::ReceiveMessage, requests);
        source.requests.add(Action::DeleteMessage, 1);
    }

    /// When a queue that exists or once did was called last.
    pub(crate) fn called_at(&self, queue: QueueId) -> Option<Time> {
        self.usage.get(queue.0 as usize).map(|usage| usage.called_at)
    }

    /// The counters of a queue that exists or once did.
    #[inline]
    pub(crate) fn traffic_mut(&mut self, queue: QueueId) -> &mut Traffic {
        &mut self.usage_mut(queue).traffic
    }

    #[inline]
    fn usage_mut(&mut self, queue: QueueId) -> &mut Usage {
        &mut self.usage[queue.0 as usize]
    }
}

impl Delivery {
    /// Size as AWS counts it: body and attributes (sqs-facts §1.10).
    pub fn size_bytes(&self) -> u64 {
        let attributes = self.labels.as_deref().and_then(|labels| labels.attributes.as_deref());
        self.body.len_bytes() + attributes_bytes(attributes)
    }
}

impl Message {
    /// Size as AWS counts it: body and attributes (sqs-facts §1.10).
    pub(crate) fn size_bytes(&self) -> u64 {
        let attributes = self.labels.as_deref().and_then(|labels| labels.attributes.as_deref());
        self.body.len_bytes() + attributes_bytes(attributes)
    }
}

fn attributes_bytes(attributes: Option<&[MessageAttribute]>) -> u64 {
    attributes.into_iter().flatten().map(MessageAttribute::size_bytes).sum()
}
