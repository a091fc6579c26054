//! The one form of a request that both sides sign.

use api::http::Request;
use base16ct::lower::encode_string;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::claim::{ALGORITHM, Claim, Parameters};

/// All but the letters, digits and four signs that are never written as `%..`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What is signed.
pub(super) fn string_to_sign(claim: &Claim, request: &Request<'_>) -> String {
    let Claim { date, region, service, instant, .. } = claim;
    let digest = encode_string(&Sha256::digest(canonical_request(claim, request)));
    format!("{ALGORITHM}\n{instant}\n{date}/{region}/{service}/aws4_request\n{digest}")
}

fn canonical_request(claim: &Claim, request: &Request<'_>) -> String {
    let headers: String =
        claim.signed_headers.iter().map(|name| format!("{name}:{}\n", header(request, name))).collect();
    [
        &*request.method,
        &path(request.path()),
        &query(request.query()),
        &headers,
        &claim.signed_headers.join(";"),
        &encode_string(&Sha256::digest(&request.body)),
    ]
    .join("\n")
}

/// Each segment is encoded once more than it came, as every service but S3 has it.
fn path(path: &str) -> String {
    let segments: Vec<String> =
        path.split('/').map(|segment| utf8_percent_encode(segment, RESERVED).to_string()).collect();
    segments.join("/")
}

fn query(query: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    let Parameters(pairs) = Parameters::of(query);
    let signed = pairs.iter().filter(|(name, _)| name != "X-Amz-Signature");
    let mut pairs: Vec<(String, String)> =
        signed.map(|(name, value)| (encoded(name), encoded(value))).collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// All values of a header, with single spaces.
fn header(request: &Request<'_>, name: &str) -> String {
    let values = request.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    let values: Vec<String> =
        values.map(|(_, value)| value.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    values.join(",")
}
