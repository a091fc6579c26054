//! Unmodified AWS clients against `sqscope serve`, with both of its clocks.

mod server;
mod suite;

use std::{
    path::PathBuf,
    process::Command,
    sync::{Mutex, PoisonError},
};

use anyhow::Result;

use self::{server::Server, suite::Suite};
use crate::{npm, process, setup, step, tally::Tally, workspace::Workspace};

/// So many suites run at once. Most of their time is the start of programs, or waiting.
const AT_ONCE: usize = 3;

/// Installs the clients, builds what they talk to, and runs each suite, against a server of its own if it needs one.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let clients = Clients::install(workspace)?;
    let waiting = Mutex::new(Suite::ALL.into_iter());
    let total = Mutex::new(Tally::default());
    let work = || {
        while let Some(suite) = taken(&waiting) {
            let (result, duration) = step::timed(|| run_one(suite, &clients));
            let (tally, output) = result.unwrap_or_else(|error| (Tally::of(false), format!("{error:#}\n")));
            // One call, so that suites that end at once do not mix their lines.
            println!("{output}{suite}: {tally} in {}", step::seconds(duration));
            *total.lock().unwrap_or_else(PoisonError::into_inner) += tally;
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    Ok(total.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// The next suite; a worker that panicked has not spoiled the list.
fn taken(waiting: &Mutex<impl Iterator<Item = Suite>>) -> Option<Suite> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// Runs a suite to its end, whether its tests pass or not; the server is stopped in any case.
fn run_one(suite: Suite, clients: &Clients) -> Result<(Tally, String)> {
    let mut command = suite.command(clients);
    let server = match suite.clock() {
        Some(clock) => {
            let server = Server::start(&clients.program, clock, &clients.logs.join(suite.log_name()))?;
            command.env("SQSCOPE_ENDPOINT", &server.endpoint).env("SQSCOPE_CLOCK", clock.name());
            Some(server)
        }
        None => None,
    };
    let heard = process::hear(&mut command)?;
    drop(server);
    Ok((suite.tally(&heard), heard.output))
}

/// What the suites run with.
struct Clients {
    /// The folder of the suites.
    tests: PathBuf,
    /// The folder of the virtual environment's programs.
    python: PathBuf,
    /// The browser.
    chromium: PathBuf,
    /// The npm package's file for Node.
    package: PathBuf,
    /// The server.
    program: PathBuf,
    /// Where servers leave their logs.
    logs: PathBuf,
}

impl Clients {
    fn install(workspace: &Workspace) -> Result<Self> {
        let tests = workspace.root.join("tests/conformance");
        setup::packages(workspace)?;
        setup::packages_of(&tests.join("js"))?;
        let environment = workspace.target.join("conformance/python");
        let python = setup::python_packages(&tests.join("requirements.txt"), &environment)?;
        setup::jq();
        Ok(Self {
            tests,
            python,
            chromium: setup::chromium()?,
            package: npm::build(workspace)?,
            program: build(workspace)?,
            logs: workspace.target.join("conformance"),
        })
    }

    /// `pytest` over one of the suites' folders.
    fn pytest(&self, folder: &str) -> Command {
        let mut pytest = Command::new(self.python.join("python"));
        pytest.current_dir(&self.tests).args(["-m", "pytest", "-q", folder]);
        pytest.env("PYTHONDONTWRITEBYTECODE", "1").env("SQSCOPE_PROGRAM", &self.program);
        pytest
    }

    /// Node's own test runner over one of the suites' files.
    fn node(&self, file: &str) -> Command {
        let mut node = Command::new("node");
        node.current_dir(&self.tests).args(["--test", "--test-reporter", "tap", file]);
        node.env("SQSCOPE_NPM", &self.package).env("CHROMIUM", &self.chromium);
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
