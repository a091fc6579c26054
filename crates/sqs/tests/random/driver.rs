//! Random steps, and the clients who take them.

use proptest::prelude::*;
use sqs::*;

/// Queues of a run: each is made again under its name if it was deleted.
pub const QUEUES: [&str; 4] = ["work", "work-dlq", "lane.fifo", "lane-dlq.fifo"];

#[derive(Clone, Debug)]
pub enum Op {
    Create { queue: usize },
    DeleteQueue { queue: usize },
    Purge { queue: usize },
    SetRetention { queue: usize, retention_s: u32 },
    SetDelay { queue: usize, delay_s: u32 },
    SetRedrive { queue: usize, target: usize, max_receive_count: Option<u32> },
    Send { queue: usize, delay_s: Option<i32>, group: u8, deduplication: u8 },
    Receive { queue: usize, max: i32, timeout_s: Option<i32>, wait_s: Option<i32> },
    Delete { queue: Option<usize>, handle: usize },
    Change { handle: usize, timeout_s: i32 },
    Abandon { ticket: u64 },
}

#[derive(Clone, Debug)]
pub struct Step {
    pub pause_us: Time,
    pub op: Op,
}

/// How the queues of a run start.
#[derive(Clone, Debug)]
pub struct Setup {
    pub in_flight_max: u32,
    pub fifo_lookahead: u32,
    pub retention_s: u32,
    pub delay_s: u32,
    pub wait_s: u32,
    pub max_receive_count: Option<u32>,
    pub own_dlq: bool,
    pub by_group: bool,
    /// What only chance decides; [`Storage::PLAIN`]'s values for the model.
    pub chance: Storage,
}

/// Queues with several servers, and every freedom that a standard queue has.
pub fn chance() -> impl Strategy<Value = Storage> {
    let ppm = || prop_oneof![1 => Just(0_u32), 2 => Just(300_000), 1 => Just(1_000_000)];
    (1..8_u32, 1..4_u32, ppm(), ppm(), ppm(), prop_oneof![Just(0_u32), Just(2)]).prop_map(
        |(
            shards,
            sample,
            false_empty_ppm,
            double_delivery_ppm,
            duplicate_on_delete_ppm,
            reorder_messages,
        )| {
            Storage {
                shards,
                sample: sample.min(shards),
                false_empty_ppm,
                double_delivery_ppm,
                duplicate_on_delete_ppm,
                reorder_messages,
                ..Storage::PLAIN
            }
        },
    )
}

pub fn setup(chance: impl Strategy<Value = Storage>) -> impl Strategy<Value = Setup> {
    let numbers = (
        prop_oneof![1 => Just(2_u32), 2 => Just(5), 3 => Just(120_000)],
        prop_oneof![Just(1_u32), Just(3), Just(120_000)],
        prop_oneof![Just(60_u32), Just(200), Just(345_600)],
        prop_oneof![3 => Just(0_u32), 1 => Just(7)],
        prop_oneof![3 => Just(0_u32), 1 => Just(5)],
    );
    let choices = (prop::option::of(1_u32..4), prop::bool::weighted(0.2), any::<bool>());
    (numbers, choices, chance).prop_map(|(numbers, (max_receive_count, own_dlq, by_group), chance)| {
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
            chance,
        }
    })
}

pub fn step() -> impl Strategy<Value = Step> {
    let pause_us = prop_oneof![
        40 => Just(0),
        20 => 1..3_000_000_u64,
        20 => (1..12_u64).prop_map(|s| s * MICROS_PER_S),
        4 => (20..400_u64).prop_map(|s| s * MICROS_PER_S),
        1 => Just(8_000 * MICROS_PER_S),
    ];
    (pause_us, op()).prop_map(|(pause_us, op)| Step { pause_us, op })
}

pub fn op() -> impl Strategy<Value = Op> {
    let queue = || prop_oneof![4 => 0..QUEUES.len(), 3 => Just(0), 3 => Just(2)];
    let timeout_s = || prop_oneof![Just(0_i32), Just(1), 2..15_i32, Just(30), Just(43_200)];
    let wait_s = prop::option::of(prop_oneof![3 => Just(0_i32), 3 => 1..20_i32]);
    let delay_s = prop::option::weighted(0.2, 0..6_i32);
    let handle = || prop_oneof![3 => 0..4_usize, 1 => 0..40_usize];
    prop_oneof![
        4 => queue().prop_map(|queue| Op::Create { queue }),
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
        40 => (queue(), 1..11_i32, prop::option::of(timeout_s()), wait_s).prop_map(
            |(queue, max, timeout_s, wait_s)| Op::Receive { queue, max, timeout_s, wait_s }
        ),
        20 => (prop::option::weighted(0.1, queue()), handle())
            .prop_map(|(queue, handle)| Op::Delete { queue, handle }),
        20 => (handle(), timeout_s()).prop_map(|(handle, timeout_s)| Op::Change { handle, timeout_s }),
        3 => (0..20_u64).prop_map(|ticket| Op::Abandon { ticket }),
    ]
}

/// A small generator. Plain storage leaves nothing to chance, so it must not be asked there.
#[derive(Clone, Debug)]
pub struct Luck {
    pub state: u64,
    pub forbidden: bool,
}

impl Dice for Luck {
    fn below(&mut self, queue: QueueId, n: u32) -> u32 {
        assert!(n >= 2, "{queue:?} asks without a choice");
        assert!(!self.forbidden, "{queue:?} asks on plain storage");
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) % u64::from(n)) as u32
    }
}

/// The engine with what its clients hold.
#[derive(Clone)]
pub struct Run {
    pub engine: Engine,
    pub setup: Setup,
    pub ids: [Option<QueueId>; QUEUES.len()],
    pub handles: Vec<ReceiptHandle>,
    pub answered: Vec<(Ticket, Result<Vec<Delivery>, Refusal>)>,
    pub sends: u64,
    pub luck: Luck,
}

impl Run {
    pub fn new(setup: Setup) -> Self {
        let luck = Luck { state: 1, forbidden: setup.chance == Storage::PLAIN };
        Self {
            engine: Engine::new(),
            setup,
            luck,
            ids: [None; QUEUES.len()],
            handles: Vec::new(),
            answered: Vec::new(),
            sends: 0,
        }
    }

    /// The commands that make the queues of a run.
    pub fn start(&mut self) -> Vec<Command> {
        let mut commands = Vec::new();
        for queue in [1, 0, 3, 2] {
            commands.push(self.create(queue));
            self.call(0, commands[commands.len() - 1].clone(), &mut Vec::new()).expect("a valid queue");
        }
        if self.setup.own_dlq
            && let Some(max_receive_count) = self.setup.max_receive_count
        {
            for queue in [0, 2].map(|queue| self.ids[queue].expect("created above")) {
                let redrive = Some(Some(RedrivePolicy { dead_letter_target: queue, max_receive_count }));
                let changes = Box::new(AttributeChanges { redrive, ..Default::default() });
                commands.push(Command::SetQueueAttributes { queue, changes });
                self.call(0, commands[commands.len() - 1].clone(), &mut Vec::new()).expect("its own DLQ");
            }
        }
        commands
    }

    pub fn command(&mut self, op: &Op) -> Option<Command> {
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
                attempt_id: None,
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
    pub fn create(&self, queue: usize) -> Command {
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
            ..self.setup.chance
        };
        let kind = if fifo { QueueKind::Fifo } else { QueueKind::Standard };
        let attributes = living.map_or(attributes, |queue| queue.attributes.clone());
        Command::CreateQueue {
            name: name.into(),
            kind,
            attributes: Box::new(AttributeChanges::all(&attributes, kind)),
            tags: Vec::new(),
            storage,
        }
    }

    fn send(&mut self, queue: QueueId, delay_s: Option<i32>, group: u8, deduplication: u8) -> Command {
        self.sends += 1;
        let fifo = self.engine.queue(queue).is_none_or(|queue| queue.kind == QueueKind::Fifo);
        // A quarter of the sends uses one of a few ids again.
        let name =
            if deduplication < 64 { u64::from(deduplication % 3) } else { 1_000 + self.sends }.to_string();
        let entry = SendEntry {
            delay_s: if fifo { delay_s.map(|_| 0) } else { delay_s },
            group: (fifo || group < 3).then(|| format!("g{group}").into()),
            deduplication_id: fifo.then(|| name.into()),
            ..Body::Simulated { len_bytes: 10, hash: self.sends }.into()
        };
        Command::SendMessage { queue, entry }
    }

    /// One call; what it taught the clients is remembered.
    pub fn call(&mut self, now: Time, command: Command, events: &mut Vec<Event>) -> Result<Reply, Refusal> {
        let reply = self.engine.apply(now, &Caller::default(), command.clone(), &mut self.luck, events);
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
    pub fn collect(&mut self, events: &[Event]) {
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
