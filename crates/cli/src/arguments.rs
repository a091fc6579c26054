//! What can be asked on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use endpoint::Standard;
use sqs::{Caller, ONE_MILLION};

/// Amazon SQS as an exact simulator.
#[derive(Debug, Parser)]
#[command(name = "sqscope", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub task: Task,
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Answer clients of SQS over HTTP until the process is told to stop.
    ///
    /// The first line of the output is the address. Point a client at it with its endpoint option or with
    /// AWS_ENDPOINT_URL_SQS; any access key will do.
    Serve(ServeOptions),
}

#[derive(Debug, Args)]
pub struct ServeOptions {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9324")]
    pub listen: String,

    /// What moves the time: the wall's clock, or requests to /_sqscope/clock.
    #[arg(long, value_enum, default_value_t = ClockKind::Real)]
    pub clock: ClockKind,

    /// How standard queues behave: in order and exactly once, or as they were recorded on AWS.
    #[arg(long, value_enum, default_value_t = StandardKind::Plain)]
    pub standard: StandardKind,

    /// Chooses all luck of `--standard aws`.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u32,

    /// Of a million hand-outs by `--standard aws`, how many leave a second copy.
    #[arg(long, value_name = "N", default_value_t = Standard::DOUBLE_DELIVERY_PPM,
        value_parser = clap::value_parser!(u32).range(..=i64::from(ONE_MILLION)))]
    pub double_delivery_ppm: u32,

    /// Of a million deletes by `--standard aws`, how many miss a copy, which comes back once.
    #[arg(long, value_name = "N", default_value_t = Standard::DUPLICATE_ON_DELETE_PPM,
        value_parser = clap::value_parser!(u32).range(..=i64::from(ONE_MILLION)))]
    pub duplicate_on_delete_ppm: u32,

    /// The account of callers whose access key is not twelve digits itself.
    #[arg(long, value_name = "DIGITS", default_value_t = Caller::OWNER_ACCOUNT,
        value_parser = clap::value_parser!(u64).range(..=999_999_999_999))]
    pub account: u64,

    /// Check signatures against this key, and refuse requests without one; may be repeated.
    #[arg(long, value_name = "KEY:SECRET", value_parser = key_and_secret)]
    pub require_signature: Vec<(String, String)>,

    /// Which web pages may read the answers: an origin, `*` for all, or `none`.
    #[arg(long, value_name = "ORIGIN", default_value = "*")]
    pub allow_origin: String,

    /// How requests are logged on the standard error.
    #[arg(long, value_enum, default_value_t = LogKind::Text)]
    pub log: LogKind,

    /// Connections at one time; by default as many as the limit of open files allows.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_connections: Option<u32>,

    /// Seconds in which a client must have sent a request that it began.
    #[arg(long, value_name = "SECONDS", default_value_t = 30,
        value_parser = clap::value_parser!(u32).range(1..=3_600))]
    pub request_timeout: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClockKind {
    Real,
    Virtual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StandardKind {
    Plain,
    Aws,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogKind {
    Text,
    Json,
    Off,
}

impl ServeOptions {
    /// What standard queues do with their freedom.
    pub fn standard(&self) -> Standard {
        match self.standard {
            StandardKind::Plain => Standard::Plain,
            StandardKind::Aws => Standard::Aws {
                seed: self.seed,
                double_delivery_ppm: self.double_delivery_ppm,
                duplicate_on_delete_ppm: self.duplicate_on_delete_ppm,
            },
        }
    }
}

fn key_and_secret(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((key, secret)) if !key.is_empty() && !secret.is_empty() => {
            Ok((key.to_owned(), secret.to_owned()))
        }
        _ => Err("an access key, a colon and its secret are needed".to_owned()),
    }
}
