//! What pollers do beyond receive, work, delete.

use sim::{Habits, Heartbeat, limits};
use sqs::Time;

use super::{Scope, check_count, in_range, seconds};
use crate::read::Reader;
use crate::v1;

/// Microseconds; the longest sleep between two receives.
const PAUSE_US_MAX: Time = 86_400_000_000;

/// Availability Zones that consumers name, in order of first use.
pub(super) fn zones(consumers: &[v1::Consumer]) -> Vec<&str> {
    let mut zones: Vec<&str> = Vec::new();
    for zone in consumers.iter().flat_map(|it| it.zones.iter().flatten()) {
        if !zones.contains(&zone.0.as_str()) {
            zones.push(&zone.0);
        }
    }
    zones
}

pub(super) fn habits(it: &v1::Consumer, scope: &Scope<'_>, reader: &mut Reader) -> Option<Habits> {
    if it.kind == Some(v1::ConsumerKind::Lambda) {
        return refuse_on_lambda(it, reader).then(Habits::default);
    }
    let pause_us = it.pause.map_or(0, |span| span.0);
    in_range(pause_us, 0, PAUSE_US_MAX, "/pause", "0s to 1d", reader);
    check_count("zones", scope.zones.len(), limits::ZONES_MAX, reader);
    let zones = it.zones.iter().flatten().map(|zone| scope.zone("/zones", &zone.0, reader));
    let zones: Option<Vec<u32>> = zones.collect();
    Some(Habits {
        heartbeat: heartbeat(it.heartbeat.as_ref(), reader)?,
        deletes_in_batches: it.delete_batch.unwrap_or(false),
        then: then(it, scope, reader)?,
        pause_us,
        away: away(it, reader)?,
        zones: zones?,
    })
}

/// True if a function has nothing of a poller's.
fn refuse_on_lambda(it: &v1::Consumer, reader: &mut Reader) -> bool {
    let fields = [
        ("/heartbeat", it.heartbeat.is_some()),
        ("/deleteBatch", it.delete_batch.is_some()),
        ("/then", it.then.is_some()),
        ("/pause", it.pause.is_some()),
        ("/away", it.away.is_some()),
        ("/zones", it.zones.is_some()),
    ];
    for (field, _) in fields.iter().filter(|(_, is_there)| *is_there) {
        reader.report(field, "A Lambda function does not set this.", "Leave it out: pollers only have it.");
    }
    fields.iter().all(|(_, is_there)| !is_there)
}

fn heartbeat(it: Option<&v1::Heartbeat>, reader: &mut Reader) -> Option<Option<Heartbeat>> {
    let Some(it) = it else { return Some(None) };
    reader.below("heartbeat", |r| {
        let every_us = it.every.0;
        in_range(every_us, limits::LATENCY_US_MIN, limits::DURATION_US_MAX, "/every", "1ms to 400d", r);
        let to_s = seconds(it.to, 1, sqs::limits::VISIBILITY_TIMEOUT_S_MAX, "/to", r)?;
        if every_us >= Time::from(to_s) * sqs::MICROS_PER_S {
            let hint = "Beat more often than the time that a beat gives: half of it, say.";
            r.report("/every", "Each beat would come too late.", hint);
        }
        Some(Some(Heartbeat { every_us, to_s }))
    })
}

fn then(it: &v1::Consumer, scope: &Scope<'_>, reader: &mut Reader) -> Option<Vec<u32>> {
    let list = it.then.as_deref().unwrap_or_default();
    if list.len() > limits::THEN_MAX {
        let hint = format!("Write at most {}.", limits::THEN_MAX);
        reader.report("/then", format!("There are {} queues.", list.len()), hint);
    }
    let queues = list.iter().enumerate().map(|(index, id)| {
        let at = format!("/then/{index}");
        if Some(id) == it.from.as_ref() || list[..index].contains(id) {
            reader.report(&at, "The queue stands there already.", "Name each queue once.");
        }
        scope.queue(&at, &id.0, reader)
    });
    let queues: Vec<Option<u32>> = queues.collect();
    queues.into_iter().collect()
}

fn away(it: &v1::Consumer, reader: &mut Reader) -> Option<Vec<(Time, Time)>> {
    let list = it.away.as_deref().unwrap_or_default();
    if list.len() > limits::AWAY_MAX {
        let hint = format!("Write at most {}.", limits::AWAY_MAX);
        reader.report("/away", format!("There are {} stretches.", list.len()), hint);
        return None;
    }
    for (index, stretch) in list.iter().enumerate() {
        if stretch.from_us >= stretch.to_us {
            let hint = "Write first when they go, then when they are back.";
            reader.report(&format!("/away/{index}"), "The stretch ends before it begins.", hint);
        }
        if index > 0 && stretch.from_us <= list[index - 1].to_us {
            let hint = "Order the stretches by time, and join those that touch.";
            reader.report(&format!("/away/{index}"), "The stretch begins in the one before it.", hint);
        }
    }
    Some(list.iter().map(|stretch| (stretch.from_us, stretch.to_us)).collect())
}
