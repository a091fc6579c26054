//! A connection's bytes, watched: how far the request is, how long it takes, and who writes.
//!
//! The HTTP library answers a head that it cannot read with an empty body and drops a slow one without a
//! word. Here its own answers are held back, so that the connection can be ended in AWS's words.

use std::io::{self, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::serve::lookout::Post;

/// How long a connection may be open without a request.
const IDLE_MAX: Duration = Duration::from_secs(300);
/// How often a socket is looked at before others get their turn: some 20 µs.
const LOOKS: u32 = 64;
/// Bytes that a look takes at once; what is longer comes by the usual way.
const LOOK_BYTES: usize = 2_048;

/// How far a connection is with its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// None has begun.
    Idle = 0,
    /// Some of its head is here.
    Head = 1,
    /// Its head is read; of its body something may be missing.
    Body = 2,
    /// All of it is read; its answer is not yet handed over.
    Served = 3,
    /// Its answer is handed over; not all of it is written.
    Answered = 4,
}

/// The phase of a connection, seen by its bytes and by its service.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    /// The client has ended its part while its request is served.
    ended: Notify,
}

impl Progress {
    /// Where it is.
    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Idle,
            1 => Phase::Head,
            2 => Phase::Body,
            3 => Phase::Served,
            _ => Phase::Answered,
        }
    }

    /// It goes on.
    pub fn set(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// Waits until the client has ended its part of the connection.
    pub async fn ended(&self) {
        self.ended.notified().await;
    }
}

/// A watched connection.
#[derive(Debug)]
pub struct Watched {
    stream: TcpStream,
    progress: Arc<Progress>,
    post: Arc<Post>,
    /// How long a request may take to come.
    request_max: Duration,
    /// When the request, or the rest before it, began; known once one has to wait for more.
    since: Option<Instant>,
    /// Rings at or before the end of that; it is set anew only when it rings or would ring too late.
    alarm: Option<Pin<Box<Sleep>>>,
    is_too_slow: bool,
    /// Something was held back, so more is to be said.
    has_held_back: bool,
    /// The end of what the client sends was seen before its request was known to be whole.
    has_seen_end: bool,
}

impl Watched {
    /// Watches a new connection.
    pub fn new(stream: TcpStream, progress: Arc<Progress>, post: Arc<Post>, request_max: Duration) -> Self {
        Self {
            stream,
            progress,
            post,
            request_max,
            since: None,
            alarm: None,
            is_too_slow: false,
            has_held_back: false,
            has_seen_end: false,
        }
    }

    /// True if it was ended because a head did not come.
    pub fn is_too_slow(&self) -> bool {
        self.is_too_slow
    }

    /// The connection, no longer watched.
    pub fn into_stream(self) -> TcpStream {
        self.stream
    }

    /// Is it over its time?
    fn poll_time(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let longest = match self.progress.phase() {
            Phase::Idle => IDLE_MAX,
            Phase::Head | Phase::Body => self.request_max,
            Phase::Served | Phase::Answered => return Poll::Pending,
        };
        let end = *self.since.get_or_insert_with(Instant::now) + longest;
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(end)));
        if alarm.deadline() > end {
            alarm.as_mut().reset(end);
        }
        loop {
            ready!(alarm.as_mut().poll(cx));
            if Instant::now() >= end {
                return Poll::Ready(());
            }
            alarm.as_mut().reset(end);
        }
    }

    /// Looks at the socket for a moment; none if nothing came. The runtime is told of what came as well, and
    /// then finds what is left of it.
    fn look(&self, buf: &mut ReadBuf<'_>) -> Option<io::Result<()>> {
        let mut bytes = [0; LOOK_BYTES];
        let room = buf.remaining().min(LOOK_BYTES);
        let socket = SockRef::from(&self.stream);
        for _ in 0..LOOKS {
            match (&*socket).read(&mut bytes[..room]) {
                Ok(len) => {
                    buf.put_slice(&bytes[..len]);
                    return Some(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }

    /// May the HTTP library hear that the client sends no more? It would end the connection without an answer, so
    /// not while a request is served; and one that just came is looked at first, as it may be whole.
    fn hears_end(&mut self, cx: &Context<'_>) -> bool {
        match self.progress.phase() {
            Phase::Served => {
                self.progress.ended.notify_one();
                false
            }
            Phase::Head | Phase::Body if !self.has_seen_end => {
                self.has_seen_end = true;
                cx.waker().wake_by_ref();
                false
            }
            Phase::Idle | Phase::Head | Phase::Body | Phase::Answered => true,
        }
    }

    /// True for the HTTP library's own answer, which no service gave.
    fn holds_back(&mut self) -> bool {
        let is_own = matches!(self.progress.phase(), Phase::Idle | Phase::Head);
        self.has_held_back |= is_own;
        is_own
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let mut read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if read.is_pending() && self.progress.phase() == Phase::Idle && self.post.is_alone() {
            read = self.look(buf).map_or(Poll::Pending, Poll::Ready);
        }
        if let Poll::Ready(read) = read {
            if buf.filled().len() > before && self.progress.phase() == Phase::Idle {
                self.progress.set(Phase::Head);
                self.since = None;
            }
            let is_end = read.is_ok() && buf.filled().len() == before && buf.remaining() > 0;
            if is_end && !self.hears_end(cx) {
                return Poll::Pending;
            }
            return Poll::Ready(read);
        }
        ready!(self.poll_time(cx));
        self.is_too_slow = self.progress.phase() == Phase::Head;
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if self.holds_back() {
            return Poll::Ready(Ok(buf.len()));
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.holds_back() {
            return Poll::Ready(Ok(bufs.iter().map(|buf| buf.len()).sum()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        if self.progress.phase() == Phase::Answered {
            self.progress.set(Phase::Idle);
            self.since = None;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.has_held_back {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
