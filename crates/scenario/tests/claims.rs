//! What the built-in scenarios claim holds for every seed, and each claim can be made false.

mod proof;

use std::sync::atomic::{AtomicUsize, Ordering};

use proof::{Proof, read};
use scenario::{Scenario, library};
use serde_json::Value;
use sim::Timeline;

/// Seeds that each mutated scenario is run with.
const MUTATED_SEEDS: u32 = 5;

fn json(slug: &str) -> &'static str {
    library::json(slug).expect("every entry has a file")
}

/// Whether each claim of the model holds, questions' conditions included.
fn verdicts(scenario: &Scenario, seed: u32) -> Vec<bool> {
    let mut timeline = Timeline::new(scenario.model.clone(), seed).expect("a checked scenario runs");
    timeline.verdicts().iter().map(|verdict| verdict.holds).collect()
}

#[test]
fn for_every_seed_every_claim_holds_and_every_key_is_right() {
    side_by_side(|slug| Proof::of(json(slug)).run());
}

#[test]
fn built_in_scenarios_stay_small() {
    side_by_side(|slug| {
        let scenario = read(json(slug), &[]);
        let mut timeline = Timeline::new(scenario.model.clone(), scenario.seed).expect("it runs");
        while !timeline.run_ahead(100_000) {}
        let events = timeline.stats().events;
        assert!((50..=200_000).contains(&events), "{slug}: {events} events");
    });
}

/// For each claim of each scenario a change that makes it false, in a file by slug: edits (`set`), or values put at
/// JSON pointers (`put`).
fn mutations(slug: &str) -> Value {
    let file = format!("{}/tests/mutations/{slug}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn every_claim_can_be_made_false() {
    side_by_side(|slug| {
        let mutations = mutations(slug);
        for claim in read(json(slug), &[]).claims {
            let change = mutations.get(&claim.id);
            let change = change.unwrap_or_else(|| panic!("no mutation for {slug} {}", claim.id));
            let mutated = mutated(json(slug), change);
            let index =
                mutated.claims.iter().position(|it| it.id == claim.id).expect("the claim is still there");
            for seed in 0..MUTATED_SEEDS {
                let holds = verdicts(&mutated, seed)[index];
                assert!(!holds, "{slug} with seed {seed}: `{}` holds though it was spoilt", claim.id);
            }
        }
        let claims = read(json(slug), &[]).claims;
        for id in mutations.as_object().into_iter().flat_map(|all| all.keys()) {
            assert!(claims.iter().any(|claim| claim.id == *id), "{slug}: there is no claim `{id}` to spoil");
        }
    });
}

/// Puts a value in the place of another, or adds a field to an object.
fn put(file: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = file.pointer_mut(pointer) {
        *place = value;
        return;
    }
    let (object, field) = pointer.rsplit_once('/').unwrap_or_else(|| panic!("{pointer} is no pointer"));
    let fields = file.pointer_mut(object).and_then(Value::as_object_mut);
    let fields = fields.unwrap_or_else(|| panic!("{pointer} leads to no object"));
    fields.insert(field.to_owned(), value);
}

/// The scenario after a change.
fn mutated(json: &str, change: &Value) -> Scenario {
    let part = |key: &str| change.get(key).and_then(Value::as_object).into_iter().flatten();
    let mut file: Value = serde_json::from_str(json).expect("the file is JSON");
    for (pointer, value) in part("put") {
        put(&mut file, pointer, value.clone());
    }
    let edits: Vec<(String, String)> = part("set")
        .map(|(path, value)| (path.clone(), value.as_str().expect("an edit is a text").to_owned()))
        .collect();
    read(&file.to_string(), &edits)
}

/// Does the same with every scenario, on all processors.
fn side_by_side(each: impl Fn(&'static str) + Sync) {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(entry) = library::all().nth(next.fetch_add(1, Ordering::Relaxed)) {
                    each(entry.slug);
                }
            });
        }
    });
}
