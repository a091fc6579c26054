//! Seeded chance: a stream per actor and per queue, integer draws of our own on `next_u64`, so that an
//! upgrade of a random crate never changes what an old link shows.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sqs::{Dice, QueueId, Time};

use crate::fnv::Fnv;

/// Whose luck a stream is. The numbers are part of every run: they never change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Domain {
    Producer = 1,
    Worker = 2,
    Queue = 3,
    Group = 4,
    /// The way of a producer's calls.
    Network = 5,
}

/// One actor's or queue's luck.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    rng: ChaCha8Rng,
}

impl Stream {
    /// The stream of this owner. Adding another actor leaves it alone.
    pub(crate) fn new(seed: u32, domain: Domain, id: &str) -> Self {
        let mut hash = Fnv::new();
        hash.byte(domain as u8);
        hash.bytes(&seed.to_le_bytes());
        hash.bytes(id.as_bytes());
        Self { rng: ChaCha8Rng::from_seed(expand(hash.value())) }
    }

    /// Even in `0..n`; `n` is at least 1. Lemire's multiply and shift with rejection.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        let threshold = n.wrapping_neg() % n;
        loop {
            let wide = u128::from(self.rng.next_u64()) * u128::from(n);
            if wide as u64 >= threshold {
                return (wide >> 64) as u64;
            }
        }
    }

    /// True in `ppm` of a million cases; asks nothing at 0 and at one million.
    pub(crate) fn chance(&mut self, ppm: u32) -> bool {
        match ppm {
            0 => false,
            sqs::ONE_MILLION.. => true,
            _ => self.below(u64::from(sqs::ONE_MILLION)) < u64::from(ppm),
        }
    }

    /// Exponential with this mean in microseconds, rounded.
    pub(crate) fn exponential_us(&mut self, mean_us: f64) -> Time {
        rounded(-mean_us * libm::log(self.above_zero()))
    }

    /// Lognormal by Box and Muller: median in microseconds, sigma in thousandths; rounded.
    pub(crate) fn lognormal_us(&mut self, median_us: Time, sigma_milli: u32) -> Time {
        let radius = (-2.0 * libm::log(self.above_zero())).sqrt();
        let normal = radius * libm::cos(core::f64::consts::TAU * self.above_zero());
        rounded(median_us as f64 * libm::exp(normal * f64::from(sigma_milli) / 1_000.0))
    }

    /// A multiple of 2⁻⁵³ in (0, 1].
    fn above_zero(&mut self) -> f64 {
        ((self.rng.next_u64() >> 11) + 1) as f64 / (1u64 << 53) as f64
    }
}

/// The nearest whole number; what is too large becomes the largest.
fn rounded(value_us: f64) -> Time {
    (value_us + 0.5) as Time
}

/// SplitMix64, four times: 32 bytes for a generator's seed.
fn expand(mut state: u64) -> [u8; 32] {
    let mut seed = [0; 32];
    for part in seed.chunks_exact_mut(8) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        part.copy_from_slice(&mixed(state).to_le_bytes());
    }
    seed
}

/// SplitMix64's finish: spreads a number over all bits.
pub(crate) fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The queues' luck, a stream each.
#[derive(Clone, Debug)]
pub(crate) struct QueueDice {
    streams: Vec<Stream>,
}

impl QueueDice {
    pub(crate) fn new<'a>(seed: u32, ids: impl Iterator<Item = &'a str>) -> Self {
        Self { streams: ids.map(|id| Stream::new(seed, Domain::Queue, id)).collect() }
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        (self.streams.len() * size_of::<Stream>()) as u64
    }
}

impl Dice for QueueDice {
    fn below(&mut self, queue: QueueId, n: u32) -> u32 {
        match self.streams.get_mut(queue.0 as usize) {
            Some(stream) => stream.below(u64::from(n)) as u32,
            None => 0,
        }
    }
}

/// Luck for queues that are not known beforehand: each gets its stream when it is first asked for.
#[derive(Clone, Debug)]
pub struct OpenDice {
    seed: u32,
    realm: String,
    streams: Vec<Option<Stream>>,
}

impl OpenDice {
    /// The luck of a realm's queues, such as those of one region. Other realms' luck is not touched by it.
    pub fn new(seed: u32, realm: &str) -> Self {
        Self { seed, realm: realm.to_owned(), streams: Vec::new() }
    }
}

impl Dice for OpenDice {
    fn below(&mut self, queue: QueueId, n: u32) -> u32 {
        let place = queue.0 as usize;
        if self.streams.len() <= place {
            self.streams.resize(place + 1, None);
        }
        let (seed, realm) = (self.seed, &self.realm);
        let new = || Stream::new(seed, Domain::Queue, &format!("{realm}/{}", queue.0));
        self.streams[place].get_or_insert_with(new).below(u64::from(n)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(id: &str) -> Stream {
        Stream::new(7, Domain::Worker, id)
    }

    /// Old links rely on these numbers.
    #[test]
    fn a_seed_draws_the_same_for_ever() {
        let mut dice = stream("till/1");
        let drawn: Vec<_> = (0..5).map(|_| dice.below(1_000_000)).collect();
        assert_eq!(drawn, [450_263, 259_407, 416_470, 1_910, 786_825]);
        assert_eq!(dice.exponential_us(1e6), 953_930);
        assert_eq!(dice.lognormal_us(1_000_000, 500), 954_166);
    }

    #[test]
    fn each_owner_has_luck_of_its_own() {
        let mut owners = [
            stream("a/1"),
            stream("a/2"),
            Stream::new(8, Domain::Worker, "a/1"),
            Stream::new(7, Domain::Queue, "a/1"),
        ];
        let mut drawn = owners.each_mut().map(|owner| owner.below(u64::MAX));
        drawn.sort_unstable();
        assert!(drawn.is_sorted_by(|a, b| a < b), "{drawn:?}");
    }

    #[test]
    fn open_dice_give_each_queue_its_own_luck_whoever_asks_first() {
        let draw = |dice: &mut OpenDice, queue| dice.below(QueueId(queue), 1_000_000);
        let (mut one, mut other) = (OpenDice::new(7, "eu-west-1"), OpenDice::new(7, "eu-west-1"));
        let first = [draw(&mut one, 0), draw(&mut one, 3)];
        assert_eq!([draw(&mut other, 3), draw(&mut other, 0)], [first[1], first[0]]);
        assert_ne!(draw(&mut OpenDice::new(7, "us-east-1"), 0), first[0]);
        assert_ne!(draw(&mut OpenDice::new(8, "eu-west-1"), 0), first[0]);
    }

    #[test]
    fn draws_have_their_means() {
        let mut dice = stream("till/1");
        let mut mean = |draw: &mut dyn FnMut(&mut Stream) -> u64| {
            (0..100_000).map(|_| draw(&mut dice)).sum::<u64>() / 100_000
        };
        assert!(mean(&mut |dice| dice.below(1_001)).abs_diff(500) <= 5);
        assert!(mean(&mut |dice| dice.exponential_us(1e6)).abs_diff(1_000_000) <= 15_000);
        // The mean of a lognormal is its median times e to the power of half its sigma squared.
        assert!(mean(&mut |dice| dice.lognormal_us(1_000_000, 500)).abs_diff(1_133_148) <= 15_000);
        assert!(mean(&mut |dice| u64::from(dice.chance(250_000)) * 1_000).abs_diff(250) <= 10);
    }
}
