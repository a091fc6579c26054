//! The expression language: what it says of a run, and what it refuses.

use std::sync::Arc;

use expect_test::{Expect, expect};
use scenario::{Scenario, expr, library};
use sim::{Model, NUMBER_SCALE, Timeline, Value, ValueType};

fn model(slug: &str) -> Arc<Model> {
    let json = library::json(slug).expect("every entry has a file");
    Scenario::read(json, &[]).expect("built-in scenarios read").model
}

/// What expressions give at the end of a run.
fn check(slug: &str, expressions: &[&str], expected: Expect) {
    let model = model(slug);
    let mut timeline = Timeline::new(model.clone(), 7).expect("it runs");
    let mut out = String::new();
    for text in expressions {
        let compiled = expr::compile(text, &model)
            .unwrap_or_else(|fault| panic!("{text}: {} {}", fault.placed(text), fault.hint));
        let value = timeline.evaluate(&compiled).expect("it keeps the limits");
        out.push_str(&format!(
            "{text}: {}\n",
            value.map_or_else(|| "nothing".to_owned(), scenario::text::value)
        ));
    }
    expected.assert_eq(&out);
}

#[test]
fn expressions_say_what_happened() {
    check(
        "consumer-crash",
        &[
            "count(received where msg == M2)",
            "count(received)",
            "first(visible where msg == M2 and cause == timeout)",
            "first(received where msg == M2 and receive == 2)",
            "last(deleted where queue == jobs)",
            "first(deleted where msg == M99)",
            "before(first(received where msg == M3), first(deleted where msg == M2))",
            "before(first(deleted where msg == M2), first(received where msg == M3))",
            "before(first(crashed), first(deleted where msg == M99))",
            "count(received where queue == jobs during 10s..40s)",
            "count(received during ..10s) + count(received during 10s..)",
            "count(crashed where worker == w/2)",
            "count(crashed where consumer == w and by_user)",
            "count(crashed where not by_user)",
            "count(deleted where group == M)",
            "count(work_started where worker != w/2)",
            "max(wait) < 1s",
            "max(latency where msg == M2)",
            "p50(age where queue == jobs)",
            "max(work)",
            "sum(work)",
            "mean(work)",
            "mean(wait where msg == M99)",
            "sum(wait where msg == M99)",
            "max(visible(jobs))",
            "max(in_flight(jobs))",
            "min(in_flight(jobs))",
            "max(age_of_oldest(jobs))",
            "age_of_oldest(jobs)",
            "visible(jobs)",
            "stored(jobs) == 0 and empty(jobs)",
            "sent(jobs) == deleted(jobs) + visible(jobs) + in_flight(jobs)",
            "duplicates(jobs)",
            "duplicates(jobs, 1) and not duplicates(jobs, 2)",
            "requests(jobs) > 0",
            "effects(w)",
            "workers(w)",
            "min(workers(w))",
            "now == duration",
        ],
        expect![[r#"
            count(received where msg == M2): 2
            count(received): 7
            first(visible where msg == M2 and cause == timeout): 40 s
            first(received where msg == M2 and receive == 2): 40 s
            last(deleted where queue == jobs): 1 min 4.05 s
            first(deleted where msg == M99): nothing
            before(first(received where msg == M3), first(deleted where msg == M2)): yes
            before(first(deleted where msg == M2), first(received where msg == M3)): no
            before(first(crashed), first(deleted where msg == M99)): yes
            count(received where queue == jobs during 10s..40s): 3
            count(received during ..10s) + count(received during 10s..): 7
            count(crashed where worker == w/2): 1
            count(crashed where consumer == w and by_user): 0
            count(crashed where not by_user): 1
            count(deleted where group == M): 6
            count(work_started where worker != w/2): 6
            max(wait) < 1s: no
            max(latency where msg == M2): 38.01 s
            p50(age where queue == jobs): 8.01 s
            max(work): 8 s
            sum(work): 56 s
            mean(work): 8 s
            mean(wait where msg == M99): nothing
            sum(wait where msg == M99): 0 ms
            max(visible(jobs)): 1
            max(in_flight(jobs)): 2
            min(in_flight(jobs)): 0
            max(age_of_oldest(jobs)): 38.01 s
            age_of_oldest(jobs): nothing
            visible(jobs): 0
            stored(jobs) == 0 and empty(jobs): yes
            sent(jobs) == deleted(jobs) + visible(jobs) + in_flight(jobs): yes
            duplicates(jobs): 1
            duplicates(jobs, 1) and not duplicates(jobs, 2): yes
            requests(jobs) > 0: yes
            effects(w): 6
            workers(w): 2
            min(workers(w)): 1
            now == duration: yes
        "#]],
    );
}

#[test]
fn values_are_calculated() {
    check(
        "consumer-crash",
        &[
            "1 + 2 * 3 - 4 / 8",
            "(1 + 2) * 3",
            "-3 + 5",
            "1 / 3",
            "0.1 + 0.2 == 0.3",
            "90s / 4",
            "90s / 45s",
            "2 * 1m30s",
            "10s - 1m",
            "sent(jobs) / 0 == 1",
            "not (sent(jobs) / 0 == 1)",
            "1 < 2 and 2 < 3 or 1 > 2",
            "not 1 < 2 or true",
            "sent(jobs) * 9000000000000 == 1",
        ],
        expect![[r#"
            1 + 2 * 3 - 4 / 8: 6.5
            (1 + 2) * 3: 9
            -3 + 5: 2
            1 / 3: 0.333333
            0.1 + 0.2 == 0.3: yes
            90s / 4: 22.5 s
            90s / 45s: 2
            2 * 1m30s: 3 min
            10s - 1m: −50 s
            sent(jobs) / 0 == 1: nothing
            not (sent(jobs) / 0 == 1): nothing
            1 < 2 and 2 < 3 or 1 > 2: yes
            not 1 < 2 or true: yes
            sent(jobs) * 9000000000000 == 1: nothing
        "#]],
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let model = model("consumer-crash");
    let long = format!("1 == 1{}", " ".repeat(400));
    let deep = format!("{}true{}", "(".repeat(33), ")".repeat(33));
    let many = vec!["count(sent)"; 17].join("+");
    let expressions = [
        "",
        "  ",
        "count(recieved) == 1",
        "coun(received) == 1",
        "count received",
        "count",
        "jobs",
        "count(received",
        "count()",
        "count(received where)",
        "count(received where worker == w/1)",
        "count(received where msg == first)",
        "count(received where msg < M2)",
        "count(received where msg)",
        "count(received where queue == job)",
        "count(received where receive == many)",
        "count(crashed where not worker == w/1)",
        "count(crashed where worker == w/3)",
        "count(visible where cause == crash)",
        "count(deleted where group == m)",
        "count(received during 60s)",
        "count(received during 60s..30s)",
        "count(received during 60..90)",
        "count(received) = 3",
        "count(received) == 3 && true",
        "1 < 2 < 3",
        "first(received) == 40",
        "first(received) + 3",
        "3 and true",
        "not 3",
        "1 / 0",
        "1.2345678",
        "10000000000000",
        "5x",
        "visible(job)",
        "visible(jobs, 3)",
        "peak_visible(jobs, 3)",
        "max(received_at(M1, 1, 3s))",
        "p95(visible(jobs))",
        "max(waiting)",
        "p100(wait)",
        "before(first(received), 3s)",
        "before(first(received))",
        "workers(jobs)",
        "deleted_by_another(M2, w/9)",
        "1 +",
        "true == true",
        "count(sent) ==\n  coutn(sent)",
        "schön(1)",
        &long,
        &deep,
        &many,
    ];
    let mut out = String::new();
    for text in expressions {
        let fault = expr::compile(text, &model).err().unwrap_or_else(|| panic!("{text} is accepted"));
        let shown: String = text.chars().take(50).collect();
        out.push_str(&format!("{shown:?}\n    {}\n    {}\n", fault.placed(text), fault.hint));
    }
    expect![[r#"
        ""
            A value is missing before the end (column 1).
            Write a number, a duration, a call such as `count(received)`, or parentheses.
        "  "
            A value is missing before the end (column 3).
            Write a number, a duration, a call such as `count(received)`, or parentheses.
        "count(recieved) == 1"
            There is no kind of event `recieved` (column 7).
            Did you mean `received`?
        "coun(received) == 1"
            There is no function `coun` (column 1).
            Did you mean `count`?
        "count received"
            `count` stands alone and has no value (column 1).
            `count` needs parentheses: `count(…)`.
        "count"
            `count` stands alone and has no value (column 1).
            `count` needs parentheses: `count(…)`.
        "jobs"
            `jobs` stands alone and has no value (column 1).
            Known here: `now`, `duration`, `true`, `false`, `count`, `first`, `last`, `before`, `min`, `max`, `mean`, `sum`, ….
        "count(received"
            `)` is missing, found the end (column 15).
            Close the parenthesis.
        "count()"
            A kind of event is missing before `)` (column 7).
            Write which, for example `received` or `deleted`.
        "count(received where)"
            A field is missing before `)` (column 21).
            Known here: `queue`, `msg`, `group`, `receive`, `copy`.
        "count(received where worker == w/1)"
            Events `received` have no field `worker` (column 22).
            Known here: `queue`, `msg`, `group`, `receive`, `copy`.
        "count(received where msg == first)"
            `first` is not a message's label (column 29).
            Write the group's letters and the number of the send: `A7`, or `M1` without groups.
        "count(received where msg < M2)"
            `msg` has no order (column 26).
            Compare it with `==` or `!=`.
        "count(received where msg)"
            `msg` must be compared, found `)` (column 25).
            Write `msg == …`.
        "count(received where queue == job)"
            There is no queue `job` (column 31).
            Did you mean `jobs`?
        "count(received where receive == many)"
            `many` is not a whole number (column 33).
            Write digits: `3`.
        "count(crashed where not worker == w/1)"
            `not` only goes before a field that is true or false (column 32).
            Write `!=`.
        "count(crashed where worker == w/3)"
            There is no worker `w/3` (column 31).
            `w` has the workers `w/1` to `w/2`.
        "count(visible where cause == crash)"
            `cause` is never `crash` (column 30).
            Known here: `delay`, `timeout`, `zero`, `copy`.
        "count(deleted where group == m)"
            `m` is not a group's letters (column 30).
            Write `A`, `B`, … in order of first use, or `M` for messages without a group.
        "count(received during 60s)"
            `..` is missing, found `)` (column 26).
            Write two instants: `during 60s..120s`.
        "count(received during 60s..30s)"
            The range's start is not before its end (column 23).
            Swap the two instants.
        "count(received during 60..90)"
            An instant needs a unit (column 23).
            Write the time since the start: `40s`.
        "count(received) = 3"
            The expression ends before `=` (column 17).
            Write `==` to compare.
        "count(received) == 3 && true"
            The expression ends before `&&` (column 22).
            Write `and`.
        "1 < 2 < 3"
            The expression ends before `<` (column 7).
            Write `a <= b and b <= c`.
        "first(received) == 40"
            A duration cannot be compared with a number (column 20).
            Give the number a unit: `30s`.
        "first(received) + 3"
            A number cannot be added to a duration (column 19).
            Only like and like add up; give times a unit: `30s`.
        "3 and true"
            This is a number, and true or false is needed (column 1).
            Compare it with something: `count(received) == 3`.
        "not 3"
            This is a number, and true or false is needed (column 5).
            Compare it with something: `count(received) == 3`.
        "1 / 0"
            This divides by zero, or gives too large a value (column 5).
            Numbers go up to about nine million million, durations to 292,000 years.
        "1.2345678"
            The number is too large or too fine (column 1).
            Write at most six decimals and twelve digits before them.
        "10000000000000"
            The number is too large or too fine (column 1).
            Write at most six decimals and twelve digits before them.
        "5x"
            `5x` is not a duration: the units are ms, s, m, h and d (column 1).
            Write numbers with ms, s, m, h or d: `30s`, `1m30s`, `4d`.
        "visible(job)"
            There is no queue `job` (column 9).
            Did you mean `jobs`?
        "visible(jobs, 3)"
            `visible` takes 1 argument, not 2 (column 1).
            Write `visible(queue)`.
        "peak_visible(jobs, 3)"
            `peak_visible` takes 3 arguments, not 2 (column 1).
            Write `peak_visible(queue, min, max)`.
        "max(received_at(M1, 1, 3s))"
            This is true or false, and a number is needed (column 5).
            Leave the comparison out: `count(received)`.
        "p95(visible(jobs))"
            Of `visible` only `min` and `max` can be taken (column 5).
            The others take `wait`, `latency` or `work`.
        "max(waiting)"
            There is no duration `waiting` (column 5).
            Did you mean `wait`?
        "p100(wait)"
            There is no function `p100` (column 1).
            Did you mean `p50`?
        "before(first(received), 3s)"
            This is not the instant of an event (column 25).
            Write `first(…)` or `last(…)`.
        "before(first(received))"
            `,` is missing, found `)` (column 23).
            Write two instants: `before(first(…), first(…))`.
        "workers(jobs)"
            There is no consumer `jobs` (column 9).
            Known here: `w`.
        "deleted_by_another(M2, w/9)"
            There is no worker `w/9` (column 24).
            `w` has the workers `w/1` to `w/2`.
        "1 +"
            A value is missing before the end (column 4).
            Write a number, a duration, a call such as `count(received)`, or parentheses.
        "true == true"
            True or false cannot be compared with true or false (column 9).
            Write the condition alone, or `not` before it.
        "count(sent) ==\n  coutn(sent)"
            There is no function `coutn` (line 2, column 3).
            Did you mean `count`?
        "schön(1)"
            `sch` stands alone and has no value (column 1).
            Known here: `now`, `duration`, `true`, `false`, `count`, `first`, `last`, `before`, `min`, `max`, `mean`, `sum`, ….
        "1 == 1                                            "
            An expression has at most 400 characters (column 1).
            Shorten it.
        "(((((((((((((((((((((((((((((((((true)))))))))))))"
            An expression nests at most 32 levels (column 33).
            Split it into several claims.
        "count(sent)+count(sent)+count(sent)+count(sent)+co"
            An expression asks for at most 16 things (column 193).
            Split it into several claims.
    "#]].assert_eq(&out);
}

#[test]
fn claims_of_every_kind_watch_expressions() {
    let json = library::json("consumer-crash").expect("it is there");
    let mut file: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
    let claim = |id: &str, kind: &str, expr: &str| serde_json::json!({ "id": id, "kind": kind, "text": { "en": "It." }, "expr": expr });
    file["claims"] = serde_json::json!([
        claim("w2-dies", "sometimes", "workers(w) == 1"),
        claim("visible-again-at-40", "always", "in_flight(jobs) <= 2"),
        claim("a", "always", "age_of_oldest(jobs) < 38s or empty(jobs)"),
        claim("b", "always", "max(age_of_oldest(jobs)) < 38s"),
        claim("c", "sometimes", "count(received where msg == M2) == 2"),
        claim("d", "always", "now < 80s"),
        claim("e", "sometimes", "now == duration"),
        claim("f", "eventually", "deleted(jobs) == 6"),
        claim("g", "sometimes", "requests(jobs) == 3"),
    ]);
    let scenario = Scenario::read(&file.to_string(), &[]).unwrap_or_else(|why| panic!("{why:#?}"));
    let mut timeline = Timeline::new(scenario.model.clone(), 7).expect("it runs");
    let verdicts = timeline.verdicts();
    let mut out = String::new();
    for (claim, verdict) in scenario.claims.iter().zip(verdicts) {
        out.push_str(&format!("{} {}\n", claim.id, scenario::text::verdict(claim.kind, &verdict)));
    }
    expect![[r#"
        w2-dies holds: seen at 0:15.000
        visible-again-at-40 holds
        a holds
        b does not hold: broken at 0:48.010
        c holds: seen at 0:40.000
        d does not hold: broken at 1:20.000
        e holds: seen at 1:20.000
        f holds
        g holds: seen at 0:00.000
    "#]]
    .assert_eq(&out);
}

#[test]
fn a_run_that_is_sought_and_forked_gives_the_same_values() {
    let model = model("spike-absorption");
    let text = "p95(wait where queue == orders) + max(latency) + count(received) * 1ms";
    let compiled = expr::compile(text, &model).expect("it reads");
    assert_eq!(compiled.value_type(), Some(ValueType::Duration));
    let mut with_key = (*model).clone();
    with_key.claims.push(sim::Claim {
        id: "key".into(),
        kind: sim::ClaimKind::Eventually,
        expr: compiled.clone(),
    });
    let mut timeline = Timeline::new(Arc::new(with_key), 3).expect("it runs");
    let value = *timeline.values().last().expect("the key");
    assert_eq!(timeline.evaluate(&compiled), Ok(value));
    timeline.seek(sim::Position::after_ms(100_000));
    timeline.act(sim::Input::Send { queue: 0 }).expect("a message can be sent");
    let forked = *timeline.values().last().expect("the key");
    assert_eq!(timeline.evaluate(&compiled), Ok(forked));
    assert_ne!(forked, value);
    timeline.switch_to(sim::BranchId(0));
    assert_eq!(*timeline.values().last().expect("the key"), value);
    assert_eq!(Value::whole(3), Some(Value::Number(3 * NUMBER_SCALE)));
}
