//! A growing list whose full chunks are shared by clones: checkpoints and branches cost what differs.

use std::sync::Arc;

/// Items in a chunk.
const CHUNK: usize = 1_024;

/// A list that clones by sharing. A changed item copies its chunk once if another list has it too.
#[derive(Clone, Debug)]
pub(crate) struct Chunked<T> {
    full: Vec<Arc<Vec<T>>>,
    tail: Vec<T>,
}

impl<T> Default for Chunked<T> {
    fn default() -> Self {
        Self { full: Vec::new(), tail: Vec::new() }
    }
}

impl<T: Clone> Chunked<T> {
    pub(crate) fn len(&self) -> usize {
        self.full.len() * CHUNK + self.tail.len()
    }

    pub(crate) fn push(&mut self, item: T) {
        self.tail.push(item);
        if self.tail.len() == CHUNK {
            let full = std::mem::replace(&mut self.tail, Vec::with_capacity(CHUNK));
            self.full.push(Arc::new(full));
        }
    }

    pub(crate) fn get(&self, at: usize) -> Option<&T> {
        match self.full.get(at / CHUNK) {
            Some(chunk) => chunk.get(at % CHUNK),
            None if at / CHUNK == self.full.len() => self.tail.get(at % CHUNK),
            None => None,
        }
    }

    pub(crate) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        if at / CHUNK == self.full.len() {
            return self.tail.get_mut(at % CHUNK);
        }
        let chunk = self.full.get_mut(at / CHUNK)?;
        Arc::make_mut(chunk).get_mut(at % CHUNK)
    }

    /// The item at a place; the list grows up to there if it is shorter.
    pub(crate) fn entry(&mut self, at: usize) -> &mut T
    where
        T: Default,
    {
        while self.len() <= at {
            self.push(T::default());
        }
        match self.full.get_mut(at / CHUNK) {
            Some(chunk) => &mut Arc::make_mut(chunk)[at % CHUNK],
            None => &mut self.tail[at % CHUNK],
        }
    }

    /// Keeps the first `len` items.
    pub(crate) fn truncate(&mut self, len: usize) {
        if len >= self.len() {
            return;
        }
        if len / CHUNK < self.full.len() {
            self.tail.clear();
            self.tail.extend_from_slice(&self.full[len / CHUNK]);
            self.full.truncate(len / CHUNK);
        }
        self.tail.truncate(len % CHUNK);
    }

    /// Items from `at` on.
    pub(crate) fn iter_from(&self, at: usize) -> impl Iterator<Item = &T> {
        (at..self.len()).filter_map(|i| self.get(i))
    }

    /// How many items at the front satisfy `before`; the list must be sorted by it.
    pub(crate) fn partition_point(&self, before: impl Fn(&T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Bytes; a chunk that several lists have counts in parts.
    pub(crate) fn heap_bytes(&self) -> u64 {
        let chunk = (CHUNK * size_of::<T>() + 40) as u64;
        let shared = self.full.iter().map(|full| chunk / Arc::strong_count(full) as u64).sum::<u64>();
        shared + (self.full.len() * size_of::<usize>() + self.tail.capacity() * size_of::<T>()) as u64
    }

    /// Bytes that a clone does not share.
    pub(crate) fn clone_bytes(&self) -> u64 {
        (self.full.len() * size_of::<usize>() + self.tail.len() * size_of::<T>()) as u64
    }
}
