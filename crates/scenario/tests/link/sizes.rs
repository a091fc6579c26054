//! How long links are.

use scenario::Scenario;
use scenario::link::{Act, Action, Link, View};
use sim::{Label, Position, WorkerId};

use super::{built_in, opened, own, sealed};

/// Characters of a payload.
const BUILT_IN_MAX: usize = 64;
const OWN_MAX: usize = 350;
const REPLAY_MAX: usize = 700;

/// As authors would write them: more than a thousand bytes each, without the spaces.
const TYPICAL: [&str; 2] = [include_str!("images.json"), include_str!("uploads.json")];

fn at(t_ms: u64, k: Option<u64>) -> View {
    View { t_ms, k, ..View::default() }
}

#[test]
fn a_built_in_scenario_with_three_edits_and_a_position_is_short() {
    let edits: [(&str, &[(&str, &str)]); 5] = [
        (
            "spike-absorption",
            &[
                ("queues.orders.visibilityTimeout", "90s"),
                ("producers.web.rate.1", "120"),
                ("consumers.w.work", "2500ms"),
            ],
        ),
        (
            "consumer-crash",
            &[
                ("queues.jobs.visibilityTimeout", "12h"),
                ("faults.crash.for", "7m30s"),
                ("consumers.w.count", "12"),
            ],
        ),
        (
            "fifo-ordering",
            &[
                ("producers.shop.rate.0", "12.5"),
                ("producers.shop-fifo.groups", "200"),
                ("queues.plain.aws.falseEmpty", "0.125"),
            ],
        ),
        ("duplicate-delivery", &[("consumers.w.failure", "0.02"), ("duration", "2m13s333ms")]),
        (
            "spike-absorption",
            &[
                ("queues.orders.retention", "10d"),
                ("queues.orders-dlq.retention", "1d"),
                ("consumers.w.work", "1234567ms"),
            ],
        ),
    ];
    for (slug, edits) in edits {
        for view in [at(0, None), at(90_000, None), at(133_333, Some(3))] {
            let link = Link { view, ..built_in(slug, edits) };
            let payload = sealed(&link);
            println!("{slug} at {} ms: {} {payload}", view.t_ms, payload.len());
            assert!(payload.len() <= BUILT_IN_MAX, "{} characters: {payload}", payload.len());
            assert_eq!(opened(&payload).expect("it opens").0.view, view);
        }
    }
}

#[test]
fn a_typical_scenario_is_short() {
    for json in TYPICAL {
        Scenario::read(json, &[]).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let bytes = json.parse::<serde_json::Value>().expect("JSON").to_string().len();
        let payload = sealed(&own(json));
        println!("{bytes} bytes: {} characters {payload}", payload.len());
        assert!(bytes > 1_200 && payload.len() <= OWN_MAX, "{} characters", payload.len());
    }
}

/// Sixty acts of all kinds at uneven moments.
fn acts() -> Vec<Act> {
    let mut at_us = 0;
    let acts = (0..60u32).map(|number| {
        at_us += u64::from(700 + number * 7_919 % 5_000) * 1_000;
        let worker = WorkerId { consumer: 0, index: number % 30 };
        let message = Label { group: None, number: 1 + number * 37 % 800 };
        let action = match number % 6 {
            0 => Action::Send { queue: number % 2 },
            1 => Action::Crash { worker },
            2 => Action::BringBack { worker },
            3 => Action::Redrive { queue: 1, per_second: None },
            4 => Action::Delete { message },
            _ => Action::MakeVisible { message },
        };
        Act { at: Position { at_us, step: u64::from(number % 10 == 9) }, action }
    });
    acts.collect()
}

#[test]
fn twenty_edits_and_sixty_acts_fit() {
    let link = Link {
        acts: acts(),
        view: at(120_000, None),
        ..built_in(
            "spike-absorption",
            &[
                ("queues.orders.visibilityTimeout", "45s"),
                ("queues.orders.retention", "2d"),
                ("queues.orders.delay", "3s"),
                ("queues.orders.receiveWait", "5s"),
                ("queues.orders.dlq.maxReceiveCount", "5"),
                ("queues.orders.aws.shards", "12"),
                ("queues.orders.aws.doubleDelivery", "0.001"),
                ("queues.orders-dlq.retention", "10d"),
                ("queues.orders-dlq.visibilityTimeout", "2m"),
                ("producers.web.rate.0", "7"),
                ("producers.web.rate.1", "110"),
                ("producers.web.rate.2", "2.5"),
                ("producers.web.arrivals", "poisson"),
                ("producers.web.size", "4KiB"),
                ("consumers.w.count", "45"),
                ("consumers.w.batch", "10"),
                ("consumers.w.work", "1250ms"),
                ("consumers.w.failure", "0.015"),
                ("consumers.w.idempotent", "true"),
                ("consumers.w.latency", "25ms"),
            ],
        )
    };
    let payload = sealed(&link);
    println!("{} characters {payload}", payload.len());
    assert!(payload.len() <= REPLAY_MAX, "{} characters", payload.len());
    let (again, notices) = opened(&payload).expect("it opens");
    assert_eq!((again.acts, again.edits.len(), notices), (link.acts, 20, Vec::new()));
}
