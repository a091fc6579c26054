//! Calls to the engine, and what its events mean for the world.

use std::sync::Arc;

use sqs::{Body, Command, Delivery, EventKind, MessageId, QueueId, Refusal, Reply, SendEntry, Ticket};

use super::{Sink, World};
use crate::actor::{Amid, Asker, Held, Phase};
use crate::chance::mixed;
use crate::schedule::Wake;
use crate::setup::Group;
use crate::totals::Totals;
use crate::{AccessDenial, Event, Kind, MessageKind, Trouble, UserAnswer};

impl World {
    /// Makes a call; its events wait in `heard` for [`World::pass_on`].
    pub(super) fn ask(&mut self, command: Command) -> Result<Reply, Refusal> {
        self.engine.apply(self.now, &self.setup.caller, command, &mut self.dice, &mut self.heard)
    }

    /// An event of the world itself.
    pub(super) fn tell<S: Sink + ?Sized>(&mut self, kind: Kind, sink: &mut S) {
        self.step += 1;
        self.events += 1;
        sink.event(self, &Event { at: self.now, kind });
    }

    /// Passes the engine's events on. `caller` is who asked, if a receive was just answered.
    pub(super) fn pass_on<S: Sink + ?Sized>(&mut self, caller: Option<Asker>, sink: &mut S) {
        let mut heard = std::mem::take(&mut self.heard);
        for (index, event) in heard.iter().enumerate() {
            debug_assert_eq!(event.at, self.now, "each deadline is handled at its own instant");
            Totals::count(&mut self.totals, &event.kind);
            let sent = if let EventKind::Sent { queue, message, .. } = event.kind {
                Some(self.mark_of(queue, message))
            } else {
                None
            };
            self.sent_group = sent.and_then(|mark| mark.group);
            self.tell(Kind::Engine(event.kind), sink);
            match event.kind {
                EventKind::Received { queue, message, .. } => {
                    let ticket = answered(&heard[index..], queue);
                    match ticket.map_or(caller, |ticket| self.asker_of(ticket)) {
                        Some(Asker::Worker(place)) => {
                            let worker = self.workers[place as usize].id;
                            self.tell(Kind::HandedTo { worker, message }, sink);
                        }
                        Some(Asker::Poller { mapping, .. }) => {
                            let consumer = self.mappings[mapping as usize].consumer;
                            self.tell(Kind::Polled { consumer, message }, sink);
                        }
                        Some(Asker::User(_)) | None => {}
                    }
                }
                EventKind::Sent { message, .. } => self.mark(message, sent.and_then(|mark| mark.kind)),
                EventKind::PollAnswered { ticket, .. } => self.answer_arrives(ticket),
                EventKind::Redriven { message, replacement, .. } => {
                    self.effects.iter_mut().for_each(|effects| effects.carry(message, replacement));
                    self.mark(replacement, self.kind_number(message));
                }
                _ => {}
            }
        }
        heard.clear();
        self.heard = heard;
    }

    /// What is known of a message that was just sent.
    fn mark_of(&self, queue: QueueId, message: MessageId) -> Mark {
        if self.user_calls {
            return Mark { group: self.group_of(queue, message), kind: None };
        }
        let mark = self.sending.iter().find(|(sent, _)| *sent == message);
        mark.map_or(Mark::default(), |(_, mark)| *mark)
    }

    /// The number of a message's group; a group that no sender of the run uses counts as the user's own.
    fn group_of(&self, queue: QueueId, message: MessageId) -> Option<u32> {
        let group = self.engine.message(message)?.group?;
        let own = || self.setup.user_group_number(queue.0);
        self.setup.group_number(&group).or_else(own)
    }

    /// A message is of this kind.
    fn mark(&mut self, message: MessageId, kind: Option<u32>) {
        if let Some(kind) = kind {
            *self.kinds.entry(message.serial as usize - 1) = kind + 1;
        }
    }

    pub(super) fn kind_number(&self, message: MessageId) -> Option<u32> {
        self.kinds.get(message.serial as usize - 1)?.checked_sub(1)
    }

    /// The kind of a message, if its producer told kinds apart.
    pub(crate) fn kind(&self, message: MessageId) -> Option<&MessageKind> {
        self.setup.kind(self.kind_number(message)?)
    }

    fn asker_of(&self, ticket: Ticket) -> Option<Asker> {
        self.parked.iter().find(|(parked, _)| *parked == ticket).map(|(_, asker)| *asker)
    }

    /// A parked receive has its answer: it reaches who asked after the latency.
    fn answer_arrives(&mut self, ticket: Ticket) {
        let answer = self.engine.take_answer(ticket);
        let Some(at) = self.parked.iter().position(|(parked, _)| *parked == ticket) else {
            return;
        };
        let Some((_, asker)) = self.parked.remove(at) else {
            return;
        };
        if let Asker::User(input) = asker {
            let answer = answer.unwrap_or_else(|| Ok(Vec::new()));
            let answer = UserAnswer::Is(Arc::new(answer.map(Reply::Received)));
            self.user_answers.insert(input, answer);
            return;
        }
        let deliveries = answer.and_then(Result::ok).unwrap_or_default();
        match asker {
            Asker::Worker(place) => self.worker_hears(place, deliveries),
            Asker::Poller { mapping, poller } => {
                let at = self.poller_gets(mapping, poller, deliveries);
                self.schedule.answer(self.now, at, Wake::Poller { mapping, poller });
            }
            Asker::User(_) => {}
        }
    }

    /// A worker that hangs has its answer too, but does not look at it.
    fn worker_hears(&mut self, place: u32, deliveries: Vec<Delivery>) {
        self.hold(place, deliveries);
        if let Phase::Hung { amid, .. } = &mut self.workers[place as usize].phase {
            *amid = Amid::Waiting;
            return;
        }
        let (life, at) = self.expect_answer(place);
        self.schedule.answer(self.now, at, Wake::Worker { place, life });
    }

    /// A worker's new batch.
    pub(super) fn hold(&mut self, place: u32, deliveries: Vec<Delivery>) {
        let worker = &mut self.workers[place as usize];
        worker.next = 0;
        worker.batch.clear();
        worker.batch.extend(deliveries.iter().map(Held::of));
        self.engine.give_back(deliveries);
    }

    /// Sends. The reply tells whether it was accepted.
    pub(super) fn send<S: Sink + ?Sized>(
        &mut self,
        queue: u32,
        principal: Option<u32>,
        parcel: Parcel,
        sink: &mut S,
    ) -> Result<Reply, Refusal> {
        let mark = parcel.mark();
        let entry = self.entry(parcel);
        let reply = self.ask_by(principal, Command::SendMessage { queue: QueueId(queue), entry });
        if let Ok(Reply::Sent(sent)) = &reply {
            self.sending.push((sent.message, mark));
        }
        self.pass_on(None, sink);
        self.sending.clear();
        reply
    }

    /// What a parcel looks like to SQS.
    pub(super) fn entry(&self, parcel: Parcel) -> SendEntry {
        let kind = parcel.kind.and_then(|kind| self.setup.kind(kind));
        let len_bytes = kind.and_then(|kind| kind.size_bytes).unwrap_or(parcel.size_bytes);
        let body = match kind.and_then(|kind| kind.body.clone()) {
            Some(bytes) => Body::Bytes(bytes),
            None => Body::Simulated { len_bytes, hash: mixed(parcel.identity) },
        };
        SendEntry {
            delay_s: parcel.delay_s,
            group: parcel.group.map(|group| group.id),
            deduplication_id: parcel.deduplication_id,
            attributes: kind.and_then(|kind| kind.attributes.clone()),
            ..body.into()
        }
    }
}

/// What is sent.
pub(super) struct Parcel {
    pub(super) size_bytes: u32,
    /// Equal identities mean equal bodies.
    pub(super) identity: u64,
    pub(super) delay_s: Option<i32>,
    pub(super) group: Option<Group>,
    pub(super) deduplication_id: Option<Arc<str>>,
    /// Its kind, by number among all kinds of the run; the kind's size and body come first.
    pub(super) kind: Option<u32>,
}

/// What the world knows of a message that is being sent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    /// Number of its group among all of the run.
    pub(super) group: Option<u32>,
    /// Its kind, by number among all kinds of the run.
    pub(super) kind: Option<u32>,
}

impl Parcel {
    pub(super) fn mark(&self) -> Mark {
        Mark { group: self.group.as_ref().map(|group| group.number), kind: self.kind }
    }
}

/// The parked receive that the first of these events belongs to, a hand-out of this queue; none if the
/// receive was answered at once. The hand-outs of an answer stand right before its `PollAnswered`.
fn answered(events: &[sqs::Event], of: QueueId) -> Option<Ticket> {
    let mut handed_out = 0;
    for event in events {
        match event.kind {
            EventKind::Received { queue, .. } if queue == of => handed_out += 1,
            EventKind::PollAnswered { queue, ticket, messages } if queue == of => {
                return (messages >= handed_out).then_some(ticket);
            }
            _ => {}
        }
    }
    None
}

/// A refusal in the world's terms.
pub(super) fn trouble(refusal: &Refusal) -> Trouble {
    match refusal {
        Refusal::ReceiptHandleExpired
        | Refusal::ReceiptHandleIsInvalid
        | Refusal::ReceiptHandleOfAnotherQueue
        | Refusal::NotAvailableForVisibilityChange => Trouble::HandleExpired,
        Refusal::OverLimit => Trouble::OverLimit,
        Refusal::QueueDoesNotExist => Trouble::QueueDoesNotExist,
        Refusal::RequestThrottled => Trouble::Throttled,
        Refusal::AccessDenied(_, denial) => Trouble::AccessDenied(AccessDenial::of(*denial)),
        Refusal::Kms(trouble) => Trouble::KmsDenied(*trouble),
        Refusal::TooManyMessageAttributes(_) => Trouble::TooManyAttributes,
        Refusal::MessageTooLong(_) => Trouble::TooLong,
        Refusal::VisibilityBeyondLimit(_) => Trouble::HiddenTooLong,
        Refusal::PurgeQueueInProgress => Trouble::PurgedJustNow,
        Refusal::MoveTaskRunning => Trouble::RedriveRuns,
        Refusal::MoveTaskDoesNotExist | Refusal::MoveTaskNotActive => Trouble::NoRedriveRuns,
        Refusal::MoveSourceIsNoDeadLetterQueue => Trouble::NotADeadLetterQueue,
        _ => Trouble::Refused,
    }
}
