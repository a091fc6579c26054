//! A session at a terminal: lines through the command language, the decoder and an engine, and back.

use api::call::{Call, Setting};
use api::command_line::{self, Printed};
use api::envelope::Envelope;
use api::error::AwsError;
use serde_json::Value;
use sqs::{Action, Engine, NoChance, Reply, Storage, Time};

/// More lines say nothing new.
const LINES_MAX: usize = 16;
/// The exit codes of the AWS CLI, and a shell's for a line that it cannot read and a program that it has not.
const EXIT_CODES: [u8; 6] = [0, 252, 254, 255, 2, 127];

/// Lines are separated by an empty one, since a line may go on behind a backslash.
pub(crate) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut terminal = Terminal::default();
    for line in text.split("\n\n").take(LINES_MAX) {
        let printed = terminal.run(line);
        assert!(EXIT_CODES.contains(&printed.exit_code), "{printed:?} for {line}");
        let silent = printed.stderr.trim().is_empty();
        assert!(printed.exit_code == 0 || !silent, "fails without a word: {line}");
    }
    terminal.engine.check();
}

#[derive(Default)]
struct Terminal {
    engine: Engine,
    now_us: Time,
}

impl Terminal {
    fn run(&mut self, line: &str) -> Printed {
        match command_line::parse(line) {
            Ok(invocation) => invocation.run(|envelope| self.send(envelope, invocation.action)),
            Err(printed) => printed,
        }
    }

    fn send(&mut self, envelope: &Envelope<'_>, action: Action) -> Result<Value, AwsError> {
        let setting = Setting { storage: Storage::PLAIN, ..Setting::default() };
        let Call { caller, command, pending } = envelope.call(action, &self.engine, &setting)?;
        let events = &mut Vec::new();
        let mut result = self.engine.apply(self.now_us, &caller, command, &mut NoChance, events);
        if let Ok(Reply::Parked(ticket)) = result {
            result = loop {
                self.now_us = self.engine.next_deadline().expect("a wait has an end");
                self.engine.advance(self.now_us, &mut NoChance, events);
                if let Some(answer) = self.engine.take_answer(ticket) {
                    break answer.map(Reply::Received);
                }
            };
        }
        pending.output(result, &self.engine)
    }
}
