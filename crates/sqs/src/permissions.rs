//! `AddPermission` and `RemovePermission`: statements of a queue's policy by label (sqs-facts §1.8, §1.13).

use std::sync::Arc;

use crate::attributes::limits::PERMISSION_ACTIONS_MAX;
use crate::moment::Moment;
use crate::settings::check_attributes;
use crate::validation::is_short_name;
use crate::{
    Action, Effect, Engine, Listed, Policy, PolicyDocument, Principal, QueueAttributes, QueueId, Refusal,
    Reply, Statement,
};

/// The version of the policies that AWS makes itself; the newer one is for people (sqs-facts §14, row 36).
const OWN_VERSION: &str = "2008-10-17";
const ACCOUNT_DIGITS: usize = 12;
/// All actions that can be given away.
const ANY_ACTION: &str = "*";

/// The parameters of `AddPermission`.
pub(crate) struct AddPermission {
    pub(crate) queue: QueueId,
    pub(crate) label: Arc<str>,
    pub(crate) accounts: Vec<Arc<str>>,
    pub(crate) actions: Vec<Arc<str>>,
}

impl Engine {
    pub(crate) fn add_permission(
        &mut self,
        call: AddPermission,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let queue = self.existing(call.queue)?;
        let (kind, attributes) = (queue.books.kind, queue.set_to());
        let arn = self.arn(queue.account, &queue.name);
        let mut policy = match &attributes.policy {
            Some(document) => document.policy.clone(),
            None => Policy {
                version: Some(OWN_VERSION.into()),
                id: Some(format!("{arn}/SQSDefaultPolicy").into()),
                statements: Vec::new(),
            },
        };
        let statement = statement(&call, arn)?;
        if policy.statements.iter().any(|statement| statement.sid.as_ref() == Some(&call.label)) {
            return Err(Refusal::LabelExists);
        }
        policy.statements.push(statement);
        let attributes = with_policy(attributes, policy);
        // The other attributes were looked at when they were set.
        check_attributes(&attributes, kind).map_err(|_| Refusal::TooManyPermissions)?;
        self.set(call.queue, attributes, moment)
    }

    pub(crate) fn remove_permission(
        &mut self,
        id: QueueId,
        label: &str,
        moment: &mut Moment<'_>,
    ) -> Result<Reply, Refusal> {
        let attributes = self.existing(id)?.set_to();
        let document = attributes.policy.as_ref().ok_or(Refusal::LabelNotFound)?;
        let mut policy = document.policy.clone();
        policy.statements.retain(|statement| statement.sid.as_deref() != Some(label));
        if policy.statements.len() == document.policy.statements.len() {
            return Err(Refusal::LabelNotFound);
        }
        let attributes = with_policy(attributes, policy);
        self.set(id, attributes, moment)
    }
}

/// A policy without statements is none.
fn with_policy(attributes: &QueueAttributes, policy: Policy) -> QueueAttributes {
    let document = PolicyDocument { text: None, policy };
    let policy = (!document.policy.statements.is_empty()).then(|| Arc::new(document));
    QueueAttributes { policy, ..attributes.clone() }
}

fn statement(call: &AddPermission, arn: String) -> Result<Statement, Refusal> {
    if !is_short_name(&call.label) {
        return Err(Refusal::InvalidLabel);
    }
    if call.actions.len() > PERMISSION_ACTIONS_MAX as usize {
        return Err(Refusal::TooManyPermissionActions(call.actions.len() as u32));
    }
    call.actions.iter().try_for_each(check_action)?;
    let principals = call.accounts.iter().map(principal);
    let listed = |items| Listed { negated: false, items };
    Ok(Statement {
        sid: Some(call.label.clone()),
        effect: Effect::Allow,
        principals: Listed { negated: false, items: principals.collect::<Result<_, _>>()? },
        actions: listed(call.actions.iter().map(|action| format!("SQS:{action}").into()).collect()),
        resources: listed(vec![arn.into()]),
        conditions: Vec::new(),
    })
}

/// An action that policies know and that is not the owner's alone.
fn check_action(name: &Arc<str>) -> Result<(), Refusal> {
    match Action::named(name) {
        Some(action) if action.is_owner_only() => Err(Refusal::OwnerOnlyPermissionAction(name.clone())),
        Some(action) if action.permission() == action => Ok(()),
        None if **name == *ANY_ACTION => Ok(()),
        Some(_) | None => Err(Refusal::UnknownPermissionAction(name.clone())),
    }
}

fn principal(account: &Arc<str>) -> Result<Principal, Refusal> {
    let is_number = account.len() == ACCOUNT_DIGITS && account.bytes().all(|byte| byte.is_ascii_digit());
    let number = account.parse().ok().filter(|_| is_number);
    number.map(Principal::Account).ok_or_else(|| Refusal::UnknownAccount(account.clone()))
}
