//! Takes connections in until it is time to stop.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::serve::connection::{self, Rules, Setting};
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
    let (stopping, stops) = watch::channel(false);
    let setting = Setting { desk, rules: Arc::new(rules), stops, lookout: Arc::default(), log };
    let Setting { desk, lookout, log, .. } = &setting;
    tokio::spawn({
        let lookout = Arc::clone(lookout);
        async move { lookout.keep().await }
    });
    tokio::select! {
        () = accept(&listener, &setting, &room) => {}
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

async fn accept(listener: &TcpListener, setting: &Setting, room: &Room) {
    let Setting { desk, log, .. } = setting;
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
                let connection = connection::serve(stream, peer.ip(), setting.clone());
                tokio::spawn(async move {
                    connection.await;
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
