//! What the run costs (sqs-facts §11).

use sqs::bill::{Bill, Month};

/// What SQS bills, in nano-dollars of us-east-1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillView {
    /// In the model's order.
    pub queues: Vec<QueueBillView>,
    /// The requests so far.
    pub requests: Month,
    /// Their price, as if the month had no others.
    pub price: Bill,
    /// The same rate for 30 days; none at the start of the run.
    pub month: Option<MonthView>,
    /// Invocations of Lambda functions so far, which are on Lambda's own bill.
    pub invocations: u64,
}

/// A run's rate of requests, for 30 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthView {
    /// The requests of a month.
    pub requests: Month,
    /// Their price, the free million taken off.
    pub price: Bill,
}

/// Requests of a queue, in units of 64 KiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueBillView {
    /// All.
    pub total: u64,
    /// Sends, batches too.
    pub sends: u64,
    /// Receives, those that waited in vain too.
    pub receives: u64,
    /// Receives that came back with nothing.
    pub empty_receives: u64,
    /// Deletes, batches too.
    pub deletes: u64,
    /// Changes of visibility timeouts, batches too.
    pub visibility_changes: u64,
    /// All other calls.
    pub others: u64,
    /// Requests that cost extra for a message group on a standard queue.
    pub fair: u64,
}
