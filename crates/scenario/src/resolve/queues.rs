//! Queues.

use std::sync::Arc;

use serde_json::json;
use sim::{QueueModel, RedriveModel};
use sqs::{
    DeduplicationScope, FifoThroughputLimit, QueueAttributes, QueueKind, RedriveAllowPolicy,
    RedrivePermission, Storage, limits,
};

use super::{Scope, access, all, check_ids, kind_of, number_in_range, seconds};
use crate::problem::quoted;
use crate::read::Reader;
use crate::v1;

/// The region in ARNs that texts quote.
const REGION: &str = "us-east-1";
/// Characters of AWS's queue names.
const NAME_CHARS_MAX: usize = 80;

pub(super) fn queues(file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<Vec<QueueModel>> {
    check_ids("queues", file.queues.iter().map(|queue| queue.id.0.as_str()), reader);
    if file.queues.is_empty() {
        reader.report("/queues", "There is no queue.", "Add `{ \"id\": \"orders\" }`.");
    }
    let queues: Vec<QueueModel> = reader.below("queues", |r| {
        all(file
            .queues
            .iter()
            .enumerate()
            .map(|(i, it)| r.below(&i.to_string(), |r| queue(it, file, scope, r))))
    })?;
    for (index, queue) in queues.iter().enumerate() {
        if queues[..index].iter().any(|other| other.name == queue.name) {
            let message = format!("Two queues have the name {}.", quoted(&queue.name));
            reader.report(&format!("/queues/{index}/name"), message, "Give each its own name.");
        }
    }
    Some(queues)
}

fn queue(it: &v1::Queue, file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<QueueModel> {
    let kind = match kind_of(it) {
        v1::QueueType::Standard => QueueKind::Standard,
        v1::QueueType::Fifo => QueueKind::Fifo,
    };
    let name = name(it, kind, reader);
    let attributes = attributes(it, kind, reader);
    let redrive = match &it.dlq {
        Some(dlq) => {
            check_allowed(dlq, &it.id, file, reader);
            if dlq.target == it.id {
                let message = format!("{} is its own dead-letter queue.", quoted(&it.id.0));
                reader.report("/dlq/target", message, "Name another queue.");
            }
            redrive(dlq, kind_of(it), scope, reader).map(Some)
        }
        None => Some(None),
    };
    let redrive_allow = match &it.redrive_allow {
        Some(allow) => redrive_allow(allow, file, scope, reader)?,
        None => None,
    };
    let storage = match &it.aws {
        Some(aws) => reader.below("aws", |r| storage(aws, kind, r)),
        None => Some(Storage::default()),
    };
    Some(QueueModel {
        id: it.id.0.as_str().into(),
        name: name?.into(),
        kind,
        attributes: QueueAttributes { redrive_allow, ..attributes? },
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
    let fields = [
        ("/deduplicationScope", it.deduplication_scope.is_some()),
        ("/throughputLimit", it.throughput_limit.is_some()),
    ];
    refuse_fifo_only(kind_of(it), fields, reader);
    let deduplication_scope = it.deduplication_scope.map_or(default.deduplication_scope, scope_of);
    let fifo_throughput_limit = it.throughput_limit.map_or(default.fifo_throughput_limit, throughput_of);
    if fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId
        && deduplication_scope == DeduplicationScope::Queue
        && kind == QueueKind::Fifo
    {
        let hint = "Write `\"deduplicationScope\": \"messageGroup\"` beside it, as AWS wants.";
        reader.report("/throughputLimit", "High throughput needs deduplication by message group.", hint);
    }
    let maximum_message_bytes = it.maximum_message_size.map_or(default.maximum_message_bytes, |size| size.0);
    check_message_bytes(maximum_message_bytes, reader);
    let policy = access::policy(it.policy.as_ref(), reader);
    let key = access::key(it.kms.as_ref(), reader);
    Some(QueueAttributes {
        maximum_message_bytes,
        deduplication_scope,
        fifo_throughput_limit,
        policy: policy?,
        managed_sse: it.kms.is_none() && default.managed_sse,
        kms_key: key?,
        visibility_timeout_s: visibility?,
        retention_s: retention?,
        delay_s: delay?,
        receive_wait_s: wait?,
        content_based_deduplication: it.content_based_deduplication.unwrap_or(false),
        ..default
    })
}

/// Reports fields that only FIFO queues have.
pub(super) fn refuse_fifo_only<const N: usize>(
    kind: v1::QueueType,
    fields: [(&str, bool); N],
    reader: &mut Reader,
) {
    for (field, _) in fields.iter().filter(|(_, given)| *given && kind == v1::QueueType::Standard) {
        reader.report(field, "Only FIFO queues have this.", "Leave the field out.");
    }
}

pub(super) fn check_message_bytes(bytes: u32, reader: &mut Reader) {
    let (min, max) = (limits::MESSAGE_BYTES_MIN, limits::MESSAGE_BYTES_MAX);
    number_in_range(bytes, min, max, "/maximumMessageSize", reader);
}

pub(super) fn scope_of(scope: v1::DeduplicationScopeName) -> DeduplicationScope {
    match scope {
        v1::DeduplicationScopeName::Queue => DeduplicationScope::Queue,
        v1::DeduplicationScopeName::MessageGroup => DeduplicationScope::MessageGroup,
    }
}

pub(super) fn throughput_of(limit: v1::ThroughputLimitName) -> FifoThroughputLimit {
    match limit {
        v1::ThroughputLimitName::PerQueue => FifoThroughputLimit::PerQueue,
        v1::ThroughputLimitName::PerMessageGroupId => FifoThroughputLimit::PerMessageGroupId,
    }
}

/// The policy with AWS's own text; none lets every queue.
pub(super) fn redrive_allow(
    allow: &v1::RedriveAllow,
    file: &v1::File,
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<Option<Arc<RedriveAllowPolicy>>> {
    let account = sqs::Caller::default().account;
    let (permission, text) = match allow {
        v1::RedriveAllow::All => return Some(None),
        v1::RedriveAllow::None => (RedrivePermission::DenyAll, json!({ "redrivePermission": "denyAll" })),
        v1::RedriveAllow::Queues(ids) => {
            if ids.is_empty() || ids.len() > limits::REDRIVE_SOURCES_MAX as usize {
                let hint = format!("Name 1 to {} queues, or write `denyAll`.", limits::REDRIVE_SOURCES_MAX);
                reader.report("/redriveAllow", format!("There are {} queues.", ids.len()), hint);
            }
            let found: Vec<Option<u32>> = ids
                .iter()
                .enumerate()
                .map(|(index, id)| scope.queue(&format!("/redriveAllow/{index}"), &id.0, reader))
                .collect();
            let found: Option<Vec<u32>> = found.into_iter().collect();
            let names: Vec<String> =
                found?.into_iter().map(|index| name_of(&file.queues[index as usize])).collect();
            let arns: Vec<String> =
                names.iter().map(|name| format!("arn:aws:sqs:{REGION}:{account}:{name}")).collect();
            let text = json!({ "redrivePermission": "byQueue", "sourceQueueArns": arns });
            let sources = names.into_iter().map(|name| (account, name.into())).collect();
            (RedrivePermission::ByQueue(sources), text)
        }
    };
    Some(Some(Arc::new(RedriveAllowPolicy { text: text.to_string().into(), permission })))
}

/// AWS's name of a queue, right or wrong.
fn name_of(it: &v1::Queue) -> String {
    let suffix = if kind_of(it) == v1::QueueType::Fifo { ".fifo" } else { "" };
    it.name.clone().unwrap_or_else(|| format!("{}{suffix}", it.id.0))
}

/// Reports a dead-letter queue that does not let this queue name it (sqs-facts §4.2).
fn check_allowed(dlq: &v1::Dlq, source: &v1::Id, file: &v1::File, reader: &mut Reader) {
    let target = file.queues.iter().find(|queue| queue.id == dlq.target);
    let is_allowed = match target.and_then(|target| target.redrive_allow.as_ref()) {
        None | Some(v1::RedriveAllow::All) => true,
        Some(v1::RedriveAllow::None) => false,
        Some(v1::RedriveAllow::Queues(ids)) => ids.contains(source),
    };
    if !is_allowed {
        let message = format!("{} does not allow this queue to use it.", quoted(&dlq.target.0));
        reader.report("/dlq/target", message, "Change its `redriveAllow`, as AWS would refuse this.");
    }
}

pub(super) fn redrive(
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
    let fifo_only = [
        ("fifoLookahead", aws.fifo_lookahead.is_some()),
        ("fifoTps", aws.fifo_tps.is_some()),
        ("fifoPartitions", aws.fifo_partitions.is_some()),
    ];
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
        fifo_calls_per_s: aws.fifo_tps.or(default.fifo_calls_per_s),
        fifo_partitions: aws.fifo_partitions.unwrap_or(default.fifo_partitions),
        ..default
    };
    for (field, value, min, max) in [
        ("shards", storage.shards, 1, 64),
        ("sample", storage.sample, 1, storage.shards.max(1)),
        ("reorder", storage.reorder_messages, 0, 1_000),
        ("inFlightMax", storage.in_flight_max, 1, limits::IN_FLIGHT_MAX),
        ("fifoLookahead", storage.fifo_lookahead, 1, limits::FIFO_LOOKAHEAD),
        ("fifoTps", storage.fifo_calls_per_s.unwrap_or(1), 1, limits::FIFO_CALLS_PER_S),
        ("fifoPartitions", storage.fifo_partitions, 1, 1_000),
    ] {
        number_in_range(value, min, max, &format!("/{field}"), reader);
    }
    Some(storage)
}
