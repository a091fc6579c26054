//! What there is, as JSON.

use jiff::Timestamp;
use serde_json::{Value, json};
use sim::Totals;
use sqs::{MICROS_PER_MS, QueueKind, QueueView};

use crate::Endpoint;

/// The state of the whole endpoint: queues by region and order of creation, with totals since 0.
pub(crate) fn of(endpoint: &Endpoint) -> Value {
    let queues = endpoint.regions.iter().flat_map(|region| {
        region.queues().map(|(id, view)| {
            let totals = region.totals.get(id.0 as usize).copied().unwrap_or_default();
            let requests = region.engine.requests(id).map_or(0, |requests| requests.total());
            queue(&region.name, &view, &totals, requests, endpoint.now)
        })
    });
    json!({
        "t_ms": endpoint.now / MICROS_PER_MS,
        "now": date(endpoint),
        "clock": endpoint.options.clock.name(),
        "standard": endpoint.options.standard.name(),
        "seed": endpoint.options.standard.seed(),
        "waiting_receives": endpoint.waiting(),
        "queues": queues.collect::<Vec<Value>>(),
    })
}

/// The instant at which the clock stands: RFC 3339 in UTC, to the millisecond.
pub(crate) fn date(endpoint: &Endpoint) -> Option<String> {
    let since_1970_us = i64::try_from(endpoint.options.epoch_us.checked_add(endpoint.now)?).ok()?;
    let instant = Timestamp::from_millisecond(since_1970_us / MICROS_PER_MS as i64).ok()?;
    Some(format!("{instant:.3}"))
}

/// `requests` in units of 64 KiB, as they are billed.
fn queue(region: &str, view: &QueueView<'_>, totals: &Totals, requests: u64, now: sqs::Time) -> Value {
    json!({
        "name": view.name,
        "region": region,
        "account": format!("{:012}", view.account),
        "fifo": view.kind == QueueKind::Fifo,
        "visible": view.counts.visible,
        "in_flight": view.counts.in_flight,
        "delayed": view.counts.delayed,
        "waiting_receives": view.waiting_polls,
        "requests": requests,
        "sent": totals.sent,
        "received": totals.received,
        "empty_receives": totals.empty_receives,
        "deleted": totals.deleted,
        "dead_lettered": totals.dead_lettered,
        "expired": totals.expired,
        "duplicates": totals.duplicates,
        "age_of_oldest_ms": view.oldest_arrived_at.map(|at| now.saturating_sub(at) / MICROS_PER_MS),
    })
}
