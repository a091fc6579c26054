//! The engine's rules once more, slowly: a list of messages and linear scans, for storage without chance.
//!
//! It speaks the engine's own types with every `slot` set to 0, so that replies and events can be compared as
//! they are.

mod access;
mod attempts;
mod calls;
mod fair;
mod handles;
mod lists;
mod moves;
mod queues;
mod receive;
mod sends;
mod settings;
mod throttle;

use std::sync::Arc;

use sqs::*;

use crate::paths::took;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Delayed(Time),
    Visible(Time),
    InFlight(Time),
}

#[derive(Clone, Debug)]
pub struct Stored {
    pub serial: u64,
    pub queue: QueueId,
    pub sequence: u64,
    pub sent_at: Time,
    pub arrived_at: Time,
    pub state: State,
    pub received_at: Time,
    pub first_received_at: Time,
    pub receive_count: u32,
    pub receives_here: u32,
    /// Tells the latest thing that was done to it from all others.
    pub touched: u64,
    pub body: Body,
    pub labels: Labels,
    pub source: Option<QueueId>,
}

#[derive(Clone, Debug)]
pub struct Remembered {
    pub at: Time,
    pub scope: DeduplicationScope,
    pub group: Arc<str>,
    pub id: Arc<str>,
    pub message: MessageId,
    pub sequence: u64,
}

#[derive(Clone, Debug)]
pub struct ModelQueue {
    pub account: u64,
    pub name: Arc<str>,
    pub kind: QueueKind,
    /// As set.
    pub attributes: QueueAttributes,
    /// As it works.
    pub in_effect: QueueAttributes,
    /// What was set and when it works, but for the retention; likewise retentions alone.
    pub spreading: Vec<(Time, QueueAttributes)>,
    pub spreading_retentions: Vec<(Time, u32)>,
    pub tags: Tags,
    pub created_at: Time,
    pub modified_at: Time,
    /// Deduplication's, as the queue was created.
    pub scope: DeduplicationScope,
    pub storage: Storage,
    pub deleted_at: Option<Time>,
    pub purged_at: Option<Time>,
    /// The end of a purge that runs.
    pub purge_ends_at: Option<Time>,
    pub last_sequence: u64,
    pub remembered: Vec<Remembered>,
    /// Receives with an id that got messages.
    pub attempts: Vec<attempts::Attempt>,
    /// All calls that were counted, by partition.
    pub metered: Vec<throttle::Metered>,
    /// A message with a group has come in since the queue was made or purged.
    pub has_tenants: bool,
    /// Oldest first, with the instant at which each is over.
    pub tasks: Vec<(MoveTaskView, Time)>,
}

#[derive(Clone, Debug)]
pub struct Waiting {
    pub ticket: Ticket,
    pub queue: QueueId,
    pub max_messages: u32,
    pub visibility_timeout_s: Option<u32>,
    pub until: Time,
    pub attempt: Option<Arc<str>>,
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub now: Time,
    pub last_serial: u64,
    pub last_ticket: u64,
    pub last_task: u64,
    pub last_touch: u64,
    pub queues: Vec<ModelQueue>,
    /// In no order that matters.
    pub messages: Vec<Stored>,
    /// In order of arrival.
    pub waiting: Vec<Waiting>,
    pub spells: Vec<fair::Spell>,
    /// Groups that were noisy when a receive began or had handed out.
    pub noisy: Vec<(QueueId, Arc<str>)>,
    pub answers: Vec<(Ticket, Result<Vec<Delivery>, Refusal>)>,
    pub events: Vec<Event>,
}

pub fn id(serial: u64) -> MessageId {
    MessageId { serial, slot: 0 }
}

pub fn seconds(s: u32) -> Time {
    Time::from(s) * MICROS_PER_S
}

impl Stored {
    pub fn group(&self) -> Option<&Arc<str>> {
        self.labels.group.as_ref()
    }
}

impl Model {
    pub fn alive(&self, queue: QueueId) -> Result<&ModelQueue, Refusal> {
        let found = self.queues.get(queue.0 as usize).filter(|queue| queue.deleted_at.is_none());
        found.ok_or(Refusal::QueueDoesNotExist)
    }

    pub fn queue_mut(&mut self, queue: QueueId) -> &mut ModelQueue {
        &mut self.queues[queue.0 as usize]
    }

    pub fn note(&mut self, kind: EventKind) {
        self.events.push(Event { at: self.now, kind });
    }

    /// The messages of a queue in order of arrival.
    pub fn of_queue(&self, queue: QueueId) -> Vec<&Stored> {
        let mut messages: Vec<_> = self.messages.iter().filter(|message| message.queue == queue).collect();
        messages.sort_by_key(|message| message.sequence);
        messages
    }

    pub fn counts(&self, queue: QueueId) -> Counts {
        let mut counts = Counts::default();
        for message in self.messages.iter().filter(|message| message.queue == queue) {
            match message.state {
                State::Delayed(_) => counts.delayed += 1,
                State::Visible(_) => counts.visible += 1,
                State::InFlight(_) => counts.in_flight += 1,
            }
        }
        counts
    }

    pub fn find(&mut self, serial: u64) -> Option<&mut Stored> {
        self.messages.iter_mut().find(|message| message.serial == serial)
    }

    pub fn is_standard(&self, queue: QueueId) -> bool {
        self.queues[queue.0 as usize].kind == QueueKind::Standard
    }

    pub fn expires_at(&self, message: &Stored) -> Time {
        let keeps_age = self.is_standard(message.queue) && message.source.is_some();
        let from = if keeps_age { message.sent_at } else { message.arrived_at };
        from + seconds(self.queues[message.queue.0 as usize].in_effect.retention_s)
    }

    pub fn next_deadline(&self) -> Option<Time> {
        let expiries = self.messages.iter().map(|message| self.expires_at(message));
        let ends = self.messages.iter().filter_map(|message| match message.state {
            State::Delayed(until) | State::InFlight(until) => Some(until),
            State::Visible(_) => None,
        });
        let alive = self.queues.iter().filter(|queue| queue.deleted_at.is_none());
        let own = alive.filter_map(|queue| {
            let all = [queue.next_effect(), queue.purge_ends_at, queue.next_step()];
            all.into_iter().flatten().min()
        });
        expiries.chain(ends).chain(own).chain(self.waiting.iter().map(|poll| poll.until)).min()
    }

    pub fn advance(&mut self, now: Time) {
        let now = now.max(self.now);
        while let Some(at) = self.next_deadline().filter(|at| *at <= now) {
            self.now = at.max(self.now);
            self.for_all(Self::bring_into_effect);
            self.for_all(Self::end_purge);
            self.for_all(Self::expire);
            self.for_all(|model, queue| {
                model.end_states(queue, |state| match state {
                    State::Delayed(until) => Some((until, VisibleCause::DelayEnded)),
                    State::Visible(_) | State::InFlight(_) => None,
                });
            });
            self.for_all(|model, queue| {
                model.end_states(queue, |state| match state {
                    State::InFlight(until) => Some((until, VisibleCause::TimeoutEnded)),
                    State::Visible(_) | State::Delayed(_) => None,
                });
            });
            self.for_all(Self::step_move_task);
            self.serve();
        }
        self.now = now;
    }

    fn for_all(&mut self, act: impl Fn(&mut Self, QueueId)) {
        (0..self.queues.len() as u32).map(QueueId).for_each(|queue| act(self, queue));
    }

    pub fn expire(&mut self, queue: QueueId) {
        let over = self.messages.iter().filter(|m| m.queue == queue && self.expires_at(m) <= self.now);
        let mut over: Vec<_> = over
            .map(|m| {
                let keeps_age = self.is_standard(m.queue) && m.source.is_some();
                let order = if keeps_age { m.serial } else { m.sequence };
                (self.expires_at(m), keeps_age, order, m.serial)
            })
            .collect();
        over.sort();
        for (_, _, _, serial) in over {
            self.remove(serial);
            self.note(EventKind::Expired { queue, message: id(serial) });
        }
    }

    fn end_states(&mut self, queue: QueueId, end: impl Fn(State) -> Option<(Time, VisibleCause)>) {
        let ended = self.messages.iter().filter(|message| message.queue == queue);
        let ended = ended.filter_map(|m| end(m.state).map(|(until, cause)| (until, m.serial, cause)));
        let mut ended: Vec<_> = ended.filter(|(until, _, _)| *until <= self.now).collect();
        ended.sort_by_key(|(until, serial, _)| (*until, *serial));
        for (_, serial, cause) in ended {
            self.show(serial, cause);
        }
    }

    pub fn show(&mut self, serial: u64, cause: VisibleCause) {
        let now = self.now;
        self.flight_ends(serial);
        self.touch(serial);
        if let Some(message) = self.find(serial) {
            message.state = State::Visible(now);
            let queue = message.queue;
            self.note(EventKind::Visible { queue, message: id(serial), cause });
        }
    }

    /// Waiting receives in order of arrival; after each that changed something, again from the first.
    pub fn serve(&mut self) {
        let mut place = 0;
        while let Some(poll) = self.waiting.get(place).cloned() {
            let (deliveries, moved) = self.take(poll.queue, poll.max_messages, poll.visibility_timeout_s);
            let answered = !deliveries.is_empty() || (poll.until <= self.now && moved.is_empty());
            if answered {
                self.waiting.remove(place);
                if poll.attempt.is_some() && !deliveries.is_empty() {
                    took("a waiting receive is answered and remembered");
                }
                self.remember_attempt(poll.queue, poll.attempt.clone(), &deliveries);
                self.answer(&poll, deliveries);
            }
            place = if answered || !moved.is_empty() { 0 } else { place + 1 };
            self.bury(moved);
        }
    }

    /// A receive has waited long enough, or for something.
    pub fn answer(&mut self, poll: &Waiting, deliveries: Vec<Delivery>) {
        let (queue, ticket) = (poll.queue, poll.ticket);
        if deliveries.is_empty() {
            self.note(EventKind::EmptyReceive { queue, false_empty: false });
        }
        self.note(EventKind::PollAnswered { queue, ticket, messages: deliveries.len() as u32 });
        self.answers.push((ticket, Ok(deliveries)));
    }

    /// True if an earlier message of the group is in flight or delayed.
    pub fn is_blocked(&self, message: &Stored) -> bool {
        let earlier = |other: &Stored| {
            other.queue == message.queue
                && other.group() == message.group()
                && other.sequence < message.sequence
                && !matches!(other.state, State::Visible(_))
        };
        !self.is_standard(message.queue) && self.messages.iter().any(earlier)
    }
}
