//! The runner itself: what it must notice.

use super::check::{failures, rewritten};
use super::duration;

fn told(source: &str) -> Vec<String> {
    match failures(source, false) {
        Ok(failures) => failures.iter().map(ToString::to_string).collect(),
        Err(problems) => problems.into_iter().map(|(line, text)| format!("{line}: {text}")).collect(),
    }
}

#[test]
fn a_line_that_does_not_hold_tells_both_sides() {
    let story = "--- too early ---\ncreate-queue q\nsend q \"a\" -> m1\nreceive q -> nothing\n";
    assert_eq!(
        told(story),
        ["too early\n    receive q -> nothing\n    expected  nothing\n    got       m1 count=1"]
    );
}

#[test]
fn every_story_that_fails_is_told() {
    let story = "--- one ---\ncreate-queue q\nreceive q -> m1\n--- two ---\nsend q \"a\"\n";
    assert_eq!(told(story).len(), 2);
}

#[test]
fn a_new_message_is_not_an_old_one() {
    let story = "--- t ---\ncreate-queue q\nsend q \"a\" -> m1\nsend q \"a\" -> m1\n";
    assert_eq!(told(story), ["t\n    send q \"a\" -> m1\n    expected  m1\n    got       m2"]);
}

#[test]
fn a_refusal_is_compared_by_code_and_fragment() {
    let right = "--- t ---\nsend q \"a\" -> AWS.SimpleQueueService.NonExistentQueue \"does not exist\"\n";
    assert_eq!(told(right), Vec::<String>::new());
    let wrong_text = "--- t ---\nsend q \"a\" -> AWS.SimpleQueueService.NonExistentQueue \"is full\"\n";
    assert_eq!(told(wrong_text).len(), 1);
    let wrong_code = "--- t ---\nsend q \"a\" -> OverLimit\n";
    assert_eq!(told(wrong_code).len(), 1);
    let not_expected = "--- t ---\nsend q \"a\"\n";
    assert_eq!(told(not_expected).len(), 1);
}

#[test]
fn lines_that_are_not_understood_are_told_with_their_number() {
    let problems = |line: &str| told(&format!("--- t ---\n{line}\n"));
    assert_eq!(problems("recieve q -> m1"), ["2: there is no command `recieve`"]);
    assert_eq!(problems("receive q"), ["2: what is expected is missing: `-> …`"]);
    assert_eq!(problems("receive q maximum=3 -> m1"), ["2: maximum=3 does not belong here"]);
    assert_eq!(problems("send q \"a"), ["2: a quote is not closed"]);
    assert_eq!(problems("send q"), ["2: a send has one body: \"text\", size=bytes or hex=bytes"]);
    assert_eq!(problems("+5 purge q"), ["2: \"5\" is not a duration like 30s, 29.999s or 1m30s"]);
    assert_eq!(problems("receive q -> m1..m"), ["2: m1..m is not a range like m1..m10"]);
    assert_eq!(told("purge q\n"), ["1: a line before the first title"]);
    assert_eq!(told("--- half a title\n"), ["1: a title is written `--- title ---`"]);
}

#[test]
fn dice_that_nobody_throws_are_told() {
    let story = "--- t ---\ncreate-queue q\ndice 3\n";
    assert_eq!(told(story), ["t\n    dice 3\n    1 of the story's dice were never asked for"]);
}

#[test]
fn an_update_writes_what_came_back_and_nothing_else() {
    let story = "# why\n--- t ---\ncreate-queue q\nsend    q \"a\"   -> m1\nreceive q       -> nothing\n";
    let failures = failures(story, true).expect("the story is well formed");
    let expected = story.replace("-> nothing", "-> m1 count=1");
    assert_eq!(rewritten(story, &failures), expected);
}

#[test]
fn durations_are_exact_to_the_microsecond() {
    assert_eq!(duration::parse("1d2h3m4.5s"), Ok(93_784_500_000));
    assert_eq!(duration::show(93_784_500_000), "1d2h3m4.5s");
    assert_eq!(duration::parse("29.999s"), Ok(29_999_000));
    assert_eq!(duration::show(29_999_000), "29.999s");
    assert_eq!(duration::parse("0.000001s"), Ok(1));
    assert_eq!(duration::show(0), "0s");
    assert_eq!(duration::show(86_400_000_000), "1d");
    for wrong in ["", "s", "5", "1x", "1.0000001s", "-1s", "1s2", "99999999999999d"] {
        assert!(duration::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn instants_may_be_written_in_any_form() {
    let story = "--- t ---\ncreate-queue q VisibilityTimeout=90\nsend q \"a\" -> m1\nreceive q -> m1 visible-at=1m30s\n";
    assert_eq!(told(story), Vec::<String>::new());
    assert_eq!(told(&story.replace("1m30s", "90s")), Vec::<String>::new());
    assert_eq!(told(&story.replace("1m30s", "91s")).len(), 1);
}

#[test]
fn the_wire_is_compared_as_a_whole() {
    let story =
        |answer: &str| format!("--- t ---\njson CreateQueue {{\"QueueName\":\"q\"}}\n  -> {answer}\n");
    let url = "https://sqs.us-east-1.amazonaws.com/123456789012/q";
    for right in [
        &format!("200 {{\"QueueUrl\":\"{url}\"}}"),
        "200 …/q\"}",
        "200 {\"QueueUrl\":\n  \"$url\"}",
        "200 {\"QueueUrl\":\"$scheme://$host/$account/q\"}",
    ] {
        assert_eq!(told(&story(right)), Vec::<String>::new(), "{right}");
    }
    for wrong in ["200", "200 …/r\"}", "200 {\"QueueUrl\":\"$url\"", "200 {}", "400 …", "200 {\"$a\":\"$a\"}"]
    {
        assert_eq!(told(&story(wrong)).len(), 1, "{wrong}");
    }
}

#[test]
fn a_value_that_has_a_name_stays_the_same() {
    let story = "--- t ---\njson CreateQueue {\"QueueName\":\"q\"} -> 200 …\n\
         json SendMessage {\"QueueUrl\":\"q\",\"MessageBody\":\"a\"} -> 200 …\"MessageId\":\"$id\"}\n\
         json SendMessage {\"QueueUrl\":\"q\",\"MessageBody\":\"$id\"} -> 200 …\"MessageId\":\"$id\"}\n";
    assert_eq!(told(story).len(), 1);
    let unnamed = told(&story.replace("$id\"}\n", "$other\"}\n"));
    assert!(unnamed[0].ends_with("nothing is called $id"), "{unnamed:?}");
}

#[test]
fn an_update_of_the_wire_keeps_the_request_s_lines() {
    let story = "--- t ---\njson PurgeQueue\n  {\"QueueUrl\":\"q\"}\n  -> 200\n  or so\njson CreateQueue {} -> 400 MissingParameter …\n";
    let failures = failures(story, true).expect("the story is well formed");
    let answer = "-> 400 AWS.SimpleQueueService.NonExistentQueue The specified queue does not exist.";
    assert_eq!(rewritten(story, &failures), story.replace("-> 200\n  or so", answer));
}
