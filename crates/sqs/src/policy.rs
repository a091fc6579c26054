//! A queue policy as the engine keeps it: read from JSON in `api`, evaluated here (sqs-facts §10.1).

use std::net::IpAddr;
use std::sync::Arc;

/// A policy, and how it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDocument {
    /// As it was set, word for word; none if `AddPermission` or `RemovePermission` made it.
    pub text: Option<Arc<str>>,
    /// What it says.
    pub policy: Policy,
}

/// A policy's statements, at most 20.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// `Version`.
    pub version: Option<Arc<str>>,
    /// `Id`.
    pub id: Option<Arc<str>>,
    /// `Statement`.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// `Sid`; the label of `AddPermission`.
    pub sid: Option<Arc<str>>,
    /// `Effect`.
    pub effect: Effect,
    /// `Principal`, or `NotPrincipal` if negated.
    pub principals: Listed<Principal>,
    /// `Action`, or `NotAction`: patterns such as `sqs:Send*`, any case.
    pub actions: Listed<Arc<str>>,
    /// `Resource`, or `NotResource`: ARN patterns.
    pub resources: Listed<Arc<str>>,
    /// `Condition`: all must hold.
    pub conditions: Vec<Condition>,
}

/// `Effect`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Effect {
    Allow,
    Deny,
}

/// A list that matches if one item does, or if none does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    /// `Not…`: matches what is not in the list.
    pub negated: bool,
    /// The items.
    pub items: Vec<T>,
}

/// Whom a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// `*`.
    Everyone,
    /// An account: its number, or the ARN of its root.
    Account(u64),
    /// A user or role by ARN.
    Arn(Arc<str>),
    /// An AWS service such as `sns.amazonaws.com`.
    Service(Arc<str>),
    /// Another kind (`Federated`, `CanonicalUser`), which never calls here: kind and value.
    Other(Arc<str>, Arc<str>),
}

/// One key of a condition block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// `ForAllValues:` or `ForAnyValue:`; every key here has one value, so that both match alike if it is there.
    pub set: Option<SetOperator>,
    /// The comparison.
    pub operator: Operator,
    /// `…IfExists`: holds if the call has no such key.
    pub if_exists: bool,
    /// The key, as written, such as `aws:SourceArn`.
    pub key: Arc<str>,
    /// The values, one of which must match (for negated operators: none may).
    pub values: Vec<ConditionValue>,
}

/// The prefix of an operator on keys of several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SetOperator {
    ForAllValues,
    ForAnyValue,
}

/// A comparison of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Operator {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    ArnEquals,
    ArnNotEquals,
    ArnLike,
    ArnNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    IpAddress,
    NotIpAddress,
    Null,
}

/// A value to compare with, read for its operator; `text` keeps what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionValue {
    /// As written.
    pub text: Arc<str>,
    /// What it means.
    pub meaning: Meaning,
}

/// A condition's value by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A text or a pattern: the text itself.
    Text,
    /// A whole number.
    Number(i64),
    /// Milliseconds since 1970.
    Instant(i64),
    /// True or false.
    Flag(bool),
    /// An address and how many of its leading bits count.
    Network(IpAddr, u8),
}
