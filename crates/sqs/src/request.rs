//! What a queue policy says of a call (sqs-facts §10.1).

use std::sync::Arc;

use crate::conditions::holds;
use crate::patterns::{is_arn_like, is_like_in_any_case};
use crate::request_keys::session_role;
use crate::{Action, Caller, Command, Effect, Identity, Listed, Policy, Principal, Statement};

/// The service that comes before an action's name in policies.
pub(crate) const SERVICE: &str = "sqs";
/// Condition keys that tell through which VPC endpoint a call came.
const ENDPOINT_KEYS: [&str; 2] = ["aws:SourceVpce", "aws:SourceVpc"];

/// One permission that a call needs on one queue, with all that a policy can ask about.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) action: Action,
    /// The owner of the queue.
    pub(crate) account: u64,
    /// ARN of the queue.
    pub(crate) arn: String,
    pub(crate) queue_tags: &'a [(Arc<str>, Arc<str>)],
    pub(crate) command: &'a Command,
    /// Microseconds since 1970.
    pub(crate) at_us: u64,
}

/// What a queue policy says of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Nothing,
    Allows,
    Denies,
}

/// How a statement means a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// Not at all.
    No,
    /// By its account, which leaves it to the account's own policies whom of its principals to let.
    Account,
    /// By itself.
    Itself,
}

impl<'a> Request<'a> {
    pub(crate) fn said_by(&self, policy: &Policy) -> Said {
        let mut said = Said::Nothing;
        for (fit, statement) in self.fitting(policy) {
            match statement.effect {
                Effect::Deny => return Said::Denies,
                Effect::Allow if fit == Fit::Itself || self.caller.account != self.account => {
                    said = Said::Allows;
                }
                Effect::Allow => {}
            }
        }
        said
    }

    /// Does a queue policy that denies the request ask for the VPC endpoint that it came through?
    pub(crate) fn is_denied_for_endpoint(&self, policy: &Policy) -> bool {
        let mut fitting = self.fitting(policy).map(|(_, statement)| statement);
        fitting.find(|statement| statement.effect == Effect::Deny).is_some_and(|statement| {
            let keys = || statement.conditions.iter().map(|condition| &*condition.key);
            keys().any(|key| ENDPOINT_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)))
        })
    }

    /// What a policy of the caller's own says of the permission for `action` of a service on a resource, under
    /// the conditions of this request. Such a policy names no principals.
    pub(crate) fn said_by_own(&self, policy: &Policy, (service, action): (&str, &str), arn: &str) -> Said {
        let about = policy.statements.iter().filter(|it| self.is_about(it, (service, action), arn));
        about.fold(Said::Nothing, |said, statement| match (said, statement.effect) {
            (Said::Denies, _) | (_, Effect::Deny) => Said::Denies,
            (_, Effect::Allow) => Said::Allows,
        })
    }

    fn fitting<'p>(&self, policy: &'p Policy) -> impl Iterator<Item = (Fit, &'p Statement)> {
        policy.statements.iter().filter_map(|statement| {
            let fit = self.is_meant_by(&statement.principals);
            let is_about = || self.is_about(statement, (SERVICE, self.action.name()), &self.arn);
            (fit != Fit::No && is_about()).then_some((fit, statement))
        })
    }

    fn is_about(&self, statement: &Statement, (service, action): (&str, &str), arn: &str) -> bool {
        let by_action = |pattern: &Arc<str>| is_action_like(pattern, service, action);
        let by_resource = |pattern: &Arc<str>| is_arn_like(pattern, arn);
        statement.actions.contains(by_action)
            && statement.resources.contains(by_resource)
            && statement.conditions.iter().all(|condition| holds(condition, self))
    }

    fn is_meant_by(&self, principals: &Listed<Principal>) -> Fit {
        let fits = principals.items.iter().map(|principal| self.fit(principal));
        let best = fits.max_by_key(|fit| *fit as u8).unwrap_or(Fit::No);
        match (principals.negated, best) {
            (false, best) => best,
            (true, Fit::No) => Fit::Itself,
            (true, Fit::Account | Fit::Itself) => Fit::No,
        }
    }

    fn fit(&self, principal: &Principal) -> Fit {
        let caller = self.caller;
        let signed = caller.identity != Identity::Anonymous;
        let fits = match principal {
            Principal::Everyone => true,
            Principal::Service(service) => caller.service.as_ref() == Some(service),
            Principal::Arn(arn) => signed && caller.principal.as_ref().is_some_and(|own| is_self(own, arn)),
            Principal::Account(account) => {
                let in_account = signed && caller.service.is_none() && caller.account == *account;
                match (in_account, &caller.principal) {
                    (true, Some(_)) => return Fit::Account,
                    (in_account, _) => in_account,
                }
            }
            Principal::Other(..) => false,
        };
        if fits { Fit::Itself } else { Fit::No }
    }
}

impl<T> Listed<T> {
    /// True if one item fits, or none if the list is negated.
    fn contains(&self, fits: impl FnMut(&T) -> bool) -> bool {
        self.items.iter().any(fits) != self.negated
    }
}

/// `sqs:Send*`, `SQS:SendMessage` or `*`.
fn is_action_like(pattern: &str, service: &str, action: &str) -> bool {
    match pattern.split_once(':') {
        Some((of, name)) => is_like_in_any_case(of, service) && is_like_in_any_case(name, action),
        None => pattern == "*",
    }
}

/// True if a policy's principal is the caller, or the role whose session the caller is.
fn is_self(own: &str, meant: &str) -> bool {
    own == meant || session_role(own).is_some_and(|session| role(meant) == Some(session))
}

/// Account and name of `arn:aws:iam::111122223333:role/path/worker`; sessions do not show the path.
fn role(arn: &str) -> Option<(&str, &str)> {
    let mut fields = arn.splitn(6, ':').skip(2);
    let (service, _, account, name) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let role = name.strip_prefix("role/")?.rsplit('/').next()?;
    (service == "iam").then_some((account, role))
}

#[cfg(test)]
mod tests;
