//! Names, lists and tags (sqs-facts §1.8, §1.13).

use super::*;

impl Model {
    pub fn named(&self, account: u64, name: &str) -> Option<&ModelQueue> {
        let is_it = |queue: &&ModelQueue| *queue.name == *name && queue.account == account;
        self.queues.iter().filter(is_it).find(|queue| queue.deleted_at.is_none())
    }

    pub fn id_of(&self, wanted: &ModelQueue) -> QueueId {
        let place = self.queues.iter().position(|queue| std::ptr::eq(queue, wanted));
        QueueId(place.expect("it is one of them") as u32)
    }

    pub fn url(&self, account: u64, name: &str) -> Result<Reply, Refusal> {
        let queue = self.named(account, name).ok_or(Refusal::QueueDoesNotExist)?;
        Ok(Reply::Queue(self.id_of(queue)))
    }

    pub fn list(
        &self,
        account: u64,
        prefix: &str,
        max_results: Option<i32>,
        after: Option<Arc<str>>,
    ) -> Result<Reply, Refusal> {
        let own = |queue: &&ModelQueue| queue.account == account && queue.name.starts_with(prefix);
        self.page(Action::ListQueues, self.queues.iter().filter(own).collect(), max_results, after)
    }

    pub fn sources(
        &self,
        queue: QueueId,
        max_results: Option<i32>,
        after: Option<Arc<str>>,
    ) -> Result<Reply, Refusal> {
        let account = self.alive(queue)?.account;
        let names_it = |source: &&ModelQueue| {
            let target = source.attributes.redrive.map(|redrive| redrive.dead_letter_target);
            source.account == account && target == Some(queue)
        };
        let found = self.queues.iter().filter(names_it).collect();
        self.page(Action::ListDeadLetterSourceQueues, found, max_results, after)
    }

    fn page(
        &self,
        action: Action,
        mut found: Vec<&ModelQueue>,
        max_results: Option<i32>,
        after: Option<Arc<str>>,
    ) -> Result<Reply, Refusal> {
        let size = max_results.unwrap_or(1_000);
        if !(1..=1_000).contains(&size) {
            return Err(Refusal::MaxResultsOutOfRange(action, size));
        }
        found.retain(|queue| queue.deleted_at.is_none());
        found.retain(|queue| after.as_ref().is_none_or(|after| queue.name > *after));
        found.sort_by(|one, other| one.name.cmp(&other.name));
        let goes_on = max_results.is_some() && found.len() > size as usize;
        found.truncate(size as usize);
        let next = found.last().filter(|_| goes_on).map(|queue| queue.name.clone());
        Ok(Reply::Queues { queues: found.into_iter().map(|queue| self.id_of(queue)).collect(), next })
    }

    pub fn tag(&mut self, queue: QueueId, sent: Tags) -> Result<Reply, Refusal> {
        let known = self.alive(queue)?.tags.clone();
        self.queue_mut(queue).tags = self.merged_tags(&known, sent)?;
        Ok(Reply::Done)
    }

    pub fn untag(&mut self, queue: QueueId, keys: &[Arc<str>]) -> Result<Reply, Refusal> {
        self.alive(queue)?;
        self.queue_mut(queue).tags.retain(|(key, _)| !keys.contains(key));
        Ok(Reply::Done)
    }

    /// The driver's keys are right, empty or AWS's own.
    pub fn merged_tags(&self, known: &Tags, sent: Tags) -> Result<Tags, Refusal> {
        let mut tags = known.clone();
        for (key, value) in sent {
            if key.is_empty() {
                return Err(Refusal::InvalidTag(TagFault::KeyLength));
            }
            if key.starts_with("aws:") {
                return Err(Refusal::InvalidTag(TagFault::KeyReserved));
            }
            tags.retain(|(other, _)| *other != key);
            tags.push((key, value));
        }
        tags.sort();
        Ok(tags)
    }
}
