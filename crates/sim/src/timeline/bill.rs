//! The bill of the instant that the clock stands at.

use sqs::bill::{self, Month};
use sqs::{Action, MICROS_PER_S, QueueId, QueueKind, Time};

use super::Timeline;
use crate::{BillView, MonthView, QueueBillView};

/// Microseconds of a month on AWS's examples.
const MONTH_US: Time = 30 * 86_400 * MICROS_PER_S;

impl Timeline {
    pub(super) fn bill(&self) -> BillView {
        let engine = &self.world().engine;
        let mut requests = Month::default();
        let mut queues = Vec::with_capacity(self.setup.model.queues.len());
        for (index, model) in (0..).zip(&self.setup.model.queues) {
            let queue = self.queue_bill(index);
            match model.kind {
                QueueKind::Standard => requests.standard += queue.total,
                QueueKind::Fifo => requests.fifo += queue.total,
            }
            requests.fair += queue.fair;
            queues.push(queue);
        }
        requests.standard += engine.requests_without_queue(self.setup.caller.account);
        let lasted_us = self.position().at_us;
        let month = (lasted_us > 0).then(|| {
            let requests = over_a_month(&requests, lasted_us);
            MonthView { requests, price: bill::price(&requests) }
        });
        let invocations = self.world().mappings.iter().map(|mapping| mapping.tally.invoked).sum();
        BillView { queues, requests, price: bill::price(&requests), month, invocations }
    }

    fn queue_bill(&self, index: u32) -> QueueBillView {
        let engine = &self.world().engine;
        let Some(requests) = engine.requests(QueueId(index)) else { return QueueBillView::default() };
        let of = |actions: &[Action]| actions.iter().map(|action| requests.of(*action)).sum::<u64>();
        let total = requests.total();
        let sends = of(&[Action::SendMessage, Action::SendMessageBatch]);
        let receives = of(&[Action::ReceiveMessage]);
        let deletes = of(&[Action::DeleteMessage, Action::DeleteMessageBatch]);
        let visibility_changes = of(&[Action::ChangeMessageVisibility, Action::ChangeMessageVisibilityBatch]);
        QueueBillView {
            total,
            sends,
            receives,
            empty_receives: engine.traffic(QueueId(index)).map_or(0, |traffic| traffic.empty_receives),
            deletes,
            visibility_changes,
            others: total - sends - receives - deletes - visibility_changes,
            fair: requests.fair,
        }
    }
}

/// The requests of 30 days at the rate of a run so far, rounded down.
fn over_a_month(requests: &Month, lasted_us: Time) -> Month {
    let scaled = |count: u64| {
        let scaled = u128::from(count) * u128::from(MONTH_US) / u128::from(lasted_us);
        u64::try_from(scaled).unwrap_or(u64::MAX)
    };
    Month { standard: scaled(requests.standard), fifo: scaled(requests.fifo), fair: scaled(requests.fair) }
}
