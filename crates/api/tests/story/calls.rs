//! The lines of a story as calls to the engine.

use std::sync::Arc;

use api::identity::principal_arn;
use api::names::queue_arn;
use api::refusal::{AwsError, Context, describe};
use sqs::{
    AttributeChanges, Command, Delivery, MetricHistory, QueueId, QueueKind, RedrivePolicy, Refusal, Reply,
    Sent, Storage,
};

use super::ledger::Posted;
use super::outcome::{Item, Outcome};
use super::verb::{Letter, Settings, Verb, Wishes};
use super::world::{Poll, World};
use super::{admin, drain, usage, views};

impl World {
    /// Does a line.
    pub(super) fn act(&mut self, verb: &Verb, names: &[&str]) -> Result<Outcome, String> {
        match verb {
            Verb::CreateQueue { queue, kind, settings, storage, tags } => {
                self.create(queue, *kind, settings, *storage, tags)
            }
            Verb::Admin(admin) => self.administer(admin),
            Verb::Wire(line) => self.speak(line, names.first().copied().unwrap_or_default()),
            Verb::Send { queue, message, times } => self.send(queue, message, *times, names),
            Verb::SendBatch { queue, entries } => self.send_batch(queue, entries, names),
            Verb::DeleteBatch { queue, entries } => self.delete_batch(queue, entries),
            Verb::ChangeBatch { queue, entries } => self.change_batch(queue, entries),
            Verb::Receive { queue, wishes, poll } => self.receive(queue, wishes, poll.as_deref()),
            Verb::Drain { queue, wishes, delete } => drain::drain(self, queue, wishes, *delete),
            Verb::DeleteQueue { queue } => self.order(queue, |queue| Command::DeleteQueue { queue }),
            Verb::Purge { queue } => self.order(queue, |queue| Command::PurgeQueue { queue }),
            Verb::SetQueue { queue, settings } => {
                let mut changes = Box::new(settings.plain.clone());
                changes.redrive = self.redrive(settings);
                self.order(queue, |queue| Command::SetQueueAttributes { queue, changes })
            }
            Verb::Delete { queue, handle } => {
                let known = self.ledger.handle(handle)?;
                let command = Command::DeleteMessage { queue: self.queue(queue), handle: known };
                self.done(command, &Context { receipt_handle: Some(handle), ..Context::default() })
            }
            Verb::ChangeVisibility { queue, handle, timeout_s } => {
                let known = self.ledger.handle(handle)?;
                let (queue, visibility_timeout_s) = (self.queue(queue), *timeout_s);
                let command = Command::ChangeMessageVisibility { queue, handle: known, visibility_timeout_s };
                self.done(command, &Context { receipt_handle: Some(handle), ..Context::default() })
            }
            Verb::Abandon { poll } => {
                let ticket = self.poll(poll)?.ticket;
                self.done(Command::Abandon { ticket }, &Context::default())
            }
            Verb::StartMove { source, destination, per_second, task } => {
                self.start_move(source, destination.as_deref(), *per_second, task.as_deref())
            }
            Verb::ListMoves { source, max_results } => self.list_moves(source, *max_results),
            Verb::CancelMove { task } => self.cancel_move(task),
            Verb::Wait
            | Verb::Answer { .. }
            | Verb::Counts { .. }
            | Verb::Attributes { .. }
            | Verb::Message { .. }
            | Verb::Dice { .. }
            | Verb::Seed { .. }
            | Verb::SecondCopy { .. }
            | Verb::CloudWatch { .. }
            | Verb::Metric { .. }
            | Verb::Metrics { .. }
            | Verb::Requests { .. } => self.look(verb),
        }
    }

    /// The lines that ask nothing of AWS; the engine must be told the time first.
    fn look(&mut self, verb: &Verb) -> Result<Outcome, String> {
        self.advance()?;
        match verb {
            Verb::Answer { poll } => {
                let answer = self.poll(poll)?.answer.clone();
                return Ok(answer.unwrap_or_else(|| Outcome::word("nothing yet")));
            }
            Verb::Counts { queue } => return views::counts(self, queue),
            Verb::Attributes { queue } => return views::attributes(self, queue),
            Verb::Message { name } => return views::message(self, name),
            Verb::Dice { answers } => self.dice.script(answers),
            Verb::Seed { seed } => self.dice.seed(*seed),
            Verb::SecondCopy { queue } => self.engine.leave_second_copy(self.queue(queue)),
            Verb::CloudWatch { wake_delay_s } => {
                self.history = Some(MetricHistory::new(*wake_delay_s));
                self.advance()?;
            }
            Verb::Metric { queue, metric, from, to, period } => {
                return usage::metric(self, queue, *metric, (*from, *to), *period);
            }
            Verb::Metrics { queue } => return usage::metrics(self, queue),
            Verb::Requests { queue } => return usage::requests(self, queue.as_deref()),
            _ => {}
        }
        Ok(Outcome::word("done"))
    }

    /// Gives a command to the engine. The error texts repeat the story's own names.
    pub(super) fn ask(&mut self, command: Command, context: &Context<'_>) -> Result<Reply, AwsError> {
        let queue = command.queue().and_then(|queue| self.engine.name_of(queue));
        let arn = queue.map(|(account, name)| queue_arn("us-east-1", account, name));
        let principal = principal_arn(&self.caller);
        let context = Context { principal: Some(&principal), resource: arn.as_deref(), ..*context };
        self.give(command).map_err(|refusal| describe(&refusal, &context))
    }

    /// Gives a command to the engine.
    pub(super) fn give(&mut self, command: Command) -> Result<Reply, Refusal> {
        if self.history.is_some() {
            self.let_pass(self.now);
        }
        let (engine, dice, events) = (&mut self.engine, &mut self.dice, &mut self.events);
        engine.apply(self.now, &self.caller, command, dice, events)
    }

    /// A command that answers nothing.
    pub(super) fn done(&mut self, command: Command, context: &Context<'_>) -> Result<Outcome, String> {
        match self.ask(command, context) {
            Ok(Reply::Done) => Ok(Outcome::word("done")),
            Ok(reply) => Err(unfit(&reply)),
            Err(error) => Ok(Outcome::Refused(error)),
        }
    }

    /// A command that answers nothing and needs only its queue.
    pub(super) fn order(
        &mut self,
        name: &str,
        command: impl FnOnce(QueueId) -> Command,
    ) -> Result<Outcome, String> {
        self.done(command(self.queue(name)), &Context { queue_name: Some(name), ..Context::default() })
    }

    fn create(
        &mut self,
        name: &str,
        kind: QueueKind,
        settings: &Settings,
        storage: Storage,
        tags: &[(String, String)],
    ) -> Result<Outcome, String> {
        let attributes =
            Box::new(AttributeChanges { redrive: self.redrive(settings), ..settings.plain.clone() });
        let command = Command::CreateQueue {
            name: Arc::from(name),
            kind,
            attributes,
            tags: admin::tags(tags),
            storage,
        };
        match self.ask(command, &Context { queue_name: Some(name), ..Context::default() }) {
            Ok(Reply::Queue(queue)) => {
                let known = self.queues.insert(name.to_owned(), queue);
                Ok(Outcome::word(if known == Some(queue) { "existing" } else { "new" }))
            }
            Ok(reply) => Err(unfit(&reply)),
            Err(error) => Ok(Outcome::Refused(error)),
        }
    }

    fn redrive(&self, settings: &Settings) -> Option<Option<RedrivePolicy>> {
        settings.redrive.as_ref().map(|policy| {
            policy.as_ref().map(|(target, count)| RedrivePolicy {
                dead_letter_target: self.queue(target),
                max_receive_count: *count,
            })
        })
    }

    fn send(&mut self, name: &str, letter: &Letter, times: u32, names: &[&str]) -> Result<Outcome, String> {
        let mut items = Vec::new();
        for place in 0..times {
            let letter = letter.filled(&(place + 1).to_string());
            let command = Command::SendMessage { queue: self.queue(name), entry: letter.entry() };
            match self.ask(command, &letter.context()) {
                Ok(Reply::Sent(Sent { message, sequence })) => {
                    let queue = self.queue(name);
                    let posted = Posted { queue, letter: &letter, at: self.now };
                    let wanted = names.get(place as usize).copied();
                    let name = self.ledger.sent(message, sequence, &posted, wanted)?;
                    let sequence = if sequence.is_some() { "yes" } else { "no" }.to_owned();
                    items.push(Item { name: Some(name), facts: vec![("sequence", sequence)] });
                }
                Ok(reply) => return Err(unfit(&reply)),
                Err(error) => return Ok(Outcome::Refused(error)),
            }
        }
        Ok(Outcome::Items(items))
    }

    fn receive(&mut self, name: &str, wishes: &Wishes, poll: Option<&str>) -> Result<Outcome, String> {
        let queue = self.queue(name);
        let context = Context { attempt_id: wishes.attempt_id.as_deref(), ..Context::default() };
        let reply = self.ask(wishes.call(queue), &context);
        // Those who waited were answered before this call.
        self.look_at_events()?;
        match reply {
            Ok(Reply::Received(deliveries)) => {
                let timeout_s = wishes
                    .visibility_timeout_s
                    .map(|timeout_s| timeout_s as u32)
                    .or_else(|| self.engine.queue(queue).map(|view| view.attributes.visibility_timeout_s));
                self.hidden_as_long_as_asked(&deliveries, timeout_s)?;
                self.received(queue, &deliveries, self.now, wishes.attempt_id.is_some())
            }
            Ok(Reply::Parked(ticket)) => {
                self.polls.push(Poll { name: poll.map(str::to_owned), ticket, answer: None });
                Ok(Outcome::word("waiting"))
            }
            Ok(reply) => Err(unfit(&reply)),
            Err(error) => Ok(Outcome::Refused(error)),
        }
    }

    /// The visibility timeout starts when the message is handed out (sqs-facts §2.4).
    fn hidden_as_long_as_asked(&self, deliveries: &[Delivery], timeout_s: Option<u32>) -> Result<(), String> {
        let visible_at = timeout_s.map(|timeout_s| self.now + u64::from(timeout_s) * sqs::MICROS_PER_S);
        match deliveries.iter().find(|delivery| visible_at.is_some_and(|at| at != delivery.visible_at)) {
            None => Ok(()),
            Some(odd) => Err(format!("{odd:?} should be visible again at {visible_at:?}")),
        }
    }
}

impl Wishes {
    /// The call that asks for them.
    pub(super) fn call(&self, queue: QueueId) -> Command {
        let Self { max_messages, visibility_timeout_s, wait_s, ref attempt_id } = *self;
        let attempt_id = attempt_id.as_deref().map(Arc::from);
        Command::ReceiveMessage { queue, max_messages, visibility_timeout_s, wait_s, attempt_id }
    }
}

/// An answer that does not belong to its call.
pub(super) fn unfit(reply: &Reply) -> String {
    format!("the engine answered with {reply:?}")
}
