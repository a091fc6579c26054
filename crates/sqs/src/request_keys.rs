//! The keys of a call that conditions of policies ask for (sqs-facts §10.1).

use std::borrow::Cow;
use std::sync::Arc;

use crate::conditions::Value;
use crate::request::Request;
use crate::{Command, Identity};

impl<'a> Request<'a> {
    /// The values of a condition's key; none if the call does not have it. Keys are read in any case.
    pub(crate) fn values(&self, key: &str) -> Vec<Value<'_>> {
        let (key, tag) = key.split_once('/').unwrap_or((key, ""));
        match key.to_ascii_lowercase().as_str() {
            "aws:resourcetag" => tag_value(self.queue_tags, tag).into_iter().collect(),
            "aws:requesttag" => tag_value(self.sent_tags(), tag).into_iter().collect(),
            "aws:tagkeys" => self.sent_tag_keys(),
            key => self.value(key).into_iter().collect(),
        }
    }

    fn value(&self, key: &str) -> Option<Value<'_>> {
        let caller = self.caller;
        let given = |text: &'a Option<Arc<str>>| text.as_deref().map(text_value);
        let account = |number: u64| Value::Text(format!("{number:012}").into());
        let is_principal = caller.service.is_none() && caller.identity != Identity::Anonymous;
        match key {
            "aws:sourcearn" => given(&caller.source_arn),
            "aws:sourceaccount" => caller.source_account.map(account),
            "aws:sourcevpce" => given(&caller.source_vpce),
            // A call through an endpoint shows none of the public addresses that this key is about.
            "aws:sourceip" => caller.source_ip.filter(|_| caller.source_vpce.is_none()).map(Value::Address),
            "aws:securetransport" => Some(Value::Flag(caller.secure)),
            "aws:principalorgid" => given(&caller.organization),
            "aws:principalaccount" => is_principal.then(|| account(caller.account)),
            "aws:principalarn" => is_principal.then(|| Value::Text(self.principal_arn())),
            "aws:principaltype" => Some(text_value(self.principal_type())),
            "aws:principalisawsservice" => Some(Value::Flag(caller.service.is_some())),
            "aws:principalservicename" => given(&caller.service),
            "aws:userid" if caller.principal.is_none() => is_principal.then(|| account(caller.account)),
            "aws:username" => caller.principal.as_deref().and_then(user_name).map(text_value),
            "aws:resourceaccount" => Some(account(self.account)),
            "aws:requestedregion" => self.arn.split(':').nth(3).map(text_value),
            "aws:currenttime" => Some(Value::Instant((self.at_us / 1_000) as i64)),
            "aws:epochtime" => Some(Value::Seconds((self.at_us / 1_000_000) as i64)),
            _ => None,
        }
    }

    /// A session goes by its role's ARN.
    fn principal_arn(&self) -> Cow<'_, str> {
        let partition = self.arn.split(':').nth(1).unwrap_or("aws");
        match self.caller.principal.as_deref() {
            None => format!("arn:{partition}:iam::{:012}:root", self.caller.account).into(),
            Some(own) => match session_role(own) {
                Some((account, role)) => format!("arn:{partition}:iam::{account}:role/{role}").into(),
                None => own.into(),
            },
        }
    }

    fn principal_type(&self) -> &'static str {
        match (&self.caller.principal, self.caller.identity) {
            (_, Identity::Anonymous) => "Anonymous",
            (None, _) if self.caller.service.is_some() => "Service",
            (None, _) => "Account",
            (Some(own), _) if session_role(own).is_some() => "AssumedRole",
            (Some(_), _) => "User",
        }
    }

    fn sent_tags(&self) -> &[(Arc<str>, Arc<str>)] {
        match self.command {
            Command::TagQueue { tags, .. } | Command::CreateQueue { tags, .. } => tags,
            _ => &[],
        }
    }

    fn sent_tag_keys(&self) -> Vec<Value<'_>> {
        match self.command {
            Command::UntagQueue { keys, .. } => keys.iter().map(|key| text_value(key)).collect(),
            _ => self.sent_tags().iter().map(|(key, _)| text_value(key)).collect(),
        }
    }
}

fn text_value(text: &str) -> Value<'_> {
    Value::Text(text.into())
}

fn tag_value<'a>(tags: &'a [(Arc<str>, Arc<str>)], key: &str) -> Option<Value<'a>> {
    tags.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| text_value(value))
}

/// Account and role of `arn:aws:sts::111122223333:assumed-role/worker/session`.
pub(crate) fn session_role(arn: &str) -> Option<(&str, &str)> {
    let mut fields = arn.splitn(6, ':').skip(2);
    let (service, _, account, name) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let (role, _) = name.strip_prefix("assumed-role/")?.split_once('/')?;
    (service == "sts").then_some((account, role))
}

/// The last part of `arn:aws:iam::111122223333:user/path/ana`.
fn user_name(arn: &str) -> Option<&str> {
    arn.splitn(6, ':').nth(5)?.strip_prefix("user/")?.rsplit('/').next()
}
