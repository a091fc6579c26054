//! The same model on NeXosim: one model that schedules itself, visibility timers are cancelled by key.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::EventSource;
use nexosim::simulation::{EventKey, Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use peers::{ARRIVALS_PER_S, CONSUMERS, Chance, Outcome, SERVICES_PER_S, VISIBILITY_NS, report};
use serde::{Deserialize, Serialize};

/// The model lives inside the simulator, so the result leaves it this way.
static EVENTS: AtomicU64 = AtomicU64::new(0);
static WAITED_NS: AtomicU64 = AtomicU64::new(0);

#[derive(Default, Serialize, Deserialize)]
struct Queue {
    seed: u64,
    #[serde(skip)]
    chance: Option<Chance>,
    messages: u32,
    idle: u32,
    waiting: VecDeque<u32>,
    sent_at: Vec<u64>,
    timers: Vec<Option<EventKey>>,
    events: u64,
    waited_ns: u64,
}

#[Model]
impl Queue {
    pub fn start(&mut self, _: (), context: &Context<Self>) {
        self.chance = Some(Chance::new(self.seed));
        let gap = self.gap(ARRIVALS_PER_S);
        context.schedule_event(gap, schedulable!(Self::send), ()).expect("a gap is at least 1 ns");
    }

    fn gap(&mut self, per_s: f64) -> Duration {
        let seed = self.seed;
        let chance = self.chance.get_or_insert_with(|| Chance::new(seed));
        Duration::from_nanos(chance.exponential_ns(per_s))
    }

    #[nexosim(schedulable)]
    fn send(&mut self, _: (), context: &Context<Self>) {
        self.events += 1;
        self.waiting.push_back(self.sent_at.len() as u32);
        self.sent_at.push(now_ns(context));
        self.timers.push(None);
        if self.sent_at.len() < self.messages as usize {
            let gap = self.gap(ARRIVALS_PER_S);
            context.schedule_event(gap, schedulable!(Self::send), ()).expect("a gap is at least 1 ns");
        }
        self.receive(context);
    }

    #[nexosim(schedulable)]
    fn timer(&mut self, message: u32, context: &Context<Self>) {
        self.timers[message as usize] = None;
        self.waiting.push_back(message);
        self.receive(context);
    }

    /// The delete and the timer that it cancels are two events, as in the other programs.
    #[nexosim(schedulable)]
    fn delete(&mut self, message: u32, context: &Context<Self>) {
        self.events += 2;
        if let Some(timer) = self.timers[message as usize].take() {
            timer.cancel();
        }
        self.idle += 1;
        self.receive(context);
        EVENTS.store(self.events, Ordering::Relaxed);
        WAITED_NS.store(self.waited_ns, Ordering::Relaxed);
    }

    fn receive(&mut self, context: &Context<Self>) {
        while self.idle > 0 {
            let Some(message) = self.waiting.pop_front() else { break };
            self.events += 1;
            self.idle -= 1;
            self.waited_ns += now_ns(context) - self.sent_at[message as usize];
            let timer = context
                .schedule_keyed_event(Duration::from_nanos(VISIBILITY_NS), schedulable!(Self::timer), message)
                .expect("30 s lie ahead");
            self.timers[message as usize] = Some(timer);
            let work = self.gap(SERVICES_PER_S);
            context.schedule_event(work, schedulable!(Self::delete), message).expect("work is at least 1 ns");
        }
    }
}

fn now_ns(context: &Context<Queue>) -> u64 {
    context.time().duration_since(MonotonicTime::EPOCH).as_nanos() as u64
}

fn main() {
    report(|seed, messages| {
        let mailbox = Mailbox::new();
        let mut bench = SimInit::with_num_threads(1);
        let start = EventSource::new().connect(Queue::start, &mailbox).register(&mut bench);
        let queue = Queue { seed, messages, idle: CONSUMERS, ..Queue::default() };
        let mut simulation = bench
            .add_model(queue, mailbox, "queue")
            .init(MonotonicTime::EPOCH)
            .expect("one model and one source make a bench");
        simulation.process_event(&start, ()).expect("the source is connected");
        simulation.run().expect("the model does not fail");
        Outcome {
            events: EVENTS.load(Ordering::Relaxed),
            mean_wait_s: WAITED_NS.load(Ordering::Relaxed) as f64 / 1e9 / f64::from(messages),
        }
    });
}
