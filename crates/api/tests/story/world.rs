//! An engine and what a story knows about it.

use std::collections::BTreeMap;

use api::refusal::{Context, describe};
use sqs::{Caller, Delivery, Engine, Event, EventKind, MetricHistory, MoveTaskId, QueueId, Ticket, Time};

use super::dice::StoryDice;
use super::duration;
use super::ledger::Ledger;
use super::outcome::Outcome;
use super::pattern::Said;
use super::verb::Verb;

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
    pub(super) dice: StoryDice,
    /// Everything that happened so far.
    pub(super) events: Vec<Event>,
    pub(super) polls: Vec<Poll>,
    /// Who makes the calls.
    pub(super) caller: Caller,
    /// Move tasks by the names that the story gave them.
    pub(super) move_tasks: BTreeMap<String, MoveTaskId>,
    /// If the story asked for CloudWatch.
    pub(super) history: Option<MetricHistory>,
    /// Values that the wire's answers had, by the names that the story gave them.
    pub(super) said: Said,
    /// Requests over the wire so far.
    pub(super) requests: u64,
    events_seen: usize,
    clock: Clock,
    /// The engine of the line before, which shares its memory with the one in use.
    checkpoint: Option<Engine>,
}

/// A receive that waits, or waited.
pub(super) struct Poll {
    pub(super) name: Option<String>,
    pub(super) ticket: Ticket,
    pub(super) answer: Option<Outcome>,
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
            dice: StoryDice::default(),
            events: Vec::new(),
            polls: Vec::new(),
            caller: Caller::default(),
            move_tasks: BTreeMap::new(),
            history: None,
            said: Said::new(),
            requests: 0,
            events_seen: 0,
            clock,
            checkpoint: None,
        }
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
            self.go_on_as_a_clone();
            while let Some(deadline) = self.engine.next_deadline().filter(|deadline| *deadline <= target) {
                if deadline < self.now {
                    return Err(format!("the next deadline, {deadline} us, is in the past"));
                }
                self.go_on_as_a_clone();
                self.let_pass(deadline);
                if self.engine.next_deadline().is_some_and(|next| next <= deadline) {
                    return Err(format!("a deadline of {deadline} us stays after it was handled"));
                }
            }
        }
        self.now = target;
        Ok(())
    }

    /// What the world does with its checkpoints: the clone goes on, the original stays and must stay whole.
    fn go_on_as_a_clone(&mut self) {
        self.engine.share();
        let clone = self.engine.clone();
        if let Some(checkpoint) = self.checkpoint.replace(std::mem::replace(&mut self.engine, clone)) {
            checkpoint.check();
        }
    }

    /// Tells the engine the time.
    pub(super) fn advance(&mut self) -> Result<(), String> {
        self.let_pass(self.now);
        self.look_at_events()
    }

    /// Lets the engine's time pass, under CloudWatch's eyes if it was asked for.
    pub(super) fn let_pass(&mut self, now: Time) {
        let (engine, dice, events) = (&mut self.engine, &mut self.dice, &mut self.events);
        match &mut self.history {
            Some(history) => history.advance(engine, now, dice, events),
            None => engine.advance(now, dice, events),
        }
    }

    pub(super) fn queue(&self, name: &str) -> QueueId {
        self.queues.get(name).copied().unwrap_or(NO_QUEUE)
    }

    pub(super) fn queue_name(&self, queue: QueueId) -> String {
        let found = self.queues.iter().find(|(_, id)| **id == queue);
        found.map_or_else(|| format!("{queue:?}"), |(name, _)| name.clone())
    }

    pub(super) fn poll(&self, name: &str) -> Result<&Poll, String> {
        let found = self.polls.iter().rev().find(|poll| poll.name.as_deref() == Some(name));
        found.ok_or_else(|| format!("no receive waits as {name}"))
    }

    /// Notes what was handed out at `at` and tells it in the story's names. A receive that may be `retried` can
    /// give out what is known.
    pub(super) fn received(
        &mut self,
        queue: QueueId,
        deliveries: &[Delivery],
        at: Time,
        retried: bool,
    ) -> Result<Outcome, String> {
        if deliveries.is_empty() {
            return Ok(Outcome::word("nothing"));
        }
        let mut items = Vec::new();
        for delivery in deliveries {
            let mut item = self.ledger.handed_out(queue, delivery, at, retried)?;
            let source = delivery.dead_letter_source.map(|source| self.queue_name(source));
            item.facts.push(("source", source.unwrap_or_else(|| "-".to_owned())));
            items.push(item);
        }
        Ok(Outcome::Items(items))
    }

    /// Events come in the order of time, and whoever waited is answered.
    pub(super) fn look_at_events(&mut self) -> Result<(), String> {
        while let Some(event) = self.events.get(self.events_seen).copied() {
            let before = self.events_seen.checked_sub(1).map_or(0, |last| self.events[last].at);
            if event.at < before || event.at > self.now {
                return Err(format!("{event:?} stands between {before} us and {} us", self.now));
            }
            self.events_seen += 1;
            match event.kind {
                EventKind::PollAnswered { queue, ticket, messages } => {
                    self.answered(queue, ticket, messages, event.at)?;
                }
                EventKind::Redriven { to, message, replacement, .. } if self.requests == 0 => {
                    self.ledger.sent_anew(message, replacement, to, event.at)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn answered(&mut self, queue: QueueId, ticket: Ticket, messages: u32, at: Time) -> Result<(), String> {
        let mut outcome = match self.engine.take_answer(ticket) {
            Some(Ok(deliveries)) if deliveries.len() == messages as usize => {
                self.received(queue, &deliveries, at, false)?
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
            items.iter_mut().for_each(|item| item.facts.push(("at", duration::show(at))));
        }
        match self.polls.iter_mut().find(|poll| poll.ticket == ticket) {
            Some(poll) => poll.answer = Some(outcome),
            None => return Err(format!("{ticket:?} is answered and nobody waits under it")),
        }
        Ok(())
    }
}
