//! What chance does on a standard queue, each freedom alone (sqs-facts §2.1, §2.2).

use sqs::*;

/// Answers in turn, then 0; remembers what it was asked.
#[derive(Default)]
struct Script {
    answers: Vec<u32>,
    asked: Vec<u32>,
}

impl Dice for Script {
    fn below(&mut self, _queue: QueueId, n: u32) -> u32 {
        self.asked.push(n);
        if self.answers.is_empty() { 0 } else { self.answers.remove(0).min(n - 1) }
    }
}

/// One standard queue and its clients.
struct Bench {
    engine: Engine,
    queue: QueueId,
    dice: Script,
    events: Vec<Event>,
    now: Time,
}

impl Bench {
    fn new(storage: Storage) -> Self {
        let (mut engine, mut dice, mut events) = (Engine::new(), Script::default(), Vec::new());
        let command = Command::CreateQueue {
            name: "q".into(),
            kind: QueueKind::Standard,
            attributes: Box::default(),
            tags: Vec::new(),
            storage,
        };
        let created = engine.apply(0, &Caller::default(), command, &mut dice, &mut events);
        assert_eq!(created, Ok(Reply::Queue(QueueId(0))));
        Self { engine, queue: QueueId(0), dice, events: Vec::new(), now: 0 }
    }

    fn call(&mut self, command: Command) -> Result<Reply, Refusal> {
        let caller = Caller::default();
        let reply = self.engine.apply(self.now, &caller, command, &mut self.dice, &mut self.events);
        self.engine.check();
        reply
    }

    fn send(&mut self, count: u64) {
        for hash in 0..count {
            let body = Body::Simulated { len_bytes: 1, hash };
            let queue = self.queue;
            let command = Command::SendMessage { queue, entry: body.into() };
            assert!(self.call(command).is_ok());
        }
    }

    /// What a receive answers at once.
    fn receive(&mut self, max: i32, timeout_s: i32, wait_s: i32) -> Vec<Delivery> {
        let command = Command::ReceiveMessage {
            queue: self.queue,
            max_messages: Some(max),
            visibility_timeout_s: Some(timeout_s),
            wait_s: Some(wait_s),
            attempt_id: None,
        };
        match self.call(command) {
            Ok(Reply::Received(deliveries)) => deliveries,
            other => panic!("expected messages, got {other:?}"),
        }
    }

    fn park(&mut self, wait_s: i32) -> Ticket {
        let queue = self.queue;
        let command = Command::ReceiveMessage {
            queue,
            max_messages: Some(1),
            visibility_timeout_s: None,
            wait_s: Some(wait_s),
            attempt_id: None,
        };
        match self.call(command) {
            Ok(Reply::Parked(ticket)) => ticket,
            other => panic!("expected to wait, got {other:?}"),
        }
    }

    fn delete(&mut self, delivery: &Delivery) {
        let command = Command::DeleteMessage { queue: self.queue, handle: delivery.handle };
        assert_eq!(self.call(command), Ok(Reply::Done));
    }

    fn counts(&self) -> (u64, u64) {
        let counts = self.engine.queue(self.queue).expect("it exists").counts;
        (counts.visible, counts.in_flight)
    }

    fn kinds(&mut self) -> Vec<EventKind> {
        std::mem::take(&mut self.events).into_iter().map(|event| event.kind).collect()
    }
}

fn serials(deliveries: &[Delivery]) -> Vec<u64> {
    deliveries.iter().map(|delivery| delivery.message.serial).collect()
}

#[test]
fn a_short_poll_asks_one_server_and_does_not_top_up() {
    let mut bench = Bench::new(Storage { shards: 3, ..Storage::PLAIN });
    bench.dice.answers = vec![0, 1, 0, 2, 1, 0];
    bench.send(6);
    assert_eq!(bench.dice.asked, [3; 6]);
    bench.dice.asked.clear();
    bench.dice.answers = vec![1, 0];
    assert_eq!(serials(&bench.receive(10, 30, 0)), [2, 5]);
    assert_eq!(serials(&bench.receive(2, 30, 0)), [1, 3]);
    assert_eq!(serials(&bench.receive(10, 30, 0)), [6]);
    assert_eq!(serials(&bench.receive(10, 30, 0)), [4]);
    assert_eq!(bench.dice.asked, [3, 2, 2], "an empty server is never asked, the last one is no choice");
}

#[test]
fn a_long_poll_asks_all_servers_and_answers_in_send_order() {
    let mut bench = Bench::new(Storage { shards: 3, ..Storage::PLAIN });
    bench.dice.answers = vec![0, 1, 0, 2, 1, 0];
    bench.send(6);
    bench.dice.answers = vec![2, 1];
    assert_eq!(serials(&bench.receive(4, 30, 20)), [1, 2, 4, 5], "the last server was visited last");
    assert_eq!(serials(&bench.receive(10, 30, 20)), [3, 6]);
}

#[test]
fn a_false_empty_leaves_the_messages() {
    let mut bench = Bench::new(Storage { shards: 4, false_empty_ppm: ONE_MILLION, ..Storage::PLAIN });
    bench.dice.answers = vec![3];
    bench.send(1);
    bench.kinds();
    assert_eq!(bench.receive(10, 30, 0), []);
    let queue = bench.queue;
    assert_eq!(bench.kinds(), [EventKind::EmptyReceive { queue, false_empty: true }]);
    assert_eq!(serials(&bench.receive(10, 30, 1)), [1], "a long poll finds it");
    assert_eq!(bench.receive(10, 30, 0), []);
    let empty = EventKind::EmptyReceive { queue, false_empty: false };
    assert_eq!(bench.kinds().last(), Some(&empty), "nothing is visible");
}

#[test]
fn a_second_copy_goes_to_another_receive() {
    let mut bench = Bench::new(Storage::PLAIN);
    bench.send(1);
    bench.engine.leave_second_copy(bench.queue);
    let first = bench.receive(10, 30, 0);
    assert_eq!(serials(&first), [1], "not twice in the call that left the copy");
    assert_eq!(bench.counts(), (0, 1));
    bench.now = 10 * MICROS_PER_S;
    let second = bench.receive(10, 30, 0);
    assert_eq!((serials(&second), second[0].receive_count), (vec![1], 2));
    assert_eq!(second[0].visible_at, 40 * MICROS_PER_S, "the timer starts again");
    assert_eq!(bench.counts(), (0, 1), "it counts once");
    assert_eq!(bench.receive(10, 30, 0), [], "one hand-out was asked to leave a copy");
    let copy = |kind: &EventKind| matches!(kind, EventKind::Received { second_copy: true, .. });
    assert_eq!(bench.kinds().iter().filter(|kind| copy(kind)).count(), 1);
    bench.now = 39 * MICROS_PER_S;
    assert_eq!(bench.receive(10, 30, 0), []);
    bench.now = 40 * MICROS_PER_S;
    assert_eq!(bench.receive(10, 30, 0)[0].receive_count, 3);
}

#[test]
fn a_second_copy_can_be_received_with_timeout_zero() {
    let mut bench = Bench::new(Storage::PLAIN);
    bench.send(1);
    bench.engine.leave_second_copy(bench.queue);
    bench.receive(1, 30, 0);
    assert_eq!(serials(&bench.receive(1, 0, 0)), [1]);
    assert_eq!(bench.counts(), (1, 0), "visible at once");
    assert_eq!(bench.receive(10, 5, 0)[0].receive_count, 3);
    assert_eq!(bench.engine.next_deadline(), Some(5 * MICROS_PER_S), "the first timeout is void");
}

#[test]
fn a_waiting_receive_gets_the_second_copy() {
    let mut bench = Bench::new(Storage::PLAIN);
    let (first, second, third) = (bench.park(20), bench.park(20), bench.park(20));
    bench.engine.leave_second_copy(bench.queue);
    bench.send(1);
    for ticket in [first, second] {
        let answer = bench.engine.take_answer(ticket).expect("answered").expect("messages");
        assert_eq!(serials(&answer), [1]);
    }
    assert_eq!(bench.engine.take_answer(third), None);
}

#[test]
fn a_copy_of_a_deleted_message_is_gone() {
    let mut bench = Bench::new(Storage { double_delivery_ppm: ONE_MILLION, ..Storage::PLAIN });
    bench.send(1);
    let first = bench.receive(1, 30, 0);
    bench.delete(&first[0]);
    assert_eq!(bench.receive(1, 30, 0), []);
    assert_eq!(bench.counts(), (0, 0));
}

#[test]
fn a_copy_that_a_delete_missed_comes_back_once() {
    let mut bench = Bench::new(Storage { duplicate_on_delete_ppm: ONE_MILLION, ..Storage::PLAIN });
    bench.send(1);
    let first = bench.receive(1, 30, 0);
    bench.kinds();
    bench.delete(&first[0]);
    let (queue, message) = (bench.queue, first[0].message);
    assert_eq!(
        bench.kinds(),
        [
            EventKind::Deleted { queue, message, stale_handle: false },
            EventKind::Visible { queue, message, cause: VisibleCause::CopyReturned },
        ]
    );
    let again = bench.receive(1, 30, 0);
    assert_eq!((again[0].message, again[0].receive_count), (message, 2));
    bench.delete(&again[0]);
    assert_eq!((bench.counts(), bench.engine.message(message)), ((0, 0), None));
}

#[test]
fn a_receive_starts_a_little_behind_the_front() {
    let mut bench = Bench::new(Storage { reorder_messages: 2, ..Storage::PLAIN });
    bench.send(4);
    bench.dice.answers = vec![2, 1, 1];
    assert_eq!(serials(&bench.receive(1, 30, 0)), [3]);
    assert_eq!(serials(&bench.receive(10, 30, 0)), [2, 4]);
    assert_eq!(serials(&bench.receive(10, 30, 0)), [1]);
    assert_eq!(bench.dice.asked, [3, 3], "a single message leaves no choice");
}

#[test]
fn short_polls_over_the_limit_are_refused_and_long_ones_wait() {
    let mut bench = Bench::new(Storage { in_flight_max: 2, ..Storage::PLAIN });
    bench.send(3);
    let taken = bench.receive(10, 30, 0);
    assert_eq!(serials(&taken), [1, 2]);
    let receive = Command::ReceiveMessage {
        queue: bench.queue,
        max_messages: None,
        visibility_timeout_s: None,
        wait_s: None,
        attempt_id: None,
    };
    assert_eq!(bench.call(receive), Err(Refusal::OverLimit));
    let ticket = bench.park(20);
    bench.delete(&taken[0]);
    let answer = bench.engine.take_answer(ticket).expect("answered").expect("messages");
    assert_eq!(serials(&answer), [3]);
}
