//! `GetQueueUrl`, `ListQueues`, `ListDeadLetterSourceQueues` (sqs-facts §1.5, §1.13).

use std::ops::Bound;

use crate::attributes::limits::LIST_RESULTS_MAX;
use crate::{Action, Engine, QueueId, Refusal, Reply};

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page<'a> {
    /// `MaxResults`.
    pub(crate) max_results: Option<i32>,
    /// Only what comes behind this name.
    pub(crate) after: Option<&'a str>,
}

impl Engine {
    pub(crate) fn get_queue_url(&self, account: u64, name: &str) -> Result<Reply, Refusal> {
        self.find_queue(account, name).map(Reply::Queue).ok_or(Refusal::QueueDoesNotExist)
    }

    /// By name, which is the order that was seen on AWS.
    pub(crate) fn list_queues(
        &self,
        account: u64,
        prefix: Option<&str>,
        page: Page<'_>,
    ) -> Result<Reply, Refusal> {
        let prefix = prefix.unwrap_or_default();
        let start = match page.after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            Some(_) | None => Bound::Included(prefix),
        };
        let names = self.names.get(&account).into_iter();
        let found = names
            .flat_map(|names| names.range::<str, _>((start, Bound::Unbounded)))
            .take_while(|(name, _)| name.starts_with(prefix))
            .map(|(_, id)| *id);
        self.page(Action::ListQueues, page.max_results, found)
    }

    pub(crate) fn list_sources(&self, dead_letter_queue: QueueId, page: Page<'_>) -> Result<Reply, Refusal> {
        let account = self.existing(dead_letter_queue)?.account;
        let start = page.after.map_or(Bound::Unbounded, Bound::Excluded);
        let names = self.names.get(&account).into_iter();
        let found = names
            .flat_map(|names| names.range::<str, _>((start, Bound::Unbounded)))
            .map(|(_, id)| *id)
            .filter(|id| self.is_source(*id, dead_letter_queue));
        self.page(Action::ListDeadLetterSourceQueues, page.max_results, found)
    }

    pub(crate) fn is_source(&self, queue: QueueId, dead_letter_queue: QueueId) -> bool {
        let redrive = self.get(queue).and_then(|queue| queue.set_to().redrive);
        redrive.is_some_and(|redrive| redrive.dead_letter_target == dead_letter_queue)
    }

    /// Only a call with `MaxResults` is told where to go on.
    fn page(
        &self,
        action: Action,
        max_results: Option<i32>,
        mut found: impl Iterator<Item = QueueId>,
    ) -> Result<Reply, Refusal> {
        let size = match max_results {
            None => LIST_RESULTS_MAX,
            Some(size) => u32::try_from(size)
                .ok()
                .filter(|size| (1..=LIST_RESULTS_MAX).contains(size))
                .ok_or(Refusal::MaxResultsOutOfRange(action, size))?,
        };
        let queues: Vec<QueueId> = found.by_ref().take(size as usize).collect();
        let goes_on = max_results.is_some() && found.next().is_some();
        let last = queues.last().filter(|_| goes_on).and_then(|last| self.get(*last));
        Ok(Reply::Queues { next: last.map(|queue| queue.name.clone()), queues })
    }
}
