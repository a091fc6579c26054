//! The rules of producers and workers.

use sqs::{Command, QueueId, QueueKind, Reply, Sent, Time};

use super::calls::{Parcel, trouble};
use super::{Sink, World};
use crate::actor::{Asker, Phase};
use crate::schedule::Wake;
use crate::{ConsumerModel, Kind};

impl World {
    /// A producer's message is due.
    pub(super) fn produce<S: Sink>(&mut self, index: u32, sink: &mut S) {
        let rules = &self.setup.model.producers[index as usize];
        let calls = self.producers[index as usize].calls;
        let queue = rules.to;
        let is_fifo = self.setup.model.queues[queue as usize].kind == QueueKind::Fifo;
        let parcel = Parcel {
            size_bytes: rules.size_bytes,
            identity: (u64::from(index) + 1) << 40 | calls,
            delay_s: rules.delay_s.map(|delay_s| delay_s as i32),
            group: self.setup.group_of(index, calls),
            deduplication_id: is_fifo.then(|| format!("{}-{calls}", rules.id).into()),
        };
        let reply = self.send(queue, parcel, sink);
        let producer = &mut self.producers[index as usize];
        producer.calls += 1;
        match reply {
            Ok(Reply::Sent(Sent { message, .. })) => {
                producer.accepted += 1;
                self.tell(Kind::Produced { producer: index, message }, sink);
            }
            Ok(_) => {}
            Err(refusal) => {
                producer.refused += 1;
                self.tell(Kind::SendRefused { producer: index, trouble: trouble(&refusal) }, sink);
            }
        }
        let (rules, duration_us) =
            (&self.setup.model.producers[index as usize], self.setup.model.duration_us);
        if let Some(due) = self.producers[index as usize].next_due(rules, duration_us) {
            self.schedule.wake(self.now, due, Wake::Producer(index));
        }
    }

    /// A worker's answer is here, its work is done, or it is back.
    pub(super) fn wake_worker<S: Sink>(&mut self, place: u32, life: u32, sink: &mut S) {
        let worker = &self.workers[place as usize];
        if worker.life != life {
            return;
        }
        if self.rules_of(place).lambda.is_some() {
            return self.wake_environment(place, sink);
        }
        match worker.phase {
            Phase::Calling { .. } => self.go_on(place, sink),
            Phase::Working { fails, .. } => self.finish(place, fails, sink),
            Phase::Down { .. } => self.come_back(place, false, sink),
            Phase::Polling { .. } | Phase::Starting { .. } | Phase::Idle { .. } | Phase::Absent => {}
        }
    }

    /// Works on the next message of the batch, or receives.
    pub(super) fn go_on<S: Sink>(&mut self, place: u32, sink: &mut S) {
        while let Some(held) = self.workers[place as usize].current() {
            let (worker, message) = (self.workers[place as usize].id, held.message);
            let rules = &self.setup.model.consumers[worker.consumer as usize];
            if rules.idempotent && self.effects[worker.consumer as usize].of(message) > 0 {
                self.skip(place, sink);
            } else {
                let state = &mut self.workers[place as usize];
                let (work_us, fails) = state.draw_work(rules);
                let until = self.now + work_us;
                state.phase = Phase::Working { since: self.now, until, fails };
                self.schedule.wake(self.now, until, Wake::Worker { place, life: state.life });
                self.tell(Kind::WorkStarted { worker, message, done_at: until }, sink);
                return;
            }
            if self.put_away(place, sink) {
                return;
            }
        }
        self.receive(place, sink);
    }

    /// The work on a message is done.
    fn finish<S: Sink>(&mut self, place: u32, fails: bool, sink: &mut S) {
        let worker = self.workers[place as usize].id;
        let Some(held) = self.workers[place as usize].current() else {
            return self.go_on(place, sink);
        };
        let message = held.message;
        if fails {
            self.workers[place as usize].next += 1;
            self.tell(Kind::WorkFailed { worker, message }, sink);
            return self.go_on(place, sink);
        }
        let is_idempotent = self.rules_of(place).idempotent;
        let effects = &mut self.effects[worker.consumer as usize];
        if is_idempotent && effects.of(message) > 0 {
            self.skip(place, sink);
        } else {
            let times = effects.add(message);
            self.workers[place as usize].finished += 1;
            self.tell(Kind::TookEffect { worker, message, times }, sink);
        }
        if !self.put_away(place, sink) {
            self.go_on(place, sink);
        }
    }

    /// The group remembers that the message at hand took effect.
    pub(super) fn skip<S: Sink>(&mut self, place: u32, sink: &mut S) {
        let worker = self.workers[place as usize].id;
        let Some(held) = self.workers[place as usize].current() else {
            return;
        };
        self.effects[worker.consumer as usize].skipped += 1;
        self.workers[place as usize].finished += 1;
        self.tell(Kind::SkippedAsDone { worker, message: held.message }, sink);
    }

    /// Deletes the message at hand, or forgets to. True if the worker now waits for the answer.
    fn put_away<S: Sink>(&mut self, place: u32, sink: &mut S) -> bool {
        let state = &mut self.workers[place as usize];
        let worker = state.id;
        let Some(held) = state.current() else {
            return false;
        };
        state.next += 1;
        if !self.rules_of(place).deletes {
            self.tell(Kind::ForgotToDelete { worker, message: held.message }, sink);
            return false;
        }
        let queue = QueueId(self.rules_of(place).from);
        let reply = self.ask(Command::DeleteMessage { queue, handle: held.handle });
        self.pass_on(None, sink);
        if let Err(refusal) = reply {
            let message = Some(held.message);
            self.tell(Kind::CallRefused { worker, message, trouble: trouble(&refusal) }, sink);
        }
        self.call_returns(place);
        true
    }

    /// Asks the queue for messages.
    fn receive<S: Sink>(&mut self, place: u32, sink: &mut S) {
        let rules = self.rules_of(place);
        let command = Command::ReceiveMessage {
            queue: QueueId(rules.from),
            max_messages: Some(rules.batch as i32),
            visibility_timeout_s: rules.visibility_timeout_s.map(|timeout_s| timeout_s as i32),
            wait_s: rules.wait_s.map(|wait_s| wait_s as i32),
            attempt_id: None,
        };
        self.workers[place as usize].batch.clear();
        self.workers[place as usize].next = 0;
        let reply = self.ask(command);
        match reply {
            Ok(Reply::Parked(ticket)) => {
                self.workers[place as usize].phase = Phase::Polling { since: self.now, ticket };
                self.parked.push_back((ticket, Asker::Worker(place)));
                self.pass_on(None, sink);
            }
            Ok(Reply::Received(deliveries)) => {
                self.pass_on(Some(Asker::Worker(place)), sink);
                self.hold(place, deliveries);
                self.call_returns(place);
            }
            Ok(_) => {
                self.pass_on(None, sink);
                self.call_returns(place);
            }
            Err(refusal) => {
                self.pass_on(None, sink);
                let worker = self.workers[place as usize].id;
                let trouble = trouble(&refusal);
                self.tell(Kind::CallRefused { worker, message: None, trouble }, sink);
                self.call_returns(place);
            }
        }
    }

    /// The answer to the worker's call reaches it after the latency.
    fn call_returns(&mut self, place: u32) {
        let life = self.await_answer(place);
        let at = self.now + self.latency_of(place);
        self.schedule.wake(self.now, at, Wake::Worker { place, life });
    }

    /// From now on the worker waits for an answer that is on its way. Returns its life.
    pub(super) fn await_answer(&mut self, place: u32) -> u32 {
        let worker = &mut self.workers[place as usize];
        worker.phase = Phase::Calling { since: self.now };
        worker.life
    }

    pub(super) fn latency_of(&self, place: u32) -> Time {
        self.rules_of(place).latency_us
    }

    fn rules_of(&self, place: u32) -> &ConsumerModel {
        &self.setup.model.consumers[self.workers[place as usize].id.consumer as usize]
    }
}
