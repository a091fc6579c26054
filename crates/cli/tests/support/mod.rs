//! A server as a process of its own, and clients that speak plain HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::{Child, ChildStderr, Command, ExitStatus};
use std::time::Duration;

use serde_json::Value;

mod command;

pub use command::sqscope;

/// No answer takes so long; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// `sqscope serve` on a free port; killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(options: &[&str]) -> Self {
        let mut command = sqscope(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.args(options).spawn().expect("it starts");
        let output = child.stdout.take().expect("a pipe");
        let mut first = String::new();
        BufReader::new(output).read_line(&mut first).expect("it prints");
        let address = first.trim().strip_prefix("http://").expect("the first line is the address");
        let address = address.parse().expect("an address");
        Self { child, address }
    }

    pub fn virtual_clock() -> Self {
        Self::start(&["--clock", "virtual", "--log", "off"])
    }

    pub fn client(&self) -> Client {
        Client::connect(self.address)
    }

    /// Makes a queue and gives its URL.
    pub fn queue(&self, name: &str) -> String {
        let made = self.client().call("CreateQueue", &serde_json::json!({ "QueueName": name }));
        made.json()["QueueUrl"].as_str().expect("a URL").to_owned()
    }

    /// Fast-forwards a virtual clock.
    pub fn advance(&self, ms: u64) {
        let body = format!("{{\"advance_ms\":{ms}}}");
        assert_eq!(self.client().send("POST", "/_sqscope/clock", &[], body.as_bytes()).status, 200);
    }

    pub fn state(&self) -> Value {
        self.client().send("GET", "/_sqscope/state", &[], b"").json()
    }

    /// Waits until so many receives wait.
    pub fn until_waiting(&self, receives: u64) {
        let mut client = self.client();
        loop {
            let state = client.send("GET", "/_sqscope/state", &[], b"").json();
            if state["waiting_receives"] == receives {
                return;
            }
            std::thread::yield_now();
        }
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    pub fn ended(&mut self) -> ExitStatus {
        self.child.wait().expect("it ends")
    }

    pub fn log(&mut self) -> ChildStderr {
        self.child.stderr.take().expect("a pipe")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One connection.
pub struct Client {
    stream: TcpStream,
    unread: Vec<u8>,
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Client {
    pub fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_nodelay(true).expect("an option");
        Self { stream, unread: Vec::new() }
    }

    /// An action of SQS in AWS JSON.
    pub fn call(&mut self, action: &str, parameters: &Value) -> Response {
        self.begin(action, parameters);
        self.read()
    }

    /// Like [`Client::call`], without waiting for the answer.
    pub fn begin(&mut self, action: &str, parameters: &Value) {
        let target = format!("AmazonSQS.{action}");
        let headers = [("X-Amz-Target", target.as_str()), ("Content-Type", "application/x-amz-json-1.0")];
        let request = self.request("POST", "/", &headers, parameters.to_string().as_bytes());
        self.write(&request);
    }

    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let request = self.request(method, path, headers, body);
        self.write(&request);
        self.read()
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
        let host = self.stream.peer_addr().expect("connected");
        let mut text =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        [text.as_bytes(), body].concat()
    }

    pub fn write(&mut self, bytes: &[u8]) {
        // A server that has refused already may have closed its side.
        let _ = self.stream.write_all(bytes);
    }

    /// The next answer.
    pub fn read(&mut self) -> Response {
        self.try_read().expect("an answer")
    }

    /// The next answer, or none if the connection ends before.
    pub fn try_read(&mut self) -> Option<Response> {
        loop {
            if let Some((response, len)) = parsed(&self.unread) {
                self.unread.drain(..len);
                return Some(response);
            }
            let mut part = [0; 16_384];
            match self.stream.read(&mut part) {
                Ok(0) | Err(_) => return None,
                Ok(len) => self.unread.extend_from_slice(&part[..len]),
            }
        }
    }

    /// All bytes until these have come.
    pub fn raw_until(&mut self, end: &str) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.unread);
        while !String::from_utf8_lossy(&bytes).contains(end) {
            let mut part = [0; 16_384];
            let len = self.stream.read(&mut part).expect("more");
            assert_ne!(len, 0, "the connection has ended");
            bytes.extend_from_slice(&part[..len]);
        }
        bytes
    }

    /// Is the server well, and has it room for this connection?
    pub fn try_call_health(&mut self) -> Option<()> {
        let request = self.request("GET", "/_sqscope/health", &[], b"");
        self.write(&request);
        self.try_read().filter(|answer| answer.status == 200).map(|_| ())
    }

    pub fn say_no_more(&self) {
        self.stream.shutdown(Shutdown::Write).expect("it was open");
    }

    pub fn hang_up(self) {
        self.stream.shutdown(Shutdown::Both).expect("it was open");
    }
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The code of a refusal in AWS's shape, which must be one.
    pub fn code(&self) -> String {
        assert!(self.status >= 400, "{self:?}");
        assert!(self.header("x-amzn-requestid").is_some(), "{self:?}");
        let told = self.header("x-amzn-query-error").expect("every refusal of AWS has it");
        let (code, blame) = told.split_once(';').expect("a code and whose fault it is");
        assert!(matches!(blame, "Sender" | "Receiver"), "{told}");
        let body = self.text();
        assert!(body.contains("__type") || body.contains("<ErrorResponse"), "{body}");
        code.to_owned()
    }

    /// The bodies of received messages.
    pub fn bodies(&self) -> Vec<String> {
        assert_eq!(self.status, 200, "{self:?}");
        let json = self.json();
        let messages = json["Messages"].as_array().cloned().unwrap_or_default();
        messages.iter().map(|message| message["Body"].as_str().expect("a body").to_owned()).collect()
    }
}

/// The first answer in these bytes, and its length.
fn parsed(bytes: &[u8]) -> Option<(Response, usize)> {
    let head_len = bytes.windows(4).position(|part| part == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..head_len]).expect("a head is text");
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let len =
        headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let end = head_len + len.unwrap_or(0);
    let body = bytes.get(head_len..end)?.to_vec();
    Some((Response { status, headers, body }, end))
}
