//! One region: an engine, its luck, and what is kept of its events.

use std::sync::Arc;

use api::call::{KeptDigests, Setting};
use api::ids::Ids;
use api::names;
use sim::{OpenDice, Totals};
use sqs::{
    Caller, Command, Engine, Event, EventKind, MetricHistory, QueueId, QueueView, Refusal, Reply, Ticket,
    Time,
};

use crate::Options;

/// A region that some request has named.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) name: Arc<str>,
    pub(crate) engine: Engine,
    /// What happened on each queue since 0, by number; those that were deleted too.
    pub(crate) totals: Vec<Totals>,
    /// What its calls have in common.
    pub(crate) setting: Setting,
    /// The digests of its latest messages.
    pub(crate) digests: KeptDigests,
    /// What CloudWatch remembers.
    pub(crate) history: MetricHistory,
    dice: OpenDice,
    events: Vec<Event>,
}

impl Region {
    pub(crate) fn new(name: &str, options: &Options) -> Self {
        let arn_prefix = names::arn_prefix(name);
        let setting = Setting {
            https: options.https,
            // A stand-in for AWS, whose clients come by TLS: policies that ask for it shall be met.
            secure: true,
            ids: Ids::new(options.standard.seed().into(), &arn_prefix),
            storage: options.storage(name),
            account: options.account,
        };
        let region = sqs::Region { arn_prefix: arn_prefix.into(), epoch_us: options.epoch_us };
        Self {
            name: name.into(),
            engine: Engine::in_region(region),
            totals: Vec::new(),
            setting,
            digests: KeptDigests::default(),
            history: MetricHistory::default(),
            dice: OpenDice::new(options.standard.seed(), name),
            events: Vec::new(),
        }
    }

    /// Makes a call. Its events wait for [`Region::heard`].
    pub(crate) fn apply(&mut self, now: Time, caller: &Caller, command: Command) -> Result<Reply, Refusal> {
        self.advance(now);
        self.engine.apply(now, caller, command, &mut self.dice, &mut self.events)
    }

    /// Lets everything happen that is due. Its events wait for [`Region::heard`].
    pub(crate) fn advance(&mut self, now: Time) {
        self.history.advance(&mut self.engine, now, &mut self.dice, &mut self.events);
    }

    /// Counts the events since the last time and gives the tickets of the receives that were
    /// answered, in order.
    pub(crate) fn heard(&mut self, answered: &mut Vec<Ticket>) {
        for event in self.events.drain(..) {
            match event.kind {
                EventKind::QueueCreated { queue } => {
                    let known = self.totals.len().max(queue.0 as usize + 1);
                    self.totals.resize(known, Totals::default());
                }
                EventKind::PollAnswered { ticket, .. } => answered.push(ticket),
                _ => {}
            }
            Totals::count(&mut self.totals, &event.kind);
        }
    }

    /// The queues that exist, in order of creation.
    pub(crate) fn queues(&self) -> impl Iterator<Item = (QueueId, QueueView<'_>)> {
        let numbers = 0..self.totals.len() as u32;
        numbers.filter_map(|number| Some((QueueId(number), self.engine.queue(QueueId(number))?)))
    }
}
