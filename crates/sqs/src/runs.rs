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
    /// Adds a key.
    pub(crate) fn push(&mut self, key: K) {
        self.len += 1;
        for (place, run) in self.runs.iter_mut().enumerate() {
            if run.last.is_none_or(|last| last <= key) {
                run.push(key);
                self.used = self.used.max(place + 1);
                return;
            }
        }
        self.rest.push(Reverse(key));
    }

    /// Takes the smallest key out.
    pub(crate) fn pop(&mut self) -> Option<K> {
        let (place, key) = self.smallest()?;
        self.pop_at(place);
        Some(key)
    }

    /// The smallest valid key; stale ones before it are dropped.
    pub(crate) fn first_valid(&mut self, valid: impl Fn(K) -> bool) -> Option<K> {
        loop {
            let (place, key) = self.smallest()?;
            if valid(key) {
                return Some(key);
            }
            self.pop_at(place);
        }
    }

    /// As [`Runs::push`], after a clean-up if stale keys outnumber the `live` ones, so that memory stays
    /// bounded.
    pub(crate) fn push_among(&mut self, key: K, live: u64, valid: impl Fn(K) -> bool) {
        if self.len > 2 * live as usize + SLACK {
            self.retain(valid);
        }
        self.push(key);
    }

    /// Drops all stale keys and repeated ones.
    #[cold]
    fn retain(&mut self, valid: impl Fn(K) -> bool) {
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
    fn smallest(&self) -> Option<(usize, K)> {
        let mut best = self.rest.peek().map(|Reverse(key)| (RUNS, *key));
        for (place, run) in self.runs[..self.used].iter().enumerate() {
            if let Some(key) = run.first
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
        while self.used > 0 && self.runs[self.used - 1].first.is_none() {
            self.used -= 1;
        }
    }
}

/// One sorted run.
#[derive(Clone, Debug)]
struct Run<K> {
    first: Option<K>,
    last: Option<K>,
    pieces: VecDeque<Piece<K>>,
    /// Keys of the first piece that are gone already.
    gone: usize,
}

#[derive(Clone, Debug)]
enum Piece<K> {
    Own(Vec<K>),
    Shared(Arc<Vec<K>>),
}

impl<K> Piece<K> {
    fn keys(&self) -> &[K] {
        match self {
            Self::Own(keys) => keys,
            Self::Shared(keys) => keys,
        }
    }
}

impl<K> Default for Run<K> {
    fn default() -> Self {
        Self { first: None, last: None, pieces: VecDeque::new(), gone: 0 }
    }
}

impl<K: Copy + Ord> Run<K> {
    fn push(&mut self, key: K) {
        match self.pieces.back_mut() {
            Some(Piece::Own(keys)) if keys.len() < PIECE_LEN => keys.push(key),
            Some(_) | None => self.pieces.push_back(Piece::Own(vec![key])),
        }
        self.first.get_or_insert(key);
        self.last = Some(key);
    }

    fn pop(&mut self) {
        self.gone += 1;
        if self.gone == self.pieces.front().map_or(0, |piece| piece.keys().len()) {
            self.gone = 0;
            self.drop_first_piece();
        }
        self.first = self.pieces.front().and_then(|piece| piece.keys().get(self.gone)).copied();
        if self.first.is_none() {
            self.last = None;
        }
    }

    /// Keeps the memory of the only piece for the next keys.
    fn drop_first_piece(&mut self) {
        if self.pieces.len() == 1
            && let Some(Piece::Own(keys)) = self.pieces.front_mut()
        {
            keys.clear();
        } else {
            self.pieces.pop_front();
        }
    }

    fn share(&mut self) {
        if self.first.is_none() {
            // The memory that was kept for the next keys; a shared piece is never empty.
            self.pieces.clear();
        }
        for piece in &mut self.pieces {
            if let Piece::Own(keys) = piece {
                *piece = Piece::Shared(Arc::new(std::mem::take(keys)));
            }
        }
    }

    fn heap_bytes(&self) -> usize {
        let own = self.pieces.iter().map(|piece| match piece {
            Piece::Own(keys) => keys.capacity() * size_of::<K>(),
            Piece::Shared(_) => 0,
        });
        own.sum::<usize>() + self.pieces.capacity() * size_of::<Piece<K>>()
    }
}
