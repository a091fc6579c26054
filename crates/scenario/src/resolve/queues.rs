//! Queues.

use sim::{QueueModel, RedriveModel};
use sqs::{QueueAttributes, QueueKind, Storage, limits};

use super::{Scope, all, check_ids, kind_of, number_in_range, seconds};
use crate::problem::quoted;
use crate::read::Reader;
use crate::v1;

/// Characters of AWS's queue names.
const NAME_CHARS_MAX: usize = 80;

pub(super) fn queues(file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<Vec<QueueModel>> {
    check_ids("queues", file.queues.iter().map(|queue| queue.id.0.as_str()), reader);
    if file.queues.is_empty() {
        reader.report("/queues", "There is no queue.", "Add `{ \"id\": \"orders\" }`.");
    }
    let queues: Vec<QueueModel> = reader.below("queues", |r| {
        all(file.queues.iter().enumerate().map(|(i, it)| r.below(&i.to_string(), |r| queue(it, scope, r))))
    })?;
    for (index, queue) in queues.iter().enumerate() {
        if queues[..index].iter().any(|other| other.name == queue.name) {
            let message = format!("Two queues have the name {}.", quoted(&queue.name));
            reader.report(&format!("/queues/{index}/name"), message, "Give each its own name.");
        }
    }
    Some(queues)
}

fn queue(it: &v1::Queue, scope: &Scope<'_>, reader: &mut Reader) -> Option<QueueModel> {
    let kind = match kind_of(it) {
        v1::QueueType::Standard => QueueKind::Standard,
        v1::QueueType::Fifo => QueueKind::Fifo,
    };
    let name = name(it, kind, reader);
    let attributes = attributes(it, kind, reader);
    let redrive = match &it.dlq {
        Some(dlq) => redrive(dlq, kind_of(it), scope, reader).map(Some),
        None => Some(None),
    };
    let storage = match &it.aws {
        Some(aws) => reader.below("aws", |r| storage(aws, kind, r)),
        None => Some(Storage::default()),
    };
    Some(QueueModel {
        id: it.id.0.as_str().into(),
        name: name?.into(),
        kind,
        attributes: attributes?,
        redrive: redrive?,
        storage: storage?,
    })
}

fn name(it: &v1::Queue, kind: QueueKind, reader: &mut Reader) -> Option<String> {
    let suffix = if kind == QueueKind::Fifo { ".fifo" } else { "" };
    let Some(name) = &it.name else { return Some(format!("{}{suffix}", it.id.0)) };
    let stem = name.strip_suffix(suffix);
    let good = |stem: &str| {
        !stem.is_empty() && stem.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if stem.is_some_and(good) && name.len() <= NAME_CHARS_MAX {
        return Some(name.clone());
    }
    reader.report(
        "/name",
        format!("{} is no name for this queue.", quoted(name)),
        format!("AWS allows 1 to {NAME_CHARS_MAX} of A-Z, a-z, 0-9, `-` and `_`; FIFO names end in `.fifo`."),
    );
    None
}

fn attributes(it: &v1::Queue, kind: QueueKind, reader: &mut Reader) -> Option<QueueAttributes> {
    let default = QueueAttributes::default();
    let visibility = it.visibility_timeout.map_or(Some(default.visibility_timeout_s), |span| {
        seconds(span, 0, limits::VISIBILITY_TIMEOUT_S_MAX, "/visibilityTimeout", reader)
    });
    let retention = it.retention.map_or(Some(default.retention_s), |span| {
        seconds(span, limits::RETENTION_S_MIN, limits::RETENTION_S_MAX, "/retention", reader)
    });
    let delay = it
        .delay
        .map_or(Some(default.delay_s), |span| seconds(span, 0, limits::DELAY_S_MAX, "/delay", reader));
    let wait = it.receive_wait.map_or(Some(default.receive_wait_s), |span| {
        seconds(span, 0, limits::WAIT_S_MAX, "/receiveWait", reader)
    });
    if it.content_based_deduplication.is_some() && kind == QueueKind::Standard {
        reader.report(
            "/contentBasedDeduplication",
            "A standard queue does not deduplicate.",
            "Leave the field out, or write `\"type\": \"fifo\"`.",
        );
    }
    Some(QueueAttributes {
        visibility_timeout_s: visibility?,
        retention_s: retention?,
        delay_s: delay?,
        receive_wait_s: wait?,
        content_based_deduplication: it.content_based_deduplication.unwrap_or(false),
        ..default
    })
}

fn redrive(
    dlq: &v1::Dlq,
    kind: v1::QueueType,
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<RedriveModel> {
    let target = scope.queue("/dlq/target", &dlq.target.0, reader);
    if target.is_some_and(|target| scope.kind(target) != kind) {
        reader.report(
            "/dlq/target",
            format!("The dead-letter queue {} is of the other type.", quoted(&dlq.target.0)),
            "AWS wants both to be standard or both FIFO.",
        );
    }
    let count = dlq.max_receive_count;
    number_in_range(count, 1, limits::MAX_RECEIVE_COUNT_MAX, "/dlq/maxReceiveCount", reader);
    Some(RedriveModel { target: target?, max_receive_count: count })
}

fn storage(aws: &v1::Aws, kind: QueueKind, reader: &mut Reader) -> Option<Storage> {
    let standard_only = [
        ("shards", aws.shards.is_some()),
        ("sample", aws.sample.is_some()),
        ("falseEmpty", aws.false_empty.is_some()),
        ("doubleDelivery", aws.double_delivery.is_some()),
        ("duplicateOnDelete", aws.duplicate_on_delete.is_some()),
        ("reorder", aws.reorder.is_some()),
    ];
    let fifo_only = [("fifoLookahead", aws.fifo_lookahead.is_some())];
    let (misplaced, only) = match kind {
        QueueKind::Standard => (fifo_only.as_slice(), "FIFO"),
        QueueKind::Fifo => (standard_only.as_slice(), "standard"),
    };
    for (field, _) in misplaced.iter().filter(|(_, given)| *given) {
        reader.report(&format!("/{field}"), format!("Only {only} queues have this."), "Leave the field out.");
    }
    let default = Storage::default();
    let ppm = |share: Option<v1::Share>| share.map_or(0, |share| share.0);
    let storage = Storage {
        shards: aws.shards.unwrap_or(default.shards),
        sample: aws.sample.unwrap_or(default.sample),
        false_empty_ppm: ppm(aws.false_empty),
        double_delivery_ppm: ppm(aws.double_delivery),
        duplicate_on_delete_ppm: ppm(aws.duplicate_on_delete),
        reorder_messages: aws.reorder.unwrap_or(default.reorder_messages),
        in_flight_max: aws.in_flight_max.unwrap_or(default.in_flight_max),
        fifo_lookahead: aws.fifo_lookahead.unwrap_or(default.fifo_lookahead),
        ..default
    };
    for (field, value, min, max) in [
        ("shards", storage.shards, 1, 64),
        ("sample", storage.sample, 1, storage.shards.max(1)),
        ("reorder", storage.reorder_messages, 0, 1_000),
        ("inFlightMax", storage.in_flight_max, 1, limits::IN_FLIGHT_MAX),
        ("fifoLookahead", storage.fifo_lookahead, 1, limits::FIFO_LOOKAHEAD),
    ] {
        number_in_range(value, min, max, &format!("/{field}"), reader);
    }
    Some(storage)
}
