//! The same model on simrs. It cannot cancel an event, so timers lapse and are ignored.

use std::collections::VecDeque;
use std::time::Duration;

use peers::{ARRIVALS_PER_S, CONSUMERS, Chance, Outcome, SERVICES_PER_S, VISIBILITY_NS, report};
use simrs::{Component, ComponentId, Executor, Key, Scheduler, Simulation, State};

struct Queue {
    messages: u32,
    idle: u32,
    chance: Chance,
    waiting: VecDeque<u32>,
    sent_at: Vec<u64>,
    deleted: Vec<bool>,
    events: u64,
    waited_ns: u64,
}

#[derive(Debug)]
enum Due {
    Send,
    Timer(u32),
    Delete(u32),
}

struct Broker(Key<Queue>);

impl Component for Broker {
    type Event = Due;

    fn process_event(&self, me: ComponentId<Due>, due: &Due, scheduler: &mut Scheduler, state: &mut State) {
        let now = scheduler.time().as_nanos() as u64;
        let queue = state.get_mut(self.0).expect("the queue is inserted before the run");
        queue.events += 1;
        match *due {
            Due::Send => {
                queue.waiting.push_back(queue.sent_at.len() as u32);
                queue.sent_at.push(now);
                queue.deleted.push(false);
                if queue.sent_at.len() < queue.messages as usize {
                    let gap = Duration::from_nanos(queue.chance.exponential_ns(ARRIVALS_PER_S));
                    scheduler.schedule(gap, me, Due::Send);
                }
            }
            Due::Timer(message) => {
                if !queue.deleted[message as usize] {
                    queue.waiting.push_back(message);
                }
            }
            Due::Delete(message) => {
                queue.deleted[message as usize] = true;
                queue.idle += 1;
            }
        }
        while queue.idle > 0 {
            let Some(message) = queue.waiting.pop_front() else { break };
            queue.events += 1;
            queue.idle -= 1;
            queue.waited_ns += now - queue.sent_at[message as usize];
            let work = Duration::from_nanos(queue.chance.exponential_ns(SERVICES_PER_S));
            scheduler.schedule(Duration::from_nanos(VISIBILITY_NS), me, Due::Timer(message));
            scheduler.schedule(work, me, Due::Delete(message));
        }
    }
}

fn main() {
    report(|seed, messages| {
        let mut simulation = Simulation::default();
        let key = simulation.state.insert(Queue {
            messages,
            idle: CONSUMERS,
            chance: Chance::new(seed),
            waiting: VecDeque::new(),
            sent_at: Vec::new(),
            deleted: Vec::new(),
            events: 0,
            waited_ns: 0,
        });
        let broker = simulation.add_component(Broker(key));
        simulation.schedule(Duration::ZERO, broker, Due::Send);
        simulation.execute(Executor::unbound());
        let queue = simulation.state.get(key).expect("the queue outlives the run");
        Outcome {
            events: queue.events,
            mean_wait_s: queue.waited_ns as f64 / 1e9 / f64::from(messages),
        }
    });
}
