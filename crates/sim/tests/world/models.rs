//! Small models to start from.

use std::sync::Arc;

use sim::{
    Arrivals, Claim, ClaimKind, ConsumerModel, Destination, Event, FaultKind, FaultModel, Groups, Habits,
    Kind, Model, Predicate, ProducerModel, QueueModel, RateStep, Timeline, WorkTime, WorkerId,
};
use sqs::{QueueAttributes, QueueKind, Storage, Time};

/// Microseconds in a millisecond and in a second.
pub const MS: Time = 1_000;
pub const S: Time = 1_000_000;

/// A minute of one standard queue `orders`, nobody around it.
pub fn quiet() -> Model {
    Model { duration_us: 60 * S, queues: vec![queue("orders", QueueKind::Standard)], ..Model::default() }
}

/// `quiet` with one message a second, and one worker that takes half a second for each.
pub fn orders() -> Model {
    Model { producers: vec![producer("shop", 1_000)], consumers: vec![consumer("till")], ..quiet() }
}

/// `orders` with a single message.
pub fn one_order() -> Model {
    let mut model = orders();
    model.producers[0].count_max = Some(1);
    model
}

/// `orders` on a FIFO queue with three groups in turn.
pub fn fifo() -> Model {
    let mut model = orders();
    model.queues[0] = queue("orders", QueueKind::Fifo);
    model.producers[0].groups = Groups::InTurn(3);
    model
}

pub fn queue(id: &str, kind: QueueKind) -> QueueModel {
    let name = if kind == QueueKind::Fifo { format!("{id}.fifo") } else { id.to_owned() };
    QueueModel {
        id: id.into(),
        name: name.into(),
        kind,
        attributes: QueueAttributes::default(),
        redrive: None,
        storage: Storage::PLAIN,
    }
}

pub fn producer(id: &str, rate_milli: u64) -> ProducerModel {
    ProducerModel {
        id: id.into(),
        to: Destination::Queue(0),
        principal: None,
        rate: vec![RateStep { at_us: 0, rate_milli }],
        arrivals: Arrivals::Steady,
        groups: Groups::None,
        size_bytes: 100,
        count_max: None,
        delay_s: None,
        latency_us: 10 * MS,
        kinds: vec![],
        sending: sim::Sending::default(),
    }
}

pub fn consumer(id: &str) -> ConsumerModel {
    ConsumerModel {
        id: id.into(),
        from: 0,
        principal: None,
        count: 1,
        batch: 1,
        wait_s: Some(20),
        visibility_timeout_s: None,
        work: WorkTime::Fixed(500 * MS),
        failure_ppm: 0,
        deletes: true,
        idempotent: false,
        latency_us: 10 * MS,
        lambda: None,
        scale: None,
        habits: Habits::default(),
        serves: None,
    }
}

/// The worker with this index of the first consumer group.
pub fn worker(index: u32) -> WorkerId {
    WorkerId { consumer: 0, index }
}

pub fn crash(at_us: Time, index: u32, for_us: Option<Time>) -> FaultModel {
    FaultModel { at_us, kind: FaultKind::Crash { worker: worker(index), for_us } }
}

pub fn claim(kind: ClaimKind, predicate: Predicate) -> Claim {
    Claim { id: "claim".into(), kind, expr: predicate.into() }
}

pub fn timeline(model: Model) -> Timeline {
    Timeline::new(Arc::new(model), 7).expect("the model is legal")
}

/// All events of a run.
pub fn run(model: Model) -> Vec<Event> {
    let mut timeline = timeline(model);
    assert!(timeline.run_ahead(u64::MAX));
    timeline.events(0, u64::MAX)
}

/// Instants at which something of a kind happens.
pub fn instants(events: &[Event], is: impl Fn(&Kind) -> bool) -> Vec<Time> {
    events.iter().filter(|event| is(&event.kind)).map(|event| event.at).collect()
}

pub fn is_sent(kind: &Kind) -> bool {
    matches!(kind, Kind::Engine(sqs::EventKind::Sent { .. }))
}

pub fn is_received(kind: &Kind) -> bool {
    matches!(kind, Kind::Engine(sqs::EventKind::Received { .. }))
}

pub fn is_deleted(kind: &Kind) -> bool {
    matches!(kind, Kind::Engine(sqs::EventKind::Deleted { .. }))
}

pub fn is_empty_receive(kind: &Kind) -> bool {
    matches!(kind, Kind::Engine(sqs::EventKind::EmptyReceive { .. }))
}

/// Numbers that jump about, the same in each run.
pub fn scattered(n: u64) -> u64 {
    (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}
