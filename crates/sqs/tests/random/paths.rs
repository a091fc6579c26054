//! How often the random sequences take the paths that are easily missed.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// Paths that all sequences together take many times, or the generators are at fault.
const EXPECTED: [&str; 25] = [
    "a batch touches several partitions",
    "a delete is throttled",
    "a delete of a batch is throttled",
    "a purge that took its time ends",
    "a receive cannot be repeated",
    "a receive is repeated",
    "a receive is repeated with timeout 0",
    "a receive is throttled",
    "a send is a duplicate in a scope that was changed",
    "a send is throttled",
    "a send of a batch is throttled",
    "a send under a changed scope that is followed",
    "a send under a changed scope that is not followed",
    "a slow purge loses what was sent meanwhile",
    "a stale delete deletes",
    "a stale delete does nothing",
    "a waiting receive is answered and remembered",
    "a waiting receive is given up for its repetition",
    "an attempt id is forgotten",
    "an attempt id is no id",
    "an attempt id on a standard queue",
    "delete while a purge runs",
    "receive while a purge runs",
    "send while a purge runs",
    "the throughput is high",
];
/// How often at least.
const TIMES_MIN: u64 = 50;

thread_local! {
    static TAKEN: RefCell<BTreeMap<&'static str, u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// A sequence takes a path.
pub fn took(path: &'static str) {
    TAKEN.with_borrow_mut(|taken| *taken.entry(path).or_default() += 1);
}

/// What this thread's sequences took.
pub fn assert_all_taken() {
    TAKEN.with_borrow(|taken| {
        taken.iter().for_each(|(path, times)| println!("{times:>9} {path}"));
        for path in EXPECTED {
            let times = taken.get(path).copied().unwrap_or_default();
            assert!(times >= TIMES_MIN, "{path}: {times} times only");
        }
    });
}
