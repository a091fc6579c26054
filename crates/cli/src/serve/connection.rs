//! One connection: HTTP around whole requests and responses.

mod body;
mod farewell;

use std::borrow::Cow;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use api::error::{AwsError, ErrorKind};
use api::http::{Headers, Request, Response};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::service::service_fn;
use hyper::{StatusCode, server::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::serve::connection::body::Answer;
use crate::serve::cors::Cors;
use crate::serve::desk::Desk;
use crate::serve::log::{Answered, Log};
use crate::serve::lookout::{Lookout, Post};
use crate::serve::signature::Keys;
use crate::serve::watched::{Phase, Progress, Watched};

pub use farewell::{refuse, refuse_at_once};

/// Bytes of a request's head at most, address included; a Query request may be all in its address.
const HEAD_BYTES_MAX: usize = 64 << 10;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// What nearly all answers are.
const JSON_TYPE_TEXT: &str = "application/x-amz-json-1.0";
const JSON_TYPE: HeaderValue = HeaderValue::from_static(JSON_TYPE_TEXT);

/// What holds for every connection.
#[derive(Debug)]
pub struct Rules {
    pub cors: Cors,
    pub keys: Keys,
    /// How long a request may take to come.
    pub request_timeout: Duration,
}

/// What connections share.
#[derive(Clone, Debug)]
pub struct Setting {
    pub desk: Arc<Desk>,
    pub rules: Arc<Rules>,
    pub stops: watch::Receiver<bool>,
    pub lookout: Arc<Lookout>,
    pub log: Log,
}

/// Serves a connection until it ends, or until it is time to stop and its request is answered.
pub async fn serve(stream: TcpStream, peer: IpAddr, setting: Setting) {
    // Small answers shall not wait for more; without it they are slow, not wrong.
    let _ = stream.set_nodelay(true);
    let progress = Arc::new(Progress::default());
    let post = Arc::new(Post::new(Arc::clone(&setting.lookout)));
    let request_max = setting.rules.request_timeout;
    let watched = Watched::new(stream, Arc::clone(&progress), Arc::clone(&post), request_max);
    let mut stops = setting.stops.clone();
    let service = Service { setting, peer, progress, post };
    let mut builder = http1::Builder::new();
    // Requests are timed by `Watched`, which tells a slow one from none and needs no timer for each.
    // Most answers are small: one piece is written sooner than two.
    builder.header_read_timeout(None).max_header_size(HEAD_BYTES_MAX).writev(false);
    let shared = &service;
    let mut connection =
        builder.serve_connection(TokioIo::new(watched), service_fn(move |request| shared.answer(request)));
    let ended = tokio::select! {
        biased;
        ended = &mut connection => ended,
        () = stop(&mut stops) => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    if let Err(error) = ended {
        let parts = connection.into_parts();
        farewell::after(&error, parts.io.into_inner(), &parts.read_buf, &service.setting).await;
    }
}

/// Waits until it is time to stop.
async fn stop(stops: &mut watch::Receiver<bool>) {
    // An error means that the server is gone already.
    let _ = stops.wait_for(|is_stopping| *is_stopping).await;
}

/// Answers the requests of one connection.
struct Service {
    setting: Setting,
    peer: IpAddr,
    progress: Arc<Progress>,
    post: Arc<Post>,
}

impl Service {
    async fn answer(&self, request: hyper::Request<Incoming>) -> Result<hyper::Response<Answer>, Infallible> {
        self.progress.set(Phase::Body);
        let start = self.setting.log.is_on().then(Instant::now);
        let (parts, body) = request.into_parts();
        let Rules { cors, .. } = &*self.setting.rules;
        if let Some(headers) = cors.preflight(&parts.method, &parts.headers) {
            let mut response = hyper::Response::new(self.body(Bytes::new()));
            *response.status_mut() = StatusCode::NO_CONTENT;
            *response.headers_mut() = headers;
            return Ok(response);
        }
        let body = body::read(body).await;
        self.progress.set(Phase::Served);
        let request = whole(&parts, body.as_deref().unwrap_or_default(), self.peer);
        let fault = body.as_ref().err().cloned();
        let fault = fault.or_else(|| self.setting.rules.keys.check(&request, SystemTime::now).err());
        let (response, note) = match fault {
            Some(error) => self.setting.desk.refuse(&request, &error),
            None => self.setting.desk.answer(&request, self.progress.ended()).await,
        };
        if let Some(start) = start {
            let (method, path, took) = (&*request.method, request.path(), start.elapsed());
            self.setting.log.answered(&Answered { method, path, took, note: &note, response: &response });
        }
        let asked_by_page = request.header("origin").is_some();
        drop(request);
        let mut response = self.written(response, parts.headers);
        cors.allow(asked_by_page, &mut response);
        self.post.answered();
        Ok(response)
    }

    /// An answer as the library has it, in the map of its request's headers, so that none has to be made.
    fn written(&self, response: Response, mut headers: HeaderMap) -> hyper::Response<Answer> {
        headers.clear();
        let mut written = hyper::Response::new(self.body(response.body.into()));
        // Every status of the tables is one.
        *written.status_mut() =
            StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in response.headers {
            // A text that no header can carry is left out rather than the answer.
            if let (Some(name), Some(value)) = (header_name(name), header_value(value)) {
                headers.append(name, value);
            }
        }
        *written.headers_mut() = headers;
        written
    }

    fn body(&self, bytes: Bytes) -> Answer {
        Answer::new(bytes, Arc::clone(&self.progress))
    }
}

/// A request with its body.
fn whole<'a>(parts: &'a Parts, body: &'a [u8], peer: IpAddr) -> Request<'a> {
    let headers = parts.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    Request {
        method: parts.method.as_str().into(),
        uri: parts.uri.path_and_query().map_or("/", |it| it.as_str()).into(),
        headers: Headers::from_bytes(headers),
        body: body.into(),
        source_ip: Some(peer),
    }
}

/// A header of an answer as the library has it; the two of every answer are known to it beforehand.
fn header_name(name: &str) -> Option<HeaderName> {
    match name {
        "Content-Type" => Some(header::CONTENT_TYPE),
        "x-amzn-RequestId" => Some(REQUEST_ID),
        _ => HeaderName::from_bytes(name.as_bytes()).ok(),
    }
}

fn header_value(value: Cow<'static, str>) -> Option<HeaderValue> {
    match value {
        Cow::Borrowed(JSON_TYPE_TEXT) => Some(JSON_TYPE),
        Cow::Borrowed(text) => HeaderValue::from_str(text).ok(),
        Cow::Owned(text) => HeaderValue::try_from(text).ok(),
    }
}

fn too_slow() -> AwsError {
    ErrorKind::RequestTimeout.says("The request was not sent within the time that a client has for it.")
}
