//! The one table of what calls look like: every member with its shape and its names on both protocols.
//!
//! It drives the type check of JSON bodies, the Query decoder, the XML writer and the options of the command
//! language (sqs-facts §1.2, §1.5). Ranges and rules are not here: they are the engine's.

mod cloudwatch;
mod queues;

pub use sqs::Action;

/// A member of a structure.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// The name in AWS JSON, in the SDKs and (in kebab case) in the CLI.
    pub name: &'static str,
    /// The name on the Query protocol; of a flattened list or map, that of one item.
    pub query_name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// True if a call without it is refused; of outputs, if it is always there.
    pub required: bool,
}

/// What a member holds. Shapes nest by reference into the table, so they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A number that may have a fraction.
    Double,
    /// `true` or `false`.
    Boolean,
    /// Bytes, base64 wherever text is needed.
    Blob,
    /// An instant: seconds since 1970 in JSON, ISO 8601 in Query.
    Timestamp,
    /// Items of one shape.
    List(&'static List),
    /// Values by name.
    Map(&'static Map),
    /// Named members.
    Structure(&'static [Member]),
}

/// A list's items and how they are numbered on the Query protocol.
#[derive(Debug, PartialEq, Eq)]
pub struct List {
    /// The shape of an item.
    pub item: Shape,
    /// True for `Name.1`, false for `Name.member.1`.
    pub flattened: bool,
}

/// A map's values and what the Query protocol calls the halves of an item: `Tag.1.Key`, `Tag.1.Value`;
/// `Name.entry.1.key` if it is not flattened.
#[derive(Debug, PartialEq, Eq)]
pub struct Map {
    /// `Name` or `Key`.
    pub key: &'static str,
    /// `Value`.
    pub value: &'static str,
    /// The shape of a value.
    pub item: Shape,
    /// True for `Name.1`, false for `Name.entry.1`.
    pub flattened: bool,
}

/// A call: what goes in and what comes out.
#[derive(Debug, PartialEq, Eq)]
pub struct Signature {
    /// The members of the request.
    pub input: &'static [Member],
    /// The members of the answer in alphabetical order, as AWS sends them; none if the answer is empty.
    pub output: Option<&'static [Member]>,
}

/// The operations of CloudWatch that are answered at the same address, for namespace AWS/SQS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum MetricAction {
    GetMetricData,
    GetMetricStatistics,
    ListMetrics,
}

impl MetricAction {
    /// Every operation, by name.
    pub const ALL: [Self; 3] = [Self::GetMetricData, Self::GetMetricStatistics, Self::ListMetrics];

    /// AWS's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GetMetricData => "GetMetricData",
            Self::GetMetricStatistics => "GetMetricStatistics",
            Self::ListMetrics => "ListMetrics",
        }
    }

    /// The operation of this name, which is case-sensitive.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// A call to one of the two services that answer at one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// SQS.
    Queue(Action),
    /// CloudWatch.
    Metric(MetricAction),
}

impl Operation {
    /// AWS's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queue(action) => action.name(),
            Self::Metric(action) => action.name(),
        }
    }

    /// What goes in and what comes out.
    pub const fn signature(self) -> &'static Signature {
        match self {
            Self::Queue(action) => queues::signature(action),
            Self::Metric(action) => cloudwatch::signature(action),
        }
    }
}

const fn required(name: &'static str, shape: Shape) -> Member {
    Member { name, query_name: name, shape, required: true }
}

const fn optional(name: &'static str, shape: Shape) -> Member {
    Member { name, query_name: name, shape, required: false }
}

impl Member {
    /// The same member under another name on the Query protocol.
    const fn on_query(self, query_name: &'static str) -> Self {
        Self { query_name, ..self }
    }
}

#[cfg(test)]
mod tests;
