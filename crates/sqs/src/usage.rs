//! What each queue was used for: CloudWatch's counters (sqs-facts §6) and the requests of the bill (§11).
//!
//! Both outlive their queue, as on AWS.

use crate::moment::Moment;
use crate::store::Message;
use crate::{
    Action, Caller, Command, Delivery, Engine, Event, EventKind, MessageAttribute, MessageId, QueueId,
    QueueKind, Refusal, Reply, Ticket, Time, bill,
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

/// What a call costs as far as it is known before its answer.
pub(crate) struct Charge {
    account: u64,
    action: Action,
    queue: Option<QueueId>,
    sent_bytes: u64,
    is_fair: bool,
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

    /// What a call is going to cost; nothing if it is none of AWS's.
    #[inline]
    pub(crate) fn charge(&self, caller: &Caller, command: &Command) -> Option<Charge> {
        let (action, queue, sent_bytes, has_group) = match command {
            Command::SendMessage { queue, entry } => {
                (Action::SendMessage, Some(*queue), entry.size_bytes(), entry.group.is_some())
            }
            Command::ReceiveMessage { queue, .. } => (Action::ReceiveMessage, Some(*queue), 0, false),
            Command::DeleteMessage { queue, .. } => (Action::DeleteMessage, Some(*queue), 0, false),
            Command::SendMessageBatch { queue, entries } => {
                let bytes = entries.iter().map(|(_, entry)| entry.size_bytes()).sum();
                let has_group = entries.iter().any(|(_, entry)| entry.group.is_some());
                (Action::SendMessageBatch, Some(*queue), bytes, has_group)
            }
            other => (other.action()?, self.queue_of(caller, other), 0, false),
        };
        let queue = queue.filter(|id| self.get(*id).is_some());
        let is_fair = has_group
            && queue.and_then(|id| self.get(id)).is_some_and(|queue| queue.books.kind == QueueKind::Standard);
        Some(Charge { account: caller.account, action, queue, sent_bytes, is_fair })
    }

    fn queue_of(&self, caller: &Caller, command: &Command) -> Option<QueueId> {
        match command {
            Command::GetQueueUrl { name, owner } => self.find_queue(owner.unwrap_or(caller.account), name),
            Command::CancelMessageMoveTask { task } => self.move_tasks.get(task).copied(),
            other => other.queue(),
        }
    }

    /// Books a call when it is answered or parked.
    #[inline]
    pub(crate) fn book(&mut self, charge: &Charge, reply: &Result<Reply, Refusal>, now: Time) {
        let queue = match reply {
            Ok(Reply::Queue(created)) => Some(*created),
            Ok(_) | Err(_) => charge.queue,
        };
        let Some(queue) = queue else {
            let requests = bill::requests(charge.sent_bytes);
            *self.other_requests.entry(charge.account).or_default() += requests;
            return;
        };
        let returned_bytes = match reply {
            Ok(Reply::Received(deliveries)) => deliveries.iter().map(Delivery::size_bytes).sum(),
            Ok(_) | Err(_) => 0,
        };
        let requests = bill::requests(charge.sent_bytes.max(returned_bytes));
        let usage = self.usage_mut(queue);
        usage.called_at = now;
        usage.requests.add(charge.action, requests);
        if charge.is_fair {
            usage.requests.fair += requests;
        }
    }

    /// Counts what happened since the last time, while the messages are still there to be measured.
    pub(crate) fn tally(&mut self, moment: &mut Moment<'_>) {
        for event in &moment.events[moment.tallied..] {
            self.tally_event(event);
        }
        moment.tallied = moment.events.len();
    }

    #[inline]
    fn tally_event(&mut self, event: &Event) {
        match event.kind {
            EventKind::Sent { queue, message, .. } => {
                self.tally_sent(queue, message, event.at);
            }
            EventKind::Deduplicated { queue, .. } => self.usage_mut(queue).traffic.deduplicated += 1,
            EventKind::Received { queue, .. } => self.usage_mut(queue).traffic.received += 1,
            EventKind::EmptyReceive { queue, .. } => self.usage_mut(queue).traffic.empty_receives += 1,
            EventKind::Deleted { queue, .. }
            | EventKind::DeletedAgain { queue, .. }
            | EventKind::DeleteIgnored { queue, .. } => {
                self.usage_mut(queue).traffic.deleted += 1;
            }
            EventKind::PollAnswered { queue, ticket, messages } if messages > 0 => {
                // The call itself was booked when it began to wait.
                let requests = bill::requests(self.answered_bytes(ticket));
                self.usage_mut(queue).requests.add(Action::ReceiveMessage, requests - 1);
            }
            EventKind::Redriven { from, to, replacement, .. } => {
                let requests = bill::requests(self.tally_sent(to, replacement, event.at));
                self.usage_mut(to).requests.add(Action::SendMessage, requests);
                let source = self.usage_mut(from);
                source.traffic.received += 1;
                source.traffic.deleted += 1;
                source.requests.add(Action::ReceiveMessage, requests);
                source.requests.add(Action::DeleteMessage, 1);
            }
            EventKind::QueueCreated { .. }
            | EventKind::QueueDeleted { .. }
            | EventKind::QueuePurged { .. }
            | EventKind::PollParked { .. }
            | EventKind::PollAnswered { .. }
            | EventKind::PollAbandoned { .. }
            | EventKind::VisibilityChanged { .. }
            | EventKind::Visible { .. }
            | EventKind::DeadLettered { .. }
            | EventKind::Expired { .. }
            | EventKind::MoveTaskStarted { .. }
            | EventKind::MoveTaskEnded { .. } => {}
        }
    }

    /// Counts a message that was just sent; gives its size in bytes.
    fn tally_sent(&mut self, queue: QueueId, message: MessageId, at: Time) -> u64 {
        let bytes = self.store.find(message).map_or(0, Message::size_bytes);
        let minute = self.minute_of(at);
        let traffic = &mut self.usage_mut(queue).traffic;
        traffic.sent += 1;
        traffic.sent_bytes += bytes;
        let sizes = &mut traffic.latest_sizes;
        *sizes = if sizes.minute == minute && traffic.sent > 1 {
            let (least_bytes, most_bytes) = (sizes.least_bytes.min(bytes), sizes.most_bytes.max(bytes));
            MinuteSizes { minute, least_bytes, most_bytes }
        } else {
            MinuteSizes { minute, least_bytes: bytes, most_bytes: bytes }
        };
        bytes
    }

    /// When a queue that exists or once did was called last.
    pub(crate) fn called_at(&self, queue: QueueId) -> Option<Time> {
        self.usage.get(queue.0 as usize).map(|usage| usage.called_at)
    }

    fn answered_bytes(&self, ticket: Ticket) -> u64 {
        let answer = self.answers.iter().rfind(|(answered, _)| *answered == ticket);
        let deliveries = answer.and_then(|(_, answer)| answer.as_ref().ok());
        deliveries.map_or(0, |deliveries| deliveries.iter().map(Delivery::size_bytes).sum())
    }

    fn usage_mut(&mut self, queue: QueueId) -> &mut Usage {
        if self.usage.len() <= queue.0 as usize {
            self.usage.resize(self.queues.len(), Usage::default());
        }
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
