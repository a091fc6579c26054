//! Heartbeats: a worker keeps its messages hidden while it works on them (sqs-facts §2.4).

use sqs::{Command, EventKind, MessageId, QueueId, ReceiptHandle, Refusal, Reply, Time};

use super::calls::trouble;
use super::{Sink, World};
use crate::Kind;
use crate::schedule::Wake;

impl World {
    /// With the first work on a batch a heartbeat begins, if the consumer has one.
    pub(super) fn begin_heartbeat(&mut self, place: u32) {
        let worker = &self.workers[place as usize];
        let heartbeat = self.setup.model.consumers[worker.id.consumer as usize].habits.heartbeat;
        let Some(heartbeat) = heartbeat.filter(|_| !worker.is_beating) else { return };
        let worker = &mut self.workers[place as usize];
        worker.is_beating = true;
        let wake = Wake::Heartbeat { place, beat: worker.beat };
        self.schedule.wake(self.now, self.now.saturating_add(heartbeat.every_us), wake);
    }

    /// The next beat is due.
    pub(super) fn beat<S: Sink + ?Sized>(&mut self, place: u32, beat: u32, sink: &mut S) {
        let worker = &self.workers[place as usize];
        let rules = &self.setup.model.consumers[worker.id.consumer as usize];
        let Some(heartbeat) = rules.habits.heartbeat.filter(|_| worker.is_beating && worker.beat == beat)
        else {
            return;
        };
        let all = worker.done.iter().chain(worker.held()).filter(|held| held.is_extended);
        let to_extend: Vec<_> = all.map(|held| (held.message, held.handle)).collect();
        if to_extend.is_empty() {
            return;
        }
        self.extend(place, &to_extend, heartbeat.to_s as i32, sink);
        self.schedule.wake(
            self.now,
            self.now.saturating_add(heartbeat.every_us),
            Wake::Heartbeat { place, beat },
        );
    }

    /// One call for all of them.
    fn extend<S: Sink + ?Sized>(
        &mut self,
        place: u32,
        all: &[(MessageId, ReceiptHandle)],
        to_s: i32,
        sink: &mut S,
    ) {
        let consumer = self.workers[place as usize].id.consumer;
        let refusals = self.change_visibility(consumer, all, to_s);
        let changed: Vec<(MessageId, Time)> = (self.heard.iter())
            .filter_map(|event| match event.kind {
                EventKind::VisibilityChanged { message, visible_at, .. } => Some((message, visible_at)),
                _ => None,
            })
            .collect();
        self.pass_on(None, sink);
        let worker = self.workers[place as usize].id;
        for (message, until) in changed.iter().copied() {
            let state = &mut self.workers[place as usize];
            state.extended_at = Some(self.now);
            let held = state.done.iter_mut().chain(&mut state.batch);
            held.filter(|held| held.message == message).for_each(|held| held.until = until);
            self.tell(Kind::Extended { worker, message, until }, sink);
        }
        for ((message, _), refusal) in all.iter().zip(refusals) {
            let Some(refusal) = refusal else {
                if !changed.iter().any(|(changed, _)| changed == message) {
                    self.tell(Kind::ExtendedTooLate { worker, message: *message }, sink);
                }
                continue;
            };
            let state = &mut self.workers[place as usize];
            let held = state.done.iter_mut().chain(&mut state.batch);
            // To be throttled is no reason to give up.
            let goes_on = refusal == Refusal::RequestThrottled;
            held.filter(|held| held.message == *message).for_each(|held| held.is_extended = goes_on);
            let (message, trouble) = (Some(*message), trouble(&refusal));
            self.tell(Kind::CallRefused { worker, message, trouble }, sink);
        }
    }

    /// The refusal of each, if it was refused.
    fn change_visibility(
        &mut self,
        consumer: u32,
        all: &[(MessageId, ReceiptHandle)],
        visibility_timeout_s: i32,
    ) -> Vec<Option<Refusal>> {
        let queue = all.first().map_or(QueueId(0), |(_, handle)| handle.queue);
        if let [(_, handle)] = all {
            let handle = *handle;
            let command = Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s };
            return vec![self.ask_for(consumer, command).err()];
        }
        let ids = &self.setup.entry_ids;
        let entries = all
            .iter()
            .zip(ids)
            .map(|((_, handle), id)| (id.clone(), *handle, visibility_timeout_s))
            .collect();
        match self.ask_for(consumer, Command::ChangeMessageVisibilityBatch { queue, entries }) {
            Ok(Reply::DoneBatch(replies)) => replies.into_iter().map(|(_, reply)| reply.err()).collect(),
            Ok(_) => vec![None; all.len()],
            Err(refusal) => vec![Some(refusal); all.len()],
        }
    }
}
