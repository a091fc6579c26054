//! Random steps, and the clients who take them.

mod commands;
mod ops;
mod settings;

use proptest::prelude::*;
use sqs::*;

pub use ops::{Forgery, Letter, Op, Pick, Step, step};

/// Queues of a run: each is made again under its name if it was deleted.
pub const QUEUES: [&str; 4] = ["work", "work-dlq", "lane.fifo", "lane-dlq.fifo"];

/// An account that owns none of these queues.
pub const STRANGER: u64 = 210_987_654_321;

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
    /// On top of `by_group`.
    pub high_throughput: bool,
    /// What only chance decides, and AWS's knobs.
    pub chance: Storage,
}

/// Queues with several servers, and every freedom that a standard queue has.
pub fn chance() -> impl Strategy<Value = Storage> {
    let ppm = || prop_oneof![1 => Just(0_u32), 2 => Just(300_000), 1 => Just(1_000_000)];
    (1..8_u32, 1..4_u32, ppm(), ppm(), ppm(), prop_oneof![Just(0_u32), Just(2)], knobs()).prop_map(
        |(
            shards,
            sample,
            false_empty_ppm,
            double_delivery_ppm,
            duplicate_on_delete_ppm,
            reorder_messages,
            knobs,
        )| {
            Storage {
                shards,
                sample: sample.min(shards),
                false_empty_ppm,
                double_delivery_ppm,
                duplicate_on_delete_ppm,
                reorder_messages,
                fifo_calls_per_s: None,
                fair: true,
                ..knobs
            }
        },
    )
}

/// Machinery that leaves nothing to chance.
pub fn knobs() -> impl Strategy<Value = Storage> {
    let seconds = |most: u32| prop_oneof![3 => Just(0_u32), 1 => 1..=most];
    let stale_delete = prop_oneof![Just(StaleDelete::Deletes), Just(StaleDelete::DoesNothing)];
    let spreading = (seconds(60), seconds(900), seconds(60));
    let choices = (any::<bool>(), stale_delete, any::<bool>());
    // Few enough calls a second for random clients to meet the limit.
    let throughput = (prop_oneof![Just(None), (1..3_u32).prop_map(Some)], 1..5_u32);
    (spreading, choices, throughput).prop_map(|(spreading, choices, throughput)| {
        let (attribute_propagation_s, retention_propagation_s, purge_s) = spreading;
        let (fair, stale_delete, scope_changes_live) = choices;
        let (fifo_calls_per_s, fifo_partitions) = throughput;
        Storage {
            attribute_propagation_s,
            retention_propagation_s,
            purge_s,
            fair,
            stale_delete,
            scope_changes_live,
            fifo_calls_per_s,
            fifo_partitions,
            ..Storage::PLAIN
        }
    })
}

pub fn setup(chance: impl Strategy<Value = Storage>) -> impl Strategy<Value = Setup> {
    let numbers = (
        prop_oneof![1 => Just(2_u32), 2 => Just(5), 3 => Just(120_000)],
        prop_oneof![Just(1_u32), Just(3), Just(120_000)],
        prop_oneof![Just(60_u32), Just(200), Just(345_600)],
        prop_oneof![3 => Just(0_u32), 1 => Just(7)],
        prop_oneof![3 => Just(0_u32), 1 => Just(5)],
    );
    let choices = (prop::option::of(1_u32..4), prop::bool::weighted(0.2), any::<bool>(), any::<bool>());
    (numbers, choices, chance).prop_map(|(numbers, choices, chance)| {
        let (max_receive_count, own_dlq, by_group, high_throughput) = choices;
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
            high_throughput,
            chance,
        }
    })
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
    pub latest_receive: Option<Command>,
    pub luck: Luck,
}

impl Run {
    pub fn new(setup: Setup) -> Self {
        let Storage { shards, false_empty_ppm, double_delivery_ppm, duplicate_on_delete_ppm, .. } =
            setup.chance;
        let chances = false_empty_ppm + double_delivery_ppm + duplicate_on_delete_ppm;
        let forbidden = shards == 1 && chances == 0 && setup.chance.reorder_messages == 0;
        let luck = Luck { state: 1, forbidden };
        Self {
            engine: Engine::new(),
            setup,
            luck,
            ids: [None; QUEUES.len()],
            handles: Vec::new(),
            answered: Vec::new(),
            sends: 0,
            latest_receive: None,
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

    /// Created once with the setup's attributes; an equal call later finds it, whatever was changed since.
    pub fn create(&self, queue: usize) -> Command {
        let name = QUEUES[queue];
        let fifo = commands::kind(queue) == QueueKind::Fifo;
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
            fifo_throughput_limit: if by_group && self.setup.high_throughput {
                FifoThroughputLimit::PerMessageGroupId
            } else {
                FifoThroughputLimit::PerQueue
            },
            ..Default::default()
        };
        let storage = Storage {
            in_flight_max: self.setup.in_flight_max,
            fifo_lookahead: self.setup.fifo_lookahead,
            ..self.setup.chance
        };
        let attributes = living.map_or(attributes, |queue| queue.attributes.clone());
        Command::CreateQueue {
            name: name.into(),
            kind: commands::kind(queue),
            attributes: Box::new(AttributeChanges::all(&attributes, commands::kind(queue))),
            tags: Vec::new(),
            storage,
        }
    }

    /// One call; what it taught the clients is remembered.
    pub fn call(&mut self, now: Time, command: Command, events: &mut Vec<Event>) -> Result<Reply, Refusal> {
        self.call_as(&Caller::default(), now, command, events)
    }

    pub fn call_as(
        &mut self,
        caller: &Caller,
        now: Time,
        command: Command,
        events: &mut Vec<Event>,
    ) -> Result<Reply, Refusal> {
        let reply = self.engine.apply(now, caller, command.clone(), &mut self.luck, events);
        // A call that changes nothing is answered alike by an engine that nobody may change.
        if let Some(looked) = self.engine.look_up(now, caller, &command) {
            assert_eq!(looked, reply, "{command:?}");
        }
        let is_owner = caller.account == Caller::OWNER_ACCOUNT;
        if let (Command::CreateQueue { name, .. }, Ok(Reply::Queue(id))) = (&command, &reply)
            && is_owner
        {
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
