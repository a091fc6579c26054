//! What can be asked on the command line.

use std::fmt;

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

    /// Run a scenario and tell what came of it.
    Run(RunOptions),

    /// Check scenarios and CloudFormation or SAM templates: tell what is wrong, where, and what to do.
    Check(CheckOptions),

    /// Make a link, or tell what one says.
    ///
    /// A slug or a file gives a link, alone on one line. A link is told, unless an option says what the new one
    /// is to have.
    Link(LinkOptions),

    /// Write a scenario as a CloudFormation template, as AWS CLI commands, or as a program with boto3.
    Export(ExportOptions),

    /// Run a scenario with many seeds and values, and tell how its figures spread.
    Sweep(SweepOptions),

    /// Put the parts of a sweep together that ran with --shard.
    Merge(MergeOptions),
}

/// What to open, and how.
#[derive(Debug, Args)]
pub struct Subject {
    /// A built-in scenario's slug, a link, or a file with a scenario or a template (`-` reads the standard input).
    #[arg(value_name = "SLUG|LINK|FILE")]
    pub scenario: String,

    /// Change a value: `queues.orders.visibilityTimeout=90s`; may be repeated.
    #[arg(long, value_name = "PATH=VALUE", value_parser = path_and_value)]
    pub set: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub struct RunOptions {
    #[command(flatten)]
    pub subject: Subject,

    /// The seed; by default the link's or the scenario's own.
    #[arg(long, value_name = "N")]
    pub seed: Option<u32>,

    /// Where to look at the run: `90s`, `1h30m`; by default its end.
    #[arg(long, value_name = "TIME", value_parser = time_us)]
    pub until: Option<u64>,

    /// What is printed: tables, the state as JSON, metrics over time as CSV, or a JSON line for each event.
    #[arg(long, value_enum, default_value_t = RunFormat::Table)]
    pub format: RunFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RunFormat {
    Table,
    Json,
    Csv,
    Events,
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    /// Files; `-` reads the standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// How problems are printed: for people, or a JSON line each.
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub struct LinkOptions {
    #[command(flatten)]
    pub subject: Subject,

    /// Where the clock stands: `90s`, `2m13s333ms`.
    #[arg(long, value_name = "TIME", value_parser = time_ms)]
    pub at: Option<u64>,

    /// The seed; by default the scenario's own.
    #[arg(long, value_name = "N")]
    pub seed: Option<u32>,

    /// What the link is called.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// The address of the page, to stand before the link.
    #[arg(long, value_name = "URL")]
    pub site: Option<String>,

    /// Bring the whole built-in scenario along, for the day when it is another.
    #[arg(long, conflicts_with = "readable")]
    pub embed: bool,

    /// Write `?set=…` and `&t=…` out, for people to read and change.
    #[arg(long)]
    pub readable: bool,

    /// Print the scenario itself as JSON, its edits applied.
    #[arg(long, conflicts_with_all = ["at", "seed", "title", "site", "embed", "readable"])]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExportOptions {
    #[command(flatten)]
    pub subject: Subject,

    /// The form: a template in YAML, a shell script, or its producers and consumers in Python.
    #[arg(long = "as", value_name = "FORM", value_enum)]
    pub form: ExportForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    Cloudformation,
    Commands,
    Python,
}

#[derive(Debug, Args)]
pub struct SweepOptions {
    #[command(flatten)]
    pub subject: Subject,

    /// Seeds from the first to the last, both included: `1..1000`.
    #[arg(long, value_name = "FIRST..LAST", value_parser = seeds)]
    pub seeds: Seeds,

    /// Values to try for one path, `consumers.w.count=5,10,20`; several paths are combined.
    #[arg(long, value_name = "PATH=VALUE,VALUE…", value_parser = path_and_values)]
    pub vary: Vec<(String, Vec<String>)>,

    /// How the summary is printed.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Table)]
    pub format: SummaryFormat,

    /// Keep each run's figures in this file, a JSON line each; what it has already is not run again.
    #[arg(long, value_name = "FILE")]
    pub out: Option<std::path::PathBuf>,

    /// Do only part I of N, counted from 1; `sqscope merge` puts the parts together.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<Shard>,

    /// Threads; by default one for each processor.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_024))]
    pub threads: Option<u32>,
}

#[derive(Debug, Args)]
pub struct MergeOptions {
    /// Files that `sqscope sweep --out` wrote.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<std::path::PathBuf>,

    /// How the summary is printed.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Table)]
    pub format: SummaryFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SummaryFormat {
    Table,
    Csv,
    Json,
}

/// Seeds of a sweep, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeds {
    pub first: u32,
    pub last: u32,
}

/// A part of a sweep, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    pub part: u32,
    pub parts: u32,
}

#[derive(Debug, Args)]
pub struct ServeOptions {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9324")]
    pub listen: String,

    /// What moves the time: the wall's clock, or requests to /_sqscope/clock.
    #[arg(long, value_enum, default_value_t = ClockKind::Real)]
    pub clock: ClockKind,

    /// How queues behave where AWS leaves it open: standard queues in order and exactly once and FIFO queues never
    /// throttled (plain), or as recorded on AWS, with second copies and with FIFO queues throttled at 300 calls a
    /// second, high-throughput ones at their region's quota (aws).
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

    /// Messages that a queue can have in flight; a small number lets a client meet `OverLimit`.
    #[arg(long, value_name = "N", default_value_t = sqs::limits::IN_FLIGHT_MAX,
        value_parser = clap::value_parser!(u32).range(1..))]
    pub in_flight_limit: u32,

    /// The account of callers whose access key is not twelve digits itself.
    #[arg(long, value_name = "DIGITS", default_value_t = Account(Caller::OWNER_ACCOUNT), value_parser = account)]
    pub account: Account,

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

/// An account, written with its twelve digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account(pub u64);

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

fn account(text: &str) -> Result<Account, String> {
    let digits = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.map(Account).ok_or_else(|| "an account has twelve digits: 123456789012".to_owned())
}

fn key_and_secret(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((key, secret)) if !key.is_empty() && !secret.is_empty() => {
            Ok((key.to_owned(), secret.to_owned()))
        }
        _ => Err("an access key, a colon and its secret are needed".to_owned()),
    }
}

fn path_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if !path.is_empty() => Ok((path.to_owned(), value.to_owned())),
        _ => Err("a path, an equals sign and a value are needed: queues.orders.delay=5s".to_owned()),
    }
}

fn path_and_values(text: &str) -> Result<(String, Vec<String>), String> {
    let (path, values) = path_and_value(text)?;
    Ok((path, values.split(',').map(str::to_owned).collect()))
}

fn time_us(text: &str) -> Result<u64, String> {
    scenario::duration::parse(text)
        .map_err(|error| format!("{}; write for example 90s or 1h30m", error.message))
}

fn time_ms(text: &str) -> Result<u64, String> {
    match time_us(text)? {
        us if us % 1_000 == 0 => Ok(us / 1_000),
        _ => Err("links are exact to the millisecond".to_owned()),
    }
}

fn seeds(text: &str) -> Result<Seeds, String> {
    let ends = text.split_once("..").unwrap_or((text, text));
    match (ends.0.parse(), ends.1.parse()) {
        (Ok(first), Ok(last)) if first <= last => Ok(Seeds { first, last }),
        _ => Err("write the first and the last seed, from 0 to 4294967295: 1..1000".to_owned()),
    }
}

fn shard(text: &str) -> Result<Shard, String> {
    let numbers = text.split_once('/').map(|(part, parts)| (part.parse(), parts.parse()));
    match numbers {
        Some((Ok(part), Ok(parts))) if (1..=parts).contains(&part) => Ok(Shard { part, parts }),
        _ => Err("write the part's number from 1, a slash and how many there are: 2/8".to_owned()),
    }
}
