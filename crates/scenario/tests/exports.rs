//! Scenarios as templates, commands and programs.

use api::call::{Call, Setting};
use api::command_line::{self, Printed};
use api::envelope::Envelope;
use api::error::AwsError;
use scenario::export::Export;
use scenario::{Scenario, library, template};
use serde_json::Value;
use sim::{ConsumerModel, Model, QueueModel};
use sqs::{Action, Engine, NoChance, Reply, Storage};

fn json(slug: &str) -> &'static str {
    library::json(slug).expect("every entry has a file")
}

fn read(json: &str) -> Scenario {
    Scenario::read(json, &[]).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn export(slug: &str, form: Export) -> String {
    form.write(json(slug), &[]).unwrap_or_else(|problems| panic!("{slug}: {problems:#?}"))
}

/// What a template can say of a queue; ids may differ.
fn without_id(mut queue: QueueModel) -> QueueModel {
    queue.id = "".into();
    queue.storage = Storage::default();
    if let Some(policy) = &mut queue.attributes.policy {
        let mut document = (**policy).clone();
        document.text = None;
        *policy = document.into();
    }
    queue
}

fn queues(model: &Model) -> Vec<QueueModel> {
    model.queues.iter().cloned().map(without_id).collect()
}

fn functions(model: &Model) -> Vec<String> {
    let told = |it: &ConsumerModel| {
        let lambda = it.lambda.as_ref()?;
        Some(format!(
            "{} {} {} {} {:?} {:?} {:?} {} {}",
            it.from,
            it.batch,
            lambda.timeout_us,
            lambda.window_us,
            lambda.maximum_concurrency,
            lambda.reserved,
            lambda.provisioned,
            lambda.partial_failures,
            lambda.filter.is_some(),
        ))
    };
    let mut list: Vec<String> = model.consumers.iter().filter_map(told).collect();
    list.sort();
    list
}

/// Groups without their launch times, which a template does not say.
fn groups(model: &Model) -> Vec<String> {
    let told = |it: &ConsumerModel| {
        let scale = it.scale.as_ref()?;
        Some(format!("{} {} {} {} {:?}", it.from, scale.min, scale.max, scale.start, scale.policies))
    };
    model.consumers.iter().filter_map(told).collect()
}

#[test]
fn a_template_of_a_scenario_is_read_back_as_the_same_model() {
    for entry in library::all() {
        let text = export(entry.slug, Export::CloudFormation);
        let imported = template::import(&text)
            .unwrap_or_else(|findings| panic!("{}: {findings:#?}\n{text}", entry.slug));
        let findings: Vec<_> =
            imported.findings.iter().filter(|it| !it.message.contains("dead letter keeps its age")).collect();
        let (before, after) = (read(json(entry.slug)), read(&imported.json));
        // A scenario about a mistake has the mistake, which the reader of templates corrects.
        let shortens = findings.len() < imported.findings.len();
        assert!(findings.is_empty(), "{}: {findings:#?}\n{text}", entry.slug);
        if !shortens {
            assert_eq!(queues(&after.model), queues(&before.model), "{}\n{text}", entry.slug);
        }
        assert_eq!(functions(&after.model), functions(&before.model), "{}\n{text}", entry.slug);
        assert_eq!(groups(&after.model), groups(&before.model), "{}\n{text}", entry.slug);
        assert_eq!(after.model.topics.len(), before.model.topics.len());
        for (after, before) in after.model.topics.iter().zip(&before.model.topics) {
            assert_eq!((&after.name, after.kind), (&before.name, before.kind));
            for (after, before) in after.subscriptions.iter().zip(&before.subscriptions) {
                assert_eq!((after.to, after.raw, &after.filter), (before.to, before.raw, &before.filter));
                assert_eq!(after.dead_letter, before.dead_letter);
            }
        }
        for (after, before) in after.model.alarms.iter().zip(&before.model.alarms) {
            assert_eq!(sim::AlarmModel { id: before.id.clone(), ..after.clone() }, *before, "{}", entry.slug);
        }
        assert_eq!(after.model.alarms.len(), before.model.alarms.len());
    }
}

/// An engine behind the command language.
struct Terminal {
    engine: Engine,
    setting: Setting,
}

impl Terminal {
    fn run(&mut self, line: &str) -> Printed {
        let invocation = command_line::parse(line).unwrap_or_else(|printed| panic!("{line}: {printed:?}"));
        invocation.run(|envelope| self.send(envelope, invocation.action))
    }

    fn prints(&mut self, line: &str) -> String {
        let printed = self.run(line);
        assert_eq!((printed.exit_code, printed.stderr.as_str()), (0, ""), "{line}");
        printed.stdout
    }

    fn send(&mut self, envelope: &Envelope<'_>, action: Action) -> Result<Value, AwsError> {
        let Call { caller, command, pending } = envelope.call(action, &self.engine, &self.setting)?;
        let result: Result<Reply, _> = self.engine.apply(0, &caller, command, &mut NoChance, &mut Vec::new());
        pending.output(result, &self.engine)
    }
}

#[test]
fn the_commands_create_the_same_queues() {
    for entry in library::all() {
        let script = export(entry.slug, Export::Commands);
        let setting = Setting { storage: Storage::PLAIN, ..Setting::default() };
        let mut terminal = Terminal { engine: Engine::new(), setting };
        for line in script.lines().filter(|line| line.starts_with("aws sqs ")) {
            terminal.prints(line);
        }
        for queue in &read(json(entry.slug)).model.queues {
            let url = format!("https://sqs.us-east-1.amazonaws.com/123456789012/{}", queue.name);
            let shown = terminal
                .run(&format!("aws sqs get-queue-attributes --queue-url {url} --attribute-names All"));
            if shown.stderr.contains("with an explicit deny in a resource-based policy") {
                assert!(queue.attributes.policy.is_some(), "{script}");
                continue;
            }
            let shown: Value = serde_json::from_str(&shown.stdout).expect("JSON");
            let shown = &shown["Attributes"];
            let it = &queue.attributes;
            for (name, value) in [
                ("VisibilityTimeout", it.visibility_timeout_s),
                ("MessageRetentionPeriod", it.retention_s),
                ("DelaySeconds", it.delay_s),
                ("ReceiveMessageWaitTimeSeconds", it.receive_wait_s),
                ("MaximumMessageSize", it.maximum_message_bytes),
            ] {
                assert_eq!(shown[name], value.to_string(), "{} {name}: {script}", entry.slug);
            }
            let is_fifo = queue.kind == sqs::QueueKind::Fifo;
            assert_eq!(shown["FifoQueue"] == "true", is_fifo, "{script}");
            if is_fifo {
                let deduplicates = it.content_based_deduplication.to_string();
                assert_eq!(shown["ContentBasedDeduplication"], deduplicates, "{script}");
            }
            assert_eq!(shown.get("RedrivePolicy").is_some(), queue.redrive.is_some(), "{script}");
            if let Some(redrive) = queue.redrive {
                let policy: Value =
                    serde_json::from_str(shown["RedrivePolicy"].as_str().expect("text")).expect("JSON");
                assert_eq!(policy["maxReceiveCount"], redrive.max_receive_count, "{script}");
                let target = &read(json(entry.slug)).model.queues[redrive.target as usize].name;
                assert_eq!(policy["deadLetterTargetArn"], sim::queue_arn(target), "{script}");
            }
            assert_eq!(shown.get("Policy").is_some(), it.policy.is_some(), "{script}");
            assert_eq!(shown.get("RedriveAllowPolicy").is_some(), it.redrive_allow.is_some(), "{script}");
            assert_eq!(shown.get("KmsMasterKeyId").is_some(), it.kms_key.is_some(), "{script}");
        }
    }
}

#[test]
fn every_producer_and_consumer_is_in_the_program() {
    for entry in library::all() {
        let program = export(entry.slug, Export::Python);
        let model = &read(json(entry.slug)).model;
        for it in &model.producers {
            let name = format!("def produce_{}(", it.id.replace('-', "_"));
            assert_eq!(program.contains(&name), it.to.queue().is_some(), "{program}");
        }
        for it in &model.consumers {
            let what = if it.lambda.is_some() { "handle" } else { "consume" };
            let name = format!("def {what}_{}(", it.id.replace('-', "_"));
            assert_eq!(program.contains(&name), it.queue().is_some(), "{program}");
        }
    }
}

#[test]
fn what_a_form_has_no_place_for_is_told() {
    let told = |slug: &str, form: Export| form.left_out(&read(json(slug))).join("\n");
    assert_eq!(
        told("access-denied", Export::Commands),
        "Who sends: own, named, unnamed. The Python program has what sends to queues.\n\
         Who polls: w. The Python program has them.\n\
         Roles and their own policies: insider, partner, stranger."
    );
    assert_eq!(
        told("sns-fanout", Export::Python),
        "The queues themselves: the template or the commands create them.\n\
         Who does not send to a queue itself: shop."
    );
    // Every scenario has somebody who sends, and time: no form but its own has all of it.
    for entry in library::all() {
        for form in Export::ALL {
            assert!(!told(entry.slug, form).is_empty(), "{} {form:?}", entry.slug);
        }
    }
}

/// A scenario of one queue with what tests add to it.
fn program_of(fields: &str) -> String {
    let json = format!(
        "{{ \"format\": 1, \"id\": \"a\", \"title\": {{ \"en\": \"A\" }}, \"duration\": \"1m\", {fields} }}"
    );
    Export::Python.write(&json, &[]).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn a_program_does_what_producers_and_consumers_do() {
    let program = program_of(
        r#""queues": [{ "id": "q", "type": "fifo" }, { "id": "r" }],
        "producers": [
            { "id": "p", "to": "q", "rate": 1, "deduplicationIds": 3 },
            { "id": "s", "to": "r", "rate": { "steps": [["0s", 1], ["30s", 5]] }, "batch": 10,
              "schedule": { "wait": "20m" } },
            { "id": "b", "to": "r", "rate": { "bursts": { "size": 5, "every": "10s" } }, "kinds": [
                { "id": "big", "every": 3, "attributes": { "kind": "big" }, "body": { "a": 1 } }] }],
        "consumers": [
            { "id": "c", "from": "q", "work": "1s", "batch": 10, "deleteBatch": true,
              "heartbeat": { "every": "5s", "to": "30s" } },
            { "id": "d", "from": "r", "work": "1s", "then": ["q"], "deletes": false, "idempotent": true,
              "pause": "2s", "away": [["10s", "20s"]], "wait": "20s" }]"#,
    );
    for part in [
        "\"\"\"Sends 1 message a second.\"\"\"",
        "\"MessageDeduplicationId\": f\"p-{number % 3}\"",
        "steps([(0, 1), (30, 5)])",
        "sqs.send_message_batch(",
        "at + 1200",
        "bursts(5, 10, 0)",
        "if (number + 1) % 3 == 0:",
        "\"MessageAttributes\": {\"kind\": {\"DataType\": \"String\", \"StringValue\": \"big\"}}",
        "sqs.delete_message_batch(",
        "with heartbeat(queue, left, 5, 30):",
        "sqs.change_message_visibility_batch(",
        "queues, start, done = [url(\"r\"), url(\"q.fifo\")]",
        "not in DONE_BY_D:",
        "sit_out(start, seconds, [(10, 20)])",
        "time.sleep(2)",
    ] {
        assert!(program.contains(part), "{part}\n{program}");
    }
    let d = program.split("def consume_d").nth(1).expect("its function");
    assert!(!d.contains("sqs.delete"), "{d}");
}

#[test]
fn a_handler_of_a_fifo_queue_stops_at_the_first_failure() {
    let program = program_of(
        r#""queues": [{ "id": "q", "type": "fifo", "visibilityTimeout": "1m" }],
        "producers": [{ "id": "p", "to": "q", "rate": 1 }],
        "consumers": [{ "id": "f", "from": "q", "kind": "lambda", "work": "10ms",
            "lambda": { "timeout": "5s", "partialFailures": true, "answers": "listed" } }]"#,
    );
    assert!(program.contains("for it in records[index:]"), "{program}");
}
