//! Parts of AWS's texts.

use std::fmt::Display;

use sqs::{Action, Attribute, Denial, KmsTrouble, NameFault, QueueKind, TagFault, limits};

use super::Context;
use crate::error::{AwsError, ErrorKind};
use crate::names;

pub(super) const NOT_FOR_THIS_KIND: &str =
    "The request include parameter that is not valid for this queue type.";

pub(super) fn invalid(parameter: &str, value: impl Display, reason: &str) -> AwsError {
    ErrorKind::InvalidParameterValue
        .says(format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}"))
}

pub(super) fn invalid_id(parameter: &str, value: Option<&str>) -> AwsError {
    let reason =
        format!("{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    invalid(parameter, value.unwrap_or_default(), &reason)
}

pub(super) fn redrive_policy(context: &Context<'_>, reason: &str) -> AwsError {
    invalid("RedrivePolicy", context.redrive_policy.unwrap_or_default(), reason)
}

pub(crate) fn missing(parameter: &str) -> AwsError {
    ErrorKind::MissingParameter.says(format!("The request must contain the parameter {parameter}."))
}

pub(super) const fn queue_name_rule(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::Standard => {
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        }
        QueueKind::Fifo => {
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, \
             must end with .fifo suffix and be 1 to 80 in length."
        }
    }
}

pub(super) fn invalid_attribute_text(attribute: Attribute) -> String {
    let name = names::attribute(attribute);
    match attribute {
        Attribute::FifoQueue => {
            format!("Invalid value for the parameter {name}. Reason: Modifying queue type is not supported.")
        }
        Attribute::DelaySeconds
        | Attribute::MaximumMessageSize
        | Attribute::MessageRetentionPeriod
        | Attribute::ReceiveMessageWaitTimeSeconds
        | Attribute::VisibilityTimeout
        | Attribute::RedrivePolicy
        | Attribute::RedriveAllowPolicy
        | Attribute::Policy
        | Attribute::KmsMasterKeyId
        | Attribute::KmsDataKeyReusePeriodSeconds
        | Attribute::SqsManagedSseEnabled
        | Attribute::ContentBasedDeduplication
        | Attribute::DeduplicationScope
        | Attribute::FifoThroughputLimit => format!("Invalid value for the parameter {name}."),
    }
}

pub(super) fn unknown_attribute_text(attribute: Attribute) -> String {
    let name = names::attribute(attribute);
    match attribute {
        Attribute::DeduplicationScope | Attribute::FifoThroughputLimit => {
            format!("You can specify the {name} only when FifoQueue is set to true.")
        }
        Attribute::DelaySeconds
        | Attribute::MaximumMessageSize
        | Attribute::MessageRetentionPeriod
        | Attribute::ReceiveMessageWaitTimeSeconds
        | Attribute::VisibilityTimeout
        | Attribute::RedrivePolicy
        | Attribute::RedriveAllowPolicy
        | Attribute::Policy
        | Attribute::KmsMasterKeyId
        | Attribute::KmsDataKeyReusePeriodSeconds
        | Attribute::SqsManagedSseEnabled
        | Attribute::ContentBasedDeduplication
        | Attribute::FifoQueue => format!("Unknown Attribute {name}."),
    }
}

/// Some texts of move tasks name no value.
pub(super) fn unframed(parameter: &str, max: u32) -> AwsError {
    ErrorKind::InvalidParameterValue.says(format!(
        "Value for parameter {parameter} is invalid. \
         Reason: You must enter a number that's between 1 and {max}."
    ))
}

pub(super) fn max_results(action: Action, count: i32) -> AwsError {
    /// Tasks that one list of move tasks shows.
    const MOVE_TASK_RESULTS_MAX: u32 = 10;
    if action == Action::ListMessageMoveTasks {
        return unframed("MaxResults", MOVE_TASK_RESULTS_MAX);
    }
    let reason = format!("Must be between 1 and {}, if provided.", limits::LIST_RESULTS_MAX);
    invalid("MaxResults", count, &reason)
}

pub(super) const fn message_attribute_name_text(fault: NameFault) -> &'static str {
    match fault {
        NameFault::Empty => "Message (user) attribute name must not be empty.",
        NameFault::TooLong => "Length of message attribute name must be less than 256 bytes.",
        NameFault::Reserved => {
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. \
             These strings are reserved for internal use."
        }
        NameFault::Periods => {
            "The message attribute name can't start or end with the '.' character \
             or have it more than once in succession."
        }
        NameFault::Characters => {
            "The message attribute name can contain the following characters: \
             A-Z, a-z, 0-9, underscore(_), hyphen(-), and period (.)."
        }
        NameFault::Repeated => "Message attribute name must be unique.",
    }
}

pub(super) const fn tag_text(fault: TagFault) -> &'static str {
    match fault {
        TagFault::KeyLength => "Tag keys must be between 1 and 128 characters in length.",
        TagFault::KeyCharacters => {
            "Tag keys may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @"
        }
        TagFault::KeyReserved => "Tag keys starting with 'aws:' are reserved for internal use.",
        TagFault::ValueLength => "Tag values must be between 0 and 256 characters in length.",
        TagFault::ValueCharacters => {
            "Tag values may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @"
        }
    }
}

pub(super) fn access_denied(action: Action, denial: Denial, context: &Context<'_>) -> AwsError {
    let action = format!("sqs:{}", action.name().to_lowercase());
    let reason = match denial {
        Denial::NoIdentityPolicyAllows => {
            format!("because no identity-based policy allows the {action} action")
        }
        Denial::NoResourcePolicyAllows => {
            format!("because no resource-based policy allows the {action} action")
        }
        Denial::ExplicitDenyInIdentityPolicy => {
            "with an explicit deny in an identity-based policy".to_owned()
        }
        Denial::ExplicitDenyInResourcePolicy | Denial::ExplicitDenyForEndpoint => {
            "with an explicit deny in a resource-based policy".to_owned()
        }
    };
    ErrorKind::AccessDenied.says(format!(
        "User: {} is not authorized to perform: {action} on resource: {} {reason}",
        context.principal.unwrap_or_default(),
        context.resource.unwrap_or_default(),
    ))
}

pub(super) fn kms(trouble: KmsTrouble) -> AwsError {
    let (kind, text) = match trouble {
        KmsTrouble::AccessDenied => (
            ErrorKind::KmsAccessDenied,
            "The ciphertext refers to a customer master key that does not exist, \
             does not exist in this region, or you are not allowed to access.",
        ),
        KmsTrouble::Disabled => (ErrorKind::KmsDisabled, "The KMS key is disabled."),
        KmsTrouble::InvalidKeyUsage => {
            (ErrorKind::KmsInvalidKeyUsage, "The KMS key cannot be used for encryption and decryption.")
        }
        KmsTrouble::InvalidState => {
            (ErrorKind::KmsInvalidState, "The state of the KMS key is not valid for this request.")
        }
        KmsTrouble::NotFound => (ErrorKind::KmsNotFound, "The KMS key could not be found."),
        KmsTrouble::OptInRequired => (
            ErrorKind::KmsOptInRequired,
            "The specified key policy isn't syntactically or semantically correct.",
        ),
        KmsTrouble::Throttled => (ErrorKind::KmsThrottled, "KMS throttles requests of this key."),
    };
    kind.says(text)
}
