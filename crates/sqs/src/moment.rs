//! What a step of the engine is given from outside: the instant, the dice and the list of events.

use crate::{Dice, Event, EventKind, QueueId, Time};

/// One instant's surroundings.
pub(crate) struct Moment<'a> {
    pub(crate) now: Time,
    pub(crate) dice: &'a mut dyn Dice,
    pub(crate) events: &'a mut Vec<Event>,
}

impl<'a> Moment<'a> {
    /// At `now`; events are appended.
    pub(crate) fn new(now: Time, dice: &'a mut dyn Dice, events: &'a mut Vec<Event>) -> Self {
        Self { now, dice, events }
    }

    /// Writes down what happened.
    #[inline]
    pub(crate) fn note(&mut self, kind: EventKind) {
        self.events.push(Event { at: self.now, kind });
    }

    /// A number in `0..n`, asked only if there is a choice.
    #[inline]
    pub(crate) fn choose(&mut self, queue: QueueId, n: u32) -> u32 {
        if n > 1 { self.dice.below(queue, n) } else { 0 }
    }

    /// As [`Dice::chance`].
    #[inline]
    pub(crate) fn chance(&mut self, queue: QueueId, ppm: u32) -> bool {
        ppm > 0 && self.dice.chance(queue, ppm)
    }
}
