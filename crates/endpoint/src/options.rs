//! How an endpoint behaves where AWS leaves it open.

use sqs::{Caller, MICROS_PER_S, Storage};

/// The bounds of an endpoint.
pub mod limits {
    /// Regions that are made by being named; a request for one more is refused.
    pub const REGIONS_MAX: usize = 128;
    /// Milliseconds that one request to the clock may add: 400 days.
    pub const ADVANCE_MS_MAX: u64 = 400 * 86_400_000;
    /// Milliseconds since the start that a clock which is moved by hand can reach: 100 years.
    pub const CLOCK_MS_MAX: u64 = 36_525 * 86_400_000;
}

/// What an endpoint is told once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What standard queues do with the freedom that they have.
    pub standard: Standard,
    /// Who moves the clock.
    pub clock: Clock,
    /// Microseconds from 1970 to the endpoint's instant 0.
    pub epoch_us: u64,
    /// Messages that a queue can have in flight: from 1 on; AWS's 120,000 (sqs-facts §2.3).
    pub in_flight_max: u32,
    /// The account of callers whose access key names none.
    pub account: u64,
    /// True if clients come by `https`, for the URLs of queues.
    pub https: bool,
    /// Where clients reach this endpoint, for requests without a `Host` header.
    pub host: String,
}

impl Options {
    /// 2026-01-01T00:00:00Z in microseconds since 1970: where a virtual clock starts.
    pub const EPOCH_US: u64 = 1_767_225_600 * MICROS_PER_S;

    /// The machinery of a new queue in a region.
    pub(crate) fn storage(&self, region: &str) -> Storage {
        let storage = self.standard.storage();
        let fifo_partitions = match self.standard {
            Standard::Plain => storage.fifo_partitions,
            Standard::Aws { .. } => fifo_partitions(region),
        };
        Storage { in_flight_max: self.in_flight_max, fifo_partitions, ..storage }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            standard: Standard::Plain,
            clock: Clock::Virtual,
            epoch_us: Self::EPOCH_US,
            in_flight_max: sqs::limits::IN_FLIGHT_MAX,
            account: Caller::OWNER_ACCOUNT,
            https: false,
            host: "localhost".to_owned(),
        }
    }
}

/// Partitions that AWS's quota of high-throughput FIFO queues makes in a region, 300 calls a second each
/// (sqs-facts §3.6).
fn fifo_partitions(region: &str) -> u32 {
    match region {
        "us-east-1" | "us-west-2" | "eu-west-1" => 234,
        "us-east-2" | "eu-central-1" => 64,
        "ap-south-1" | "ap-southeast-1" | "ap-southeast-2" | "ap-northeast-1" => 30,
        "eu-west-2" | "sa-east-1" => 15,
        _ => 8,
    }
}

/// Who moves the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Requests to `/_sqscope/clock`.
    Virtual,
    /// Only the host, which follows the wall.
    Real,
}

impl Clock {
    /// As it is written on a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Virtual => "virtual",
            Self::Real => "real",
        }
    }
}

/// What standard queues do with the freedom that they have, and whether FIFO queues are throttled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// One server, send order, no second copy, no throttling: other people's tests are repeatable.
    Plain,
    /// What was recorded on AWS: six servers, a short poll asks one (sqs-facts §2.2); FIFO queues take 300
    /// calls of each action a second, with high throughput 300 in each of their region's partitions (§3.6). AWS publishes no rate of second copies: these are knobs.
    Aws {
        /// Chooses all luck.
        seed: u32,
        /// Chance that a hand-out leaves a second copy for another receive, in parts per million.
        double_delivery_ppm: u32,
        /// Chance that a delete misses a copy, which comes back once, in parts per million.
        duplicate_on_delete_ppm: u32,
    },
}

impl Standard {
    /// Second hand-outs in a million; invented, rare enough for a test suite to pass mostly.
    pub const DOUBLE_DELIVERY_PPM: u32 = 500;
    /// Missed copies in a million deletes; invented.
    pub const DUPLICATE_ON_DELETE_PPM: u32 = 100;

    /// As on AWS, with second copies as rare as they are by default.
    pub const fn aws(seed: u32) -> Self {
        Self::Aws {
            seed,
            double_delivery_ppm: Self::DOUBLE_DELIVERY_PPM,
            duplicate_on_delete_ppm: Self::DUPLICATE_ON_DELETE_PPM,
        }
    }

    /// As it is written on a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Aws { .. } => "aws",
        }
    }

    /// The seed of all luck; 0 where nothing is left to it.
    pub const fn seed(self) -> u32 {
        match self {
            Self::Plain => 0,
            Self::Aws { seed, .. } => seed,
        }
    }

    /// The machinery of a new queue.
    pub fn storage(self) -> Storage {
        match self {
            Self::Plain => Storage::PLAIN,
            Self::Aws { double_delivery_ppm, duplicate_on_delete_ppm, .. } => {
                Storage { double_delivery_ppm, duplicate_on_delete_ppm, ..Storage::default() }
            }
        }
    }
}
