//! A queue policy as text, members in the order in which AWS writes those of `AddPermission`.

use serde_json::Value;
use sqs::{Condition, Effect, Listed, PolicyDocument, Principal, SetOperator, Statement};

use super::condition::{FOR_ALL, FOR_ANY, IF_EXISTS, OPERATORS};
use crate::identity;

/// The text of a policy: as it was set, or made from its statements if `AddPermission` had its hand in.
pub fn write_policy(document: &PolicyDocument) -> String {
    if let Some(text) = &document.text {
        return text.to_string();
    }
    let policy = &document.policy;
    let mut object = Object::default();
    if let Some(version) = &policy.version {
        object.put("Version", &quoted(version));
    }
    if let Some(id) = &policy.id {
        object.put("Id", &quoted(id));
    }
    let statements: Vec<String> = policy.statements.iter().map(statement).collect();
    object.put("Statement", &format!("[{}]", statements.join(",")));
    object.close()
}

fn statement(statement: &Statement) -> String {
    let mut object = Object::default();
    if let Some(sid) = &statement.sid {
        object.put("Sid", &quoted(sid));
    }
    let effect = match statement.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    object.put("Effect", &quoted(effect));
    object.put(
        name(&statement.principals, "Principal", "NotPrincipal"),
        &principals(&statement.principals.items),
    );
    object.put(name(&statement.actions, "Action", "NotAction"), &one_or_list(&statement.actions.items));
    object
        .put(name(&statement.resources, "Resource", "NotResource"), &one_or_list(&statement.resources.items));
    if !statement.conditions.is_empty() {
        object.put("Condition", &conditions(&statement.conditions));
    }
    object.close()
}

fn name<T>(listed: &Listed<T>, plain: &'static str, negated: &'static str) -> &'static str {
    if listed.negated { negated } else { plain }
}

fn principals(principals: &[Principal]) -> String {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for principal in principals {
        let (kind, text) = match principal {
            Principal::Everyone => ("AWS", "*".to_owned()),
            Principal::Account(account) => ("AWS", identity::root_arn(*account)),
            Principal::Arn(arn) => ("AWS", arn.to_string()),
            Principal::Service(service) => ("Service", service.to_string()),
            Principal::Other(kind, text) => (&**kind, text.to_string()),
        };
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, texts)) => texts.push(text),
            None => kinds.push((kind, vec![text])),
        }
    }
    let mut object = Object::default();
    for (kind, texts) in kinds {
        object.put(kind, &one_or_list(&texts));
    }
    object.close()
}

fn conditions(conditions: &[Condition]) -> String {
    let mut operators: Vec<(String, Object)> = Vec::new();
    for condition in conditions {
        let plain = OPERATORS.iter().find(|(_, operator)| *operator == condition.operator);
        let prefix = match condition.set {
            Some(SetOperator::ForAllValues) => FOR_ALL,
            Some(SetOperator::ForAnyValue) => FOR_ANY,
            None => "",
        };
        let suffix = if condition.if_exists { IF_EXISTS } else { "" };
        let operator = format!("{prefix}{}{suffix}", plain.map_or("", |(name, _)| name));
        let texts: Vec<&str> = condition.values.iter().map(|value| &*value.text).collect();
        let values = one_or_list(&texts);
        match operators.iter_mut().find(|(known, _)| *known == operator) {
            Some((_, keys)) => keys.put(&condition.key, &values),
            None => {
                let mut keys = Object::default();
                keys.put(&condition.key, &values);
                operators.push((operator, keys));
            }
        }
    }
    let mut block = Object::default();
    for (operator, keys) in operators {
        block.put(&operator, &keys.close());
    }
    block.close()
}

fn one_or_list<T: AsRef<str>>(texts: &[T]) -> String {
    match texts {
        [single] => quoted(single.as_ref()),
        several => {
            let texts: Vec<String> = several.iter().map(|text| quoted(text.as_ref())).collect();
            format!("[{}]", texts.join(","))
        }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A JSON object that keeps the order of its members.
#[derive(Default)]
struct Object(String);

impl Object {
    fn put(&mut self, name: &str, json: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&quoted(name));
        self.0.push(':');
        self.0.push_str(json);
    }

    fn close(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }
}
