//! `sqscope serve`: an endpoint of SQS over HTTP.

mod connection;
mod cors;
mod desk;
mod listener;
mod log;
mod lookout;
mod room;
mod signature;
mod stop;
mod watched;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use endpoint::{Clock, Options};
use tokio::net::TcpListener;

use crate::arguments::{ClockKind, ServeOptions};
use crate::serve::connection::Rules;
use crate::serve::cors::Cors;
use crate::serve::desk::Desk;
use crate::serve::log::Log;
use crate::serve::room::Room;
use crate::serve::signature::Keys;

/// A connection that asks on and on has so many turns, two for each request, before the others are asked.
const EVENT_INTERVAL: u32 = 16;

/// Answers clients until a signal says stop.
///
/// # Errors
/// Why it cannot listen.
pub fn run(options: ServeOptions) -> Result<(), String> {
    let room = Room::new(options.max_connections)?;
    // One thread: the queues are one state, and handing requests to other threads costs more than they do.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .event_interval(EVENT_INTERVAL)
        .build()
        .map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(serve(options, room))
}

async fn serve(options: ServeOptions, room: Room) -> Result<(), String> {
    let listener =
        TcpListener::bind(&options.listen).await.map_err(|error| refused(&options.listen, &error))?;
    let address = listener.local_addr().map_err(|error| refused(&options.listen, &error))?;
    let log = Log::start(options.log);
    let desk = Arc::new(Desk::new(endpoint_options(&options, address), log.clone()));
    let rules = Rules {
        cors: Cors::new(&options.allow_origin)?,
        keys: Keys::new(&options.require_signature),
        request_timeout: Duration::from_secs(u64::from(options.request_timeout)),
    };
    announce(address)?;
    log.say("listening", &format!("http://{address}, at most {} connections", room.connections_max()));
    if !address.ip().is_loopback() {
        log.say("open to the network", "whoever reaches this address can read and delete every message");
    }
    listener::run(listener, desk, rules, room, log.clone()).await;
    log.say("stopped", "every request was answered");
    log.finish();
    Ok(())
}

fn endpoint_options(options: &ServeOptions, address: SocketAddr) -> Options {
    let (clock, epoch_us) = match options.clock {
        ClockKind::Virtual => (Clock::Virtual, Options::EPOCH_US),
        ClockKind::Real => (Clock::Real, wall_us()),
    };
    Options {
        standard: options.standard(),
        clock,
        epoch_us,
        in_flight_max: options.in_flight_limit,
        account: options.account.0,
        https: false,
        host: address.to_string(),
    }
}

/// Microseconds since 1970; 0 if the machine's clock is before.
fn wall_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or_default()
}

/// The address is the first line of the output, alone, so that a script can read it.
fn announce(address: SocketAddr) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "http://{address}")
        .and_then(|()| out.flush())
        .map_err(|error| format!("cannot print: {error}"))
}

fn refused(address: &str, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!(
                "cannot listen on {address}: another process does; choose another with --listen, port 0 takes a free one"
            )
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("cannot listen on {address}: ports below 1024 are for the system")
        }
        _ => format!("cannot listen on {address}: {error}"),
    }
}
