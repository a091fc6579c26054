//! The rules of producers: when messages come up, which share a call, and what becomes of a call.

use sqs::{Command, MessageId, QueueId, QueueKind, Refusal, Reply, Sent, Time, limits as sqs_limits};

use super::calls::{Parcel, trouble};
use super::{Sink, World};
use crate::actor::{Lost, Outgoing};
use crate::schedule::Wake;
use crate::{Destination, Kind, Retry, Trouble};

/// What each message of a call came to, or why the whole call was refused.
type Sends = Result<Vec<Result<MessageId, Refusal>>, Refusal>;

impl World {
    /// A producer's message is due.
    pub(super) fn produce<S: Sink + ?Sized>(&mut self, index: u32, sink: &mut S) {
        let setup = self.setup.clone();
        let rules = &setup.model.producers[index as usize];
        let producer = &mut self.producers[index as usize];
        let number = producer.made;
        producer.made += 1;
        match rules.sending.schedule_us {
            Some(wait_us) => {
                let due_at = self.now.saturating_add(wait_us);
                producer.scheduled.push(due_at);
                self.schedule.wake(self.now, due_at, Wake::Scheduled(index));
                self.tell(Kind::ScheduleTaken { producer: index, due_at }, sink);
            }
            None => self.put_out(index, number, sink),
        }
        let next = self.producers[index as usize].next_due(rules, setup.model.duration_us);
        if let Some(due) = next {
            self.schedule.wake(self.now, due, Wake::Producer(index));
        }
    }

    /// The scheduler sends the oldest message that it holds for a producer.
    pub(super) fn fire_schedule<S: Sink + ?Sized>(&mut self, index: u32, sink: &mut S) {
        let producer = &mut self.producers[index as usize];
        let number = producer.fired;
        producer.fired += 1;
        self.tell(Kind::ScheduleFired { producer: index }, sink);
        self.put_out(index, number, sink);
    }

    /// A message goes out: in a call of its own, or with others.
    fn put_out<S: Sink + ?Sized>(&mut self, index: u32, number: u64, sink: &mut S) {
        let batch = self.setup.model.producers[index as usize].sending.batch;
        if batch.size <= 1 {
            return self.call(index, Outgoing::new(number, 1), sink);
        }
        let bytes = self.entry(self.parcel(index, number)).size_bytes();
        let filling = &self.producers[index as usize].filling;
        if filling.messages > 0 && filling.bytes + bytes > u64::from(sqs_limits::BATCH_BYTES_MAX) {
            self.flush(index, sink);
        }
        let filling = &mut self.producers[index as usize].filling;
        filling.first = if filling.messages == 0 { number } else { filling.first };
        filling.messages += 1;
        filling.bytes += bytes;
        let messages = filling.messages;
        if messages >= batch.size {
            return self.flush(index, sink);
        }
        if messages == 1 {
            filling.until = self.now.saturating_add(batch.window_us);
            let window = Wake::BatchWindow { producer: index, batch: filling.batch };
            self.schedule.wake(self.now, filling.until, window);
        }
        self.tell(Kind::BatchFilling { producer: index, messages }, sink);
    }

    /// The window of a batch is over.
    pub(super) fn end_batch_window<S: Sink + ?Sized>(&mut self, index: u32, batch: u32, sink: &mut S) {
        if self.producers[index as usize].filling.batch == batch {
            self.flush(index, sink);
        }
    }

    fn flush<S: Sink + ?Sized>(&mut self, index: u32, sink: &mut S) {
        let call = self.producers[index as usize].take_batch();
        self.call(index, call, sink);
    }

    /// A call is made again.
    pub(super) fn retry<S: Sink + ?Sized>(&mut self, index: u32, call: u32, sink: &mut S) {
        let producer = &mut self.producers[index as usize];
        let Some(call) = producer.waiting.remove(&call) else { return };
        producer.tally.retries += 1;
        for message in call.reached() {
            self.tell(Kind::Retried { producer: index, message }, sink);
        }
        self.call(index, call, sink);
    }

    /// Makes a call, if the network lets it through.
    fn call<S: Sink + ?Sized>(&mut self, index: u32, mut call: Outgoing, sink: &mut S) {
        let setup = self.setup.clone();
        if let Destination::Consumer(consumer) = setup.model.producers[index as usize].to {
            return self.call_directly(index, consumer, call, sink);
        }
        let losses = &setup.model.producers[index as usize].sending.losses;
        let lost = self.producers[index as usize].draw_loss(losses);
        call.keeps_reached = lost == Some(Lost::Reply);
        let done = match lost {
            Some(Lost::Request) => Ok(()),
            Some(Lost::Reply) | None => self.reach(index, &mut call, sink),
        };
        call.attempts += 1;
        if let Some(lost) = lost {
            let tally = &mut self.producers[index as usize].tally;
            let reply = lost == Lost::Reply;
            *(if reply { &mut tally.lost_replies } else { &mut tally.lost_requests }) += 1;
            let message = call.reached().flatten().next().filter(|_| reply);
            self.tell(Kind::CallLost { producer: index, message, reply }, sink);
        }
        if lost.is_some() || done == Err(Trouble::Throttled) {
            let latency_us = setup.model.producers[index as usize].latency_us;
            let noticed_us = if lost.is_some() { Retry::LOST_AFTER_US } else { latency_us };
            self.repeat_later(index, call, noticed_us, sink);
        }
    }

    /// A call that was lost or throttled, or a direct one that failed, is made again later, or given up. Its producer
    /// hears of it after `noticed_us`.
    pub(super) fn repeat_later<S: Sink + ?Sized>(
        &mut self,
        index: u32,
        mut call: Outgoing,
        noticed_us: Time,
        sink: &mut S,
    ) {
        let setup = self.setup.clone();
        let rules = &setup.model.producers[index as usize];
        let producer = &mut self.producers[index as usize];
        if call.attempts >= rules.sending.retry.attempts {
            let messages = call.messages;
            producer.tally.given_up += u64::from(messages);
            self.tell(Kind::GaveUp { producer: index, messages }, sink);
            return;
        }
        call.at = self.now.saturating_add(producer.draw_pause(&call, noticed_us, rules));
        let at = call.at;
        let call = producer.keep(call);
        self.schedule.wake(self.now, at, Wake::Retry { producer: index, call });
    }

    /// A call reaches where it goes; tells what SQS makes of it.
    fn reach<S: Sink + ?Sized>(
        &mut self,
        index: u32,
        call: &mut Outgoing,
        sink: &mut S,
    ) -> Result<(), Trouble> {
        let setup = self.setup.clone();
        let rules = &setup.model.producers[index as usize];
        let queue = match rules.to {
            Destination::Queue(queue) => queue,
            Destination::Topic(topic) => {
                let messages = u64::from(call.messages);
                if let Err(refusal) = self.may_publish(index, &setup.model.topics[topic as usize]) {
                    return Err(self.refused(index, messages, &refusal, sink));
                }
                for number in call.first..call.first + messages {
                    self.publish(topic, index, number, call.attempts, sink);
                    self.producers[index as usize].tally.accepted += 1;
                }
                return Ok(());
            }
            // They are made by `call_directly`.
            Destination::Consumer(_) => return Ok(()),
        };
        if rules.sending.batch.size <= 1 {
            let parcel = self.parcel_again(index, call.first, call.attempts);
            return match self.send(queue, rules.principal, parcel, sink) {
                Ok(Reply::Sent(Sent { message, .. })) => {
                    self.accepted(index, call, 0, message, sink);
                    Ok(())
                }
                Ok(_) => Ok(()),
                Err(refusal) => Err(self.refused(index, 1, &refusal, sink)),
            };
        }
        let numbers = call.first..call.first + u64::from(call.messages);
        let parcels = numbers.map(|number| self.parcel_again(index, number, call.attempts)).collect();
        let results = match self.send_batch(queue, rules.principal, parcels, sink) {
            Ok(results) => results,
            Err(refusal) => return Err(self.refused(index, u64::from(call.messages), &refusal, sink)),
        };
        for (place, result) in results.into_iter().enumerate() {
            match result {
                Ok(message) => self.accepted(index, call, place, message, sink),
                // What is wrong with a single entry stays wrong.
                Err(refusal) => {
                    self.refused(index, 1, &refusal, sink);
                }
            }
        }
        Ok(())
    }

    fn accepted<S: Sink + ?Sized>(
        &mut self,
        index: u32,
        call: &mut Outgoing,
        place: usize,
        message: MessageId,
        sink: &mut S,
    ) {
        self.producers[index as usize].tally.accepted += 1;
        if call.keeps_reached {
            call.reached.resize(call.messages as usize, None);
            call.reached[place] = Some(message);
        }
        self.tell(Kind::Produced { producer: index, message }, sink);
    }

    fn refused<S: Sink + ?Sized>(
        &mut self,
        index: u32,
        messages: u64,
        refusal: &Refusal,
        sink: &mut S,
    ) -> Trouble {
        self.producers[index as usize].tally.refused += messages;
        let trouble = trouble(refusal);
        self.tell(Kind::SendRefused { producer: index, trouble }, sink);
        trouble
    }

    fn send_batch<S: Sink + ?Sized>(
        &mut self,
        queue: u32,
        principal: Option<u32>,
        parcels: Vec<Parcel>,
        sink: &mut S,
    ) -> Sends {
        let marks: Vec<_> = parcels.iter().map(Parcel::mark).collect();
        let ids = self.setup.entry_ids.clone().into_iter();
        let entries = ids.zip(parcels.into_iter().map(|parcel| self.entry(parcel))).collect();
        let reply = self.ask_by(principal, Command::SendMessageBatch { queue: QueueId(queue), entries });
        let results: Sends = reply.map(|reply| match reply {
            Reply::SentBatch(results) => {
                results.into_iter().map(|(_, result)| result.map(|sent| sent.message)).collect()
            }
            _ => Vec::new(),
        });
        for (result, mark) in results.iter().flatten().zip(marks) {
            if let Ok(message) = result {
                self.sending.push((*message, mark));
            }
        }
        self.pass_on(None, sink);
        self.sending.clear();
        results
    }

    /// A producer's n-th message (n from 0), as it is sent first.
    pub(super) fn parcel(&self, producer: u32, n: u64) -> Parcel {
        self.parcel_again(producer, n, 0)
    }

    /// A producer's n-th message, as it is sent after so many calls.
    pub(super) fn parcel_again(&self, producer: u32, n: u64, attempts: u32) -> Parcel {
        let rules = &self.setup.model.producers[producer as usize];
        let is_deduplicated = match rules.to {
            Destination::Queue(queue) => self.setup.model.queues[queue as usize].kind == QueueKind::Fifo,
            Destination::Topic(topic) => {
                let topic = &self.setup.model.topics[topic as usize];
                let has_ids = rules.sending.deduplication_ids.is_some();
                topic.kind == QueueKind::Fifo && (has_ids || !topic.content_based_deduplication)
            }
            Destination::Consumer(_) => false,
        };
        let id = rules.sending.deduplication_ids.map_or(n, |ids| n % u64::from(ids).max(1));
        let is_fresh = attempts > 0 && !rules.sending.retry.same_id;
        let again = if is_fresh { format!("-again{attempts}") } else { String::new() };
        Parcel {
            size_bytes: rules.size_bytes,
            identity: (u64::from(producer) + 1) << 40 | n,
            delay_s: rules.delay_s.map(|delay_s| delay_s as i32),
            group: self.setup.group_of(producer, n),
            deduplication_id: is_deduplicated.then(|| format!("{}-{id}{again}", rules.id).into()),
            kind: self.setup.kind_of(producer, n),
        }
    }
}
