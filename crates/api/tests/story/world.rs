//! An engine and what a story knows about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::refusal::{Context, describe};
use sqs::{
    Body, Caller, Command, Delivery, Engine, Event, EventKind, QueueAttributes, QueueId, QueueKind,
    ReceiptHandle, RedrivePolicy, Refusal, Reply, Storage, Ticket, Time,
};

use super::dice::StoryDice;
use super::ledger::{Ledger, Posted};
use super::outcome::{Item, Outcome};
use super::verb::{Letter, Settings, Verb, Wishes};
use super::{drain, views};

/// How the clock gets from one line to the next. The answers must be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// In one go: the next call finds all deadlines at once.
    Leap,
    /// From deadline to deadline, and as a clone each time.
    Walk,
}

/// An engine, its dice, and the names that a story gave.
pub struct World {
    pub(super) engine: Engine,
    pub(super) queues: BTreeMap<String, QueueId>,
    pub(super) ledger: Ledger,
    pub(super) now: Time,
    clock: Clock,
    dice: StoryDice,
    events: Vec<Event>,
    events_seen: usize,
    polls: Vec<Poll>,
}

struct Poll {
    name: Option<String>,
    ticket: Ticket,
    answer: Option<Outcome>,
}

/// A queue that no engine ever made.
const NO_QUEUE: QueueId = QueueId(u32::MAX);

impl World {
    /// Nothing yet, at 0.
    pub fn new(clock: Clock) -> Self {
        Self {
            engine: Engine::new(),
            queues: BTreeMap::new(),
            ledger: Ledger::default(),
            now: 0,
            clock,
            dice: StoryDice::default(),
            events: Vec::new(),
            events_seen: 0,
            polls: Vec::new(),
        }
    }

    /// Everything that happened so far.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// # Errors
    /// If the story wrote down luck that nobody asked for.
    pub fn finish(&self) -> Result<(), String> {
        match self.dice.unused() {
            0 => Ok(()),
            unused => Err(format!("{unused} of the story's dice were never asked for")),
        }
    }

    /// Moves the clock, does the line, and looks at what must always be true. `names` are the bare words that
    /// the story expects; new messages get them.
    ///
    /// # Errors
    /// A broken promise, or a name that the story does not know.
    pub fn step(&mut self, pause: Time, verb: &Verb, names: &[&str]) -> Result<Outcome, String> {
        self.pass(pause)?;
        let outcome = self.act(verb, names);
        self.look_at_events()?;
        self.engine.check();
        match self.dice.misfit() {
            Some(misfit) => Err(misfit),
            None => outcome,
        }
    }

    fn pass(&mut self, pause: Time) -> Result<(), String> {
        let target = self.now + pause;
        if self.clock == Clock::Walk {
            while let Some(deadline) = self.engine.next_deadline().filter(|deadline| *deadline <= target) {
                if deadline < self.now {
                    return Err(format!("the next deadline, {deadline} us, is in the past"));
                }
                self.engine.share();
                self.engine = self.engine.clone();
                self.engine.advance(deadline, &mut self.dice, &mut self.events);
                if self.engine.next_deadline().is_some_and(|next| next <= deadline) {
                    return Err(format!("a deadline of {deadline} us stays after it was handled"));
                }
            }
        }
        self.now = target;
        Ok(())
    }

    fn act(&mut self, verb: &Verb, names: &[&str]) -> Result<Outcome, String> {
        match verb {
            Verb::CreateQueue { queue, kind, settings, storage } => {
                return self.create(queue, *kind, settings, *storage);
            }
            Verb::Send { queue, message, times } => return self.send(queue, message, *times, names),
            Verb::Receive { queue, wishes, poll } => return self.receive(queue, *wishes, poll.as_deref()),
            Verb::Drain { queue, wishes, delete } => return drain::drain(self, queue, *wishes, *delete),
            Verb::DeleteQueue { queue } => {
                let command = Command::DeleteQueue { queue: self.queue(queue) };
                return self.call(command, Some(queue), None);
            }
            Verb::SetQueue { queue, settings } => {
                let mut changes = settings.plain.clone();
                changes.redrive = self.redrive(settings);
                let command =
                    Command::SetQueueAttributes { queue: self.queue(queue), changes: Box::new(changes) };
                return self.call(command, Some(queue), None);
            }
            Verb::Purge { queue } => {
                let command = Command::PurgeQueue { queue: self.queue(queue) };
                return self.call(command, Some(queue), None);
            }
            Verb::Delete { queue, handle } => {
                let command =
                    Command::DeleteMessage { queue: self.queue(queue), handle: self.handle(handle)? };
                return self.call(command, Some(queue), Some(handle));
            }
            Verb::ChangeVisibility { queue, handle, timeout_s } => {
                let command = Command::ChangeMessageVisibility {
                    queue: self.queue(queue),
                    handle: self.handle(handle)?,
                    visibility_timeout_s: *timeout_s,
                };
                return self.call(command, Some(queue), Some(handle));
            }
            Verb::Abandon { poll } => {
                let ticket = self.poll(poll)?.ticket;
                return self.call(Command::Abandon { ticket }, None, None);
            }
            Verb::Dice { answers } => self.dice.script(answers),
            Verb::Seed { seed } => self.dice.seed(*seed),
            Verb::Wait
            | Verb::SecondCopy { .. }
            | Verb::Answer { .. }
            | Verb::Counts { .. }
            | Verb::Attributes { .. }
            | Verb::Message { .. } => {}
        }
        self.look(verb)
    }

    /// The lines that ask nothing of AWS; the engine must be told the time first.
    fn look(&mut self, verb: &Verb) -> Result<Outcome, String> {
        self.engine.advance(self.now, &mut self.dice, &mut self.events);
        self.look_at_events()?;
        match verb {
            Verb::Answer { poll } => {
                let poll = self.poll(poll)?;
                return Ok(poll.answer.clone().unwrap_or_else(|| Outcome::word("nothing yet")));
            }
            Verb::Counts { queue } => return views::counts(self, queue),
            Verb::Attributes { queue } => return views::attributes(self, queue),
            Verb::Message { name } => return views::message(self, name),
            Verb::SecondCopy { queue } => self.engine.leave_second_copy(self.queue(queue)),
            _ => {}
        }
        Ok(Outcome::word("done"))
    }

    pub(super) fn queue(&self, name: &str) -> QueueId {
        self.queues.get(name).copied().unwrap_or(NO_QUEUE)
    }

    pub(super) fn queue_name(&self, queue: QueueId) -> String {
        let found = self.queues.iter().find(|(_, id)| **id == queue);
        found.map_or_else(|| format!("{queue:?}"), |(name, _)| name.clone())
    }

    fn poll(&self, name: &str) -> Result<&Poll, String> {
        let found = self.polls.iter().rev().find(|poll| poll.name.as_deref() == Some(name));
        found.ok_or_else(|| format!("no receive waits as {name}"))
    }

    fn handle(&self, word: &str) -> Result<ReceiptHandle, String> {
        self.ledger.handle(word)
    }

    fn redrive(&self, settings: &Settings) -> Option<Option<RedrivePolicy>> {
        settings.redrive.as_ref().map(|policy| {
            policy.as_ref().map(|(target, count)| RedrivePolicy {
                dead_letter_target: self.queue(target),
                max_receive_count: *count,
            })
        })
    }

    /// Gives the command to the engine. The error texts repeat the story's own names.
    pub(super) fn call(
        &mut self,
        command: Command,
        queue: Option<&str>,
        handle: Option<&str>,
    ) -> Result<Outcome, String> {
        match self.apply(command) {
            Ok(Reply::Done) => Ok(Outcome::word("done")),
            Ok(reply) => Err(format!("the engine answered with {reply:?}")),
            Err(refusal) => {
                let context = Context { queue_name: queue, receipt_handle: handle, ..Context::default() };
                Ok(Outcome::Refused(describe(&refusal, &context)))
            }
        }
    }

    pub(super) fn apply(&mut self, command: Command) -> Result<Reply, Refusal> {
        self.engine.apply(self.now, &Caller::default(), command, &mut self.dice, &mut self.events)
    }

    fn create(
        &mut self,
        name: &str,
        kind: QueueKind,
        settings: &Settings,
        storage: Storage,
    ) -> Result<Outcome, String> {
        let attributes = self.all_attributes(settings);
        let command =
            Command::CreateQueue { name: Arc::from(name), kind, attributes: Box::new(attributes), storage };
        match self.apply(command) {
            Ok(Reply::Queue(queue)) => {
                let known = self.queues.insert(name.to_owned(), queue);
                Ok(Outcome::word(if known == Some(queue) { "existing" } else { "new" }))
            }
            Ok(reply) => Err(format!("the engine answered with {reply:?}")),
            Err(refusal) => {
                let context = Context { queue_name: Some(name), ..Context::default() };
                Ok(Outcome::Refused(describe(&refusal, &context)))
            }
        }
    }

    fn all_attributes(&self, settings: &Settings) -> QueueAttributes {
        let (given, usual) = (&settings.plain, QueueAttributes::default());
        QueueAttributes {
            delay_s: given.delay_s.unwrap_or(usual.delay_s),
            maximum_message_bytes: given.maximum_message_bytes.unwrap_or(usual.maximum_message_bytes),
            retention_s: given.retention_s.unwrap_or(usual.retention_s),
            receive_wait_s: given.receive_wait_s.unwrap_or(usual.receive_wait_s),
            visibility_timeout_s: given.visibility_timeout_s.unwrap_or(usual.visibility_timeout_s),
            redrive: self.redrive(settings).flatten(),
            content_based_deduplication: given
                .content_based_deduplication
                .unwrap_or(usual.content_based_deduplication),
            deduplication_scope: given.deduplication_scope.unwrap_or(usual.deduplication_scope),
            fifo_throughput_limit: given.fifo_throughput_limit.unwrap_or(usual.fifo_throughput_limit),
        }
    }

    fn send(&mut self, name: &str, letter: &Letter, times: u32, names: &[&str]) -> Result<Outcome, String> {
        let queue = self.queue(name);
        let mut items = Vec::new();
        for place in 0..times {
            let fill = |text: &Option<String>| {
                text.as_ref().map(|text| Arc::<str>::from(text.replace("{n}", &(place + 1).to_string())))
            };
            let body = filled_body(&letter.body, place + 1);
            let (group, deduplication_id) = (fill(&letter.group), fill(&letter.deduplication_id));
            let command = Command::SendMessage {
                queue,
                body: Body::Bytes(Arc::from(body.as_slice())),
                delay_s: letter.delay_s,
                group: group.clone(),
                deduplication_id: deduplication_id.clone(),
            };
            match self.apply(command) {
                Ok(Reply::Sent { message, sequence }) => {
                    let posted = Posted { queue, body: &body, group: group.as_deref(), at: self.now };
                    let wanted = names.get(place as usize).copied();
                    let name = self.ledger.sent(message, sequence, &posted, wanted)?;
                    let sequence = if sequence.is_some() { "yes" } else { "no" }.to_owned();
                    items.push(Item { name: Some(name), facts: vec![("sequence", sequence)] });
                }
                Ok(reply) => return Err(format!("the engine answered with {reply:?}")),
                Err(refusal) => {
                    let context = Context {
                        queue_name: Some(name),
                        message_group_id: group.as_deref(),
                        message_deduplication_id: deduplication_id.as_deref(),
                        ..Context::default()
                    };
                    return Ok(Outcome::Refused(describe(&refusal, &context)));
                }
            }
        }
        Ok(Outcome::Items(items))
    }

    fn receive(&mut self, name: &str, wishes: Wishes, poll: Option<&str>) -> Result<Outcome, String> {
        let queue = self.queue(name);
        match self.ask(queue, wishes) {
            Ok(Reply::Received(deliveries)) => {
                let timeout_s = wishes
                    .visibility_timeout_s
                    .or_else(|| self.engine.queue(queue).map(|view| view.attributes.visibility_timeout_s));
                self.hidden_as_long_as_asked(&deliveries, timeout_s)?;
                self.received(queue, &deliveries, self.now)
            }
            Ok(Reply::Parked(ticket)) => {
                self.polls.push(Poll { name: poll.map(str::to_owned), ticket, answer: None });
                Ok(Outcome::word("waiting"))
            }
            Ok(reply) => Err(format!("the engine answered with {reply:?}")),
            Err(refusal) => {
                let context = Context { queue_name: Some(name), ..Context::default() };
                Ok(Outcome::Refused(describe(&refusal, &context)))
            }
        }
    }

    pub(super) fn ask(&mut self, queue: QueueId, wishes: Wishes) -> Result<Reply, Refusal> {
        self.apply(Command::ReceiveMessage {
            queue,
            max_messages: wishes.max_messages,
            visibility_timeout_s: wishes.visibility_timeout_s,
            wait_s: wishes.wait_s,
        })
    }

    /// The visibility timeout starts when the message is handed out (sqs-facts §2.4).
    fn hidden_as_long_as_asked(&self, deliveries: &[Delivery], timeout_s: Option<u32>) -> Result<(), String> {
        let visible_at = timeout_s.map(|timeout_s| self.now + u64::from(timeout_s) * sqs::MICROS_PER_S);
        match deliveries.iter().find(|delivery| visible_at.is_some_and(|at| at != delivery.visible_at)) {
            None => Ok(()),
            Some(odd) => Err(format!("{odd:?} should be visible again at {visible_at:?}")),
        }
    }

    /// Notes what was handed out at `at` and tells it in the story's names.
    pub(super) fn received(
        &mut self,
        queue: QueueId,
        deliveries: &[Delivery],
        at: Time,
    ) -> Result<Outcome, String> {
        if deliveries.is_empty() {
            return Ok(Outcome::word("nothing"));
        }
        let mut items = Vec::new();
        for delivery in deliveries {
            let mut item = self.ledger.handed_out(queue, delivery, at)?;
            let source = delivery.dead_letter_source.map(|source| self.queue_name(source));
            item.facts.push(("source", source.unwrap_or_else(|| "-".to_owned())));
            items.push(item);
        }
        Ok(Outcome::Items(items))
    }

    /// Events come in the order of time, and whoever waited is answered.
    fn look_at_events(&mut self) -> Result<(), String> {
        while let Some(event) = self.events.get(self.events_seen).copied() {
            let before = self.events_seen.checked_sub(1).map_or(0, |last| self.events[last].at);
            if event.at < before || event.at > self.now {
                return Err(format!("{event:?} stands between {before} us and {} us", self.now));
            }
            self.events_seen += 1;
            if let EventKind::PollAnswered { queue, ticket, messages } = event.kind {
                self.answered(queue, ticket, messages, event.at)?;
            }
        }
        Ok(())
    }

    fn answered(&mut self, queue: QueueId, ticket: Ticket, messages: u32, at: Time) -> Result<(), String> {
        let mut outcome = match self.engine.take_answer(ticket) {
            Some(Ok(deliveries)) if deliveries.len() == messages as usize => {
                self.received(queue, &deliveries, at)?
            }
            Some(Ok(deliveries)) => {
                return Err(format!(
                    "the event tells of {messages} messages, the answer has {}",
                    deliveries.len()
                ));
            }
            Some(Err(refusal)) => Outcome::Refused(describe(&refusal, &Context::default())),
            None => return Err(format!("{ticket:?} is answered and has no answer")),
        };
        if self.engine.take_answer(ticket).is_some() {
            return Err(format!("{ticket:?} gives its answer twice"));
        }
        if let Outcome::Items(items) = &mut outcome {
            items.iter_mut().for_each(|item| item.facts.push(("at", super::duration::show(at))));
        }
        match self.polls.iter_mut().find(|poll| poll.ticket == ticket) {
            Some(poll) => poll.answer = Some(outcome),
            None => return Err(format!("{ticket:?} is answered and nobody waits under it")),
        }
        Ok(())
    }
}

fn filled_body(body: &[u8], number: u32) -> Vec<u8> {
    match std::str::from_utf8(body) {
        Ok(text) if text.contains("{n}") => text.replace("{n}", &number.to_string()).into_bytes(),
        Ok(_) | Err(_) => body.to_vec(),
    }
}
