//! The last words on a connection that cannot go on.

use std::io::Write;
use std::time::Duration;

use api::error::{AwsError, ErrorKind};
use api::http::{Headers, Request, Response};
use hyper::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Setting, too_slow};
use crate::serve::desk::Desk;
use crate::serve::log::Answered;
use crate::serve::watched::Watched;

/// How long a client has to read the last answer.
const FAREWELL_MAX: Duration = Duration::from_secs(2);
/// Bytes that a client may still send meanwhile.
const STILL_SENT_MAX: usize = 1 << 20;

/// Ends a connection after an error. A client that sent no proper head is told so; `unread` is what it sent.
pub(super) async fn after(error: &hyper::Error, watched: Watched, unread: &[u8], setting: &Setting) {
    let told = if watched.is_too_slow() {
        too_slow()
    } else if error.is_parse_too_large() {
        ErrorKind::RequestEntityTooLarge.says("The request has too many headers, or they are too long.")
    } else if error.is_parse() {
        ErrorKind::MalformedInput.says(format!("The request cannot be read: {error}."))
    } else {
        // The client has gone, or its answer could not be written.
        return;
    };
    let request = probable_request(unread);
    let (response, note) = setting.desk.refuse(&request, &told);
    if setting.log.is_on() {
        let (method, path, took) = ("-", "-", Duration::ZERO);
        setting.log.answered(&Answered { method, path, took, note: &note, response: &response });
    }
    say(watched.into_stream(), response).await;
}

/// Refuses a connection for which there is no room.
pub async fn refuse(stream: TcpStream, desk: &Desk) {
    let (response, _) = desk.refuse(&probable_request(b"x-amz-target"), &no_room());
    say(stream, response).await;
}

/// Like [`refuse`], without a look at what becomes of it.
pub fn refuse_at_once(stream: TcpStream, desk: &Desk) {
    let (response, _) = desk.refuse(&probable_request(b"x-amz-target"), &no_room());
    if let Ok(mut stream) = stream.into_std() {
        // It fits the empty buffer of a new connection; a client that has gone needs no answer.
        let _ = stream.write_all(&written(&response));
    }
}

fn no_room() -> AwsError {
    ErrorKind::ServiceUnavailable.says("There are as many connections as this server can have.")
}

/// A request in the protocol that a client probably speaks, by the beginning of what it sent.
fn probable_request(sent: &[u8]) -> Request<'static> {
    const TARGET: &[u8] = b"x-amz-target";
    let is_json = sent.windows(TARGET.len()).any(|part| part.eq_ignore_ascii_case(TARGET));
    let mut headers = Headers::default();
    if is_json {
        headers.push("x-amz-target", "AmazonSQS.");
        headers.push("content-type", "application/x-amz-json-1.0");
    }
    Request { method: "POST".into(), uri: "/".into(), headers, body: [].as_slice().into(), source_ip: None }
}

/// Writes an answer and closes in good order: an end with unread bytes would take the answer from the client.
async fn say(mut stream: TcpStream, response: Response) {
    let farewell = async {
        stream.write_all(&written(&response)).await?;
        stream.shutdown().await?;
        let (mut scrap, mut seen) = ([0; 4_096], 0);
        while seen < STILL_SENT_MAX {
            match stream.read(&mut scrap).await? {
                0 => break,
                len => seen += len,
            }
        }
        Ok::<(), std::io::Error>(())
    };
    // A client that has gone or does not read has no use for more.
    let _ = tokio::time::timeout(FAREWELL_MAX, farewell).await;
}

fn written(response: &Response) -> Vec<u8> {
    let reason = StatusCode::from_u16(response.status).ok().and_then(|status| status.canonical_reason());
    let mut text = format!("HTTP/1.1 {} {}\r\n", response.status, reason.unwrap_or_default());
    for (name, value) in &response.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("Content-Length: {}\r\nConnection: close\r\n\r\n", response.body.len()));
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(&response.body);
    bytes
}
