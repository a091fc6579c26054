//! What a producer has sent, holds back and waits for.

use std::collections::BTreeMap;

use sqs::{MessageId, Time};

use super::{Calls, OpenCall};
use crate::chance::{Domain, Stream};
use crate::chunked::Chunked;
use crate::{Losses, ProducerModel, Retry};

/// A producer's state.
#[derive(Clone, Debug)]
pub(crate) struct Producer {
    /// Index of the rate step that the coming message belongs to.
    pub(super) step: u32,
    /// Messages of this step so far.
    pub(super) in_step: u64,
    /// The latest arrival, or the start of the step.
    pub(super) latest_us: Time,
    /// What must have built up of the rate for the coming message.
    pub(super) built_up: u64,
    /// Messages that came up so far.
    pub(crate) made: u64,
    pub(crate) tally: Tally,
    /// The batch that is not full.
    pub(crate) filling: Filling,
    /// When a scheduler sends each message, by number.
    pub(crate) scheduled: Chunked<Time>,
    /// Messages that the scheduler has sent.
    pub(crate) fired: u64,
    /// Calls that will be made again, by number.
    pub(crate) waiting: BTreeMap<u32, Outgoing>,
    /// Calls to a consumer, if it calls one directly.
    pub(crate) calls: Calls,
    next_call: u32,
    /// What a fault does to the next call.
    pub(crate) lose_next: Option<Lost>,
    pub(super) chance: Stream,
    network: Stream,
}

/// What became of a producer's calls.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Sends that were accepted.
    pub(crate) accepted: u64,
    /// Sends that were refused.
    pub(crate) refused: u64,
    pub(crate) lost_requests: u64,
    pub(crate) lost_replies: u64,
    /// Calls that were made again.
    pub(crate) retries: u64,
    /// Messages that the producer gave up.
    pub(crate) given_up: u64,
}

/// A batch that is not full.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Filling {
    /// Number of its first message; the others follow.
    pub(crate) first: u64,
    pub(crate) messages: u32,
    pub(crate) bytes: u64,
    /// When it is sent at the latest.
    pub(crate) until: Time,
    /// Ends with a batch, and the wake of its window.
    pub(crate) batch: u32,
}

/// A call that is made, or will be made again.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    /// Number of its first message; the others follow.
    pub(crate) first: u64,
    pub(crate) messages: u32,
    /// Calls so far.
    pub(crate) attempts: u32,
    /// What an earlier call put in the queue, by message, if its answer was lost; else empty.
    pub(crate) reached: Vec<Option<MessageId>>,
    /// Its answer will be lost: what it puts in the queue is noted.
    pub(crate) keeps_reached: bool,
    /// When it is made again.
    pub(crate) at: Time,
}

/// What of a call is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    Request,
    Reply,
}

impl Outgoing {
    pub(crate) fn new(first: u64, messages: u32) -> Self {
        Self { first, messages, attempts: 0, reached: Vec::new(), keeps_reached: false, at: 0 }
    }

    /// What an earlier call put in the queue, by message.
    pub(crate) fn reached(&self) -> impl Iterator<Item = Option<MessageId>> + '_ {
        (0..self.messages as usize).map(|place| self.reached.get(place).copied().flatten())
    }
}

impl Producer {
    pub(crate) fn new(seed: u32, model: &ProducerModel) -> Self {
        Self {
            step: 0,
            in_step: 0,
            latest_us: 0,
            built_up: 0,
            made: 0,
            tally: Tally::default(),
            filling: Filling::default(),
            scheduled: Chunked::default(),
            fired: 0,
            waiting: BTreeMap::new(),
            calls: Calls::default(),
            next_call: 0,
            lose_next: None,
            chance: Stream::new(seed, Domain::Producer, &model.id),
            network: Stream::new(seed, Domain::Network, &model.id),
        }
    }

    /// Is the call that is made now lost, and how?
    pub(crate) fn draw_loss(&mut self, losses: &Losses) -> Option<Lost> {
        // The dice are asked in any case: a fault leaves the luck of later calls alone.
        let request = self.network.chance(losses.request_ppm).then_some(Lost::Request);
        let reply = self.network.chance(losses.reply_ppm).then_some(Lost::Reply);
        self.lose_next.take().or(request).or(reply)
    }

    /// Microseconds until a call is made again that fails now; its producer hears of it so much later.
    pub(crate) fn draw_pause(&mut self, call: &Outgoing, noticed_us: Time, model: &ProducerModel) -> Time {
        let retry = &model.sending.retry;
        retry
            .after_us
            .unwrap_or_else(|| noticed_us + self.network.below(Retry::backoff_us(call.attempts) + 1))
    }

    /// Keeps a call to be made again; returns its number.
    pub(crate) fn keep(&mut self, call: Outgoing) -> u32 {
        let number = self.number_call();
        self.waiting.insert(number, call);
        number
    }

    /// Keeps a direct call until its caller has an answer or gives up; returns its number.
    pub(crate) fn open(&mut self, call: OpenCall) -> u32 {
        let number = self.number_call();
        self.calls.open.insert(number, call);
        number
    }

    fn number_call(&mut self) -> u32 {
        let number = self.next_call;
        self.next_call = number.wrapping_add(1);
        number
    }

    /// The batch as it is; the next begins empty.
    pub(crate) fn take_batch(&mut self) -> Outgoing {
        let Filling { first, messages, batch, .. } = self.filling;
        self.filling = Filling { batch: batch.wrapping_add(1), ..Filling::default() };
        Outgoing::new(first, messages)
    }

    /// Bytes that a clone does not share.
    pub(crate) fn own_bytes(&self) -> u64 {
        let kept = self.waiting.values().map(|call| size_of::<Outgoing>() + call.reached.len() * 16);
        let open = self.calls.open.len() * size_of::<OpenCall>();
        (size_of::<Self>() + kept.sum::<usize>() + open) as u64 + self.scheduled.clone_bytes()
    }
}
