//! Who calls, from the access key of a request (sqs-facts §10.1).
//!
//! No key is checked here, so a key can say who it is:
//!
//! | access key | account | principal |
//! | --- | --- | --- |
//! | none, or any other text | the default account | its root |
//! | `111122223333` | 111122223333 | its root |
//! | `111122223333.alice` | 111122223333 | `arn:aws:iam::111122223333:user/alice` |
//! | `111122223333.Worker.i-0abc` | 111122223333 | the session `i-0abc` of the role `Worker` |
//!
//! A principal's own policies allow everything: IAM's are not simulated.

use sqs::Caller;

/// The caller behind an access key.
pub fn caller(access_key: Option<&str>, default_account: u64) -> Caller {
    // Most are no account's number, as their first character shows.
    let access_key = access_key.filter(|key| key.starts_with(|first: char| first.is_ascii_digit()));
    let mut parts = access_key.unwrap_or_default().splitn(3, '.');
    let Some(account) = parts.next().and_then(account) else {
        return Caller { account: default_account, ..Caller::default() };
    };
    let principal = match (parts.next(), parts.next()) {
        (Some(role), Some(session)) => {
            Some(format!("arn:aws:sts::{account:012}:assumed-role/{role}/{session}").into())
        }
        (Some(user), None) => Some(format!("arn:aws:iam::{account:012}:user/{user}").into()),
        (None, _) => None,
    };
    Caller { account, principal, ..Caller::default() }
}

/// The ARN that speaks for a caller in AWS's texts.
pub fn principal_arn(caller: &Caller) -> String {
    match &caller.principal {
        Some(principal) => principal.to_string(),
        None => root_arn(caller.account),
    }
}

/// The ARN of an account's root.
pub fn root_arn(account: u64) -> String {
    format!("arn:aws:iam::{account:012}:root")
}

/// An account number: exactly twelve digits.
pub fn account(text: &str) -> Option<u64> {
    (text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_who_it_is() {
        let who = |key: Option<&str>| {
            let caller = caller(key, 123_456_789_012);
            (caller.account, principal_arn(&caller))
        };
        let root = (123_456_789_012, "arn:aws:iam::123456789012:root".to_owned());
        assert_eq!(who(None), root);
        assert_eq!(who(Some("AKIAIOSFODNN7EXAMPLE")), root);
        assert_eq!(who(Some("000000000001")), (1, "arn:aws:iam::000000000001:root".to_owned()));
        assert_eq!(
            who(Some("111122223333.alice")),
            (111_122_223_333, "arn:aws:iam::111122223333:user/alice".to_owned())
        );
        assert_eq!(
            who(Some("111122223333.Worker.i-0abc")),
            (111_122_223_333, "arn:aws:sts::111122223333:assumed-role/Worker/i-0abc".to_owned())
        );
    }
}
