//! What receives cost that wait for messages.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::connection::Connection;
use super::load::queue;
use super::process::Server;

/// For so long nothing happens.
const QUIET: Duration = Duration::from_secs(5);

/// What was seen while they waited.
pub struct Seen {
    /// Share of one processor.
    pub share: f64,
    /// Send and receive of another client, on another queue.
    pub cycle_ms: f64,
}

/// So many long polls wait, each on its own connection.
pub fn measure(server: &Server, polls: u32) -> Result<Seen> {
    let url = queue(server.address, "quiet")?;
    let other = queue(server.address, "other")?;
    let receive = format!(r#"{{"QueueUrl":"{url}","WaitTimeSeconds":20}}"#);
    let mut waiting = Vec::with_capacity(polls as usize);
    for _ in 0..polls {
        let mut connection = Connection::open(server.address)?;
        let request = connection.request("ReceiveMessage", &receive);
        connection.ask(&request)?;
        waiting.push(connection);
    }
    std::thread::sleep(Duration::from_millis(500));
    let (start, before) = (Instant::now(), server.processor_s()?);
    std::thread::sleep(QUIET);
    let share = (server.processor_s()? - before) / start.elapsed().as_secs_f64();
    let mut client = Connection::open(server.address)?;
    let start = Instant::now();
    client.call("SendMessage", &format!(r#"{{"QueueUrl":"{other}","MessageBody":"x"}}"#))?;
    client.call("ReceiveMessage", &format!(r#"{{"QueueUrl":"{other}"}}"#))?;
    let cycle_ms = start.elapsed().as_secs_f64() * 1_000.0;
    // Each of them is answered in the end, so that none was lost.
    for connection in &mut waiting {
        connection.answered().context("a waiting receive was not answered")?;
    }
    Ok(Seen { share, cycle_ms })
}
