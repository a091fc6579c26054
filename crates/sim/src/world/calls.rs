//! Calls to the engine, and what its events mean for the world.

use sqs::{Body, Command, Delivery, EventKind, Refusal, Reply, SendEntry, Ticket};

use super::{Sink, World};
use crate::actor::{Asker, Held};
use crate::chance::mixed;
use crate::schedule::Wake;
use crate::setup::Group;
use crate::totals::Totals;
use crate::{Event, Kind, Trouble};

fn held(delivery: &Delivery) -> Held {
    Held { message: delivery.message, handle: delivery.handle, until: delivery.visible_at }
}

impl World {
    /// Makes a call; its events wait in `heard` for [`World::pass_on`].
    pub(super) fn ask(&mut self, command: Command) -> Result<Reply, Refusal> {
        self.engine.apply(self.now, &self.setup.caller, command, &mut self.dice, &mut self.heard)
    }

    /// An event of the world itself.
    pub(super) fn tell<S: Sink>(&mut self, kind: Kind, sink: &mut S) {
        self.step += 1;
        self.events += 1;
        sink.event(self, &Event { at: self.now, kind });
    }

    /// Passes the engine's events on. `caller` is who asked, if a receive was just answered.
    pub(super) fn pass_on<S: Sink>(&mut self, caller: Option<Asker>, sink: &mut S) {
        let mut heard = std::mem::take(&mut self.heard);
        for (index, event) in heard.iter().enumerate() {
            debug_assert_eq!(event.at, self.now, "each deadline is handled at its own instant");
            Totals::count(&mut self.totals, &event.kind);
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
                        None => {}
                    }
                }
                EventKind::PollAnswered { ticket, .. } => self.answer_arrives(ticket),
                EventKind::Redriven { message, replacement, .. } => {
                    self.effects.iter_mut().for_each(|effects| effects.carry(message, replacement));
                }
                _ => {}
            }
        }
        heard.clear();
        self.heard = heard;
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
        let deliveries = answer.and_then(Result::ok).unwrap_or_default();
        match asker {
            Asker::Worker(place) => {
                self.hold(place, deliveries);
                let life = self.await_answer(place);
                let at = self.now + self.latency_of(place);
                self.schedule.answer(self.now, at, Wake::Worker { place, life });
            }
            Asker::Poller { mapping, poller } => {
                let at = self.poller_gets(mapping, poller, deliveries);
                self.schedule.answer(self.now, at, Wake::Poller { mapping, poller });
            }
        }
    }

    /// A worker's new batch.
    pub(super) fn hold(&mut self, place: u32, deliveries: Vec<Delivery>) {
        let worker = &mut self.workers[place as usize];
        worker.next = 0;
        worker.batch.clear();
        worker.batch.extend(deliveries.iter().map(held));
        self.engine.give_back(deliveries);
    }

    /// Sends. The reply tells whether it was accepted.
    pub(super) fn send<S: Sink>(
        &mut self,
        queue: u32,
        parcel: Parcel,
        sink: &mut S,
    ) -> Result<Reply, Refusal> {
        self.sending_group = parcel.group.as_ref().map(|group| group.number);
        let reply = self.ask(Command::SendMessage {
            queue: sqs::QueueId(queue),
            entry: SendEntry {
                delay_s: parcel.delay_s,
                group: parcel.group.map(|group| group.id),
                deduplication_id: parcel.deduplication_id,
                ..Body::Simulated { len_bytes: parcel.size_bytes, hash: mixed(parcel.identity) }.into()
            },
        });
        self.pass_on(None, sink);
        self.sending_group = None;
        reply
    }
}

/// What is sent.
pub(super) struct Parcel {
    pub(super) size_bytes: u32,
    /// Equal identities mean equal bodies.
    pub(super) identity: u64,
    pub(super) delay_s: Option<i32>,
    pub(super) group: Option<Group>,
    pub(super) deduplication_id: Option<std::sync::Arc<str>>,
}

/// The parked receive that the first of these events belongs to, a hand-out of this queue; none if the
/// receive was answered at once. The hand-outs of an answer stand right before its `PollAnswered`.
fn answered(events: &[sqs::Event], of: sqs::QueueId) -> Option<Ticket> {
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
        _ => Trouble::Refused,
    }
}
