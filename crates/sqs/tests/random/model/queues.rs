//! Queues come, go and are emptied (sqs-facts §1.13).

use super::access::is_name;
use super::settings::{changed, check_changes, check_values, first_difference};
use super::*;
use crate::paths::took;

impl Model {
    pub fn create(
        &mut self,
        (account, name): (u64, Arc<str>),
        kind: QueueKind,
        sent: &AttributeChanges,
        tags: Tags,
        storage: Storage,
    ) -> Result<Reply, Refusal> {
        let stem = if kind == QueueKind::Fifo { name.strip_suffix(".fifo") } else { Some(&*name) };
        if !stem.is_some_and(is_name) || name.len() > 80 {
            return Err(Refusal::InvalidQueueName(kind));
        }
        check_changes(sent, kind)?;
        let tags = self.merged_tags(&Vec::new(), tags)?;
        let existing = self.named(account, &name).map(|queue| (queue.attributes.clone(), queue.tags.clone()));
        let current = existing.as_ref().map_or_else(QueueAttributes::default, |(current, _)| current.clone());
        let attributes = changed(&current, sent)?;
        check_values(&attributes, kind)?;
        if let Some((current, known_tags)) = existing {
            if let Some(attribute) = first_difference(&current, &attributes) {
                return Err(Refusal::QueueNameExists(attribute));
            }
            if !tags.is_empty() && tags != known_tags {
                return Err(Refusal::QueueNameExistsWithOtherTags);
            }
            return self.url(account, &name);
        }
        self.check_target(&attributes, kind, (account, &name))?;
        let now = self.now;
        let was_here = |queue: &&ModelQueue| queue.name == name && queue.account == account;
        let deletions = self.queues.iter().filter(was_here).filter_map(|queue| queue.deleted_at);
        if deletions.max().is_some_and(|at| now < at + seconds(60)) {
            return Err(Refusal::QueueDeletedRecently);
        }
        let queue = QueueId(self.queues.len() as u32);
        self.relink((account, &name), queue);
        self.queues.push(ModelQueue {
            account,
            name,
            kind,
            scope: attributes.deduplication_scope,
            in_effect: attributes.clone(),
            attributes,
            spreading: Vec::new(),
            spreading_retentions: Vec::new(),
            tags,
            created_at: now,
            modified_at: now,
            storage,
            deleted_at: None,
            purged_at: None,
            purge_ends_at: None,
            last_sequence: 0,
            remembered: Vec::new(),
            attempts: Vec::new(),
            metered: Vec::new(),
            has_tenants: false,
            tasks: Vec::new(),
        });
        self.note(EventKind::QueueCreated { queue });
        Ok(Reply::Queue(queue))
    }

    /// Redrive policies name their target by name: one that is made anew takes its place again.
    fn relink(&mut self, (account, name): (u64, &str), new: QueueId) {
        let names: Vec<(u64, Arc<str>)> =
            self.queues.iter().map(|queue| (queue.account, queue.name.clone())).collect();
        for queue in &mut self.queues {
            let later = queue.spreading.iter_mut().map(|(_, attributes)| attributes);
            for attributes in later.chain([&mut queue.attributes, &mut queue.in_effect]) {
                let Some(redrive) = &mut attributes.redrive else { continue };
                let (target_account, target_name) = &names[redrive.dead_letter_target.0 as usize];
                if (*target_account, &**target_name) == (account, name) {
                    redrive.dead_letter_target = new;
                }
            }
        }
    }

    pub fn delete_queue(&mut self, queue: QueueId) -> Result<Reply, Refusal> {
        self.alive(queue)?;
        let now = self.now;
        let target = self.queue_mut(queue);
        target.deleted_at = Some(now);
        target.purge_ends_at = None;
        let active = target.active_task().map(|(task, _)| task.id);
        target.tasks.clear();
        if let Some(task) = active {
            self.note(EventKind::MoveTaskEnded { queue, task, status: MoveTaskStatus::Failed });
        }
        self.messages.retain(|message| message.queue != queue);
        self.note(EventKind::QueueDeleted { queue });
        let (gone, kept) = std::mem::take(&mut self.waiting).into_iter().partition(|p| p.queue == queue);
        self.waiting = kept;
        let gone: Vec<Waiting> = gone;
        for poll in gone {
            self.note(EventKind::PollAnswered { queue, ticket: poll.ticket, messages: 0 });
            self.answers.push((poll.ticket, Err(Refusal::QueueDoesNotExist)));
        }
        Ok(Reply::Done)
    }

    pub fn purge(&mut self, queue: QueueId) -> Result<Reply, Refusal> {
        if self.alive(queue)?.purged_at.is_some_and(|at| self.now < at + seconds(60)) {
            return Err(Refusal::PurgeQueueInProgress);
        }
        let now = self.now;
        let target = self.queue_mut(queue);
        target.purged_at = Some(now);
        target.purge_ends_at = Some(now + seconds(target.storage.purge_s));
        self.end_purge(queue);
        Ok(Reply::Done)
    }

    /// All is gone when the purge's time is over, also what was sent meanwhile.
    pub fn end_purge(&mut self, queue: QueueId) {
        let now = self.now;
        let target = self.queue_mut(queue);
        if target.purge_ends_at.is_none_or(|at| at > now) {
            return;
        }
        let took_its_time = target.purged_at < target.purge_ends_at;
        target.purge_ends_at = None;
        target.remembered.clear();
        target.has_tenants = false;
        self.spells.retain(|spell| spell.queue != queue);
        self.noisy.retain(|(noisy_in, _)| *noisy_in != queue);
        if took_its_time {
            took("a purge that took its time ends");
            let purged_at = self.queues[queue.0 as usize].purged_at;
            if self.of_queue(queue).iter().any(|message| Some(message.arrived_at) > purged_at) {
                took("a slow purge loses what was sent meanwhile");
            }
        }
        self.messages.retain(|message| message.queue != queue);
        self.note(EventKind::QueuePurged { queue });
    }

    /// The dead-letter target exists, is of the same kind and lets this queue use it.
    pub fn check_target(
        &self,
        attributes: &QueueAttributes,
        kind: QueueKind,
        (account, name): (u64, &str),
    ) -> Result<(), Refusal> {
        let Some(redrive) = attributes.redrive else { return Ok(()) };
        let target = self.alive(redrive.dead_letter_target).ok().filter(|target| target.account == account);
        let target = target.ok_or(Refusal::DeadLetterTargetDoesNotExist)?;
        if target.kind != kind {
            return Err(Refusal::DeadLetterTargetOfOtherKind);
        }
        let lets = match target.attributes.redrive_allow.as_ref().map(|allow| &allow.permission) {
            None | Some(RedrivePermission::AllowAll) => true,
            Some(RedrivePermission::DenyAll) => false,
            Some(RedrivePermission::ByQueue(names)) => {
                names.iter().any(|(of, allowed)| *of == account && **allowed == *name)
            }
        };
        if lets { Ok(()) } else { Err(Refusal::RedriveNotAllowed) }
    }
}
