//! Signatures of version 4, checked if keys are given.

mod canonical;
mod claim;

use std::collections::BTreeMap;
use std::time::SystemTime;

use api::error::{AwsError, ErrorKind};
use api::http::Request;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

use self::claim::Claim;

/// Minutes by which a client's clock may be wrong, as on AWS.
const SKEW: SignedDuration = SignedDuration::from_mins(15);

/// Services whose calls are answered, as scopes of signatures name them.
const SERVICES: [&str; 2] = ["sqs", "monitoring"];

/// The keys that requests must be signed with; none means that signatures are not looked at.
#[derive(Debug)]
pub struct Keys {
    secrets: BTreeMap<String, String>,
    services: [&'static str; 2],
}

impl Keys {
    /// Access keys with their secrets.
    pub fn new(keys: &[(String, String)]) -> Self {
        Self { secrets: keys.iter().cloned().collect(), services: SERVICES }
    }

    /// Checks a request's signature against the wall's time, which is asked for only if that matters.
    ///
    /// # Errors
    /// It has none, or not the right one.
    pub fn check(&self, request: &Request<'_>, now: impl FnOnce() -> SystemTime) -> Result<(), AwsError> {
        if self.secrets.is_empty() || request.path().starts_with("/_sqscope/") {
            return Ok(());
        }
        let claim = Claim::read(request)?;
        let secret = self.secrets.get(&claim.access_key).ok_or_else(|| {
            ErrorKind::InvalidClientTokenId.says("The security token included in the request is invalid.")
        })?;
        if !self.services.contains(&claim.service.as_str()) {
            let text = "Credential should be scoped to correct service: 'sqs'.";
            return Err(ErrorKind::InvalidSignature.says(text));
        }
        check_time(&claim, now())?;
        let text = canonical::string_to_sign(&claim, request);
        let mac = keyed(&signing_key(secret, &claim), text.as_bytes());
        mac.verify_slice(&claim.signature).map_err(|_| does_not_match())
    }
}

fn check_time(claim: &Claim, now: SystemTime) -> Result<(), AwsError> {
    let now = Timestamp::try_from(now).unwrap_or_default();
    let expired = |reason: String| Err(ErrorKind::RequestExpired.says(reason));
    let latest = claim.signed_at.saturating_add(claim.valid_for.unwrap_or(SKEW)).unwrap_or(Timestamp::MAX);
    if now > latest {
        return expired(format!("Signature expired: {latest:.0} is now earlier than {now:.0}"));
    }
    let earliest = claim.signed_at.saturating_sub(SKEW).unwrap_or(Timestamp::MIN);
    if now < earliest {
        return expired(format!("Signature not yet current: {earliest:.0} is still later than {now:.0}"));
    }
    Ok(())
}

/// The key of a day, a region and a service.
fn signing_key(secret: &str, claim: &Claim) -> Vec<u8> {
    let scope = [claim.date.as_str(), &claim.region, &claim.service, "aws4_request"];
    scope.iter().fold(format!("AWS4{secret}").into_bytes(), |key, part| {
        keyed(&key, part.as_bytes()).finalize().into_bytes().to_vec()
    })
}

fn keyed(key: &[u8], text: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac
}

fn does_not_match() -> AwsError {
    ErrorKind::InvalidSignature.says(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
         Access Key and signing method. Consult the service documentation for details.",
    )
}

#[cfg(test)]
mod tests;
