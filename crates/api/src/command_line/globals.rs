//! Options of every command: `--region`, `--output`, `--query` and their like.

use super::failure::Failure;
use super::format::Output;
use super::options::{Found, Spec, Takes, scan};
use super::query;

/// The global options of a line that matter here.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Globals {
    pub region: Option<String>,
    pub profile: Option<String>,
    pub endpoint_url: Option<String>,
    pub output: Output,
    pub query: Option<String>,
    pub is_signed: bool,
    pub is_paginated: bool,
    pub raw_blobs: bool,
    pub asks_version: bool,
    /// The words that are left.
    pub rest: Vec<String>,
}

pub(super) const AUTO_PROMPT: &str = "--cli-auto-prompt";

const SWITCHES: [&str; 8] = [
    "--debug",
    "--no-verify-ssl",
    "--no-paginate",
    "--version",
    "--no-sign-request",
    "--no-cli-pager",
    AUTO_PROMPT,
    "--no-cli-auto-prompt",
];

const VALUES: [&str; 7] = [
    "--endpoint-url",
    "--query",
    "--profile",
    "--region",
    "--ca-bundle",
    "--cli-read-timeout",
    "--cli-connect-timeout",
];

const CHOICES: [(&str, &[&str]); 3] = [
    ("--output", &Output::NAMES),
    ("--color", &["on", "off", "auto"]),
    ("--cli-binary-format", &["base64", "raw-in-base64-out"]),
];

/// Every global option.
pub(super) fn specs() -> Vec<Spec> {
    let switches = SWITCHES.iter().map(|&name| Spec::new(name, Takes::Nothing));
    let values = VALUES.iter().map(|&name| Spec::new(name, Takes::One));
    let choices = CHOICES.iter().map(|&(name, choices)| Spec::new(name, Takes::Choice(choices)));
    switches.chain(values).chain(choices).collect()
}

/// Takes the global options out of the words.
pub(super) fn read(words: &[String]) -> Result<Globals, Failure> {
    let specs = specs();
    let mut found = scan(words, &specs)?;
    let rest = std::mem::take(&mut found.rest);
    let given = |name: &str| found.values(&specs, name).is_some();
    let value = |name: &str| found.value(&specs, name).map(str::to_owned);
    if given(AUTO_PROMPT) {
        return Err(Failure::Parameter(format!(
            "{AUTO_PROMPT} needs a terminal. Try `help` behind the command."
        )));
    }
    Ok(Globals {
        region: value("--region"),
        profile: value("--profile"),
        endpoint_url: endpoint_url(&found, &specs)?,
        output: value("--output").and_then(|name| Output::named(&name)).unwrap_or_default(),
        query: query_option(&found, &specs)?,
        is_signed: !given("--no-sign-request"),
        is_paginated: !given("--no-paginate"),
        raw_blobs: value("--cli-binary-format").as_deref() == Some("raw-in-base64-out"),
        asks_version: given("--version"),
        rest,
    })
}

fn query_option(found: &Found, specs: &[Spec]) -> Result<Option<String>, Failure> {
    let Some(expression) = found.value(specs, "--query") else { return Ok(None) };
    query::check(expression)
        .map_err(|problem| Failure::Parameter(format!("Bad value for --query {expression}: {problem}")))?;
    Ok(Some(expression.to_owned()))
}

fn endpoint_url(found: &Found, specs: &[Spec]) -> Result<Option<String>, Failure> {
    let Some(url) = found.value(specs, "--endpoint-url") else { return Ok(None) };
    let scheme = url.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !is_scheme {
        return Err(Failure::Parameter(format!(
            "Bad value for --endpoint-url \"{url}\": scheme is missing.  Must be of the form \
             http://<hostname>/ or https://<hostname>/"
        )));
    }
    Ok(Some(url.to_owned()))
}
