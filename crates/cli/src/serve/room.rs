//! How many connections there is room for.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Files that the process needs beside its connections, those that it is refusing included.
const SPARE_FILES: u64 = 64;
/// Connections that are being refused at one time.
const REFUSALS_MAX: usize = 32;
/// Connections at most, whatever the limit of open files says: each costs memory.
const CONNECTIONS_MAX: u64 = 100_000;
/// Where the limit of open files cannot be read.
const CONNECTIONS_UNKNOWN: u64 = 256;

/// Counts connections, so that the limit of open files is never met.
#[derive(Clone, Debug)]
pub struct Room {
    connections_max: u32,
    connections: Arc<Semaphore>,
    refusals: Arc<Semaphore>,
}

impl Room {
    /// Room for as many as asked, or as the limit of open files allows, which is raised as far as it goes.
    ///
    /// # Errors
    /// More are asked for than files can be open.
    pub fn new(asked: Option<u32>) -> Result<Self, String> {
        let possible = possible_connections();
        let connections_max = match asked {
            Some(asked) if u64::from(asked) > possible => {
                return Err(format!(
                    "--max-connections {asked} is more than the limit of open files allows, which is {possible} here"
                ));
            }
            Some(asked) => asked,
            // It is at most CONNECTIONS_MAX.
            None => u32::try_from(possible).unwrap_or(u32::MAX),
        };
        Ok(Self {
            connections_max,
            connections: Arc::new(Semaphore::new(connections_max as usize)),
            refusals: Arc::new(Semaphore::new(REFUSALS_MAX)),
        })
    }

    /// Connections at one time.
    pub fn connections_max(&self) -> u32 {
        self.connections_max
    }

    /// A place for a connection, if there is one. It is given back when dropped.
    pub fn enter(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.connections).try_acquire_owned().ok()
    }

    /// A place for telling a client that there is none.
    pub fn refuse(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.refusals).try_acquire_owned().ok()
    }

    /// Waits until every connection is closed.
    pub async fn empty(&self) {
        // Nobody closes the semaphore, so this cannot fail.
        let _ = self.connections.acquire_many(self.connections_max).await;
    }
}

/// Connections that the limit of open files allows.
fn possible_connections() -> u64 {
    let files = rlimit::increase_nofile_limit(CONNECTIONS_MAX + SPARE_FILES);
    let files = files.unwrap_or(CONNECTIONS_UNKNOWN + SPARE_FILES);
    files.saturating_sub(SPARE_FILES).clamp(1, CONNECTIONS_MAX)
}
