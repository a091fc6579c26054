//! Region and access key from the scope of a signature: `AKID/20260101/us-east-1/sqs/aws4_request`.

use memchr::{memchr2, memrchr};

use crate::error::{AwsError, ErrorKind};

/// The region of requests that are not signed.
pub(super) const DEFAULT_REGION: &str = "us-east-1";
/// Characters of a region at most; the longest of AWS has 16.
const REGION_CHARS_MAX: usize = 32;
/// Characters of an access key at most, as IAM has it.
const ACCESS_KEY_CHARS_MAX: usize = 128;

pub(super) struct Scope<'a> {
    pub region: &'a str,
    pub access_key: Option<&'a str>,
}

/// Reads the `Authorization` header, or the credential of a presigned address. Neither means not signed.
pub(super) fn read<'a>(header: Option<&'a str>, presigned: Option<&'a str>) -> Result<Scope<'a>, AwsError> {
    let credential = match header {
        Some(header) => in_header(header)
            .or(presigned)
            .ok_or_else(|| incomplete("Authorization header requires 'Credential' parameter.", header))?,
        None => match presigned {
            Some(credential) => credential,
            None => return Ok(Scope { region: DEFAULT_REGION, access_key: None }),
        },
    };
    let Some((access_key, region)) = parts(credential) else {
        return Err(incomplete("Credential must have exactly 5 slash-delimited elements", credential));
    };
    let is_region = (1..=REGION_CHARS_MAX).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_region {
        return Err(ErrorKind::InvalidSignature.says("Credential should be scoped to a valid region."));
    }
    if access_key.is_empty() || access_key.len() > ACCESS_KEY_CHARS_MAX {
        return Err(
            ErrorKind::InvalidClientTokenId.says("The security token included in the request is invalid.")
        );
    }
    Ok(Scope { region, access_key: Some(access_key) })
}

/// The credential in an `Authorization` header. It stands first, but others than AWS may do as they like.
fn in_header(header: &str) -> Option<&str> {
    const NAME: &str = "Credential=";
    const FIRST: &str = "AWS4-HMAC-SHA256 Credential=";
    let is_end = |byte: u8| matches!(byte, b' ' | b',');
    let rest = header.strip_prefix(FIRST).or_else(|| {
        let places = header.match_indices(NAME).map(|(at, _)| at);
        let mut starts = places.filter(|at| *at == 0 || is_end(header.as_bytes()[at - 1]));
        starts.next().map(|at| &header[at + NAME.len()..])
    })?;
    Some(&rest[..memchr2(b' ', b',', rest.as_bytes()).unwrap_or(rest.len())])
}

/// Access key and region of a credential.
fn parts(credential: &str) -> Option<(&str, &str)> {
    // From behind, since an access key may have slashes.
    let slash_before = |end: usize| memrchr(b'/', &credential.as_bytes()[..end]);
    let service = slash_before(slash_before(credential.len())?)?;
    let region = slash_before(service)?;
    let date = slash_before(region)?;
    Some((&credential[..date], &credential[region + 1..service]))
}

fn incomplete(reason: &str, text: &str) -> AwsError {
    /// Enough to recognise what was sent.
    const ECHO_CHARS: usize = 256;
    let echo: String = text.chars().take(ECHO_CHARS).collect();
    ErrorKind::IncompleteSignature.says(format!("{reason}, got '{echo}'"))
}
