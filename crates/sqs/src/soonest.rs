//! The soonest deadline over all queues: a tournament tree, so that many queues cost little.

use crate::Time;

/// "Never", larger than every time that can come.
pub(crate) const NEVER: Time = Time::MAX;

/// A deadline per queue and the least of them.
#[derive(Clone, Debug)]
pub(crate) struct Soonest {
    /// `nodes[1]` is the least; the leaves are the upper half.
    nodes: Vec<Time>,
    leaves: usize,
    /// As in `nodes`: it is asked at every call.
    least: Time,
}

impl Default for Soonest {
    fn default() -> Self {
        Self { nodes: Vec::new(), leaves: 0, least: NEVER }
    }
}

impl Soonest {
    /// The soonest deadline, or [`NEVER`].
    #[inline]
    pub(crate) fn least(&self) -> Time {
        self.least
    }

    /// A queue's deadline.
    #[inline]
    pub(crate) fn of(&self, queue: u32) -> Time {
        self.nodes.get(self.leaves + queue as usize).copied().unwrap_or(NEVER)
    }

    /// Sets a queue's deadline.
    pub(crate) fn set(&mut self, queue: u32, at: Time) {
        self.grow_to(queue as usize + 1);
        let mut node = self.leaves + queue as usize;
        self.nodes[node] = at;
        while node > 1 {
            node /= 2;
            let least = self.nodes[2 * node].min(self.nodes[2 * node + 1]);
            if self.nodes[node] == least {
                break;
            }
            self.nodes[node] = least;
        }
        self.least = self.nodes[1];
    }

    /// The first queue from `start` on whose deadline has come.
    pub(crate) fn due(&self, start: u32, now: Time) -> Option<u32> {
        if self.least > now {
            return None;
        }
        self.due_below(1, 0, self.leaves, start as usize, now).map(|queue| queue as u32)
    }

    fn due_below(&self, node: usize, from: usize, len: usize, start: usize, now: Time) -> Option<usize> {
        if from + len <= start || self.nodes[node] > now {
            return None;
        }
        if len == 1 {
            return Some(from);
        }
        let half = len / 2;
        self.due_below(2 * node, from, half, start, now)
            .or_else(|| self.due_below(2 * node + 1, from + half, half, start, now))
    }

    /// Makes room for so many queues.
    fn grow_to(&mut self, queues: usize) {
        if queues <= self.leaves {
            return;
        }
        let grown = queues.next_power_of_two();
        let mut nodes = vec![NEVER; 2 * grown];
        nodes[grown..grown + self.leaves].copy_from_slice(&self.nodes[self.leaves..]);
        for node in (1..grown).rev() {
            nodes[node] = nodes[2 * node].min(nodes[2 * node + 1]);
        }
        (self.nodes, self.leaves) = (nodes, grown);
    }
}
