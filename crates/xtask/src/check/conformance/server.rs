//! `sqscope serve`, started on a free port and stopped when it is dropped.

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::suite::Clock;

/// How long the server may take until it answers.
const START_MAX: Duration = Duration::from_secs(15);
const LOOK_EVERY: Duration = Duration::from_millis(20);
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// A running server.
pub struct Server {
    /// Its address, such as `http://127.0.0.1:40123`.
    pub endpoint: String,
    child: Child,
}

impl Server {
    /// Starts the program; what it prints goes to the log.
    pub fn start(program: &Path, clock: Clock, log: &Path) -> Result<Self> {
        let address = free_address()?;
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let log_file = File::create(log).with_context(|| log.display().to_string())?;
        let mut command = Command::new(program);
        command.args(["serve", "--listen", &address.to_string(), "--clock", clock.name()]);
        command.stdin(Stdio::null()).stdout(log_file.try_clone()?).stderr(log_file);
        let child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let mut server = Self { endpoint: format!("http://{address}"), child };
        server.wait_until_healthy(address).with_context(|| format!("see {}", log.display()))?;
        Ok(server)
    }

    fn wait_until_healthy(&mut self, address: SocketAddr) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_MAX {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended: {status}");
            }
            if is_healthy(address) {
                return Ok(());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        bail!("the server does not answer at {address}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended already is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listened on a moment ago.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

fn is_healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut connection = TcpStream::connect_timeout(&address, ANSWER_MAX)?;
        connection.set_read_timeout(Some(ANSWER_MAX))?;
        write!(connection, "GET /_sqscope/health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200"))
}
