//! The log: a line for each request on the standard error, written by a thread of its own.

use std::io::{BufWriter, Write};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use api::http::Response;
use endpoint::CallNote;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::arguments::LogKind;

/// Lines that wait to be written at most; a reader that is slower than that misses some and is told so.
const LINES_WAITING_MAX: usize = 8_192;

/// Where lines go; a clone writes to the same place.
#[derive(Clone, Debug)]
pub struct Log {
    kind: LogKind,
    lines: Option<SyncSender<Line>>,
    writer: Arc<Mutex<Option<JoinHandle<()>>>>,
}

#[derive(Debug)]
enum Line {
    Text(String),
    End,
}

/// A request that was answered.
#[derive(Debug)]
pub struct Answered<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub took: Duration,
    pub note: &'a CallNote,
    pub response: &'a Response,
}

impl Log {
    /// Starts writing.
    pub fn start(kind: LogKind) -> Self {
        if kind == LogKind::Off {
            return Self { kind, lines: None, writer: Arc::default() };
        }
        let (lines, waiting) = sync_channel(LINES_WAITING_MAX);
        let writer = std::thread::spawn(move || write_all(&waiting));
        Self { kind, lines: Some(lines), writer: Arc::new(Mutex::new(Some(writer))) }
    }

    /// False if nobody reads what is logged.
    pub fn is_on(&self) -> bool {
        self.lines.is_some()
    }

    /// Something about the server itself.
    pub fn say(&self, what: &str, more: &str) {
        match self.kind {
            LogKind::Json => self.write(json!({ "time": now(), "event": what, "detail": more }).to_string()),
            LogKind::Text => self.write(format!("{} {what}: {more}", now())),
            LogKind::Off => {}
        }
    }

    /// A request.
    pub fn answered(&self, answered: &Answered<'_>) {
        match self.kind {
            LogKind::Json => self.write(json_line(answered).to_string()),
            LogKind::Text => self.write(text_line(answered)),
            LogKind::Off => {}
        }
    }

    /// Waits until everything is written.
    pub fn finish(&self) {
        if let Some(lines) = &self.lines {
            // An error means that the writer has ended before.
            let _ = lines.send(Line::End);
        }
        let writer = self.writer.lock().ok().and_then(|mut writer| writer.take());
        if let Some(writer) = writer {
            let _ = writer.join();
        }
    }

    fn write(&self, line: String) {
        let Some(lines) = &self.lines else { return };
        match lines.try_send(Line::Text(line)) {
            // Requests are more important than lines about them.
            Ok(()) | Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {}
        }
    }
}

/// Writes lines as they come, in one go while more are waiting.
fn write_all(lines: &Receiver<Line>) {
    let mut out = BufWriter::new(std::io::stderr());
    while let Ok(Line::Text(line)) = lines.recv() {
        let mut next = Some(Line::Text(line));
        while let Some(Line::Text(line)) = next {
            if writeln!(out, "{line}").is_err() {
                return;
            }
            next = lines.try_recv().ok();
        }
        if out.flush().is_err() || matches!(next, Some(Line::End)) {
            return;
        }
    }
}

fn json_line(answered: &Answered<'_>) -> Value {
    let Answered { method, path, took, note, response } = answered;
    json!({
        "time": now(),
        "method": method,
        "path": path,
        "action": note.operation.map(|operation| operation.name()),
        "region": note.region,
        "queue": note.queue(),
        "status": response.status,
        "us": took.as_micros() as u64,
        "request_id": request_id(response),
    })
}

fn text_line(answered: &Answered<'_>) -> String {
    let Answered { method, path, took, note, response } = answered;
    let what = note.operation.map_or_else(|| format!("{method} {path}"), |it| it.name().to_owned());
    let region = note.region.as_deref().unwrap_or("-");
    let queue = note.queue().unwrap_or("-");
    let (status, us, id) = (response.status, took.as_micros(), request_id(response));
    format!("{} {status} {what} {region} {queue} {us}us {id}", now()).trim_end().to_owned()
}

/// Empty for the server's own paths.
fn request_id(response: &Response) -> &str {
    response.header("x-amzn-RequestId").unwrap_or_default()
}

fn now() -> String {
    format!("{:.3}", Timestamp::now())
}
