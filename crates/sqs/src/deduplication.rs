//! FIFO deduplication memory: five minutes from the first accepted send (sqs-facts §3.4).

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::{Body, DeduplicationScope, MICROS_PER_S, MessageId, Time, limits};

const WINDOW_US: Time = limits::DEDUPLICATION_WINDOW_S as Time * MICROS_PER_S;

/// A map with a hash that is the same on every machine; never iterated.
pub(crate) type FixedHashMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// FNV-1a, 64 bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// The message that a deduplication id belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Original {
    pub(crate) message: MessageId,
    pub(crate) sequence: u64,
}

/// The scope's group, if it has one, and the id.
type Key = (Option<Arc<str>>, Arc<str>);

/// What a FIFO queue remembers of sends.
#[derive(Clone, Debug)]
pub(crate) struct Deduplication {
    /// As the queue was created: changing the attribute later changes nothing (sqs-facts §3.4).
    scope: DeduplicationScope,
    originals: FixedHashMap<Key, Original>,
    /// Ends of memory, soonest first.
    ends: VecDeque<(Time, Key)>,
}

impl Deduplication {
    pub(crate) fn new(scope: DeduplicationScope) -> Self {
        Self { scope, originals: FixedHashMap::default(), ends: VecDeque::new() }
    }

    /// The earlier send with this id, if it is remembered at `now`.
    pub(crate) fn original(&mut self, now: Time, group: &Arc<str>, id: &Arc<str>) -> Option<Original> {
        while let Some((end, _)) = self.ends.front()
            && *end <= now
        {
            if let Some((_, key)) = self.ends.pop_front() {
                self.originals.remove(&key);
            }
        }
        self.originals.get(&self.key(group, id)).copied()
    }

    /// Remembers an accepted send.
    pub(crate) fn remember(&mut self, now: Time, group: &Arc<str>, id: &Arc<str>, original: Original) {
        let key = self.key(group, id);
        self.originals.insert(key.clone(), original);
        self.ends.push_back((now + WINDOW_US, key));
    }

    /// Forgets everything (a purge does that).
    pub(crate) fn clear(&mut self) {
        self.originals.clear();
        self.ends.clear();
    }

    /// Bytes on the heap, without the ids' own.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.originals.capacity() * (size_of::<Key>() + size_of::<Original>())
            + self.ends.capacity() * size_of::<(Time, Key)>()
    }

    fn key(&self, group: &Arc<str>, id: &Arc<str>) -> Key {
        match self.scope {
            DeduplicationScope::Queue => (None, id.clone()),
            DeduplicationScope::MessageGroup => (Some(group.clone()), id.clone()),
        }
    }
}

/// The id that content-based deduplication gives: SHA-256 of the body in lower-case hex. A simulated body has no
/// content to hash, so its identity is written out instead.
pub(crate) fn content_id(body: &Body) -> Arc<str> {
    match body {
        Body::Bytes(bytes) => hex(&Sha256::digest(bytes)).into(),
        Body::Simulated { len_bytes, hash } => format!("simulated-{len_bytes}-{hash:016x}").into(),
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_id_is_the_hash_that_aws_documents() {
        let id = content_id(&Body::Bytes(b"Test".as_slice().into()));
        assert_eq!(&*id, "532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25");
    }
}
