//! Fair queues: the tenants of a standard queue, and which of them are noisy (sqs-facts §5).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::fixed_hash::FixedHashMap;
use crate::spending::{Spending, is_over_share};
use crate::store::{Message, NONE, Place, Store};
use crate::waiting::{Entry, Waiting};
use crate::{Counts, MICROS_PER_S, Time, limits};

// Who is calm for so long has nothing booked either, and so no share of anything.
const _: () = assert!(limits::FAIR_LOOKBACK_S <= limits::FAIR_CALM_S);

/// The message groups of one standard queue that have messages in it.
#[derive(Clone, Debug)]
pub(crate) struct Tenants {
    by_name: FixedHashMap<Arc<str>, u32>,
    tenants: Vec<Tenant>,
    /// Numbers that can be used again.
    free: Vec<u32>,
    /// Those with enough messages in flight to be noisy by their share of them, by how many.
    busy: BTreeSet<(u32, u32)>,
    spending: Spending,
    /// Those that had too large a share before or after a receive and are not calm since; in no order.
    noisy: Vec<u32>,
    /// Those of them whose messages wait behind the others' since the latest receive, in no order; few, since each has
    /// more than a share of something.
    behind: Vec<u32>,
    waiting: Waiting,
}

#[derive(Clone, Debug)]
struct Tenant {
    name: Arc<str>,
    visible: u32,
    in_flight: u32,
    delayed: u32,
    /// When the time in flight of one of its messages ended last.
    landed_at: Time,
}

/// Tenants that make noise (sqs-facts §5), and what they hold, as of the latest change in the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noise {
    /// The tenants' numbers.
    pub(crate) noisy: Vec<u32>,
    /// Their messages.
    pub(crate) counts: Counts,
}

impl Tenants {
    pub(crate) fn new(shards: u32) -> Self {
        Self {
            by_name: FixedHashMap::default(),
            tenants: Vec::new(),
            free: Vec::new(),
            busy: BTreeSet::new(),
            spending: Spending::default(),
            noisy: Vec::new(),
            behind: Vec::new(),
            waiting: Waiting::new(shards),
        }
    }

    /// A message of this group comes into the queue; gives the tenant's number.
    pub(crate) fn enter(&mut self, group: &Arc<str>, place: Place) -> u32 {
        let tenant = self.named(group);
        self.recount(tenant, Place::Nowhere, place);
        tenant
    }

    /// A message changes its place. One that waits no longer has been taken out of the line before.
    /// With its last message a tenant ends.
    pub(crate) fn recount(&mut self, number: u32, before: Place, after: Place) {
        let tenant = &mut self.tenants[number as usize];
        let in_flight_before = tenant.in_flight;
        if let Some(count) = tenant.count(before) {
            *count -= 1;
        }
        if let Some(count) = tenant.count(after) {
            *count += 1;
        }
        let in_flight = tenant.in_flight;
        let is_empty = tenant.visible + tenant.in_flight + tenant.delayed == 0;
        if in_flight_before != in_flight {
            if in_flight_before >= limits::FAIR_IN_FLIGHT_MIN {
                self.busy.remove(&(in_flight_before, number));
            }
            if in_flight >= limits::FAIR_IN_FLIGHT_MIN {
                self.busy.insert((in_flight, number));
            }
        }
        if is_empty {
            self.end(number);
        }
    }

    /// A message of a tenant, or of none, was in flight from `since` until now.
    pub(crate) fn spent(&mut self, tenant: u32, since: Time, now: Time) {
        self.spending.record(tenant, now - since, now);
        if let Some(tenant) = self.tenants.get_mut(tenant as usize) {
            tenant.landed_at = now;
        }
    }

    /// Decides anew who is noisy and whose messages wait behind the others', before a receive looks at what waits.
    pub(crate) fn settle(&mut self, store: &Store, in_flight: u64, now: Time) {
        self.spending.forget_old(now);
        self.notice(in_flight, now);
        let behind = self.held_back(in_flight, now);
        for tenant in self.behind.iter().filter(|tenant| !behind.contains(tenant)) {
            self.waiting.unmark(store, *tenant);
        }
        for tenant in behind.iter().filter(|tenant| !self.behind.contains(tenant)) {
            self.waiting.mark_noisy(store, *tenant);
        }
        self.behind = behind;
    }

    /// Remembers who is noisy, before and after a receive has handed out messages.
    pub(crate) fn notice(&mut self, in_flight: u64, now: Time) {
        self.noisy = self.noisy(in_flight, now);
    }

    /// True if some tenant's messages wait behind the others'.
    pub(crate) fn any_behind(&self) -> bool {
        !self.behind.is_empty()
    }

    /// The messages that wait, by tenant.
    pub(crate) fn waiting(&mut self) -> &mut Waiting {
        &mut self.waiting
    }

    /// The first message of a quiet tenant on this server.
    pub(crate) fn first_quiet(&self, shard: u8) -> Option<(u64, u32)> {
        self.waiting.first_quiet(shard)
    }

    /// The first message on this server of a tenant that is none of these.
    pub(crate) fn first_but(&self, store: &Store, shard: u8, noisy: &[u32]) -> Option<Entry> {
        let in_line = self.waiting.first_in_line_but(shard, noisy);
        let behind = self.behind.iter().copied().filter(|tenant| !noisy.contains(tenant));
        in_line.into_iter().chain(behind).filter_map(|tenant| self.waiting.first(store, shard, tenant)).min()
    }

    /// The first message of any tenant on any server.
    pub(crate) fn oldest(&self, store: &Store) -> Option<Entry> {
        self.waiting.oldest(store, &self.behind)
    }

    /// The noisy tenant that comes next on these servers: the one with the fewest in flight, what the receive has taken
    /// so far included, then the one whose message came first. Gives the tenant and those of the servers that have a
    /// message of it.
    pub(crate) fn next_noisy(&self, store: &Store, shards: u64, taken: &[u32]) -> Option<(u32, u64)> {
        let waiting = self.behind.iter().filter_map(|number| {
            let in_flight = self.tenants[*number as usize].in_flight;
            let picked = taken.iter().filter(|tenant| *tenant == number).count() as u32;
            let (sequence, holders) = self.waiting.first_on(store, shards, *number)?;
            Some((in_flight + picked, sequence, *number, holders))
        });
        waiting.min().map(|(_, _, number, holders)| (number, holders))
    }

    /// Takes the first waiting message of a tenant on a server.
    pub(crate) fn take(&mut self, store: &mut Store, shard: u8, tenant: u32) -> Option<Entry> {
        self.waiting.take_first(store, shard, tenant)
    }

    /// Who is noisy now, and what they hold.
    pub(crate) fn noise(&self, in_flight: u64, now: Time) -> Noise {
        self.noise_of(self.noisy(in_flight, now))
    }

    /// Whose messages would wait behind the others' in a receive of now, and what they hold.
    pub(crate) fn held_back_noise(&self, in_flight: u64, now: Time) -> Noise {
        self.noise_of(self.held_back(in_flight, now))
    }

    pub(crate) fn name(&self, number: u32) -> &Arc<str> {
        &self.tenants[number as usize].name
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let tenant = size_of::<Tenant>() + size_of::<(Arc<str>, u32)>();
        self.tenants.capacity() * tenant + self.spending.heap_bytes() + self.waiting.heap_bytes()
    }

    /// Asserts that everything derived agrees with the messages that tenants have.
    pub(crate) fn check(&self, store: &Store, slots: impl Iterator<Item = u32>) {
        let mut found: BTreeMap<u32, Counts> = BTreeMap::new();
        let mut waiting: Vec<u32> = Vec::new();
        for slot in slots.filter(|slot| has_tenant(store.get(*slot))) {
            let message = store.get(slot);
            let counts = found.entry(message.group_index).or_default();
            match message.place {
                Place::Delayed => counts.delayed += 1,
                Place::InFlight => counts.in_flight += 1,
                Place::Visible => counts.visible += 1,
                Place::Nowhere => {}
            }
            assert_eq!(message.group(), Some(self.name(message.group_index)), "the tenant of {slot}");
            if message.place == Place::Visible || message.has_copy {
                waiting.push(slot);
            }
        }
        assert_eq!(found.len(), self.by_name.len(), "tenants");
        let mut busy = BTreeSet::new();
        for (number, counts) in found {
            let tenant = &self.tenants[number as usize];
            let own = [tenant.visible, tenant.in_flight, tenant.delayed].map(u64::from);
            assert_eq!(own, [counts.visible, counts.in_flight, counts.delayed], "counts of {}", tenant.name);
            assert_eq!(self.by_name.get(&tenant.name), Some(&number), "{} is known by its name", tenant.name);
            if tenant.in_flight >= limits::FAIR_IN_FLIGHT_MIN {
                busy.insert((tenant.in_flight, number));
            }
        }
        assert_eq!(busy, self.busy, "tenants with much in flight");
        self.waiting.check(store, waiting);
    }

    /// The noisy tenants that still have more than their share of the messages in flight, however few, or of the processing time.
    fn held_back(&self, in_flight: u64, now: Time) -> Vec<u32> {
        let mut held_back = self.noisy(in_flight, now);
        let spenders: Vec<u32> = self.spending.over_share(now).collect();
        held_back.retain(|number| {
            let own = u64::from(self.tenants[*number as usize].in_flight);
            is_over_share(own, in_flight) || spenders.contains(number)
        });
        held_back
    }

    fn noise_of(&self, noisy: Vec<u32>) -> Noise {
        let mut counts = Counts::default();
        for number in &noisy {
            let tenant = &self.tenants[*number as usize];
            counts.visible += u64::from(tenant.visible);
            counts.in_flight += u64::from(tenant.in_flight);
            counts.delayed += u64::from(tenant.delayed);
        }
        Noise { noisy, counts }
    }

    /// Who was noisy and has had messages in flight since, or has too large a share now.
    fn noisy(&self, in_flight: u64, now: Time) -> Vec<u32> {
        let mut noisy = self.over_share(in_flight, now);
        for number in &self.noisy {
            if !self.tenants[*number as usize].is_calm(now) && !noisy.contains(number) {
                noisy.push(*number);
            }
        }
        noisy
    }

    /// Tenants with many messages in flight and more than their share of them, or with more than their share of the
    /// processing time.
    fn over_share(&self, in_flight: u64, now: Time) -> Vec<u32> {
        let most = self.busy.iter().rev().take_while(|(own, _)| is_over_share(u64::from(*own), in_flight));
        let mut noisy: Vec<u32> = most.map(|(_, tenant)| *tenant).collect();
        for tenant in self.spending.over_share(now) {
            if !noisy.contains(&tenant) {
                noisy.push(tenant);
            }
        }
        noisy
    }

    fn named(&mut self, group: &Arc<str>) -> u32 {
        if let Some(number) = self.by_name.get(group) {
            return *number;
        }
        let tenant = Tenant { name: group.clone(), visible: 0, in_flight: 0, delayed: 0, landed_at: 0 };
        let number = self.free.pop().unwrap_or(self.tenants.len() as u32);
        match self.tenants.get_mut(number as usize) {
            Some(free) => *free = tenant,
            None => self.tenants.push(tenant),
        }
        self.by_name.insert(group.clone(), number);
        self.spending.open(number);
        self.waiting.open(number);
        number
    }

    fn end(&mut self, number: u32) {
        let tenant = &mut self.tenants[number as usize];
        self.by_name.remove(&tenant.name);
        tenant.name = "".into();
        self.noisy.retain(|noisy| *noisy != number);
        self.behind.retain(|behind| *behind != number);
        self.spending.close(number);
        self.free.push(number);
    }
}

impl Tenant {
    /// Nothing was in flight for so long that what it was before is forgotten.
    fn is_calm(&self, now: Time) -> bool {
        self.in_flight == 0 && now >= self.landed_at + Time::from(limits::FAIR_CALM_S) * MICROS_PER_S
    }

    fn count(&mut self, place: Place) -> Option<&mut u32> {
        match place {
            Place::Delayed => Some(&mut self.delayed),
            Place::InFlight => Some(&mut self.in_flight),
            Place::Visible => Some(&mut self.visible),
            Place::Nowhere => None,
        }
    }
}

/// True if the message belongs to a tenant.
pub(crate) fn has_tenant(message: &Message) -> bool {
    message.group_index != NONE
}
