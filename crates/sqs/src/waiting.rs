//! What waits on the servers of a fair queue, by tenant (sqs-facts §5).
//!
//! Messages that come in order are linked through the store, like a FIFO queue's groups; those that come back are kept
//! apart in a set. So a backlog costs nothing beyond its messages, and taking one costs a logarithm.

use std::collections::BTreeSet;

use crate::chain::Chain;
use crate::store::{NONE, Store};

/// A message of a server: order of arrival, slot.
pub(crate) type Entry = (u64, u32);

/// All servers' waiting messages that belong to tenants.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    shards: Vec<Shard>,
    /// A list for each tenant and server, by the tenant's number, then the server's.
    lists: Vec<Chain>,
    /// By the tenant's number.
    noisy: Vec<bool>,
}

#[derive(Clone, Debug, Default)]
struct Shard {
    /// Quiet tenants that have something here, by the arrival of their first.
    quiet: BTreeSet<(u64, u32)>,
    /// What came out of order: tenant, order of arrival, slot.
    returned: BTreeSet<(u32, u64, u32)>,
}

impl Waiting {
    pub(crate) fn new(shards: u32) -> Self {
        Self { shards: vec![Shard::default(); shards as usize], lists: Vec::new(), noisy: Vec::new() }
    }

    /// A tenant begins with nothing and quiet.
    pub(crate) fn open(&mut self, tenant: u32) {
        let tenants = tenant as usize + 1;
        if self.noisy.len() < tenants {
            self.noisy.resize(tenants, false);
            self.lists.resize(tenants * self.shards.len(), Chain::default());
        }
        self.noisy[tenant as usize] = false;
    }

    /// A message waits from now on.
    pub(crate) fn put(&mut self, store: &mut Store, slot: u32) {
        let message = store.get(slot);
        let (shard, tenant, sequence) = (message.shard, message.group_index, message.sequence);
        self.with_first(store, shard, tenant, |waiting, store| {
            let place = waiting.place(shard, tenant);
            if !waiting.lists[place].append(store, slot) {
                store.get_mut(slot).group_previous = NONE;
                waiting.shards[usize::from(shard)].returned.insert((tenant, sequence, slot));
            }
        });
    }

    /// A message waits no longer.
    pub(crate) fn remove(&mut self, store: &mut Store, slot: u32) {
        let message = store.get(slot);
        let (shard, tenant, sequence) = (message.shard, message.group_index, message.sequence);
        self.with_first(store, shard, tenant, |waiting, store| {
            let place = waiting.place(shard, tenant);
            if !waiting.lists[place].remove(store, slot) {
                waiting.shards[usize::from(shard)].returned.remove(&(tenant, sequence, slot));
            }
        });
    }

    /// Takes a tenant's first message on a server.
    pub(crate) fn take_first(&mut self, store: &mut Store, shard: u8, tenant: u32) -> Option<Entry> {
        let (sequence, slot) = self.first(store, shard, tenant)?;
        self.remove(store, slot);
        Some((sequence, slot))
    }

    /// The quiet tenant whose message on a server came first: its arrival and the tenant.
    pub(crate) fn first_quiet(&self, shard: u8) -> Option<(u64, u32)> {
        self.shards[usize::from(shard)].quiet.first().copied()
    }

    /// As [`Waiting::first_quiet`], of tenants that are none of these.
    pub(crate) fn first_in_line_but(&self, shard: u8, others: &[u32]) -> Option<u32> {
        let mut in_line = self.shards[usize::from(shard)].quiet.iter().map(|(_, tenant)| *tenant);
        in_line.find(|tenant| !others.contains(tenant))
    }

    /// Of all that waits, what came first; the noisy tenants are named since none of them stands in line.
    pub(crate) fn oldest(&self, store: &Store, noisy: &[u32]) -> Option<Entry> {
        let shards = 0..self.shards.len() as u8;
        let quiet = shards.clone().filter_map(|shard| Some((shard, self.first_quiet(shard)?.1)));
        let noisy = shards.flat_map(|shard| noisy.iter().map(move |tenant| (shard, *tenant)));
        quiet.chain(noisy).filter_map(|(shard, tenant)| self.first(store, shard, tenant)).min()
    }

    /// The arrival of a tenant's first message on these servers, and those of them that have one.
    pub(crate) fn first_on(&self, store: &Store, shards: u64, tenant: u32) -> Option<(u64, u64)> {
        let asked = (0..self.shards.len() as u8).filter(|shard| shards & (1 << shard) != 0);
        let firsts = asked.filter_map(|shard| Some((self.first(store, shard, tenant)?.0, 1 << shard)));
        firsts.reduce(|one, other| (one.0.min(other.0), one.1 | other.1))
    }

    /// A tenant's messages wait behind the others' from now on.
    pub(crate) fn mark_noisy(&mut self, store: &Store, tenant: u32) {
        self.noisy[tenant as usize] = true;
        for shard in 0..self.shards.len() as u8 {
            if let Some((sequence, _)) = self.first(store, shard, tenant) {
                self.shards[usize::from(shard)].quiet.remove(&(sequence, tenant));
            }
        }
    }

    /// A tenant is quiet again.
    pub(crate) fn unmark(&mut self, store: &Store, tenant: u32) {
        self.noisy[tenant as usize] = false;
        for shard in 0..self.shards.len() as u8 {
            if let Some((sequence, _)) = self.first(store, shard, tenant) {
                self.shards[usize::from(shard)].quiet.insert((sequence, tenant));
            }
        }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let sets = self.shards.iter().map(|shard| shard.quiet.len() + shard.returned.len()).sum::<usize>();
        self.lists.capacity() * size_of::<Chain>() + sets * 2 * size_of::<(u32, u64, u32)>()
    }

    /// Asserts that exactly these messages wait, and that quiet tenants stand in line with their first.
    pub(crate) fn check(&self, store: &Store, mut slots: Vec<u32>) {
        let mut found: Vec<u32> = Vec::new();
        for (place, list) in self.lists.iter().enumerate() {
            for slot in list.checked(store) {
                let message = store.get(slot);
                assert_eq!(self.place(message.shard, message.group_index), place, "the list of {slot}");
                found.push(slot);
            }
        }
        for (shard, it) in (0..).zip(&self.shards) {
            found.extend(it.returned.iter().map(|(_, _, slot)| *slot));
            let all = (0..self.noisy.len() as u32).filter(|tenant| !self.noisy[*tenant as usize]);
            let quiet: BTreeSet<_> =
                all.filter_map(|tenant| Some((self.first(store, shard, tenant)?.0, tenant))).collect();
            assert_eq!(quiet, it.quiet, "quiet tenants of server {shard}");
        }
        found.sort_unstable();
        slots.sort_unstable();
        assert_eq!(found, slots, "messages that wait");
    }

    /// A tenant's first message on a server.
    pub(crate) fn first(&self, store: &Store, shard: u8, tenant: u32) -> Option<Entry> {
        let head = self.lists[self.place(shard, tenant)].head;
        let linked = (head != NONE).then(|| (store.get(head).sequence, head));
        let returned = self.shards[usize::from(shard)].returned.range((tenant, 0, 0)..).next();
        let returned =
            returned.filter(|(own, _, _)| *own == tenant).map(|(_, sequence, slot)| (*sequence, *slot));
        linked.into_iter().chain(returned).min()
    }

    /// Keeps a quiet tenant's place in line while its messages on a server change.
    fn with_first(
        &mut self,
        store: &mut Store,
        shard: u8,
        tenant: u32,
        change: impl FnOnce(&mut Self, &mut Store),
    ) {
        let before = self.first(store, shard, tenant).map(|(sequence, _)| sequence);
        change(self, store);
        let after = self.first(store, shard, tenant).map(|(sequence, _)| sequence);
        if before == after || self.noisy[tenant as usize] {
            return;
        }
        let quiet = &mut self.shards[usize::from(shard)].quiet;
        if let Some(sequence) = before {
            quiet.remove(&(sequence, tenant));
        }
        if let Some(sequence) = after {
            quiet.insert((sequence, tenant));
        }
    }

    fn place(&self, shard: u8, tenant: u32) -> usize {
        tenant as usize * self.shards.len() + usize::from(shard)
    }
}
