//! Calls in somebody's name (sqs-facts §10).

use sqs::{Action, Caller, Command, Denial, Identity, Refusal, Reply};

use super::World;
use crate::{PrincipalModel, TopicModel};

/// What a producer needs to publish.
const PUBLISH: (&str, &str) = ("sns", "Publish");

/// What became of a principal's calls.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Calls {
    pub(crate) made: u64,
    pub(crate) denied: u64,
}

impl World {
    /// Makes a call in the name of a caller; its events wait in `heard` for [`World::pass_on`].
    pub(super) fn ask_as(&mut self, caller: &Caller, command: Command) -> Result<Reply, Refusal> {
        self.engine.apply(self.now, caller, command, &mut self.dice, &mut self.heard)
    }

    /// Makes a call for a consumer.
    pub(super) fn ask_for(&mut self, consumer: u32, command: Command) -> Result<Reply, Refusal> {
        self.ask_by(self.setup.model.consumers[consumer as usize].principal, command)
    }

    /// Makes a call for a principal, or for the owner of all queues.
    pub(super) fn ask_by(&mut self, principal: Option<u32>, command: Command) -> Result<Reply, Refusal> {
        let Some(principal) = principal else { return self.ask(command) };
        let setup = self.setup.clone();
        let rules = &setup.model.principals[principal as usize];
        let base = &setup.principal_callers[principal as usize];
        let caller = self.judged(rules, base, &command);
        let reply = self.ask_as(&caller, command);
        self.count_call(principal, &reply);
        reply
    }

    /// A principal at work, with what its policy says of a call.
    fn judged(&self, rules: &PrincipalModel, base: &Caller, command: &Command) -> Caller {
        let Some(policy) = &rules.policy else { return Caller { uses_key: false, ..base.clone() } };
        let identity = self.engine.identity(policy, base, command, self.now);
        let key = self.engine.identity_on_key(policy, base, command, self.now);
        Caller { identity, uses_key: key == Identity::Allows, ..base.clone() }
    }

    /// # Errors
    /// If a producer's principal may not publish to a topic.
    pub(super) fn may_publish(&mut self, producer: u32, topic: &TopicModel) -> Result<(), Refusal> {
        let setup = self.setup.clone();
        let Some(principal) = setup.model.producers[producer as usize].principal else { return Ok(()) };
        let rules = &setup.model.principals[principal as usize];
        let caller = &setup.principal_callers[principal as usize];
        // Conditions are those of any call that the principal makes; no queue is asked.
        let command = Command::ListQueues { prefix: None, max_results: None, after: None };
        let identity = rules.policy.as_ref().map_or(Identity::Silent, |policy| {
            let on_topic = (PUBLISH, &*topic.arn());
            self.engine.identity_on(policy, caller, &command, on_topic, self.now)
        });
        let denied = |denial| Err(Refusal::AccessDenied(Action::SendMessage, denial));
        let done = match identity {
            Identity::Allows => Ok(Reply::Done),
            Identity::Denies => denied(Denial::ExplicitDenyInIdentityPolicy),
            Identity::Silent | Identity::Anonymous => denied(Denial::NoIdentityPolicyAllows),
        };
        self.count_call(principal, &done);
        done.map(|_| ())
    }

    fn count_call(&mut self, principal: u32, reply: &Result<Reply, Refusal>) {
        let calls = &mut self.calls[principal as usize];
        calls.made += 1;
        if matches!(reply, Err(Refusal::AccessDenied(..) | Refusal::Kms(_))) {
            calls.denied += 1;
        }
    }

    /// Breaks the KMS keys that a model says cannot be used.
    pub(super) fn break_keys(&mut self) {
        let setup = self.setup.clone();
        for (key, trouble) in &setup.model.broken_keys {
            self.engine.set_key_state(key, Some(*trouble));
        }
    }
}
