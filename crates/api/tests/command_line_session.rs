//! A session at a terminal: lines through the command language, the decoder and an engine, and back.

use api::call::{Call, Setting};
use api::command_line::{self, Printed};
use api::envelope::Envelope;
use api::error::AwsError;
use serde_json::Value;
use sqs::{Action, Engine, NoChance, Reply, Storage};

struct Terminal {
    engine: Engine,
    setting: Setting,
    now_us: u64,
}

impl Terminal {
    fn new() -> Self {
        let setting = Setting { storage: Storage::PLAIN, ..Setting::default() };
        Self { engine: Engine::new(), setting, now_us: 0 }
    }

    fn run(&mut self, line: &str) -> Printed {
        match command_line::parse(line) {
            Ok(invocation) => invocation.run(|envelope| self.send(envelope, invocation.action)),
            Err(printed) => printed,
        }
    }

    fn send(&mut self, envelope: &Envelope<'_>, action: Action) -> Result<Value, AwsError> {
        let Call { caller, command, pending } = envelope.call(action, &self.engine, &self.setting)?;
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

    /// What a line prints that succeeds, without the line break at its end.
    #[track_caller]
    fn prints(&mut self, line: &str) -> String {
        let printed = self.run(line);
        assert_eq!((printed.exit_code, printed.stderr.as_str()), (0, ""), "{line}");
        printed.stdout.trim_end().to_owned()
    }

    #[track_caller]
    fn says_no(&mut self, line: &str, exit_code: u8, stderr: &str) {
        let printed = self.run(line);
        assert_eq!((printed.exit_code, printed.stderr.trim()), (exit_code, stderr), "{line}");
        assert_eq!(printed.stdout, "", "{line}");
    }
}

#[test]
fn a_queue_from_its_making_to_its_end() {
    let mut terminal = Terminal::new();
    let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";
    assert_eq!(
        terminal.prints("aws sqs create-queue --queue-name orders --profile default"),
        format!("{{\n    \"QueueUrl\": \"{url}\"\n}}")
    );
    let attributes = terminal.prints(&format!(
        "aws sqs get-queue-attributes --queue-url {url} --attribute-names VisibilityTimeout --output text"
    ));
    assert_eq!(attributes, "ATTRIBUTES\t30");
    let sent = terminal.prints(&format!(
        "aws sqs send-message --queue-url {url} --message-body 'hello there' \\\n  \
         --message-attributes 'k={{DataType=String,StringValue=v}}' --query MD5OfMessageBody"
    ));
    assert_eq!(sent, "\"161bc25962da8fed6d2f59922fb642aa\"");
    let received = terminal.prints(&format!(
        "aws sqs receive-message --queue-url {url} --wait-time-seconds 10 --message-attribute-names All \
         --query 'Messages[0].[Body, MessageAttributes.k.StringValue, ReceiptHandle]' --output text"
    ));
    let [body, attribute, handle] = received.split('\t').collect::<Vec<_>>()[..] else {
        panic!("{received}")
    };
    assert_eq!((body, attribute), ("hello there", "v"));
    assert_eq!(terminal.prints(&format!("aws sqs receive-message --queue-url {url}")), "");
    let delete = format!("aws sqs delete-message --queue-url {url} --receipt-handle {handle}");
    assert_eq!(terminal.prints(&delete), "");
    assert_eq!(terminal.prints("aws sqs list-queues --query QueueUrls[0] --output text"), url);
    assert_eq!(terminal.prints(&format!("aws sqs delete-queue --queue-url {url}")), "");
    assert_eq!(terminal.prints("aws sqs list-queues"), "");
}

#[test]
fn a_listing_in_pages() {
    let mut terminal = Terminal::new();
    for name in ["a", "b", "c", "d", "e"] {
        terminal.prints(&format!("aws sqs create-queue --queue-name {name}"));
    }
    let names = |text: String| text.matches("/123456789012/").count();
    let list = "aws sqs list-queues --page-size 2 --output text";
    assert_eq!(names(terminal.prints(list)), 5);
    let first = terminal.prints(&format!("{list} --max-items 3"));
    let (_, token) = first.split_once("NEXTTOKEN\t").expect("there is more");
    assert_eq!(names(first.clone()), 3);
    assert_eq!(names(terminal.prints(&format!("{list} --starting-token {token}"))), 2);
}

#[test]
fn refusals_come_from_where_they_belong() {
    let mut terminal = Terminal::new();
    terminal.prints("aws sqs create-queue --queue-name q");
    terminal.says_no(
        "aws sqs send-message --queue-url missing --message-body x",
        254,
        "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the SendMessage operation: \
         The specified queue does not exist.",
    );
    terminal.says_no(
        "aws sqs send-message --queue-url q --message-body x --delay-seconds 1000",
        254,
        "An error occurred (InvalidParameterValue) when calling the SendMessage operation: Value 1000 for \
         parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
    );
    terminal.says_no(
        "aws sqs send-message --queue-url q --message-body x --message-attributes '{\"k\":{\"DataType\":1}}'",
        252,
        "Parameter validation failed:\nInvalid type for parameter MessageAttributes.k.DataType, value: 1, \
         type: <class 'int'>, valid types: <class 'str'>",
    );
    for number in ["9999999999", "-99999999999999999999"] {
        terminal.says_no(
            &format!("aws sqs send-message --queue-url q --message-body x --delay-seconds {number}"),
            254,
            "An error occurred (MalformedInput) when calling the SendMessage operation: \
             NUMBER_VALUE can not be converted to an Integer",
        );
    }
}
