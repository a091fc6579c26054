//! Processing time by tenant over a look-back, for fair queues (sqs-facts §5).
//!
//! A message's processing time is its time in flight and is booked when that ends. The look-back is counted in whole
//! seconds: the one that runs and those before it.

use std::collections::{BTreeSet, VecDeque};

use crate::store::NONE;
use crate::{MICROS_PER_S, ONE_MILLION, Time, limits};

/// What was booked lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spending {
    log: VecDeque<Spent>,
    /// The number of the log's first entry; entries are numbered for ever.
    first: u64,
    total_us: u64,
    /// By the tenant's number.
    accounts: Vec<Account>,
    /// Tenants that have something booked, by how much.
    by_amount: BTreeSet<(u64, u32)>,
    /// The latest entry of those that are no tenants.
    others_latest: u64,
}

/// What one tenant, or all that are none together, spent within one second.
#[derive(Clone, Copy, Debug)]
struct Spent {
    second: u64,
    /// [`NONE`] for messages without a group.
    tenant: u32,
    us: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Account {
    us: u64,
    /// Entries before this one belong to an earlier tenant of the same number.
    since: u64,
    /// Its latest entry, if that is not before `since`.
    latest: u64,
}

impl Spending {
    /// A tenant begins with nothing.
    pub(crate) fn open(&mut self, tenant: u32) {
        let since = self.first + self.log.len() as u64;
        if self.accounts.len() <= tenant as usize {
            self.accounts.resize(tenant as usize + 1, Account::default());
        }
        self.accounts[tenant as usize] = Account { us: 0, since, latest: 0 };
    }

    /// A tenant has ended; what it spent stays in the total.
    pub(crate) fn close(&mut self, tenant: u32) {
        self.book(tenant, |_| 0);
        self.accounts[tenant as usize].since = u64::MAX;
    }

    /// Books what a message spent; `tenant` is [`NONE`] for one without a group.
    pub(crate) fn record(&mut self, tenant: u32, us: u64, now: Time) {
        self.forget_old(now);
        if us == 0 {
            return;
        }
        let second = now / MICROS_PER_S;
        let latest = self.latest(tenant).and_then(|place| self.log.get_mut(place));
        match latest.filter(|spent| spent.tenant == tenant && spent.second == second) {
            Some(spent) => spent.us += us,
            None => {
                self.set_latest(tenant, self.first + self.log.len() as u64);
                self.log.push_back(Spent { second, tenant, us });
            }
        }
        self.total_us += us;
        if tenant != NONE {
            self.book(tenant, |before| before + us);
        }
    }

    /// Drops what lies before the look-back.
    pub(crate) fn forget_old(&mut self, now: Time) {
        while let Some(spent) = self.log.front().copied().filter(|spent| is_old(spent, now)) {
            self.log.pop_front();
            self.total_us -= spent.us;
            if spent.tenant != NONE && self.first >= self.accounts[spent.tenant as usize].since {
                self.book(spent.tenant, |before| before - spent.us);
            }
            self.first += 1;
        }
    }

    /// Tenants with more than their share of what was booked; at most nine. What has grown old since the last entry is
    /// dropped only when all has.
    pub(crate) fn over_share(&self, now: Time) -> impl Iterator<Item = u32> + '_ {
        let stale = self.log.back().is_none_or(|spent| is_old(spent, now));
        let largest = self.by_amount.iter().rev().filter(move |_| !stale);
        largest.take_while(|(us, _)| is_over_share(*us, self.total_us)).map(|(_, tenant)| *tenant)
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.log.capacity() * size_of::<Spent>()
            + self.accounts.capacity() * size_of::<Account>()
            + self.by_amount.len() * 2 * size_of::<(u64, u32)>()
    }

    fn book(&mut self, tenant: u32, change: impl Fn(u64) -> u64) {
        let account = &mut self.accounts[tenant as usize];
        let before = account.us;
        account.us = change(before);
        if before > 0 {
            self.by_amount.remove(&(before, tenant));
        }
        if account.us > 0 {
            self.by_amount.insert((account.us, tenant));
        }
    }

    /// The place in the log of a tenant's latest entry.
    fn latest(&self, tenant: u32) -> Option<usize> {
        let number = if tenant == NONE {
            self.others_latest
        } else {
            let account = self.accounts[tenant as usize];
            Some(account.latest).filter(|latest| *latest >= account.since)?
        };
        number.checked_sub(self.first).map(|place| place as usize)
    }

    fn set_latest(&mut self, tenant: u32, number: u64) {
        if tenant == NONE {
            self.others_latest = number;
        } else {
            self.accounts[tenant as usize].latest = number;
        }
    }
}

/// True if a part is more than a tenant's share of the whole.
pub(crate) fn is_over_share(part: u64, whole: u64) -> bool {
    u128::from(part) * u128::from(ONE_MILLION) > u128::from(whole) * u128::from(limits::FAIR_SHARE_PPM)
}

fn is_old(spent: &Spent, now: Time) -> bool {
    spent.second + u64::from(limits::FAIR_LOOKBACK_S) <= now / MICROS_PER_S
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(spending: &Spending, now_s: u64) -> Vec<u32> {
        spending.over_share(now_s * MICROS_PER_S).collect()
    }

    #[test]
    fn a_share_counts_over_the_look_back() {
        let mut spending = Spending::default();
        spending.open(0);
        spending.open(1);
        spending.record(NONE, 900, 0);
        spending.record(0, 100, 500_000);
        assert_eq!(over(&spending, 0), [], "exactly a tenth");
        spending.record(0, 1, 999_999);
        assert_eq!(over(&spending, 59), [0]);
        spending.record(1, 800, 59 * MICROS_PER_S);
        assert_eq!(over(&spending, 59), [1], "101 of 1,801 are less than a tenth");
        spending.forget_old(60 * MICROS_PER_S);
        assert_eq!(over(&spending, 60), [1], "the first second is forgotten");
        assert_eq!(over(&spending, 119), [], "and then all");
        spending.forget_old(119 * MICROS_PER_S);
        assert_eq!((spending.total_us, spending.by_amount.len(), spending.log.len()), (0, 0, 0));
    }

    #[test]
    fn a_tenant_of_an_old_number_begins_with_nothing() {
        let mut spending = Spending::default();
        spending.open(0);
        spending.record(0, 500, 0);
        spending.close(0);
        assert_eq!(over(&spending, 0), []);
        spending.open(0);
        spending.record(0, 50, 1);
        assert_eq!(over(&spending, 0), [], "the total still has what the earlier one spent");
        spending.record(0, 7, MICROS_PER_S);
        spending.forget_old(60 * MICROS_PER_S);
        assert_eq!((spending.accounts[0].us, spending.total_us), (7, 7));
    }
}
