//! Queueing theory knows what a run must show.

use std::sync::Arc;

use sim::{Arrivals, Event, Kind, Model, NoSink, Sink, WorkTime, World};
use sqs::EventKind;

use crate::models::*;

/// M/M/4: 3.2 arrivals a second, four workers of a second each.
pub fn m_m_4(messages: u64) -> Model {
    let mut model = orders();
    model.duration_us = messages * S * 10 / 32;
    model.queues[0].attributes.visibility_timeout_s = 30;
    model.producers[0].rate[0].rate_milli = 3_200;
    model.producers[0].arrivals = Arrivals::Poisson;
    model.producers[0].latency_us = 0;
    model.consumers[0].count = 4;
    model.consumers[0].work = WorkTime::Exponential(S);
    model.consumers[0].latency_us = 0;
    model
}

/// Sums waits from a message's send to the start of its first work.
#[derive(Default)]
struct Waits {
    sent_at: Vec<u64>,
    waited_us: u64,
    waits: u64,
}

impl Sink for Waits {
    fn event(&mut self, _world: &World, event: &Event) {
        match event.kind {
            Kind::Engine(EventKind::Sent { .. }) => self.sent_at.push(event.at),
            Kind::Engine(EventKind::Received { message, receive_count: 1, .. }) => {
                self.waited_us += event.at - self.sent_at[message.serial as usize - 1];
                self.waits += 1;
            }
            _ => {}
        }
    }
}

#[test]
fn four_workers_wait_as_erlang_says() {
    let mut waits = Waits::default();
    let mut world = World::new(Arc::new(m_m_4(200_000)), 1).expect("the model is legal");
    world.run_until(u64::MAX, &mut waits);
    assert!(waits.waits > 199_000);
    let mean_us = waits.waited_us / waits.waits;
    assert!(mean_us.abs_diff(745_500) < 22_365, "{mean_us} us");
}

#[test]
fn a_sink_sees_every_event() {
    let model = Arc::new(m_m_4(1_000));
    let mut world = World::new(model.clone(), 1).expect("the model is legal");
    let events = world.run_until(model.duration_us, &mut NoSink);
    let mut timeline = sim::Timeline::new(model, 1).expect("the model is legal");
    timeline.run_ahead(u64::MAX);
    assert_eq!(timeline.stats().events, events);
}
