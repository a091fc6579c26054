//! What is done to a queue while the world runs: redrives, purges, changed attributes.

use sqs::{AttributeChanges, Command, Engine, QueueId, Refusal};

use super::{Sink, World};
use crate::world::calls::trouble;
use crate::{Kind, QueueChange, Trouble};

impl World {
    /// Starts a move task.
    pub(super) fn redrive<S: Sink + ?Sized>(
        &mut self,
        queue: u32,
        to: Option<u32>,
        per_second: Option<u32>,
        sink: &mut S,
    ) -> Result<(), Refusal> {
        let done = self.ask(redrive_command(queue, to, per_second));
        self.pass_on(None, sink);
        done.map(|_| ())
    }

    /// Cancels the move task that empties a queue.
    pub(super) fn cancel_redrive<S: Sink + ?Sized>(
        &mut self,
        queue: u32,
        by_user: bool,
        sink: &mut S,
    ) -> Result<(), Refusal> {
        let done = cancel_command(&self.engine, queue).and_then(|command| self.ask(command));
        self.pass_on(None, sink);
        done?;
        self.tell(Kind::RedriveCancelled { queue: QueueId(queue), by_user }, sink);
        Ok(())
    }

    /// Purges a queue.
    pub(super) fn purge<S: Sink + ?Sized>(&mut self, queue: u32, sink: &mut S) -> Result<(), Refusal> {
        let done = self.ask(Command::PurgeQueue { queue: QueueId(queue) });
        self.pass_on(None, sink);
        done.map(|_| ())
    }

    /// Sets attributes of a queue.
    pub(super) fn change<S: Sink + ?Sized>(
        &mut self,
        queue: u32,
        changes: AttributeChanges,
        by_user: bool,
        sink: &mut S,
    ) -> Result<(), Refusal> {
        let queue = QueueId(queue);
        let each = QueueChange::all_of(&changes);
        let done = self.ask(Command::SetQueueAttributes { queue, changes: Box::new(changes) });
        self.pass_on(None, sink);
        done?;
        for change in each {
            self.tell(Kind::AttributeChanged { queue, change, by_user }, sink);
        }
        Ok(())
    }

    /// Tells of a scripted act that was refused.
    pub(super) fn scripted<S: Sink + ?Sized>(&mut self, fault: u32, done: Result<(), Refusal>, sink: &mut S) {
        if let Err(refusal) = done {
            self.tell(Kind::FaultRefused { fault, trouble: trouble(&refusal) }, sink);
        }
    }

    /// Whether SQS would refuse a call now, and why: tried on a copy.
    pub(crate) fn would_refuse(
        &self,
        command: impl FnOnce(&Engine) -> Result<Command, Refusal>,
    ) -> Option<Trouble> {
        let mut trial = self.clone();
        let tried = command(&trial.engine).and_then(|command| trial.ask(command));
        tried.err().map(|refusal| trouble(&refusal))
    }
}

/// `StartMessageMoveTask`.
pub(crate) fn redrive_command(queue: u32, to: Option<u32>, per_second: Option<u32>) -> Command {
    Command::StartMessageMoveTask {
        source: QueueId(queue),
        destination: to.map(QueueId),
        per_second: per_second.map(|per_second| i32::try_from(per_second).unwrap_or(i32::MAX)),
    }
}

/// `CancelMessageMoveTask` for the task that runs.
pub(crate) fn cancel_command(engine: &Engine, queue: u32) -> Result<Command, Refusal> {
    let task = engine.queue(QueueId(queue)).ok_or(Refusal::QueueDoesNotExist)?.move_task;
    task.map(|task| Command::CancelMessageMoveTask { task: task.id }).ok_or(Refusal::MoveTaskDoesNotExist)
}
