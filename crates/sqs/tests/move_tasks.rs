//! Move tasks' limits that no story can reach in reasonable length.

use sqs::*;

/// An engine, its caller and the instant.
struct World {
    engine: Engine,
    now: Time,
}

impl World {
    fn new() -> Self {
        Self { engine: Engine::new(), now: 0 }
    }

    fn call(&mut self, command: Command) -> Result<Reply, Refusal> {
        let caller = Caller::default();
        self.engine.apply(self.now, &caller, command, &mut NoChance, &mut Vec::new())
    }

    fn create(&mut self, name: &str, redrive: Option<QueueId>) -> QueueId {
        let policy = |dead_letter_target| RedrivePolicy { dead_letter_target, max_receive_count: 1 };
        let attributes = AttributeChanges { redrive: Some(redrive.map(policy)), ..Default::default() };
        let created = self.call(Command::CreateQueue {
            name: name.into(),
            kind: QueueKind::Standard,
            attributes: Box::new(attributes),
            tags: Vec::new(),
            storage: Storage::PLAIN,
        });
        match created {
            Ok(Reply::Queue(queue)) => queue,
            other => panic!("{name}: {other:?}"),
        }
    }

    fn start(&mut self, source: QueueId, per_second: Option<i32>) -> Result<MoveTaskId, Refusal> {
        match self.call(Command::StartMessageMoveTask { source, destination: None, per_second })? {
            Reply::MoveTask(task) => Ok(task),
            other => panic!("{other:?}"),
        }
    }

    fn newest(&mut self, source: QueueId) -> MoveTaskView {
        match self.call(Command::ListMessageMoveTasks { source, max_results: None }) {
            Ok(Reply::MoveTasks(tasks)) => tasks[0].clone(),
            other => panic!("{other:?}"),
        }
    }
}

/// 36 hours at one message a second are 129,600 messages; the one due at the very end stays.
#[test]
fn a_task_ends_after_36_hours() {
    const MESSAGES: u32 = 129_700;
    let mut world = World::new();
    let dlq = world.create("dlq", None);
    let orders = world.create("orders", Some(dlq));
    for hash in 0..MESSAGES.into() {
        let entry = Body::Simulated { len_bytes: 1, hash }.into();
        world.call(Command::SendMessage { queue: dlq, entry }).expect("a send");
    }
    let (destination, per_second) = (Some(orders), Some(1));
    let start = Command::StartMessageMoveTask { source: dlq, destination, per_second };
    world.call(start).expect("nothing speaks against it");
    let start = world.now;
    world.now = start + 36 * 3_600 * MICROS_PER_S - 1;
    let task = world.newest(dlq);
    assert_eq!((task.status, task.moved), (MoveTaskStatus::Running, 129_599));
    world.now += 1;
    let task = world.newest(dlq);
    assert_eq!((task.status, task.moved, task.failure), (MoveTaskStatus::Failed, 129_599, None));
    assert_eq!(world.engine.queue(dlq).map(|queue| queue.counts.visible), Some(101));
    world.engine.check();
}

#[test]
fn a_task_fails_where_a_key_is_broken() {
    for broken in ["orders", "dlq"] {
        let mut world = World::new();
        let dlq = world.create("dlq", None);
        let orders = world.create("orders", Some(dlq));
        let queue = if broken == "dlq" { dlq } else { orders };
        let changes = AttributeChanges { kms_key: Some(Some("key".into())), ..Default::default() };
        world.call(Command::SetQueueAttributes { queue, changes: Box::new(changes) }).expect("a key");
        let entry = Body::Simulated { len_bytes: 1, hash: 1 }.into();
        world.call(Command::SendMessage { queue: dlq, entry }).expect("a send");
        world.engine.set_key_state("key", Some(KmsTrouble::Disabled));
        let (destination, per_second) = (Some(orders), None);
        let start = Command::StartMessageMoveTask { source: dlq, destination, per_second };
        world.call(start).expect("the key is asked for later");
        world.now += MICROS_PER_S;
        let task = world.newest(dlq);
        assert_eq!(task.failure, Some(Refusal::Kms(KmsTrouble::Disabled)), "the key of {broken}");
        assert_eq!((task.status, task.moved), (MoveTaskStatus::Failed, 0));
    }
}

#[test]
fn an_account_runs_100_tasks_at_one_time() {
    let mut world = World::new();
    let mut dlqs = Vec::new();
    for n in 0..=limits::MOVE_TASKS_MAX {
        let dlq = world.create(&format!("dlq-{n}"), None);
        world.create(&format!("orders-{n}"), Some(dlq));
        dlqs.push(dlq);
    }
    let last = dlqs.pop().expect("one more than may run");
    for dlq in dlqs {
        world.start(dlq, Some(1)).expect("there is room");
    }
    assert_eq!(world.start(last, Some(1)), Err(Refusal::TooManyMoveTasks));
    world.now += MICROS_PER_S;
    assert!(world.start(last, Some(1)).is_ok(), "the others have ended");
}

#[test]
fn ten_tasks_of_a_queue_are_remembered() {
    let mut world = World::new();
    let dlq = world.create("dlq", None);
    world.create("orders", Some(dlq));
    let mut tasks = Vec::new();
    for _ in 0..12 {
        tasks.push(world.start(dlq, None).expect("the one before has ended"));
        world.now += MICROS_PER_S;
    }
    let list = Command::ListMessageMoveTasks { source: dlq, max_results: Some(10) };
    let Ok(Reply::MoveTasks(listed)) = world.call(list) else { panic!("a list") };
    let listed: Vec<MoveTaskId> = listed.into_iter().map(|task| task.id).rev().collect();
    assert_eq!(listed, tasks[2..]);
    let cancel = |task| Command::CancelMessageMoveTask { task };
    assert_eq!(world.call(cancel(tasks[1])), Err(Refusal::MoveTaskDoesNotExist));
    assert_eq!(world.call(cancel(tasks[2])), Err(Refusal::MoveTaskNotActive));
    for (max_results, answers) in [(0, false), (1, true), (10, true), (11, false)] {
        let list = Command::ListMessageMoveTasks { source: dlq, max_results: Some(max_results) };
        let refused = Refusal::MaxResultsOutOfRange(Action::ListMessageMoveTasks, max_results);
        let reply = world.call(list).map(|_| ());
        assert_eq!(reply, if answers { Ok(()) } else { Err(refused) });
    }
    world.engine.check();
}
