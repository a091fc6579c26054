//! The rules of workers at work.

use sqs::{MessageId, Time};

use super::{Sink, World};
use crate::actor::Phase;
use crate::schedule::Wake;
use crate::{ConsumerModel, Kind};

impl World {
    /// A worker's answer is here, its work is done, or it is back.
    pub(super) fn wake_worker<S: Sink + ?Sized>(&mut self, place: u32, life: u32, sink: &mut S) {
        let worker = &self.workers[place as usize];
        let phase = worker.phase;
        if worker.life != life {
            return;
        }
        if self.rules_of(place).lambda.is_some() {
            return self.wake_environment(place, sink);
        }
        match phase {
            Phase::Calling { .. } => self.go_on(place, sink),
            Phase::Working { fails, .. } => self.finish(place, fails, sink),
            Phase::Down { .. } | Phase::Hung { .. } => self.come_back(place, false, sink),
            Phase::Resting { .. } => self.end_rest(place, sink),
            Phase::Serving { fails, .. } => self.end_request(place, fails, sink),
            Phase::Away { .. } => self.return_from_away(place, sink),
            Phase::Polling { .. }
            | Phase::Stopped { .. }
            | Phase::Starting { .. }
            | Phase::Idle { .. }
            | Phase::Listening { .. }
            | Phase::Absent => {}
        }
    }

    /// Works on the next message of the batch, or receives.
    pub(super) fn go_on<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        while let Some(held) = self.workers[place as usize].current() {
            let (worker, message) = (self.workers[place as usize].id, held.message);
            let rules = &self.setup.model.consumers[worker.consumer as usize];
            if rules.idempotent && self.effects[worker.consumer as usize].of(message) > 0 {
                self.skip(place, sink);
            } else {
                let setup = self.setup.clone();
                let kind = self.kind_number(message).and_then(|kind| setup.kind(kind));
                let pace_milli = self.pace_milli(worker.consumer);
                let state = &mut self.workers[place as usize];
                let (work_us, fails) = state.draw_work(rules, kind, pace_milli);
                self.begin_work(place, message, work_us, fails, sink);
                return;
            }
            if self.put_away(place, sink) {
                return;
            }
        }
        self.workers[place as usize].end_heartbeat();
        if !self.delete_done(place, sink) {
            self.next_round(place, sink);
        }
    }

    /// Work on the message at hand begins, or goes on.
    pub(super) fn begin_work<S: Sink + ?Sized>(
        &mut self,
        place: u32,
        message: MessageId,
        work_us: Time,
        fails: bool,
        sink: &mut S,
    ) {
        self.begin_heartbeat(place);
        let done_at = self.now + work_us;
        let state = &mut self.workers[place as usize];
        state.phase = Phase::Working { since: self.now, until: done_at, fails };
        let worker = state.id;
        self.schedule.wake(self.now, done_at, Wake::Worker { place, life: state.life });
        self.tell(Kind::WorkStarted { worker, message, done_at }, sink);
    }

    /// The work on a message is done.
    fn finish<S: Sink + ?Sized>(&mut self, place: u32, fails: bool, sink: &mut S) {
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
    pub(super) fn skip<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        let worker = self.workers[place as usize].id;
        let Some(held) = self.workers[place as usize].current() else {
            return;
        };
        self.effects[worker.consumer as usize].skipped += 1;
        self.workers[place as usize].finished += 1;
        self.tell(Kind::SkippedAsDone { worker, message: held.message }, sink);
    }

    /// The answer to the worker's call reaches it after the latency.
    pub(super) fn call_returns(&mut self, place: u32) {
        let (life, at) = self.expect_answer(place);
        self.schedule.wake(self.now, at, Wake::Worker { place, life });
    }

    /// An answer is on its way to a worker. Tells its life, and when it goes on: with the answer, or after
    /// the sleep that follows an answer with which there is nothing to do.
    pub(super) fn expect_answer(&mut self, place: u32) -> (u32, Time) {
        let answer_at = self.now + self.latency_of(place);
        let pause_us = self.rules_of(place).habits.pause_us;
        let worker = &self.workers[place as usize];
        let is_free = worker.held().is_empty() && worker.done.is_empty() && worker.rank == 0;
        if pause_us == 0 || !is_free {
            return (self.await_answer(place), answer_at);
        }
        let until = answer_at.saturating_add(pause_us);
        let worker = &mut self.workers[place as usize];
        worker.end_heartbeat();
        worker.phase = Phase::Resting { since: answer_at, until };
        (worker.life, until)
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

    pub(super) fn rules_of(&self, place: u32) -> &ConsumerModel {
        &self.setup.model.consumers[self.workers[place as usize].id.consumer as usize]
    }
}
