//! The suites: a client with one of the server's clocks.

use std::{fmt, process::Command};

use super::Clients;
use crate::{process::Heard, tally::Tally};

/// How the server's time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// It follows the wall.
    Real,
    /// It stands until it is moved.
    Virtual,
}

impl Clock {
    /// As the server's option `--clock` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Virtual => "virtual",
        }
    }
}

/// An unmodified client, and what it talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// boto3, and requests in plain HTTP.
    Python(Clock),
    /// The AWS CLI.
    CommandLine(Clock),
    /// The AWS SDK for JavaScript.
    JavaScript(Clock),
    /// boto3 again, with servers that each test starts with options of its own.
    Options,
    /// The example driver that spreads a sweep over Ray's workers.
    Ray,
    /// The AWS SDK for JavaScript with the npm package, in Node.
    Wasm,
    /// The same in a web page.
    Page,
}

impl Suite {
    /// All of them, slow ones first.
    pub const ALL: [Self; 10] = [
        Self::Python(Clock::Real),
        Self::CommandLine(Clock::Real),
        Self::CommandLine(Clock::Virtual),
        Self::Python(Clock::Virtual),
        Self::JavaScript(Clock::Real),
        Self::JavaScript(Clock::Virtual),
        Self::Options,
        Self::Ray,
        Self::Page,
        Self::Wasm,
    ];

    /// The clock of the server that it needs, if it needs one.
    pub fn clock(self) -> Option<Clock> {
        match self {
            Self::Python(clock) | Self::CommandLine(clock) | Self::JavaScript(clock) => Some(clock),
            Self::Options | Self::Ray | Self::Wasm | Self::Page => None,
        }
    }

    /// The program that runs its tests.
    pub fn command(self, clients: &Clients) -> Command {
        match self {
            Self::Python(_) => clients.pytest("python"),
            Self::CommandLine(_) => clients.pytest("cli"),
            Self::Options => clients.pytest("serve"),
            Self::Ray => clients.pytest("spread"),
            Self::JavaScript(_) => clients.node("js/server.test.mjs"),
            Self::Wasm => clients.node("js/wasm.test.mjs"),
            Self::Page => clients.node("js/page.test.mjs"),
        }
    }

    /// How many of its tests passed.
    pub fn tally(self, heard: &Heard) -> Tally {
        match self {
            Self::Python(_) | Self::CommandLine(_) | Self::Options | Self::Ray => Tally::of_pytest(heard),
            Self::JavaScript(_) | Self::Wasm | Self::Page => Tally::of_node(heard),
        }
    }

    /// What its server's log is called.
    pub fn log_name(self) -> String {
        self.to_string().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-").to_lowercase() + ".log"
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client = match self {
            Self::Python(_) => "boto3 and plain HTTP",
            Self::CommandLine(_) => "the AWS CLI",
            Self::JavaScript(_) => "the AWS SDK for JavaScript",
            Self::Options => "boto3 and the server's options",
            Self::Ray => "a sweep on Ray",
            Self::Wasm => "the AWS SDK for JavaScript on WebAssembly in Node",
            Self::Page => "the AWS SDK for JavaScript on WebAssembly in Chromium",
        };
        match self.clock() {
            Some(clock) => write!(formatter, "{client}, {} clock", clock.name()),
            None => formatter.write_str(client),
        }
    }
}
