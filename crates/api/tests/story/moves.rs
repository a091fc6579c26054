//! Move tasks in a story: `start-move dlq rate=1 as t1`, `list-moves dlq max=10`, `cancel-move t1`.

use api::refusal::{Context, describe};
use sqs::{Command, MoveTaskStatus, MoveTaskView, Reply};

use super::calls::unfit;
use super::duration;
use super::outcome::{Item, Outcome};
use super::world::World;

impl World {
    pub(super) fn start_move(
        &mut self,
        source: &str,
        destination: Option<&str>,
        per_second: Option<i32>,
        name: Option<&str>,
    ) -> Result<Outcome, String> {
        let destination = destination.map(|name| self.queue(name));
        let command = Command::StartMessageMoveTask { source: self.queue(source), destination, per_second };
        match self.ask(command, &Context::default()) {
            Ok(Reply::MoveTask(task)) => {
                let name = name.map_or_else(|| format!("task{}", task.0), str::to_owned);
                self.move_tasks.insert(name, task);
                Ok(Outcome::word("done"))
            }
            Ok(reply) => Err(unfit(&reply)),
            Err(error) => Ok(Outcome::Refused(error)),
        }
    }

    pub(super) fn list_moves(&mut self, source: &str, max_results: Option<i32>) -> Result<Outcome, String> {
        let command = Command::ListMessageMoveTasks { source: self.queue(source), max_results };
        match self.ask(command, &Context::default()) {
            Ok(Reply::MoveTasks(tasks)) if tasks.is_empty() => Ok(Outcome::word("nothing")),
            Ok(Reply::MoveTasks(tasks)) => {
                Ok(Outcome::Items(tasks.iter().map(|task| self.task_item(task)).collect()))
            }
            Ok(reply) => Err(unfit(&reply)),
            Err(error) => Ok(Outcome::Refused(error)),
        }
    }

    pub(super) fn cancel_move(&mut self, name: &str) -> Result<Outcome, String> {
        let task = *self.move_tasks.get(name).ok_or_else(|| format!("no move task is called {name}"))?;
        match self.ask(Command::CancelMessageMoveTask { task }, &Context::default()) {
            Ok(Reply::Moved(moved)) => {
                Ok(Outcome::Items(vec![Item { name: None, facts: vec![("moved", moved.to_string())] }]))
            }
            Ok(reply) => Err(unfit(&reply)),
            Err(error) => Ok(Outcome::Refused(error)),
        }
    }

    fn task_item(&self, task: &MoveTaskView) -> Item {
        let named = self.move_tasks.iter().find(|(_, id)| **id == task.id);
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let failure = task.failure.as_ref().map(|why| describe(why, &Context::default()).code.to_owned());
        Item {
            name: Some(named.map_or_else(|| format!("task{}", task.id.0), |(name, _)| name.clone())),
            facts: vec![
                ("status", status(task.status).to_owned()),
                ("source", self.queue_name(task.source)),
                ("to", or_dash(task.destination.map(|queue| self.queue_name(queue)))),
                ("rate", or_dash(task.per_second.map(|rate| rate.to_string()))),
                ("moved", task.moved.to_string()),
                ("to-move", task.to_move.to_string()),
                ("failure", or_dash(failure)),
                ("started", duration::show(task.started_at)),
            ],
        }
    }
}

const fn status(status: MoveTaskStatus) -> &'static str {
    match status {
        MoveTaskStatus::Running => "RUNNING",
        MoveTaskStatus::Completed => "COMPLETED",
        MoveTaskStatus::Cancelling => "CANCELLING",
        MoveTaskStatus::Cancelled => "CANCELLED",
        MoveTaskStatus::Failed => "FAILED",
    }
}
