//! `sqscope serve`, started on a free port and stopped when it is dropped.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

use super::suite::Clock;

/// A running server.
pub struct Server {
    /// Its address, such as `http://127.0.0.1:40123`.
    pub endpoint: String,
    child: Child,
}

impl Server {
    /// Starts the program; its log goes to a file.
    pub fn start(program: &Path, clock: Clock, log: &Path) -> Result<Self> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let log_file = File::create(log).with_context(|| log.display().to_string())?;
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--clock", clock.name()]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file);
        let child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let mut server = Self { endpoint: String::new(), child };
        server.endpoint = server.first_line().with_context(|| format!("see {}", log.display()))?;
        Ok(server)
    }

    /// The first line that it prints is its address, and it prints it when it listens.
    fn first_line(&mut self) -> Result<String> {
        let output = self.child.stdout.as_mut().context("the server's output is not connected")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if !line.starts_with("http://") {
            bail!("the server says `{}` where its address should be", line.trim_end());
        }
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended already is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
