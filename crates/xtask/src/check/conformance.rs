//! Unmodified AWS clients against `sqscope serve`, with both of its clocks.

mod server;
mod suite;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
};

use anyhow::{Context, Result};

use self::{server::Server, suite::Suite};
use crate::{process, setup, step, tally::Tally, workspace::Workspace};

/// So many suites run at once. Most of their time is the start of programs, or waiting.
const AT_ONCE: usize = 3;

/// Builds the server, installs the clients, and runs each suite against a server of its own.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let clients = Clients::install(workspace)?;
    let program = build(workspace)?;
    let logs = workspace.target.join("conformance");
    let waiting = Mutex::new(Suite::all().into_iter());
    let total = Mutex::new(Tally::default());
    let work = || {
        while let Some(suite) = taken(&waiting) {
            let (result, duration) = step::timed(|| run_one(suite, &clients, &program, &logs));
            let (tally, output) = result.unwrap_or_else(|error| (Tally::of(false), format!("{error:#}\n")));
            // One call, so that suites that end at once do not mix their lines.
            println!("{output}{suite}: {tally} in {}", step::seconds(duration));
            *total.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) += tally;
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    total.into_inner().context("a suite panicked")
}

/// The next suite; a worker that panicked has not spoiled the list.
fn taken(waiting: &Mutex<impl Iterator<Item = Suite>>) -> Option<Suite> {
    waiting.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).next()
}

/// Runs a suite to its end, whether its tests pass or not; the server is stopped in any case.
fn run_one(suite: Suite, clients: &Clients, program: &Path, logs: &Path) -> Result<(Tally, String)> {
    let server = Server::start(program, suite.clock, &logs.join(format!("{}.log", suite.file_name())))?;
    let mut command = suite.command(clients);
    command
        .env("SQSCOPE_ENDPOINT", &server.endpoint)
        .env("SQSCOPE_CLOCK", suite.clock.name())
        .env("SQSCOPE_PROGRAM", program);
    let heard = process::hear(&mut command)?;
    Ok((suite.tally(&heard), heard.output))
}

/// What the suites run with.
struct Clients {
    /// The folder of the suites.
    tests: PathBuf,
    /// The folder of the virtual environment's programs.
    python: PathBuf,
}

impl Clients {
    fn install(workspace: &Workspace) -> Result<Self> {
        let tests = workspace.root.join("tests/conformance");
        setup::packages_of(&tests.join("js"))?;
        let environment = workspace.target.join("conformance/python");
        let python = setup::python_packages(&tests.join("requirements.txt"), &environment)?;
        setup::jq();
        Ok(Self { tests, python })
    }

    /// `pytest` over one of the suites' folders.
    fn pytest(&self, folder: &str) -> Command {
        let mut pytest = Command::new(self.python.join("python"));
        pytest.current_dir(&self.tests).args(["-m", "pytest", "-q", folder]);
        pytest.env("PYTHONDONTWRITEBYTECODE", "1");
        pytest
    }

    /// Node's own test runner over one of the suites' files.
    fn node(&self, file: &str) -> Command {
        let mut node = Command::new("node");
        node.current_dir(&self.tests).args(["--test", "--test-reporter", "tap", file]);
        node
    }
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    step::step("build the server", || {
        let mut cargo = process::cargo(&workspace.root);
        process::run(cargo.args(["build", "--quiet", "--package", "cli"]))
    })?;
    Ok(workspace.target.join("debug/sqscope"))
}
