//! Where all messages of an engine live: one slab in chunks that a checkpoint can share.

use std::sync::Arc;

use crate::{Body, DeduplicationId, Labels, MessageId, QueueId, Time, limits};

/// "No slot", in links.
pub(crate) const NONE: u32 = u32::MAX;
/// 4 KiB: what allocators keep without waste, also when it is aligned to cache lines.
const CHUNK_LEN: usize = 32;
const CHUNK_BITS: u32 = CHUNK_LEN.trailing_zeros();

/// Where a message is (sqs-facts §2.1); `due_at` gives the time that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The slot is empty.
    Nowhere,
    /// `due_at` is the end of the delay.
    Delayed,
    /// `due_at` is since when.
    Visible,
    /// `due_at` is the end of the visibility timeout.
    InFlight,
}

/// What later calls must know of what happened to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Past {
    Plain,
    /// Standard: a delete missed a copy, which happens once at most.
    CameBack,
    /// FIFO: its visibility was changed since its latest receive, which can thereby not be repeated.
    Changed,
}

/// A stored message: two cache lines, since a large backlog lives in memory's slow part.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Message {
    pub(crate) serial: u64,
    /// Order of arrival in its queue; on FIFO queues the `SequenceNumber`.
    pub(crate) sequence: u64,
    pub(crate) sent_at: Time,
    /// When it came into its queue.
    pub(crate) arrived_at: Time,
    pub(crate) due_at: Time,
    /// The latest hand-out; the 12 hours count from it.
    pub(crate) received_at: Time,
    pub(crate) first_received_at: Time,
    pub(crate) body: Body,
    /// None if it has neither group nor deduplication id.
    pub(crate) labels: Option<Arc<Labels>>,
    pub(crate) queue: QueueId,
    pub(crate) receive_count: u32,
    /// The receive count with which it came into its queue; the redrive policy counts from there.
    pub(crate) receives_before: u32,
    /// Neighbours in the queue's order of arrival.
    pub(crate) next: u32,
    pub(crate) previous: u32,
    /// FIFO: the queue's number for the group, and the neighbours in it.
    pub(crate) group_index: u32,
    pub(crate) group_next: u32,
    pub(crate) group_previous: u32,
    /// The number of the queue that it was moved from, or [`NONE`].
    source: u32,
    pub(crate) place: Place,
    pub(crate) shard: u8,
    /// In flight, and a second copy can be handed out.
    pub(crate) has_copy: bool,
    pub(crate) past: Past,
}

impl Message {
    fn empty() -> Self {
        Self {
            serial: 0,
            sequence: 0,
            sent_at: 0,
            arrived_at: 0,
            due_at: 0,
            received_at: 0,
            first_received_at: 0,
            body: Body::Simulated { len_bytes: 0, hash: 0 },
            labels: None,
            queue: QueueId(NONE),
            receive_count: 0,
            receives_before: 0,
            next: NONE,
            previous: NONE,
            group_index: NONE,
            group_next: NONE,
            group_previous: NONE,
            source: NONE,
            place: Place::Nowhere,
            shard: 0,
            has_copy: false,
            past: Past::Plain,
        }
    }

    pub(crate) fn group(&self) -> Option<&Arc<str>> {
        self.labels.as_deref()?.group.as_ref()
    }

    /// The queue that it was moved from.
    pub(crate) fn dead_letter_source(&self) -> Option<QueueId> {
        (self.source != NONE).then_some(QueueId(self.source))
    }

    /// It comes from that queue as a dead letter; on FIFO queues under a new deduplication id, so that no
    /// earlier one can drop it (sqs-facts §3.8).
    pub(crate) fn mark_dead_letter(&mut self, from: QueueId, fifo: bool) {
        self.source = from.0;
        if fifo {
            self.deduplicate_by_own_id();
        }
    }

    /// From now on its deduplication id is its own id, which no other message has.
    pub(crate) fn deduplicate_by_own_id(&mut self) {
        let labels = self.labels.as_deref().cloned().unwrap_or_default();
        let deduplication_id = Some(DeduplicationId::OfMessage(self.serial));
        self.labels = Some(Arc::new(Labels { deduplication_id, ..labels }));
    }

    /// True if it was received so often that the age metric passes it over (sqs-facts §6).
    pub(crate) fn is_poison(&self) -> bool {
        self.receives_here() >= limits::POISON_RECEIVES
    }

    /// Hand-outs by its present queue, counted afresh after a move (sqs-facts §4.1).
    pub(crate) fn receives_here(&self) -> u32 {
        self.receive_count - self.receives_before
    }
}

/// What a send says of a message.
pub(crate) struct NewMessage {
    pub(crate) queue: QueueId,
    pub(crate) body: Body,
    pub(crate) labels: Option<Arc<Labels>>,
    pub(crate) shard: u8,
}

/// The slab. A slot is used again after its message is gone, a serial never.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    chunks: Vec<Chunk>,
    /// Empty slots are linked by `next`.
    first_empty: u32,
    last_serial: u64,
}

/// Messages of a known number, so that a place in a chunk needs no check. Boxed even where they are shared:
/// sharing moves none of them.
type Messages = Box<[Message; CHUNK_LEN]>;

#[derive(Clone, Debug)]
enum Chunk {
    Own(Messages),
    Shared(Arc<Messages>),
}

impl Default for Store {
    fn default() -> Self {
        Self { chunks: Vec::new(), first_empty: NONE, last_serial: 0 }
    }
}

impl Store {
    /// Stores a new message under the next serial; it has no place yet.
    #[inline(always)]
    pub(crate) fn insert(&mut self, new: NewMessage, now: Time) -> MessageId {
        if self.first_empty == NONE {
            self.add_chunk();
        }
        let slot = self.first_empty;
        self.last_serial += 1;
        let serial = self.last_serial;
        let message = self.get_mut(slot);
        let next_empty = message.next;
        message.serial = serial;
        message.sent_at = now;
        message.body = new.body;
        message.labels = new.labels;
        message.queue = new.queue;
        message.shard = new.shard;
        message.receive_count = 0;
        message.receives_before = 0;
        message.source = NONE;
        message.has_copy = false;
        message.past = Past::Plain;
        self.first_empty = next_empty;
        MessageId { serial, slot }
    }

    /// Empties a slot.
    #[inline(always)]
    pub(crate) fn remove(&mut self, slot: u32) {
        let first_empty = self.first_empty;
        let message = self.get_mut(slot);
        message.serial = 0;
        message.queue = QueueId(NONE);
        message.place = Place::Nowhere;
        message.body = Body::Simulated { len_bytes: 0, hash: 0 };
        message.labels = None;
        message.next = first_empty;
        self.first_empty = slot;
    }

    /// The message of a slot that is in use.
    #[inline(always)]
    pub(crate) fn get(&self, slot: u32) -> &Message {
        let place = (slot as usize) % CHUNK_LEN;
        match &self.chunks[(slot >> CHUNK_BITS) as usize] {
            Chunk::Own(messages) => &messages[place],
            Chunk::Shared(messages) => &messages[place],
        }
    }

    /// As [`Store::get`], to change; copies a shared chunk first.
    #[inline(always)]
    pub(crate) fn get_mut(&mut self, slot: u32) -> &mut Message {
        let place = (slot as usize) % CHUNK_LEN;
        &mut self.chunks[(slot >> CHUNK_BITS) as usize].owned()[place]
    }

    /// The slot of a message that is stored.
    #[inline]
    pub(crate) fn find(&self, id: MessageId) -> Option<&Message> {
        let in_range = ((id.slot >> CHUNK_BITS) as usize) < self.chunks.len();
        if !in_range || id.serial == 0 {
            return None;
        }
        Some(self.get(id.slot)).filter(|message| message.serial == id.serial)
    }

    /// True if a message of this id may have existed.
    pub(crate) fn was_issued(&self, id: MessageId) -> bool {
        (1..=self.last_serial).contains(&id.serial) && ((id.slot >> CHUNK_BITS) as usize) < self.chunks.len()
    }

    /// The id of the message in a slot.
    pub(crate) fn id(&self, slot: u32) -> MessageId {
        MessageId { serial: self.get(slot).serial, slot }
    }

    /// Makes the coming clone cheap.
    pub(crate) fn share(&mut self) {
        self.chunks = std::mem::take(&mut self.chunks).into_iter().map(Chunk::shared).collect();
    }

    /// Bytes on the heap that no clone shares.
    pub(crate) fn heap_bytes(&self) -> usize {
        let own = self.chunks.iter().filter(|chunk| matches!(chunk, Chunk::Own(_))).count();
        own * CHUNK_LEN * size_of::<Message>() + self.chunks.capacity() * size_of::<Chunk>()
    }

    #[inline(never)]
    fn add_chunk(&mut self) {
        let first = (self.chunks.len() * CHUNK_LEN) as u32;
        let messages = std::array::from_fn(|place| {
            let last = place + 1 == CHUNK_LEN;
            Message { next: if last { NONE } else { first + place as u32 + 1 }, ..Message::empty() }
        });
        self.chunks.push(Chunk::Own(Box::new(messages)));
        self.first_empty = first;
    }
}

impl Chunk {
    fn shared(self) -> Self {
        match self {
            Self::Own(messages) => Self::Shared(Arc::new(messages)),
            Self::Shared(messages) => Self::Shared(messages),
        }
    }

    #[inline(always)]
    fn owned(&mut self) -> &mut [Message; CHUNK_LEN] {
        if let Self::Shared(messages) = self {
            *self = Self::Own(Self::copied(messages));
        }
        match self {
            Self::Own(messages) => messages,
            Self::Shared(_) => unreachable!("it was just copied"),
        }
    }

    #[cold]
    #[inline(never)]
    fn copied(messages: &Arc<Messages>) -> Messages {
        (**messages).clone()
    }
}

/// A doubly linked list through the store, in order of arrival.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List {
    pub(crate) head: u32,
    tail: u32,
    /// The first that is no poison pill.
    pub(crate) first_sound: u32,
}

impl Default for List {
    fn default() -> Self {
        Self { head: NONE, tail: NONE, first_sound: NONE }
    }
}

impl List {
    /// Appends a message that was not received here yet. Gives the one that was last, which has to be linked to it.
    #[inline(always)]
    pub(crate) fn append(&mut self, message: &mut Message, slot: u32) -> u32 {
        let previous = std::mem::replace(&mut self.tail, slot);
        (message.previous, message.next) = (previous, NONE);
        if previous == NONE {
            self.head = slot;
        }
        if self.first_sound == NONE {
            self.first_sound = slot;
        }
        previous
    }

    /// A message has become a poison pill. Each is passed over once, so that this costs next to nothing.
    pub(crate) fn spoiled(&mut self, store: &Store, slot: u32) {
        if slot == self.first_sound {
            self.first_sound = sound_from(store, slot);
        }
    }

    /// Takes a message out. What the successor of the first says of a predecessor means nothing from now on.
    #[inline(always)]
    pub(crate) fn remove(&mut self, store: &mut Store, slot: u32) {
        let message = store.get(slot);
        if slot == self.first_sound {
            self.first_sound = sound_from(store, message.next);
        }
        let (previous, next) = (message.previous, message.next);
        if slot == self.head {
            self.head = next;
            if next == NONE {
                self.tail = NONE;
            }
            return;
        }
        store.get_mut(previous).next = next;
        if next == NONE {
            self.tail = previous;
        } else {
            store.get_mut(next).previous = previous;
        }
    }
}

impl List {
    /// Asserts that the first that is no poison pill is known.
    pub(crate) fn check(&self, store: &Store) {
        assert_eq!(self.first_sound, sound_from(store, self.head), "the first without too many receives");
    }
}

/// The first message from this one on that is no poison pill.
#[inline]
fn sound_from(store: &Store, mut slot: u32) -> u32 {
    while slot != NONE && store.get(slot).is_poison() {
        slot = store.get(slot).next;
    }
    slot
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_fits_two_cache_lines() {
        assert_eq!(size_of::<Message>(), 128);
    }
}
