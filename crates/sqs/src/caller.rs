//! Who makes a call.

use std::net::IpAddr;
use std::sync::Arc;

/// The identity behind a call, as far as SQS looks at it (sqs-facts §10.1).
/// A simulation's calls come from the owner, which is the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The 12-digit AWS account number.
    pub account: u64,
    /// ARN of the principal; none means the account's root.
    pub principal: Option<Arc<str>>,
    /// An AWS service that calls in its own name, such as `sns.amazonaws.com`.
    pub service: Option<Arc<str>>,
    /// What the principal's own IAM policies say of the call; a service has none.
    pub identity: Identity,
    /// `aws:SourceArn`: the resource on whose behalf an AWS service calls.
    pub source_arn: Option<Arc<str>>,
    /// `aws:SourceAccount`.
    pub source_account: Option<u64>,
    /// `aws:SourceVpce`: the VPC endpoint that the call came through.
    pub source_vpce: Option<Arc<str>>,
    /// `aws:SourceIp`.
    pub source_ip: Option<IpAddr>,
    /// `aws:PrincipalOrgID`.
    pub organization: Option<Arc<str>>,
    /// `aws:SecureTransport`.
    pub secure: bool,
    /// Do the principal's own policies let it use the KMS key of the queue? See [`crate::Engine::identity_on_key`].
    pub uses_key: bool,
}

/// The word of a principal's own IAM policies on a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identity {
    /// They allow it.
    #[default]
    Allows,
    /// They do not mention it.
    Silent,
    /// They deny it.
    Denies,
    /// There is no principal: the call is not signed, and its account means nothing.
    Anonymous,
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
            service: None,
            identity: Identity::Allows,
            source_arn: None,
            source_account: None,
            source_vpce: None,
            source_ip: None,
            organization: None,
            secure: true,
            uses_key: true,
        }
    }
}
