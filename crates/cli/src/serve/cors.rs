//! Which web pages may read the answers.

use hyper::Response;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Seconds for which a browser may remember what a preflight said.
const REMEMBER_S: &str = "600";

/// What a script may read of an answer's head beside what it always may.
const EXPOSED: &str = "x-amzn-RequestId, x-amzn-query-error, Date, Content-Length, smithy-protocol";

const PRIVATE_NETWORK_ASKED: HeaderName = HeaderName::from_static("access-control-request-private-network");
const PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// The origins that may.
#[derive(Clone, Debug)]
pub struct Cors {
    /// `*` or one origin; none if no page may.
    allowed: Option<HeaderValue>,
}

impl Cors {
    /// Reads `*`, `none` or an origin.
    ///
    /// # Errors
    /// It is no origin.
    pub fn new(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self { allowed: None });
        }
        if text != "*" && !text.contains("://") {
            return Err(format!(
                "--allow-origin {text}: an origin is like http://localhost:8080, or * or none"
            ));
        }
        let allowed =
            HeaderValue::from_str(text).map_err(|_| format!("--allow-origin {text}: no header takes it"))?;
        Ok(Self { allowed: Some(allowed) })
    }

    /// The answer to a browser that asks before it sends, if this request is that.
    pub fn preflight(&self, method: &hyper::Method, asked: &HeaderMap) -> Option<HeaderMap> {
        let is_preflight = method == hyper::Method::OPTIONS
            && asked.contains_key(header::ORIGIN)
            && asked.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        if !is_preflight {
            return None;
        }
        let mut headers = HeaderMap::new();
        if let Some(allowed) = &self.allowed {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed.clone());
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, HEAD"));
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(REMEMBER_S));
            // A wildcard would leave out Authorization, which every signed request has.
            if let Some(wanted) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
                headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
            }
            if asked.contains_key(PRIVATE_NETWORK_ASKED) {
                headers.insert(PRIVATE_NETWORK, HeaderValue::from_static("true"));
            }
            headers.insert(header::VARY, HeaderValue::from_static("Origin, Access-Control-Request-Headers"));
        }
        Some(headers)
    }

    /// Lets the page that asked read the answer. What no page asked for stays as it is.
    pub fn allow<B>(&self, asked_by_page: bool, response: &mut Response<B>) {
        if let (true, Some(allowed)) = (asked_by_page, &self.allowed) {
            let headers = response.headers_mut();
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed.clone());
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
        }
    }
}
