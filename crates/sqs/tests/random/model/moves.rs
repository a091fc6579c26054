//! Move tasks (sqs-facts §4.3).

use super::*;

impl ModelQueue {
    pub fn active_task(&self) -> Option<&(MoveTaskView, Time)> {
        let is_active = |task: &MoveTaskView| {
            task.status == MoveTaskStatus::Running || task.status == MoveTaskStatus::Cancelling
        };
        self.tasks.iter().find(|(task, _)| is_active(task))
    }

    /// When the active task moves its next message or is over.
    pub fn next_step(&self) -> Option<Time> {
        let (task, ends_at) = self.active_task()?;
        let rate = u64::from(task.per_second.unwrap_or(500));
        Some((*ends_at).min(task.started_at + (task.moved + 1) * 1_000_000 / rate))
    }
}

impl Model {
    pub fn start_move(
        &mut self,
        source: QueueId,
        destination: Option<QueueId>,
        per_second: Option<i32>,
    ) -> Result<Reply, Refusal> {
        if let Some(rate) = per_second.filter(|rate| !(1..=500).contains(rate)) {
            return Err(Refusal::MoveRateOutOfRange(rate));
        }
        let kind = self.alive(source)?.kind;
        let names_it = |queue: &ModelQueue| {
            let target = queue.attributes.redrive.map(|redrive| redrive.dead_letter_target);
            queue.deleted_at.is_none() && target == Some(source)
        };
        if !self.queues.iter().any(names_it) {
            return Err(Refusal::MoveSourceIsNoDeadLetterQueue);
        }
        if let Some(destination) = destination {
            let other_kind = self.alive(destination)?.kind != kind;
            if destination == source {
                return Err(Refusal::MoveToItself);
            }
            if other_kind {
                return Err(Refusal::MoveToOtherKind);
            }
        }
        if self.alive(source)?.active_task().is_some() {
            return Err(Refusal::MoveTaskRunning);
        }
        self.last_task += 1;
        let view = MoveTaskView {
            id: MoveTaskId(self.last_task),
            status: MoveTaskStatus::Running,
            source,
            destination,
            per_second: per_second.map(|rate| rate as u32),
            moved: 0,
            to_move: self.counts(source).visible,
            failure: None,
            started_at: self.now,
        };
        let id = view.id;
        let ends_at = self.now + seconds(36 * 3_600);
        let tasks = &mut self.queue_mut(source).tasks;
        tasks.push((view, ends_at));
        let forgotten = tasks.len().saturating_sub(10);
        tasks.drain(..forgotten);
        self.note(EventKind::MoveTaskStarted { queue: source, task: id });
        Ok(Reply::MoveTask(id))
    }

    pub fn list_moves(&self, source: QueueId, max_results: Option<i32>) -> Result<Reply, Refusal> {
        let tasks = &self.alive(source)?.tasks;
        let count = max_results.unwrap_or(1);
        if !(1..=10).contains(&count) {
            return Err(Refusal::MaxResultsOutOfRange(Action::ListMessageMoveTasks, count));
        }
        let newest = tasks.iter().rev().take(count as usize);
        Ok(Reply::MoveTasks(newest.map(|(task, _)| task.clone()).collect()))
    }

    pub fn cancel_move(&mut self, id: MoveTaskId) -> Result<Reply, Refusal> {
        let now = self.now;
        let mut tasks = self.queues.iter_mut().flat_map(|queue| &mut queue.tasks);
        let found = tasks.find(|(task, _)| task.id == id);
        let (task, ends_at) = found.ok_or(Refusal::MoveTaskDoesNotExist)?;
        if task.status != MoveTaskStatus::Running {
            return Err(Refusal::MoveTaskNotActive);
        }
        task.status = MoveTaskStatus::Cancelling;
        *ends_at = (*ends_at).min(now + seconds(6));
        Ok(Reply::Moved(task.moved))
    }

    pub fn step_move_task(&mut self, source: QueueId) {
        let Ok(queue) = self.alive(source) else { return };
        let Some((task, ends_at)) = queue.active_task().filter(|_| queue.next_step() <= Some(self.now))
        else {
            return;
        };
        let cancelled = task.status == MoveTaskStatus::Cancelling;
        let done = if cancelled { MoveTaskStatus::Cancelled } else { MoveTaskStatus::Completed };
        if *ends_at <= self.now {
            let status = if cancelled { MoveTaskStatus::Cancelled } else { MoveTaskStatus::Failed };
            return self.end_task(source, status, None);
        }
        let destination = task.destination;
        let Some(message) = self.next_to_move(source) else {
            return self.end_task(source, done, None);
        };
        let Some(to) = destination.or(message.source) else {
            return self.end_task(source, MoveTaskStatus::Failed, Some(Refusal::MessageSourceUnknown));
        };
        let ModelQueue { account, name, .. } = &self.queues[to.0 as usize];
        let to = self.named(*account, name).map_or(to, |queue| self.id_of(queue));
        if let Err(missing) = self.alive(to) {
            return self.end_task(source, MoveTaskStatus::Failed, Some(missing));
        }
        self.move_one(source, to, message);
        if self.next_to_move(source).is_none() {
            self.end_task(source, done, None);
        }
    }

    fn move_one(&mut self, source: QueueId, to: QueueId, message: Stored) {
        self.remove(message.serial);
        let mut labels = message.labels;
        if !self.is_standard(to) {
            labels.deduplication_id = Some(DeduplicationId::OfMessage(self.last_serial + 1));
        }
        let delay_s = self.queues[to.0 as usize].in_effect.delay_s;
        let replacement = self.store(to, message.body, labels, delay_s);
        let (from, message) = (source, id(message.serial));
        let visible_at = self.now + seconds(delay_s);
        self.note(EventKind::Redriven { from, to, message, replacement, visible_at });
        let active = self.queue_mut(source).active_mut();
        active.expect("it has just moved a message").0.moved += 1;
    }

    /// The oldest message that a receive could get, if the task has not moved what there was.
    fn next_to_move(&self, source: QueueId) -> Option<Stored> {
        let queue = self.alive(source).ok()?;
        queue.active_task().filter(|(task, _)| task.moved < task.to_move)?;
        let serial = match queue.kind {
            QueueKind::Standard => {
                let visible = |message: &&Stored| matches!(message.state, State::Visible(_));
                self.of_queue(source).into_iter().find(visible)?.serial
            }
            QueueKind::Fifo => {
                let runs = self.group_runs(source, queue.storage.fifo_lookahead as usize);
                runs.into_iter().flatten().next()?
            }
        };
        self.messages.iter().find(|message| message.serial == serial).cloned()
    }

    fn end_task(&mut self, source: QueueId, status: MoveTaskStatus, failure: Option<Refusal>) {
        let (task, _) = self.queue_mut(source).active_mut().expect("only an active task ends");
        (task.status, task.failure) = (status, failure);
        let task = task.id;
        self.note(EventKind::MoveTaskEnded { queue: source, task, status });
    }
}

impl ModelQueue {
    fn active_mut(&mut self) -> Option<&mut (MoveTaskView, Time)> {
        let id = self.active_task()?.0.id;
        self.tasks.iter_mut().find(|(task, _)| task.id == id)
    }
}
