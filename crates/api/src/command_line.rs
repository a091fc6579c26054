//! The command language: a line `aws sqs <action> …` to a request, and its answer to what the AWS CLI prints.
//!
//! Lines are read as a shell and the AWS CLI version 2 read them, and answers, errors and exit codes are the
//! CLI's (sqs-facts §13.3). Nothing here calls an engine: whoever does gives [`Invocation::run`] a function that sends
//! one request, or sends [`Invocation::request`] itself until there is none, and prints what came back.
//!
//! ```
//! use api::command_line;
//! use serde_json::json;
//!
//! let line = "aws sqs get-queue-url --queue-name orders --query QueueUrl --output text";
//! let invocation = command_line::parse(line).expect("it is a whole command");
//! assert_eq!(invocation.request(&[]).expect("a first request")["QueueName"], "orders");
//!
//! let answer = json!({"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/orders"});
//! let printed = invocation.print(Ok(&[answer]));
//! assert_eq!(printed.stdout, "https://sqs.us-east-1.amazonaws.com/123456789012/orders\n");
//! assert_eq!(printed.exit_code, 0);
//! ```

mod arguments;
mod blobs;
mod failure;
mod format;
mod globals;
mod help;
mod json_error;
mod names;
mod options;
mod order;
mod paging;
mod query;
mod shorthand;
mod tree;
mod validate;
mod value;
mod words;

use serde_json::{Map, Value};

use crate::envelope::Envelope;
use crate::model::{Action, Operation};
use crate::refusal::AwsError;
use arguments::Arguments;
use failure::Failure;
pub use format::Output;
use globals::Globals;
use paging::Paging;
use tree::Tree;

/// The longest line, in bytes, ours: room for a batch of the largest size with every character escaped.
pub const LINE_BYTES_MAX: usize = 4 << 20;

/// A command, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// What to do.
    pub action: Action,
    /// The parameters of the first request, in the shape of AWS JSON.
    pub params: Map<String, Value>,
    /// `--region`
    pub region: Option<String>,
    /// `--profile`
    pub profile: Option<String>,
    /// `--endpoint-url`
    pub endpoint_url: Option<String>,
    /// False with `--no-sign-request`.
    pub is_signed: bool,
    /// `--output`
    pub output: Output,
    /// `--query`, which is known to compile.
    query: Option<String>,
    paging: Option<Paging>,
}

/// What a command leaves on a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The answer.
    pub stdout: String,
    /// What went wrong.
    pub stderr: String,
    /// 0 for success; 252 for a line that does not hold, 254 for a refusal by the service, 255 for other
    /// failures; 2 and 127 where a shell would not have run the CLI.
    pub exit_code: u8,
}

impl Printed {
    fn text(stdout: String) -> Self {
        Self { stdout, ..Self::default() }
    }

    fn error(stderr: String, exit_code: u8) -> Self {
        Self { stdout: String::new(), stderr, exit_code }
    }
}

/// Reads a line. What is not an `Invocation` is answered already: help, or what is wrong with the line.
pub fn parse(line: &str) -> Result<Invocation, Printed> {
    if line.len() > LINE_BYTES_MAX {
        let text = format!("\nThe line is longer than {LINE_BYTES_MAX} bytes.\n");
        return Err(Printed::error(text, failure::EXIT_PARAMETERS));
    }
    match read(line) {
        Ok(Read::Invocation(invocation)) => Ok(*invocation),
        Ok(Read::Text(text)) => Err(Printed::text(text)),
        Err(failure) => Err(failure.print()),
    }
}

enum Read {
    Invocation(Box<Invocation>),
    Text(String),
}

fn read(line: &str) -> Result<Read, Failure> {
    let mut words = words::split(line).map_err(Failure::Shell)?;
    // Lines are often copied with their prompt.
    if words.len() > 1 && words[0] == "$" {
        words.remove(0);
    }
    let Some(program) = words.first() else { return Ok(Read::Text(String::new())) };
    if program != "aws" {
        return Err(Failure::NotAws(not_aws(program)));
    }
    let mut globals = globals::read(&words[1..])?;
    if globals.asks_version {
        return Ok(Read::Text(format!("aws-cli/2 (sqscope/{})\n", env!("CARGO_PKG_VERSION"))));
    }
    let mut rest = std::mem::take(&mut globals.rest);
    match take_word(&mut rest, "command")?.as_str() {
        "sqs" => {}
        "help" => return Ok(Read::Text(help::of_aws())),
        other => return Err(wrong_choice("command", other, &["sqs", "help"])),
    }
    let name = take_word(&mut rest, "operation")?;
    if name == "help" {
        return Ok(Read::Text(help::of_sqs()));
    }
    let Some(action) = names::action(&name) else {
        let known: Vec<String> = Action::ALL.map(|action| names::kebab(action.name())).into();
        let choices: Vec<&str> = known.iter().map(String::as_str).chain(["help"]).collect();
        return Err(wrong_choice("operation", &name, &choices));
    };
    match arguments::read(action, &rest, &globals)? {
        Arguments::Text(text) => Ok(Read::Text(text)),
        Arguments::Call(params, paging) => {
            Ok(Read::Invocation(Box::new(Invocation::new(action, params, paging, globals))))
        }
    }
}

fn not_aws(program: &str) -> String {
    let hint = if program == "sqs" || names::action(program).is_some() {
        "Start with: aws sqs"
    } else if program.split_once('=').is_some_and(|(name, _)| name.starts_with("AWS_")) {
        "There is no shell behind this line. Use --region, --profile, --output."
    } else {
        "Commands here start with: aws sqs"
    };
    format!("{program}: command not found\n{hint}\n")
}

/// Takes out the first word that is no option.
fn take_word(rest: &mut Vec<String>, what: &str) -> Result<String, Failure> {
    match rest.iter().position(|word| !options::is_option(word)) {
        Some(place) => Ok(rest.remove(place)),
        None => Err(Failure::Usage(format!("the following arguments are required: {what}"))),
    }
}

fn wrong_choice(what: &str, given: &str, choices: &[&str]) -> Failure {
    let nearest = names::nearest(given, choices.iter().copied());
    let (choices, perhaps) = (names::choices(choices), names::perhaps(given, &nearest));
    Failure::Usage(format!("argument {what}: {choices}{perhaps}"))
}

impl Invocation {
    fn new(action: Action, params: Vec<(String, Tree)>, paging: Option<Paging>, globals: Globals) -> Self {
        let mut params: Map<String, Value> =
            params.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        if let Some(token) = paging.as_ref().and_then(Paging::first_token) {
            params.insert("NextToken".to_owned(), Value::from(token));
        }
        let Globals { region, profile, endpoint_url, output, query, is_signed, .. } = globals;
        Self { action, params, region, profile, endpoint_url, is_signed, output, query, paging }
    }

    /// The parameters of the next request, given the answers to those before: the first without answers, later
    /// ones where a listing comes in pages, and `None` when there is nothing left to ask.
    pub fn request(&self, answers: &[Value]) -> Option<Map<String, Value>> {
        if answers.is_empty() {
            return Some(self.params.clone());
        }
        let token = self.paging.as_ref()?.next_token(answers)?;
        let mut params = self.params.clone();
        params.insert("NextToken".to_owned(), Value::from(token));
        Some(params)
    }

    /// Does the whole command: sends its requests one after the other, until one is refused or there is nothing left to
    /// ask, and prints.
    pub fn run(&self, mut send: impl FnMut(&Envelope<'_>) -> Result<Value, AwsError>) -> Printed {
        let mut answers = Vec::new();
        while let Some(params) = self.request(&answers) {
            let envelope = Envelope::of(self.action, params, self.region.as_deref());
            match envelope.and_then(|envelope| send(&envelope)) {
                Ok(answer) => answers.push(answer),
                Err(error) => return self.print(Err(&error)),
            }
        }
        self.print(Ok(&answers))
    }

    /// What the CLI prints: the answers to every request, in the shape of AWS JSON, or the service's refusal.
    /// An action without an answer answers with null or an empty object.
    pub fn print(&self, answers: Result<&[Value], &AwsError>) -> Printed {
        match answers {
            Ok(answers) => match self.format(answers) {
                Ok(text) => Printed::text(text),
                Err(problem) => Failure::General(problem).print(),
            },
            Err(error) => failure::service_error(self.action.name(), error),
        }
    }

    fn format(&self, answers: &[Value]) -> Result<String, String> {
        match &self.paging {
            Some(paging) if self.output == Output::Text => {
                paging.pages(answers).iter().map(|page| self.format_one(page)).collect()
            }
            Some(paging) => self.format_one(&paging.whole(answers)),
            None => {
                let members = Operation::Queue(self.action).signature().output.unwrap_or_default();
                self.format_one(&order::structure(answers.first().unwrap_or(&Value::Null), members))
            }
        }
    }

    fn format_one(&self, answer: &Tree) -> Result<String, String> {
        match &self.query {
            Some(query) => self.output.print(self.action.name(), &query::search(query, answer)?),
            None => self.output.print(self.action.name(), answer),
        }
    }
}
