//! Who calls SQS, with which permissions (sqs-facts §10).

use std::sync::Arc;

use sqs::{Caller, Identity, Policy};

/// A role in whose name producers or consumers call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalModel {
    /// The author's id, which is also the role's name.
    pub id: Arc<str>,
    /// The 12-digit account that it belongs to.
    pub account: u64,
    /// Its own IAM policy; without one it may do what resources' policies allow, and nothing else.
    pub policy: Option<Arc<Policy>>,
    /// The VPC endpoint that its calls come through, if they do.
    pub vpc_endpoint: Option<Arc<str>>,
}

impl PrincipalModel {
    /// The role's ARN, as policies name it.
    pub fn arn(&self) -> String {
        format!("arn:aws:iam::{:012}:role/{}", self.account, self.id)
    }

    /// The role at work.
    pub(crate) fn caller(&self) -> Caller {
        let session = format!("arn:aws:sts::{:012}:assumed-role/{}/session", self.account, self.id);
        Caller {
            account: self.account,
            principal: Some(session.into()),
            identity: Identity::Silent,
            source_vpce: self.vpc_endpoint.clone(),
            ..Caller::default()
        }
    }
}
