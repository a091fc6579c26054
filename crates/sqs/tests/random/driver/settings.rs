//! Attributes that random clients set.

use std::sync::Arc;

use sqs::*;

use super::QUEUES;
use super::ops::Change;

/// One attribute or two that belong together, most of them in their range.
pub fn attribute_changes(Change { kind, n }: Change) -> AttributeChanges {
    let mut it = AttributeChanges::default();
    let nth = |values: &[u32]| Some(values[n as usize % values.len()]);
    match kind {
        0 => it.delay_s = nth(&[0, 3, 8, 901]),
        1 => it.delay_s = Some(n % 9),
        2 => it.maximum_message_bytes = nth(&[1_024, 1_023, 1_048_576, 2_000]),
        3 => it.retention_s = Some(60 + n % 240),
        4 => it.retention_s = nth(&[59, 1_209_600]),
        5 => it.receive_wait_s = Some(n % 22),
        6 => it.visibility_timeout_s = nth(&[0, 1, 9, 43_201]),
        7 => it.redrive_allow = Some(allow(n)),
        8 => it.kms_key = Some(n.is_multiple_of(2).then(|| "key".into())),
        9 => it.kms_reuse_s = nth(&[59, 60, 300]),
        10 => it.managed_sse = Some(n.is_multiple_of(2)),
        11 => it.content_based_deduplication = Some(!n.is_multiple_of(3)),
        12 => it.deduplication_scope = Some(scope(n)),
        13 => {
            it.deduplication_scope = Some(DeduplicationScope::MessageGroup);
            it.fifo_throughput_limit = Some(FifoThroughputLimit::PerMessageGroupId);
            it.delay_s = Some(n % 2);
        }
        14 => it.fifo_throughput_limit = Some(FifoThroughputLimit::PerMessageGroupId),
        _ => it.fifo_queue = Some(!n.is_multiple_of(3)),
    }
    it
}

fn scope(n: u32) -> DeduplicationScope {
    if n.is_multiple_of(2) { DeduplicationScope::Queue } else { DeduplicationScope::MessageGroup }
}

fn allow(n: u32) -> Option<Arc<RedriveAllowPolicy>> {
    let own = |names: &[&str]| names.iter().map(|name| (Caller::OWNER_ACCOUNT, Arc::from(*name))).collect();
    let permission = match n % 6 {
        0 | 1 => RedrivePermission::AllowAll,
        2 => RedrivePermission::DenyAll,
        3 => RedrivePermission::ByQueue(Vec::new()),
        4 => RedrivePermission::ByQueue(own(&QUEUES)),
        _ => return None,
    };
    Some(Arc::new(RedriveAllowPolicy { text: format!("{permission:?}").into(), permission }))
}
