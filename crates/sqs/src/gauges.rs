//! What CloudWatch's gauges show of a queue at an instant (sqs-facts §5, §6).

use crate::books::Books;
use crate::queue::{Line, Queue};
use crate::reporter::MINUTE_US;
use crate::{Counts, Engine, QueueId, QueueKind, Time};

/// A queue's gauges.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gauges {
    pub(crate) kind: QueueKind,
    pub(crate) counts: Counts,
    /// When the message arrived whose age is shown.
    pub(crate) oldest_at: Option<Time>,
    pub(crate) groups_in_flight: u64,
    /// None on queues without message groups.
    pub(crate) quiet: Option<Quiet>,
}

/// The gauges of a fair queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quiet {
    pub(crate) noisy_groups: u64,
    pub(crate) counts: Counts,
    /// While a tenant is noisy, of the messages that can be received.
    pub(crate) oldest_at: Option<Time>,
}

impl Gauges {
    /// Messages of all states.
    pub(crate) fn stored(&self) -> u64 {
        self.counts.visible + self.counts.in_flight + self.counts.delayed
    }
}

impl Engine {
    /// None if the queue is gone.
    pub(crate) fn gauges(&self, id: QueueId) -> Option<Gauges> {
        let queue = self.get(id)?;
        let Books { kind, counts, .. } = queue.books;
        let (groups_in_flight, quiet) = match &queue.line {
            Line::Fifo(groups) => (groups.groups_in_flight, None),
            Line::Standard(_) => (0, self.quiet(queue)),
        };
        let oldest_at = queue.books.oldest_for_metric(&self.store);
        Some(Gauges { kind, counts, oldest_at, groups_in_flight, quiet })
    }

    fn quiet(&self, queue: &Queue) -> Option<Quiet> {
        let Line::Standard(shards) = &queue.line else {
            return None;
        };
        shards.tenants.as_ref()?;
        let view = self.queue(queue.books.id)?;
        let noisy = self.noise(queue).noisy;
        let oldest_at = if noisy.is_empty() {
            queue.books.oldest_for_metric(&self.store)
        } else {
            shards.oldest_quiet(&self.store, queue.books.id, &noisy)
        };
        Some(Quiet { noisy_groups: view.noisy_groups, counts: view.quiet_counts, oldest_at })
    }

    /// True if a tenant of some queue is noisy; time alone may end that.
    pub(crate) fn any_noise(&self) -> bool {
        let with_tenants = self.queues.iter().flatten().filter(|queue| queue.tenants().is_some());
        with_tenants.filter_map(|queue| self.queue(queue.books.id)).any(|view| view.noisy_groups > 0)
    }

    /// The minute of an instant, counted from 1970.
    pub(crate) fn minute_of(&self, at: Time) -> u64 {
        self.region.epoch_us.saturating_add(at) / MINUTE_US
    }

    /// The instant at which a minute counted from 1970 is over; none if that was before the start.
    pub(crate) fn end_of_minute(&self, minute: u64) -> Option<Time> {
        minute.saturating_add(1).saturating_mul(MINUTE_US).checked_sub(self.region.epoch_us)
    }
}
