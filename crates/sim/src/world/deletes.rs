//! Finished messages are deleted, one by one or with their batch.

use sqs::{Command, QueueId, Reply};

use super::calls::trouble;
use super::{Sink, World};
use crate::Kind;

impl World {
    /// Deletes the message at hand, keeps it for the end of the batch, or forgets to delete it. True if the
    /// worker now waits for the answer.
    pub(super) fn put_away<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) -> bool {
        let (deletes, in_batches) = {
            let rules = self.rules_of(place);
            (rules.deletes, rules.habits.deletes_in_batches)
        };
        let state = &mut self.workers[place as usize];
        let worker = state.id;
        let Some(held) = state.current() else {
            return false;
        };
        state.next += 1;
        if !deletes {
            self.tell(Kind::ForgotToDelete { worker, message: held.message }, sink);
            return false;
        }
        if in_batches {
            state.done.push(held);
            return false;
        }
        let reply = self.ask_for(
            worker.consumer,
            Command::DeleteMessage { queue: held.handle.queue, handle: held.handle },
        );
        self.pass_on(None, sink);
        if let Err(refusal) = reply {
            let message = Some(held.message);
            self.tell(Kind::CallRefused { worker, message, trouble: trouble(&refusal) }, sink);
        }
        self.call_returns(place);
        true
    }

    /// Deletes what the batch has kept for its end. True if the worker now waits for the answer.
    pub(super) fn delete_done<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) -> bool {
        let worker = self.workers[place as usize].id;
        let done = std::mem::take(&mut self.workers[place as usize].done);
        let Some(queue) = done.first().map(|held| held.handle.queue) else {
            return false;
        };
        let reply = self.delete_all(worker.consumer, queue, &done);
        self.pass_on(None, sink);
        match reply {
            Ok(Reply::DoneBatch(replies)) => {
                for (held, (_, reply)) in done.iter().zip(replies) {
                    let Err(refusal) = reply else { continue };
                    let (message, trouble) = (Some(held.message), trouble(&refusal));
                    self.tell(Kind::CallRefused { worker, message, trouble }, sink);
                }
            }
            Ok(_) => {}
            Err(refusal) => {
                self.tell(Kind::CallRefused { worker, message: None, trouble: trouble(&refusal) }, sink);
            }
        }
        self.call_returns(place);
        true
    }

    fn delete_all(
        &mut self,
        consumer: u32,
        queue: QueueId,
        done: &[crate::actor::Held],
    ) -> Result<Reply, sqs::Refusal> {
        let entries = done.iter().zip(&self.setup.entry_ids).map(|(held, id)| (id.clone(), held.handle));
        let entries = entries.collect();
        self.ask_for(consumer, Command::DeleteMessageBatch { queue, entries })
    }
}
