//! One keep-alive connection that speaks AWS JSON.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::ops::Range;
use std::os::fd::AsRawFd as _;

use anyhow::{Context, Result, bail};
use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};

/// More than either server sends.
const HEADERS_MAX: usize = 24;
/// Bytes that are read at once.
const READ_BYTES: usize = 4_096;

/// A connection, with the bytes of an answer as they come.
pub struct Connection {
    stream: TcpStream,
    host: String,
    /// What came of the answer so far, in front of room for more.
    answer: Vec<u8>,
    come: usize,
}

impl Connection {
    /// A connection that sleeps while it waits for answers.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let host = address.to_string();
        Ok(Self { stream, host, answer: vec![0; READ_BYTES], come: 0 })
    }

    /// From now on nothing sleeps here: who wants an answer looks again and again.
    pub fn stay_awake(&self) -> Result<()> {
        Ok(self.stream.set_nonblocking(true)?)
    }

    /// From now on this token is told whenever more of an answer comes, once each time.
    pub fn announce_answers(&self, registry: &Registry, token: Token) -> Result<()> {
        Ok(registry.register(&mut SourceFd(&self.stream.as_raw_fd()), token, Interest::READABLE)?)
    }

    /// An action and its answer's body.
    pub fn call(&mut self, action: &str, body: &str) -> Result<&str> {
        let request = self.request(action, body);
        self.ask(&request)?;
        self.answered()
    }

    /// The bytes of a request.
    pub fn request(&self, action: &str, body: &str) -> Vec<u8> {
        format!(
            "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-amz-json-1.0\r\n\
             X-Amz-Target: AmazonSQS.{action}\r\nX-Amz-Date: 20260101T000000Z\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=0\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        )
        .into_bytes()
    }

    /// Sends a request; its answer is fetched later.
    pub fn ask(&mut self, request: &[u8]) -> Result<()> {
        self.come = 0;
        Ok(self.stream.write_all(request)?)
    }

    /// The body of the answer to what was asked, once it is there.
    pub fn answered(&mut self) -> Result<&str> {
        let body = self.read()?.context("there was no answer yet")?;
        Ok(std::str::from_utf8(&self.answer[body])?)
    }

    /// The body of the answer if it is there now.
    pub fn answered_yet(&mut self) -> Result<Option<&str>> {
        let Some(body) = self.read()? else { return Ok(None) };
        Ok(Some(std::str::from_utf8(&self.answer[body])?))
    }

    /// Reads what is there, and gives the place of the body if that was the last of it. A connection that sleeps
    /// waits for the last.
    fn read(&mut self) -> Result<Option<Range<usize>>> {
        loop {
            if self.answer.len() == self.come {
                self.answer.resize(self.come + READ_BYTES, 0);
            }
            match self.stream.read(&mut self.answer[self.come..]) {
                Ok(0) => bail!("the server closed the connection"),
                Ok(len) => self.come += len,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            let Some((status, body)) = parsed(&self.answer[..self.come])? else { continue };
            if self.come < body.end {
                continue;
            }
            if status != 200 {
                bail!("{status} {}", String::from_utf8_lossy(&self.answer[body]));
            }
            return Ok(Some(body));
        }
    }
}

/// Status and the place of the body, once the head is there.
fn parsed(bytes: &[u8]) -> Result<Option<(u16, Range<usize>)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut head = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = head.parse(bytes)? else { return Ok(None) };
    let length = head.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length: usize = std::str::from_utf8(length.context("no Content-Length")?.value)?.parse()?;
    Ok(Some((head.code.context("no status")?, start..start + length)))
}
