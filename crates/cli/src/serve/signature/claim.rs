//! What a request says of its own signature.

use api::error::{AwsError, ErrorKind};
use api::http::Request;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;

/// The one algorithm.
pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// How instants are written: `20260101T000000Z`.
const INSTANT: &str = "%Y%m%dT%H%M%SZ";
/// Seconds for which a presigned address may be good: a week.
const PRESIGNED_S_MAX: i64 = 604_800;

/// A signature with all that it is about.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) access_key: String,
    /// `YYYYMMDD` of the scope.
    pub(super) date: String,
    pub(super) region: String,
    pub(super) service: String,
    /// The instant as the request writes it.
    pub(super) instant: String,
    pub(super) signed_at: Timestamp,
    /// For how long a presigned address is good; none for a signature in a header.
    pub(super) valid_for: Option<SignedDuration>,
    /// Lower-case names, as the request lists them.
    pub(super) signed_headers: Vec<String>,
    pub(super) signature: Vec<u8>,
}

impl Claim {
    /// Reads the `Authorization` header, or the parameters of a presigned address.
    pub(super) fn read(request: &Request<'_>) -> Result<Self, AwsError> {
        if let Some(header) = request.header("authorization") {
            return Self::of_header(header, request);
        }
        let parameters = Parameters::of(request.query());
        if parameters.get("X-Amz-Algorithm").is_some() {
            return Self::of_address(&parameters);
        }
        Err(ErrorKind::MissingAuthenticationToken.says("Request is missing Authentication Token"))
    }

    fn of_header(header: &str, request: &Request<'_>) -> Result<Self, AwsError> {
        let Some(rest) = header.trim().strip_prefix(ALGORITHM) else {
            return Err(incomplete(format!("Unsupported AWS 'algorithm': expected {ALGORITHM}.")));
        };
        let part = |name: &str| {
            let mut parts = rest.split([',', ' ']).map(str::trim).filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
        };
        let needed = ["Credential", "Signature", "SignedHeaders"];
        let missing: Vec<String> = needed
            .iter()
            .filter(|name| part(name).is_none())
            .map(|name| format!("Authorization header requires '{name}' parameter."))
            .collect();
        let (Some(credential), Some(signature), Some(signed)) =
            (part("Credential"), part("Signature"), part("SignedHeaders"))
        else {
            return Err(incomplete(missing.join(" ")));
        };
        let instant = request.header("x-amz-date").ok_or_else(|| {
            incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        })?;
        Self::new(&credential, &signature, &signed, instant, None)
    }

    fn of_address(parameters: &Parameters) -> Result<Self, AwsError> {
        let needed = |name: &str| {
            parameters
                .get(name)
                .ok_or_else(|| incomplete(format!("AWS query-string parameters must include '{name}'.")))
        };
        if needed("X-Amz-Algorithm")? != ALGORITHM {
            return Err(incomplete(format!("Unsupported AWS 'algorithm': expected {ALGORITHM}.")));
        }
        let seconds = needed("X-Amz-Expires")?.parse().ok().filter(|it| (1..=PRESIGNED_S_MAX).contains(it));
        let seconds = seconds.ok_or_else(|| {
            incomplete(format!("X-Amz-Expires must be a number from 1 to {PRESIGNED_S_MAX}."))
        })?;
        Self::new(
            needed("X-Amz-Credential")?,
            needed("X-Amz-Signature")?,
            needed("X-Amz-SignedHeaders")?,
            needed("X-Amz-Date")?,
            Some(SignedDuration::from_secs(seconds)),
        )
    }

    fn new(
        credential: &str,
        signature: &str,
        signed_headers: &str,
        instant: &str,
        valid_for: Option<SignedDuration>,
    ) -> Result<Self, AwsError> {
        let parts: Vec<&str> = credential.rsplitn(5, '/').collect();
        let &["aws4_request", service, region, date, access_key] = parts.as_slice() else {
            return Err(incomplete(
                "Credential must be of the form <access key>/<date>/<region>/<service>/aws4_request.",
            ));
        };
        let read = DateTime::strptime(INSTANT, instant).and_then(|it| it.to_zoned(TimeZone::UTC));
        let Ok(signed_at) = read.map(|it| it.timestamp()) else {
            return Err(incomplete("Date must be in ISO-8601 'basic format'."));
        };
        if !instant.starts_with(date) {
            let text = format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date: {date}"
            );
            return Err(ErrorKind::InvalidSignature.says(text));
        }
        Ok(Self {
            access_key: access_key.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            instant: instant.to_owned(),
            signed_at,
            valid_for,
            signed_headers: signed_headers.split(';').map(str::to_ascii_lowercase).collect(),
            // What is no number matches nothing.
            signature: base16ct::lower::decode_vec(signature).unwrap_or_default(),
        })
    }
}

/// The parameters of an address, decoded.
pub(super) struct Parameters(pub(super) Vec<(String, String)>);

impl Parameters {
    pub(super) fn of(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decoded(name), decoded(value))
                })
                .collect(),
        )
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn incomplete(text: impl Into<String>) -> AwsError {
    ErrorKind::IncompleteSignature.says(text)
}
