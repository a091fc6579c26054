//! Throughput of FIFO queues: so many calls a second of each action on each partition (sqs-facts §3.6).
//!
//! AWS also names a limit of messages, ten times that of calls. With at most ten messages in a call it never
//! comes first, so only calls are counted. A receive names no group: those of a queue share what all its
//! partitions have.

use std::hash::Hasher;

use crate::books::Books;
use crate::fixed_hash::Fnv;
use crate::queue::Line;
use crate::{
    DeduplicationScope, Engine, FifoThroughputLimit, QueueId, QueueKind, ReceiptHandle, Refusal, SendEntry,
    Time,
};

/// Parts of a call; a bucket gets back one a microsecond for each call a second.
const CALL: u64 = 1_000_000;

/// What one FIFO queue has given away lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct Throttle {
    sends: Buckets,
    receives: Buckets,
    deletes: Buckets,
}

/// By partition; one that was never asked may be missing.
#[derive(Clone, Debug, Default)]
struct Buckets(Vec<Bucket>);

/// A token bucket that holds a second's calls and starts full.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// Parts of calls that are out.
    spent: u64,
    /// The latest refill.
    at: Time,
}

/// The limits of a queue that has some.
#[derive(Clone, Copy, Debug)]
struct Limits {
    calls_per_s: u32,
    partitions: u32,
}

impl Engine {
    pub(crate) fn meter_sends<'a>(
        &mut self,
        queue: QueueId,
        entries: impl Iterator<Item = &'a SendEntry>,
        now: Time,
    ) -> Result<(), Refusal> {
        let Some(limits) = self.limits(queue) else {
            return Ok(());
        };
        let partitions = entries.map(|entry| limits.partition(entry.group.as_deref())).collect();
        self.meter(queue, |throttle| throttle.sends.take(partitions, limits.calls_per_s, now))
    }

    pub(crate) fn meter_receive(&mut self, queue: QueueId, now: Time) -> Result<(), Refusal> {
        let Some(Limits { calls_per_s, partitions }) = self.limits(queue) else {
            return Ok(());
        };
        let all_calls_per_s = calls_per_s.saturating_mul(partitions);
        self.meter(queue, |throttle| throttle.receives.take(vec![0], all_calls_per_s, now))
    }

    /// A call with what is no handle of this queue does not count.
    pub(crate) fn meter_delete(
        &mut self,
        queue: QueueId,
        handle: ReceiptHandle,
        now: Time,
    ) -> Result<(), Refusal> {
        if self.limits(queue).is_some() {
            self.holder(queue, handle)?;
            self.meter_deletes(queue, std::iter::once(handle), now)?;
        }
        Ok(())
    }

    /// A message that is gone has no group any more and counts on the first partition.
    pub(crate) fn meter_deletes(
        &mut self,
        queue: QueueId,
        handles: impl Iterator<Item = ReceiptHandle>,
        now: Time,
    ) -> Result<(), Refusal> {
        let Some(limits) = self.limits(queue) else {
            return Ok(());
        };
        let group = |handle: ReceiptHandle| {
            let stored = self.store.find(handle.message).filter(|message| message.queue == queue)?;
            stored.group().map(|group| &**group)
        };
        let partitions = handles.map(|handle| limits.partition(group(handle))).collect();
        self.meter(queue, |throttle| throttle.deletes.take(partitions, limits.calls_per_s, now))
    }

    #[inline]
    fn limits(&self, queue: QueueId) -> Option<Limits> {
        let books = &self.get(queue)?.books;
        let calls_per_s = books.storage.fifo_calls_per_s.filter(|_| books.kind == QueueKind::Fifo)?;
        let partitions = if is_high_throughput(books) { books.storage.fifo_partitions } else { 1 };
        Some(Limits { calls_per_s, partitions })
    }

    fn meter(&mut self, queue: QueueId, take: impl FnOnce(&mut Throttle) -> bool) -> Result<(), Refusal> {
        let admitted = match self.queues[queue.0 as usize].as_mut().map(|queue| &mut queue.line) {
            Some(Line::Fifo(groups)) => take(&mut groups.throttle),
            Some(Line::Standard(_)) | None => true,
        };
        if admitted { Ok(()) } else { Err(Refusal::RequestThrottled) }
    }
}

impl Limits {
    /// A stable hash of the group spreads the groups over the partitions.
    fn partition(&self, group: Option<&str>) -> u32 {
        let Some(group) = group.filter(|_| self.partitions > 1) else {
            return 0;
        };
        let mut hasher = Fnv::default();
        hasher.write(group.as_bytes());
        (hasher.finish() % u64::from(self.partitions)) as u32
    }
}

impl Throttle {
    pub(crate) fn heap_bytes(&self) -> usize {
        let buckets = [&self.sends, &self.receives, &self.deletes];
        buckets.iter().map(|buckets| buckets.0.capacity() * size_of::<Bucket>()).sum()
    }

    /// Asserts that no more is out than there was.
    pub(crate) fn check(&self, books: &Books) {
        let calls_per_s = u64::from(books.storage.fifo_calls_per_s.unwrap_or(0));
        let most = |partitions: u32| calls_per_s * u64::from(partitions) * CALL;
        for bucket in self.sends.0.iter().chain(&self.deletes.0) {
            assert!(bucket.spent <= most(1), "calls on a partition: {bucket:?}");
        }
        for bucket in &self.receives.0 {
            assert!(bucket.spent <= most(books.storage.fifo_partitions), "receives: {bucket:?}");
        }
    }
}

impl Buckets {
    /// Takes a call from each of these partitions, or from none if one of them has none left.
    fn take(&mut self, mut partitions: Vec<u32>, calls_per_s: u32, now: Time) -> bool {
        partitions.sort_unstable();
        partitions.dedup();
        let needed = partitions.last().map_or(0, |last| *last as usize + 1);
        if self.0.len() < needed {
            self.0.resize(needed, Bucket::default());
        }
        let most_spent = u64::from(calls_per_s.saturating_sub(1)) * CALL;
        let mut all_have_one = true;
        for partition in &partitions {
            let bucket = &mut self.0[*partition as usize];
            let returned = (now - bucket.at).saturating_mul(u64::from(calls_per_s));
            *bucket = Bucket { spent: bucket.spent.saturating_sub(returned), at: now };
            all_have_one &= bucket.spent <= most_spent;
        }
        if all_have_one {
            partitions.iter().for_each(|partition| self.0[*partition as usize].spent += CALL);
        }
        all_have_one
    }
}

/// Both attributes are needed; one alone leaves the default throughput.
fn is_high_throughput(books: &Books) -> bool {
    books.attributes.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId
        && books.attributes.deduplication_scope == DeduplicationScope::MessageGroup
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_refills_evenly() {
        let mut buckets = Buckets::default();
        let mut at = |now: Time| buckets.take(vec![0], 300, now);
        assert!((0..300).all(|_| at(0)) && !at(0));
        assert!(!at(3_333) && at(3_334) && !at(3_334));
        assert!(at(6_667) && !at(6_667));
        assert!((0..300).all(|_| at(1_006_667)) && !at(1_006_667));
        assert!(at(Time::MAX / 2));
    }

    #[test]
    fn a_call_on_several_partitions_takes_from_all_or_none() {
        let mut buckets = Buckets::default();
        assert!(buckets.take(vec![2, 0, 2], 1, 0));
        assert!(!buckets.take(vec![1, 0], 1, 0));
        assert!(buckets.take(vec![1], 1, 0));
        assert!(!buckets.take(vec![2], 1, 999_999) && buckets.take(vec![2], 1, 1_000_000));
    }

    #[test]
    fn groups_spread_over_all_partitions_and_stay_there() {
        let limits = Limits { calls_per_s: 300, partitions: 10 };
        let mut hits = [0; 10];
        for group in 0..1_000 {
            let group = format!("customer-{group}");
            hits[limits.partition(Some(&group)) as usize] += 1;
            assert_eq!(limits.partition(Some(&group)), limits.partition(Some(&group)));
        }
        assert!(hits.iter().all(|hits| (50..200).contains(hits)), "{hits:?}");
        assert_eq!(Limits { partitions: 1, ..limits }.partition(Some("a")), 0);
    }
}
