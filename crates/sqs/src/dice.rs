//! The only free choices that SQS has, asked from outside.

use crate::QueueId;

/// The base of every probability in the engine: parts per million.
pub const ONE_MILLION: u32 = 1_000_000;

/// Answers SQS's free choices: which shard a message falls on, which shards a short poll asks,
/// whether a standard queue hands a second copy out, how far it reorders.
///
/// Answers are keyed by queue, a stream each, so that an edit of one queue leaves the luck of the others
/// alone.
/// The engine asks only when there is more than one possible answer.
pub trait Dice {
    /// A number in `0..n`; `n` is at least 2.
    fn below(&mut self, queue: QueueId, n: u32) -> u32;

    /// True in `ppm` of a million cases. Asks nothing at 0 and at one million.
    fn chance(&mut self, queue: QueueId, ppm: u32) -> bool {
        match ppm {
            0 => false,
            ONE_MILLION.. => true,
            _ => self.below(queue, ONE_MILLION) < ppm,
        }
    }
}

/// Dice that always answer 0: the first choice each time.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoChance;

impl Dice for NoChance {
    fn below(&mut self, _queue: QueueId, _n: u32) -> u32 {
        0
    }
}
