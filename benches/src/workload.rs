//! The models that are measured.

use std::sync::Arc;

use sim::{Arrivals, ConsumerModel, Groups, Model, ProducerModel, QueueModel, RateStep, WorkTime};
use sqs::{MICROS_PER_S, QueueAttributes, QueueKind, Storage};

/// Messages a second, in thousandths.
const ARRIVALS_MILLI: u64 = 3_200;

/// M/M/4 with a 30 s visibility timeout and no round trips: so many messages at 3.2 a second, four workers with
/// exponential work of mean 1 s. The mean wait is Erlang C's 0.7455 s.
pub fn mm4(messages: u32) -> Model {
    let queue = QueueModel {
        id: "q".into(),
        name: "q".into(),
        kind: QueueKind::Standard,
        attributes: QueueAttributes { receive_wait_s: 20, ..QueueAttributes::default() },
        redrive: None,
        storage: Storage::PLAIN,
    };
    let producer = ProducerModel {
        id: "p".into(),
        to: sim::Destination::Queue(0),
        principal: None,
        rate: vec![RateStep { at_us: 0, rate_milli: ARRIVALS_MILLI }],
        arrivals: Arrivals::Poisson,
        groups: Groups::None,
        size_bytes: 1_024,
        count_max: Some(messages),
        delay_s: None,
        latency_us: 0,
        kinds: Vec::new(),
        sending: sim::Sending::default(),
    };
    let consumer = ConsumerModel {
        id: "w".into(),
        from: 0,
        principal: None,
        count: 4,
        batch: 1,
        wait_s: None,
        visibility_timeout_s: None,
        work: WorkTime::Exponential(MICROS_PER_S),
        failure_ppm: 0,
        deletes: true,
        idempotent: false,
        latency_us: 0,
        lambda: None,
        scale: None,
        habits: sim::Habits::default(),
        serves: None,
    };
    Model {
        // A tenth more than the mean time of so many arrivals, so that all of them come and are worked off.
        duration_us: u64::from(messages) * 1_000 * MICROS_PER_S / ARRIVALS_MILLI * 11 / 10,
        queues: vec![queue],
        producers: vec![producer],
        consumers: vec![consumer],
        ..Model::default()
    }
}

/// The same as an author would write it, with round trips of a millisecond, for so many messages on average.
pub fn busy_queue_json(messages: u32) -> String {
    let duration_s = u64::from(messages) * 1_000 / ARRIVALS_MILLI;
    serde_json::json!({
        "format": 1,
        "id": "busy-queue",
        "title": {"en": "A busy queue"},
        "seed": 1,
        "duration": format!("{duration_s}s"),
        "queues": [{"id": "q", "type": "standard", "receiveWait": "20s"}],
        "producers": [{"id": "p", "to": "q", "rate": 3.2, "arrivals": "poisson", "latency": "1ms"}],
        "consumers": [{
            "id": "w", "from": "q", "kind": "poller", "count": 4, "wait": "20s",
            "work": {"exponential": "1s"}, "latency": "1ms",
        }],
    })
    .to_string()
}

/// The model of [`mm4`], shared as the timeline wants it.
pub fn shared_mm4(messages: u32) -> Arc<Model> {
    Arc::new(mm4(messages))
}

/// An hour of a busy queue: 50 messages a second, 20 pollers with exponential work of mean 320 ms.
pub fn busy_hour_json() -> String {
    serde_json::json!({
        "format": 1,
        "id": "busy-hour",
        "title": {"en": "A busy hour"},
        "seed": 1,
        "duration": "1h",
        "queues": [{"id": "q", "type": "standard", "visibilityTimeout": "30s", "receiveWait": "20s"}],
        "producers": [{"id": "p", "to": "q", "rate": 50, "arrivals": "poisson", "latency": "1ms"}],
        "consumers": [{
            "id": "w", "from": "q", "kind": "poller", "count": 20, "wait": "20s",
            "work": {"exponential": "320ms"}, "latency": "1ms",
        }],
    })
    .to_string()
}
