//! Standard queues: servers that hold the messages ("shards"), which of them a receive asks (sqs-facts §2.1, §2.2), and
//! whose messages it gets first if there are tenants (§5).

use crate::books::{Books, Earlier};
use crate::moment::Moment;
use crate::receive::Picks;
use crate::server::Server;
use crate::store::{NONE, Place, Store};
use crate::tenants::{Tenants, has_tenant};
use crate::{EventKind, QueueId, Time};

/// The servers of one standard queue.
#[derive(Clone, Debug)]
pub(crate) struct Shards {
    shards: Vec<Server>,
    /// A bit for each shard that has something to hand out.
    stocked: u64,
    /// The next hand-out leaves a second copy, whatever the chance.
    pub(crate) leave_copy: bool,
    /// None until a message with a group comes into a fair queue.
    pub(crate) tenants: Option<Box<Tenants>>,
}

impl Shards {
    pub(crate) fn new(shards: u32) -> Self {
        Self {
            shards: vec![Server::default(); shards as usize],
            stocked: 0,
            leave_copy: false,
            tenants: None,
        }
    }

    /// False if even a receive that asks all servers would find nothing.
    #[inline]
    pub(crate) fn is_stocked(&self) -> bool {
        self.stocked != 0
    }

    /// A message has been entered as the last of the queue.
    #[inline(always)]
    pub(crate) fn entered(&mut self, books: &Books, store: &mut Store, slot: u32) {
        let shards = self.shards.len() as u32;
        let message = store.get_mut(slot);
        message.group_index = NONE;
        if let Some(group) = message.group().filter(|_| books.storage.fair) {
            let tenants = self.tenants.get_or_insert_with(|| Box::new(Tenants::new(shards)));
            message.group_index = tenants.enter(group, message.place);
        }
        if message.place != Place::Visible {
            return;
        }
        if has_tenant(message) {
            self.enter_stock(books.id, store, slot);
            return;
        }
        let shard = message.shard;
        let server = &mut self.shards[usize::from(shard)];
        server.stock += 1;
        self.stocked |= 1 << shard;
        let previous = server.line.append_last(message, slot);
        server.line.link(store, previous, slot);
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
    #[inline(always)]
    pub(crate) fn gone(&mut self, store: &mut Store, slot: u32, now: Time) {
        let message = store.get(slot);
        let (place, shard, tenant) = (message.place, message.shard, message.group_index);
        let waits = place == Place::Visible || message.has_copy;
        if let Some(tenants) = self.tenants.as_mut().filter(|_| place == Place::InFlight) {
            tenants.spent(tenant, message.received_at, now);
        }
        if let Some(tenants) = self.tenants.as_mut().filter(|_| tenant != NONE) {
            if waits {
                tenants.waiting().remove(store, slot);
            }
            tenants.recount(tenant, place, Place::Nowhere);
        } else if waits {
            self.shards[usize::from(shard)].remove(store, slot);
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
        if let Some(tenants) = self.tenants.as_mut().filter(|_| self.stocked != 0 && !picks.is_full()) {
            tenants.settle(store, books.counts.in_flight, moment.now);
        }
        let any_behind = self.any_behind();
        let mut left = self.stocked;
        let mut visits = if picks.long { u32::MAX } else { books.storage.sample };
        let may_miss = !picks.long && left != 0 && left != self.all();
        let falsely_empty = may_miss && moment.chance(books.id, books.storage.false_empty_ppm);
        if falsely_empty {
            left = self.all();
        }
        let mut asked = 0;
        while visits > 0 && left != 0 && !picks.is_full() {
            let has_choice = any_behind && !falsely_empty;
            let quiet = if has_choice { left & self.quiet(store, books.id) } else { 0 };
            let preferred = if quiet == 0 { left } else { quiet };
            let nth = moment.choose(books.id, preferred.count_ones());
            let shard = nth_bit(preferred, nth);
            left &= !(1 << shard);
            asked |= 1 << shard;
            visits -= 1;
            self.pick_from(shard, books, store, moment, picks);
        }
        if any_behind && self.quiet(store, books.id) == 0 {
            self.pick_noisy(asked, books, store, moment, picks);
        }
        picks.sort_by_sequence(store);
    }

    /// Of what lies on all servers, what came first.
    pub(crate) fn oldest(&mut self, queue: QueueId, store: &Store) -> Option<u32> {
        let firsts = self.shards.iter_mut().filter_map(|shard| shard.first(queue, store));
        let tenants = self.tenants.as_ref().and_then(|tenants| tenants.oldest(store));
        firsts.chain(tenants).min().map(|(_, slot)| slot)
    }

    #[inline]
    fn pick_from(
        &mut self,
        place: u8,
        books: &mut Books,
        store: &mut Store,
        moment: &mut Moment<'_>,
        picks: &mut Picks,
    ) {
        if self.tenants.is_none() && books.storage.reorder_messages == 0 {
            while !picks.is_full()
                && let Some(slot) = self.shards[usize::from(place)].pop(books.id, store)
            {
                self.shards[usize::from(place)].stock -= 1;
                self.consider(books, store, slot, picks, moment);
            }
        } else {
            self.pick_by_turns(place, books, store, moment, picks);
        }
        if self.shards[usize::from(place)].stock == 0 {
            self.stocked &= !(1 << place);
        }
    }

    /// What a server gives where tenants wait or its order is not kept.
    #[inline(never)]
    fn pick_by_turns(
        &mut self,
        place: u8,
        books: &mut Books,
        store: &mut Store,
        moment: &mut Moment<'_>,
        picks: &mut Picks,
    ) {
        // Where noisy tenants wait, the order is a matter of fairness and not of chance.
        let reorder_messages = if self.any_behind() { 0 } else { books.storage.reorder_messages };
        let stock = self.shards[usize::from(place)].stock;
        let most_skipped = u64::from(reorder_messages).min(stock.saturating_sub(1));
        let mut to_skip = moment.choose(books.id, most_skipped as u32 + 1);
        let mut skipped = Vec::new();
        while !picks.is_full()
            && let Some(slot) = self.pop_quiet(place, store, books.id)
        {
            if to_skip > 0 {
                to_skip -= 1;
                skipped.push(slot);
                continue;
            }
            self.shards[usize::from(place)].stock -= 1;
            self.consider(books, store, slot, picks, moment);
        }
        for slot in skipped {
            self.stand_in_line(books.id, store, slot);
        }
    }

    /// Fills what room is left with noisy tenants' messages of the servers that were asked.
    #[inline(never)]
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
            if self.consider(books, store, entry.1, picks, moment) {
                taken.push(tenant);
            }
        }
    }

    /// Takes the first message on a server that belongs to a quiet tenant or to none.
    #[inline]
    fn pop_quiet(&mut self, place: u8, store: &mut Store, queue: QueueId) -> Option<u32> {
        let server = &mut self.shards[usize::from(place)];
        if let Some(tenants) = &mut self.tenants
            && let Some((sequence, tenant)) = tenants.first_quiet(place)
            && server.first(queue, store).is_none_or(|plain| sequence < plain.0)
        {
            return tenants.take(store, place, tenant).map(|(_, slot)| slot);
        }
        server.pop(queue, store)
    }

    /// Takes a message, moves it to the dead-letter queue, or drops a copy that has no receive left. True if taken.
    #[inline(always)]
    fn consider(
        &mut self,
        books: &mut Books,
        store: &mut Store,
        slot: u32,
        picks: &mut Picks,
        moment: &mut Moment<'_>,
    ) -> bool {
        let message = store.get_mut(slot);
        let is_copy = std::mem::take(&mut message.has_copy);
        match picks.used_up(message) {
            None => {
                picks.take(slot);
                true
            }
            Some(to) => {
                if !is_copy {
                    self.give_up(books, store, slot, picks);
                    let message = store.id(slot);
                    moment.note(EventKind::DeadLettered { from: books.id, to, message });
                }
                false
            }
        }
    }

    /// A message has had all its receives and leaves the queue.
    #[inline(never)]
    fn give_up(&mut self, books: &mut Books, store: &mut Store, slot: u32, picks: &mut Picks) {
        let tenant = store.get(slot).group_index;
        books.strike(store, slot);
        if let Some(tenants) = self.tenants.as_mut().filter(|_| tenant != NONE) {
            tenants.recount(tenant, Place::Visible, Place::Nowhere);
        }
        picks.moved.push(slot);
    }

    /// A message was handed out. It may still be visible (timeout 0), or leave a second copy.
    #[inline]
    pub(crate) fn handed_out(
        &mut self,
        books: &Books,
        store: &mut Store,
        slot: u32,
        (earlier, place): (Earlier, Place),
        moment: &mut Moment<'_>,
    ) {
        let stays = place == Place::Visible || self.leaves_copy(books.id, books, moment);
        if stays {
            store.get_mut(slot).has_copy = place == Place::InFlight;
        }
        if let Some(tenants) = &mut self.tenants {
            let message = store.get(slot);
            if earlier.place == Place::InFlight {
                tenants.spent(message.group_index, earlier.received_at, moment.now);
            }
            if has_tenant(message) {
                tenants.recount(message.group_index, earlier.place, place);
            }
        }
        if stays {
            self.enter_stock(books.id, store, slot);
        }
    }

    /// A receive has handed out all that it picked.
    #[inline]
    pub(crate) fn served(&mut self, books: &Books, now: Time) {
        if let Some(tenants) = &mut self.tenants {
            tenants.notice(books.counts.in_flight, now);
        }
    }

    /// Forgets all messages.
    pub(crate) fn clear(&mut self) {
        self.shards.iter_mut().for_each(|shard| *shard = Server::default());
        self.stocked = 0;
        self.tenants = None;
    }

    pub(crate) fn share(&mut self) {
        self.shards.iter_mut().for_each(Server::share);
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let shards = self.shards.iter().map(Server::heap_bytes);
        shards.sum::<usize>() + self.tenants.as_ref().map_or(0, |tenants| tenants.heap_bytes())
    }

    /// Asserts that what stands in line agrees with the queue's messages.
    pub(crate) fn check(&self, queue: QueueId, store: &Store, slots: impl Iterator<Item = u32> + Clone) {
        for (place, shard) in (0..).zip(&self.shards) {
            assert_eq!(self.stocked & (1 << place) != 0, shard.stock > 0, "mask of shard {place}");
            let here = slots.clone().filter(|slot| {
                let message = store.get(*slot);
                message.shard == place && (message.place == Place::Visible || message.has_copy)
            });
            assert_eq!(shard.stock, here.clone().count() as u64, "stock of shard {place}");
            let mut plain: Vec<u32> = here.filter(|slot| !has_tenant(store.get(*slot))).collect();
            plain.sort_unstable();
            shard.check(queue, store, &plain);
        }
        if let Some(tenants) = &self.tenants {
            tenants.check(store, slots);
        }
    }

    fn leaves_copy(&mut self, queue: QueueId, books: &Books, moment: &mut Moment<'_>) -> bool {
        std::mem::take(&mut self.leave_copy) || moment.chance(queue, books.storage.double_delivery_ppm)
    }

    /// A message, or a copy of one, can be handed out.
    #[inline]
    fn enter_stock(&mut self, queue: QueueId, store: &mut Store, slot: u32) {
        let message = store.get(slot);
        let shard = message.shard;
        self.shards[usize::from(shard)].stock += 1;
        self.stocked |= 1 << shard;
        self.stand_in_line(queue, store, slot);
    }

    #[inline]
    fn stand_in_line(&mut self, queue: QueueId, store: &mut Store, slot: u32) {
        let message = store.get(slot);
        if let Some(tenants) = self.tenants.as_mut().filter(|_| has_tenant(message)) {
            tenants.waiting().put(store, slot);
            return;
        }
        self.shards[usize::from(message.shard)].put(queue, store, slot);
    }

    /// When the oldest message arrived that can be received and belongs to a quiet tenant or to none.
    pub(crate) fn oldest_quiet(&self, store: &Store, queue: QueueId, noisy: &[u32]) -> Option<Time> {
        let tenants = self.tenants.as_ref()?;
        let by_shard = (0..).zip(&self.shards).filter_map(|(place, shard)| {
            let plain = shard.peek(queue, store);
            plain.into_iter().chain(tenants.first_but(store, place, noisy)).min()
        });
        by_shard.min().map(|(_, slot)| store.get(slot).arrived_at)
    }

    fn any_behind(&self) -> bool {
        self.tenants.as_ref().is_some_and(|tenants| tenants.any_behind())
    }

    /// A bit for each server that has a message of a quiet tenant or of none.
    #[inline(never)]
    fn quiet(&mut self, store: &Store, queue: QueueId) -> u64 {
        let Some(tenants) = self.tenants.as_ref() else {
            return u64::MAX;
        };
        let mut quiet = 0;
        for (place, shard) in (0..).zip(&mut self.shards) {
            quiet |= u64::from(shard.first(queue, store).is_some() || tenants.first_quiet(place).is_some())
                << place;
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

fn nth_bit(mut mask: u64, nth: u32) -> u8 {
    for _ in 0..nth {
        mask &= mask - 1;
    }
    mask.trailing_zeros() as u8
}
