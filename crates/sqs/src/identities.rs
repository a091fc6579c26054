//! What a principal's own IAM policies say of its calls (sqs-facts §10.1). The engine is told the outcome in
//! [`Caller::identity`]; whoever simulates principals asks here for it.

use crate::encryption::AWS_MANAGED_KEY;
use crate::queue::Queue;
use crate::request::{Request, SERVICE, Said};
use crate::{Action, Caller, Command, Engine, Identity, Policy, Time};

/// The service of KMS in policies.
const KMS: &str = "kms";

impl Engine {
    /// The word of a caller's own policy on a call, for [`Caller::identity`]. Its statements mean the caller,
    /// whatever principals they name.
    pub fn identity(&self, policy: &Policy, caller: &Caller, command: &Command, now: Time) -> Identity {
        let Some(action) = command.action().map(Action::permission) else { return Identity::Allows };
        let request = self.request(caller, action, command, now);
        let arn = request.arn.clone();
        word(request.said_by_own(policy, (SERVICE, action.name()), &arn))
    }

    /// The word of a caller's own policy on an action of any service, such as `("sns", "Publish")`, that it does
    /// to a resource in order to make a call, or in its place.
    pub fn identity_on(
        &self,
        policy: &Policy,
        caller: &Caller,
        command: &Command,
        (action, arn): ((&str, &str), &str),
        now: Time,
    ) -> Identity {
        let request = self.request(caller, Action::SendMessage, command, now);
        word(request.said_by_own(policy, action, arn))
    }

    /// The word of a caller's own policy on what a call needs of the KMS key of its queue (sqs-facts §10.2). A key
    /// that AWS manages for SQS is open to the whole account.
    pub fn identity_on_key(
        &self,
        policy: &Policy,
        caller: &Caller,
        command: &Command,
        now: Time,
    ) -> Identity {
        let needed: &[&str] = match command {
            Command::SendMessage { .. } | Command::SendMessageBatch { .. } => &["GenerateDataKey", "Decrypt"],
            Command::ReceiveMessage { .. } => &["Decrypt"],
            _ => return Identity::Allows,
        };
        let Some(arn) = command.queue().and_then(|id| self.own_key_arn(self.get(id)?)) else {
            return Identity::Allows;
        };
        let words = needed.iter().map(|action| {
            let action = (KMS, *action);
            self.identity_on(policy, caller, command, (action, &arn), now)
        });
        words.reduce(stricter).unwrap_or_default()
    }

    fn request<'a>(
        &'a self,
        caller: &'a Caller,
        action: Action,
        command: &'a Command,
        now: Time,
    ) -> Request<'a> {
        let queue = command.queue().and_then(|id| self.get(id));
        let account = queue.map_or(caller.account, |queue| queue.account);
        Request {
            caller,
            action,
            account,
            arn: self.arn(account, queue.map_or("*", |queue| &queue.name)),
            queue_tags: queue.map_or(&[], |queue| &queue.tags),
            command,
            at_us: self.region.epoch_us.saturating_add(now),
        }
    }

    /// The ARN of a queue's key, unless AWS manages it. A key that is named by its id or alias is one of the
    /// queue's region and account.
    fn own_key_arn(&self, queue: &Queue) -> Option<String> {
        let key = queue.books.attributes.kms_key.as_deref().filter(|key| !key.ends_with(AWS_MANAGED_KEY))?;
        if key.starts_with("arn:") {
            return Some(key.to_owned());
        }
        let region = self.region.arn_prefix.replacen(":sqs:", ":kms:", 1);
        let kind = if key.starts_with("alias/") { "" } else { "key/" };
        Some(format!("{region}{:012}:{kind}{key}", queue.account))
    }
}

fn word(said: Said) -> Identity {
    match said {
        Said::Allows => Identity::Allows,
        Said::Nothing => Identity::Silent,
        Said::Denies => Identity::Denies,
    }
}

/// Of two words on what one call needs, the one that counts.
fn stricter(one: Identity, other: Identity) -> Identity {
    match (one, other) {
        (Identity::Denies, _) | (_, Identity::Denies) => Identity::Denies,
        (Identity::Allows, Identity::Allows) => Identity::Allows,
        _ => Identity::Silent,
    }
}
