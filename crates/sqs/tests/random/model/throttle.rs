//! How many calls a FIFO queue takes: all calls that there ever were, counted again for each one (sqs-facts §3.6).

use super::*;
use crate::paths::took;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Send,
    Receive,
    Delete,
}

/// A call on one partition, let through or not.
#[derive(Clone, Copy, Debug)]
pub struct Metered {
    pub what: What,
    pub partition: u64,
    pub at: Time,
    pub calls_per_s: u64,
    pub taken: bool,
}

/// A call, when a bucket gets a call's millionth back every microsecond for each call a second.
const CALL: u64 = 1_000_000;

impl Model {
    pub fn meter_sends(&mut self, queue: QueueId, groups: &[Option<Arc<str>>]) -> Result<(), Refusal> {
        let Some((calls_per_s, partitions)) = self.limits(queue) else { return Ok(()) };
        let touched: Vec<_> = groups.iter().map(|group| partition(group.as_ref(), partitions)).collect();
        if touched.iter().any(|partition| *partition != touched[0]) {
            took("a batch touches several partitions");
        }
        self.meter(queue, What::Send, touched, calls_per_s)
    }

    /// Receives share what all partitions have.
    pub fn meter_receive(&mut self, queue: QueueId) -> Result<(), Refusal> {
        let Some((calls_per_s, partitions)) = self.limits(queue) else { return Ok(()) };
        self.meter(queue, What::Receive, vec![0], calls_per_s * partitions)
    }

    /// What is gone has no group.
    pub fn meter_deletes(&mut self, queue: QueueId, handles: &[ReceiptHandle]) -> Result<(), Refusal> {
        let Some((calls_per_s, partitions)) = self.limits(queue) else { return Ok(()) };
        let touched = handles.iter().map(|handle| {
            let is_it = |message: &&Stored| message.serial == handle.message.serial && message.queue == queue;
            partition(self.messages.iter().find(is_it).and_then(Stored::group), partitions)
        });
        let touched = touched.collect();
        self.meter(queue, What::Delete, touched, calls_per_s)
    }

    /// Calls a second on each partition, and how many of these there are.
    fn limits(&self, queue: QueueId) -> Option<(u64, u64)> {
        let queue = self.alive(queue).ok().filter(|queue| queue.kind == QueueKind::Fifo)?;
        let calls_per_s = u64::from(queue.storage.fifo_calls_per_s?);
        let high = queue.in_effect.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId
            && queue.in_effect.deduplication_scope == DeduplicationScope::MessageGroup;
        if high {
            took("the throughput is high");
        }
        Some((calls_per_s, if high { u64::from(queue.storage.fifo_partitions) } else { 1 }))
    }

    /// One call from each partition, or from none.
    fn meter(
        &mut self,
        queue: QueueId,
        what: What,
        mut partitions: Vec<u64>,
        calls_per_s: u64,
    ) -> Result<(), Refusal> {
        partitions.sort_unstable();
        partitions.dedup();
        let at = self.now;
        let target = self.queue_mut(queue);
        let has_one = |partition: &u64| {
            let call = Metered { what, partition: *partition, at, calls_per_s, taken: false };
            target.spent(call) + CALL <= calls_per_s * CALL
        };
        let taken = partitions.iter().all(has_one);
        target.metered.extend(partitions.iter().map(|partition| Metered {
            what,
            partition: *partition,
            at,
            calls_per_s,
            taken,
        }));
        if taken { Ok(()) } else { Err(Refusal::RequestThrottled) }
    }
}

impl ModelQueue {
    /// What is missing in a call's bucket when it comes. What came back between two calls did so at the later one's
    /// rate.
    fn spent(&self, call: Metered) -> u64 {
        let same = |other: &&Metered| (other.what, other.partition) == (call.what, call.partition);
        let (mut spent, mut before) = (0_u64, 0);
        for other in self.metered.iter().filter(same).chain([&call]) {
            spent = spent.saturating_sub((other.at - before) * other.calls_per_s);
            spent += if other.taken { CALL } else { 0 };
            before = other.at;
        }
        spent
    }
}

/// FNV-1a of the group's name.
fn partition(group: Option<&Arc<str>>, partitions: u64) -> u64 {
    let Some(group) = group.filter(|_| partitions > 1) else { return 0 };
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    group.bytes().fold(0xcbf2_9ce4_8422_2325, step) % partitions
}
