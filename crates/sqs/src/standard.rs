//! Standard queues: servers that hold the messages ("shards"), which of them a receive asks (sqs-facts §2.1, §2.2), and
//! whose messages it gets first if there are tenants (§5).

use crate::books::Books;
use crate::moment::Moment;
use crate::receive::Picks;
use crate::runs::Runs;
use crate::store::{Message, NONE, Place, Store};
use crate::tenants::{Tenants, has_tenant};
use crate::waiting::Entry;
use crate::{EventKind, QueueId, Time};

/// The servers of one standard queue.
#[derive(Clone, Debug)]
pub(crate) struct Shards {
    shards: Vec<Shard>,
    /// A bit for each shard that has something to hand out.
    stocked: u64,
    /// The next hand-out leaves a second copy, whatever the chance.
    pub(crate) leave_copy: bool,
    /// None until a message with a group comes into a fair queue.
    pub(crate) tenants: Option<Box<Tenants>>,
}

/// What a message was before it was handed out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Earlier {
    place: Place,
    received_at: Time,
}

impl Earlier {
    pub(crate) fn of(message: &Message) -> Self {
        Self { place: message.place, received_at: message.received_at }
    }
}

#[derive(Clone, Debug, Default)]
struct Shard {
    /// Messages without a tenant; those with one wait in `tenants`.
    line: Runs<Entry>,
    /// Visible messages and second copies of messages in flight.
    stock: u64,
}

impl Shards {
    pub(crate) fn new(shards: u32) -> Self {
        Self { shards: vec![Shard::default(); shards as usize], stocked: 0, leave_copy: false, tenants: None }
    }

    /// False if even a receive that asks all servers would find nothing.
    #[inline]
    pub(crate) fn is_stocked(&self) -> bool {
        self.stocked != 0
    }

    /// A message has been entered as the last of the queue.
    pub(crate) fn entered(&mut self, books: &Books, store: &mut Store, slot: u32) {
        let shards = self.shards.len() as u32;
        let message = store.get_mut(slot);
        message.group_index = NONE;
        if let Some(group) = message.group().filter(|_| books.storage.fair) {
            let tenants = self.tenants.get_or_insert_with(|| Box::new(Tenants::new(shards)));
            message.group_index = tenants.enter(group, message.place);
        }
        if message.place == Place::Visible {
            self.enter_stock(books.id, store, slot);
        }
    }

    /// A message has changed its place from `before`; a visibility timeout that ended did so at `now`.
    pub(crate) fn put(&mut self, books: &Books, store: &mut Store, slot: u32, before: Place, now: Time) {
        let message = store.get(slot);
        if let Some(tenants) = &mut self.tenants {
            if before == Place::InFlight && message.place != Place::InFlight {
                tenants.spent(message.group_index, message.received_at, now);
            }
            if has_tenant(message) {
                tenants.recount(message.group_index, before, message.place);
            }
        }
        if message.place != Place::Visible || before == Place::Visible {
            return;
        }
        // If a copy of it lay there, that is now simply the message.
        if !std::mem::take(&mut store.get_mut(slot).has_copy) {
            self.enter_stock(books.id, store, slot);
        }
    }

    /// A message is about to be struck out of the books.
    pub(crate) fn gone(&mut self, store: &mut Store, slot: u32, now: Time) {
        let message = store.get(slot);
        let (place, shard) = (message.place, message.shard);
        let waits = place == Place::Visible || message.has_copy;
        if let Some(tenants) = &mut self.tenants {
            if place == Place::InFlight {
                tenants.spent(message.group_index, message.received_at, now);
            }
            if has_tenant(message) {
                let tenant = message.group_index;
                if waits {
                    tenants.waiting().remove(store, slot);
                }
                tenants.recount(tenant, place, Place::Nowhere);
            }
        }
        if waits {
            self.taken(shard);
        }
    }

    /// Picks what a receive hands out, in send order, and what has used up its receives. Servers with messages of quiet
    /// tenants are asked first, and noisy tenants' messages only taken when no quiet one waits anywhere.
    pub(crate) fn pick(
        &mut self,
        books: &mut Books,
        store: &mut Store,
        picks: &mut Picks,
        moment: &mut Moment<'_>,
    ) {
        if let Some(tenants) = &mut self.tenants {
            tenants.settle(store, books.counts.in_flight, moment.now);
        }
        let mut left = self.stocked;
        let mut visits = if picks.long { u32::MAX } else { books.storage.sample };
        let may_miss = !picks.long && left != 0 && left != self.all();
        let falsely_empty = may_miss && moment.dice.chance(books.id, books.storage.false_empty_ppm);
        if falsely_empty {
            left = self.all();
        }
        let mut asked = 0;
        while visits > 0 && left != 0 && !picks.is_full() {
            let quiet = if falsely_empty { 0 } else { left & self.quiet(store, books.id) };
            let preferred = if quiet == 0 { left } else { quiet };
            let nth = moment.choose(books.id, preferred.count_ones());
            let shard = nth_bit(preferred, nth);
            left &= !(1 << shard);
            asked |= 1 << shard;
            visits -= 1;
            self.pick_from(shard, books, store, moment, picks);
        }
        if self.any_noisy() && self.quiet(store, books.id) == 0 {
            self.pick_noisy(asked, books, store, moment, picks);
        }
        picks.sort_by_sequence();
    }

    /// Of what lies on all servers, what came first.
    pub(crate) fn oldest(&mut self, queue: QueueId, store: &Store) -> Option<u32> {
        let lines = self.shards.iter_mut().map(|shard| &mut shard.line);
        let firsts = lines.filter_map(|line| line.first_valid(|entry| is_stock(store, queue, entry)));
        let tenants = self.tenants.as_ref().and_then(|tenants| tenants.oldest(store));
        firsts.chain(tenants).min().map(|(_, slot)| slot)
    }

    fn pick_from(
        &mut self,
        place: u8,
        books: &mut Books,
        store: &mut Store,
        moment: &mut Moment<'_>,
        picks: &mut Picks,
    ) {
        // Where noisy tenants wait, the order is a matter of fairness and not of chance.
        let reorder_messages = if self.any_noisy() { 0 } else { books.storage.reorder_messages };
        let stock = self.shards[usize::from(place)].stock;
        let most_skipped = u64::from(reorder_messages).min(stock.saturating_sub(1));
        let mut to_skip = moment.choose(books.id, most_skipped as u32 + 1);
        let mut skipped: Vec<Entry> = Vec::new();
        while !picks.is_full()
            && let Some(entry) = self.pop_quiet(place, store, books.id)
        {
            if to_skip > 0 {
                to_skip -= 1;
                skipped.push(entry);
                continue;
            }
            self.shards[usize::from(place)].stock -= 1;
            self.consider(books, store, entry, picks, moment);
        }
        for (_, slot) in skipped {
            self.stand_in_line(books.id, store, slot);
        }
        if self.shards[usize::from(place)].stock == 0 {
            self.stocked &= !(1 << place);
        }
    }

    /// Fills what room is left with noisy tenants' messages of the servers that were asked.
    fn pick_noisy(
        &mut self,
        asked: u64,
        books: &mut Books,
        store: &mut Store,
        moment: &mut Moment<'_>,
        picks: &mut Picks,
    ) {
        let mut taken = Vec::new();
        while !picks.is_full()
            && let Some(tenants) = &mut self.tenants
            && let Some((tenant, holders)) = tenants.next_noisy(store, asked, &taken)
            && let shard = nth_bit(holders, moment.choose(books.id, holders.count_ones()))
            && let Some(entry) = tenants.take(store, shard, tenant)
        {
            self.taken(shard);
            if self.consider(books, store, entry, picks, moment) {
                taken.push(tenant);
            }
        }
    }

    /// Takes the first message on a server that belongs to a quiet tenant or to none.
    #[inline]
    fn pop_quiet(&mut self, place: u8, store: &mut Store, queue: QueueId) -> Option<Entry> {
        let line = &mut self.shards[usize::from(place)].line;
        let plain = line.first_valid(|entry| is_stock(store, queue, entry));
        if let Some(tenants) = &mut self.tenants
            && let Some((sequence, tenant)) = tenants.first_quiet(place)
            && plain.is_none_or(|plain| sequence < plain.0)
        {
            return tenants.take(store, place, tenant);
        }
        line.pop()
    }

    /// Takes a message, moves it to the dead-letter queue, or drops a copy that has no receive left. True if taken.
    #[inline]
    fn consider(
        &mut self,
        books: &mut Books,
        store: &mut Store,
        (sequence, slot): Entry,
        picks: &mut Picks,
        moment: &mut Moment<'_>,
    ) -> bool {
        let message = store.get_mut(slot);
        let is_copy = std::mem::take(&mut message.has_copy);
        let tenant = message.group_index;
        match (picks.used_up(message), is_copy) {
            (None, _) => {
                picks.take(sequence, slot);
                true
            }
            (Some(_), true) => false,
            (Some(to), false) => {
                let message = store.id(slot);
                books.strike(store, slot);
                if let Some(tenants) = self.tenants.as_mut().filter(|_| tenant != NONE) {
                    tenants.recount(tenant, Place::Visible, Place::Nowhere);
                }
                picks.moved.push(slot);
                moment.note(EventKind::DeadLettered { from: books.id, to, message });
                false
            }
        }
    }

    /// A message was handed out. It may still be visible (timeout 0), or leave a second copy.
    pub(crate) fn handed_out(
        &mut self,
        books: &Books,
        store: &mut Store,
        slot: u32,
        earlier: Earlier,
        moment: &mut Moment<'_>,
    ) {
        let stays = store.get(slot).place == Place::Visible || self.leaves_copy(books.id, books, moment);
        let message = store.get_mut(slot);
        message.has_copy = stays && message.place == Place::InFlight;
        if let Some(tenants) = &mut self.tenants {
            if earlier.place == Place::InFlight {
                tenants.spent(message.group_index, earlier.received_at, moment.now);
            }
            if has_tenant(message) {
                tenants.recount(message.group_index, earlier.place, message.place);
            }
        }
        if stays {
            self.enter_stock(books.id, store, slot);
        }
    }

    /// Forgets all messages.
    pub(crate) fn clear(&mut self) {
        self.shards.iter_mut().for_each(|shard| *shard = Shard::default());
        self.stocked = 0;
        self.tenants = None;
    }

    pub(crate) fn share(&mut self) {
        self.shards.iter_mut().for_each(|shard| shard.line.share());
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let shards = self.shards.iter().map(|shard| shard.line.heap_bytes() + size_of::<Shard>());
        shards.sum::<usize>() + self.tenants.as_ref().map_or(0, |tenants| tenants.heap_bytes())
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

    /// A message, or a copy of one, can be handed out.
    #[inline]
    fn enter_stock(&mut self, queue: QueueId, store: &mut Store, slot: u32) {
        let shard = store.get(slot).shard;
        self.stand_in_line(queue, store, slot);
        self.shards[usize::from(shard)].stock += 1;
        self.stocked |= 1 << shard;
    }

    #[inline]
    fn stand_in_line(&mut self, queue: QueueId, store: &mut Store, slot: u32) {
        let message = store.get(slot);
        if let Some(tenants) = self.tenants.as_mut().filter(|_| has_tenant(message)) {
            tenants.waiting().put(store, slot);
            return;
        }
        let Shard { line, stock } = &mut self.shards[usize::from(message.shard)];
        line.push_among((message.sequence, slot), *stock, |entry| is_stock(store, queue, entry));
    }

    /// When the oldest message arrived that can be received and belongs to a quiet tenant or to none.
    pub(crate) fn oldest_quiet(&self, store: &Store, queue: QueueId) -> Option<Time> {
        let tenants = self.tenants.as_ref()?;
        let by_shard = (0..).zip(&self.shards).filter_map(|(place, shard)| {
            let plain = shard.line.least_valid(|entry| is_stock(store, queue, entry));
            plain.into_iter().chain(tenants.first_quiet_entry(store, place)).min()
        });
        by_shard.min().map(|(_, slot)| store.get(slot).arrived_at)
    }

    fn any_noisy(&self) -> bool {
        self.tenants.as_ref().is_some_and(|tenants| tenants.any_noisy())
    }

    /// A bit for each server that has a message of a quiet tenant or of none; every bit if nobody is noisy.
    fn quiet(&mut self, store: &Store, queue: QueueId) -> u64 {
        let Some(tenants) = self.tenants.as_ref().filter(|tenants| tenants.any_noisy()) else {
            return u64::MAX;
        };
        let mut quiet = 0;
        for (place, shard) in (0..).zip(&mut self.shards) {
            let plain = shard.line.first_valid(|entry| is_stock(store, queue, entry));
            quiet |= u64::from(plain.is_some() || tenants.first_quiet(place).is_some()) << place;
        }
        quiet
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
