//! Questions of every kind, and goals: what is right comes from the run.

mod proof;

use expect_test::expect;
use proof::{Proof, outcome, read};
use scenario::{Answer, Finding, Judgement, Outcome, QuestionKind, Scenario, text};
use serde_json::{Value as Json, json};
use sim::Value;

/// `consumer-crash` with a question of each kind and a goal.
fn file() -> Json {
    let json = scenario::library::json("consumer-crash").expect("it is there");
    let mut file: Json = serde_json::from_str(json).expect("it is JSON");
    let en = |text: &str| json!({ "en": text });
    file["quiz"] = json!([
        {
            "id": "multi", "type": "multi", "ask": en("What is true?"), "because": en("Look at M2."),
            "options": [
                { "id": "a", "t": en("M2 is received twice."), "if": "count(received where msg == M2) == 2" },
                { "id": "b", "t": en("M2 is lost."), "if": "count(deleted where msg == M2) == 0", "because": en("It is deleted later.") },
                { "id": "c", "t": en("w/2 dies."), "claim": "w2-dies" }
            ],
            "evidence": { "at": "40s" }, "explain": en("So.")
        },
        {
            "id": "number", "type": "number", "ask": en("How often is a job received?"),
            "key": "count(received)", "assert": 7,
            "wrong": [{ "value": "6", "because": en("M2 is received twice.") }],
            "because": en("Count them."), "evidence": { "at": "80s" }, "explain": en("So."),
            "check": "count(crashed) == 1", "seeds": [0, 9]
        },
        {
            "id": "order", "type": "order", "ask": en("In which order?"),
            "items": [
                { "id": "dead", "t": en("w/2 dies"), "at": "first(crashed)" },
                { "id": "again", "t": en("M2 is visible again"), "at": "first(visible where msg == M2)" },
                { "id": "first", "t": en("M1 is deleted"), "at": "first(deleted where msg == M1)" }
            ],
            "because": en("The timeout runs from the receive."), "evidence": { "at": "40s" }, "explain": en("So.")
        },
        {
            "id": "moment", "type": "moment", "ask": en("When is M2 visible again?"),
            "key": "first(visible where msg == M2 and cause == timeout)", "tolerance": "500ms", "assert": "40s",
            "wrong": [{ "value": "15s", "because": en("SQS is not told.") }],
            "evidence": { "at": "40s", "message": "M2" }, "explain": en("So.")
        },
        {
            "id": "knob", "type": "knob", "knob": "queues.jobs.visibilityTimeout", "example": "10s",
            "ask": en("Which timeout lets M2 be done before 0:35?"),
            "key": "first(deleted where msg == M2) < 35s",
            "wrong": [{ "value": "30s", "because": en("Then M2 waits till 0:40.") }],
            "evidence": { "at": "35s" }, "explain": en("So.")
        }
    ]);
    file["goals"] = json!([{
        "id": "soon", "text": en("Every job is done within 20 s."), "pass": "max(latency) < 20s and empty(jobs)",
        "budget": { "edits": 1, "requests": 100 },
        "solutions": [
            { "set": { "faults.crash.enabled": false } },
            { "text": en("A shorter timeout."), "set": { "queues.jobs.visibilityTimeout": "10s" } }
        ]
    }]);
    file
}

fn scenario() -> Scenario {
    read(&file().to_string(), &[])
}

/// The judgement on an answer in the run as it is written.
fn judged(question: usize, answer: &Answer) -> Judgement {
    let scenario = scenario();
    scenario.quiz[question].judge(answer, &outcome(&scenario, 7))
}

/// Right with the first answer; with the second wrong, for this reason.
fn check(question: usize, right: &Answer, wrong: &Answer, because: &str) {
    let judgement = judged(question, right);
    assert_eq!((judgement.finding, judgement.because), (Finding::Right, Vec::new()));
    let judgement = judged(question, wrong);
    assert_eq!((judgement.finding, judgement.because), (Finding::Wrong, vec![because.to_owned()]));
}

#[test]
fn everything_it_says_is_proved() {
    Proof::of(&file().to_string()).run();
}

/// Proves the file after a change.
fn prove(change: impl Fn(&mut Json)) {
    let mut file = file();
    change(&mut file);
    Proof::of(&file.to_string()).run();
}

#[test]
#[should_panic(expected = "question number: it is Number(7000000), not Number(6000000)")]
fn an_assertion_that_is_wrong_is_found() {
    prove(|file| file["quiz"][1]["assert"] = json!(6));
}

#[test]
#[should_panic(expected = "goal soon: it is achieved without a change")]
fn a_goal_that_is_achieved_already_is_found() {
    prove(|file| file["goals"][0]["pass"] = json!("empty(jobs)"));
}

#[test]
#[should_panic(expected = "goal soon, solution 0")]
fn a_solution_that_fails_is_found() {
    prove(|file| file["goals"][0]["solutions"][0]["set"] = json!({ "consumers.w.work": "7s" }));
}

#[test]
#[should_panic(expected = "question knob: the example")]
fn an_example_that_is_wrong_is_found() {
    prove(|file| file["quiz"][4]["example"] = json!("60s"));
}

#[test]
fn several_answers_must_be_chosen_all() {
    check(0, &Answer::Choices(vec![0, 2]), &Answer::Choices(vec![0, 1, 2]), "It is deleted later.");
    assert_eq!(judged(0, &Answer::Choices(vec![0])).because, ["Look at M2."]);
    assert_eq!(judged(0, &Answer::Choice(0)).finding, Finding::Wrong);
}

#[test]
fn a_number_is_compared_with_the_run() {
    let number = |n| Answer::Value(Value::whole(n).expect("a small number"));
    check(1, &number(7), &number(6), "M2 is received twice.");
    assert_eq!(judged(1, &number(9)).because, ["Count them."]);
    assert_eq!(judged(1, &Answer::Value(Value::Duration(7_000_000))).finding, Finding::Wrong);
}

#[test]
fn things_are_put_in_order() {
    check(
        2,
        &Answer::Order(vec![2, 0, 1]),
        &Answer::Order(vec![2, 1, 0]),
        "The timeout runs from the receive.",
    );
    for order in [vec![], vec![2, 0], vec![2, 2, 2], vec![2, 0, 9], vec![2, 0, 1, 1]] {
        assert_eq!(judged(2, &Answer::Order(order)).finding, Finding::Wrong);
    }
}

#[test]
fn a_moment_may_be_a_little_off() {
    check(3, &Answer::Moment(40_500_000), &Answer::Moment(15_000_000), "SQS is not told.");
    assert_eq!(judged(3, &Answer::Moment(39_499_999)).finding, Finding::Wrong);
}

#[test]
fn a_knob_is_judged_by_the_run_with_it() {
    let question = &scenario().quiz[4];
    let with = |value: &str| -> Outcome {
        let edit = ("queues.jobs.visibilityTimeout".to_owned(), value.to_owned());
        outcome(&read(&file().to_string(), &[edit]), 7)
    };
    let judge = |value: &str| question.judge(&Answer::Setting(value.to_owned()), &with(value));
    assert_eq!(judge("10s").finding, Finding::Right);
    assert_eq!(judge("30s").because, ["Then M2 waits till 0:40."]);
    assert_eq!(judge("29s").finding, Finding::Wrong);
}

#[test]
fn a_run_that_was_changed_may_have_no_answer() {
    let edit = ("faults.crash.enabled".to_owned(), "false".to_owned());
    let changed = read(&file().to_string(), &[edit]);
    let run = outcome(&changed, 7);
    let finding = |question: usize, answer: &Answer| changed.quiz[question].judge(answer, &run).finding;
    assert_eq!(
        finding(1, &Answer::Value(Value::Number(6_000_000))),
        Finding::Unanswerable,
        "the check fails"
    );
    assert_eq!(finding(2, &Answer::Order(vec![2, 0, 1])), Finding::Unanswerable, "nothing dies");
    assert_eq!(finding(3, &Answer::Moment(40_000_000)), Finding::Unanswerable);
    assert_eq!(finding(0, &Answer::Choices(vec![])), Finding::Right, "none of the options is");
}

#[test]
fn right_answers_have_words() {
    let scenario = scenario();
    let run = outcome(&scenario, 7);
    let told: Vec<String> = scenario
        .quiz
        .iter()
        .map(|question| text::right_answer(question, &question.right(&run)).join(" | "))
        .collect();
    assert_eq!(
        told,
        [
            "M2 is received twice. | w/2 dies.",
            "7",
            "M1 is deleted | w/2 dies | M2 is visible again",
            "0:40.000",
            "For example 10s.",
        ]
    );
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let scenario = scenario();
    let guess = |question: usize| match &scenario.quiz[question].kind {
        QuestionKind::Number(guess) | QuestionKind::Moment(guess) => guess.clone(),
        other => panic!("{other:?} is no guess"),
    };
    let (number, moment) = (guess(1), guess(3));
    assert_eq!(number.read(" 4,500 "), Value::whole(4_500));
    assert_eq!(number.read("0.5"), Some(Value::Number(500_000)));
    for text in ["", "many", "-1", "+1", "1.2345678", "1e3", "7s", "."] {
        assert_eq!(number.read(text), None, "{text}");
    }
    assert_eq!(moment.read("1m30s"), Some(Value::Duration(90_000_000)));
    assert_eq!(moment.read("1.5"), Some(Value::Duration(1_500_000)));
    assert_eq!(moment.read("soon"), None);
}

#[test]
fn goals_have_a_budget() {
    let told = |edits: &[(&str, &str)]| {
        let edits: Vec<(String, String)> =
            edits.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
        let scenario = read(&file().to_string(), &edits);
        let goal = &scenario.goals[0];
        text::goal_verdict(goal, goal.verdict(&scenario, &outcome(&scenario, 7)))
    };
    let timeout = ("queues.jobs.visibilityTimeout", "10s");
    let shorter = ("queues.jobs.visibilityTimeout", "9s");
    let start = told(&[]);
    expect!["Not achieved yet, with 0 changes and 22 requests."].assert_eq(&start);
    expect!["Achieved, with 1 change and 22 requests."].assert_eq(&told(&[timeout]));
    assert_eq!(told(&[shorter, timeout]), told(&[timeout]), "a value counts once");
    expect!["It works, but takes 2 changes and 23 requests: at most 1 change and 100 requests are allowed."]
        .assert_eq(&told(&[timeout, ("queues.jobs.receiveWait", "19s")]));
}
