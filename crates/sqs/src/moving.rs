//! The steps of a move task: one message at a time, at its rate (sqs-facts §4.3).

use crate::moment::Moment;
use crate::store::NewMessage;
use crate::{Engine, EventKind, MICROS_PER_S, MoveTaskStatus, QueueId, QueueKind, Refusal, Time};

/// What a step came to.
enum Step {
    Moved,
    NothingLeft,
    Failed(Refusal),
}

impl Engine {
    /// Does what the move task on this queue has to do now.
    pub(crate) fn step_move_task(&mut self, source: QueueId, moment: &mut Moment<'_>) {
        let Some(queue) = self.get(source) else {
            return;
        };
        let Some(task) = queue.move_tasks.active().filter(|task| task.next_at() <= moment.now) else {
            return;
        };
        let (is_over, cancelled) =
            (task.ends_at <= moment.now, task.view.status == MoveTaskStatus::Cancelling);
        let done = if cancelled { MoveTaskStatus::Cancelled } else { MoveTaskStatus::Completed };
        let late = if cancelled { MoveTaskStatus::Cancelled } else { MoveTaskStatus::Failed };
        if is_over {
            self.end_move_task(source, late, None, moment);
            return;
        }
        match self.move_one(source, moment) {
            Step::Moved if self.has_more_to_move(source) => self.changed(source),
            Step::Moved | Step::NothingLeft => self.end_move_task(source, done, None, moment),
            Step::Failed(why) => self.end_move_task(source, MoveTaskStatus::Failed, Some(why), moment),
        }
    }

    /// A task moves as many messages as could be received when it started, unless they run out before.
    fn has_more_to_move(&mut self, source: QueueId) -> bool {
        let store = &self.store;
        let Some(queue) = self.queues[source.0 as usize].as_mut() else {
            return false;
        };
        let left = queue.move_tasks.active().is_some_and(|task| task.view.moved < task.view.to_move);
        left && queue.line.oldest(source, store).is_some()
    }

    /// Moves the oldest message that can be received.
    fn move_one(&mut self, source: QueueId, moment: &mut Moment<'_>) -> Step {
        if !self.has_more_to_move(source) {
            return Step::NothingLeft;
        }
        let store = &self.store;
        let Some(queue) = self.queues[source.0 as usize].as_mut() else {
            return Step::NothingLeft;
        };
        let oldest = queue.line.oldest(source, store);
        let (Some(slot), Some(task)) = (oldest, queue.move_tasks.active_mut()) else {
            return Step::NothingLeft;
        };
        let Some(to) = task.view.destination.or_else(|| store.get(slot).dead_letter_source()) else {
            return Step::Failed(Refusal::MessageSourceUnknown);
        };
        // A queue is meant by its ARN: one that was made anew is as good.
        let Some(to) = self.name_of(to).and_then(|(account, name)| self.find_queue(account, name)) else {
            return Step::Failed(Refusal::QueueDoesNotExist);
        };
        // It reads what the one key encrypted and writes what the other does.
        if let Some(trouble) = self.key_trouble(source).or_else(|| self.key_trouble(to)) {
            return Step::Failed(trouble);
        }
        if let Some(task) = self.queues[source.0 as usize].as_mut().and_then(|q| q.move_tasks.active_mut()) {
            task.view.moved += 1;
        }
        self.send_anew(source, to, slot, moment);
        Step::Moved
    }

    /// A message leaves its queue, and one with a new identity and a fresh start enters another.
    fn send_anew(&mut self, from: QueueId, to: QueueId, slot: u32, moment: &mut Moment<'_>) {
        let now = moment.now;
        let (message, body) = (self.store.id(slot), self.store.get(slot).body.clone());
        let labels = self.store.get(slot).labels.clone();
        if let Some(source) = self.queues[from.0 as usize].as_mut() {
            source.remove(&mut self.store, slot, moment.now);
        }
        let Some(target) = self.queues[to.0 as usize].as_mut() else {
            return;
        };
        let shard = match target.books.kind {
            QueueKind::Standard => moment.choose(to, target.books.storage.shards) as u8,
            QueueKind::Fifo => 0,
        };
        let replacement = self.store.insert(NewMessage { queue: to, body, labels, shard }, now);
        let slot = replacement.slot;
        if target.books.kind == QueueKind::Fifo {
            self.store.get_mut(slot).deduplicate_by_own_id();
        }
        let visible_at = now + Time::from(target.books.attributes.delay_s) * MICROS_PER_S;
        target.enter(&mut self.store, slot, now, visible_at);
        let bytes = self.store.get(slot).size_bytes();
        self.count_moved(from, to, bytes, now);
        moment.note(EventKind::Redriven { from, to, message, replacement, visible_at });
        self.changed(to);
    }

    fn end_move_task(
        &mut self,
        source: QueueId,
        status: MoveTaskStatus,
        failure: Option<Refusal>,
        moment: &mut Moment<'_>,
    ) {
        let queue = self.queues[source.0 as usize].as_mut();
        if let Some(task) = queue.and_then(|queue| queue.move_tasks.active_mut()) {
            task.view.status = status;
            task.view.failure = failure;
            moment.note(EventKind::MoveTaskEnded { queue: source, task: task.view.id, status });
        }
        self.changed(source);
    }
}
