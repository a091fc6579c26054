//! A connection's bytes, watched: how far the request is, how long it takes, and who writes.
//!
//! The HTTP library answers a head that it cannot read with an empty body and drops a slow one without a
//! word. Here its own answers are held back, so that the connection can be ended in AWS's words.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How long a connection may be open without a request.
const IDLE_MAX: Duration = Duration::from_secs(300);

/// How far a connection is with its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// None has begun.
    Idle = 0,
    /// Some of its head is here.
    Head = 1,
    /// Its head is read; its answer is not yet handed over.
    Served = 2,
    /// Its answer is handed over; not all of it is written.
    Answered = 3,
}

/// The phase of a connection, seen by its bytes and by its service.
#[derive(Debug, Default)]
pub struct Progress(AtomicU8);

impl Progress {
    /// Where it is.
    pub fn phase(&self) -> Phase {
        match self.0.load(Ordering::Relaxed) {
            0 => Phase::Idle,
            1 => Phase::Head,
            2 => Phase::Served,
            _ => Phase::Answered,
        }
    }

    /// It goes on.
    pub fn set(&self, phase: Phase) {
        self.0.store(phase as u8, Ordering::Relaxed);
    }
}

/// A watched connection.
#[derive(Debug)]
pub struct Watched {
    stream: TcpStream,
    progress: Arc<Progress>,
    head_max: Duration,
    /// When the phase began, if it is one that has an end.
    since: Instant,
    /// Rings at or before the end of the phase; it is set anew only when it rings or would ring too late.
    alarm: Option<Pin<Box<Sleep>>>,
    is_too_slow: bool,
    /// Something was held back, so more is to be said.
    has_held_back: bool,
}

impl Watched {
    /// Watches a new connection.
    pub fn new(stream: TcpStream, progress: Arc<Progress>, head_max: Duration) -> Self {
        Self {
            stream,
            progress,
            head_max,
            since: Instant::now(),
            alarm: None,
            is_too_slow: false,
            has_held_back: false,
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

    /// Is the phase over its time?
    fn poll_time(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let longest = match self.progress.phase() {
            Phase::Idle => IDLE_MAX,
            Phase::Head => self.head_max,
            Phase::Served | Phase::Answered => return Poll::Pending,
        };
        let end = self.since + longest;
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
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(cx, buf) {
            if buf.filled().len() > before && self.progress.phase() == Phase::Idle {
                self.progress.set(Phase::Head);
                self.since = Instant::now();
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
            self.since = Instant::now();
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
