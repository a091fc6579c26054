//! `drain orders max=10`: receives again and again, and what can be said of the whole.

use std::collections::BTreeSet;

use api::refusal::Context;
use sqs::{Command, Reply};

use super::calls::unfit;
use super::outcome::{Item, Outcome};
use super::verb::Wishes;
use super::world::World;

/// Empty receives in a row after which a drain gives up.
const EMPTY_MAX: u64 = 100;

#[derive(Default)]
struct Tally {
    receives: u64,
    messages: u64,
    empty: u64,
    duplicates: u64,
    sizes: Vec<String>,
    largest: u64,
    inside_inversions: u64,
    across_inversions: u64,
    order: Vec<usize>,
    seen: BTreeSet<usize>,
}

/// Receives until nothing is visible and nothing comes any more, a receive is refused, or too many are empty.
/// The last look, which finds nothing, is not counted.
pub fn drain(world: &mut World, name: &str, wishes: &Wishes, delete: bool) -> Result<Outcome, String> {
    let queue = world.queue(name);
    let mut tally = Tally::default();
    let mut empty_in_a_row = 0;
    let mut stopped = "-";
    while empty_in_a_row < EMPTY_MAX {
        let last_look = world.engine.queue(queue).is_none_or(|view| view.counts.visible == 0);
        let deliveries = match world.ask(wishes.call(queue), &Context::default()) {
            Ok(Reply::Received(deliveries)) => deliveries,
            Ok(reply) => return Err(unfit(&reply)),
            Err(error) => {
                stopped = error.code;
                break;
            }
        };
        if last_look && deliveries.is_empty() {
            break;
        }
        empty_in_a_row = if deliveries.is_empty() { empty_in_a_row + 1 } else { 0 };
        world.received(queue, &deliveries, world.now, false)?;
        let places = deliveries.iter().filter_map(|delivery| world.ledger.place(delivery.message)).collect();
        tally.add(places);
        for delivery in deliveries.iter().filter(|_| delete) {
            let command = Command::DeleteMessage { queue, handle: delivery.handle };
            let reply = world.ask(command, &Context::default());
            reply.map_err(|error| format!("a fresh handle was refused: {error:?}"))?;
        }
    }
    Ok(Outcome::Items(vec![tally.tell(stopped)]))
}

impl Tally {
    fn add(&mut self, places: Vec<usize>) {
        self.receives += 1;
        self.messages += places.len() as u64;
        self.empty += u64::from(places.is_empty());
        self.sizes.push(places.len().to_string());
        self.largest = self.largest.max(places.len() as u64);
        self.duplicates += places.iter().filter(|place| !self.seen.insert(**place)).count() as u64;
        self.inside_inversions += places.windows(2).filter(|pair| pair[0] >= pair[1]).count() as u64;
        let last = self.order.last().copied();
        self.across_inversions +=
            u64::from(places.first().zip(last).is_some_and(|(first, last)| *first < last));
        self.order.extend(places);
    }

    fn tell(&self, stopped: &str) -> Item {
        Item {
            name: None,
            facts: vec![
                ("receives", self.receives.to_string()),
                ("messages", self.messages.to_string()),
                ("empty", self.empty.to_string()),
                ("duplicates", self.duplicates.to_string()),
                ("sizes", self.sizes.join(",")),
                ("largest", self.largest.to_string()),
                ("inversions-inside", self.inside_inversions.to_string()),
                ("inversions-across", self.across_inversions.to_string()),
                ("stopped", stopped.to_owned()),
            ],
        }
    }
}
