//! Lambda functions in files: what is refused, what filters let through, and the words.

use expect_test::{Expect, expect};
use scenario::{Scenario, text};
use serde_json::{Value, json};
use sim::{
    ConcurrencyBound, ConcurrencyChange, Event, Explanation, InvocationOutcome, Kind, MappingMode,
    MappingView, WaitingBatches, WorkerId,
};
use sqs::MessageId;

/// A file with a standard and a FIFO queue, and a function on one of them.
fn file(consumer: &Value) -> String {
    let file = json!({
        "format": 1,
        "id": "functions",
        "title": { "en": "Functions" },
        "duration": "60s",
        "queues": [{ "id": "orders", "visibilityTimeout": "1m" }, { "id": "lanes", "type": "fifo" }],
        "producers": [{ "id": "web", "to": "orders", "rate": 1 }],
        "consumers": [consumer],
    });
    file.to_string()
}

/// What is told of each function, which is refused.
fn check(consumers: &[Value], expected: Expect) {
    let mut lines = Vec::new();
    for consumer in consumers {
        let mut whole = json!({ "id": "fn", "from": "orders", "kind": "lambda" });
        for (key, value) in consumer.as_object().expect("fields") {
            whole[key] = value.clone();
        }
        let problems = Scenario::read(&file(&whole), &[]).expect_err("it is refused");
        lines.extend(problems.iter().map(|it| format!("{} | {} | {}", it.at, it.message, it.hint)));
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn settings_that_aws_refuses_are_refused() {
    check(
        &[
            json!({ "lambda": { "timeout": "2m" } }),
            json!({ "lambda": { "timeout": "16m" } }),
            json!({ "batch": 11 }),
            json!({ "batch": 10_001, "lambda": { "window": "1s" } }),
            json!({ "lambda": { "window": "301s" } }),
            json!({ "from": "lanes", "lambda": { "window": "1s" } }),
            json!({ "from": "lanes", "batch": 11 }),
            json!({ "lambda": { "maximumConcurrency": 1 } }),
            json!({ "lambda": { "maximumConcurrency": 5, "provisioned": { "min": 2 } } }),
            json!({ "lambda": { "provisioned": { "min": 5, "max": 4 } } }),
            json!({ "lambda": { "reserved": 1_001 } }),
            json!({ "lambda": { "coldStart": "11s" } }),
            json!({ "lambda": { "answers": "none" } }),
            json!({ "count": 3, "deletes": false }),
            json!({ "kind": "poller", "lambda": {} }),
        ],
        expect![[r#"
            /consumers/0/lambda/timeout | The queue's visibility timeout of 1m is less than the function's timeout of 2m: AWS refuses such a mapping. | Raise the queue's `visibilityTimeout` to at least 2m; AWS recommends six times as much, 12m.
            /consumers/0/lambda/timeout | `16m` is out of range. | Allowed are 1s to 15m.
            /consumers/0/lambda/window | Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10. | Write a `window` of 1s or more, or a `batch` of 10 or less.
            /consumers/0/batch | `10001` is out of range. | Allowed are 1 to 10000.
            /consumers/0/lambda/window | `5m1s` is out of range. | Allowed are 0s to 5m in whole seconds, as in AWS.
            /consumers/0/lambda/window | A FIFO queue has no batching window. | Leave `window` out: a FIFO queue's batches do not wait.
            /consumers/0/batch | `11` is out of range. | Allowed are 1 to 10.
            /consumers/0/lambda/maximumConcurrency | `1` is out of range. | Allowed are 2 to 1000.
            /consumers/0/lambda/provisioned | Provisioned pollers exclude `maximumConcurrency`. | Leave one of the two out.
            /consumers/0/lambda/provisioned/max | `4` is out of range. | Allowed are 5 to 200.
            /consumers/0/lambda/reserved | `1001` is out of range. | Allowed are 0 to 1000.
            /consumers/0/lambda/coldStart | `11s` is out of range. | Allowed are 0s to 10s.
            /consumers/0/lambda/answers | Expected one of: `exception` `listed` `onlyFailed` `emptyList` `nothing` `invalidJson` `emptyIdentifier` `nullIdentifier` `wrongKey` `unknownIdentifier`, found the text `none`. | For example "exception".
            /consumers/0/count | A Lambda function does not set this. | Leave it out: the event source mapping polls, and deletes what the function has done.
            /consumers/0/deletes | A Lambda function does not set this. | Leave it out: the event source mapping polls, and deletes what the function has done.
            /consumers/0/lambda | A poller is no function. | Write `"kind": "lambda"` beside it, or leave it out."#]],
    );
}

#[test]
fn filter_patterns_that_aws_refuses_are_refused() {
    check(
        &[
            json!({ "lambda": { "filter": "new" } }),
            json!({ "lambda": { "filter": { "body": "new" } } }),
            json!({ "lambda": { "filter": { "body": { "status": "new" } } } }),
            json!({ "lambda": { "filter": { "body": { "status": [] } } } }),
            json!({ "lambda": { "filter": { "body": { "status": [{ "like": "n" }] } } } }),
            json!({ "lambda": { "filter": { "body": { "price": [{ "numeric": [">"] }] } } } }),
            json!({ "lambda": { "filter": { "messageId": ["1"] } } }),
            json!({ "lambda": { "filter": [] } }),
        ],
        expect![[r#"
            /consumers/0/lambda/filter | Invalid filter pattern definition. | For example `{ "body": { "status": ["new"] } }`: lists of values at the ends.
            /consumers/0/lambda/filter | Invalid filter pattern definition. | For example `{ "body": { "status": ["new"] } }`: lists of values at the ends.
            /consumers/0/lambda/filter | Invalid filter pattern definition. | For example `{ "body": { "status": ["new"] } }`: lists of values at the ends.
            /consumers/0/lambda/filter | Invalid filter pattern definition. | For example `{ "body": { "status": ["new"] } }`: lists of values at the ends.
            /consumers/0/lambda/filter | Invalid filter pattern definition. | For example `{ "body": { "status": ["new"] } }`: lists of values at the ends.
            /consumers/0/lambda/filter | Invalid filter pattern definition. | For example `{ "body": { "status": ["new"] } }`: lists of values at the ends.
            /consumers/0/lambda/filter | Only `body` can be filtered for SQS, not `messageId`. | For example `{ "body": { "status": ["new"] } }`: lists of values at the ends.
            /consumers/0/lambda/filter | There are 0 patterns. | Write 1 to 5 patterns."#]],
    );
}

#[test]
fn a_function_can_be_edited() {
    let whole = json!({ "id": "fn", "from": "orders", "kind": "lambda", "batch": 5 });
    let edits = [
        ("lambda.timeout", "10s"),
        ("lambda.window", "5s"),
        ("batch", "100"),
        ("lambda.maximumConcurrency", "7"),
        ("lambda.partialFailures", "true"),
        ("lambda.ramp", "before-2023"),
    ];
    let edits = edits.map(|(path, value)| (format!("consumers.fn.{path}"), value.to_owned()));
    let scenario = Scenario::read(&file(&whole), &edits).expect("it is legal");
    let consumer = &scenario.model.consumers[0];
    let lambda = consumer.lambda.as_ref().expect("it is a function");
    assert_eq!((consumer.batch, lambda.timeout_us, lambda.window_us), (100, 10_000_000, 5_000_000));
    assert_eq!((lambda.maximum_concurrency, lambda.answer), (Some(7), sim::FunctionAnswer::Listed));
}

const A7: MessageId = MessageId { serial: 7, slot: 0 };
const FN2: WorkerId = WorkerId { consumer: 0, index: 1 };

/// A model gives the names; its messages go by their number.
fn names() -> std::sync::Arc<sim::Model> {
    let whole = json!({ "id": "fn", "from": "orders", "kind": "lambda" });
    Scenario::read(&file(&whole), &[]).expect("it is legal").model
}

#[test]
fn events_have_words() {
    let outcome = |outcome| Kind::InvocationEnded { worker: FN2, outcome };
    let changed = |limit, why| Kind::ConcurrencyChanged { consumer: 0, limit, why };
    let kinds = [
        Kind::Polled { consumer: 0, message: A7 },
        Kind::Invoked { worker: FN2, messages: 10, cold: false },
        Kind::Invoked { worker: FN2, messages: 1, cold: true },
        outcome(InvocationOutcome::Succeeded),
        outcome(InvocationOutcome::PartlyFailed),
        outcome(InvocationOutcome::Failed),
        outcome(InvocationOutcome::TimedOut),
        outcome(InvocationOutcome::BadAnswer),
        Kind::InvocationThrottled { consumer: 0, messages: 3 },
        Kind::FilteredByMapping { consumer: 0, message: A7 },
        changed(10, ConcurrencyChange::Grew),
        changed(2, ConcurrencyChange::Errors),
        changed(5, ConcurrencyChange::Idle),
    ];
    let names = names();
    let lines = kinds.map(|kind| text::event(&Event { at: 0, kind }, None, &*names));
    expect![[r#"
        #7 received by the poller of fn
        fn/2 invoked with 10 messages
        fn/2 invoked with 1 message (cold start)
        The invocation of fn/2 succeeds: its batch is deleted
        The invocation of fn/2 names messages that failed: the others are deleted
        The invocation of fn/2 fails: nothing is deleted
        The invocation of fn/2 is killed at the function's timeout: nothing is deleted
        The invocation of fn/2 gives an answer that Lambda cannot read: nothing is deleted
        An invocation of fn with 3 messages is throttled
        #7 does not match the filter of fn
        fn may have 10 invocations at once now
        fn backs off to 2 invocations at once
        fn goes back to 5 invocations at once"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn explanations_have_words() {
    let back = |outcome, failed, messages| Explanation::BatchComesBack {
        worker: FN2,
        outcome,
        failed,
        messages,
        visible_at_us: Some(30_000_000),
    };
    let with_batch =
        |message, outcome, failed| Explanation::CameBackWithBatch { message, worker: FN2, outcome, failed };
    let other = MessageId { serial: 8, slot: 0 };
    let why = |limit, why| Explanation::ConcurrencyChanged { consumer: 0, limit, ceiling: 1_250, why };
    let all = [
        back(InvocationOutcome::Failed, Some(A7), 10),
        back(InvocationOutcome::TimedOut, Some(A7), 1),
        back(InvocationOutcome::BadAnswer, None, 10),
        Explanation::ReportedComeBack { worker: FN2 },
        with_batch(A7, InvocationOutcome::Failed, Some(A7)),
        with_batch(A7, InvocationOutcome::Failed, Some(other)),
        with_batch(A7, InvocationOutcome::TimedOut, Some(other)),
        with_batch(A7, InvocationOutcome::PartlyFailed, Some(A7)),
        Explanation::Throttled { consumer: 0, messages: 3, reserved: 2 },
        Explanation::NeverInvoked { message: A7, consumer: 0 },
        Explanation::WindowOpen { consumer: 0, messages: 3, batch: 100, until_us: 5_010_000 },
        why(305, ConcurrencyChange::Grew),
        why(2, ConcurrencyChange::Errors),
        why(5, ConcurrencyChange::Idle),
        Explanation::FilteredAndDeleted { consumer: 0, message: A7 },
    ];
    let names = names();
    let lines: Vec<_> = all.iter().map(|why| text::explanation(why, &*names)).collect();
    expect![[r#"
        The function failed on #7. Nothing is deleted. All 10 messages of the batch come back when their visibility timeout ends, at 0:30.000.
        The function was killed at its timeout while it worked on #7. Nothing is deleted. Its message comes back when its visibility timeout ends, at 0:30.000.
        Lambda cannot read the function's answer. Nothing is deleted. All 10 messages of the batch come back when their visibility timeout ends, at 0:30.000.
        With ReportBatchItemFailures fn/2 names the messages that failed: only those come back when their visibility timeout ends.
        #7 can be received again. The function failed on #7.
        #7 can be received again, though nothing was wrong with it. The function failed on #8. Without a list of failures the whole batch comes back.
        #7 can be received again: the whole batch comes back. The function was killed at its timeout while it worked on #8.
        #7 can be received again: the function had named it as failed.
        fn may have 2 invocations at once (reserved concurrency), and as many run. Lambda tries again with these 3 messages until their visibility timeout ends; their receives count already.
        #7 can be received again: fn was never invoked with it before its visibility timeout ended. The receive counts all the same.
        The batch has 3 of 100 messages: Lambda waits for more until 0:05.010, on a quiet queue until its receive of up to 20 s is over.
        All that was allowed was in use and messages waited: 305 invocations at once now, 1,250 at most.
        Invocations failed, so Lambda slows down to 2 at once. With ReportBatchItemFailures it would not.
        A receive came back with nothing: Lambda goes back to 5 invocations at once.
        #7 does not match the filter of fn, so Lambda deletes it from the queue: the function never sees it, and no dead-letter queue gets it."#]].assert_eq(&lines.join("\n"));
}

#[test]
fn a_mapping_has_words() {
    let quiet = MappingView {
        mode: MappingMode::OnDemand,
        batch: 10,
        running: 0,
        allowed: 5,
        ceiling: 1_250,
        reserved: None,
        bound: ConcurrencyBound::Demand,
        pollers: 2,
        waiting: WaitingBatches::default(),
        invoked: 0,
        succeeded: 0,
        partly_failed: 0,
        failed: 0,
        throttled: 0,
        filtered: 0,
        cold_starts: 0,
    };
    let busy = |bound| MappingView { running: 5, bound, ..quiet };
    let waiting = WaitingBatches { batches: 2, messages: 15, oldest_us: Some(0) };
    let mappings = [
        quiet,
        busy(ConcurrencyBound::Groups),
        busy(ConcurrencyBound::Ramp),
        busy(ConcurrencyBound::Maximum),
        busy(ConcurrencyBound::Ceiling),
        busy(ConcurrencyBound::Errors),
        MappingView { waiting, throttled: 4, failed: 1, filtered: 3, ..busy(ConcurrencyBound::Reserved) },
        MappingView { mode: MappingMode::Provisioned { pollers: 3 }, allowed: 30, ..quiet },
    ];
    let lines = mappings.map(|mapping| text::mapping_summary("fn", &mapping));
    expect![[r#"
        fn: 0 of 5 invocations at once, no more is needed
        fn: 5 of 5 invocations at once, bounded by the message groups: one invocation at a time for each
        fn: 5 of 5 invocations at once, bounded by the ramp
        fn: 5 of 5 invocations at once, bounded by MaximumConcurrency
        fn: 5 of 5 invocations at once, bounded by AWS's ceiling
        fn: 5 of 5 invocations at once, backing off after errors
        fn: 5 of 5 invocations at once, bounded by the function's reserved concurrency, 2 batches wait with 15 messages, 1 failed, 4 throttled, 3 filtered out
        fn: 0 of 30 invocations at once, 3 provisioned pollers, no more is needed"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn a_log_tells_each_call_once() {
    let whole = json!({ "id": "fn", "from": "orders", "kind": "lambda", "batch": 2, "failure": 0.5,
        "lambda": { "timeout": "10s", "partialFailures": true } });
    let scenario =
        Scenario::read(&file(&whole), &[("producers.web.rate".into(), "3".into())]).expect("legal");
    let mut timeline = sim::Timeline::new(scenario.model.clone(), 3).expect("legal");
    timeline.seek(sim::Position::after_ms(3_200));
    let lines = text::event_lines(&timeline.recent_events(40), &timeline);
    let lines: Vec<_> =
        lines.into_iter().map(|line| format!("{} {}", line.at_us / 1_000, line.text)).collect();
    expect![[r#"
        2010 fn/3 invoked with 1 message
        2010 fn/3 begins to work on M7, until 0:03.010
        2010 fn/4 fails on M4 and does not delete it
        2010 The invocation of fn/4 names messages that failed: the others are deleted
        2020 A receive waits at orders
        2333 M8 sent by web
        2333 M8 received for fn (receive 1), hidden until 1:02.333
        2343 fn/4 invoked with 1 message
        2343 fn/4 begins to work on M8, until 0:03.343
        2343 fn/1 fails on M5 and does not delete it
        2343 The invocation of fn/1 names messages that failed: the others are deleted
        2353 A receive waits at orders
        2666 M9 sent by web
        2666 M9 received for fn (receive 1), hidden until 1:02.666
        2676 fn/1 invoked with 1 message
        2676 fn/1 begins to work on M9, until 0:03.676
        2676 M6 took effect at fn/2
        2676 The invocation of fn/2 succeeds: its batch is deleted
        2676 M6 deleted by fn/2
        2686 A receive waits at orders
        3000 M10 sent by web
        3000 M10 received for fn (receive 1), hidden until 1:03.000
        3010 fn/2 invoked with 1 message
        3010 fn/2 begins to work on M10, until 0:04.010
        3010 fn/3 fails on M7 and does not delete it
        3010 The invocation of fn/3 names messages that failed: the others are deleted
        3020 A receive waits at orders"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn claims_count_invocations_at_once() {
    let whole = json!({ "id": "fn", "from": "orders", "kind": "lambda", "work": "5s",
        "lambda": { "timeout": "10s", "maximumConcurrency": 3 } });
    let mut whole: Value = serde_json::from_str(&file(&whole)).expect("it is JSON");
    let claim = |id, expr| json!({ "id": id, "kind": "eventually", "text": { "en": "So." }, "expr": expr });
    whole["claims"] = json!([
        claim("most", "max(workers(fn)) == 3"),
        claim(
            "all",
            "count(invoked where consumer == fn) == count(invocation_ended where outcome == succeeded) + 3"
        ),
    ]);
    let scenario = Scenario::read(&whole.to_string(), &[]).expect("it is legal");
    let mut timeline = sim::Timeline::new(scenario.model.clone(), 1).expect("it is legal");
    timeline.run_ahead(u64::MAX);
    assert_eq!(timeline.verdicts().iter().map(|verdict| verdict.holds).collect::<Vec<_>>(), [true, true]);
}

#[test]
fn the_headline_tells_what_holds_a_function_up() {
    let busy = |lambda: Value| {
        let whole = json!({ "id": "fn", "from": "orders", "kind": "lambda", "work": "9s", "lambda": lambda });
        let edits = [("producers.web.rate".into(), "20".into())];
        let scenario = Scenario::read(&file(&whole), &edits).expect("it is legal");
        let mut timeline = sim::Timeline::new(scenario.model.clone(), 1).expect("it is legal");
        timeline.seek(sim::Position::after_ms(4_500));
        let view = timeline.view(&[]);
        format!("{}\n{}", text::headline(&timeline, &view).join(" "), text::screen_summary(&view))
    };
    let lines = [
        busy(json!({ "timeout": "10s" })),
        busy(json!({ "timeout": "10s", "reserved": 2 })),
        busy(json!({ "timeout": "10s", "maximumConcurrency": 2 })),
    ];
    expect![[r#"
        fn has 25 invocations at once, as many as it may have by now; Lambda adds more each second. In the last 4.44 s 88 messages came into orders, 0 got done: the backlog grows.
        At 0:04.500. orders: 66 visible, 25 in flight, the oldest 4.5 s old. lanes.fifo: 0 visible, 0 in flight. fn: 25 of 25 invocations at once, bounded by the ramp.
        fn has 2 invocations at once and may have no more (reserved concurrency): 8 batches wait in Lambda, while visibility timeouts run and receives have counted. In the last 4.44 s 88 messages came into orders, 0 got done: the backlog grows.
        At 0:04.500. orders: 81 visible, 10 in flight, the oldest 4.5 s old. lanes.fifo: 0 visible, 0 in flight. fn: 2 of 10 invocations at once, bounded by the function's reserved concurrency, 8 batches wait with 8 messages, 19 throttled.
        fn has 2 invocations at once, as many as its MaximumConcurrency lets it have. In the last 4.44 s 88 messages came into orders, 0 got done: the backlog grows.
        At 0:04.500. orders: 89 visible, 2 in flight, the oldest 4.5 s old. lanes.fifo: 0 visible, 0 in flight. fn: 2 of 2 invocations at once, bounded by MaximumConcurrency."#]].assert_eq(&lines.join("\n"));
}

#[test]
fn a_filter_lets_the_bodies_through_that_match() {
    let filter =
        json!([{ "body": { "status": ["new"] } }, { "body": { "total": [{ "numeric": [">=", 100] }] } }]);
    let whole = json!({ "id": "fn", "from": "orders", "kind": "lambda", "work": "10ms",
        "lambda": { "filter": filter } });
    let mut whole: Value = serde_json::from_str(&file(&whole)).expect("it is JSON");
    whole["producers"][0]["count"] = json!(5);
    whole["producers"][0]["kinds"] = json!([
        { "id": "new", "numbers": [1], "body": { "status": "new" } },
        { "id": "old", "numbers": [2], "body": { "status": "old", "total": 99 } },
        { "id": "large", "numbers": [3], "body": { "status": "old", "total": 100 } },
        { "id": "other", "numbers": [4], "body": { "state": "new" } },
    ]);
    let scenario = Scenario::read(&whole.to_string(), &[]).expect("it is legal");
    let mut timeline = sim::Timeline::new(scenario.model.clone(), 1).expect("it is legal");
    timeline.run_ahead(u64::MAX);
    let taken = timeline.events(0, u64::MAX).into_iter().filter_map(|event| match event.kind {
        Kind::TookEffect { message, .. } => timeline.label(message).map(|label| label.to_string()),
        _ => None,
    });
    assert_eq!(taken.collect::<Vec<_>>(), ["M1", "M3"], "the fifth has no JSON body");
    timeline.seek(sim::Position::after_ms(60_000));
    let view = timeline.view(&[]);
    assert_eq!(view.consumers[0].mapping.map(|mapping| mapping.filtered), Some(3));
    assert_eq!(view.queues[0].counters.deleted, 5);
}
