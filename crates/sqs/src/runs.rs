//! A priority queue for keys that mostly come in order: a few sorted runs and a heap for the rest.
//!
//! Sends have rising sequence numbers and most visibility timeouts of a queue are equal, so nearly every push
//! appends to a run. Runs are made of pieces that a checkpoint can share. Nothing is removed from the middle:
//! the owner says which keys are still valid.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;

const RUNS: usize = 3;
const PIECE_LEN: usize = 256;
/// Stale keys that are tolerated before a clean-up, on top of as many as there are live ones.
const SLACK: usize = 64;

/// Keys in order, smallest first.
#[derive(Clone, Debug)]
pub(crate) struct Runs<K> {
    runs: [Run<K>; RUNS],
    rest: BinaryHeap<Reverse<K>>,
    /// Runs from the first to the last that may hold keys; usually one.
    used: usize,
    len: usize,
}

impl<K: Copy + Ord> Default for Runs<K> {
    fn default() -> Self {
        Self { runs: std::array::from_fn(|_| Run::default()), rest: BinaryHeap::new(), used: 0, len: 0 }
    }
}

impl<K: Copy + Ord> Runs<K> {
    /// True if there is nothing, not even stale keys.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Drops everything.
    #[inline]
    pub(crate) fn clear(&mut self) {
        if !self.is_empty() {
            self.drop_all();
        }
    }

    fn drop_all(&mut self) {
        self.runs[..self.used].iter_mut().for_each(Run::clear);
        self.rest.clear();
        (self.used, self.len) = (0, 0);
    }

    /// Adds a key.
    #[inline]
    pub(crate) fn push(&mut self, key: K) {
        let first = &mut self.runs[0];
        if self.used <= 1 && first.own.back().is_some_and(|last| *last <= key) {
            self.len += 1;
            first.push(key);
        } else {
            self.push_out_of_order(key);
        }
    }

    #[inline(never)]
    fn push_out_of_order(&mut self, key: K) {
        self.len += 1;
        for (place, run) in self.runs.iter_mut().enumerate() {
            if run.last().is_none_or(|last| *last <= key) {
                run.push(key);
                self.used = self.used.max(place + 1);
                return;
            }
        }
        self.rest.push(Reverse(key));
    }

    /// Takes the smallest key out.
    pub(crate) fn pop(&mut self) -> Option<K> {
        let (place, &key) = self.smallest()?;
        self.pop_at(place);
        Some(key)
    }

    /// The smallest valid key; stale ones before it are dropped.
    pub(crate) fn first_valid(&mut self, valid: impl Fn(K) -> bool) -> Option<K> {
        loop {
            let (place, &key) = self.smallest()?;
            if valid(key) {
                return Some(key);
            }
            self.pop_at(place);
        }
    }

    /// The smallest valid key, without dropping anything: it may have to pass over all stale ones.
    pub(crate) fn least_valid(&self, valid: impl Fn(K) -> bool) -> Option<K> {
        let runs = self.runs[..self.used].iter().filter_map(|run| run.iter().find(|key| valid(**key)));
        let rest = self.rest.iter().map(|Reverse(key)| key).filter(|key| valid(**key)).min();
        runs.chain(rest).min().copied()
    }

    /// As [`Runs::push`], after a clean-up if stale keys outnumber the `live` ones, so that memory stays
    /// bounded.
    #[inline]
    pub(crate) fn push_among(&mut self, key: K, live: u64, valid: impl Fn(K) -> bool) {
        if self.len > 2 * live as usize + SLACK {
            self.retain(valid);
        }
        self.push(key);
    }

    /// Drops all stale keys and repeated ones.
    #[cold]
    #[inline(never)]
    fn retain(&mut self, valid: impl Fn(K) -> bool) {
        if self.used == 1 && self.rest.is_empty() && self.runs[0].pieces.is_empty() {
            self.runs[0].retain_own(valid);
            self.len = self.runs[0].own.len();
            return;
        }
        let mut keys = Vec::new();
        while let Some(key) = self.pop() {
            if valid(key) && keys.last() != Some(&key) {
                keys.push(key);
            }
        }
        *self = Self::default();
        for key in keys {
            self.push(key);
        }
    }

    /// Makes the coming clone cheap.
    pub(crate) fn share(&mut self) {
        self.runs.iter_mut().for_each(Run::share);
    }

    /// Bytes on the heap that no clone shares.
    pub(crate) fn heap_bytes(&self) -> usize {
        let runs: usize = self.runs.iter().map(Run::heap_bytes).sum();
        runs + self.rest.capacity() * size_of::<K>()
    }

    #[inline]
    fn smallest(&self) -> Option<(usize, &K)> {
        let mut best = self.rest.peek().map(|Reverse(key)| (RUNS, key));
        for (place, run) in self.runs[..self.used].iter().enumerate() {
            if let Some(key) = run.first()
                && best.is_none_or(|(_, least)| key < least)
            {
                best = Some((place, key));
            }
        }
        best
    }

    #[inline]
    fn pop_at(&mut self, place: usize) {
        self.len -= 1;
        match self.runs.get_mut(place) {
            Some(run) => run.pop(),
            None => drop(self.rest.pop()),
        }
        while self.used > 0 && self.runs[self.used - 1].first().is_none() {
            self.used -= 1;
        }
    }
}

/// One sorted run.
#[derive(Clone, Debug)]
struct Run<K> {
    /// Its earlier keys, in pieces that clones share.
    pieces: VecDeque<Arc<[K]>>,
    /// Keys of the first piece that are gone already.
    gone: usize,
    /// Its later keys, less than a piece.
    own: VecDeque<K>,
}

impl<K> Default for Run<K> {
    fn default() -> Self {
        Self { pieces: VecDeque::new(), gone: 0, own: VecDeque::new() }
    }
}

impl<K: Copy + Ord> Run<K> {
    #[inline]
    fn first(&self) -> Option<&K> {
        match self.pieces.front() {
            None => self.own.front(),
            Some(piece) => piece.get(self.gone),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &K> {
        let pieces = self.pieces.iter().flat_map(|piece| piece.iter());
        pieces.skip(self.gone).chain(&self.own)
    }

    #[inline]
    fn last(&self) -> Option<&K> {
        self.own.back().or_else(|| self.pieces.back()?.last())
    }

    #[inline]
    fn push(&mut self, key: K) {
        self.own.push_back(key);
        if self.own.len() == PIECE_LEN {
            self.share();
        }
    }

    #[inline]
    fn pop(&mut self) {
        let Some(piece) = self.pieces.front() else {
            self.own.pop_front();
            return;
        };
        self.gone += 1;
        if self.gone == piece.len() {
            self.pieces.pop_front();
            self.gone = 0;
        }
    }

    /// Drops the stale and repeated ones of its later keys.
    fn retain_own(&mut self, valid: impl Fn(K) -> bool) {
        let mut last = None;
        self.own.retain(|key| {
            let keeps = valid(*key) && last != Some(*key);
            if keeps {
                last = Some(*key);
            }
            keeps
        });
    }

    /// Its memory for later keys is used again.
    #[inline]
    fn clear(&mut self) {
        self.own.clear();
        if !self.pieces.is_empty() {
            self.pieces.clear();
            self.gone = 0;
        }
    }

    /// Makes a piece of the later keys; none is ever empty.
    fn share(&mut self) {
        if !self.own.is_empty() {
            self.pieces.push_back(self.own.drain(..).collect());
        }
    }

    fn heap_bytes(&self) -> usize {
        let unshared = self.pieces.iter().filter(|piece| Arc::strong_count(piece) == 1);
        let keys = unshared.map(|piece| piece.len()).sum::<usize>() + self.own.capacity();
        keys * size_of::<K>() + self.pieces.capacity() * size_of::<Arc<[K]>>()
    }
}
