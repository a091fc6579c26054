//! What the places of the structure depend on.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use sim::{ConsumerView, Hold, QueueView, View, WorkerState};

/// A number that changes when elements come, go or say more than before, so that places must be measured anew.
pub fn of(view: &View) -> u64 {
    let mut hasher = DefaultHasher::new();
    for queue in &view.queues {
        lines_of_queue(queue).hash(&mut hasher);
        queue.noisy.hash(&mut hasher);
    }
    for producer in &view.producers {
        let counts = [producer.refused, producer.lost_requests, producer.lost_replies, producer.given_up];
        (counts.map(|count| count > 0), producer.retries > 0, producer.waiting.is_some()).hash(&mut hasher);
        if let Some(it) = producer.calls {
            let ends = [it.refused, it.timed_out, it.broken, it.failed, it.unheard, it.answered];
            ends.map(|count| count > 0).hash(&mut hasher);
        }
    }
    for consumer in &view.consumers {
        lines_of_consumer(consumer, &mut hasher);
    }
    for alarm in &view.alarms {
        (alarm.state as u8, alarm.datapoints.len()).hash(&mut hasher);
    }
    for topic in &view.topics {
        topic.subscriptions.iter().for_each(|it| (it.failed > 0, it.waiting > 0).hash(&mut hasher));
    }
    for principal in &view.principals {
        (principal.denied > 0).hash(&mut hasher);
    }
    for zone in &view.zones {
        zone.is_down.hash(&mut hasher);
    }
    hasher.finish()
}

fn lines_of_queue(queue: &QueueView) -> [bool; 6] {
    let it = &queue.counters;
    let counts = [it.delayed, it.deduplicated, it.duplicates, it.dead_lettered, it.expired];
    let [delayed, deduplicated, duplicates, dead_lettered, expired] = counts.map(|count| count > 0);
    [delayed, deduplicated, duplicates, dead_lettered, expired, queue.move_task.is_some()]
}

fn lines_of_consumer(consumer: &ConsumerView, hasher: &mut DefaultHasher) {
    (consumer.pace_milli, consumer.effects_repeated > 0).hash(hasher);
    if let Some(it) = &consumer.mapping {
        let counts = [it.succeeded, it.partly_failed, it.failed, it.throttled, it.filtered, it.cold_starts];
        (counts.map(|count| count > 0), it.waiting.batches > 0, it.bound as u8).hash(hasher);
    }
    if let Some(it) = &consumer.scaling {
        let outlook = it.outlook.as_ref().map(|outlook| outlook.hold.is_some());
        (it.warming > 0, it.launching > 0, it.leaving > 0, outlook).hash(hasher);
    }
    if let Some(it) = &consumer.serving {
        (it.accept, it.waiting > 0).hash(hasher);
    }
    for worker in &consumer.workers {
        let words = match worker.state {
            WorkerState::Absent => 0,
            WorkerState::Working { hold: Hold::Held, .. } | WorkerState::Serving { is_awaited: true, .. } => {
                1
            }
            WorkerState::Working { .. } | WorkerState::Serving { .. } => 2,
            WorkerState::Crashed { .. } | WorkerState::Hung { .. } => 3,
            WorkerState::Polling { .. }
            | WorkerState::Calling { .. }
            | WorkerState::Starting { .. }
            | WorkerState::Idle { .. }
            | WorkerState::Listening { .. }
            | WorkerState::Resting { .. }
            | WorkerState::Stopped { .. }
            | WorkerState::Away { .. } => 1,
        };
        (words, worker.is_stopping, worker.extended).hash(hasher);
    }
}
