//! The rules of invocations: environments, work message by message, answers, what is deleted
//! (sqs-facts §7.2, §7.4, §7.5).

use std::collections::BTreeSet;
use std::sync::Arc;

use sqs::{Command, QueueId, QueueKind, Reply, limits};

use super::calls::trouble;
use super::{Sink, World};
use crate::actor::{Doing, Held, Invocation, Phase, Record};
use crate::schedule::Wake;
use crate::{FunctionAnswer, InvocationOutcome, Kind, LambdaModel, WorkerId};

impl World {
    /// Invokes the function with a poller's batch. False if the batch must wait.
    pub(super) fn invoke<S: Sink + ?Sized>(
        &mut self,
        mapping: u32,
        poller: u32,
        tries: u32,
        sink: &mut S,
    ) -> bool {
        let setup = self.setup.clone();
        let (rules, lambda) = setup.lambda_of(mapping);
        let state = &mut self.mappings[mapping as usize];
        let batch = state.pollers[poller as usize].take_batch(rules);
        let groups: BTreeSet<Arc<str>> = batch.iter().filter_map(|record| record.group.clone()).collect();
        if groups.iter().any(|group| state.busy_groups.contains(group)) {
            state.pollers[poller as usize].put_back(batch);
            state.turn_to(poller, Doing::Blocked);
            return false;
        }
        let Some((index, is_cold)) = state.environment(lambda, self.now) else {
            state.pollers[poller as usize].put_back(batch);
            self.put_off(mapping, poller, tries, sink);
            return false;
        };
        let start_us = if is_cold { lambda.cold_start_us } else { 0 };
        let deadline = self.now.saturating_add(start_us).saturating_add(lambda.timeout_us);
        state.busy_groups.extend(groups.iter().cloned());
        state.pollers[poller as usize].running += 1;
        state.tally.invoked += 1;
        state.tally.cold_starts += u64::from(is_cold);
        state.invocations.insert(index, Invocation { poller, deadline, failed: Vec::new(), groups });
        let worker = WorkerId { consumer: state.consumer, index };
        self.start(worker, &batch, is_cold, start_us, sink);
        true
    }

    fn start<S: Sink + ?Sized>(
        &mut self,
        worker: WorkerId,
        batch: &[Record],
        is_cold: bool,
        start_us: u64,
        sink: &mut S,
    ) {
        let Some(place) = self.setup.place(worker) else { return };
        let until = self.now + start_us;
        let state = &mut self.workers[place as usize];
        state.batch.clear();
        state.batch.extend(batch.iter().map(|record| record.held));
        state.next = 0;
        state.phase = Phase::Starting { since: self.now, until };
        let life = state.life;
        self.tell(Kind::Invoked { worker, messages: batch.len() as u32, cold: is_cold }, sink);
        for record in batch {
            self.tell(Kind::HandedTo { worker, message: record.held.message }, sink);
        }
        if start_us > 0 {
            self.schedule.wake(self.now, until, Wake::Worker { place, life });
        } else {
            self.work_on(place, sink);
        }
    }

    /// An environment has started, or its work on a message is done, or its time is up.
    pub(super) fn wake_environment<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        match self.workers[place as usize].phase {
            Phase::Starting { .. } => self.work_on(place, sink),
            Phase::Working { until, .. } if self.now < until => {
                self.end_invocation(place, InvocationOutcome::TimedOut, sink);
            }
            Phase::Working { fails, .. } => self.message_done(place, fails, sink),
            Phase::Polling { .. }
            | Phase::Calling { .. }
            | Phase::Down { .. }
            | Phase::Resting { .. }
            | Phase::Hung { .. }
            | Phase::Stopped { .. }
            | Phase::Away { .. }
            | Phase::Idle { .. }
            | Phase::Listening { .. }
            | Phase::Serving { .. }
            | Phase::Absent => {}
        }
    }

    /// Works on the next message of the batch, or answers.
    fn work_on<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        while let Some(held) = self.workers[place as usize].current() {
            let (worker, message) = (self.workers[place as usize].id, held.message);
            let rules = &self.setup.model.consumers[worker.consumer as usize];
            if rules.idempotent && self.effects[worker.consumer as usize].of(message) > 0 {
                self.skip(place, sink);
                self.workers[place as usize].next += 1;
                continue;
            }
            let deadline = self.invocation(worker).map_or(self.now, |invocation| invocation.deadline);
            let setup = self.setup.clone();
            let kind = self.kind_number(message).and_then(|kind| setup.kind(kind));
            let pace_milli = self.pace_milli(worker.consumer);
            let state = &mut self.workers[place as usize];
            let (work_us, fails) = state.draw_work(rules, kind, pace_milli);
            let until = self.now + work_us;
            state.phase = Phase::Working { since: self.now, until, fails };
            self.schedule.wake(self.now, until.min(deadline), Wake::Worker { place, life: state.life });
            self.tell(Kind::WorkStarted { worker, message, done_at: until }, sink);
            return;
        }
        self.answer(place, sink);
    }

    fn message_done<S: Sink + ?Sized>(&mut self, place: u32, fails: bool, sink: &mut S) {
        let worker = self.workers[place as usize].id;
        let Some(held) = self.workers[place as usize].current() else { return };
        let message = held.message;
        let at = self.workers[place as usize].next;
        self.workers[place as usize].next += 1;
        if !fails {
            let times = self.effects[worker.consumer as usize].add(message);
            self.workers[place as usize].finished += 1;
            self.tell(Kind::TookEffect { worker, message, times }, sink);
            return self.work_on(place, sink);
        }
        self.tell(Kind::WorkFailed { worker, message }, sink);
        let rules = &self.setup.model.consumers[worker.consumer as usize];
        let is_fifo = self.setup.model.queues[rules.from as usize].kind == QueueKind::Fifo;
        let stops = rules.lambda.as_ref().is_some_and(|lambda| lambda.answer.stops_at_failure(is_fifo));
        if let Some(invocation) = self.invocation_mut(worker) {
            invocation.failed.push(at);
        }
        if stops { self.answer(place, sink) } else { self.work_on(place, sink) }
    }

    /// The function answers, and its mapping judges.
    fn answer<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        let worker = self.workers[place as usize].id;
        let any_failed = self.invocation(worker).is_some_and(|invocation| !invocation.failed.is_empty());
        let rules = &self.setup.model.consumers[worker.consumer as usize];
        let outcome = rules.lambda.as_ref().map(|lambda| judged(lambda, any_failed));
        self.end_invocation(place, outcome.unwrap_or(InvocationOutcome::Failed), sink);
    }

    /// An invocation is over: the mapping deletes what is done, the poller goes on.
    pub(super) fn end_invocation<S: Sink + ?Sized>(
        &mut self,
        place: u32,
        outcome: InvocationOutcome,
        sink: &mut S,
    ) {
        let worker = self.workers[place as usize].id;
        let Some(mapping) = self.setup.mapping_of(worker.consumer) else { return };
        let setup = self.setup.clone();
        let (rules, lambda) = setup.lambda_of(mapping);
        let now = self.now;
        let state = &mut self.mappings[mapping as usize];
        let Some(invocation) = state.invocations.remove(&worker.index) else { return };
        for group in &invocation.groups {
            state.busy_groups.remove(group);
        }
        state.tally.count(outcome);
        state.saw_errors |= outcome.is_error() && !lambda.partial_failures;
        state.idle.insert(worker.index, now);
        state.pollers[invocation.poller as usize].running -= 1;
        let environment = &mut self.workers[place as usize];
        let batch = std::mem::take(&mut environment.batch);
        let seen = std::mem::take(&mut environment.next);
        environment.phase = Phase::Idle { since: now };
        self.tell(Kind::InvocationEnded { worker, outcome }, sink);
        let is_fifo = setup.model.queues[rules.from as usize].kind == QueueKind::Fifo;
        let kept_from = match outcome {
            InvocationOutcome::Succeeded => batch.len() as u32,
            InvocationOutcome::PartlyFailed if lambda.answer.stops_at_failure(is_fifo) => {
                invocation.failed.first().copied().unwrap_or(seen)
            }
            InvocationOutcome::PartlyFailed => batch.len() as u32,
            InvocationOutcome::Failed | InvocationOutcome::TimedOut | InvocationOutcome::BadAnswer => 0,
        };
        let is_reported =
            |at: u32| outcome == InvocationOutcome::PartlyFailed && invocation.failed.contains(&at);
        let done = (0..kept_from).zip(&batch).filter(|(at, _)| !is_reported(*at)).map(|(_, held)| *held);
        self.delete_for(worker, done, sink);
        self.poller_is_free(mapping, invocation.poller);
        self.unblock(mapping);
    }

    /// `DeleteMessageBatch`, ten a call. Refusals are told as the worker's.
    pub(super) fn delete_for<S: Sink + ?Sized>(
        &mut self,
        worker: WorkerId,
        done: impl Iterator<Item = Held>,
        sink: &mut S,
    ) {
        let queue = QueueId(self.setup.model.consumers[worker.consumer as usize].from);
        let done: Vec<Held> = done.collect();
        for held in done.chunks(limits::BATCH_ENTRIES_MAX as usize) {
            let handles = held.iter().map(|held| held.handle);
            let entries = self.setup.entry_ids.iter().cloned().zip(handles).collect();
            let reply = self.ask_for(worker.consumer, Command::DeleteMessageBatch { queue, entries });
            self.pass_on(None, sink);
            match reply {
                Ok(Reply::DoneBatch(results)) => {
                    for (held, (_, result)) in held.iter().zip(results) {
                        if let Err(refusal) = result {
                            let (message, trouble) = (Some(held.message), trouble(&refusal));
                            self.tell(Kind::CallRefused { worker, message, trouble }, sink);
                        }
                    }
                }
                Ok(_) => {}
                Err(refusal) => {
                    let trouble = trouble(&refusal);
                    self.tell(Kind::CallRefused { worker, message: None, trouble }, sink);
                }
            }
        }
    }

    /// A poller may go on once its deletes are answered.
    fn poller_is_free(&mut self, mapping: u32, poller: u32) {
        let latency_us = self.mapping_rules(mapping).0.latency_us;
        let state = &mut self.mappings[mapping as usize];
        if state.pollers[poller as usize].doing() == Doing::Invoking {
            state.turn_to(poller, Doing::Due);
            self.schedule.wake(self.now, self.now + latency_us, Wake::Poller { mapping, poller });
        }
    }

    /// Batches that waited for a message group to be free try again.
    fn unblock(&mut self, mapping: u32) {
        let state = &mut self.mappings[mapping as usize];
        for poller in state.blocked() {
            state.turn_to(poller, Doing::Throttled { tries: 0 });
            self.schedule.wake(self.now, self.now, Wake::Poller { mapping, poller });
        }
    }

    /// An environment dies; its invocation has failed, and the mapping knows at once.
    pub(super) fn crash_environment<S: Sink + ?Sized>(&mut self, place: u32, by_user: bool, sink: &mut S) {
        let worker = self.workers[place as usize].id;
        let Some(mapping) = self.setup.mapping_of(worker.consumer) else { return };
        let state = &mut self.workers[place as usize];
        if matches!(state.phase, Phase::Absent) {
            return;
        }
        state.life += 1;
        self.tell(Kind::Crashed { worker, by_user }, sink);
        self.end_invocation(place, InvocationOutcome::Failed, sink);
        self.workers[place as usize].phase = Phase::Absent;
        let state = &mut self.mappings[mapping as usize];
        state.idle.remove(&worker.index);
        state.dead.insert(worker.index);
    }

    fn invocation(&self, worker: WorkerId) -> Option<&Invocation> {
        let mapping = self.setup.mapping_of(worker.consumer)?;
        self.mappings[mapping as usize].invocations.get(&worker.index)
    }

    fn invocation_mut(&mut self, worker: WorkerId) -> Option<&mut Invocation> {
        let mapping = self.setup.mapping_of(worker.consumer)?;
        self.mappings[mapping as usize].invocations.get_mut(&worker.index)
    }
}

/// What a mapping makes of an answer (sqs-facts §7.5). Without `ReportBatchItemFailures` it does not look at
/// it: only an exception counts as a failure.
fn judged(lambda: &LambdaModel, any_failed: bool) -> InvocationOutcome {
    match lambda.answer {
        FunctionAnswer::Exception if any_failed => InvocationOutcome::Failed,
        _ if !lambda.partial_failures => InvocationOutcome::Succeeded,
        FunctionAnswer::InvalidJson => InvocationOutcome::BadAnswer,
        _ if !any_failed => InvocationOutcome::Succeeded,
        FunctionAnswer::Listed | FunctionAnswer::OnlyFailed => InvocationOutcome::PartlyFailed,
        FunctionAnswer::Exception | FunctionAnswer::EmptyList | FunctionAnswer::Nothing => {
            InvocationOutcome::Succeeded
        }
        FunctionAnswer::EmptyIdentifier
        | FunctionAnswer::NullIdentifier
        | FunctionAnswer::WrongKey
        | FunctionAnswer::UnknownIdentifier => InvocationOutcome::BadAnswer,
    }
}
