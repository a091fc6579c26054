//! KMS keys that cannot be used: a fault of the world around SQS (sqs-facts §1.6, §10.2).

use std::sync::Arc;

use crate::{Caller, Command, Engine, KmsTrouble, QueueId, Refusal};

/// The alias of the key that AWS keeps for SQS in each account; an ARN ends in it too.
pub(crate) const AWS_MANAGED_KEY: &str = "alias/aws/sqs";

impl Engine {
    /// Breaks or mends a KMS key, named as queues name it in `KmsMasterKeyId`. While it is broken, sends to and
    /// receives from queues that it encrypts are refused; a receive that waits is refused when a message comes.
    /// AWS would go on with a data key that it has until `KmsDataKeyReusePeriodSeconds` is over.
    pub fn set_key_state(&mut self, key: &str, trouble: Option<KmsTrouble>) {
        match trouble {
            Some(trouble) => self.broken_keys.insert(key.into(), trouble),
            None => self.broken_keys.remove(key),
        };
    }

    /// # Errors
    /// If the command needs the key of its queue and that is broken, or not for this caller.
    pub(crate) fn check_key(&self, caller: &Caller, command: &Command) -> Result<(), Refusal> {
        let (Command::SendMessage { queue, .. }
        | Command::SendMessageBatch { queue, .. }
        | Command::ReceiveMessage { queue, .. }) = command
        else {
            return Ok(());
        };
        let lacks_key = !caller.uses_key
            && self.get(*queue).is_some_and(|queue| queue.books.attributes.kms_key.is_some());
        if lacks_key || self.is_shut_out(caller, *queue) {
            return Err(Refusal::Kms(KmsTrouble::AccessDenied));
        }
        self.key_trouble(*queue).map_or(Ok(()), Err)
    }

    /// The key that AWS manages cannot be shared with other accounts or services.
    fn is_shut_out(&self, caller: &Caller, queue: QueueId) -> bool {
        self.get(queue).is_some_and(|queue| {
            (caller.service.is_some() || caller.account != queue.account)
                && queue.books.attributes.kms_key.as_ref().is_some_and(|key| key.ends_with(AWS_MANAGED_KEY))
        })
    }

    /// Why a queue's messages can neither be read nor written, if they cannot.
    pub(crate) fn key_trouble(&self, queue: QueueId) -> Option<Refusal> {
        if self.broken_keys.is_empty() {
            return None;
        }
        let key: &Arc<str> = self.get(queue)?.books.attributes.kms_key.as_ref()?;
        self.broken_keys.get(key).map(|trouble| Refusal::Kms(*trouble))
    }
}
