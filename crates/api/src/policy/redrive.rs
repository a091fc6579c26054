//! `RedrivePolicy` and `RedriveAllowPolicy`.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use sqs::{RedriveAllowPolicy, RedrivePermission, Refusal, limits};

use crate::error::{AwsError, ErrorKind};
use crate::names::{self, Arn};
use crate::refusal::{Context, describe};

/// What a redrive policy says, before anyone has looked whether its queue exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Owner and name of the dead-letter queue; none if it is in another region.
    pub queue: Option<(u64, String)>,
    /// `maxReceiveCount`, 1 to 1,000.
    pub max_receive_count: u32,
}

const TARGET: &str = "deadLetterTargetArn";
const COUNT: &str = "maxReceiveCount";
const PERMISSION: &str = "redrivePermission";
const SOURCES: &str = "sourceQueueArns";

/// Reads a redrive policy. `arn_prefix` is the begin of this region's ARNs.
///
/// # Errors
///
/// What AWS says of a text that is none (sqs-facts §1.8).
pub fn read_redrive(text: &str, arn_prefix: &str) -> Result<Target, AwsError> {
    let invalid = |reason: &str| invalid("RedrivePolicy", text, reason);
    let Ok(Value::Object(policy)) = serde_json::from_str(text) else {
        return Err(ErrorKind::InvalidParameterValue.says(
            "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.",
        ));
    };
    let mandatory = |name: &str| {
        let lacks = format!("Redrive policy does not contain mandatory attribute: {name}.");
        policy.get(name).filter(|value| !value.is_null()).ok_or_else(|| invalid(&lacks))
    };
    let (count, target) = (mandatory(COUNT)?, mandatory(TARGET)?);
    if policy.len() > 2 {
        return Err(invalid(&format!("Only following attributes are supported: [{COUNT}, {TARGET}].")));
    }
    let count = match count {
        Value::String(count) => count.clone(),
        other => other.to_string(),
    };
    let in_range = |count: &u32| (1..=limits::MAX_RECEIVE_COUNT_MAX).contains(count);
    let max_receive_count = count.parse().ok().filter(in_range).ok_or_else(|| {
        invalid(&format!(
            "Invalid value for {COUNT}: {count}, valid values are from 1 to {} both inclusive.",
            limits::MAX_RECEIVE_COUNT_MAX
        ))
    })?;
    let queue = match names::read_arn(target.as_str().unwrap_or_default(), arn_prefix) {
        Arn::Queue(account, name) => Some((account, name.to_owned())),
        Arn::Elsewhere => None,
        Arn::OtherService => {
            return Err(invalid(&format!("Only SQS queues are valid resources for {TARGET}.")));
        }
        Arn::Malformed => return Err(invalid("Dead-letter target ARN should be fully qualified ARN.")),
    };
    Ok(Target { queue, max_receive_count })
}

/// A redrive policy as AWS writes one that was not set as text.
pub fn write_redrive(target_arn: &str, max_receive_count: u32) -> String {
    json!({ TARGET: target_arn, COUNT: max_receive_count }).to_string()
}

/// Reads a redrive allow policy.
///
/// # Errors
///
/// What AWS says of a text that is none (sqs-facts §1.8, §4.2).
pub fn read_redrive_allow(text: &str, arn_prefix: &str) -> Result<RedriveAllowPolicy, AwsError> {
    const CANNOT: &str = "Amazon SQS can't create the redrive allow policy.";
    let refuse = |reason: &str| invalid("RedriveAllowPolicy", text, &format!("{CANNOT} {reason}"));
    let Ok(Value::Object(policy)) = serde_json::from_str(text) else {
        return Err(refuse("It is not a valid JSON map."));
    };
    if policy.keys().any(|name| name != PERMISSION && name != SOURCES) {
        return Err(refuse(&format!("Only following attributes are supported: [{PERMISSION}, {SOURCES}].")));
    }
    let sources = sources(&policy).ok_or_else(|| refuse(&format!("{SOURCES} must be a list of ARNs.")))?;
    let permission = match (policy.get(PERMISSION).and_then(Value::as_str), sources.is_empty()) {
        (Some("allowAll"), true) => RedrivePermission::AllowAll,
        (Some("denyAll"), true) => RedrivePermission::DenyAll,
        (Some("allowAll" | "denyAll"), false) => {
            return Err(refuse(
                "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.",
            ));
        }
        (Some("byQueue"), true) => {
            return Err(refuse(
                "When you specify the byQueue permission type, \
                 you must also specify one or more sourceQueueArns values.",
            ));
        }
        (Some("byQueue"), false) if sources.len() > limits::REDRIVE_SOURCES_MAX as usize => {
            return Err(refuse(&format!(
                "The maximum number of source queue ARNs you can specify is {}.",
                limits::REDRIVE_SOURCES_MAX
            )));
        }
        (Some("byQueue"), false) => {
            let named = |arn: &&str| match names::read_arn(arn, arn_prefix) {
                Arn::Queue(account, name) => Some((account, Arc::from(name))),
                Arn::Elsewhere | Arn::OtherService | Arn::Malformed => None,
            };
            let queues: Option<Vec<_>> = sources.iter().map(named).collect();
            RedrivePermission::ByQueue(
                queues.ok_or_else(|| refuse("Source queue ARNs must be of queues in the same Region."))?,
            )
        }
        (Some(_) | None, _) => {
            return Err(refuse(&format!("{PERMISSION} must be one of allowAll, denyAll, byQueue.")));
        }
    };
    Ok(RedriveAllowPolicy { text: text.into(), permission })
}

/// The ARNs, none of them if the member is not there; none if they are no texts.
fn sources(policy: &Map<String, Value>) -> Option<Vec<&str>> {
    match policy.get(SOURCES) {
        None => Some(Vec::new()),
        Some(Value::Array(arns)) => arns.iter().map(Value::as_str).collect(),
        Some(_) => None,
    }
}

fn invalid(parameter: &str, text: &str, reason: &str) -> AwsError {
    ErrorKind::InvalidParameterValue
        .says(format!("Value {text} for parameter {parameter} is invalid. Reason: {reason}"))
}

/// What AWS says of a redrive policy whose queue does not exist.
pub(crate) fn no_such_target(text: &str) -> AwsError {
    let context = Context { redrive_policy: Some(text), ..Context::default() };
    describe(&Refusal::DeadLetterTargetDoesNotExist, &context)
}
