//! `sqscope run`, `check`, `sweep` and `merge`, as a shell meets them.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

#[path = "support/command.rs"]
mod command;

fn sqscope(arguments: &[&str]) -> Output {
    command::sqscope(arguments).output().expect("the command starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("the output is UTF-8")
}

/// A file of this test's own.
fn scratch(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path
}

#[test]
fn a_run_tells_its_state_as_the_page_does() {
    let output = sqscope(&["run", "consumer-crash", "--until", "40s", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let state: Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    assert_eq!(state["slug"], "consumer-crash");
    assert_eq!(state["t_ms"], 40_000);
    assert_eq!(state["queues"][0]["duplicates"], 1);
    assert_eq!(state["link"], "/s/consumer-crash/?t=40s");
    assert!(state["claims"].as_array().is_some_and(|claims| claims.iter().all(|it| it["holds"] == true)));
}

#[test]
fn a_run_takes_edits_seeds_and_links() {
    let edited = sqscope(&[
        "run",
        "/s/consumer-crash/?seed=3&set=queues.jobs.visibilityTimeout=10s",
        "--set",
        "faults.crash.enabled=false",
        "--format",
        "json",
    ]);
    let state: Value = serde_json::from_str(&out(&edited)).expect("it is JSON");
    assert_eq!(state["seed"], 3);
    assert_eq!(state["queues"][0]["duplicates"], 0, "nobody crashes");
    let link = state["link"].as_str().expect("a link");
    let again = sqscope(&["run", link, "--format", "json"]);
    let again: Value = serde_json::from_str(&out(&again)).expect("it is JSON");
    assert_eq!(again["trace_hash"], state["trace_hash"], "the link opens the same run");
}

#[test]
fn a_run_tells_metrics_and_events() {
    let metrics = out(&sqscope(&["run", "consumer-crash", "--format", "csv"]));
    assert!(metrics.starts_with("t_ms,queue,visible,in_flight,"), "{metrics}");
    assert!(metrics.lines().any(|line| line.starts_with("40000,jobs,")), "{metrics}");
    let events = out(&sqscope(&["run", "consumer-crash", "--format", "events", "--until", "15s"]));
    let lines: Vec<Value> =
        events.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    let last = lines.last().expect("events");
    assert_eq!(
        (&last["text"], &last["kind"], &last["worker"]),
        (&"w/2 crashes".into(), &"crashed".into(), &"w/2".into())
    );
    let sent = lines.iter().find(|line| line["kind"] == "sent").expect("something is sent");
    assert_eq!((&sent["queue"], &sent["msg"]), (&"jobs".into(), &"M1".into()), "{sent}");
    assert!(sent["producer"].is_string(), "{sent}");
    let received = lines.iter().find(|line| line["kind"] == "received").expect("something is received");
    assert!(received["worker"].is_string() && received["receive"] == 1, "{received}");
    assert!(lines.is_sorted_by_key(|line| line["t_ms"].as_u64()));
}

#[test]
fn what_cannot_be_run_is_told_and_ends_with_1() {
    for (arguments, told) in [
        (vec!["run", "spike-absorbtion"], "there is no built-in scenario"),
        (vec!["run", "nowhere.json"], "there is no file nowhere.json"),
        (vec!["run", "consumer-crash", "--set", "queues.jobs.nothing=1"], "queues.jobs.nothing"),
        (vec!["check", "nowhere.json"], "there is no file nowhere.json"),
        (vec!["merge", "nowhere.jsonl"], "cannot be read"),
    ] {
        let output = sqscope(&arguments);
        let text = err(&output) + &out(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {text}");
        assert!(text.contains(told), "{arguments:?}: {text}");
    }
    for arguments in [
        vec!["run"],
        vec!["run", "consumer-crash", "--until", "soon"],
        vec!["sweep", "consumer-crash", "--seeds", "9..1"],
        vec!["sweep", "consumer-crash", "--seeds", "1..9", "--shard", "3/2"],
    ] {
        assert_eq!(sqscope(&arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_check_tells_where_what_and_what_to_do() {
    let file = scratch("check.json");
    fs::write(&file, r#"{ "format": 1, "id": "x", "title": { "en": "X" }, "duration": "1s", "queues": [{ "id": "q", "delay": 5 }] }"#)
        .expect("the scratch folder is there");
    let name = file.display().to_string();
    let output = sqscope(&["check", &name]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("/queues/0/delay: Expected a duration"), "{}", out(&output));
    let json = sqscope(&["check", "--format", "json", &name]);
    let line: Value = serde_json::from_str(&out(&json)).expect("one JSON line");
    assert_eq!(line["at"], "/queues/0/delay");
    fs::write(
        &file,
        r#"{ "format": 1, "id": "x", "title": { "en": "X" }, "duration": "1s", "queues": [{ "id": "q" }] }"#,
    )
    .expect("the scratch folder is there");
    let right = sqscope(&["check", &name]);
    assert_eq!((right.status.code(), out(&right)), (Some(0), format!("{name}: nothing is wrong\n")));
}

#[test]
fn a_sweep_in_parts_is_the_sweep_and_goes_on_where_it_stopped() {
    let vary = "queues.jobs.visibilityTimeout=10s,30s";
    let sweep = ["sweep", "consumer-crash", "--seeds", "1..9", "--vary", vary, "--format", "csv"];
    let whole = out(&sqscope(&sweep));
    assert!(whole.lines().count() > 20, "{whole}");

    let parts = [scratch("part-1.jsonl"), scratch("part-2.jsonl")];
    let names: Vec<String> = parts.iter().map(|part| part.display().to_string()).collect();
    for (name, shard) in names.iter().zip(["1/2", "2/2"]) {
        let output = sqscope(&[&sweep[..], &["--shard", shard, "--out", name]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    }
    let merged = sqscope(&["merge", "--format", "csv", &names[0], &names[1]]);
    assert_eq!(out(&merged), whole);

    let alone = sqscope(&["merge", "--format", "csv", &names[0]]);
    assert_eq!(alone.status.code(), Some(1));
    assert!(err(&alone).contains("9 of 18 runs are missing"), "{}", err(&alone));

    // A stop in the middle of a line: that run is run again, the others are not.
    let text = fs::read_to_string(&parts[0]).expect("the part is there");
    fs::write(&parts[0], &text[..text.len() - 10]).expect("the part can be written");
    sqscope(&[&sweep[..], &["--shard", "1/2", "--out", &names[0]]].concat());
    assert_eq!(
        fs::read_to_string(&parts[0]).expect("the part is there").lines().count(),
        text.lines().count()
    );
    assert_eq!(out(&sqscope(&["merge", "--format", "csv", &names[0], &names[1]])), whole);

    // More seeds go on in the same file; fewer are told alone.
    let longer = ["sweep", "consumer-crash", "--seeds", "1..12", "--vary", vary, "--format", "csv"];
    let grown = sqscope(&[&longer[..], &["--out", &names[0]]].concat());
    assert_eq!(out(&grown), out(&sqscope(&longer)), "{}", err(&grown));
    let lines = fs::read_to_string(&parts[0]).expect("the part is there");
    assert_eq!(lines.lines().count(), 1 + 24, "nothing is run twice");
    assert_eq!(out(&sqscope(&[&sweep[..], &["--out", &names[0]]].concat())), whole);

    let other = sqscope(&["sweep", "consumer-crash", "--seeds", "1..3", "--out", &names[0]]);
    assert_eq!(other.status.code(), Some(1));
    assert!(err(&other).contains("holds another sweep"), "{}", err(&other));
}

#[test]
fn a_link_stands_alone_on_its_line_and_opens_the_same_run() {
    let plain =
        sqscope(&["link", "consumer-crash", "--set", "queues.jobs.visibilityTimeout=30s", "--seed", "7"]);
    assert_eq!(out(&plain), "/s/consumer-crash/\n", "{}", err(&plain));
    let edits = ["--set", "queues.jobs.visibilityTimeout=10s", "--set", "consumers.w.work=20s"];
    let made = sqscope(&[&["link", "consumer-crash"], &edits[..], &["--at", "40s", "--seed", "3"]].concat());
    let link = out(&made);
    let payload = link.trim_end().strip_prefix("/s/consumer-crash/#").expect("a payload");
    assert!(payload.len() <= 64 && link.lines().count() == 1, "{link}");
    let hash = |arguments: &[&str]| {
        let output = sqscope(&[arguments, &["--format", "json"]].concat());
        let state: Value = serde_json::from_str(&out(&output)).unwrap_or_else(|_| panic!("{}", err(&output)));
        state["trace_hash"].clone()
    };
    let direct = hash(&[&["run", "consumer-crash", "--seed", "3"], &edits[..]].concat());
    assert_eq!(hash(&["run", link.trim_end()]), direct);
    let readable = sqscope(&["link", link.trim_end(), "--readable", "--site", "https://example.com/a/"]);
    let address = "https://example.com/a/s/consumer-crash/?seed=3&t=40s&set=queues.jobs.visibilityTimeout=10s\
                   &set=consumers.w.work=20s\n";
    assert_eq!(out(&readable), address);
    assert_eq!(hash(&["run", out(&readable).trim_end()]), direct);
}

#[test]
fn a_link_can_bring_its_built_in_scenario_along() {
    let made = sqscope(&["link", "consumer-crash", "--embed"]);
    let link = out(&made);
    assert!(link.starts_with("/s/consumer-crash/#") && link.len() > 500, "{link}{}", err(&made));
    let told = sqscope(&["link", link.trim_end()]);
    assert!(out(&told).starts_with("scenario  consumer-crash: "), "{}", err(&told));
}

#[test]
fn a_link_is_told_and_gives_its_scenario_back() {
    let made = sqscope(&[
        "link",
        "consumer-crash",
        "--set",
        "consumers.w.work=20s",
        "--at",
        "1m30s",
        "--title",
        "Mine",
    ]);
    let link = out(&made);
    let payload = link.trim_end().split_once('#').expect("a payload").1;
    for argument in [link.trim_end(), payload] {
        let told = sqscope(&["link", argument]);
        let expected = "scenario  consumer-crash: A worker dies with a message in hand\ntitle     Mine\n\
                        set       consumers.w.work=20s\nat        1m30s\n";
        assert_eq!(out(&told), expected, "{}", err(&told));
    }
    let file = scratch("linked.json");
    let json = sqscope(&["link", payload, "--json"]);
    fs::write(&file, out(&json)).expect("the file can be written");
    let file = file.to_str().expect("a path");
    assert_eq!(sqscope(&["check", file]).status.code(), Some(0));
    let own = sqscope(&["link", file, "--at", "1m30s"]);
    assert!(out(&own).starts_with("/c/#"), "{}", err(&own));
    assert_eq!(sqscope(&["run", out(&own).trim_end(), "--format", "json"]).status.code(), Some(0));
}

#[test]
fn links_that_cannot_be_made_or_read_are_refused() {
    for (arguments, wanted) in [
        (&["link", "/c/#EKMAAQGCAQ"][..], "cut off or changed on the way"),
        (&["link", "no-such-scenario"], "no built-in scenario"),
        (&["link", "consumer-crash", "--set", "queues.none.delay=1s"], "queues has no `none`"),
        (&["run", "/s/consumer-crash/#AAAA"], "cut off or changed on the way"),
    ] {
        let output = sqscope(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(err(&output).contains(wanted), "{arguments:?}: {}", err(&output));
        assert_eq!(out(&output), "");
    }
    assert_eq!(sqscope(&["link", "consumer-crash", "--at", "0.5ms"]).status.code(), Some(2));
}

/// A template of the corpus.
fn template(name: &str) -> String {
    format!("{}/../../tests/templates/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_template_is_checked_with_its_lines() {
    let right = template("right-queue-and-dlq.yaml");
    let output = sqscope(&["check", &right]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("nothing is wrong") && out(&output).contains(":17: "), "{}", out(&output));
    let wrong = template("mistake-visibility-timeout-seconds.yaml");
    let output = sqscope(&["check", &wrong]);
    assert_eq!(output.status.code(), Some(1));
    let told = out(&output);
    assert!(
        told.starts_with(&format!("{wrong}:7:7: ")) && told.contains("Write `VisibilityTimeout`."),
        "{told}"
    );
    let output = sqscope(&["check", "--format", "json", &wrong]);
    let line: Value = serde_json::from_str(&out(&output)).expect("a JSON line");
    assert_eq!((&line["line"], &line["column"]), (&7.into(), &7.into()));
}

#[test]
fn a_template_runs_with_its_corrections_whatever_its_file_is_called() {
    let text = fs::read(template("mistake-visibility-timeout-seconds.yaml")).expect("the corpus is there");
    let path = scratch("template.txt");
    fs::write(&path, text).expect("a scratch file");
    let path = path.to_str().expect("a path");
    let output = sqscope(&["run", path, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("warning") && err(&output).contains("(corrected)"), "{}", err(&output));
    let state: Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    assert_eq!(state["duration_ms"], 300_000);
    assert_eq!(state["queues"][0]["name"], "orders");
    assert_eq!(state["queues"][0]["sent"], 301);
    let link = out(&sqscope(&["link", path]));
    let again = sqscope(&["run", link.trim_end(), "--format", "json"]);
    let again: Value = serde_json::from_str(&out(&again)).expect("it is JSON");
    assert_eq!(again["trace_hash"], state["trace_hash"], "the link opens the same run");
}

#[test]
fn a_template_without_a_scenario_is_refused() {
    for name in ["mistake-yaml.yaml", "mistake-no-queue.yaml", "hostile-alias-bomb.yaml"] {
        for task in ["run", "check", "link"] {
            let output = sqscope(&[task, &template(name)]);
            assert_eq!(output.status.code(), Some(1), "{task} {name}: {}", err(&output));
        }
    }
}

#[test]
fn an_exported_template_is_a_template() {
    let output = sqscope(&["export", "lambda-throttle-dlq", "--as", "cloudformation"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let path = scratch("exported.yaml");
    fs::write(&path, out(&output)).expect("a scratch file");
    let checked = sqscope(&["check", path.to_str().expect("a path")]);
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
    let commands = out(&sqscope(&["export", "lambda-throttle-dlq", "--as", "commands"]));
    assert!(commands.contains("aws sqs create-queue --queue-name reserved"), "{commands}");
}

#[test]
fn a_file_of_something_else_is_refused_as_what_it_is() {
    for (name, text) in
        [("nothing.yaml", ""), ("list.yaml", "- a\n- b\n"), ("prose.txt", "Not a scenario.\n")]
    {
        let path = scratch(name);
        fs::write(&path, text).expect("a file is written");
        let path = path.to_str().expect("a path of text");
        for task in ["run", "check"] {
            let output = sqscope(&[task, path]);
            assert_eq!(output.status.code(), Some(1), "{task} {name}");
            let told = out(&output) + &err(&output);
            assert!(told.contains("holds neither a scenario nor a template"), "{task} {name}: {told}");
        }
    }
    let output = sqscope(&["run", &template("mistake-no-resources.yaml")]);
    assert!(err(&output).contains("At least one Resources member"), "{}", err(&output));
}

#[test]
fn a_run_tells_what_stands_around_its_queues() {
    let json = |arguments: &[&str]| -> Value {
        let output = sqscope(&[&["run"], arguments, &["--format", "json"]].concat());
        serde_json::from_str(&out(&output)).unwrap_or_else(|_| panic!("{}", err(&output)))
    };
    let functions = json(&["lambda-batch-failure"]);
    let first = &functions["consumers"][0];
    assert!(first["function"]["invoked"].as_u64().is_some_and(|invoked| invoked > 0), "{first}");
    assert_eq!(functions["bill"]["invocations"], {
        let all = functions["consumers"].as_array().expect("a list").iter();
        all.map(|it| it["function"]["invoked"].as_u64().unwrap_or(0)).sum::<u64>()
    });
    let goals = json(&["fix-duplicate-orders"]);
    assert_eq!(goals["goals"][0]["achieved"], false, "{}", goals["goals"]);
    let table = out(&sqscope(&["run", "autoscale-backlog", "--until", "1m"]));
    for wanted in ["in service, ", "alarm ", "bill: ", "over the whole run, up to"] {
        assert!(table.contains(wanted), "{wanted}: {table}");
    }
    let whole = out(&sqscope(&["run", "autoscale-backlog"]));
    assert!(!whole.contains("over the whole run"), "{whole}");
    // Two environments at most ran at once, of more than a thousand places.
    assert!(first["workers"].as_u64().is_some_and(|workers| workers <= 2), "{first}");
}

#[test]
fn a_hostile_text_does_not_reach_the_terminal() {
    let title = "\u{1b}[2Jx\u{202e}y\nz";
    let link = out(&sqscope(&["link", "consumer-crash", "--title", title]));
    let told = out(&sqscope(&["link", link.trim_end()]));
    assert!(told.contains("title     \\u001b[2Jx\\u202ey\\u000az\n"), "{told:?}");
}

#[test]
fn a_link_from_beyond_every_run_is_told() {
    let output = sqscope(&["link", "/s/spike-absorption/#EKIBggAaD398agU7f__________qqA"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("was left out"), "{}", out(&output));
}

#[test]
fn a_scenario_with_a_byte_order_mark_is_read() {
    let json = out(&sqscope(&["link", "consumer-crash", "--json"]));
    let file = scratch("marked.json");
    fs::write(&file, format!("\u{feff}{json}")).expect("the scratch folder is there");
    let name = file.to_str().expect("a path");
    for task in ["check", "run", "link"] {
        let output = sqscope(&[task, name]);
        assert_eq!(output.status.code(), Some(0), "{task}: {}{}", out(&output), err(&output));
    }
}

#[test]
fn a_queue_that_is_its_own_dead_letter_queue_is_named() {
    let file = scratch("own-dlq.json");
    let queue = r#"{ "id": "q", "dlq": { "target": "q", "maxReceiveCount": 3 } }"#;
    let head = r#""format": 1, "id": "x", "title": { "en": "X" }, "duration": "1s""#;
    fs::write(&file, format!("{{ {head}, \"queues\": [{queue}] }}")).expect("the scratch folder is there");
    let output = sqscope(&["check", file.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        out(&output).contains("/queues/0/dlq/target: `q` is its own dead-letter queue."),
        "{}",
        out(&output)
    );
}

#[test]
fn a_sweep_does_what_was_done_in_its_link() {
    let link = |acts: &[u8]| {
        // A payload like those of the page: scenario 0, and a message that the reader sends after a millisecond.
        let body = [&[0xa2, 0x01, 0x82, 0x00, 0x00][..], acts].concat();
        format!("/c/#{}", payload(&body))
    };
    let sweep = |link: &str| {
        let output = sqscope(&["sweep", link, "--seeds", "1", "--format", "csv"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        out(&output)
    };
    let with = sweep(&link(&[0x0b, 0x83, 0x81, 0x00, 0x81, 0x01, 0x81, 0x00]));
    let without = sweep(&link(&[0x06, 0x00]));
    let sent = |csv: &str| -> u64 {
        let line = csv.lines().find(|line| line.contains(" sent,")).expect("a figure");
        line.rsplit(',').next().and_then(|max| max.parse().ok()).expect("a number")
    };
    assert_eq!(sent(&with), sent(&without) + 1);
    assert!(
        with.contains(" wait p95 ms,") && with.contains(",requests,") && with.contains(",alarms rung,"),
        "{with}"
    );
}

/// A whole payload of a body: header, body, CRC-16/IBM-3740, in base64url.
fn payload(body: &[u8]) -> String {
    let bytes = [&[0x10], body].concat();
    let check = bytes.iter().fold(0xffff_u16, |check, byte| {
        (0..8).fold(check ^ u16::from(*byte) << 8, |check, _| {
            if check & 0x8000 == 0 { check << 1 } else { check << 1 ^ 0x1021 }
        })
    });
    let bytes = [&bytes[..], &check.to_be_bytes()].concat();
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let six = |bits: &[u8]| (0..6).fold(0, |value, bit| value << 1 | bits.get(bit).copied().unwrap_or(0));
    bits.chunks(6).map(|bits| char::from(letters[usize::from(six(bits))])).collect()
}
