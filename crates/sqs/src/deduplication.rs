//! FIFO deduplication memory: five minutes from the first accepted send (sqs-facts §3.4).

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::fixed_hash::{FixedHashMap, Fnv};
use crate::{Body, DeduplicationScope, MICROS_PER_S, MessageId, Time, limits};

const WINDOW_US: Time = limits::DEDUPLICATION_WINDOW_S as Time * MICROS_PER_S;
/// Sends of such a stretch of time are remembered together.
const SPAN_US: Time = WINDOW_US / 5;

/// The message that a deduplication id belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Original {
    pub(crate) message: MessageId,
    pub(crate) sequence: u64,
}

/// What a send is known by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity<'a> {
    pub(crate) group: &'a Arc<str>,
    pub(crate) id: &'a Arc<str>,
    /// The attribute's scope, on a queue that follows it. What was remembered under the other scope is not found.
    pub(crate) live_scope: Option<DeduplicationScope>,
}

/// What a FIFO queue remembers of sends, oldest span first. Spans that are full are shared by all
/// checkpoints.
#[derive(Clone, Debug)]
pub(crate) struct Deduplication {
    /// As the queue was created: changing the attribute later changes nothing (sqs-facts §3.4), unless the queue is
    /// told to follow it.
    scope: DeduplicationScope,
    spans: VecDeque<Arc<Span>>,
}

#[derive(Clone, Debug)]
struct Span {
    first_at: Time,
    last_at: Time,
    originals: FixedHashMap<Key, (Time, Original)>,
}

/// The scope's group, if it has one, and the id; hashed once for all spans.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    hash: u64,
    group: Option<Arc<str>>,
    id: Arc<str>,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Deduplication {
    pub(crate) fn new(scope: DeduplicationScope) -> Self {
        Self { scope, spans: VecDeque::new() }
    }

    /// The earlier send with this id, if it is remembered at `now`.
    pub(crate) fn original(&mut self, now: Time, send: &Identity<'_>) -> Option<Original> {
        while self.spans.front().is_some_and(|span| span.last_at + WINDOW_US <= now) {
            self.spans.pop_front();
        }
        let key = self.key(send);
        let known = self.spans.iter().rev().filter_map(|span| span.originals.get(&key));
        known.filter(|(at, _)| now < at + WINDOW_US).map(|(_, original)| *original).next()
    }

    /// Remembers an accepted send.
    pub(crate) fn remember(&mut self, now: Time, send: &Identity<'_>, original: Original) {
        if self.spans.back().is_none_or(|span| span.first_at + SPAN_US <= now) {
            let span = Span { first_at: now, last_at: now, originals: FixedHashMap::default() };
            self.spans.push_back(Arc::new(span));
        }
        let key = self.key(send);
        if let Some(span) = self.spans.back_mut().map(Arc::make_mut) {
            span.last_at = now;
            span.originals.insert(key, (now, original));
        }
    }

    /// Forgets everything (a purge does that).
    pub(crate) fn clear(&mut self) {
        self.spans.clear();
    }

    /// Bytes on the heap that no clone shares, without the ids' own.
    pub(crate) fn heap_bytes(&self) -> usize {
        let own = self.spans.iter().filter(|span| Arc::strong_count(span) == 1);
        let entry = size_of::<Key>() + size_of::<(Time, Original)>() + 1;
        own.map(|span| span.originals.capacity() * entry).sum()
    }

    fn key(&self, send: &Identity<'_>) -> Key {
        let scope = send.live_scope.unwrap_or(self.scope);
        let group = (scope == DeduplicationScope::MessageGroup).then(|| send.group.clone());
        let mut hasher = Fnv::default();
        (&group, send.id).hash(&mut hasher);
        Key { hash: hasher.finish(), group, id: send.id.clone() }
    }
}

/// The id that content-based deduplication gives: SHA-256 of the body in lower-case hex. A simulated body
/// has no content to hash, so its identity is written out instead.
pub fn content_id(body: &Body) -> Arc<str> {
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

    #[test]
    fn memory_lasts_five_minutes_from_the_original() {
        let (group, id): (Arc<str>, Arc<str>) = ("g".into(), "i".into());
        let mut memory = Deduplication::new(DeduplicationScope::Queue);
        let original = |serial| Original { message: MessageId { serial, slot: 0 }, sequence: serial };
        let send = Identity { group: &group, id: &id, live_scope: None };
        memory.remember(7, &send, original(1));
        for at in [7, WINDOW_US / 2, WINDOW_US + 6] {
            assert_eq!(memory.original(at, &send).map(|known| known.sequence), Some(1), "at {at}");
            let other = format!("other {at}").into();
            memory.remember(at, &Identity { id: &other, ..send }, original(2));
        }
        assert!(memory.original(WINDOW_US + 7, &send).is_none());
        memory.remember(WINDOW_US + 7, &send, original(3));
        let known = memory.original(2 * WINDOW_US, &send);
        assert_eq!(known.map(|known| known.sequence), Some(3));
    }
}
