//! What the built-in scenarios claim holds for every seed, and each claim can be made false.

use scenario::{Scenario, library};
use serde_json::Value;
use sim::Timeline;

/// Seeds that each scenario is run with.
const SEEDS: u32 = 50;
/// Seeds that each mutated scenario is run with.
const MUTATED_SEEDS: u32 = 5;

fn json(slug: &str) -> &'static str {
    library::json(slug).expect("every entry has a file")
}

fn read(json: &str, edits: &[(String, String)]) -> Scenario {
    Scenario::read(json, edits).unwrap_or_else(|problems| panic!("{edits:?}: {problems:#?}"))
}

/// Whether each claim of the model holds, questions' conditions included.
fn verdicts(scenario: &Scenario, seed: u32) -> Vec<bool> {
    let mut timeline = Timeline::new(scenario.model.clone(), seed).expect("a checked scenario runs");
    timeline.verdicts().iter().map(|verdict| verdict.holds).collect()
}

#[test]
fn for_every_seed_every_claim_holds_and_one_answer_is_right() {
    for entry in library::all() {
        let scenario = read(json(entry.slug), &[]);
        for seed in (0..SEEDS).chain([scenario.seed, u32::MAX]) {
            let verdicts = verdicts(&scenario, seed);
            for (claim, holds) in scenario.claims.iter().zip(&verdicts) {
                assert!(holds, "{} with seed {seed}: `{}` does not hold", entry.slug, claim.id);
            }
            for question in &scenario.quiz {
                for option in &question.options {
                    let is_right = option.because.is_empty();
                    let place = format!("{} with seed {seed}, question {}", entry.slug, question.id);
                    assert_eq!(verdicts[option.claim], is_right, "{place}, answer {}", option.id);
                }
            }
        }
    }
}

#[test]
fn built_in_scenarios_stay_small() {
    for entry in library::all() {
        let scenario = read(json(entry.slug), &[]);
        let mut timeline = Timeline::new(scenario.model.clone(), scenario.seed).expect("it runs");
        while !timeline.run_ahead(100_000) {}
        let events = timeline.stats().events;
        assert!((50..=200_000).contains(&events), "{}: {events} events", entry.slug);
    }
}

/// How a scenario is spoilt: by edits, or by a value put at a JSON pointer.
enum Change {
    Edits(&'static [(&'static str, &'static str)]),
    Put(&'static str, &'static str),
}

/// For each claim a change that makes it false.
const MUTATIONS: &[(&str, &str, Change)] = {
    use Change::{Edits, Put};
    &[
        // Nothing is deleted, and what has been tried three times goes to a queue that keeps it a minute.
        (
            "spike-absorption",
            "none-lost",
            Edits(&[("queues.orders.retention", "60s"), ("consumers.w.count", "1")]),
        ),
        ("spike-absorption", "peak-4500", Edits(&[("consumers.w.count", "60")])),
        ("spike-absorption", "peak-at-the-end-of-the-spike", Edits(&[("consumers.w.count", "4")])),
        ("spike-absorption", "drained-at-330", Edits(&[("consumers.w.work", "1100ms")])),
        ("spike-absorption", "all-finished", Edits(&[("consumers.w.deletes", "false")])),
        ("consumer-crash", "w2-dies", Edits(&[("faults.crash.enabled", "false")])),
        ("consumer-crash", "visible-again-at-40", Edits(&[("queues.jobs.visibilityTimeout", "60s")])),
        ("consumer-crash", "received-again-at-40", Edits(&[("queues.jobs.visibilityTimeout", "31s")])),
        ("consumer-crash", "finished-by-another", Edits(&[("consumers.w.deletes", "false")])),
        (
            "consumer-crash",
            "none-lost",
            Edits(&[("queues.jobs.retention", "60s"), ("consumers.w.deletes", "false")]),
        ),
        ("fifo-ordering", "fifo-in-order", Put("/queues/0", r#"{ "id": "ordered", "receiveWait": "20s" }"#)),
        ("fifo-ordering", "one-at-a-time", Put("/queues/0", r#"{ "id": "ordered", "receiveWait": "20s" }"#)),
        ("fifo-ordering", "side-by-side", Edits(&[("producers.shop-fifo.groups", "1")])),
        ("fifo-ordering", "standard-mixes", Edits(&[("consumers.s.work", "10ms")])),
        ("fifo-ordering", "all-done", Edits(&[("consumers.f.count", "1")])),
        (
            "duplicate-delivery",
            "slow-charges-twice",
            Edits(&[("queues.payments-slow.visibilityTimeout", "20s")]),
        ),
        ("duplicate-delivery", "queue-copies", Edits(&[("faults.copy.enabled", "false")])),
        ("duplicate-delivery", "quick-charges-twice", Edits(&[("faults.copy.enabled", "false")])),
        (
            "duplicate-delivery",
            "safe-is-disturbed-too",
            Edits(&[
                ("queues.payments-safe.visibilityTimeout", "20s"),
                ("faults.copy-safe.enabled", "false"),
            ]),
        ),
        ("duplicate-delivery", "safe-charges-once", Edits(&[("consumers.safe.idempotent", "false")])),
        ("duplicate-delivery", "safe-charges-all", Edits(&[("consumers.safe.failure", "1")])),
    ]
};

#[test]
fn every_claim_can_be_made_false() {
    for entry in library::all() {
        for claim in read(json(entry.slug), &[]).claims {
            let mutation = MUTATIONS.iter().find(|(slug, id, _)| *slug == entry.slug && *id == claim.id);
            let (_, _, change) =
                mutation.unwrap_or_else(|| panic!("no mutation for {} {}", entry.slug, claim.id));
            let mutated = mutated(json(entry.slug), change);
            let index =
                mutated.claims.iter().position(|it| it.id == claim.id).expect("the claim is still there");
            for seed in 0..MUTATED_SEEDS {
                let holds = verdicts(&mutated, seed)[index];
                assert!(!holds, "{} with seed {seed}: `{}` holds though it was spoilt", entry.slug, claim.id);
            }
        }
    }
}

fn mutated(json: &str, change: &Change) -> Scenario {
    match change {
        Change::Edits(edits) => {
            let edits: Vec<(String, String)> =
                edits.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
            read(json, &edits)
        }
        Change::Put(pointer, value) => {
            let mut file: Value = serde_json::from_str(json).expect("the file is JSON");
            let place = file.pointer_mut(pointer).expect("the pointer leads to a value");
            *place = serde_json::from_str(value).expect("the new value is JSON");
            read(&file.to_string(), &[])
        }
    }
}
