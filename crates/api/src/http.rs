//! A request and a response of HTTP as plain values: who listens and who connects is not known here.

mod headers;

use std::borrow::Cow;
use std::net::IpAddr;

use memchr::memchr;

pub use headers::Headers;

/// A whole request, as it came; whoever received it keeps its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// `GET`, `POST`…
    pub method: Cow<'a, str>,
    /// Path and query, as in the request line.
    pub uri: Cow<'a, str>,
    /// Headers in the order they came.
    pub headers: Headers<'a>,
    /// The body, not decoded.
    pub body: Cow<'a, [u8]>,
    /// Who sent it, if that is known (`aws:SourceIp`).
    pub source_ip: Option<IpAddr>,
}

impl Request<'_> {
    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// The part of the address before `?`.
    pub fn path(&self) -> &str {
        self.question_mark().map_or(&self.uri, |at| &self.uri[..at])
    }

    /// The part of the address after `?`, empty if there is none.
    pub fn query(&self) -> &str {
        self.question_mark().map_or("", |at| &self.uri[at + 1..])
    }

    fn question_mark(&self) -> Option<usize> {
        memchr(b'?', self.uri.as_bytes())
    }
}

/// A whole response. `Content-Length`, `Date` and `Connection` are left to who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Headers in the order to send them.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }
}
