//! FIFO queues: message groups, which of them can be read, and which comes first (sqs-facts §3.2, §3.3,
//! §3.7).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::attempts::Attempts;
use crate::books::Books;
use crate::deduplication::Deduplication;
use crate::fixed_hash::FixedHashMap;
use crate::moment::Moment;
use crate::receive::Picks;
use crate::store::{NONE, Place, Store};
use crate::throttle::Throttle;
use crate::{DeduplicationScope, EventKind, Time};

/// The groups of one FIFO queue that have messages.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    by_name: FixedHashMap<Arc<str>, u32>,
    groups: Vec<Group>,
    /// Numbers that can be used again.
    free: Vec<u32>,
    /// Groups whose oldest message can be received: by when it became so, then by its sequence number.
    ready: BTreeSet<(Time, u64, u32)>,
    /// Groups whose place in `ready` must be looked at again.
    unsettled: Vec<u32>,
    pub(crate) groups_in_flight: u64,
    /// The first message that is too far back to be looked at.
    beyond: u32,
    /// Messages before it.
    in_reach: u64,
    pub(crate) deduplication: Deduplication,
    pub(crate) attempts: Attempts,
    pub(crate) throttle: Throttle,
}

#[derive(Clone, Debug)]
struct Group {
    name: Arc<str>,
    head: u32,
    tail: u32,
    in_flight: u32,
    delayed: u32,
    ready: Option<(Time, u64)>,
}

impl Groups {
    pub(crate) fn new(scope: DeduplicationScope) -> Self {
        Self {
            by_name: FixedHashMap::default(),
            groups: Vec::new(),
            free: Vec::new(),
            ready: BTreeSet::new(),
            unsettled: Vec::new(),
            groups_in_flight: 0,
            beyond: NONE,
            in_reach: 0,
            deduplication: Deduplication::new(scope),
            attempts: Attempts::default(),
            throttle: Throttle::default(),
        }
    }

    /// False if a receive would find nothing.
    pub(crate) fn is_stocked(&self) -> bool {
        !self.ready.is_empty()
    }

    /// The oldest message of the group that a receive would take from first.
    pub(crate) fn first_head(&self) -> Option<u32> {
        self.ready.first().map(|(_, _, index)| self.groups[*index as usize].head)
    }

    /// A message has been entered as the last of the queue.
    pub(crate) fn entered(&mut self, books: &Books, store: &mut Store, slot: u32) {
        let name = store.get(slot).group().cloned().unwrap_or_else(|| "".into());
        let index = self.group_named(name);
        let group = &mut self.groups[index as usize];
        let message = store.get_mut(slot);
        message.group_index = index;
        message.group_next = NONE;
        message.group_previous = group.tail;
        group.delayed += u32::from(message.place == Place::Delayed);
        if group.tail == NONE {
            group.head = slot;
        } else {
            store.get_mut(group.tail).group_next = slot;
        }
        group.tail = slot;
        if self.in_reach < u64::from(books.storage.fifo_lookahead) {
            self.in_reach += 1;
        } else if self.beyond == NONE {
            self.beyond = slot;
        }
        self.unsettled.push(index);
        self.settle(store);
    }

    /// A message changed its place from `before`.
    pub(crate) fn put(&mut self, store: &Store, slot: u32, before: Place) {
        let message = store.get(slot);
        self.recount(message.group_index, before, message.place);
        self.unsettled.push(message.group_index);
    }

    /// A message is about to be struck out of the books. The caller settles afterwards.
    pub(crate) fn gone(&mut self, store: &mut Store, slot: u32) {
        let message = store.get(slot);
        let (previous, next, index) = (message.group_previous, message.group_next, message.group_index);
        let (sequence, following, place) = (message.sequence, message.next, message.place);
        self.recount(index, place, Place::Nowhere);
        let group = &mut self.groups[index as usize];
        if previous == NONE {
            group.head = next;
        } else {
            store.get_mut(previous).group_next = next;
        }
        if next == NONE {
            group.tail = previous;
        } else {
            store.get_mut(next).group_previous = previous;
        }
        self.unsettled.push(index);
        self.move_reach(store, slot, sequence, following);
    }

    /// Brings `ready` up to date.
    pub(crate) fn settle(&mut self, store: &Store) {
        while let Some(index) = self.unsettled.pop() {
            let reach = self.reach(store);
            let group = &mut self.groups[index as usize];
            let head = (group.head != NONE).then(|| store.get(group.head));
            let ready = head
                .filter(|head| head.place == Place::Visible && head.sequence < reach)
                .map(|head| (head.due_at, head.sequence));
            if ready != group.ready {
                if let Some((since, sequence)) = group.ready {
                    self.ready.remove(&(since, sequence, index));
                }
                if let Some((since, sequence)) = ready {
                    self.ready.insert((since, sequence, index));
                }
                group.ready = ready;
            }
            if group.head == NONE && group.tail == NONE && self.by_name.remove(&group.name).is_some() {
                self.free.push(index);
            }
        }
    }

    /// Picks what a receive hands out: of each group the longest run that can be read. It looks at what was
    /// in
    /// reach when it began.
    pub(crate) fn pick(
        &mut self,
        books: &mut Books,
        store: &mut Store,
        picks: &mut Picks,
        moment: &mut Moment<'_>,
    ) {
        let reach = self.reach(store);
        let mut visited = Vec::new();
        while !picks.is_full()
            && let Some((_, _, index)) = self.ready.pop_first()
        {
            self.groups[index as usize].ready = None;
            visited.push(index);
            let mut slot = self.groups[index as usize].head;
            while slot != NONE && !picks.is_full() {
                let message = store.get(slot);
                if message.place != Place::Visible || message.sequence >= reach {
                    break;
                }
                let (next, used_up) = (message.group_next, picks.used_up(message));
                if let Some(to) = used_up {
                    let message = store.id(slot);
                    self.gone(store, slot);
                    books.strike(store, slot);
                    picks.moved.push(slot);
                    moment.note(EventKind::DeadLettered { from: books.id, to, message });
                } else {
                    picks.take(slot);
                }
                slot = next;
            }
        }
        self.unsettled.extend(visited);
    }

    /// True if an earlier message of the group is in flight or delayed.
    pub(crate) fn is_blocked(&self, store: &Store, slot: u32) -> bool {
        let group = &self.groups[store.get(slot).group_index as usize];
        if group.in_flight + group.delayed == 0 {
            return false;
        }
        let mut earlier = store.get(slot).group_previous;
        if earlier != NONE && store.get(group.head).place != Place::Visible {
            return true;
        }
        while earlier != NONE {
            if store.get(earlier).place != Place::Visible {
                return true;
            }
            earlier = store.get(earlier).group_previous;
        }
        false
    }

    /// Forgets all messages and what deduplication remembers.
    pub(crate) fn clear(&mut self) {
        self.by_name.clear();
        self.groups.clear();
        self.free.clear();
        self.ready.clear();
        self.unsettled.clear();
        self.groups_in_flight = 0;
        self.beyond = NONE;
        self.in_reach = 0;
        self.deduplication.clear();
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let group = size_of::<Group>() + size_of::<(Time, u64, u32)>() + size_of::<(Arc<str>, u32)>();
        size_of::<Self>()
            + self.groups.capacity() * group
            + self.deduplication.heap_bytes()
            + self.attempts.heap_bytes()
            + self.throttle.heap_bytes()
    }

    /// Asserts that everything derived agrees with the messages.
    pub(crate) fn check(&self, books: &Books, store: &Store) {
        let mut in_reach = 0;
        let mut slot = books.own.head;
        while slot != NONE && slot != self.beyond {
            in_reach += 1;
            slot = store.get(slot).next;
        }
        assert_eq!(in_reach, self.in_reach, "messages in reach");
        assert!(self.unsettled.is_empty(), "all settled");
        self.throttle.check(books);
        let used = self.groups.iter().filter(|group| group.head != NONE);
        assert_eq!(used.clone().count(), self.by_name.len(), "groups in use");
        let locked = used.clone().filter(|group| group.in_flight > 0).count() as u64;
        assert_eq!(locked, self.groups_in_flight, "groups in flight");
        let ready = used.clone().filter(|group| {
            let head = store.get(group.head);
            head.place == Place::Visible && head.sequence < self.reach(store)
        });
        assert_eq!(ready.count(), self.ready.len(), "groups ready");
        let (in_flight, delayed) = used.fold((0, 0), |(in_flight, delayed), group| {
            (in_flight + u64::from(group.in_flight), delayed + u64::from(group.delayed))
        });
        assert_eq!((in_flight, delayed), (books.counts.in_flight, books.counts.delayed), "group counts");
    }

    /// The first sequence number out of reach.
    fn reach(&self, store: &Store) -> u64 {
        if self.beyond == NONE { u64::MAX } else { store.get(self.beyond).sequence }
    }

    /// A message with this sequence number leaves; one more comes into reach if it was within.
    fn move_reach(&mut self, store: &Store, slot: u32, sequence: u64, following: u32) {
        if slot == self.beyond {
            self.beyond = following;
        } else if self.beyond == NONE {
            self.in_reach -= 1;
        } else if sequence < self.reach(store) {
            let entering = store.get(self.beyond);
            self.unsettled.push(entering.group_index);
            self.beyond = entering.next;
        }
    }

    fn group_named(&mut self, name: Arc<str>) -> u32 {
        if let Some(index) = self.by_name.get(&name) {
            return *index;
        }
        let group =
            Group { name: name.clone(), head: NONE, tail: NONE, in_flight: 0, delayed: 0, ready: None };
        let index = self.free.pop().unwrap_or(self.groups.len() as u32);
        match self.groups.get_mut(index as usize) {
            Some(free) => *free = group,
            None => self.groups.push(group),
        }
        self.by_name.insert(name, index);
        index
    }

    fn recount(&mut self, index: u32, before: Place, after: Place) {
        let group = &mut self.groups[index as usize];
        let locked_before = group.in_flight > 0;
        match before {
            Place::Delayed => group.delayed -= 1,
            Place::InFlight => group.in_flight -= 1,
            Place::Visible | Place::Nowhere => {}
        }
        match after {
            Place::Delayed => group.delayed += 1,
            Place::InFlight => group.in_flight += 1,
            Place::Visible | Place::Nowhere => {}
        }
        match (locked_before, group.in_flight > 0) {
            (false, true) => self.groups_in_flight += 1,
            (true, false) => self.groups_in_flight -= 1,
            (false, false) | (true, true) => {}
        }
    }
}
