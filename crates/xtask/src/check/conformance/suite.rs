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

/// An unmodified client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    /// boto3, and requests in plain HTTP.
    Python,
    /// The AWS CLI.
    CommandLine,
    /// The AWS SDK for JavaScript.
    JavaScript,
    /// boto3 again, with servers that each test starts with options of its own.
    Options,
}

/// One client against one server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suite {
    /// Who asks.
    pub client: Client,
    /// Which clock the server has.
    pub clock: Clock,
}

impl Suite {
    /// All of them, slow ones first.
    pub fn all() -> Vec<Self> {
        let clients = [Client::Python, Client::CommandLine, Client::JavaScript];
        let both = clients
            .into_iter()
            .flat_map(|client| [Clock::Real, Clock::Virtual].map(|clock| Self { client, clock }));
        both.chain([Self { client: Client::Options, clock: Clock::Real }]).collect()
    }

    /// The program that runs its tests.
    pub fn command(self, clients: &Clients) -> Command {
        match self.client {
            Client::Python => clients.pytest("python"),
            Client::CommandLine => clients.pytest("cli"),
            Client::JavaScript => clients.node("js/server.test.mjs"),
            Client::Options => clients.pytest("serve"),
        }
    }

    /// How many of its tests passed.
    pub fn tally(self, heard: &Heard) -> Tally {
        match self.client {
            Client::Python | Client::CommandLine | Client::Options => Tally::of_pytest(heard),
            Client::JavaScript => Tally::of_node(heard),
        }
    }

    /// What its server's log is called.
    pub fn file_name(self) -> String {
        format!("{:?}-{}", self.client, self.clock.name()).to_lowercase()
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client = match self.client {
            Client::Python => "boto3 and plain HTTP",
            Client::CommandLine => "the AWS CLI",
            Client::JavaScript => "the AWS SDK for JavaScript",
            Client::Options => return formatter.write_str("boto3, the server's options"),
        };
        write!(formatter, "{client}, {} clock", self.clock.name())
    }
}
