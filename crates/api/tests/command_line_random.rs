//! Random lines and answers: nothing panics, nothing is lost.

use api::command_line::{self, Printed};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Pieces that lines are made of, near enough to right to get far.
const PIECES: [&str; 64] = [
    "aws",
    "sqs",
    " ",
    " ",
    " ",
    "\n",
    "\\\n",
    "'",
    "\"",
    "\\",
    "$",
    "=",
    ",",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "*",
    "?",
    "|",
    "#",
    "--",
    "-",
    ":",
    "@",
    "`",
    "!",
    "&",
    ".",
    "<",
    "ø",
    "😀",
    "\u{0}",
    "5",
    "-1",
    "99999999999999999999",
    "Id=1",
    "MessageBody=a",
    "A=1",
    "help",
    "send-message",
    "send-message-batch",
    "receive-message",
    "list-queues",
    "create-queue",
    "--queue-url U",
    "--message-body x",
    "--entries",
    "--attributes",
    "--message-attributes",
    "--query",
    "--output table",
    "--output text",
    "--max-items",
    "--page-size",
    "--starting-token",
    "--cli-input-json",
    "file://",
    "Messages",
    "Body",
    "length(@)",
    "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==",
];

/// Starts that make a line worth reading on.
const STARTS: [&str; 8] = [
    "",
    "aws sqs ",
    "aws sqs send-message --queue-url U --message-body x --message-attributes '",
    "aws sqs send-message-batch --queue-url U --entries '",
    "aws sqs set-queue-attributes --queue-url U --attributes '",
    "aws sqs receive-message --queue-url U --query '",
    "aws sqs list-queues --query '",
    "aws sqs list-queues --starting-token '",
];

fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat());
    let ends = prop::sample::select(&["", "'", "' --output text", "' --output table"][..]);
    (prop::sample::select(&STARTS[..]), text, ends)
        .prop_map(|(start, text, end)| format!("{start}{text}{end}"))
}

/// An answer of any shape, with the members that are looked at more often than others.
fn answer() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i32>().prop_map(|it| Value::from(f64::from(it) / 4.0)),
        any::<String>().prop_map(Value::from),
    ];
    let name = prop_oneof![
        prop::sample::select(&["Messages", "QueueUrls", "NextToken", "Body", "Attributes", "MessageId"][..])
            .prop_map(str::to_owned),
        any::<String>(),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..4).prop_map(|members| json!(members)),
        ]
    })
}

fn run(line: &str, answer: &Value) -> Printed {
    match command_line::parse(line) {
        Ok(invocation) => {
            let answers = [answer.clone(), answer.clone()];
            let _ = invocation.request(&answers);
            invocation.print(Ok(&answers))
        }
        Err(printed) => printed,
    }
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn any_line_and_any_answer_end_in_print(line in line(), answer in answer()) {
        let printed = run(&line, &answer);
        prop_assert_eq!(printed.exit_code == 0, printed.stderr.is_empty(), "{:?}", printed);
        prop_assert!(printed.stdout.is_empty() || printed.exit_code == 0);
    }

    #[test]
    fn any_text_is_read(line in any::<String>()) {
        let printed = run(&line, &Value::Null);
        prop_assert_eq!(printed.exit_code == 0, printed.stderr.is_empty());
    }

    #[test]
    fn any_quoted_body_arrives(body in any::<String>()) {
        prop_assume!(!body.starts_with("file://") && !body.starts_with("fileb://"));
        let line = format!("aws sqs send-message --queue-url U --message-body={}", quoted(&body));
        let invocation = command_line::parse(&line).expect(&line);
        prop_assert_eq!(&invocation.params["MessageBody"], &Value::from(body));
    }

    #[test]
    fn any_attribute_arrives_as_json_and_in_short(value in any::<String>()) {
        prop_assume!(!value.starts_with("file://") && !value.starts_with("fileb://"));
        let short = value.replace('\\', "\\\\").replace('"', "\\\"");
        // The CLI undoes `\"` before `\\`, so such texts do not survive its short form.
        let survives = !value.contains('\\');
        let forms = [(true, json!({"A": value}).to_string()), (survives, format!("A=\"{short}\""))];
        for (_, form) in forms.iter().filter(|(survives, _)| *survives) {
            let line = format!("aws sqs set-queue-attributes --queue-url U --attributes {}", quoted(form));
            let invocation = command_line::parse(&line).expect(&line);
            prop_assert_eq!(&invocation.params["Attributes"]["A"], &Value::from(value.as_str()));
        }
    }

    #[test]
    fn printed_json_is_the_answer(answer in answer()) {
        let answer = json!({"Attributes": {"A": answer}});
        let printed = run("aws sqs get-queue-attributes --queue-url U", &answer);
        prop_assert_eq!(serde_json::from_str::<Value>(&printed.stdout).unwrap(), answer);
    }

    #[test]
    fn any_query_ends(query in "[a-zM@!&|(){}\\[\\]*?.,:`'\"<>=0-9 -]{0,60}", answer in answer()) {
        let answer = json!({"Messages": [{"Body": "b", "Attributes": {"A": answer}}, {"Body": "a"}]});
        for output in ["json", "text", "table"] {
            let line =
                format!("aws sqs receive-message --queue-url U --output {output} --query={}", quoted(&query));
            let printed = run(&line, &answer);
            prop_assert_eq!(printed.exit_code == 0, printed.stderr.is_empty(), "{:?}", printed);
        }
    }
}

#[test]
fn long_and_deep_lines_are_refused_or_read() {
    let start = "aws sqs send-message --queue-url U --message-body x --message-attributes ";
    let long = "a".repeat(command_line::LINE_BYTES_MAX);
    for line in [
        long.clone(),
        format!("{start}'{}'", "A={".repeat(100_000)),
        format!("{start}'A={}'", "[".repeat(100_000)),
        format!("{start}'{}'", "[".repeat(100_000)),
        format!("{start}'{}'", "{\"a\":".repeat(100_000)),
        format!("{start}'A={}'", "a,".repeat(100_000)),
        format!("{start}'{}'", "A=a,".repeat(100_000)),
        format!("{start}{}", "\\\n".repeat(100_000)),
        format!("aws sqs list-queues --query '{}'", "[".repeat(100_000)),
        format!("aws sqs untag-queue --queue-url U --tag-keys {}", "a ".repeat(100_000)),
        format!("aws sqs list-queues {}", "--regoin ".repeat(100_000)),
        format!("aws sqs list-queues --{}", "a".repeat(1_000_000)),
        format!("aws sqs {}", "a".repeat(1_000_000)),
        format!("aws sqs list-queues --cli-input-json '{{{}\"x\":1}}'", many_members()),
        format!("aws sqs set-queue-attributes --queue-url U --attributes '{{{}\"x\":1}}'", many_members()),
    ] {
        let _ = run(&line, &Value::Null);
    }
    assert_eq!(command_line::parse(&format!("{long}a")).unwrap_err().exit_code, 252);
}

fn many_members() -> String {
    (0..100_000).map(|index| format!("\"m{index}\":1,")).collect()
}
