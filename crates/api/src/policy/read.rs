//! A queue policy from its text.

use std::sync::Arc;

use serde_json::{Map, Value};
use sqs::{Effect, Listed, Policy, PolicyDocument, Principal, Statement};

use super::condition;
use crate::identity;

/// Reads a policy; none if AWS would not take the text for one. Bounds on its size are the engine's.
pub fn read_policy(text: &str) -> Option<PolicyDocument> {
    let Value::Object(mut policy) = serde_json::from_str(text).ok()? else { return None };
    let version = optional_text(&mut policy, "Version")?;
    let id = optional_text(&mut policy, "Id")?;
    let statements = match policy.remove("Statement")? {
        Value::Array(statements) => statements.into_iter().map(statement).collect::<Option<_>>()?,
        single => vec![statement(single)?],
    };
    if !policy.is_empty() || version.as_deref().is_some_and(|version| !VERSIONS.contains(&version)) {
        return None;
    }
    Some(PolicyDocument { text: Some(text.into()), policy: Policy { version, id, statements } })
}

/// Reads an IAM policy, whose statements name no principals: they are about whoever has it.
pub fn read_identity_policy(text: &str) -> Option<Policy> {
    let Value::Object(mut policy) = serde_json::from_str(text).ok()? else { return None };
    let statements = match policy.get_mut("Statement")? {
        Value::Array(statements) => statements.iter_mut().collect(),
        single => vec![single],
    };
    for statement in statements {
        let statement = statement.as_object_mut()?;
        if statement.contains_key("NotPrincipal") || statement.contains_key("Principal") {
            return None;
        }
        statement.insert("Principal".to_owned(), "*".into());
    }
    read_policy(&Value::Object(policy).to_string()).map(|document| document.policy)
}

const VERSIONS: [&str; 2] = ["2008-10-17", "2012-10-17"];

fn statement(value: Value) -> Option<Statement> {
    let Value::Object(mut statement) = value else { return None };
    let sid = optional_text(&mut statement, "Sid")?;
    let effect = match statement.remove("Effect")?.as_str()? {
        "Allow" => Effect::Allow,
        "Deny" => Effect::Deny,
        _ => return None,
    };
    let principals = listed(&mut statement, "Principal", "NotPrincipal", principals)?;
    let actions = listed(&mut statement, "Action", "NotAction", texts)?;
    let resources = listed(&mut statement, "Resource", "NotResource", texts)?;
    let conditions = match statement.remove("Condition") {
        None => Vec::new(),
        Some(block) => condition::read(block)?,
    };
    statement.is_empty().then_some(Statement { sid, effect, principals, actions, resources, conditions })
}

/// One of a pair of members, of which exactly one must be there.
fn listed<T>(
    statement: &mut Map<String, Value>,
    name: &str,
    not_name: &str,
    read: impl Fn(Value) -> Option<Vec<T>>,
) -> Option<Listed<T>> {
    let (negated, value) = match (statement.remove(name), statement.remove(not_name)) {
        (Some(value), None) => (false, value),
        (None, Some(value)) => (true, value),
        (Some(_), Some(_)) | (None, None) => return None,
    };
    let items = read(value).filter(|items| !items.is_empty())?;
    Some(Listed { negated, items })
}

fn principals(value: Value) -> Option<Vec<Principal>> {
    match value {
        Value::String(text) if text == "*" => Some(vec![Principal::Everyone]),
        Value::Object(kinds) => {
            let mut all = Vec::new();
            for (kind, values) in kinds {
                for text in texts(values)? {
                    all.push(principal(&kind, text)?);
                }
            }
            Some(all)
        }
        _ => None,
    }
}

fn principal(kind: &str, text: Arc<str>) -> Option<Principal> {
    match kind {
        "AWS" if &*text == "*" => Some(Principal::Everyone),
        "AWS" => match identity::account(&text).or_else(|| root_of(&text)) {
            Some(account) => Some(Principal::Account(account)),
            None => text.starts_with("arn:").then_some(Principal::Arn(text)),
        },
        "Service" => Some(Principal::Service(text)),
        "Federated" | "CanonicalUser" => Some(Principal::Other(kind.into(), text)),
        _ => None,
    }
}

/// The account in `arn:aws:iam::123456789012:root`.
fn root_of(arn: &str) -> Option<u64> {
    let (rest, root) = arn.rsplit_once(':')?;
    let (begin, account) = rest.rsplit_once(':')?;
    (root == "root" && begin.starts_with("arn:") && begin.ends_with(":iam:"))
        .then(|| identity::account(account))?
}

/// A text or a list of texts.
pub(super) fn texts(value: Value) -> Option<Vec<Arc<str>>> {
    let text = |value: Value| match value {
        Value::String(text) => Some(Arc::from(text)),
        _ => None,
    };
    match value {
        Value::Array(values) => values.into_iter().map(text).collect(),
        single => Some(vec![text(single)?]),
    }
}

/// Outer none: not a text. Inner none: not there.
fn optional_text(object: &mut Map<String, Value>, name: &str) -> Option<Option<Arc<str>>> {
    match object.remove(name) {
        None => Some(None),
        Some(Value::String(text)) => Some(Some(text.into())),
        Some(_) => None,
    }
}
