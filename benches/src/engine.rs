//! The engine: one message's way through a queue, and what a backlog costs.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use sqs::{Body, Caller, Command, Engine, Event, NoChance, QueueId, QueueKind, Reply, Storage, Time};

use crate::measure::{Spread, ratios, seconds};
use crate::report::Row;

/// Messages that are under way at once, on both sides.
const ROUND: u32 = 1_000;
/// Bytes that a queued message may cost beyond its body.
const MESSAGE_BYTES_REACH: f64 = 200.0;

/// The rows of the engine.
pub fn rows(quick: bool) -> Vec<Row> {
    let (runs, messages) = if quick { (3, 20_000) } else { (11, 400_000) };
    let deep = if quick { 100_000 } else { 1_000_000 };
    let against_heap = ratios(runs, || cycles(&mut Bench::with_backlog(0), messages), || bare(messages));
    let mut shallow = Bench::with_backlog(1_000);
    let mut with_deep = Bench::with_backlog(deep);
    let backlog =
        ratios(runs, || cycles(&mut with_deep, messages / 4), || cycles(&mut shallow, messages / 4));
    let bytes = with_deep.engine.heap_bytes() as f64 / f64::from(deep);
    vec![
        Row::new(
            "engine: send + receive + delete of one message",
            "`BinaryHeap` push and pop + `HashMap` insert and remove",
            format!("{against_heap} times"),
            "at most 3 times",
            against_heap.median <= 3.0,
        ),
        Row::new(
            &format!("engine at a backlog of {deep}"),
            "the same at 1,000",
            format!("{backlog} times"),
            "at most 2 times",
            backlog.median <= 2.0,
        ),
        Row::new(
            &format!("engine: bytes a message at a backlog of {deep}, beyond its body"),
            "—",
            format!("{:.0}", Spread::of(vec![bytes]).median),
            "at most 200",
            bytes <= MESSAGE_BYTES_REACH,
        ),
    ]
}

/// An engine with one standard queue of six servers.
struct Bench {
    engine: Engine,
    queue: QueueId,
    now: Time,
    events: Vec<Event>,
    caller: Caller,
}

impl Bench {
    fn with_backlog(messages: u32) -> Self {
        let mut bench = Self {
            engine: Engine::new(),
            queue: QueueId(0),
            now: 0,
            events: Vec::new(),
            caller: Caller::default(),
        };
        let create = Command::CreateQueue {
            name: "orders".into(),
            kind: QueueKind::Standard,
            attributes: Box::default(),
            tags: Vec::new(),
            storage: Storage::PLAIN,
        };
        if let Ok(Reply::Queue(queue)) = bench.call(create) {
            bench.queue = queue;
        }
        for number in 0..messages {
            bench.send(number);
        }
        bench
    }

    fn call(&mut self, command: Command) -> Result<Reply, sqs::Refusal> {
        self.events.clear();
        self.engine.apply(self.now, &self.caller, command, &mut NoChance, &mut self.events)
    }

    fn send(&mut self, number: u32) {
        let body = Body::Simulated { len_bytes: 1_024, hash: u64::from(number) };
        let send = Command::SendMessage { queue: self.queue, entry: body.into() };
        let _ = self.call(send);
    }

    fn receive_and_delete(&mut self) {
        let receive = Command::ReceiveMessage {
            queue: self.queue,
            max_messages: None,
            visibility_timeout_s: None,
            wait_s: None,
            attempt_id: None,
        };
        let Ok(Reply::Received(messages)) = self.call(receive) else { return };
        for message in &messages {
            let _ = self.call(Command::DeleteMessage { queue: self.queue, handle: message.handle });
        }
        self.engine.give_back(messages);
    }
}

/// Seconds for so many messages at the backlog as it stands, in rounds: all of a round are sent, then each is received
/// and deleted.
fn cycles(bench: &mut Bench, messages: u32) -> f64 {
    seconds(|| {
        for round in 0..messages / ROUND {
            for number in 0..ROUND {
                bench.now += 1_000;
                bench.send(round * ROUND + number);
            }
            for _ in 0..ROUND {
                bench.receive_and_delete();
            }
        }
    })
}

/// The same count in the same rounds: pushed on a heap and inserted in a hash map, then popped and removed.
fn bare(messages: u32) -> f64 {
    let mut heap = BinaryHeap::new();
    let mut stored = HashMap::new();
    let mut now = 0u64;
    seconds(|| {
        for round in 0..messages / ROUND {
            for number in 0..ROUND {
                now += 1_000;
                heap.push(Reverse((now, round * ROUND + number)));
                stored.insert(round * ROUND + number, now);
            }
            while let Some(Reverse((_, first))) = heap.pop() {
                std::hint::black_box(stored.remove(&first));
            }
        }
    })
}
