//! What is told of a template: mistakes and what is left out.

use super::node::Place;

/// Entries of each kind that are told at most; a broken template has one cause more often than a thousand.
const TOLD_MAX: usize = 200;

/// A mistake in a template, with its correction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// Where, by names: `Resources.Orders.Properties.VisibilityTimeout`.
    pub path: String,
    /// What is wrong, in a sentence; in AWS's words where AWS refuses it.
    pub message: String,
    /// What to do, in a sentence.
    pub correction: String,
    /// Does the scenario have the correction?
    pub applied: bool,
}

/// Something that the scenario does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Line, from 1.
    pub line: u32,
    /// Where, by names: `Resources.Table`, `Resources.Orders.Properties.Tags`.
    pub path: String,
    /// Type of the resource: `AWS::DynamoDB::Table`; empty outside of resources.
    pub kind: String,
    /// Why, in a sentence.
    pub why: String,
}

/// Collects what is told.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
    left_out: Vec<LeftOut>,
}

impl Report {
    /// A mistake that the scenario corrects.
    pub(super) fn correct(
        &mut self,
        at: Place,
        path: &str,
        message: impl Into<String>,
        correction: impl Into<String>,
    ) {
        self.keep(at, path, message.into(), correction.into(), true);
    }

    /// A mistake that the author has to correct.
    pub(super) fn refuse(
        &mut self,
        at: Place,
        path: &str,
        message: impl Into<String>,
        correction: impl Into<String>,
    ) {
        self.keep(at, path, message.into(), correction.into(), false);
    }

    /// AWS ends few of its sentences; what follows here is another one.
    fn keep(&mut self, at: Place, path: &str, mut message: String, correction: String, applied: bool) {
        if !message.ends_with('.') {
            message.push('.');
        }
        let Place { line, column } = at;
        let finding = Finding { line, column, path: path.to_owned(), message, correction, applied };
        if self.findings.len() < TOLD_MAX && !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Something that the scenario does not have.
    pub(super) fn leave_out(&mut self, at: Place, path: &str, kind: &str, why: impl Into<String>) {
        let entry = LeftOut { line: at.line, path: path.to_owned(), kind: kind.to_owned(), why: why.into() };
        if self.left_out.len() < TOLD_MAX && !self.left_out.contains(&entry) {
            self.left_out.push(entry);
        }
    }

    /// All of it, by line.
    pub(super) fn into_parts(mut self) -> (Vec<Finding>, Vec<LeftOut>) {
        self.findings.sort();
        self.left_out.sort();
        (self.findings, self.left_out)
    }
}
