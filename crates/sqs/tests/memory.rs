//! What an engine costs in memory, and what a checkpoint adds (`Engine::heap_bytes`).

use sqs::*;

const BACKLOG: u64 = 20_000;

/// One standard queue without chance.
struct Bench {
    engine: Engine,
    queue: QueueId,
    now: Time,
}

impl Bench {
    fn new() -> Self {
        let mut bench = Self { engine: Engine::new(), queue: QueueId(0), now: 0 };
        let create = Command::CreateQueue {
            name: "q".into(),
            kind: QueueKind::Standard,
            attributes: Box::default(),
            tags: Vec::new(),
            storage: Storage::PLAIN,
        };
        assert_eq!(bench.call(create), Reply::Queue(bench.queue));
        bench
    }

    fn call(&mut self, command: Command) -> Reply {
        self.now += 1;
        let (caller, mut events) = (Caller::default(), Vec::new());
        let reply = self.engine.apply(self.now, &caller, command, &mut NoChance, &mut events);
        reply.expect("a valid call")
    }

    fn send(&mut self, count: u64) {
        for hash in 0..count {
            let (queue, body) = (self.queue, Body::Simulated { len_bytes: 1, hash });
            let send = Command::SendMessage { queue, entry: body.into() };
            self.call(send);
        }
    }

    fn receive(&mut self, max: i32) -> Vec<Delivery> {
        let receive = Command::ReceiveMessage {
            queue: self.queue,
            max_messages: Some(max),
            visibility_timeout_s: Some(30),
            wait_s: None,
            attempt_id: None,
        };
        match self.call(receive) {
            Reply::Received(deliveries) => deliveries,
            other => panic!("expected messages, got {other:?}"),
        }
    }

    fn delete(&mut self, handle: ReceiptHandle) {
        self.call(Command::DeleteMessage { queue: self.queue, handle });
    }

    fn heartbeat(&mut self, handle: ReceiptHandle, timeout_s: i32) {
        let queue = self.queue;
        let change = Command::ChangeMessageVisibility { queue, handle, visibility_timeout_s: timeout_s };
        self.call(change);
    }
}

#[test]
fn a_message_of_a_backlog_takes_at_most_200_bytes() {
    let mut bench = Bench::new();
    let empty = bench.engine.heap_bytes();
    bench.send(BACKLOG);
    let per_message = (bench.engine.heap_bytes() - empty) / BACKLOG;
    assert!((100..=200).contains(&per_message), "{per_message} bytes a message");
    while !bench.receive(10).is_empty() {}
    let per_message = (bench.engine.heap_bytes() - empty) / BACKLOG;
    assert!((100..=200).contains(&per_message), "{per_message} bytes a message in flight");
}

#[test]
fn a_checkpoint_of_an_untouched_backlog_is_cheap() {
    let mut bench = Bench::new();
    bench.send(BACKLOG);
    let whole = bench.engine.heap_bytes();
    bench.engine.share();
    let checkpoint = bench.engine.clone();
    assert!(checkpoint.heap_bytes() * 50 < whole, "{} of {whole} bytes", checkpoint.heap_bytes());
    for _ in 0..100 {
        bench.send(1);
        let taken = bench.receive(1);
        bench.delete(taken[0].handle);
    }
    let own = bench.engine.heap_bytes();
    assert!(own * 10 < whole, "the next checkpoint adds {own} of {whole} bytes");
    let messages: Vec<MessageView> = checkpoint.messages(bench.queue).collect();
    assert_eq!(messages.len() as u64, BACKLOG, "the checkpoint stays as it was");
    assert!(messages.iter().all(|message| message.receive_count == 0));
}

#[test]
fn heartbeats_and_old_timers_leave_nothing_behind() {
    let mut bench = Bench::new();
    bench.send(10);
    let taken = bench.receive(10);
    let before = bench.engine.heap_bytes();
    for beat in 0..20_000 {
        bench.heartbeat(taken[beat % 10].handle, 600 - (beat % 500) as i32);
    }
    for delivery in taken {
        bench.delete(delivery.handle);
    }
    for _ in 0..5_000 {
        bench.send(1);
        let taken = bench.receive(1);
        bench.delete(taken[0].handle);
    }
    let after = bench.engine.heap_bytes();
    assert!(after < before + 32_768, "{before} bytes became {after}");
    bench.engine.check();
}
