//! What a producer's messages are: poison, heavy, marked for filters.

use std::sync::Arc;

use sqs::MessageAttribute;

use crate::WorkTime;

/// A kind of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageKind {
    /// The author's id.
    pub id: Arc<str>,
    /// Which messages of the producer are of this kind.
    pub which: Which,
    /// Work on it always fails, whoever does it.
    pub poison: bool,
    /// Work on it, in place of the consumer's.
    pub work: Option<WorkTime>,
    /// `MessageAttributes`.
    pub attributes: Option<Arc<[MessageAttribute]>>,
    /// The body word for word, for those who look into it; its length counts in place of the producer's size.
    pub body: Option<Arc<[u8]>>,
    /// Bytes of the body, in place of the producer's size.
    pub size_bytes: Option<u32>,
}

/// Which messages are of a kind, by their number in their producer, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// These, in ascending order.
    Numbers(Vec<u32>),
    /// Each n-th: n, 2n, 3n, …
    Every(u32),
    /// All.
    All,
}

impl Which {
    /// Is the message with this number, from 1, of the kind?
    pub fn holds(&self, number: u64) -> bool {
        match self {
            Self::Numbers(numbers) => {
                u32::try_from(number).is_ok_and(|number| numbers.binary_search(&number).is_ok())
            }
            Self::Every(n) => number.is_multiple_of(u64::from(*n).max(1)),
            Self::All => true,
        }
    }
}
