//! When to stop.

use std::io;

/// Waits for the process to be told to stop: an interrupt (Ctrl+C) or, on Unix, a termination.
///
/// # Errors
/// Signals cannot be listened to.
#[cfg(unix)]
pub async fn told() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// Waits for the process to be told to stop.
///
/// # Errors
/// Signals cannot be listened to.
#[cfg(not(unix))]
pub async fn told() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
