//! Direct calls as they are written: what they become, how they are edited, and what is said of them.

use expect_test::{Expect, expect};
use scenario::{Scenario, text};
use sim::{CallOutcome, Destination, Event, Explanation, Kind, Model, Position, Serving, Timeline, WorkerId};

const S: u64 = 1_000_000;

fn file(producer: &str, consumer: &str) -> String {
    format!(
        r#"{{ "format": 1, "id": "t", "title": {{ "en": "T" }}, "duration": "1m", "queues": [{{ "id": "q" }}],
            "producers": [{{ "id": "web", "rate": 2, {producer} }}], "consumers": [{{ "id": "api", {consumer} }}] }}"#
    )
}

fn model(producer: &str, consumer: &str, edits: &[(&str, &str)]) -> Model {
    let edits: Vec<_> = edits.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    Model::clone(&Scenario::read(&file(producer, consumer), &edits).expect("it is legal").model)
}

#[test]
fn a_consumer_without_a_queue_is_called() {
    let plain = model(r#""calls": "api""#, r#""count": 2"#, &[]);
    assert_eq!(plain.producers[0].to, Destination::Consumer(0));
    assert_eq!(plain.producers[0].sending.timeout_us(), 30 * S);
    assert_eq!(plain.consumers[0].serves, Some(Serving { accept: 0 }));
    assert_eq!(plain.consumers[0].queue(), None);
    let edits = [("producers.web.timeout", "2s"), ("consumers.api.accept", "7")];
    let edited = model(r#""calls": "api""#, r#""count": 2"#, &edits);
    assert_eq!(edited.producers[0].sending.timeout_us(), 2 * S);
    assert_eq!(edited.consumers[0].serves, Some(Serving { accept: 7 }));
}

fn problems(producer: &str, consumer: &str, expected: Expect) {
    let told = Scenario::read(&file(producer, consumer), &[]).err().unwrap_or_default();
    let told: Vec<_> = told.iter().map(|it| format!("{} | {} | {}", it.at, it.message, it.hint)).collect();
    expected.assert_eq(&(told.join("\n") + "\n"));
}

#[test]
fn what_is_wrong_is_told() {
    problems(
        r#""calls": "api", "to": "q""#,
        r#""from": "q", "batch": 3"#,
        expect![[r#"
        /producers/0/calls | A producer sends to a queue or calls a consumer, not both. | Leave `to` or `calls` out.
        /consumers/0/from | A consumer that is called directly polls no queue. | Leave `from` out, or let nobody call this consumer.
        /consumers/0/batch | Who is called directly does not set this. | Leave it out: pollers only have it.
    "#]],
    );
    problems(
        r#""calls": "api", "delay": "1s""#,
        r#""kind": "lambda""#,
        expect![[r#"
        /producers/0/delay | A direct call does not have this. | Leave it out: messages only have it.
        /consumers/0/kind | A function behind a mapping is not called directly. | Only pollers can be called: leave `kind` out.
    "#]],
    );
    problems(
        r#""calls": "nobody""#,
        r#""count": 1"#,
        expect![[r#"
        /producers/0/calls | There is no consumer `nobody`. | Known here: `api`.
        /consumers/0 | The field `from` is missing. | Add `"from": …` with a queue, or let a producer call it: `"calls": …`.
    "#]],
    );
    problems(
        r#""to": "q", "timeout": "1s""#,
        r#""from": "q", "accept": 3"#,
        expect![[r#"
        /producers/0/timeout | SQS answers at once: only direct calls wait. | Leave it out, or call a consumer with `calls`.
        /consumers/0/accept | Nobody calls this consumer directly. | Leave it out, or let a producer call this consumer.
    "#]],
    );
}

#[test]
fn direct_calls_have_words() {
    let model = model(r#""calls": "api""#, r#""count": 2"#, &[]);
    let worker = WorkerId { consumer: 0, index: 1 };
    let ended =
        |outcome, worker| Kind::CallEnded { producer: 0, number: 7, outcome, worker, after_us: 1_500_000 };
    let kinds = [
        Kind::CallTaken { worker, producer: 0, number: 7, done_at: 2 * S },
        Kind::CallWaits { producer: 0, number: 7 },
        ended(CallOutcome::Answered, Some(worker)),
        ended(CallOutcome::Failed, Some(worker)),
        ended(CallOutcome::Broken, Some(worker)),
        ended(CallOutcome::Refused, None),
        ended(CallOutcome::TimedOut, None),
        ended(CallOutcome::Unheard, Some(worker)),
        Kind::CallLost { producer: 0, message: None, reply: false },
        Kind::CallLost { producer: 0, message: None, reply: true },
        Kind::GaveUp { producer: 0, messages: 1 },
    ];
    let whys = [
        Explanation::NoWorkerFree { consumer: 0, workers: 2, accept: 3 },
        Explanation::CallerGaveUp { producer: 0, timeout_ms: 3_000 },
        Explanation::WorkedForNobody { producer: 0, worker },
        Explanation::CallDiedWithWorker { producer: 0, worker },
    ];
    let lines = kinds.iter().map(|&kind| text::event(&Event { at: 0, kind }, None, &model));
    let lines: Vec<_> = lines.chain(whys.iter().map(|why| text::explanation(why, &model))).collect();
    expect![[r#"
        api/2 takes call 7 of web, until 0:02.000
        Call 7 of web waits: no worker is free
        api/2 answers call 7 of web after 1.5 s (200)
        api/2 fails on call 7 of web (500)
        Call 7 of web breaks off: api/2 died with it (502)
        Call 7 of web is refused: no worker is free (503)
        Call 7 of web gets no answer within 1.5 s (504)
        api/2 is done with call 7 of web, and nobody hears the answer
        A call of web is lost on its way to api
        The answer of api to web is lost
        web gives up on a call: it has tried often enough
        All 2 workers of api are busy and the 3 places to wait are taken. Nothing stands between caller and worker that could keep the call.
        web waits 3 s for an answer, no longer. A worker that is at the call goes on with it.
        api/2 has done the work, but web does not hear of it: to web the call has failed.
        A direct call lives in the connection: with api/2 it is gone, and only web can make it again.
    "#]].assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn callers_and_those_who_are_called_are_summed_up() {
    let mut timeline =
        Timeline::new(model(r#""calls": "api""#, r#""work": "900ms""#, &[]).into(), 1).expect("legal");
    timeline.seek(Position::after_ms(2_000));
    let view = timeline.view(&[]);
    let worker = &view.consumers[0].workers[0];
    let lines = [
        text::producer_summary(&view.producers[0]),
        text::consumer_summary(&view.consumers[0]),
        text::worker_state(worker, view.at_us, &timeline),
        text::headline(&timeline, &view).join(" "),
    ];
    expect![[r#"
        web calls 2 a second, 2 answered, 3 refused, 1 waiting for an answer, 1 repeated, answers after 0.9 s on average, 0.9 s at most
        api: 1 of 1 worker busy, no place to wait, 2 done
        api/1 working on call 5 of web, 0 percent
        3 of 6 calls of web failed: without a queue nothing keeps them.
    "#]].assert_eq(&(lines.join("\n") + "\n"));
}
