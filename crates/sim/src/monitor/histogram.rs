//! Many durations in little room, for percentiles: buckets that are 1/128 wide at most, shared by clones.

use std::sync::Arc;

use sqs::Time;

use super::meter::Effect;

/// Buckets of a block; a block holds what is between a power of two and the next.
const BUCKETS: usize = 128;
const BUCKET_BITS: u32 = BUCKETS.ilog2();

/// How often which durations were seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Histogram {
    count: u64,
    blocks: Vec<Option<Arc<Block>>>,
}

#[derive(Clone, Debug)]
struct Block {
    count: u64,
    counts: [u32; BUCKETS],
    /// The largest of each bucket: what a percentile gives is one of the durations.
    largest_us: [Time; BUCKETS],
}

impl Default for Block {
    fn default() -> Self {
        Self { count: 0, counts: [0; BUCKETS], largest_us: [0; BUCKETS] }
    }
}

impl Histogram {
    pub(super) fn add(&mut self, us: Time) -> Effect {
        let (block, bucket) = place(us);
        if self.blocks.len() <= block {
            self.blocks.resize(block + 1, None);
        }
        let block = Arc::make_mut(self.blocks[block].get_or_insert_default());
        self.count += 1;
        block.count += 1;
        block.counts[bucket] += 1;
        block.largest_us[bucket] = block.largest_us[bucket].max(us);
        Effect::Changed
    }

    /// So many percent are not larger; none without durations.
    pub(super) fn percentile(&self, percent: u8) -> Option<Time> {
        let mut left = (self.count * u64::from(percent)).div_ceil(100).max(1);
        for block in self.blocks.iter().flatten() {
            if block.count < left {
                left -= block.count;
                continue;
            }
            for (count, largest_us) in block.counts.iter().zip(&block.largest_us) {
                if u64::from(*count) >= left {
                    return Some(*largest_us);
                }
                left -= u64::from(*count);
            }
        }
        None
    }

    /// Bytes; blocks that several histograms have count in parts.
    pub(super) fn heap_bytes(&self) -> u64 {
        let blocks = self.blocks.iter().flatten();
        blocks.map(|block| size_of::<Block>() as u64 / Arc::strong_count(block) as u64).sum()
    }
}

/// Block and bucket of a duration.
fn place(us: Time) -> (usize, usize) {
    match us.max(1).ilog2().checked_sub(BUCKET_BITS) {
        None => (0, us as usize),
        Some(shift) => (shift as usize + 1, (us >> shift) as usize - BUCKETS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(durations: impl IntoIterator<Item = Time>) -> Histogram {
        let mut histogram = Histogram::default();
        for us in durations {
            histogram.add(us);
        }
        histogram
    }

    #[test]
    fn percentiles_are_those_of_the_sorted_list() {
        assert_eq!(of([]).percentile(50), None);
        assert_eq!(of([7]).percentile(1), Some(7));
        let hundred = of(1..=100);
        for percent in 1..=99 {
            assert_eq!(hundred.percentile(percent), Some(percent.into()));
        }
        assert_eq!(of([1, 2, 3]).percentile(50), Some(2));
        assert_eq!(of(vec![30_000_000; 9]).percentile(95), Some(30_000_000));
    }

    #[test]
    fn percentiles_are_at_most_one_bucket_too_large() {
        let durations: Vec<Time> = (0..20_000).map(|n| n * n * 7_919 % 100_000_007).collect();
        let mut sorted = durations.clone();
        sorted.sort_unstable();
        let histogram = of(durations);
        for percent in [1, 10, 50, 90, 95, 99] {
            let exact = sorted[(sorted.len() * usize::from(percent)).div_ceil(100) - 1];
            let given = histogram.percentile(percent).expect("there are some");
            assert!(given >= exact && given <= exact + exact / 128 + 1, "p{percent}: {given} for {exact}");
            assert!(sorted.binary_search(&given).is_ok());
        }
    }

    #[test]
    fn every_duration_has_a_place() {
        let mut latest = (0, 0);
        for us in
            (0..100_000).chain((17..64).flat_map(|bits| [1_u64 << bits, (1 << bits) + (1 << (bits - 1))]))
        {
            let (block, bucket) = place(us);
            assert!((block, bucket) >= latest && bucket < BUCKETS, "{us}");
            latest = (block, bucket);
        }
        assert_eq!(place(Time::MAX), (57, BUCKETS - 1));
    }
}
