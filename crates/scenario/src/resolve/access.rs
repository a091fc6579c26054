//! Who calls, and with which keys queues are encrypted (sqs-facts §10).

use std::sync::Arc;

use serde_json::Value;
use sim::{PrincipalModel, limits};
use sqs::{Caller, KmsTrouble, PolicyDocument};

use super::{Scope, all, check_count, check_ids};
use crate::problem::quoted;
use crate::read::Reader;
use crate::v1;

/// Characters of a key's name.
const KEY_CHARS_MAX: usize = 2_048;

pub(super) fn principals(file: &v1::File, reader: &mut Reader) -> Option<Vec<PrincipalModel>> {
    let list = file.principals.as_deref().unwrap_or_default();
    check_ids("principals", list.iter().map(|it| it.id.0.as_str()), reader);
    check_count("principals", list.len(), limits::PRINCIPALS_MAX, reader);
    reader.below("principals", |r| {
        all(list.iter().enumerate().map(|(i, it)| r.below(&i.to_string(), |r| principal(it, r))))
    })
}

fn principal(it: &v1::Principal, reader: &mut Reader) -> Option<PrincipalModel> {
    let account = match &it.account {
        Some(text) => api::identity::account(text).or_else(|| {
            let message = format!("{} is no account.", quoted(text));
            reader.report("/account", message, "Write its 12 digits: `\"111122223333\"`.");
            None
        }),
        None => Some(Caller::OWNER_ACCOUNT),
    };
    let policy = match &it.policy {
        Some(policy) => api::policy::read_identity_policy(&policy.0.to_string()).map(|policy| Some(Arc::new(policy))).or_else(|| {
            let hint = "For example `{ \"Version\": \"2012-10-17\", \"Statement\": [{ \"Effect\": \"Allow\", \
                        \"Action\": \"sqs:SendMessage\", \"Resource\": \"*\" }] }`; an identity's policy names no \
                        `Principal`.";
            reader.report("/policy", "This is no IAM policy of an identity.", hint);
            None
        }),
        None => Some(None),
    };
    if let Some(endpoint) = it.vpc_endpoint.as_ref().filter(|endpoint| !endpoint.starts_with("vpce-")) {
        let message = format!("{} is no VPC endpoint.", quoted(endpoint));
        reader.report("/vpcEndpoint", message, "Write its id: `\"vpce-1a2b3c4d\"`.");
    }
    Some(PrincipalModel {
        id: it.id.0.as_str().into(),
        account: account?,
        policy: policy?,
        vpc_endpoint: it.vpc_endpoint.as_deref().map(Into::into),
    })
}

/// In whose name an actor calls; the outer none after a problem.
pub(super) fn caller(
    written: Option<&v1::Id>,
    scope: &Scope<'_>,
    reader: &mut Reader,
) -> Option<Option<u32>> {
    written.map_or(Some(None), |id| scope.principal("/as", &id.0, reader).map(Some))
}

/// A queue's policy; the outer none after a problem.
pub(super) fn policy(written: Option<&v1::Json>, reader: &mut Reader) -> Option<Option<Arc<PolicyDocument>>> {
    let Some(policy) = written else { return Some(None) };
    let text = match &policy.0 {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    let read = api::policy::read_policy(&text).map(|document| Some(Arc::new(document)));
    if read.is_none() {
        let hint = "For example `{ \"Version\": \"2012-10-17\", \"Statement\": [{ \"Effect\": \"Allow\", \
                    \"Principal\": { \"AWS\": \"111122223333\" }, \"Action\": \"sqs:SendMessage\", \
                    \"Resource\": \"*\" }] }`.";
        reader.report("/policy", "Invalid value for the parameter Policy.", hint);
    }
    read
}

/// A queue's key; the outer none after a problem.
pub(super) fn key(written: Option<&v1::Kms>, reader: &mut Reader) -> Option<Option<Arc<str>>> {
    let Some(kms) = written else { return Some(None) };
    if kms.key.is_empty() || kms.key.len() > KEY_CHARS_MAX {
        let hint = "Write `alias/aws/sqs`, `alias/…`, a key's id or its ARN.";
        reader.report("/kms/key", "This names no KMS key.", hint);
        return None;
    }
    Some(Some(kms.key.as_str().into()))
}

/// Keys that cannot be used, by name.
pub(super) fn broken_keys(file: &v1::File, reader: &mut Reader) -> Vec<(Arc<str>, KmsTrouble)> {
    let mut states: Vec<(&str, Option<KmsTrouble>)> = Vec::new();
    for (index, kms) in file.queues.iter().enumerate().filter_map(|(i, queue)| Some((i, queue.kms.as_ref()?)))
    {
        let Some(state) = kms.state else { continue };
        let state = trouble(state);
        match states.iter().find(|(key, _)| *key == kms.key) {
            Some((_, other)) if *other != state => {
                let message = format!("The key {} is in another state at another queue.", quoted(&kms.key));
                let hint = "A key has one state: write the same at all queues that name it.";
                reader.report(&format!("/queues/{index}/kms/state"), message, hint);
            }
            Some(_) => {}
            None => states.push((&kms.key, state)),
        }
    }
    states.into_iter().filter_map(|(key, state)| Some((key.into(), state?))).collect()
}

fn trouble(state: v1::KeyState) -> Option<KmsTrouble> {
    match state {
        v1::KeyState::Enabled => None,
        v1::KeyState::Disabled => Some(KmsTrouble::Disabled),
        v1::KeyState::Denied => Some(KmsTrouble::AccessDenied),
        v1::KeyState::InvalidState => Some(KmsTrouble::InvalidState),
        v1::KeyState::NotFound => Some(KmsTrouble::NotFound),
        v1::KeyState::InvalidUsage => Some(KmsTrouble::InvalidKeyUsage),
        v1::KeyState::OptInRequired => Some(KmsTrouble::OptInRequired),
        v1::KeyState::Throttled => Some(KmsTrouble::Throttled),
    }
}
