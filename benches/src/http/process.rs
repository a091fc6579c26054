//! Servers as processes of their own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Longest wait for a server's first answer.
const START_MAX: Duration = Duration::from_secs(20);
/// Linux counts processor time in hundredths of a second.
const TICKS_PER_S: f64 = 100.0;

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// `sqscope serve`, with its defaults and without a log.
    pub fn ours(program: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(program);
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--log", "off"]);
        Self::start(command, port)
    }

    /// The npm package `fauxqs`, installed under `benches/peers/npm` with the Node that it wants, without a log.
    pub fn fauxqs() -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new("node_modules/.bin/node");
        command
            .current_dir("benches/peers/npm")
            .args(["--input-type=module", "--eval"])
            .arg("import { startFauxqs } from 'fauxqs'; await startFauxqs({ logger: false });")
            .env("FAUXQS_PORT", port.to_string())
            .env("NODE_ENV", "production");
        Self::start(command, port)
    }

    fn start(mut command: Command, port: u16) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        // A server that writes to a full pipe would stand still.
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || BufReader::new(output).lines().count());
        }
        let server = Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)) };
        let start = Instant::now();
        while TcpStream::connect(server.address).is_err() {
            if start.elapsed() > START_MAX {
                bail!("{command:?} does not listen");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// Seconds of processor time that it has used.
    pub fn processor_s(&self) -> Result<f64> {
        processor_s(&format!("/proc/{}/stat", self.child.id()))
    }

    /// Bytes of memory that it holds.
    pub fn resident_bytes(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(kib * 1_024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn processor_s(path: &str) -> Result<f64> {
    let stat = fs::read_to_string(path).with_context(|| format!("{path}: only on Linux"))?;
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let mut ticks = behind_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    match (ticks.next(), ticks.next()) {
        (Some(Ok(user)), Some(Ok(system))) => Ok((user + system) / TICKS_PER_S),
        _ => bail!("{path} has another form"),
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
