//! Redrive of a dead-letter queue: `StartMessageMoveTask` and its kin (sqs-facts §4.3).

use std::collections::VecDeque;

use crate::moment::Moment;
use crate::queue::Queue;
use crate::soonest::NEVER;
use crate::validation::in_range;
use crate::{Action, Engine, EventKind, MICROS_PER_S, MoveTaskId, QueueId, Refusal, Reply, Time, limits};

/// How a move task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum MoveTaskStatus {
    Running,
    Completed,
    Cancelling,
    Cancelled,
    Failed,
}

/// A move task, as `ListMessageMoveTasks` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveTaskView {
    /// Which.
    pub id: MoveTaskId,
    /// How it stands.
    pub status: MoveTaskStatus,
    /// The queue that it empties.
    pub source: QueueId,
    /// Where to, if it was given.
    pub destination: Option<QueueId>,
    /// Messages per second, if it was given.
    pub per_second: Option<u32>,
    /// Messages moved so far.
    pub moved: u64,
    /// Messages in the source when it started.
    pub to_move: u64,
    /// Why it failed; none also if it ran for longer than AWS lets it.
    pub failure: Option<Refusal>,
    /// When it started.
    pub started_at: Time,
}

/// The move tasks that empty one queue, oldest first. Only the last can still run.
#[derive(Clone, Debug, Default)]
pub(crate) struct MoveTasks(VecDeque<Task>);

#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) view: MoveTaskView,
    /// When it is over, whatever is left.
    pub(crate) ends_at: Time,
}

impl MoveTasks {
    /// The task that runs or is being cancelled.
    pub(crate) fn active(&self) -> Option<&Task> {
        self.0.back().filter(|task| task.is_active())
    }

    pub(crate) fn active_mut(&mut self) -> Option<&mut Task> {
        self.0.back_mut().filter(|task| task.is_active())
    }

    /// Its next step or its end, or never.
    #[inline]
    pub(crate) fn next_deadline(&self) -> Time {
        self.active().map_or(NEVER, Task::next_at)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = MoveTaskId> {
        self.0.iter().map(|task| task.view.id)
    }

    /// Newest first.
    fn views(&self) -> impl Iterator<Item = &MoveTaskView> {
        self.0.iter().rev().map(|task| &task.view)
    }
}

impl Task {
    fn is_active(&self) -> bool {
        matches!(self.view.status, MoveTaskStatus::Running | MoveTaskStatus::Cancelling)
    }

    /// The n-th message moves ⌊n·10⁶ / rate⌋ µs after the start, n from 1.
    pub(crate) fn next_at(&self) -> Time {
        let rate = Time::from(self.view.per_second.unwrap_or(limits::MOVE_PER_SECOND_DEFAULT));
        let next_step = self.view.started_at + (self.view.moved + 1) * MICROS_PER_S / rate;
        next_step.min(self.ends_at)
    }
}

/// The parameters of `StartMessageMoveTask`.
pub(crate) struct MoveCall {
    pub(crate) source: QueueId,
    pub(crate) destination: Option<QueueId>,
    pub(crate) per_second: Option<i32>,
}

impl Engine {
    pub(crate) fn start_move_task(
        &mut self,
        call: &MoveCall,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let per_second = call.per_second.map(rate).transpose()?;
        self.check_move(call)?;
        let MoveCall { source, destination, .. } = *call;
        let id = MoveTaskId(self.last_move_task + 1);
        let Some(queue) = self.queues[source.0 as usize].as_mut() else {
            return Err(Refusal::QueueDoesNotExist);
        };
        let view = MoveTaskView {
            id,
            status: MoveTaskStatus::Running,
            source,
            destination,
            per_second,
            moved: 0,
            to_move: queue.books.counts.visible,
            failure: None,
            started_at: moment.now,
        };
        let longest_us = Time::from(limits::MOVE_TASK_HOURS_MAX) * 3_600 * MICROS_PER_S;
        let tasks = &mut queue.move_tasks.0;
        tasks.push_back(Task { view, ends_at: moment.now + longest_us });
        let forgotten =
            if tasks.len() > limits::MOVE_TASKS_LISTED as usize { tasks.pop_front() } else { None };
        if let Some(task) = forgotten {
            self.move_tasks.remove(&task.view.id);
        }
        self.last_move_task = id.0;
        self.move_tasks.insert(id, source);
        moment.note(EventKind::MoveTaskStarted { queue: source, task: id });
        self.changed(source);
        Ok(Reply::MoveTask(id))
    }

    pub(crate) fn list_move_tasks(
        &self,
        source: QueueId,
        max_results: Option<i32>,
    ) -> Result<Reply, Refusal> {
        let queue = self.existing(source)?;
        let max_results = max_results.unwrap_or(1);
        let count = in_range(max_results, limits::MOVE_TASKS_LISTED).filter(|count| *count > 0);
        let refused = Refusal::MaxResultsOutOfRange(Action::ListMessageMoveTasks, max_results);
        let count = count.ok_or(refused)? as usize;
        Ok(Reply::MoveTasks(queue.move_tasks.views().take(count).cloned().collect()))
    }

    /// The task goes on for a while before it stops.
    pub(crate) fn cancel_move_task(
        &mut self,
        id: MoveTaskId,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let source = *self.move_tasks.get(&id).ok_or(Refusal::MoveTaskDoesNotExist)?;
        let queue = self.queues[source.0 as usize].as_mut().ok_or(Refusal::MoveTaskDoesNotExist)?;
        let running = |task: &&mut Task| task.view.id == id && task.view.status == MoveTaskStatus::Running;
        let task = queue.move_tasks.active_mut().filter(running).ok_or(Refusal::MoveTaskNotActive)?;
        let stops_at = moment.now + Time::from(limits::MOVE_TASK_CANCEL_S) * MICROS_PER_S;
        task.view.status = MoveTaskStatus::Cancelling;
        task.ends_at = task.ends_at.min(stops_at);
        let moved = task.view.moved;
        self.changed(source);
        Ok(Reply::Moved(moved))
    }

    /// A queue that is gone takes its tasks with it.
    pub(crate) fn forget_move_tasks(&mut self, queue: &Queue, moment: &mut Moment<'_>) {
        if let Some(task) = queue.move_tasks.active() {
            let (queue, task) = (queue.books.id, task.view.id);
            moment.note(EventKind::MoveTaskEnded { queue, task, status: MoveTaskStatus::Failed });
        }
        for id in queue.move_tasks.ids() {
            self.move_tasks.remove(&id);
        }
    }

    fn check_move(&self, call: &MoveCall) -> Result<(), Refusal> {
        let source = self.existing(call.source)?;
        let all = self.queues.iter().flatten();
        if !all.map(|queue| queue.books.id).any(|queue| self.is_source(queue, call.source)) {
            return Err(Refusal::MoveSourceIsNoDeadLetterQueue);
        }
        if let Some(id) = call.destination {
            let destination = self.existing(id)?;
            if id == call.source {
                return Err(Refusal::MoveToItself);
            }
            if destination.books.kind != source.books.kind {
                return Err(Refusal::MoveToOtherKind);
            }
        }
        if source.move_tasks.active().is_some() {
            return Err(Refusal::MoveTaskRunning);
        }
        let of_account = self.queues.iter().flatten().filter(|queue| queue.account == source.account);
        let active = of_account.filter(|queue| queue.move_tasks.active().is_some()).count();
        if active >= limits::MOVE_TASKS_MAX as usize {
            return Err(Refusal::TooManyMoveTasks);
        }
        Ok(())
    }
}

fn rate(per_second: i32) -> Result<u32, Refusal> {
    in_range(per_second, limits::MOVE_PER_SECOND_MAX)
        .filter(|rate| *rate > 0)
        .ok_or(Refusal::MoveRateOutOfRange(per_second))
}
