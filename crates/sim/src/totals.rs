//! Counters of a queue since 0.

use sqs::{EventKind, QueueId};

/// What happened on a queue since 0, with the meanings of [`crate::QueueCounters`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Totals {
    pub sent: u64,
    pub deduplicated: u64,
    pub received: u64,
    pub empty_receives: u64,
    pub deleted: u64,
    pub dead_lettered: u64,
    pub arrived_dead: u64,
    pub expired: u64,
    pub duplicates: u64,
}

impl Totals {
    /// Counts an event of the engine for the queue it is about; `totals` are by number of queue.
    pub fn count(totals: &mut [Self], kind: &EventKind) {
        let mut add = |queue: &QueueId, to: fn(&mut Totals)| {
            if let Some(totals) = totals.get_mut(queue.0 as usize) {
                to(totals);
            }
        };
        match kind {
            EventKind::Sent { queue, .. } => add(queue, |t| t.sent += 1),
            EventKind::Deduplicated { queue, .. } => add(queue, |t| t.deduplicated += 1),
            EventKind::Received { queue, receive_count, second_copy, .. } => {
                add(queue, |t| t.received += 1);
                if *receive_count > 1 || *second_copy {
                    add(queue, |t| t.duplicates += 1);
                }
            }
            EventKind::EmptyReceive { queue, .. } => add(queue, |t| t.empty_receives += 1),
            EventKind::Deleted { queue, .. } => add(queue, |t| t.deleted += 1),
            EventKind::Expired { queue, .. } => add(queue, |t| t.expired += 1),
            EventKind::DeadLettered { from, to, .. } => {
                add(from, |t| t.dead_lettered += 1);
                add(to, |t| t.arrived_dead += 1);
            }
            EventKind::Redriven { to, .. } => add(to, |t| t.sent += 1),
            EventKind::QueueCreated { .. }
            | EventKind::QueueDeleted { .. }
            | EventKind::QueuePurged { .. }
            | EventKind::PollParked { .. }
            | EventKind::PollAnswered { .. }
            | EventKind::PollAbandoned { .. }
            | EventKind::DeletedAgain { .. }
            | EventKind::DeleteIgnored { .. }
            | EventKind::VisibilityChanged { .. }
            | EventKind::MoveTaskStarted { .. }
            | EventKind::MoveTaskEnded { .. }
            | EventKind::Visible { .. } => {}
        }
    }
}
