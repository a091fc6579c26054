//! What took effect in the world outside, for one consumer group.

use sqs::MessageId;

use crate::chunked::Chunked;

/// Effects of a consumer group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
    /// Effects so far, repeats included.
    pub(crate) total: u64,
    /// Effects that were repeats.
    pub(crate) repeats: u64,
    /// Messages that took effect more than once.
    pub(crate) repeated_messages: u64,
    /// Deliveries that were recognised and skipped.
    pub(crate) skipped: u64,
    /// Times by serial - 1.
    times: Chunked<u32>,
}

impl Effects {
    /// Times that a message took effect.
    pub(crate) fn of(&self, message: MessageId) -> u32 {
        self.times.get(message.serial as usize - 1).copied().unwrap_or(0)
    }

    /// One more effect; tells how many there are now.
    pub(crate) fn add(&mut self, message: MessageId) -> u32 {
        self.total += 1;
        let at = message.serial as usize - 1;
        let times = self.times.entry(at);
        *times += 1;
        let times = *times;
        if times > 1 {
            self.repeats += 1;
            self.repeated_messages += u64::from(times == 2);
        }
        times
    }

    /// A message goes on as another one; what it did stays done.
    pub(crate) fn carry(&mut self, message: MessageId, replacement: MessageId) {
        let times = self.of(message);
        if times > 0 {
            *self.times.entry(replacement.serial as usize - 1) = times;
        }
    }

    pub(crate) fn clone_bytes(&self) -> u64 {
        self.times.clone_bytes()
    }
}
