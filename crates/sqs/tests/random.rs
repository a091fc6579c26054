//! Random command sequences: the engine against the naive model, against its own clone, and one long advance
//! against many short ones.
//!
//! The sequences are the same at each run, so `cargo test -p sqs --test random` repeats a failure; it prints the
//! shortest failing case. `PROPTEST_RNG_SEED=n` and `PROPTEST_CASES=n` try others.

mod model;

use model::{Model, State};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sqs::*;

/// Queues of a run: each is made again under its name if it was deleted.
const QUEUES: [&str; 4] = ["work", "work-dlq", "lane.fifo", "lane-dlq.fifo"];

#[derive(Clone, Debug)]
enum Op {
    Create { queue: usize },
    DeleteQueue { queue: usize },
    Purge { queue: usize },
    SetRetention { queue: usize, retention_s: u32 },
    SetDelay { queue: usize, delay_s: u32 },
    SetRedrive { queue: usize, target: usize, max_receive_count: Option<u32> },
    Send { queue: usize, delay_s: Option<u32>, group: u8, deduplication: u8 },
    Receive { queue: usize, max: u32, timeout_s: Option<u32>, wait_s: Option<u32> },
    Delete { queue: Option<usize>, handle: usize },
    Change { handle: usize, timeout_s: u32 },
    Abandon { ticket: u64 },
}

#[derive(Clone, Debug)]
struct Step {
    pause_us: Time,
    op: Op,
}

/// How the queues of a run start.
#[derive(Clone, Debug)]
struct Setup {
    in_flight_max: u32,
    fifo_lookahead: u32,
    retention_s: u32,
    delay_s: u32,
    wait_s: u32,
    max_receive_count: Option<u32>,
    own_dlq: bool,
    by_group: bool,
}

fn setup() -> impl Strategy<Value = Setup> {
    let numbers = (
        prop_oneof![Just(2_u32), Just(5), Just(120_000)],
        prop_oneof![Just(1_u32), Just(3), Just(120_000)],
        prop_oneof![Just(60_u32), Just(200), Just(345_600)],
        prop_oneof![3 => Just(0_u32), 1 => Just(7)],
        prop_oneof![3 => Just(0_u32), 1 => Just(5)],
    );
    let choices = (prop::option::of(1_u32..4), prop::bool::weighted(0.2), any::<bool>());
    (numbers, choices).prop_map(|(numbers, (max_receive_count, own_dlq, by_group))| {
        let (in_flight_max, fifo_lookahead, retention_s, delay_s, wait_s) = numbers;
        Setup {
            in_flight_max,
            fifo_lookahead,
            retention_s,
            delay_s,
            wait_s,
            max_receive_count,
            own_dlq,
            by_group,
        }
    })
}

fn step() -> impl Strategy<Value = Step> {
    let pause_us = prop_oneof![
        5 => Just(0),
        3 => 1..3_000_000_u64,
        3 => (1..12_u64).prop_map(|s| s * MICROS_PER_S),
        1 => (20..400_u64).prop_map(|s| s * MICROS_PER_S),
        1 => Just(400_000 * MICROS_PER_S / 50),
    ];
    (pause_us, op()).prop_map(|(pause_us, op)| Step { pause_us, op })
}

fn op() -> impl Strategy<Value = Op> {
    let queue = || prop_oneof![4 => 0..QUEUES.len(), 3 => Just(0), 3 => Just(2)];
    let timeout_s = || prop_oneof![Just(0_u32), Just(1), 2..15_u32, Just(30), Just(43_200)];
    let wait_s = prop::option::of(prop_oneof![3 => Just(0_u32), 3 => 1..20_u32]);
    let delay_s = prop::option::weighted(0.2, 0..6_u32);
    let handle = || prop_oneof![3 => 0..4_usize, 1 => 0..40_usize];
    prop_oneof![
        2 => queue().prop_map(|queue| Op::Create { queue }),
        1 => queue().prop_map(|queue| Op::DeleteQueue { queue }),
        1 => queue().prop_map(|queue| Op::Purge { queue }),
        1 => (queue(), 60..300_u32).prop_map(|(queue, retention_s)| Op::SetRetention { queue, retention_s }),
        2 => (queue(), 0..9_u32).prop_map(|(queue, delay_s)| Op::SetDelay { queue, delay_s }),
        1 => (queue(), queue(), prop::option::of(1..4_u32)).prop_map(|(queue, target, max_receive_count)| {
            Op::SetRedrive { queue, target, max_receive_count }
        }),
        40 => (queue(), delay_s, 0..4_u8, any::<u8>()).prop_map(|(queue, delay_s, group, deduplication)| {
            Op::Send { queue, delay_s, group, deduplication }
        }),
        40 => (queue(), 1..11_u32, prop::option::of(timeout_s()), wait_s).prop_map(
            |(queue, max, timeout_s, wait_s)| Op::Receive { queue, max, timeout_s, wait_s }
        ),
        20 => (prop::option::weighted(0.1, queue()), handle())
            .prop_map(|(queue, handle)| Op::Delete { queue, handle }),
        20 => (handle(), timeout_s()).prop_map(|(handle, timeout_s)| Op::Change { handle, timeout_s }),
        3 => (0..20_u64).prop_map(|ticket| Op::Abandon { ticket }),
    ]
}

/// The engine with what its clients hold.
#[derive(Clone)]
struct Run {
    engine: Engine,
    setup: Setup,
    ids: [Option<QueueId>; QUEUES.len()],
    handles: Vec<ReceiptHandle>,
    answered: Vec<(Ticket, Result<Vec<Delivery>, Refusal>)>,
    sends: u64,
}

impl Run {
    fn new(setup: Setup) -> Self {
        Self {
            engine: Engine::new(),
            setup,
            ids: [None; QUEUES.len()],
            handles: Vec::new(),
            answered: Vec::new(),
            sends: 0,
        }
    }

    fn command(&mut self, op: &Op) -> Option<Command> {
        let id = |queue: usize| self.ids[queue];
        let change = |queue: usize, changes: AttributeChanges| {
            Some(Command::SetQueueAttributes { queue: id(queue)?, changes: Box::new(changes) })
        };
        let recent = |n: usize| self.handles.len().checked_sub(n + 1).map(|place| self.handles[place]);
        match *op {
            Op::Create { queue } => Some(self.create(queue)),
            Op::DeleteQueue { queue } => Some(Command::DeleteQueue { queue: id(queue)? }),
            Op::Purge { queue } => Some(Command::PurgeQueue { queue: id(queue)? }),
            Op::SetRetention { queue, retention_s } => {
                change(queue, AttributeChanges { retention_s: Some(retention_s), ..Default::default() })
            }
            Op::SetDelay { queue, delay_s } => {
                change(queue, AttributeChanges { delay_s: Some(delay_s), ..Default::default() })
            }
            Op::SetRedrive { queue, target, max_receive_count } => {
                let dead_letter_target = id(target)?;
                let policy = |max_receive_count| RedrivePolicy { dead_letter_target, max_receive_count };
                let redrive = Some(max_receive_count.map(policy));
                change(queue, AttributeChanges { redrive, ..Default::default() })
            }
            Op::Send { queue, delay_s, group, deduplication } => {
                let queue = id(queue)?;
                Some(self.send(queue, delay_s, group, deduplication))
            }
            Op::Receive { queue, max, timeout_s, wait_s } => Some(Command::ReceiveMessage {
                queue: id(queue)?,
                max_messages: Some(max),
                visibility_timeout_s: timeout_s,
                wait_s,
            }),
            Op::Delete { queue, handle } => {
                let handle = recent(handle)?;
                Some(Command::DeleteMessage { queue: queue.and_then(id).unwrap_or(handle.queue), handle })
            }
            Op::Change { handle, timeout_s } => {
                let handle = recent(handle)?;
                let queue = handle.queue;
                Some(Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s: timeout_s })
            }
            Op::Abandon { ticket } => Some(Command::Abandon { ticket: Ticket(ticket) }),
        }
    }

    /// Created once with the setup's attributes; an equal call later finds it, whatever was changed since.
    fn create(&self, queue: usize) -> Command {
        let name = QUEUES[queue];
        let fifo = name.ends_with(".fifo");
        let living = self.ids[queue].and_then(|id| self.engine.queue(id));
        let dlq = if self.setup.own_dlq { None } else { self.ids[queue | 1] };
        let is_source = queue.is_multiple_of(2);
        let redrive = dlq.zip(self.setup.max_receive_count).filter(|_| is_source);
        let redrive = redrive.map(|(target, max_receive_count)| RedrivePolicy {
            dead_letter_target: target,
            max_receive_count,
        });
        let by_group = fifo && self.setup.by_group;
        let attributes = QueueAttributes {
            delay_s: if is_source { self.setup.delay_s } else { 0 },
            retention_s: self.setup.retention_s,
            receive_wait_s: self.setup.wait_s,
            visibility_timeout_s: 9,
            redrive: redrive.filter(|redrive| self.engine.queue(redrive.dead_letter_target).is_some()),
            deduplication_scope: if by_group {
                DeduplicationScope::MessageGroup
            } else {
                DeduplicationScope::Queue
            },
            ..Default::default()
        };
        let storage = Storage {
            in_flight_max: self.setup.in_flight_max,
            fifo_lookahead: self.setup.fifo_lookahead,
            ..Storage::PLAIN
        };
        Command::CreateQueue {
            name: name.into(),
            kind: if fifo { QueueKind::Fifo } else { QueueKind::Standard },
            attributes: Box::new(living.map_or(attributes, |queue| queue.attributes.clone())),
            storage,
        }
    }

    fn send(&mut self, queue: QueueId, delay_s: Option<u32>, group: u8, deduplication: u8) -> Command {
        self.sends += 1;
        let fifo = self.engine.queue(queue).is_none_or(|queue| queue.kind == QueueKind::Fifo);
        // A quarter of the sends uses one of a few ids again.
        let name =
            if deduplication < 64 { u64::from(deduplication % 3) } else { 1_000 + self.sends }.to_string();
        Command::SendMessage {
            queue,
            body: Body::Simulated { len_bytes: 10, hash: self.sends },
            delay_s: if fifo { delay_s.map(|_| 0) } else { delay_s },
            group: (fifo || group == 0).then(|| format!("g{group}").into()),
            deduplication_id: fifo.then(|| name.into()),
        }
    }

    /// One call; what it taught the clients is remembered.
    fn call(&mut self, now: Time, command: Command, events: &mut Vec<Event>) -> Result<Reply, Refusal> {
        let reply = self.engine.apply(now, &Caller::default(), command.clone(), &mut NoChance, events);
        if let (Command::CreateQueue { name, .. }, Ok(Reply::Queue(id))) = (&command, &reply) {
            let place = QUEUES.iter().position(|queue| **queue == **name);
            self.ids[place.expect("one of ours")] = Some(*id);
        }
        if let Ok(Reply::Received(deliveries)) = &reply {
            self.handles.extend(deliveries.iter().map(|delivery| delivery.handle));
        }
        self.collect(events);
        reply
    }

    /// Takes the answers of the parked receives that the events name.
    fn collect(&mut self, events: &[Event]) {
        for event in events {
            if let EventKind::PollAnswered { ticket, .. } = event.kind {
                let answer = self.engine.take_answer(ticket).expect("each answer is there once");
                let deliveries = answer.iter().flatten();
                self.handles.extend(deliveries.map(|delivery| delivery.handle));
                self.answered.push((ticket, answer));
            }
        }
    }
}

// The model knows no slots.

fn without_slot(id: &mut MessageId) {
    id.slot = 0;
}

fn plain_deliveries(mut deliveries: Vec<Delivery>) -> Vec<Delivery> {
    for delivery in &mut deliveries {
        without_slot(&mut delivery.message);
        without_slot(&mut delivery.handle.message);
    }
    deliveries
}

fn plain_reply(mut reply: Result<Reply, Refusal>) -> Result<Reply, Refusal> {
    match &mut reply {
        Ok(Reply::Sent { message, .. }) => without_slot(message),
        Ok(Reply::Received(deliveries)) => *deliveries = plain_deliveries(std::mem::take(deliveries)),
        Ok(Reply::Queue(_) | Reply::Parked(_) | Reply::Done) | Err(_) => {}
    }
    reply
}

fn plain_event(mut event: Event) -> Event {
    match &mut event.kind {
        EventKind::Sent { message, .. }
        | EventKind::Deduplicated { original: message, .. }
        | EventKind::Received { message, .. }
        | EventKind::Deleted { message, .. }
        | EventKind::DeletedAgain { message, .. }
        | EventKind::VisibilityChanged { message, .. }
        | EventKind::Visible { message, .. }
        | EventKind::DeadLettered { message, .. }
        | EventKind::Expired { message, .. } => without_slot(message),
        EventKind::QueueCreated { .. }
        | EventKind::QueueDeleted { .. }
        | EventKind::QueuePurged { .. }
        | EventKind::EmptyReceive { .. }
        | EventKind::PollParked { .. }
        | EventKind::PollAnswered { .. }
        | EventKind::PollAbandoned { .. } => {}
    }
    event
}

fn assert_same(run: &mut Run, model: &mut Model, events: &[Event]) {
    let plain: Vec<Event> = events.iter().copied().map(plain_event).collect();
    assert_eq!(plain, std::mem::take(&mut model.events), "events");
    let answers = std::mem::take(&mut run.answered).into_iter();
    let answers: Vec<_> = answers.map(|(ticket, answer)| (ticket, answer.map(plain_deliveries))).collect();
    assert_eq!(answers, std::mem::take(&mut model.answers), "answers of waiting receives");
    assert_eq!(run.engine.next_deadline(), model.next_deadline(), "next deadline");
    for queue in (0..model.queues.len() as u32).map(QueueId) {
        assert_same_queue(&run.engine, model, queue);
    }
    run.engine.check();
}

fn assert_same_queue(engine: &Engine, model: &Model, queue: QueueId) {
    assert_eq!(engine.queue(queue).is_some(), model.alive(queue).is_ok(), "{queue:?} exists");
    let Some(view) = engine.queue(queue) else { return };
    assert_eq!(view.counts, model.counts(queue), "counts of {queue:?}");
    let waiting = model.waiting.iter().filter(|poll| poll.queue == queue).count() as u64;
    assert_eq!(view.waiting_polls, waiting, "waiting at {queue:?}");
    let stored = model.of_queue(queue);
    assert_eq!(view.oldest_arrived_at, stored.iter().map(|message| message.arrived_at).min());
    let messages: Vec<MessageView> = engine.messages(queue).collect();
    assert_eq!(messages.len(), stored.len());
    for (view, message) in messages.iter().zip(stored) {
        let state = match message.state {
            State::Delayed(until) => MessageState::Delayed { until },
            State::Visible(since) => MessageState::Visible { since },
            State::InFlight(until) => MessageState::InFlight { since: message.received_at, until },
        };
        let seen = (view.id.serial, view.state, view.receive_count, view.expires_at, view.blocked);
        let blocked = model.is_blocked(message);
        let expires_at = model.expires_at(message);
        assert_eq!(seen, (message.serial, state, message.receive_count, expires_at, blocked));
        assert_eq!(engine.message(view.id).as_ref(), Some(view));
    }
}

fn start(setup: &Setup) -> (Run, Model) {
    let (mut run, mut model) = (Run::new(setup.clone()), Model::default());
    for queue in [1, 0, 3, 2] {
        let command = run.create(queue);
        let mut events = Vec::new();
        run.call(0, command.clone(), &mut events).expect("a valid queue");
        model.apply(0, command).expect("a valid queue");
        model.events.clear();
    }
    if setup.own_dlq
        && let Some(max_receive_count) = setup.max_receive_count
    {
        for queue in [0, 2] {
            let target = run.ids[queue].expect("created above");
            let redrive = Some(Some(RedrivePolicy { dead_letter_target: target, max_receive_count }));
            let changes = Box::new(AttributeChanges { redrive, ..Default::default() });
            let command = Command::SetQueueAttributes { queue: target, changes };
            run.call(0, command.clone(), &mut Vec::new()).expect("a queue may be its own");
            model.apply(0, command).expect("a queue may be its own");
        }
    }
    (run, model)
}

/// Fixed unless the environment says otherwise.
fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, max_shrink_iters: 20_000, ..Default::default() };
    let rng_seed = match config.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 512 };
    ProptestConfig { cases, rng_seed, ..config }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn engine_answers_as_the_naive_model(setup in setup(), steps in prop::collection::vec(step(), 1..120)) {
        let (mut run, mut model) = start(&setup);
        let mut now = 0;
        for step in &steps {
            now += step.pause_us;
            let Some(command) = run.command(&step.op) else { continue };
            let mut events = Vec::new();
            let reply = run.call(now, command.clone(), &mut events);
            let expected = model.apply(now, command);
            assert_eq!(plain_reply(reply), expected, "reply to {step:?}");
            assert_same(&mut run, &mut model, &events);
        }
        let mut events = Vec::new();
        run.engine.advance(now + 14 * 86_400 * MICROS_PER_S, &mut NoChance, &mut events);
        run.collect(&events);
        model.advance(now + 14 * 86_400 * MICROS_PER_S);
        assert_same(&mut run, &mut model, &events);
    }
}
