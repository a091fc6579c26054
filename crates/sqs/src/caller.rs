//! Who makes a call.

use std::sync::Arc;

/// The identity behind a call, as far as SQS looks at it (sqs-facts §10.1).
/// A simulation's calls come from the owner, which is the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The 12-digit AWS account number.
    pub account: u64,
    /// ARN of the principal; none means the account's root.
    pub principal: Option<Arc<str>>,
    /// `aws:SourceArn`: the resource on whose behalf an AWS service calls.
    pub source_arn: Option<Arc<str>>,
    /// `aws:SourceVpce`: the VPC endpoint that the call came through.
    pub source_vpce: Option<Arc<str>>,
    /// `aws:SecureTransport`.
    pub secure: bool,
}

impl Caller {
    /// The account that owns everything in a simulation.
    pub const OWNER_ACCOUNT: u64 = 123_456_789_012;
}

impl Default for Caller {
    fn default() -> Self {
        Self {
            account: Self::OWNER_ACCOUNT,
            principal: None,
            source_arn: None,
            source_vpce: None,
            secure: true,
        }
    }
}
