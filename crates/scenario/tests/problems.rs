//! What is wrong with a file is told with its place and with what to do.

use expect_test::{Expect, expect};
use scenario::{Problem, Scenario};
use serde_json::{Value, json};

fn good() -> Value {
    json!({
        "format": 1,
        "id": "good",
        "title": { "en": "Good" },
        "summary": { "en": "Nothing is wrong here." },
        "duration": "60s",
        "queues": [
            { "id": "orders", "dlq": { "target": "dead", "maxReceiveCount": 3 }, "aws": { "shards": 2 } },
            { "id": "dead" },
            { "id": "lanes", "type": "fifo" }
        ],
        "topics": [],
        "producers": [
            { "id": "web", "to": "orders", "rate": { "steps": [["0s", 1], ["10s", 2.5]] } },
            { "id": "shop", "to": "lanes", "rate": 1, "groups": 2, "size": "1KiB" }
        ],
        "consumers": [
            { "id": "w", "from": "orders", "kind": "poller", "count": 2, "wait": "20s", "scale": null },
            { "id": "f", "from": "lanes", "wait": "20s", "work": { "lognormal": ["800ms", 0.5] } }
        ],
        "faults": [{ "id": "crash", "at": "5s", "crash": "w/1", "for": "5s" }, { "at": "6s", "secondCopy": "orders" }],
        "claims": [
            { "id": "kept", "kind": "always", "text": { "en": "Kept." }, "expr": "nothing_lost(orders)" },
            { "id": "late", "kind": "sometimes", "text": { "en": "Late." }, "expr": "received_at(M1, 2, 40s)" }
        ],
        "knobs": [{ "path": "queues.orders.visibilityTimeout", "min": "0s", "max": "12h", "presets": ["30s"] }],
        "locks": ["producers"],
        "story": [{ "at": "0s", "md": { "en": "Once." }, "focus": "queue:orders", "say": { "en": "Once." } }],
        "quiz": [{
            "id": "q", "at": "0s", "ask": { "en": "What?" }, "type": "single",
            "options": [
                { "id": "a", "t": { "en": "This." }, "claim": "kept" },
                { "id": "b", "t": { "en": "That." }, "if": "empty(dead)", "because": { "en": "No." } }
            ],
            "evidence": { "at": "5s", "message": "M1" },
            "explain": { "en": "So." }
        }],
        "goals": [],
        "x-notes": { "anything": ["goes"] }
    })
}

/// Puts a value at a pointer; its last part may be new.
fn put(file: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
    match file.pointer_mut(parent).expect("the parent is there") {
        Value::Object(fields) => drop(fields.insert(key.to_owned(), value)),
        Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value,
        other => panic!("{other} has no parts"),
    }
}

fn problems(file: &Value, edits: &[(&str, &str)]) -> Vec<Problem> {
    let edits: Vec<(String, String)> =
        edits.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    Scenario::read(&file.to_string(), &edits).err().unwrap_or_default()
}

fn told(problems: &[Problem]) -> String {
    let lines: Vec<String> =
        problems.iter().map(|it| format!("{} | {} | {}", it.at, it.message, it.hint)).collect();
    lines.join("\n")
}

/// Each change of the good file on its own, and what is told of it.
fn check(changes: &[(&str, Value)], expected: Expect) {
    let mut out = String::new();
    for (pointer, value) in changes {
        let mut file = good();
        put(&mut file, pointer, value.clone());
        let problems = problems(&file, &[]);
        assert!(!problems.is_empty(), "{pointer} = {value} is accepted");
        for problem in &problems {
            assert!(problem.at.is_empty() || problem.at.starts_with('/'), "{problem:?}");
            assert!(!problem.message.is_empty() && !problem.hint.is_empty(), "{problem:?}");
        }
        out.push_str(&told(&problems));
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn the_good_file_is_good() {
    assert_eq!(problems(&good(), &[]), []);
}

#[test]
fn fields() {
    check(
        &[
            ("/visibilty", json!(1)),
            ("/queues/0/visibilityTimout", json!("30s")),
            ("/queues/0/a~b", json!(1)),
            ("/consumers/0/zzz", json!(1)),
            ("/title", json!({ "de": "Gut" })),
            ("/title", json!("Good")),
            ("/title", json!({ "en": " " })),
            ("/title", json!({ "en": "Good", "EN": "Good", "de": 3 })),
            ("/id", json!("Good Things")),
            ("/id", json!(null)),
            ("/format", json!(2)),
            ("/format", json!("1")),
            ("/topics", json!("news")),
            ("/goals", json!([{ "id": "g" }])),
            ("/consumers/0/scale", json!({ "max": 3 })),
            ("/quiz/0/seeds", json!([50, 1])),
            ("/quiz/0/check", json!("count(x) == 3")),
            ("/queues", json!([])),
            ("/queues", json!({})),
            ("/source", json!({ "title": "AWS" })),
            ("/source", json!({ "title": "AWS", "url": "javascript:alert(1)" })),
            ("/locks", json!(["producers.wob"])),
            ("/drift", json!({ "today": { "en": "120,000." }, "asOf": "2026-11" })),
            (
                "/drift",
                json!({ "today": { "en": "Long. ".repeat(70) }, "exam": { "en": "20,000." }, "asOf": "soon" }),
            ),
        ],
        expect![[r#"
            /visibilty | There is no field `visibilty` here. | Known here: `$schema`, `format`, `id`, `title`, `summary`, `notice`, `level`, `exam`, `concepts`, `awsFactsAsOf`, `source`, `seed`, ….
            /queues/0/visibilityTimout | There is no field `visibilityTimout` here. | Did you mean `visibilityTimeout`?
            /queues/0/a~0b | There is no field `a~b` here. | Known here: `id`, `name`, `type`, `visibilityTimeout`, `retention`, `delay`, `receiveWait`, `contentBasedDeduplication`, `dlq`, `maximumMessageSize`, `deduplicationScope`, `throughputLimit`, ….
            /consumers/0/zzz | There is no field `zzz` here. | Known here: `id`, `from`, `accept`, `as`, `kind`, `count`, `batch`, `wait`, `work`, `failure`, `deletes`, `idempotent`, ….
            /title | The English text is missing. | Add `"en": "…"`.
            /title | Expected a text by language, found the text `Good`. | For example { "en": "…" }.
            /title/en | The English text is empty. | Write a sentence.
            /title/EN | `EN` is not a language. | Use a code such as `en` or `pt-BR`.
            /title/de | Expected a text, found the number 3. | For example "…".
            /id | `Good Things` is not an id. | Use 1 to 32 lower-case letters, digits and hyphens.
            /id | Expected an id, found nothing (null). | For example "orders".
            /format | Format 2 is not known. | Write `"format": 1`.
            /format | Expected a whole number from 0 to 4294967295, found the text `1`. | For example 3, without quotes.
            /topics | Expected a list, found the text `news`. | For example [ … ].
            /goals/0 | The field `text` is missing. | Add `"text": …` here.
            /goals/0 | The field `pass` is missing. | Add `"pass": …` here.
            /goals/0 | The field `solutions` is missing. | Add `"solutions": …` here.
            /consumers/0/scale | Nothing makes this group grow or shrink. | Write `"target": { "backlogPerWorker": 100 }`, or `steps` on an alarm.
            /quiz/0/seeds | Seeds are the first and the last of them. | For example [1, 50].
            /quiz/0/check | There is no kind of event `x` (column 7). | Known here: `queue_created`, `queue_deleted`, `queue_purged`, `sent`, `deduplicated`, `received`, `empty_receive`, `poll_parked`, `poll_answered`, `poll_abandoned`, `deleted`, `deleted_again`, ….
            /queues | There is no queue. | Add `{ "id": "orders" }`.
            /producers/0/to | There is no queue `orders`. | There is none in this scenario.
            /producers/1/to | There is no queue `lanes`. | There is none in this scenario.
            /consumers/0/from | There is no queue `orders`. | There is none in this scenario.
            /consumers/1/from | There is no queue `lanes`. | There is none in this scenario.
            /faults/1/secondCopy | There is no queue `orders`. | There is none in this scenario.
            /claims/0/expr | There is no queue `orders` (column 14). | There is none in this scenario.
            /story/0/focus | There is no queue `orders`. | There is none in this scenario.
            /knobs/0/path | queues has no `orders`. | There is none in this scenario.
            /queues | Expected a list, found an object. | For example [ … ].
            /source | The field `url` is missing. | Add `"url": …` here.
            /source/url | `javascript:alert(1)` is no address. | Write `https://…`.
            /locks/0 | `producers.wob` leads nowhere. | Write a list (`producers`), an item (`producers.web`) or a value's dotted path.
            /drift | The field `exam` is missing. | Add `"exam": …` here.
            /drift/today | This text has at most 400 characters. | Shorten it.
            /drift/asOf | `soon` is no month and no day. | Write `2026-11` or `2026-11-21`.
        "#]],
    );
}

#[test]
fn values() {
    check(
        &[
            ("/duration", json!("60")),
            ("/duration", json!(60)),
            ("/duration", json!("401d")),
            ("/duration", json!("0s")),
            ("/queues/0/visibilityTimeout", json!("12h1s")),
            ("/queues/0/visibilityTimeout", json!("1.5s")),
            ("/queues/0/retention", json!("59s")),
            ("/queues/0/retention", json!("15d")),
            ("/queues/0/delay", json!("16m")),
            ("/queues/0/receiveWait", json!("21s")),
            ("/queues/0/type", json!("express")),
            ("/queues/0/name", json!("or ders")),
            ("/queues/2/name", json!("lanes")),
            ("/queues/0/aws/shards", json!(65)),
            ("/queues/0/aws/sample", json!(3)),
            ("/queues/0/aws/doubleDelivery", json!(1.5)),
            ("/queues/0/dlq/maxReceiveCount", json!(0)),
            ("/producers/0/rate", json!(10001)),
            ("/producers/0/rate", json!(-1)),
            ("/producers/0/rate", json!(0.0001)),
            ("/producers/0/rate", json!("5")),
            ("/producers/0/rate/steps", json!([])),
            ("/producers/0/rate/steps", json!([["1s", 5]])),
            ("/producers/0/rate/steps", json!([["0s", 5], ["0s", 6]])),
            ("/producers/0/rate/steps", json!([["0s"]])),
            ("/producers/0/size", json!("2MiB")),
            ("/producers/0/size", json!("1kb")),
            ("/producers/1/groups", json!(10001)),
            ("/producers/0/latency", json!("0s")),
            ("/producers/0/count", json!(1.5)),
            ("/consumers/0/batch", json!(11)),
            ("/consumers/0/count", json!(0)),
            ("/consumers/0/kind", json!("lambda")),
            ("/consumers/0/wait", json!("1m")),
            ("/consumers/0/work", json!({ "uniform": ["3s", "1s"] })),
            ("/consumers/0/work", json!({ "fixed": "1s", "exponential": "1s" })),
            ("/consumers/0/work", json!({ "gamma": "1s" })),
            ("/consumers/0/work", json!({ "lognormal": ["1s", 9] })),
            ("/consumers/0/failure", json!(2)),
            ("/faults/0/for", json!("0s")),
            ("/faults/0/secondCopy", json!("orders")),
            ("/faults/1", json!({ "at": "1s" })),
            ("/story/0/at", json!("soon")),
            ("/quiz/0/type", json!("many")),
        ],
        expect![[r#"
            /duration | `60` is not a duration: a unit is missing after the number. | Write numbers with ms, s, m, h or d: `30s`, `1m30s`, `4d`.
            /duration | Expected a duration, found the number 60. | For example "30s", "1m30s", "4d".
            /duration | `401d` is out of range. | Allowed are 1ms to 400d.
            /duration | `0s` is out of range. | Allowed are 1ms to 400d.
            /queues/0/visibilityTimeout | `12h1s` is out of range. | Allowed are 0s to 12h in whole seconds, as in AWS.
            /queues/0/visibilityTimeout | `1s500ms` is out of range. | Allowed are 0s to 12h in whole seconds, as in AWS.
            /queues/0/retention | `59s` is out of range. | Allowed are 1m to 14d in whole seconds, as in AWS.
            /queues/0/retention | `15d` is out of range. | Allowed are 1m to 14d in whole seconds, as in AWS.
            /queues/0/delay | `16m` is out of range. | Allowed are 0s to 15m in whole seconds, as in AWS.
            /queues/0/receiveWait | `21s` is out of range. | Allowed are 0s to 20s in whole seconds, as in AWS.
            /queues/0/type | Expected one of: `standard` `fifo`, found the text `express`. | For example "standard".
            /queues/0/name | `or ders` is no name for this queue. | AWS allows 1 to 80 of A-Z, a-z, 0-9, `-` and `_`; FIFO names end in `.fifo`.
            /queues/2/name | `lanes` is no name for this queue. | AWS allows 1 to 80 of A-Z, a-z, 0-9, `-` and `_`; FIFO names end in `.fifo`.
            /queues/0/aws/shards | `65` is out of range. | Allowed are 1 to 64.
            /queues/0/aws/sample | `3` is out of range. | Allowed are 1 to 2.
            /queues/0/aws/doubleDelivery | Expected a share from 0 to 1 with at most six decimals, found the number 1.5. | For example 0.02.
            /queues/0/dlq/maxReceiveCount | `0` is out of range. | Allowed are 1 to 1000.
            /producers/0/rate | Expected messages a second, from 0 to 10000 with at most three decimals, found the number 10001. | For example 80 or 0.5.
            /producers/0/rate | Expected messages a second, from 0 to 10000 with at most three decimals, found the number -1. | For example 80 or 0.5.
            /producers/0/rate | Expected messages a second, from 0 to 10000 with at most three decimals, found the number 0.0001. | For example 80 or 0.5.
            /producers/0/rate | Expected messages a second, or steps of it, found the text `5`. | For example 5, 0.5, or { "steps": [["0s", 5], ["60s", 80]] }.
            /producers/0/rate/steps | There are 0 steps. | Write 1 to 64 steps.
            /producers/0/rate/steps/0/0 | The first step does not begin at 0s. | Write `"0s"`.
            /producers/0/rate/steps/1/0 | A step does not begin after the one before it. | Order the steps by time.
            /producers/0/rate/steps/0 | Expected an instant and a rate, found a list. | For example ["60s", 80].
            /producers/0/size | `2097152` is out of range. | Allowed are 1 to 1048576.
            /producers/0/size | Expected a size in bytes, found the text `1kb`. | For example "1KiB", "200B" or 200.
            /producers/1/groups | `10001` is out of range. | Allowed are 0 to 10000.
            /producers/0/latency | `0s` is out of range. | Allowed are 1ms to 1m.
            /producers/0/count | Expected a whole number from 0 to 4294967295, found the number 1.5. | For example 3, without quotes.
            /consumers/0/batch | `11` is out of range. | Allowed are 1 to 10.
            /consumers/0/count | A consumer has no worker. | Write 1 or more.
            /faults/0/crash | There is no worker `w/1`. | `w` has the workers `w/1` to `w/0`.
            /consumers/0/count | A Lambda function does not set this. | Leave it out: the event source mapping polls, and deletes what the function has done.
            /consumers/0/wait | A Lambda function does not set this. | Leave it out: the event source mapping polls, and deletes what the function has done.
            /consumers/0/wait | `1m` is out of range. | Allowed are 0s to 20s in whole seconds, as in AWS.
            /consumers/0/work/uniform | The first value is larger than the second. | Swap them.
            /consumers/0/work | Expected exactly one distribution, found an object. | For example "1s", { "uniform": ["1s", "3s"] }, { "exponential": "1s" } or { "lognormal": ["800ms", 0.5] }.
            /consumers/0/work/gamma | There is no field `gamma` here. | Known here: `fixed`, `uniform`, `exponential`, `lognormal`.
            /consumers/0/work/gamma | Expected the values of a distribution, found the text `1s`. | For example "1s", { "uniform": ["1s", "3s"] }, { "exponential": "1s" } or { "lognormal": ["800ms", 0.5] }.
            /consumers/0/work/lognormal/1 | Expected a sigma from 0 to 3 with at most three decimals, found the number 9. | For example 0.5.
            /consumers/0/failure | Expected a share from 0 to 1 with at most six decimals, found the number 2. | For example 0.02.
            /faults/0/for | `0s` is out of range. | Allowed are 1ms to 400d.
            /faults/0 | A fault is exactly one thing that goes wrong. | Write exactly one of `crash`, `secondCopy`, `hang`, `slow`, `stop`, `zoneOutage`, `loseRequest`, `loseReply`, `redrive`, `cancelRedrive`, `purge`, `change`.
            /faults/1 | A fault is exactly one thing that goes wrong. | Write exactly one of `crash`, `secondCopy`, `hang`, `slow`, `stop`, `zoneOutage`, `loseRequest`, `loseReply`, `redrive`, `cancelRedrive`, `purge`, `change`.
            /story/0/at | `soon` is not a duration: a duration begins with a number. | Write numbers with ms, s, m, h or d: `30s`, `1m30s`, `4d`.
            /quiz/0/type | Expected one of: `single` `multi` `number` `order` `moment` `knob`, found the text `many`. | For example "single".
        "#]],
    );
}

#[test]
fn references() {
    check(
        &[
            ("/producers/0/to", json!("order")),
            ("/consumers/0/from", json!("nowhere")),
            ("/queues/0/dlq/target", json!("daed")),
            ("/queues/0/dlq/target", json!("lanes")),
            ("/queues/1/id", json!("orders")),
            ("/queues/1/name", json!("orders")),
            ("/faults/0/crash", json!("w/3")),
            ("/faults/0/crash", json!("w")),
            ("/faults/0/crash", json!("v/1")),
            ("/faults/1/secondCopy", json!("lanes")),
            ("/faults/1/id", json!("crash")),
            ("/queues/0/contentBasedDeduplication", json!(true)),
            ("/queues/0/aws/fifoLookahead", json!(10)),
            ("/queues/2/aws", json!({ "shards": 3, "reorder": 2 })),
            ("/producers/1/groups", json!(0)),
            ("/producers/1/delay", json!("5s")),
            ("/claims/0/expr", json!("nothing_lots(orders)")),
            ("/claims/0/expr", json!("nothing_lost(orders, 3)")),
            ("/claims/0/expr", json!("nothing_lost(oders)")),
            ("/claims/0/expr", json!("nothing_lost")),
            ("/claims/0/expr", json!("drained_at(orders, 5, 40s, 30s)")),
            ("/claims/0/expr", json!("peak_visible(orders, few, 3)")),
            ("/claims/1/expr", json!("received_at(m1, 2, 40s)")),
            ("/claims/1/expr", json!("received_at(M1, 2, 40)")),
            ("/claims/1/expr", json!("deleted_by_another(M1, w/9)")),
            ("/claims/1/id", json!("kept")),
            ("/knobs/0/path", json!("queues.orders.visibilityTimout")),
            ("/knobs/0/path", json!("queues.0.visibilityTimeout")),
            ("/knobs/0/path", json!("producers.web.rate")),
            ("/knobs/0/path", json!("producers.web.to")),
            ("/knobs/0/path", json!("consumers.f.visibilityTimeout")),
            ("/knobs/0/min", json!("13h")),
            ("/knobs/0/max", json!(null)),
            ("/knobs/0/presets", json!(["30s", "13h", "x"])),
            ("/story/0/focus", json!("queue:ordres")),
            ("/story/0/focus", json!("orders")),
            ("/quiz/0/options/0/claim", json!("lept")),
            ("/quiz/0/options/0/if", json!("empty(dead)")),
            ("/quiz/0/options/1/if", json!("emptied(dead)")),
            ("/quiz/0/options/1/id", json!("a")),
            ("/quiz/0/options", json!([{ "id": "a", "t": { "en": "This." }, "claim": "kept" }])),
            ("/quiz/0/evidence/message", json!("first")),
        ],
        expect![[r#"
            /producers/0/to | There is no queue `order`. | Did you mean `orders`?
            /consumers/0/from | There is no queue `nowhere`. | Known here: `orders`, `dead`, `lanes`.
            /queues/0/dlq/target | There is no queue `daed`. | Did you mean `dead`?
            /queues/0/dlq/target | The dead-letter queue `lanes` is of the other type. | AWS wants both to be standard or both FIFO.
            /queues/1/id | The id `orders` stands twice. | Give each its own id.
            /queues/0/dlq/target | There is no queue `dead`. | Known here: `orders`, `orders`, `lanes`.
            /queues/1/name | Two queues have the name `orders`. | Give each its own name.
            /faults/0/crash | There is no worker `w/3`. | `w` has the workers `w/1` to `w/2`.
            /faults/0/crash | `w` is not a worker. | Write the consumer's id, a slash and the worker's number from 1: `w/1`.
            /faults/0/crash | There is no consumer `v`. | Known here: `w`, `f`.
            /faults/1/secondCopy | A FIFO queue never hands out a second copy. | Name a standard queue.
            /faults | Two faults have the id `crash`. | Give each its own id.
            /queues/0/contentBasedDeduplication | A standard queue does not deduplicate. | Leave the field out, or write `"type": "fifo"`.
            /queues/0/aws/fifoLookahead | Only FIFO queues have this. | Leave the field out.
            /queues/2/aws/shards | Only standard queues have this. | Leave the field out.
            /queues/2/aws/reorder | Only standard queues have this. | Leave the field out.
            /producers/1/groups | A FIFO queue wants a message group. | Write 1 or more, or leave it out.
            /producers/1/delay | Messages of a FIFO queue have no delay of their own. | Set `delay` on the queue instead.
            /claims/0/expr | There is no function `nothing_lots` (column 1). | Did you mean `nothing_lost`?
            /claims/0/expr | `nothing_lost` takes 1 argument, not 2 (column 1). | Write `nothing_lost(queue)`.
            /claims/0/expr | There is no queue `oders` (column 14). | Did you mean `orders`?
            /claims/0/expr | `nothing_lost` stands alone and has no value (column 1). | `nothing_lost` needs parentheses: `nothing_lost(…)`.
            /claims/0/expr | The range's start is after its end (column 1). | Swap the two values.
            /claims/0/expr | `few` is not a whole number (column 22). | Write digits: `3`.
            /claims/1/expr | `m1` is not a message's label (column 13). | Write the group's letters and the number of the send: `A7`, or `M1` without groups.
            /claims/1/expr | `40` is not an instant: a unit is missing after the number (column 20). | Write the time since the start: `40s`.
            /claims/1/expr | There is no worker `w/9` (column 24). | `w` has the workers `w/1` to `w/2`.
            /claims/1/id | The id `kept` stands twice. | Give each its own id.
            /knobs/0/path | queues have no value `visibilityTimout` to edit. | Did you mean `visibilityTimeout`?
            /knobs/0/path | queues has no `0`. | Known here: `orders`, `dead`, `lanes`.
            /knobs/0/min | `0s` does not fit this knob. | Write for example `"min": "1"`.
            /knobs/0/max | `12h` does not fit this knob. | Write for example `"max": "10"`.
            /knobs/0/choices | This knob has nothing to choose from. | Write 2 to 12: `"choices": [{ "value": "steady", "label": { "en": "Steady" } }, …]`.
            /knobs/0/presets/0 | `30s` is not in the range of the knob. | Keep presets between `min` and `max`.
            /knobs/0/path | The file gives `consumers.f.visibilityTimeout` no value. | Write the value in the file, so that the control has something to begin with.
            /knobs/0/max | `max` is not larger than `min`. | Widen the range.
            /knobs/0/max | This knob needs a range. | Write for example `"max": "2m"`.
            /knobs/0/presets/1 | `13h` is not in the range of the knob. | Keep presets between `min` and `max`.
            /knobs/0/presets/2 | `x` is not in the range of the knob. | Keep presets between `min` and `max`.
            /story/0/focus | There is no queue `ordres`. | Did you mean `orders`?
            /story/0/focus | `orders` is nothing to look at. | Write `queue:orders`, `producer:web`, `consumer:w` or `worker:w/1`.
            /quiz/0/options/0/claim | There is no claim `lept`. | Did you mean `kept`?
            /quiz/0/options/0 | An answer needs exactly one thing that decides it. | Write either `claim` (the id of a claim) or `if` (an expression).
            /quiz/0/options/1/if | There is no function `emptied` (column 1). | Did you mean `empty`?
            /quiz/0/options/1/id | The id `a` stands twice. | Give each its own id.
            /quiz/0/options | A question has at least two answers. | Add one that many believe.
            /quiz/0/evidence/message | `first` is not a message's label. | Write the group's letters and the number of the send: `A7`, or `M1` without groups.
        "#]],
    );
}

/// A list of so many items, made from a number.
fn many(count: u32, item: impl Fn(u32) -> Value) -> Value {
    Value::Array((0..count).map(item).collect())
}

#[test]
fn limits() {
    let claim =
        |i| json!({ "id": format!("c{i}"), "kind": "always", "text": { "en": "X" }, "expr": "empty(dead)" });
    check(
        &[
            ("/queues", {
                let mut queues = good()["queues"].clone();
                let more = many(22, |i| json!({ "id": format!("q{i}") }));
                queues.as_array_mut().expect("a list").extend(more.as_array().expect("a list").clone());
                queues
            }),
            ("/producers", many(25, |i| json!({ "id": format!("p{i}"), "to": "orders", "rate": 1 }))),
            ("/consumers/1/count", json!(1_999)),
            ("/faults", many(201, |_| json!({ "at": "1s", "secondCopy": "orders" }))),
            ("/claims", many(65, |i| if i == 0 { good()["claims"][0].clone() } else { claim(i) })),
            ("/producers/0/rate", json!(10000)),
            (
                "/consumers/0",
                json!({ "id": "w", "from": "orders", "count": 900, "wait": "0s", "latency": "1ms" }),
            ),
            ("/duration", json!("400d")),
        ],
        expect![[r#"
            /queues | There are 25 queues; at most 24 are allowed. | Leave some out.
            /producers | There are 25 producers; at most 24 are allowed. | Leave some out.
            /consumers | There are 2001 workers; at most 2000 are allowed. | Lower `count`.
            /faults | There are 201 faults; at most 200 are allowed. | Leave some out.
            /claims | There are 65 claims; at most 64 are allowed. | Leave some out.
            /duration | About 4,800,498 events are expected; a run has at most 2,000,000. | Shorten the duration, lower rates or workers, or let consumers wait longer (`wait`).
            /duration | About 54,001,566 events are expected; a run has at most 2,000,000. | Shorten the duration, lower rates or workers, or let consumers wait longer (`wait`).
            /duration | About 983,224,104 events are expected; a run has at most 2,000,000. | Shorten the duration, lower rates or workers, or let consumers wait longer (`wait`).
        "#]],
    );
}

#[test]
fn whole_files() {
    for (json, what) in [
        (String::new(), "empty"),
        ("{".to_owned(), "cut off"),
        ("[]".to_owned(), "a list"),
        ("null".to_owned(), "null"),
        (format!("{{\"x-long\": \"{}\"}}", "x".repeat(70_000)), "too long"),
        (format!("{{\"x-deep\": {}{}}}", "[".repeat(40), "]".repeat(40)), "too deep"),
        ("[".repeat(60_000), "far too deep"),
        ("{}".to_owned(), "without fields"),
    ] {
        let problems = Scenario::read(&json, &[]).expect_err(what);
        assert!(
            !problems.is_empty() && problems.iter().all(|it| !it.hint.is_empty()),
            "{what}: {problems:?}"
        );
    }
    let missing = Scenario::read("{}", &[]).expect_err("everything is missing");
    assert_eq!(missing.len(), 5, "all missing fields are told at once: {missing:#?}");
}

#[test]
fn all_problems_are_told_at_once() {
    let mut file = good();
    put(&mut file, "/queues/0/visibilityTimeout", json!("13h"));
    put(&mut file, "/producers/0/to", json!("order"));
    put(&mut file, "/claims/0/expr", json!("empty(ded)"));
    put(&mut file, "/story/0/focus", json!("queue:ordres"));
    let problems = problems(&file, &[]);
    let places: Vec<&str> = problems.iter().map(|it| it.at.as_str()).collect();
    assert_eq!(
        places,
        ["/queues/0/visibilityTimeout", "/producers/0/to", "/claims/0/expr", "/story/0/focus"],
        "{problems:#?}"
    );
}

#[test]
fn edits() {
    let edits = [
        ("queues.orders.visibilityTimout", "90s"),
        ("queues.order.visibilityTimeout", "90s"),
        ("queue.orders.visibilityTimeout", "90s"),
        ("queues.orders", "90s"),
        ("queues", "90s"),
        ("", "90s"),
        ("queues.orders.visibilityTimeout", "90"),
        ("queues.orders.visibilityTimeout", "13h"),
        ("queues.orders.visibilityTimeout", ""),
        ("queues.orders.dlq", "3"),
        ("queues.dead.dlq.maxReceiveCount", "3"),
        ("queues.orders.aws.shards", "100"),
        ("consumers.w.count", "-1"),
        ("consumers.w.count", "0"),
        ("consumers.w.count", "1"),
        ("consumers.w.failure", "1e-3"),
        ("consumers.w.failure", "2"),
        ("consumers.w.idempotent", "yes"),
        ("consumers.w.from", "nowhere"),
        ("producers.web.rate.1", "5"),
        ("faults.crash.at", "soon"),
        ("faults.crsh.at", "5s"),
        ("duration", "1y"),
        ("seed", "3"),
    ];
    let mut out = String::new();
    for edit in edits {
        let mut file = good();
        file["claims"][1]["expr"] = json!("deleted_by_another(M1, w/2)");
        let problems = problems(&file, &[edit]);
        assert!(!problems.is_empty(), "{edit:?} is accepted");
        assert!(problems.iter().all(|it| !it.hint.is_empty()), "{problems:?}");
        out.push_str(&format!("{}={}: {}\n", edit.0, edit.1, told(&problems)));
    }
    expect![[r#"
        queues.orders.visibilityTimout=90s: queues.orders.visibilityTimout | queues have no value `visibilityTimout` to edit. | Did you mean `visibilityTimeout`?
        queues.order.visibilityTimeout=90s: queues.order.visibilityTimeout | queues has no `order`. | Did you mean `orders`?
        queue.orders.visibilityTimeout=90s: queue.orders.visibilityTimeout | There is nothing called `queue` to edit. | Did you mean `queues`?
        queues.orders=90s: queues.orders | The path stops before a value. | Known here: `visibilityTimeout`, `retention`, `delay`, `receiveWait`, `contentBasedDeduplication`, `maximumMessageSize`, `deduplicationScope`, `throughputLimit`, `dlq`, `dlq.target`, `dlq.maxReceiveCount`, `aws.shards`, ….
        queues=90s: queues | queues has no ``. | Known here: `orders`, `dead`, `lanes`.
        =90s:  | There is nothing called `` to edit. | Known here: `queues`, `topics`, `principals`, `producers`, `consumers`, `alarms`, `faults`, `duration`.
        queues.orders.visibilityTimeout=90: queues.orders.visibilityTimeout | `90` is not a duration. | For example `queues.orders.visibilityTimeout=90s`.
        queues.orders.visibilityTimeout=13h: queues.orders.visibilityTimeout | `13h` is out of range. | Allowed are 0s to 12h in whole seconds, as in AWS.
        queues.orders.visibilityTimeout=: queues.orders.visibilityTimeout | `` is not a duration. | For example `queues.orders.visibilityTimeout=90s`.
        queues.orders.dlq=3: queues.orders.dlq | `3` is not `none`, the only value that this path takes. | For example `queues.orders.dlq=none`.
        queues.dead.dlq.maxReceiveCount=3: queues.dead.dlq.maxReceiveCount | `queues.dead.dlq.maxReceiveCount` is not there to be edited. | Edit what the scenario has.
        queues.orders.aws.shards=100: queues.orders.aws.shards | `100` is out of range. | Allowed are 1 to 64.
        consumers.w.count=-1: consumers.w.count | `-1` is not a whole number. | For example `consumers.w.count=3`.
        consumers.w.count=0: consumers.w.count | A consumer has no worker. | Write 1 or more.
        consumers.w.count | `consumers.w.count=0` does not go with `/faults/0/crash`: There is no worker `w/1`. | `w` has the workers `w/1` to `w/0`.
        consumers.w.count | `consumers.w.count=0` does not go with `/claims/1/expr`: There is no worker `w/2` (column 24). | `w` has the workers `w/1` to `w/0`.
        consumers.w.count=1: consumers.w.count | `consumers.w.count=1` does not go with `/claims/1/expr`: There is no worker `w/2` (column 24). | `w` has the workers `w/1` to `w/1`.
        consumers.w.failure=1e-3: consumers.w.failure | `1e-3` is not a share from 0 to 1. | For example `consumers.w.failure=0.02`.
        consumers.w.failure=2: consumers.w.failure | Expected a share from 0 to 1 with at most six decimals, found the number 2. | For example 0.02.
        consumers.w.idempotent=yes: consumers.w.idempotent | `yes` is not true or false. | For example `consumers.w.idempotent=true`.
        consumers.w.from=nowhere: consumers.w.from | There is no queue `nowhere`. | Known here: `orders`, `dead`, `lanes`.
        producers.web.rate.1=5: producers.web.rate.1 | The author of this scenario has locked `producers`. | Leave this edit out.
        faults.crash.at=soon: faults.crash.at | `soon` is not a duration. | For example `faults.crash.at=90s`.
        faults.crsh.at=5s: faults.crsh.at | faults has no `crsh`. | Did you mean `crash`?
        duration=1y: duration | `1y` is not a duration. | For example `duration=90s`.
        seed=3: seed | The seed is no value of the scenario. | Write `seed=…` beside `set`, not in it.
    "#]].assert_eq(&out);
}

#[test]
fn an_edit_is_told_what_it_does_not_go_with() {
    let mut file = good();
    file["faults"][0]["crash"] = json!("w/2");
    file["story"][0]["focus"] = json!("worker:w/2");
    let fewer = [("queues.orders.visibilityTimeout", "90s"), ("consumers.w.count", "1")];
    expect!["consumers.w.count | `consumers.w.count=1` does not go with `/faults/0/crash`: There is no worker `w/2`. | `w` has the workers `w/1` to `w/1`."].assert_eq(&told(&problems(&file, &fewer)));
    let off = [("faults.crash.enabled", "false"), ("consumers.f.count", "3")];
    assert_eq!(problems(&file, &off), []);
}

#[test]
fn a_beat_looks_at_nothing_where_an_edit_took_its_worker() {
    let mut file = good();
    file["story"][0]["focus"] = json!("worker:w/2");
    let edits = [("consumers.w.count".to_owned(), "1".to_owned())];
    let focus = |edits| Scenario::read(&file.to_string(), edits).expect("it reads").story[0].focus.clone();
    assert_eq!(focus(&[]).as_deref(), Some("worker:w/2"));
    assert_eq!(focus(&edits), None);
    file["story"][0]["focus"] = json!("worker:w/3");
    assert_eq!(problems(&file, &[]).len(), 1, "a worker that never was is a mistake");
}

#[test]
fn a_knob_offers_what_the_scenario_takes() {
    assert_eq!(Scenario::check(&good().to_string()), []);
    let mut file = good();
    file["faults"][0]["crash"] = json!("w/2");
    file["knobs"] = json!([
        { "path": "consumers.w.count", "min": 1, "max": 5, "presets": [1, 2] },
        { "path": "queues.orders.visibilityTimeout", "min": "0s", "max": "13h" },
        { "path": "producers.shop.arrivals", "choices": [
            { "value": "steady", "label": { "en": "Steady" } },
            { "value": "now and then", "label": { "en": "Now and then" } }
        ] }
    ]);
    file["locks"] = json!([]);
    expect![[r#"
        /knobs/0/min | With `1` the scenario cannot be read. `consumers.w.count=1` does not go with `/faults/0/crash`: There is no worker `w/2`. | Let the knob offer what the scenario takes. `w` has the workers `w/1` to `w/1`.
        /knobs/1/max | With `13h` the scenario cannot be read. `13h` is out of range. | Let the knob offer what the scenario takes. Allowed are 0s to 12h in whole seconds, as in AWS.
        /knobs/2/choices/1/value | With `now and then` the scenario cannot be read. Expected one of: `steady` `poisson`, found the text `now and then`. | Let the knob offer what the scenario takes. For example "steady"."#]].assert_eq(&told(&Scenario::check(&file.to_string())));
}

#[test]
fn a_knob_chooses_among_words() {
    let choice = |value: &str| json!({ "value": value, "label": { "en": value } });
    let mut file = good();
    let knob =
        json!([{ "path": "producers.shop.arrivals", "choices": [choice("steady"), choice("poisson")] }]);
    file["knobs"] = knob;
    file["locks"] = json!([]);
    let edits = [("producers.shop.arrivals".to_owned(), "poisson".to_owned())];
    let knob = Scenario::read(&file.to_string(), &edits).expect("it reads").knobs.remove(0);
    assert_eq!((knob.default.as_str(), knob.value.as_str()), ("steady", "poisson"));
    assert_eq!(knob.kind, scenario::KnobKind::Choice);
    assert!(knob.takes("poisson") && !knob.takes("always"));
    let words = "producers.shop.arrivals";
    check(
        &[
            ("/knobs", json!([{ "path": words }])),
            ("/knobs", json!([{ "path": words, "choices": [choice("steady")] }])),
            ("/knobs", json!([{ "path": words, "choices": [choice("steady"), choice("steady")] }])),
            ("/knobs", json!([{ "path": words, "choices": [choice("steady"), { "value": "poisson" }] }])),
            ("/knobs", json!([{ "path": "queues.orders.kms.key", "choices": [choice("a"), choice("b")] }])),
            (
                "/knobs",
                json!([{ "path": "consumers.w.deletes", "choices": [choice("true"), choice("false")] }]),
            ),
        ],
        expect![[r#"
            /knobs/0/choices | This knob has nothing to choose from. | Write 2 to 12: `"choices": [{ "value": "steady", "label": { "en": "Steady" } }, …]`.
            /knobs/0/choices | This knob has one choice only. | Write 2 to 12: `"choices": [{ "value": "steady", "label": { "en": "Steady" } }, …]`.
            /knobs/0/choices/1/value | `steady` is there twice. | Give each choice its own word.
            /knobs/0/choices/1 | The field `label` is missing. | Add `"label": …` here.
            /knobs/0/path | The file gives `queues.orders.kms.key` no value. | Write the value in the file, so that the control has something to begin with.
            /knobs/0/choices | This value is no word. | Leave the choices out; write a range or presets.
        "#]],
    );
}

#[test]
fn edits_that_are_fine() {
    let mut file = good();
    file["locks"] = json!([]);
    for (path, value) in [
        ("queues.orders.visibilityTimeout", "1m30s"),
        ("queues.orders.dlq", "none"),
        ("queues.dead.aws.inFlightMax", "5"),
        ("producers.web.rate.1", "0.5"),
        ("producers.web.rate", "7"),
        ("producers.web.count", "none"),
        ("consumers.w.work", "250ms"),
        ("consumers.f.work", "250ms"),
        ("consumers.w.failure", "0.25"),
        ("consumers.w.idempotent", "true"),
        ("faults.crash.enabled", "false"),
        ("faults.crash.for", "none"),
        ("duration", "2m"),
    ] {
        assert_eq!(problems(&file, &[(path, value)]), [], "{path}");
        let edits = [(path.to_owned(), value.to_owned())];
        let plain = Scenario::read(&file.to_string(), &[]).expect("it reads");
        let edited = Scenario::read(&file.to_string(), &edits).expect("it reads");
        let unchanged = path == "producers.web.count";
        assert_eq!(plain.model == edited.model, unchanged, "{path}");
    }
}

#[test]
fn an_edit_that_cannot_be_applied_is_left_out() {
    let edit = |path: &str, value: &str| (path.to_owned(), value.to_owned());
    let edits = [
        edit("queues.orders.visibilityTimeout", "90s"),
        edit("queues.gone.visibilityTimeout", "90s"),
        edit("queues.orders.retention", "1s"),
        edit("consumers.w.batch", "10"),
    ];
    let (scenario, problems) = Scenario::open(&good().to_string(), &edits).expect("the file is good");
    assert_eq!(scenario.edits, [edits[0].clone(), edits[3].clone()]);
    assert_eq!(
        problems.iter().map(|it| it.at.as_str()).collect::<Vec<_>>(),
        ["queues.gone.visibilityTimeout", "queues.orders.retention"]
    );
    assert!(Scenario::open("{}", &edits).is_err());
}

#[test]
fn knobs_know_their_values() {
    let edits = [("queues.orders.visibilityTimeout".to_owned(), "90s".to_owned())];
    let knob = Scenario::read(&good().to_string(), &edits).expect("it reads").knobs.remove(0);
    assert_eq!((knob.default.as_str(), knob.value.as_str()), ("30s", "1m30s"));
    assert_eq!(knob.presets, ["30s"]);
    assert_eq!(knob.kind, scenario::KnobKind::Duration { min_ms: 0, max_ms: 43_200_000, step_ms: 1_000 });
}
