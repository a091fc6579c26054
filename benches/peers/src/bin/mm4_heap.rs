//! The limit: a bare loop over a binary heap, written for this one model, timers that lapse unnoticed.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use peers::{ARRIVALS_PER_S, CONSUMERS, Chance, Outcome, SERVICES_PER_S, VISIBILITY_NS, report};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Send,
    Timer(u32),
    Delete(u32),
}

fn main() {
    report(run);
}

fn run(seed: u64, messages: u32) -> Outcome {
    let mut chance = Chance::new(seed);
    let mut due = BinaryHeap::new();
    let mut order = 0u64;
    let mut at = |due: &mut BinaryHeap<_>, time: u64, what: Due| {
        due.push(Reverse((time, order, what)));
        order += 1;
    };
    let mut waiting: VecDeque<u32> = VecDeque::new();
    let mut sent_at: Vec<u64> = Vec::with_capacity(messages as usize);
    let mut deleted = vec![false; messages as usize];
    let (mut idle, mut events, mut waited_ns) = (CONSUMERS, 0u64, 0u64);
    at(&mut due, chance.exponential_ns(ARRIVALS_PER_S), Due::Send);
    while let Some(Reverse((now, _, what))) = due.pop() {
        events += 1;
        match what {
            Due::Send => {
                waiting.push_back(sent_at.len() as u32);
                sent_at.push(now);
                if sent_at.len() < messages as usize {
                    at(&mut due, now + chance.exponential_ns(ARRIVALS_PER_S), Due::Send);
                }
            }
            Due::Timer(message) => {
                if !deleted[message as usize] {
                    waiting.push_back(message);
                }
            }
            Due::Delete(message) => {
                deleted[message as usize] = true;
                idle += 1;
            }
        }
        while idle > 0 {
            let Some(message) = waiting.pop_front() else { break };
            events += 1;
            idle -= 1;
            waited_ns += now - sent_at[message as usize];
            at(&mut due, now + VISIBILITY_NS, Due::Timer(message));
            at(&mut due, now + chance.exponential_ns(SERVICES_PER_S), Due::Delete(message));
        }
    }
    Outcome { events, mean_wait_s: waited_ns as f64 / 1e9 / f64::from(messages) }
}
