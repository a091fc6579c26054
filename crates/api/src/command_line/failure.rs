//! How a line ends that is not answered: what the CLI prints and its exit codes.

use super::{Printed, words::NeedsShell};
use crate::refusal::AwsError;

/// Usage, options and parameters that do not hold.
pub(super) const EXIT_PARAMETERS: u8 = 252;
/// The service said no.
const EXIT_SERVICE: u8 = 254;
/// Anything else.
const EXIT_GENERAL: u8 = 255;
/// What a shell says to a line that it cannot read.
const EXIT_SHELL_SYNTAX: u8 = 2;
/// What a shell says to a command that it does not know.
const EXIT_SHELL_UNKNOWN: u8 = 127;

/// What stands before "An error occurred". Builds of 2026 say `aws: [ERROR]: ` (sqs-facts §13.3, unconfirmed).
const ERROR_PREFIX: &str = "";

pub(super) const USAGE: &str = "aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n\
    To see help text, you can run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n";

/// Why a line is not answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// A shell would have to do something first.
    Shell(NeedsShell),
    /// The line does not call `aws`.
    NotAws(String),
    /// The options do not hold together. The text follows `aws: error: `.
    Usage(String),
    /// Options that the action does not have, and what was perhaps meant.
    UnknownOptions(String),
    /// A parameter does not hold.
    Parameter(String),
    /// The CLI itself would have failed.
    General(String),
}

impl Failure {
    pub(super) fn print(self) -> Printed {
        match self {
            Self::Shell(NeedsShell { problem, hint }) => {
                Printed::error(format!("{problem}\n{hint}\n"), EXIT_SHELL_SYNTAX)
            }
            Self::NotAws(text) => Printed::error(text, EXIT_SHELL_UNKNOWN),
            Self::Usage(text) => {
                Printed::error(format!("\nusage: {USAGE}\naws: error: {text}\n\n"), EXIT_PARAMETERS)
            }
            Self::UnknownOptions(text) => {
                Printed::error(format!("\nusage: {USAGE}\n{text}\n\n"), EXIT_PARAMETERS)
            }
            Self::Parameter(text) => Printed::error(format!("\n{text}\n"), EXIT_PARAMETERS),
            Self::General(text) => Printed::error(format!("\n{text}\n"), EXIT_GENERAL),
        }
    }
}

/// The service's refusal of an action.
pub(super) fn service_error(action: &str, error: &AwsError) -> Printed {
    let AwsError { code, message, .. } = error;
    let line = format!(
        "\n{ERROR_PREFIX}An error occurred ({code}) when calling the {action} operation: {message}\n"
    );
    Printed::error(line, EXIT_SERVICE)
}
