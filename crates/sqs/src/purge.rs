//! `PurgeQueue` (sqs-facts §1.13).

use crate::moment::Moment;
use crate::{Engine, EventKind, MICROS_PER_S, QueueId, Refusal, Reply, Time, limits};

const COOLDOWN_US: Time = limits::PURGE_COOLDOWN_S as Time * MICROS_PER_S;

impl Engine {
    /// Does it at once, or lets it take its time: until it ends, everything can still be received, and what is
    /// sent meanwhile is lost with the rest.
    pub(crate) fn purge_queue(&mut self, id: QueueId, moment: &mut Moment<'_>) -> Result<Reply, Refusal> {
        self.existing(id)?;
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return Err(Refusal::QueueDoesNotExist);
        };
        if queue.purged_at.is_some_and(|purged_at| moment.now < purged_at + COOLDOWN_US) {
            return Err(Refusal::PurgeQueueInProgress);
        }
        queue.purged_at = Some(moment.now);
        let ends_at = moment.now + Time::from(queue.books.storage.purge_s) * MICROS_PER_S;
        queue.purge_ends_at = Some(ends_at);
        self.gained(id, ends_at);
        self.end_purge(id, moment);
        Ok(Reply::Done)
    }

    /// Empties a queue whose purge has taken its time.
    pub(crate) fn end_purge(&mut self, id: QueueId, moment: &mut Moment<'_>) {
        let Some(queue) = self.queues[id.0 as usize].as_mut() else {
            return;
        };
        if queue.purge_ends_at.take_if(|ends_at| *ends_at <= moment.now).is_some() {
            queue.clear(&mut self.store);
            moment.note(EventKind::QueuePurged { queue: id });
            self.changed(id);
        }
    }
}
