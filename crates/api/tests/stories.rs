//! Behaviour as text: every file of `tests/stories` drives the engine, line by line.
//!
//! A test per file; a failing one lists all its stories that do not hold. `UPDATE_EXPECT=1` rewrites the
//! right-hand sides with what the engine gave. `tests/stories/README.md` explains the language.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

mod story {
    mod admin;
    mod attribute;
    mod batch;
    mod calls;
    pub mod check;
    mod dice;
    mod drain;
    mod duration;
    pub mod file;
    mod grammar;
    mod ledger;
    mod moves;
    mod outcome;
    mod pattern;
    mod self_test;
    mod usage;
    mod verb;
    mod views;
    mod wire;
    mod words;
    mod world;
}

/// One test for each file, in the order of AWS's pages.
macro_rules! stories {
    ($($test:ident: $file:literal,)+) => {
        $(
            #[test]
            fn $test() {
                story::check::check(&folder().join($file));
            }
        )+

        const FILES: &[&str] = &[$($file),+];
    };
}

stories! {
    json_protocol: "json-protocol.story",
    query_protocol: "query-protocol.story",
    queue_and_message_identifiers: "queue-and-message-identifiers.story",
    every_action: "every-action.story",
    message_digests: "message-digests.story",
    receive_message_names: "receive-message-names.story",
    error_messages_of_messages: "error-messages-of-messages.story",
    error_messages_of_batches: "error-messages-of-batches.story",
    error_messages_of_queues: "error-messages-of-queues.story",
    error_codes: "error-codes.story",
    get_queue_attributes: "get-queue-attributes.story",
    message_size: "message-size.story",
    standard_at_least_once: "standard-at-least-once.story",
    short_and_long_polling: "short-and-long-polling.story",
    in_flight: "in-flight.story",
    fair_queues: "fair-queues.story",
    metrics: "metrics.story",
    requests: "requests.story",
    visibility_timeout: "visibility-timeout.story",
    receipt_handles: "receipt-handles.story",
    delay: "delay.story",
    retention: "retention.story",
    counters: "counters.story",
    fifo_rules: "fifo-rules.story",
    fifo_deliverability: "fifo-deliverability.story",
    fifo_group_choice: "fifo-group-choice.story",
    fifo_deduplication: "fifo-deduplication.story",
    dead_letter_queues: "dead-letter-queues.story",
    move_tasks: "move-tasks.story",
    queue_attributes_and_names: "queue-attributes-and-names.story",
    send_and_receive_limits: "send-and-receive-limits.story",
    message_attributes: "message-attributes.story",
    batches: "batches.story",
    tags: "tags.story",
    queue_lists: "queue-lists.story",
    permissions: "permissions.story",
    queue_policies: "queue-policies.story",
    encryption: "encryption.story",
    receive_attempts: "receive-attempts.story",
    fifo_throughput: "fifo-throughput.story",
    purge: "purge.story",
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/stories")
}

#[test]
fn every_file_is_run() {
    let mut found: Vec<String> = std::fs::read_dir(folder())
        .expect("the stories are part of the repository")
        .map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".story"))
        .collect();
    found.sort();
    let mut listed = FILES.to_vec();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

#[test]
fn titles_are_unique() {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for file in FILES {
        let source = std::fs::read_to_string(folder().join(file)).expect("each listed file exists");
        for story in story::file::parse(&source).unwrap_or_default() {
            let other = seen.insert(story.title.clone(), file);
            assert!(other.is_none(), "\"{}\" stands in {other:?} and {file}", story.title);
        }
    }
}

#[test]
fn the_readme_names_every_file() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README is part of the repository");
    for file in FILES {
        let name = file.trim_end_matches(".story");
        assert!(readme.contains(&format!("`{name}`")), "{name} is missing in README.md's table");
    }
}
