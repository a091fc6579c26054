//! Bodies of requests and of answers.

use std::convert::Infallible;
use std::error::Error as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use api::envelope::BODY_BYTES_MAX;
use api::error::{AwsError, ErrorKind};
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};

use crate::serve::connection::too_slow;
use crate::serve::watched::{Phase, Progress};

/// Bytes of a body that is too long that are read nevertheless, so that its client gets to read the answer.
const DRAIN_BYTES_MAX: usize = 64 << 20;

/// Reads a whole body.
///
/// # Errors
/// It is too long, comes too slowly, or breaks off.
pub async fn read(mut body: Incoming) -> Result<Bytes, AwsError> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > DRAIN_BYTES_MAX {
        return Err(too_long());
    }
    // Most come in one piece, which need not be copied.
    let (mut first, mut bytes) = (Bytes::new(), Vec::new());
    let mut seen: usize = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken(&error))?;
        let Ok(data) = frame.into_data() else { continue };
        let is_first = seen == 0;
        seen += data.len();
        if seen > DRAIN_BYTES_MAX {
            return Err(too_long());
        }
        if is_first {
            first = data;
        } else if seen <= BODY_BYTES_MAX {
            if bytes.is_empty() {
                bytes.reserve(announced.clamp(seen, BODY_BYTES_MAX));
                bytes.extend_from_slice(&first);
            }
            bytes.extend_from_slice(&data);
        }
    }
    match bytes.len() {
        _ if seen > BODY_BYTES_MAX => Err(too_long()),
        0 => Ok(first),
        _ => Ok(bytes.into()),
    }
}

fn too_long() -> AwsError {
    ErrorKind::RequestEntityTooLarge.says(format!("A request can have at most {BODY_BYTES_MAX} bytes."))
}

fn broken(error: &hyper::Error) -> AwsError {
    let reason = error.source().and_then(|reason| reason.downcast_ref::<io::Error>());
    if reason.is_some_and(|reason| reason.kind() == io::ErrorKind::TimedOut) {
        return too_slow();
    }
    ErrorKind::MalformedInput.says(format!("The body of the request cannot be read: {error}."))
}

/// An answer's body, which tells when it is handed over.
#[derive(Debug)]
pub struct Answer {
    bytes: Option<Bytes>,
    progress: Arc<Progress>,
}

impl Answer {
    /// A body of these bytes, on the connection with this progress.
    pub fn new(bytes: Bytes, progress: Arc<Progress>) -> Self {
        Self { bytes: Some(bytes).filter(|bytes| !bytes.is_empty()), progress }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.progress.set(Phase::Answered);
    }
}
