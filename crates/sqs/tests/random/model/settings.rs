//! Attributes: what can be set, what a call makes of them, and when it works (sqs-facts §1.4, §1.8).

use super::*;

/// Things that no queue of this kind has or changes.
pub fn check_changes(sent: &AttributeChanges, kind: QueueKind) -> Result<(), Refusal> {
    let standard = kind == QueueKind::Standard;
    match sent.fifo_queue {
        Some(_) if standard => return Err(Refusal::UnknownAttribute(Attribute::FifoQueue)),
        Some(false) => return Err(Refusal::InvalidAttributeValue(Attribute::FifoQueue)),
        Some(true) | None => {}
    }
    let unknown = |sent: bool, attribute| {
        if sent && standard { Err(Refusal::UnknownAttribute(attribute)) } else { Ok(()) }
    };
    unknown(sent.content_based_deduplication.is_some(), Attribute::ContentBasedDeduplication)?;
    unknown(sent.deduplication_scope.is_some(), Attribute::DeduplicationScope)?;
    unknown(sent.fifo_throughput_limit.is_some(), Attribute::FifoThroughputLimit)
}

pub fn changed(current: &QueueAttributes, sent: &AttributeChanges) -> Result<QueueAttributes, Refusal> {
    fn put<T: Clone>(value: &mut T, sent: &Option<T>) {
        if let Some(sent) = sent {
            *value = sent.clone();
        }
    }
    let mut all = current.clone();
    put(&mut all.delay_s, &sent.delay_s);
    put(&mut all.maximum_message_bytes, &sent.maximum_message_bytes);
    put(&mut all.retention_s, &sent.retention_s);
    put(&mut all.receive_wait_s, &sent.receive_wait_s);
    put(&mut all.visibility_timeout_s, &sent.visibility_timeout_s);
    put(&mut all.redrive, &sent.redrive);
    put(&mut all.redrive_allow, &sent.redrive_allow);
    put(&mut all.policy, &sent.policy);
    put(&mut all.kms_key, &sent.kms_key);
    put(&mut all.kms_reuse_s, &sent.kms_reuse_s);
    put(&mut all.managed_sse, &sent.managed_sse);
    put(&mut all.content_based_deduplication, &sent.content_based_deduplication);
    put(&mut all.deduplication_scope, &sent.deduplication_scope);
    put(&mut all.fifo_throughput_limit, &sent.fifo_throughput_limit);
    if sent.redrive.is_some() {
        all.redrive_text = sent.redrive_text.clone();
    }
    if all.kms_key.is_some() {
        if sent.managed_sse == Some(true) {
            return Err(Refusal::TwoKindsOfEncryption);
        }
        all.managed_sse = false;
    }
    Ok(all)
}

/// The first value out of its range.
pub fn check_values(all: &QueueAttributes, kind: QueueKind) -> Result<(), Refusal> {
    let sources = match all.redrive_allow.as_ref().map(|allow| &allow.permission) {
        Some(RedrivePermission::ByQueue(names)) => names.len(),
        Some(RedrivePermission::AllowAll | RedrivePermission::DenyAll) | None => 1,
    };
    let ranges = [
        (Attribute::DelaySeconds, all.delay_s, 0, 900),
        (Attribute::MaximumMessageSize, all.maximum_message_bytes, 1_024, 1_048_576),
        (Attribute::MessageRetentionPeriod, all.retention_s, 60, 1_209_600),
        (Attribute::ReceiveMessageWaitTimeSeconds, all.receive_wait_s, 0, 20),
        (Attribute::VisibilityTimeout, all.visibility_timeout_s, 0, 43_200),
        (Attribute::KmsDataKeyReusePeriodSeconds, all.kms_reuse_s, 60, 86_400),
        (Attribute::RedriveAllowPolicy, sources as u32, 1, 10),
    ];
    for (attribute, value, least, most) in ranges {
        if value < least || value > most {
            return Err(Refusal::InvalidAttributeValue(attribute));
        }
    }
    match all.redrive.map(|redrive| redrive.max_receive_count) {
        Some(count) if !(1..=1_000).contains(&count) => return Err(Refusal::InvalidMaxReceiveCount(count)),
        Some(_) | None => {}
    }
    let high = all.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId;
    if kind == QueueKind::Fifo && high && all.deduplication_scope == DeduplicationScope::Queue {
        return Err(Refusal::InvalidAttributeValue(Attribute::FifoThroughputLimit));
    }
    Ok(())
}

pub fn first_difference(one: &QueueAttributes, other: &QueueAttributes) -> Option<Attribute> {
    let allow = |it: &QueueAttributes| it.redrive_allow.as_ref().map(|allow| allow.permission.clone());
    let differences = [
        (one.delay_s != other.delay_s, Attribute::DelaySeconds),
        (one.maximum_message_bytes != other.maximum_message_bytes, Attribute::MaximumMessageSize),
        (one.retention_s != other.retention_s, Attribute::MessageRetentionPeriod),
        (one.receive_wait_s != other.receive_wait_s, Attribute::ReceiveMessageWaitTimeSeconds),
        (one.visibility_timeout_s != other.visibility_timeout_s, Attribute::VisibilityTimeout),
        (one.redrive != other.redrive, Attribute::RedrivePolicy),
        (allow(one) != allow(other), Attribute::RedriveAllowPolicy),
        (one.policy != other.policy, Attribute::Policy),
        (one.kms_key != other.kms_key, Attribute::KmsMasterKeyId),
        (one.kms_reuse_s != other.kms_reuse_s, Attribute::KmsDataKeyReusePeriodSeconds),
        (one.managed_sse != other.managed_sse, Attribute::SqsManagedSseEnabled),
        (
            one.content_based_deduplication != other.content_based_deduplication,
            Attribute::ContentBasedDeduplication,
        ),
        (one.deduplication_scope != other.deduplication_scope, Attribute::DeduplicationScope),
        (one.fifo_throughput_limit != other.fifo_throughput_limit, Attribute::FifoThroughputLimit),
    ];
    differences.into_iter().find(|(differs, _)| *differs).map(|(_, attribute)| attribute)
}

impl ModelQueue {
    /// When something that was set begins to work.
    pub fn next_effect(&self) -> Option<Time> {
        let attributes = self.spreading.iter().map(|(at, _)| *at);
        attributes.chain(self.spreading_retentions.iter().map(|(at, _)| *at)).min()
    }
}

impl Model {
    pub fn set_attributes(&mut self, queue: QueueId, sent: &AttributeChanges) -> Result<Reply, Refusal> {
        let target = self.alive(queue)?;
        check_changes(sent, target.kind)?;
        let attributes = changed(&target.attributes, sent)?;
        check_values(&attributes, target.kind)?;
        if sent.redrive.is_some() {
            self.check_target(&attributes, target.kind, (target.account, &target.name))?;
        }
        self.set(queue, attributes)
    }

    /// Shown at once, working when it has spread.
    pub fn set(&mut self, queue: QueueId, attributes: QueueAttributes) -> Result<Reply, Refusal> {
        let now = self.now;
        let target = self.queue_mut(queue);
        target.modified_at = now;
        target.attributes = attributes.clone();
        let (after, retention_after) =
            (target.storage.attribute_propagation_s, target.storage.retention_propagation_s);
        target.spreading_retentions.push((now + seconds(retention_after), attributes.retention_s));
        target.spreading.push((now + seconds(after), attributes));
        self.bring_into_effect(queue);
        Ok(Reply::Done)
    }

    pub fn bring_into_effect(&mut self, queue: QueueId) {
        let now = self.now;
        let target = self.queue_mut(queue);
        if target.deleted_at.is_some() || target.next_effect().is_none_or(|at| at > now) {
            return;
        }
        let old = target.in_effect.clone();
        let has_come = |at: Time| at <= now;
        let attributes = target.spreading.iter().rev().find(|(at, _)| has_come(*at));
        let attributes = attributes.map_or(old.clone(), |(_, attributes)| attributes.clone());
        let retention = target.spreading_retentions.iter().rev().find(|(at, _)| has_come(*at));
        let retention_s = retention.map_or(old.retention_s, |(_, retention_s)| *retention_s);
        target.spreading.retain(|(at, _)| !has_come(*at));
        target.spreading_retentions.retain(|(at, _)| !has_come(*at));
        target.in_effect = QueueAttributes { retention_s, ..attributes };
        let delay_s = target.in_effect.delay_s;
        self.expire(queue);
        if !self.is_standard(queue) && delay_s != old.delay_s {
            let serials: Vec<u64> = self.of_queue(queue).iter().map(|message| message.serial).collect();
            for serial in serials {
                self.delay_again(serial, delay_s);
            }
        }
    }

    /// A FIFO queue's new delay reaches what waits for its first receive.
    fn delay_again(&mut self, serial: u64, delay_s: u32) {
        let now = self.now;
        let Some(message) = self.find(serial) else { return };
        let until = message.sent_at + seconds(delay_s);
        if message.receive_count > 0 || message.source.is_some() {
            return;
        }
        if until > now {
            message.state = State::Delayed(until);
        } else if matches!(message.state, State::Delayed(_)) {
            self.show(serial, VisibleCause::DelayEnded);
        }
    }
}
