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
}

impl<K: Copy + Ord> Default for Runs<K> {
    fn default() -> Self {
        Self { runs: std::array::from_fn(|_| Run::default()), rest: BinaryHeap::new() }
    }
}

impl<K: Copy + Ord> Runs<K> {
    /// Adds a key.
    pub(crate) fn push(&mut self, key: K) {
        match self.runs.iter_mut().find(|run| run.last.is_none_or(|last| last <= key)) {
            Some(run) => run.push(key),
            None => self.rest.push(Reverse(key)),
        }
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

    /// Drops all stale keys if they outnumber the `live` ones, so that memory stays bounded.
    pub(crate) fn tidy(&mut self, live: u64, valid: impl Fn(K) -> bool) {
        if self.len() > 2 * live as usize + SLACK {
            self.retain(valid);
        }
    }

    /// Drops all stale keys and repeated ones.
    pub(crate) fn retain(&mut self, valid: impl Fn(K) -> bool) {
        let mut keys = Vec::with_capacity(self.len());
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

    /// Keys held, stale ones included.
    pub(crate) fn len(&self) -> usize {
        self.runs.iter().map(|run| run.len).sum::<usize>() + self.rest.len()
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

    fn smallest(&self) -> Option<(usize, K)> {
        let mut best = self.rest.peek().map(|Reverse(key)| (RUNS, *key));
        for (place, run) in self.runs.iter().enumerate() {
            if let Some(key) = run.first
                && best.is_none_or(|(_, least)| key < least)
            {
                best = Some((place, key));
            }
        }
        best
    }

    fn pop_at(&mut self, place: usize) {
        match self.runs.get_mut(place) {
            Some(run) => run.pop(),
            None => drop(self.rest.pop()),
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
    len: usize,
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
        Self { first: None, last: None, pieces: VecDeque::new(), gone: 0, len: 0 }
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
        self.len += 1;
    }

    fn pop(&mut self) {
        self.gone += 1;
        self.len -= 1;
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
