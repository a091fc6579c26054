//! What goes wrong, or is done to a queue, at a time.

use std::sync::Arc;

use sim::{FaultKind, FaultModel, limits};
use sqs::{AttributeChanges, QueueId, RedrivePolicy, Time};

use super::{Scope, access, all, in_range, number_in_range, queues, seconds};
use crate::read::Reader;
use crate::v1;

/// Microseconds; the shortest time for which something goes wrong.
const FOR_US_MIN: Time = 1_000;

pub(super) fn faults(file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<Vec<FaultModel>> {
    let list = file.faults.as_deref().unwrap_or_default();
    let named: Vec<&str> = list.iter().filter_map(|it| it.id.as_ref().map(|id| id.0.as_str())).collect();
    for (index, id) in named.iter().enumerate() {
        if named[..index].contains(id) {
            reader.report("/faults", format!("Two faults have the id `{id}`."), "Give each its own id.");
        }
    }
    let read: Vec<(bool, FaultModel)> = reader.below("faults", |r| {
        all(list.iter().enumerate().map(|(i, it)| {
            r.below(&i.to_string(), |r| Some((it.enabled.unwrap_or(true), fault(it, file, scope, r)?)))
        }))
    })?;
    Some(read.into_iter().filter(|(enabled, _)| *enabled).map(|(_, fault)| fault).collect())
}

/// What a fault can be: `"crash"`, ….
fn names(it: &v1::Fault) -> [(&'static str, bool); 12] {
    [
        ("crash", it.crash.is_some()),
        ("secondCopy", it.second_copy.is_some()),
        ("hang", it.hang.is_some()),
        ("slow", it.slow.is_some()),
        ("stop", it.stop.is_some()),
        ("zoneOutage", it.zone_outage.is_some()),
        ("loseRequest", it.lose_request.is_some()),
        ("loseReply", it.lose_reply.is_some()),
        ("redrive", it.redrive.is_some()),
        ("cancelRedrive", it.cancel_redrive.is_some()),
        ("purge", it.purge.is_some()),
        ("change", it.change.is_some()),
    ]
}

/// Faults that last.
const LASTING: [&str; 4] = ["crash", "hang", "slow", "zoneOutage"];

fn fault(it: &v1::Fault, file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<FaultModel> {
    in_range(it.at.0, 0, limits::DURATION_US_MAX, "/at", "0s to 400d", reader);
    let names = names(it);
    let written: Vec<&str> = names.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| *name).collect();
    let [name] = written[..] else {
        let all: Vec<String> = names.iter().map(|(name, _)| format!("`{name}`")).collect();
        let hint = format!("Write exactly one of {}.", all.join(", "));
        reader.report("", "A fault is exactly one thing that goes wrong.", hint);
        return None;
    };
    let for_us = it.down_for.map(|span| span.0);
    match for_us {
        Some(_) if name == "secondCopy" => {
            reader.report("/for", "A second copy has no length.", "Leave `for` out.");
        }
        Some(_) if !LASTING.contains(&name) => {
            let message = format!("`{name}` happens at one instant and has no length.");
            reader.report("/for", message, "Leave `for` out.");
        }
        Some(us) => {
            in_range(us, FOR_US_MIN, limits::DURATION_US_MAX, "/for", "1ms to 400d", reader);
        }
        None => {}
    }
    let kind = kind(it, for_us, file, scope, reader)?;
    Some(FaultModel { at_us: it.at.0, kind })
}

fn kind(
    it: &v1::Fault,
    for_us: Option<Time>,
    file: &v1::File,
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<FaultKind> {
    if let Some(worker) = &it.crash {
        return Some(FaultKind::Crash { worker: scope.worker("/crash", worker, reader)?, for_us });
    }
    if let Some(worker) = &it.hang {
        let worker = scope.worker("/hang", worker, reader)?;
        refuse_managed(worker.consumer, "/hang", file, reader);
        return Some(FaultKind::Hang { worker, for_us });
    }
    if let Some(worker) = &it.stop {
        let worker = scope.worker("/stop", worker, reader)?;
        refuse_managed(worker.consumer, "/stop", file, reader);
        return Some(FaultKind::Stop { worker });
    }
    if let Some(slow) = &it.slow {
        let consumer = scope.consumer("/slow/consumer", &slow.consumer.0, reader)?;
        return Some(FaultKind::Slow { consumer, factor_milli: slow.factor.0, for_us });
    }
    if let Some(zone) = &it.zone_outage {
        return Some(FaultKind::ZoneOutage { zone: scope.zone("/zoneOutage", &zone.0, reader)?, for_us });
    }
    if let Some(producer) = &it.lose_request {
        let producer = scope.producer("/loseRequest", &producer.0, reader)?;
        return Some(FaultKind::LoseRequest { producer });
    }
    if let Some(producer) = &it.lose_reply {
        let producer = scope.producer("/loseReply", &producer.0, reader)?;
        return Some(FaultKind::LoseReply { producer });
    }
    if let Some(queue) = &it.second_copy {
        return second_copy(&queue.0, scope, reader);
    }
    if let Some(redrive) = &it.redrive {
        return reader.below("redrive", |r| move_task(redrive, scope, r));
    }
    if let Some(queue) = &it.cancel_redrive {
        return Some(FaultKind::CancelRedrive { queue: scope.queue("/cancelRedrive", &queue.0, reader)? });
    }
    if let Some(queue) = &it.purge {
        return Some(FaultKind::Purge { queue: scope.queue("/purge", &queue.0, reader)? });
    }
    let change = it.change.as_ref()?;
    reader.below("change", |r| changes(change, file, scope, r))
}

fn refuse_managed(consumer: u32, below: &str, file: &v1::File, reader: &mut Reader) {
    let consumer = file.consumers.iter().flatten().nth(consumer as usize);
    if consumer.is_some_and(|it| it.kind == Some(v1::ConsumerKind::Lambda)) {
        let message = "Lambda starts and ends its execution environments by itself.";
        reader.report(below, message, "Name a poller.");
    }
}

fn second_copy(queue: &str, scope: &Scope<'_>, reader: &mut Reader) -> Option<FaultKind> {
    let index = scope.queue("/secondCopy", queue, reader)?;
    if scope.kind(index) == v1::QueueType::Fifo {
        let hint = "Name a standard queue.";
        reader.report("/secondCopy", "A FIFO queue never hands out a second copy.", hint);
    }
    Some(FaultKind::SecondCopy { queue: index })
}

fn move_task(it: &v1::Redrive, scope: &Scope<'_>, reader: &mut Reader) -> Option<FaultKind> {
    let queue = scope.queue("/queue", &it.queue.0, reader);
    let to = match &it.to {
        Some(to) => Some(scope.queue("/to", &to.0, reader)?),
        None => None,
    };
    if let Some(rate) = it.rate {
        number_in_range(rate, 1, sqs::limits::MOVE_PER_SECOND_MAX, "/rate", reader);
    }
    Some(FaultKind::Redrive { queue: queue?, to, per_second: it.rate })
}

fn changes(
    it: &v1::QueueChange,
    file: &v1::File,
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<FaultKind> {
    let queue = scope.queue("/queue", &it.queue.0, reader)?;
    let kind = scope.kind(queue);
    let mut whole = |span: Option<v1::Span>, min: u32, max: u32, below: &str| match span {
        Some(span) => seconds(span, min, max, below, reader).map(Some),
        None => Some(None),
    };
    let limit = sqs::limits::VISIBILITY_TIMEOUT_S_MAX;
    let visibility_timeout_s = whole(it.visibility_timeout, 0, limit, "/visibilityTimeout");
    let (min, max) = (sqs::limits::RETENTION_S_MIN, sqs::limits::RETENTION_S_MAX);
    let retention_s = whole(it.retention, min, max, "/retention");
    let delay_s = whole(it.delay, 0, sqs::limits::DELAY_S_MAX, "/delay");
    let receive_wait_s = whole(it.receive_wait, 0, sqs::limits::WAIT_S_MAX, "/receiveWait");
    queues::refuse_fifo_only(
        kind,
        [
            ("/contentBasedDeduplication", it.content_based_deduplication.is_some()),
            ("/deduplicationScope", it.deduplication_scope.is_some()),
            ("/throughputLimit", it.throughput_limit.is_some()),
        ],
        reader,
    );
    let redrive = match &it.dlq {
        Some(dlq) => Some(queues::redrive(dlq, kind, scope, reader)?),
        None => None,
    };
    let redrive_allow = match &it.redrive_allow {
        Some(allow) => Some(queues::redrive_allow(allow, file, scope, reader)?),
        None => None,
    };
    let policy = |redrive: sim::RedriveModel| RedrivePolicy {
        dead_letter_target: QueueId(redrive.target),
        max_receive_count: redrive.max_receive_count,
    };
    let changes = AttributeChanges {
        visibility_timeout_s: visibility_timeout_s?,
        retention_s: retention_s?,
        delay_s: delay_s?,
        receive_wait_s: receive_wait_s?,
        maximum_message_bytes: it.maximum_message_size.map(|size| size.0),
        content_based_deduplication: it.content_based_deduplication,
        deduplication_scope: it.deduplication_scope.map(queues::scope_of),
        fifo_throughput_limit: it.throughput_limit.map(queues::throughput_of),
        redrive: redrive.map(|redrive| Some(policy(redrive))),
        redrive_allow,
        policy: access::policy(it.policy.as_ref(), reader)?.map(Some),
        ..AttributeChanges::default()
    };
    if let Some(bytes) = changes.maximum_message_bytes {
        queues::check_message_bytes(bytes, reader);
    }
    if changes == AttributeChanges::default() {
        reader.report("", "Nothing changes.", "Name an attribute: `\"visibilityTimeout\": \"90s\"`.");
    }
    Some(FaultKind::Change { queue, changes: Arc::new(changes) })
}
