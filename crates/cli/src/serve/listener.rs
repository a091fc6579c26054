//! Takes connections in until it is time to stop.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::serve::connection::{self, Rules};
use crate::serve::desk::Desk;
use crate::serve::log::Log;
use crate::serve::room::Room;
use crate::serve::stop;

/// How long to wait when the system has no file for a connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How long connections have to end when it is time to stop.
const STOP_MAX: Duration = Duration::from_secs(10);

/// Serves until a signal says stop, and then until every request that has come is answered.
pub async fn run(listener: TcpListener, desk: Arc<Desk>, rules: Rules, room: Room, log: Log) {
    let rules = Arc::new(rules);
    let (stopping, stops) = watch::channel(false);
    tokio::select! {
        () = accept(&listener, &desk, &rules, &room, &stops, &log) => {}
        () = desk.keep_time() => {}
        told = stop::told() => {
            if let Err(error) = told {
                log.say("stopping", &format!("signals cannot be heard: {error}"));
            }
        }
    }
    drop(listener);
    log.say("stopping", "no new connections");
    desk.stop();
    // Nobody listens if there is no connection.
    let _ = stopping.send(true);
    tokio::select! {
        () = room.empty() => {}
        _ = stop::told() => log.say("stopping", "told twice"),
        () = tokio::time::sleep(STOP_MAX) => log.say("stopping", "some connections did not end"),
    }
}

async fn accept(
    listener: &TcpListener,
    desk: &Arc<Desk>,
    rules: &Arc<Rules>,
    room: &Room,
    stops: &watch::Receiver<bool>,
    log: &Log,
) {
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // The client that gave up meanwhile is no matter; without files we must wait for one.
                log.say("cannot accept", &error.to_string());
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        match room.enter() {
            Some(place) => {
                let connection = connection::Setting {
                    desk: Arc::clone(desk),
                    rules: Arc::clone(rules),
                    stops: stops.clone(),
                    log: log.clone(),
                    peer: peer.ip(),
                };
                tokio::spawn(async move {
                    connection::serve(stream, connection).await;
                    drop(place);
                });
            }
            None => refuse(stream, desk, room, log),
        }
    }
}

/// Tells a client that there is no room. When too many are being told, it is told and hung up on.
fn refuse(stream: TcpStream, desk: &Arc<Desk>, room: &Room, log: &Log) {
    log.say("full", "a connection was refused");
    let Some(place) = room.refuse() else {
        return connection::refuse_at_once(stream, desk);
    };
    let desk = Arc::clone(desk);
    tokio::spawn(async move {
        connection::refuse(stream, &desk).await;
        drop(place);
    });
}
