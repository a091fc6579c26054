//! Producers as they are written: rates, batches, schedulers, lost calls; what they become, how they are edited, and
//! what is said of them.

use expect_test::{Expect, expect};
use scenario::{Scenario, text};
use sim::{Course, Event, Explanation, FaultKind, Groups, Kind, Sine};
use sqs::MessageId;
use support::Called;

mod support;

const S: u64 = 1_000_000;

fn file(producer: &str, faults: &str) -> String {
    format!(
        r#"{{ "format": 1, "id": "t", "title": {{ "en": "T" }}, "duration": "1m",
            "queues": [{{ "id": "q", "type": "fifo" }}],
            "producers": [{{ "id": "p", "to": "q", {producer} }}], "faults": [{faults}] }}"#
    )
}

fn read(producer: &str, edits: &[(&str, &str)]) -> Result<sim::ProducerModel, Vec<String>> {
    let edits: Vec<_> = edits.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    let told = |problems: Vec<scenario::Problem>| {
        problems.into_iter().map(|it| format!("{} | {} | {}", it.at, it.message, it.hint)).collect()
    };
    Scenario::read(&file(producer, ""), &edits).map(|it| it.model.producers[0].clone()).map_err(told)
}

fn course(rate: &str) -> Course {
    read(&format!(r#""rate": {rate}"#), &[]).expect("it is legal").sending.course
}

#[test]
fn a_rate_has_five_forms() {
    assert_eq!(course("5"), Course::Steps);
    assert_eq!(course(r#"{ "ramp": [["0s", 0], ["9s", 2.5]] }"#), Course::Ramp);
    let sine = course(r#"{ "sine": { "mean": 20, "swing": 15, "peakAt": "14h" } }"#);
    let day_us = 86_400 * S;
    let expected =
        Sine { mean_milli: 20_000, swing_milli: 15_000, period_us: day_us, peak_at_us: 50_400 * S };
    assert_eq!(sine, Course::Sine(expected));
    let bursts = course(r#"{ "bursts": { "size": 500, "every": "10m", "first": "1m" } }"#);
    assert_eq!(bursts, Course::Bursts { size: 500, every_us: 600 * S, first_us: 60 * S });
    assert_eq!(course(r#"{ "times": ["1s", "4s"] }"#), Course::Times([S, 4 * S].into()));
}

#[test]
fn what_is_not_written_is_as_with_an_sdk() {
    let plain = read(r#""rate": 1"#, &[]).expect("it is legal");
    assert_eq!(plain.sending, sim::Sending::default());
    assert_eq!((plain.sending.retry.attempts, plain.sending.retry.same_id), (3, true));
}

#[test]
fn everything_can_be_edited() {
    let written = r#""rate": { "sine": { "mean": 2 } }, "groups": { "count": 9, "shares": [0.8] }"#;
    let edits = [
        ("producers.p.rate.sine.swing", "1.5"),
        ("producers.p.rate.sine.period", "30s"),
        ("producers.p.groups.count", "4"),
        ("producers.p.batch", "10"),
        ("producers.p.batchWindow", "2s"),
        ("producers.p.schedule.wait", "20s"),
        ("producers.p.lose.reply", "0.25"),
        ("producers.p.retry.after", "3s"),
        ("producers.p.retry.sameId", "false"),
        ("producers.p.deduplicationIds", "1"),
    ];
    let it = read(written, &edits).expect("it is legal");
    let Course::Sine(sine) = it.sending.course else { panic!("{:?}", it.sending.course) };
    assert_eq!((sine.swing_milli, sine.period_us), (1_500, 30 * S));
    assert_eq!((it.groups, it.sending.shares_ppm), (Groups::InTurn(4), vec![800_000]));
    assert_eq!((it.sending.batch.size, it.sending.batch.window_us), (10, 2 * S));
    assert_eq!((it.sending.schedule_us, it.sending.losses.reply_ppm), (Some(20 * S), 250_000));
    assert_eq!((it.sending.retry.after_us, it.sending.retry.same_id), (Some(3 * S), false));
    assert_eq!(it.sending.deduplication_ids, Some(1));
    let points = r#""rate": { "ramp": [["0s", 0], ["9s", 2]] }"#;
    let it = read(points, &[("producers.p.rate.1", "7")]).expect("it is legal");
    assert_eq!(it.rate[1].rate_milli, 7_000);
}

#[test]
fn faults_lose_calls() {
    let faults = r#"{ "at": "1s", "loseRequest": "p" }, { "at": "2s", "loseReply": "p" }"#;
    let scenario = Scenario::read(&file(r#""rate": 1"#, faults), &[]).expect("it is legal");
    let kinds: Vec<_> = scenario.model.faults.iter().map(|fault| fault.kind.clone()).collect();
    assert_eq!(kinds, [FaultKind::LoseRequest { producer: 0 }, FaultKind::LoseReply { producer: 0 }]);
}

fn problems(producer: &str, expected: Expect) {
    let told = read(producer, &[]).err().unwrap_or_default();
    expected.assert_eq(&(told.join("\n") + "\n"));
}

#[test]
fn what_is_wrong_is_told() {
    problems(
        r#""rate": { "sine": { "mean": 2, "swing": 3, "period": "0s" } }, "batch": 11, "batchWindow": "0s""#,
        expect![[r#"
            /producers/0/rate/sine/swing | The rate would fall below 0. | Write at most the mean.
            /producers/0/rate/sine/period | `0s` is out of range. | Allowed are 1ms to 400d.
            /producers/0/batch | `11` is out of range. | Allowed are 1 to 10.
            /producers/0/batchWindow | `0s` is out of range. | Allowed are 1ms to 400d.
        "#]],
    );
    problems(
        r#""rate": { "times": ["2s", "1s"] }, "arrivals": "poisson", "groups": { "count": 2, "shares": [0.7, 0.6] }"#,
        expect![[r#"
            /producers/0/rate/times/1 | A time is before the one above it. | Order the times.
            /producers/0/arrivals | What is sent at given times is not spread by chance. | Leave `arrivals` out, or write a rate.
            /producers/0/groups/shares | The shares are more than 1 together. | Lower them.
        "#]],
    );
    problems(
        r#""rate": { "steps": [["0s", 1]], "ramp": [["0s", 1]] }, "retry": { "attempts": 0 }"#,
        expect![[r#"
            /producers/0/rate | Expected exactly one of `steps`, `ramp`, `sine`, `bursts` and `times`, found an object. | For example 5, 0.5, or { "steps": [["0s", 5], ["60s", 80]] }.
        "#]],
    );
}

#[test]
fn producers_have_words() {
    let [message, original] = [8, 7].map(|serial| MessageId { serial, slot: 0 });
    let kinds = [
        Kind::ScheduleTaken { producer: 0, due_at: 7_200 * S },
        Kind::ScheduleFired { producer: 0 },
        Kind::BatchFilling { producer: 0, messages: 1 },
        Kind::CallLost { producer: 0, message: None, reply: false },
        Kind::CallLost { producer: 0, message: Some(original), reply: true },
        Kind::Retried { producer: 0, message: Some(original) },
        Kind::Retried { producer: 0, message: None },
        Kind::GaveUp { producer: 0, messages: 2 },
    ];
    let whys = [
        Explanation::SentAgain { producer: 0, message, original },
        Explanation::RetryDeduplicated { producer: 0, original },
        Explanation::ReplyLost { producer: 0, message },
    ];
    let lines = kinds.iter().map(|&kind| text::event(&Event { at: 0, kind }, None, &Called));
    let lines: Vec<_> = lines.chain(whys.iter().map(|why| text::explanation(why, &Called))).collect();
    expect![[r#"
        The scheduler takes a message of web and will send it at 2:00:00.000
        The scheduler sends a message of web
        web has 1 message for its next batch
        A call of web is lost on its way to SQS
        SQS's answer to web about A7 is lost
        web sends A7 again
        web makes its call again
        web gives up on 2 messages: it has tried often enough
        A8 is a duplicate of A7: SQS's answer was lost, web could not know that A7 is in the queue, and sent it once more.
        web sent A7 once more, since SQS's answer was lost. The deduplication id is the same within 5 minutes, so the queue keeps one message.
        A8 is in the queue, but web does not know it: a lost answer looks just like a lost call.
    "#]].assert_eq(&(lines.join("\n") + "\n"));
}
