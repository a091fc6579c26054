//! What SQS costs: requests, tiers and the free million (sqs-facts §11; us-east-1, November 2026).
//!
//! Amounts are nano-dollars, so that a single request is a whole number of them.

/// Bytes of payload that one request covers.
pub const REQUEST_BYTES: u64 = 65_536;
/// Requests a month that cost nothing, both kinds of queue and all regions together.
pub const FREE_REQUESTS: u64 = 1_000_000;
/// Nano-dollars on top for a request with a message group on a standard queue.
pub const FAIR_NANO_DOLLARS: u64 = 100;

/// A price for the requests of a month up to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The number of the last request at this price.
    pub up_to: u64,
    /// Nano-dollars per request.
    pub nano_dollars: u64,
}

/// Standard queues.
pub const STANDARD_TIERS: [Tier; 3] = [
    Tier { up_to: 100_000_000_000, nano_dollars: 400 },
    Tier { up_to: 200_000_000_000, nano_dollars: 300 },
    Tier { up_to: u64::MAX, nano_dollars: 240 },
];
/// FIFO queues; the upper tiers are unconfirmed.
pub const FIFO_TIERS: [Tier; 3] = [
    Tier { up_to: 100_000_000_000, nano_dollars: 500 },
    Tier { up_to: 200_000_000_000, nano_dollars: 400 },
    Tier { up_to: u64::MAX, nano_dollars: 350 },
];

/// The requests of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// On standard queues, and on none.
    pub standard: u64,
    /// On FIFO queues.
    pub fifo: u64,
    /// Those on standard queues that carry a message group.
    pub fair: u64,
}

/// What a month costs, in nano-dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// Requests on standard queues.
    pub standard: u64,
    /// Requests on FIFO queues.
    pub fifo: u64,
    /// The surcharge for message groups on standard queues; it knows no free requests.
    pub fair: u64,
}

impl Bill {
    /// The sum, in nano-dollars.
    pub const fn total(&self) -> u64 {
        self.standard.saturating_add(self.fifo).saturating_add(self.fair)
    }
}

/// Requests that a call counts as, by the bytes that it carries or returns; at least one.
pub const fn requests(bytes: u64) -> u64 {
    if bytes == 0 { 1 } else { bytes.div_ceil(REQUEST_BYTES) }
}

/// The price of a month. Free requests are the first standard ones, then FIFO ones.
pub fn price(month: &Month) -> Bill {
    let free_standard = month.standard.min(FREE_REQUESTS);
    let free_fifo = month.fifo.min(FREE_REQUESTS - free_standard);
    Bill {
        standard: tiered(&STANDARD_TIERS, free_standard, month.standard),
        fifo: tiered(&FIFO_TIERS, free_fifo, month.fifo),
        fair: month.fair.saturating_mul(FAIR_NANO_DOLLARS),
    }
}

/// The price of the requests after the first `from` up to `to`.
fn tiered(tiers: &[Tier], mut from: u64, to: u64) -> u64 {
    let mut sum: u64 = 0;
    for tier in tiers {
        let end = to.min(tier.up_to);
        sum = sum.saturating_add(end.saturating_sub(from).saturating_mul(tier.nano_dollars));
        from = from.max(end);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOLLAR: u64 = 1_000_000_000;
    const MILLION: u64 = 1_000_000;
    const BILLION: u64 = 1_000_000_000;

    #[test]
    fn a_request_covers_64_kib() {
        let cases = [(0, 1), (1, 1), (65_536, 1), (65_537, 2), (262_144, 4), (1_048_576, 16)];
        assert_eq!(cases.map(|(bytes, _)| (bytes, requests(bytes))), cases);
    }

    #[test]
    fn the_first_million_of_both_kinds_together_is_free() {
        let price = |standard, fifo| price(&Month { standard, fifo, fair: 0 });
        assert_eq!(price(MILLION, 0).total(), 0);
        assert_eq!(price(MILLION + 1, 0).total(), 400);
        assert_eq!(price(400_000, 600_000).total(), 0);
        assert_eq!(price(400_000, 600_001), Bill { standard: 0, fifo: 500, fair: 0 });
        assert_eq!(
            price(2 * MILLION, MILLION),
            Bill { standard: 400 * MILLION, fifo: 500 * MILLION, fair: 0 }
        );
    }

    #[test]
    fn prices_fall_with_the_tiers() {
        let price = |standard, fifo| price(&Month { standard, fifo, fair: 0 });
        let first = 40_000 * DOLLAR - 400 * MILLION;
        assert_eq!(price(100 * BILLION, 0).total(), first);
        assert_eq!(price(100 * BILLION + 1, 0).total(), first + 300);
        assert_eq!(price(200 * BILLION + 2, 0).total(), first + 30_000 * DOLLAR + 480);
        assert_eq!(price(MILLION, 250 * BILLION).fifo, (50_000 + 40_000 + 17_500) * DOLLAR);
        assert_eq!(price(u64::MAX, u64::MAX).total(), u64::MAX, "it never overflows");
    }

    #[test]
    fn message_groups_on_standard_queues_cost_extra() {
        let month = Month { standard: 3 * MILLION, fifo: 0, fair: MILLION };
        assert_eq!(price(&month), Bill { standard: 800 * MILLION, fifo: 0, fair: 100 * MILLION });
    }
}
