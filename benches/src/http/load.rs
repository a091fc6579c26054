//! The load generator.

use std::time::Instant;

use anyhow::{Context, Result};
use tokio::task::JoinSet;

use super::connection::Connection;
use super::process::{Server, own_processor_s};

/// Bytes of each body.
const BODY_BYTES: usize = 100;
const BATCH: u32 = 10;

/// So many connections that all do cycles on one queue.
pub struct Load<'a> {
    server: &'a Server,
    connections: u32,
}

/// What a run tells.
pub struct Seen {
    pub cycles_per_s: f64,
    /// Share of the time in which the generator itself was busy.
    pub client_share: f64,
}

impl<'a> Load<'a> {
    pub fn new(server: &'a Server, connections: u32) -> Self {
        Self { server, connections }
    }

    /// Does so many cycles, shared by the connections.
    pub async fn run(&self, cycles: u32) -> Result<Seen> {
        let url = queue(self.server, "load").await?;
        let mut open = Vec::new();
        for _ in 0..self.connections {
            open.push(Connection::open(self.server).await?);
        }
        let (start, busy) = (Instant::now(), own_processor_s()?);
        let mut tasks = JoinSet::new();
        for connection in open {
            tasks.spawn(cycles_on(connection, url.clone(), cycles / self.connections));
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        let seconds = start.elapsed().as_secs_f64();
        let done = cycles / self.connections * self.connections;
        let client_share = (own_processor_s()? - busy) / seconds;
        Ok(Seen { cycles_per_s: f64::from(done) / seconds, client_share })
    }
}

async fn cycles_on(mut connection: Connection, url: String, cycles: u32) -> Result<()> {
    let send = format!(r#"{{"QueueUrl":"{url}","MessageBody":"{}"}}"#, "x".repeat(BODY_BYTES));
    let receive = format!(r#"{{"QueueUrl":"{url}","MaxNumberOfMessages":1}}"#);
    for _ in 0..cycles {
        connection.call("SendMessage", &send).await?;
        let answer = connection.call("ReceiveMessage", &receive).await?;
        let handle = text_of(answer, "ReceiptHandle").context("nothing was received")?;
        let delete = format!(r#"{{"QueueUrl":"{url}","ReceiptHandle":"{handle}"}}"#);
        connection.call("DeleteMessage", &delete).await?;
    }
    Ok(())
}

/// Resident bytes a message beyond its body.
pub async fn memory_of(server: &Server, messages: u32) -> Result<u64> {
    let url = queue(server, "backlog").await?;
    let mut connection = Connection::open(server).await?;
    let body = "x".repeat(BODY_BYTES);
    let entries: Vec<String> =
        (0..BATCH).map(|id| format!(r#"{{"Id":"{id}","MessageBody":"{body}"}}"#)).collect();
    let batch = format!(r#"{{"QueueUrl":"{url}","Entries":[{}]}}"#, entries.join(","));
    connection.call("SendMessageBatch", &batch).await?;
    let before = server.resident_bytes()?;
    for _ in 0..messages / BATCH {
        connection.call("SendMessageBatch", &batch).await?;
    }
    let grown = server.resident_bytes()?.saturating_sub(before);
    Ok((grown / u64::from(messages)).saturating_sub(BODY_BYTES as u64))
}

/// Makes a queue and gives its URL.
pub async fn queue(server: &Server, name: &str) -> Result<String> {
    let mut connection = Connection::open(server).await?;
    let answer = connection.call("CreateQueue", &format!(r#"{{"QueueName":"{name}"}}"#)).await?;
    Ok(text_of(answer, "QueueUrl").context("no QueueUrl")?.to_owned())
}

/// A member of an answer whose text needs no unescaping.
fn text_of<'a>(answer: &'a str, member: &str) -> Option<&'a str> {
    let start = answer.find(&format!("\"{member}\":\""))? + member.len() + 4;
    answer[start..].split('"').next()
}
