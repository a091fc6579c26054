//! Standard queues: servers that hold the messages ("shards"), and which of them a receive asks
//! (sqs-facts §2.1, §2.2).

use crate::books::Books;
use crate::moment::Moment;
use crate::receive::Picks;
use crate::runs::Runs;
use crate::store::{Message, Place, Store};
use crate::{EventKind, QueueId};

/// A message of a shard: order of arrival, slot.
type Entry = (u64, u32);

/// The servers of one standard queue.
#[derive(Clone, Debug)]
pub(crate) struct Shards {
    shards: Vec<Shard>,
    /// A bit for each shard that has something to hand out.
    stocked: u64,
    /// The next hand-out leaves a second copy, whatever the chance.
    pub(crate) leave_copy: bool,
}

#[derive(Clone, Debug, Default)]
struct Shard {
    line: Runs<Entry>,
    /// Visible messages and second copies of messages in flight.
    stock: u64,
}

impl Shards {
    pub(crate) fn new(shards: u32) -> Self {
        Self { shards: vec![Shard::default(); shards as usize], stocked: 0, leave_copy: false }
    }

    /// False if even a receive that asks all servers would find nothing.
    #[inline]
    pub(crate) fn is_stocked(&self) -> bool {
        self.stocked != 0
    }

    /// A message has become visible. If a copy of it lay there, that is now simply the message.
    pub(crate) fn shown(&mut self, books: &Books, store: &mut Store, slot: u32) {
        let message = store.get_mut(slot);
        if message.has_copy {
            message.has_copy = false;
        } else {
            let (entry, shard) = ((message.sequence, slot), message.shard);
            self.put(books.id, store, shard, entry);
        }
    }

    /// A message is about to be struck out of the books.
    pub(crate) fn gone(&mut self, store: &Store, slot: u32) {
        let message = store.get(slot);
        if message.place == Place::Visible || message.has_copy {
            self.taken(message.shard);
        }
    }

    /// Picks what a receive hands out, in send order, and what has used up its receives.
    pub(crate) fn pick(
        &mut self,
        books: &mut Books,
        store: &mut Store,
        picks: &mut Picks,
        moment: &mut Moment<'_>,
    ) {
        let mut left = self.stocked;
        let mut visits = if picks.long { u32::MAX } else { books.storage.sample };
        if !picks.long && left != 0 && left != self.all() {
            let falsely_empty = moment.dice.chance(books.id, books.storage.false_empty_ppm);
            left = if falsely_empty { self.all() } else { left };
        }
        while visits > 0 && left != 0 && !picks.is_full() {
            let nth = moment.choose(books.id, left.count_ones());
            let shard = nth_bit(left, nth);
            left &= !(1 << shard);
            visits -= 1;
            self.pick_from(shard, books, store, moment, picks);
        }
        picks.sort_by_sequence();
    }

    /// Of what lies on all servers, what came first.
    pub(crate) fn oldest(&mut self, queue: QueueId, store: &Store) -> Option<u32> {
        let lines = self.shards.iter_mut().map(|shard| &mut shard.line);
        let firsts = lines.filter_map(|line| line.first_valid(|entry| is_stock(store, queue, entry)));
        firsts.min().map(|(_, slot)| slot)
    }

    fn pick_from(
        &mut self,
        place: u8,
        books: &mut Books,
        store: &mut Store,
        moment: &mut Moment<'_>,
        picks: &mut Picks,
    ) {
        let shard = &mut self.shards[usize::from(place)];
        let most_skipped = u64::from(books.storage.reorder_messages).min(shard.stock.saturating_sub(1));
        let mut to_skip = moment.choose(books.id, most_skipped as u32 + 1);
        let mut skipped: Vec<Entry> = Vec::new();
        while !picks.is_full()
            && let Some(entry) = shard.line.pop()
        {
            if !is_stock(store, books.id, entry) {
                continue;
            }
            if to_skip > 0 {
                to_skip -= 1;
                skipped.push(entry);
                continue;
            }
            shard.stock -= 1;
            picks.consider(books, store, entry, moment);
        }
        for entry in skipped {
            shard.line.push(entry);
        }
        if shard.stock == 0 {
            self.stocked &= !(1 << place);
        }
    }

    /// A message was handed out. It may still be visible (timeout 0), or leave a second copy.
    pub(crate) fn handed_out(
        &mut self,
        books: &Books,
        store: &mut Store,
        slot: u32,
        moment: &mut Moment<'_>,
    ) {
        let stays = store.get(slot).place == Place::Visible || self.leaves_copy(books.id, books, moment);
        let message = store.get_mut(slot);
        message.has_copy = stays && message.place == Place::InFlight;
        let (entry, shard) = ((message.sequence, slot), message.shard);
        if stays {
            self.put(books.id, store, shard, entry);
        }
    }

    /// Forgets all messages.
    pub(crate) fn clear(&mut self) {
        self.shards.iter_mut().for_each(|shard| *shard = Shard::default());
        self.stocked = 0;
    }

    pub(crate) fn share(&mut self) {
        self.shards.iter_mut().for_each(|shard| shard.line.share());
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.shards.iter().map(|shard| shard.line.heap_bytes() + size_of::<Shard>()).sum()
    }

    /// Messages and copies that a receive could get; for checks.
    pub(crate) fn stock(&self) -> u64 {
        for (place, shard) in self.shards.iter().enumerate() {
            assert_eq!(self.stocked & (1 << place) != 0, shard.stock > 0, "mask of shard {place}");
        }
        self.shards.iter().map(|shard| shard.stock).sum()
    }

    fn leaves_copy(&mut self, queue: QueueId, books: &Books, moment: &mut Moment<'_>) -> bool {
        std::mem::take(&mut self.leave_copy) || moment.dice.chance(queue, books.storage.double_delivery_ppm)
    }

    fn put(&mut self, queue: QueueId, store: &Store, shard: u8, entry: Entry) {
        let Shard { line, stock } = &mut self.shards[usize::from(shard)];
        line.push_among(entry, *stock, |entry| is_stock(store, queue, entry));
        *stock += 1;
        self.stocked |= 1 << shard;
    }

    fn taken(&mut self, shard: u8) {
        let stock = &mut self.shards[usize::from(shard)].stock;
        *stock -= 1;
        if *stock == 0 {
            self.stocked &= !(1 << shard);
        }
    }

    fn all(&self) -> u64 {
        u64::MAX >> (64 - self.shards.len())
    }
}

impl Picks {
    /// Takes a message, moves it to the dead-letter queue, or drops a copy that has no receive left.
    fn consider(&mut self, books: &mut Books, store: &mut Store, entry: Entry, moment: &mut Moment<'_>) {
        let (sequence, slot) = entry;
        let message = store.get_mut(slot);
        let is_copy = std::mem::take(&mut message.has_copy);
        let used_up = self.used_up(message);
        match (used_up, is_copy) {
            (None, _) => self.take(sequence, slot),
            (Some(_), true) => {}
            (Some(to), false) => {
                let message = store.id(slot);
                books.strike(store, slot);
                self.moved.push(slot);
                moment.note(EventKind::DeadLettered { from: books.id, to, message });
            }
        }
    }
}

fn is_stock(store: &Store, queue: QueueId, (sequence, slot): Entry) -> bool {
    let message: &Message = store.get(slot);
    message.queue == queue
        && message.sequence == sequence
        && (message.place == Place::Visible || message.has_copy)
}

fn nth_bit(mut mask: u64, nth: u32) -> u8 {
    for _ in 0..nth {
        mask &= mask - 1;
    }
    mask.trailing_zeros() as u8
}
