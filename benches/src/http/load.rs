//! The load generator: one thread that asks on as soon as an answer is there.
//!
//! On one connection it never sleeps, so that no server waits for it to wake up. On many it sleeps while no answer is
//! there: some other connection keeps the server at work, and a server that can use a second processor may have it.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use mio::{Events, Poll, Token};

use super::connection::Connection;
use super::process::Server;

/// Bytes of each body.
const BODY_BYTES: usize = 100;
const BATCH: u32 = 10;

const HANDLE: &str = r#""ReceiptHandle":""#;
const URL: &str = r#""QueueUrl":""#;
const DELETE_END: &str = r#""}"#;

/// So many connections that all do cycles on one queue.
pub struct Load {
    address: SocketAddr,
    connections: u32,
}

/// What a run tells.
pub struct Seen {
    pub cycles_per_s: f64,
    /// Share of the time that the generator spent on answers that were there and on asking for more.
    pub client_share: f64,
}

impl Load {
    pub fn new(address: SocketAddr, connections: u32) -> Self {
        Self { address, connections }
    }

    /// Does so many cycles, shared by the connections.
    pub fn run(&self, cycles: u32) -> Result<Seen> {
        let url = queue(self.address, "load")?;
        let each = cycles / self.connections;
        let clients: Result<Vec<Client>> =
            (0..self.connections).map(|_| Client::new(self.address, &url, each)).collect();
        let mut clients = clients?;
        let start = Instant::now();
        for client in &mut clients {
            client.begin()?;
        }
        let busy = match clients.as_mut_slice() {
            [client] => finish_awake(client)?,
            clients => finish_all(clients)?,
        };
        let seconds = start.elapsed().as_secs_f64();
        let cycles_per_s = f64::from(each * self.connections) / seconds;
        Ok(Seen { cycles_per_s, client_share: busy.as_secs_f64() / seconds })
    }
}

/// Looks for the answer again and again. The time that was spent on answers that were there and on asking on.
fn finish_awake(client: &mut Client) -> Result<Duration> {
    let mut busy = Duration::ZERO;
    let mut looked = Instant::now();
    while client.cycles_left > 0 {
        let found_some = client.go_on()?;
        let now = Instant::now();
        if found_some {
            busy += now - looked;
        }
        looked = now;
    }
    Ok(busy)
}

/// Sleeps until one or more answers are there. The time that was spent awake.
fn finish_all(clients: &mut [Client]) -> Result<Duration> {
    let mut busy = Duration::ZERO;
    let (mut poll, mut events) = (Poll::new()?, Events::with_capacity(clients.len()));
    for (place, client) in clients.iter().enumerate() {
        client.connection.announce_answers(poll.registry(), Token(place))?;
    }
    let mut left = clients.len();
    while left > 0 {
        match poll.poll(&mut events, None) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            result => result?,
        }
        let woken = Instant::now();
        for event in &events {
            let client = &mut clients[event.token().0];
            if client.go_on()? && client.cycles_left == 0 {
                left -= 1;
            }
        }
        busy += woken.elapsed();
    }
    Ok(busy)
}

/// What a client waits for.
#[derive(Clone, Copy)]
enum Step {
    Send,
    Receive,
    Delete,
}

/// A connection that does its cycles.
struct Client {
    connection: Connection,
    url: String,
    send: Vec<u8>,
    receive: Vec<u8>,
    /// The latest delete, which ends with its handle and [`DELETE_END`].
    delete: Vec<u8>,
    handle_len: usize,
    step: Step,
    cycles_left: u32,
}

impl Client {
    fn new(address: SocketAddr, url: &str, cycles: u32) -> Result<Self> {
        let connection = Connection::open(address)?;
        connection.stay_awake()?;
        let body = "x".repeat(BODY_BYTES);
        let send =
            connection.request("SendMessage", &format!(r#"{{"QueueUrl":"{url}","MessageBody":"{body}"}}"#));
        let receive = connection
            .request("ReceiveMessage", &format!(r#"{{"QueueUrl":"{url}","MaxNumberOfMessages":1}}"#));
        Ok(Self {
            connection,
            url: url.to_owned(),
            send,
            receive,
            delete: Vec::new(),
            handle_len: 0,
            step: Step::Send,
            cycles_left: cycles,
        })
    }

    fn begin(&mut self) -> Result<()> {
        self.step = Step::Send;
        self.connection.ask(&self.send)
    }

    /// Takes an answer and asks on; false if there is none yet.
    fn go_on(&mut self) -> Result<bool> {
        let Some(answer) = self.connection.answered_yet()? else { return Ok(false) };
        match self.step {
            Step::Send => {
                self.step = Step::Receive;
                self.connection.ask(&self.receive)?;
            }
            Step::Receive => {
                let handle = text_of(answer, HANDLE).context("nothing was received")?;
                if handle.len() == self.handle_len {
                    let end = self.delete.len() - DELETE_END.len();
                    self.delete[end - self.handle_len..end].copy_from_slice(handle.as_bytes());
                } else {
                    self.handle_len = handle.len();
                    let body =
                        format!(r#"{{"QueueUrl":"{}","ReceiptHandle":"{handle}{DELETE_END}"#, self.url);
                    self.delete = self.connection.request("DeleteMessage", &body);
                }
                self.step = Step::Delete;
                self.connection.ask(&self.delete)?;
            }
            Step::Delete => {
                self.cycles_left -= 1;
                if self.cycles_left > 0 {
                    self.begin()?;
                }
            }
        }
        Ok(true)
    }
}

/// Resident bytes a message beyond its body.
pub fn memory_of(server: &Server, messages: u32) -> Result<u64> {
    let url = queue(server.address, "backlog")?;
    let mut connection = Connection::open(server.address)?;
    let body = "x".repeat(BODY_BYTES);
    let entries: Vec<String> =
        (0..BATCH).map(|id| format!(r#"{{"Id":"{id}","MessageBody":"{body}"}}"#)).collect();
    let batch = format!(r#"{{"QueueUrl":"{url}","Entries":[{}]}}"#, entries.join(","));
    connection.call("SendMessageBatch", &batch)?;
    let before = server.resident_bytes()?;
    for _ in 0..messages / BATCH {
        connection.call("SendMessageBatch", &batch)?;
    }
    let grown = server.resident_bytes()?.saturating_sub(before);
    Ok((grown / u64::from(messages)).saturating_sub(BODY_BYTES as u64))
}

/// Makes a queue and gives its URL.
pub fn queue(address: SocketAddr, name: &str) -> Result<String> {
    let mut connection = Connection::open(address)?;
    let answer = connection.call("CreateQueue", &format!(r#"{{"QueueName":"{name}"}}"#))?;
    Ok(text_of(answer, URL).context("no QueueUrl")?.to_owned())
}

/// A member of an answer whose text needs no unescaping, by what is before its text.
fn text_of<'a>(answer: &'a str, before: &str) -> Option<&'a str> {
    let (_, text) = answer.split_once(before)?;
    text.split_once('"').map(|(text, _)| text)
}
