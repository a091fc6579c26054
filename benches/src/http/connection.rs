//! One keep-alive connection that speaks AWS JSON.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::process::Server;

const HEADERS_MAX: usize = 64;

/// A connection, with the bytes of an answer as they come.
pub struct Connection {
    stream: TcpStream,
    host: String,
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl Connection {
    pub async fn open(server: &Server) -> Result<Self> {
        let stream = TcpStream::connect(server.address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, host: server.address.to_string(), request: Vec::new(), answer: Vec::new() })
    }

    /// An action and its answer's body.
    pub async fn call(&mut self, action: &str, body: &str) -> Result<&str> {
        self.ask(action, body).await?;
        self.answered(action).await
    }

    /// Sends a request; the answer is awaited later.
    pub async fn ask(&mut self, action: &str, body: &str) -> Result<()> {
        use std::io::Write as _;
        self.request.clear();
        write!(
            self.request,
            "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-amz-json-1.0\r\n\
             X-Amz-Target: AmazonSQS.{action}\r\nX-Amz-Date: 20260101T000000Z\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=0\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        )?;
        Ok(self.stream.write_all(&self.request).await?)
    }

    /// The body of the answer to what was asked.
    pub async fn answered(&mut self, action: &str) -> Result<&str> {
        self.answer.clear();
        let (status, body_start, end) = loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                bail!("the server closed the connection");
            }
            if let Some(found) = parsed(&self.answer)? {
                break found;
            }
        };
        while self.answer.len() < end {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                bail!("the server closed the connection inside an answer");
            }
        }
        let body = std::str::from_utf8(&self.answer[body_start..end])?;
        if status != 200 {
            bail!("{action}: {status} {body}");
        }
        Ok(body)
    }
}

/// Status, where the body starts and where it ends, once the head is there.
fn parsed(bytes: &[u8]) -> Result<Option<(u16, usize, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut head = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = head.parse(bytes)? else { return Ok(None) };
    let length = head.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length: usize = std::str::from_utf8(length.context("no Content-Length")?.value)?.parse()?;
    Ok(Some((head.code.context("no status")?, start, start + length)))
}
