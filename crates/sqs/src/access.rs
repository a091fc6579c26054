//! Who may do what: the caller's own policies and the queue's (sqs-facts §10.1).

use crate::queue::Queue;
use crate::request::{Request, Said};
use crate::{Action, Caller, Command, Denial, Engine, Identity, QueueId, Refusal, Time};

impl Engine {
    /// # Errors
    /// [`Refusal::AccessDenied`]. A queue that does not exist is left to the call itself to refuse.
    pub(crate) fn authorize(&self, caller: &Caller, command: &Command, now: Time) -> Result<(), Refusal> {
        use Action::{DeleteMessage, GetQueueAttributes, ReceiveMessage, SendMessage};
        let Some(action) = command.action() else {
            return Ok(());
        };
        let on = |id: QueueId, action: Action| match self.get(id) {
            Some(queue) => self.authorize_on(queue, caller, action, command, now),
            None => Ok(()),
        };
        let on_all = |id: QueueId, actions: &[Action]| actions.iter().try_for_each(|action| on(id, *action));
        match command {
            Command::CreateQueue { .. } | Command::ListQueues { .. } => authorize_in_account(caller, action),
            Command::GetQueueUrl { name, owner } => {
                let owner = owner.unwrap_or(caller.account);
                let denied = self.find_queue(owner, name).map_or(Ok(()), |id| on(id, action));
                // Who may not ask in another account is not told whether the queue exists.
                denied.map_err(|denied| match owner == caller.account {
                    true => denied,
                    false => Refusal::QueueDoesNotExist,
                })
            }
            Command::StartMessageMoveTask { source, destination, .. } => {
                on_all(*source, &[action, ReceiveMessage, DeleteMessage, GetQueueAttributes])?;
                destination.map_or(Ok(()), |destination| on(destination, SendMessage))
            }
            Command::ListMessageMoveTasks { source, .. } => on_all(*source, &[action, GetQueueAttributes]),
            Command::CancelMessageMoveTask { task } => {
                let source = self.move_tasks.get(task).copied();
                let needed = [action, ReceiveMessage, DeleteMessage, GetQueueAttributes];
                source.map_or(Ok(()), |source| on_all(source, &needed))
            }
            _ => command.queue().map_or(Ok(()), |id| on(id, action.permission())),
        }
    }

    fn authorize_on(
        &self,
        queue: &Queue,
        caller: &Caller,
        action: Action,
        command: &Command,
        now: Time,
    ) -> Result<(), Refusal> {
        let request = Request {
            caller,
            action,
            account: queue.account,
            arn: self.arn(queue.account, &queue.name),
            queue_tags: &queue.tags,
            command,
            at_us: self.region.epoch_us.saturating_add(now),
        };
        let attributes = &queue.books.attributes;
        let is_encrypted = attributes.managed_sse || attributes.kms_key.is_some();
        let policy = attributes.policy.as_ref().map(|document| &document.policy);
        let said = policy.map_or(Said::Nothing, |policy| request.said_by(policy));
        let denied = |denial| Err(Refusal::AccessDenied(action, denial));
        let is_same_account = caller.account == queue.account;
        match (caller.identity, said) {
            (Identity::Denies, _) => denied(Denial::ExplicitDenyInIdentityPolicy),
            (_, Said::Denies) if policy.is_some_and(|policy| request.is_denied_for_endpoint(policy)) => {
                denied(Denial::ExplicitDenyForEndpoint)
            }
            (_, Said::Denies) => denied(Denial::ExplicitDenyInResourcePolicy),
            // An encrypted queue takes signed calls only (sqs-facts §10.2).
            (Identity::Anonymous, _) if is_encrypted || action.is_owner_only() => {
                denied(Denial::NoResourcePolicyAllows)
            }
            (Identity::Anonymous, Said::Allows) => Ok(()),
            (Identity::Anonymous, Said::Nothing) => denied(Denial::NoResourcePolicyAllows),
            (Identity::Allows | Identity::Silent, _) if caller.service.is_some() => match said {
                Said::Allows if !action.is_owner_only() => Ok(()),
                Said::Allows | Said::Nothing | Said::Denies => denied(Denial::NoResourcePolicyAllows),
            },
            (Identity::Allows, _) if is_same_account => Ok(()),
            (Identity::Silent, Said::Allows) if is_same_account => Ok(()),
            (Identity::Silent, Said::Nothing) if is_same_account => denied(Denial::NoIdentityPolicyAllows),
            (Identity::Allows | Identity::Silent, _) if action.is_owner_only() => {
                denied(Denial::NoResourcePolicyAllows)
            }
            (Identity::Allows | Identity::Silent, Said::Nothing) => denied(Denial::NoResourcePolicyAllows),
            (Identity::Silent, Said::Allows) => denied(Denial::NoIdentityPolicyAllows),
            (Identity::Allows, Said::Allows) => Ok(()),
        }
    }

    /// A queue's ARN (sqs-facts §1.3).
    pub(crate) fn arn(&self, account: u64, name: &str) -> String {
        format!("{}{account:012}:{name}", self.region.arn_prefix)
    }
}

/// The root of the account itself, which is how simulations call.
#[inline]
pub(crate) fn is_root_of(caller: &Caller, account: u64) -> bool {
    caller.account == account
        && caller.principal.is_none()
        && caller.service.is_none()
        && caller.identity == Identity::Allows
}

/// For actions without a queue only the caller's own policies speak.
fn authorize_in_account(caller: &Caller, action: Action) -> Result<(), Refusal> {
    match caller.identity {
        Identity::Allows if caller.service.is_none() => Ok(()),
        Identity::Denies => Err(Refusal::AccessDenied(action, Denial::ExplicitDenyInIdentityPolicy)),
        Identity::Allows | Identity::Silent | Identity::Anonymous => {
            Err(Refusal::AccessDenied(action, Denial::NoIdentityPolicyAllows))
        }
    }
}
