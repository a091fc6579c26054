//! What CloudWatch and the bill tell of a queue.

use std::collections::BTreeSet;

use sqs::{Action, MICROS_PER_S, Metric, Time};

use super::duration;
use super::outcome::{Item, Outcome};
use super::world::World;

/// `metric orders NumberOfMessagesSent -> 0s sum=3 1m sum=0`
pub fn metric(
    world: &World,
    queue: &str,
    metric: Metric,
    (from, to): (Time, Option<Time>),
    period: Time,
) -> Result<Outcome, String> {
    let history = world.history.as_ref().ok_or("`cloudwatch` must stand before")?;
    let (account, name) = world.engine.name_of(world.queue(queue)).ok_or("the queue never was")?;
    let epoch_us = world.engine.region().epoch_us;
    let range = (epoch_us + from, epoch_us + to.unwrap_or(world.now));
    let period_s = u32::try_from(period / MICROS_PER_S).map_err(|_| "the period is too long")?;
    let points = history.statistics(account, name, metric, range, period_s);
    if points.is_empty() {
        return Ok(Outcome::word("nothing"));
    }
    let items = points.into_iter().map(|point| Item {
        name: Some(duration::show(point.at_us - epoch_us)),
        facts: vec![
            ("sum", point.sum.to_string()),
            ("min", point.minimum.to_string()),
            ("max", point.maximum.to_string()),
            ("samples", point.samples.to_string()),
        ],
    });
    Ok(Outcome::Items(items.collect()))
}

/// `metrics orders -> NumberOfMessagesSent SentMessageSize`
pub fn metrics(world: &World, queue: &str) -> Result<Outcome, String> {
    let history = world.history.as_ref().ok_or("`cloudwatch` must stand before")?;
    let asked = world.engine.name_of(world.queue(queue));
    let own = history.metrics().filter(|(account, name, _)| asked == Some((*account, *name)));
    let names: BTreeSet<&str> = own.map(|(_, _, metric)| metric.name()).collect();
    match names.is_empty() {
        true => Ok(Outcome::word("nothing")),
        false => Ok(Outcome::Items(names.into_iter().map(Item::word).collect())),
    }
}

/// `requests orders -> total=3 fair=0 SendMessage=1`; without a queue those that found none.
pub fn requests(world: &World, queue: Option<&str>) -> Result<Outcome, String> {
    let Some(queue) = queue else {
        let total = world.engine.requests_without_queue(world.caller.account);
        return Ok(Outcome::Items(vec![Item { name: None, facts: vec![("total", total.to_string())] }]));
    };
    let requests = world.engine.requests(world.queue(queue)).ok_or("the queue never was")?;
    let mut facts = vec![("total", requests.total().to_string()), ("fair", requests.fair.to_string())];
    facts.extend(Action::ALL.map(|action| (action.name(), requests.of(action).to_string())));
    Ok(Outcome::Items(vec![Item { name: None, facts }]))
}
