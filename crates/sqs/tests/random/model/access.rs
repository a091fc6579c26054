//! Who may do what: the owner everything, another account what it was permitted (sqs-facts §1.13, §10.1).

use super::*;

/// Where queues live, as the engine is by default.
const ARN: &str = "arn:aws:sqs:us-east-1:";
/// What only the owner can do (sqs-facts §1.5).
const OWNER_ONLY: [&str; 12] = [
    "AddPermission",
    "CancelMessageMoveTask",
    "CreateQueue",
    "DeleteQueue",
    "ListMessageMoveTasks",
    "ListQueueTags",
    "ListQueues",
    "RemovePermission",
    "SetQueueAttributes",
    "StartMessageMoveTask",
    "TagQueue",
    "UntagQueue",
];
/// What a permission can be given for.
const GIVABLE: [&str; 9] = [
    "*",
    "ChangeMessageVisibility",
    "DeleteMessage",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ListDeadLetterSourceQueues",
    "PurgeQueue",
    "ReceiveMessage",
    "SendMessage",
];

impl Model {
    /// The driver's callers are roots; their accounts let them do everything.
    pub fn may(&self, caller: &Caller, command: &Command) -> Result<(), Refusal> {
        let Some(action) = command.action() else { return Ok(()) };
        if let Command::GetQueueUrl { name, owner } = command {
            let owner = owner.unwrap_or(caller.account);
            let allowed = self.named(owner, name).is_none_or(|queue| self.allows(queue, caller, action));
            return if allowed { Ok(()) } else { Err(Refusal::QueueDoesNotExist) };
        }
        let of_task = |wanted: MoveTaskId| {
            let has_it = |queue: &&ModelQueue| queue.tasks.iter().any(|(task, _)| task.id == wanted);
            self.queues.iter().filter(|queue| queue.deleted_at.is_none()).find(has_it)
        };
        let queue = match command {
            Command::CancelMessageMoveTask { task } => of_task(*task),
            _ => command.queue().and_then(|queue| self.alive(queue).ok()),
        };
        let destination = match command {
            Command::StartMessageMoveTask { destination, .. } => *destination,
            _ => None,
        };
        let destination = destination.and_then(|queue| self.alive(queue).ok());
        let needed = queue.map(|queue| (queue, single(action)));
        for (queue, action) in needed.into_iter().chain(destination.map(|queue| (queue, Action::SendMessage)))
        {
            if !self.allows(queue, caller, action) {
                return Err(Refusal::AccessDenied(action, Denial::NoResourcePolicyAllows));
            }
        }
        Ok(())
    }

    fn allows(&self, queue: &ModelQueue, caller: &Caller, action: Action) -> bool {
        if caller.account == queue.account {
            return true;
        }
        let statements = queue.in_effect.policy.iter().flat_map(|document| &document.policy.statements);
        let mut for_caller = statements
            .filter(|statement| statement.principals.items.contains(&Principal::Account(caller.account)));
        let named = |statement: &Statement| {
            let mut names = statement.actions.items.iter();
            names.any(|name| **name == *"SQS:*" || **name == *format!("SQS:{}", action.name()))
        };
        !OWNER_ONLY.contains(&action.name()) && for_caller.any(named)
    }

    pub fn add_permission(
        &mut self,
        queue: QueueId,
        label: Arc<str>,
        accounts: &[Arc<str>],
        actions: &[Arc<str>],
    ) -> Result<Reply, Refusal> {
        let target = self.alive(queue)?;
        let arn = format!("{ARN}{:012}:{}", target.account, target.name);
        if !is_name(&label) {
            return Err(Refusal::InvalidLabel);
        }
        if actions.len() > 7 {
            return Err(Refusal::TooManyPermissionActions(actions.len() as u32));
        }
        for action in actions {
            if OWNER_ONLY.contains(&&**action) {
                return Err(Refusal::OwnerOnlyPermissionAction(action.clone()));
            }
            if !GIVABLE.contains(&&**action) {
                return Err(Refusal::UnknownPermissionAction(action.clone()));
            }
        }
        let mut principals = Vec::new();
        for account in accounts {
            let number = account.parse().ok().filter(|_| account.len() == 12);
            principals.push(Principal::Account(number.ok_or(Refusal::UnknownAccount(account.clone()))?));
        }
        let mut statements = self.statements(queue);
        if statements.iter().any(|statement| statement.sid.as_ref() == Some(&label)) {
            return Err(Refusal::LabelExists);
        }
        let list = |items: Vec<Arc<str>>| Listed { negated: false, items };
        statements.push(Statement {
            sid: Some(label),
            effect: Effect::Allow,
            principals: Listed { negated: false, items: principals },
            actions: list(actions.iter().map(|action| format!("SQS:{action}").into()).collect()),
            resources: list(vec![arn.into()]),
            conditions: Vec::new(),
        });
        if statements.len() > 20 {
            return Err(Refusal::PolicyTooLarge);
        }
        self.set_statements(queue, statements)
    }

    pub fn remove_permission(&mut self, queue: QueueId, label: &str) -> Result<Reply, Refusal> {
        self.alive(queue)?;
        let mut statements = self.statements(queue);
        let place = statements.iter().position(|statement| statement.sid.as_deref() == Some(label));
        statements.remove(place.ok_or(Refusal::LabelNotFound)?);
        self.set_statements(queue, statements)
    }

    fn statements(&self, queue: QueueId) -> Vec<Statement> {
        let policy = &self.queues[queue.0 as usize].attributes.policy;
        policy.as_ref().map_or_else(Vec::new, |document| document.policy.statements.clone())
    }

    fn set_statements(&mut self, queue: QueueId, statements: Vec<Statement>) -> Result<Reply, Refusal> {
        let target = self.queue_mut(queue);
        let arn = format!("{ARN}{:012}:{}", target.account, target.name);
        let policy = Policy {
            version: Some("2008-10-17".into()),
            id: Some(format!("{arn}/SQSDefaultPolicy").into()),
            statements,
        };
        let some = !policy.statements.is_empty();
        let mut attributes = target.attributes.clone();
        attributes.policy = some.then(|| Arc::new(PolicyDocument { text: None, policy }));
        self.set(queue, attributes)
    }
}

/// A batch needs the permission of the single call.
fn single(action: Action) -> Action {
    match action {
        Action::SendMessageBatch => Action::SendMessage,
        Action::DeleteMessageBatch => Action::DeleteMessage,
        Action::ChangeMessageVisibilityBatch => Action::ChangeMessageVisibility,
        other => other,
    }
}

/// 1 to 80 letters, digits, hyphens and underscores.
pub fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !text.is_empty() && text.len() <= 80 && text.chars().all(fits)
}
