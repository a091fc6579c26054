//! A scenario's producers and consumers as a program with boto3.

use std::fmt::Write as _;

use serde_json::Value;
use sim::{ConsumerModel, Groups, ProducerModel, WorkTime};
use sqs::{MICROS_PER_MS, QueueKind};

use super::Source;

const HEAD: &str = r#"
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import boto3

sqs = boto3.client("sqs")


def url(name):
    return sqs.get_queue_url(QueueName=name)["QueueUrl"]
"#;

const MAIN: &str = r#"
def main(seconds):
    with ThreadPoolExecutor(max_workers=64) as pool:
        runs = {name: [pool.submit(run, seconds) for _ in range(count)] for name, run, count in PARTS}
    for name, parts in runs.items():
        print(name, sum(part.result() for part in parts))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
"#;

/// Writes the program.
pub(super) fn write(source: &Source) -> String {
    let model = source.model();
    let title = source.scenario.title.replace('\\', " ").replace('"', "'");
    let mut out = format!(
        "\"\"\"{title}: what sends and what receives. Run it with the seconds that it is to take.\"\"\"\n"
    );
    out.push_str(HEAD);
    let mut parts = Vec::new();
    for (index, it) in model.producers.iter().enumerate() {
        let rate = &source.file["producers"][index]["rate"];
        if let Some(queue) = it.to.queue() {
            let name = format!("produce_{}", snake(&it.id));
            producer(&mut out, &name, it, &model.queues[queue as usize], rate);
            parts.push((it.id.to_string(), name, 1));
        } else {
            let _ = writeln!(out, "\n# {} does not send to a queue itself.", it.id);
        }
    }
    for it in &model.consumers {
        let Some(queue) = it.queue() else {
            let _ = writeln!(out, "\n# {} is called directly: it receives from no queue.", it.id);
            continue;
        };
        let queue = &model.queues[queue as usize].name;
        match &it.lambda {
            Some(lambda) => handler(&mut out, it, queue, lambda.partial_failures),
            None => {
                let name = format!("consume_{}", snake(&it.id));
                consumer(&mut out, &name, it, queue);
                parts.push((it.id.to_string(), name, it.places()));
            }
        }
    }
    out.push_str("\n\n# Name, function, how many at once.\nPARTS = [\n");
    for (id, name, count) in parts {
        let _ = writeln!(out, "    ({}, {name}, {count}),", literal(&id));
    }
    out.push_str("]\n\n");
    out.push_str(MAIN);
    out
}

fn producer(out: &mut String, name: &str, it: &ProducerModel, queue: &sim::QueueModel, rate: &Value) {
    let (per_second, is_first) = rate_of(rate);
    let is_fifo = queue.kind == QueueKind::Fifo;
    let _ = writeln!(out, "\n\ndef {name}(seconds):");
    let first = if is_first { " at first" } else { "" };
    let _ = writeln!(out, "    \"\"\"Sends {per_second} messages a second{first}.\"\"\"");
    let _ = writeln!(out, "    queue, start, sent = url({}), time.monotonic(), 0", literal(&queue.name));
    let limit = it.count_max.map_or(String::new(), |max| format!(" and sent < {max}"));
    let _ = writeln!(out, "    while time.monotonic() - start < seconds{limit}:");
    let mut members = vec![
        "QueueUrl=queue".to_owned(),
        format!("MessageBody=f\"message {{sent}}\".ljust({}, \".\")", it.size_bytes),
    ];
    if let Groups::InTurn(count) = it.groups {
        members.push(format!("MessageGroupId=f\"group-{{sent % {count}}}\""));
    }
    if is_fifo {
        members.push("MessageDeduplicationId=str(uuid.uuid4())".to_owned());
    }
    if let Some(delay_s) = it.delay_s {
        members.push(format!("DelaySeconds={delay_s}"));
    }
    out.push_str("        sqs.send_message(\n");
    for member in members {
        let _ = writeln!(out, "            {member},");
    }
    out.push_str("        )\n        sent += 1\n");
    let _ = writeln!(out, "        time.sleep(max(0.0, start + sent / {per_second} - time.monotonic()))");
    out.push_str("    return sent\n");
}

fn consumer(out: &mut String, name: &str, it: &ConsumerModel, queue: &str) {
    let _ = writeln!(out, "\n\ndef {name}(seconds):");
    let _ =
        writeln!(out, "    \"\"\"Receives up to {} at a time, works on each and deletes it.\"\"\"", it.batch);
    let _ = writeln!(out, "    queue, start, done = url({}), time.monotonic(), 0", literal(queue));
    out.push_str("    while time.monotonic() - start < seconds:\n        answer = sqs.receive_message(\n");
    let mut members = vec!["QueueUrl=queue".to_owned(), format!("MaxNumberOfMessages={}", it.batch)];
    if let Some(wait_s) = it.wait_s {
        members.push(format!("WaitTimeSeconds={wait_s}"));
    }
    if let Some(timeout_s) = it.visibility_timeout_s {
        members.push(format!("VisibilityTimeout={timeout_s}"));
    }
    for member in members {
        let _ = writeln!(out, "            {member},");
    }
    out.push_str("        )\n        for message in answer.get(\"Messages\", []):\n");
    let work_ms = work_us(it.work) / MICROS_PER_MS;
    let _ = writeln!(
        out,
        "            time.sleep({}.{:03})  # The work on message[\"Body\"].",
        work_ms / 1_000,
        work_ms % 1_000
    );
    if it.deletes {
        out.push_str(
            "            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message[\"ReceiptHandle\"])\n",
        );
    }
    out.push_str("            done += 1\n    return done\n");
}

/// A function that AWS calls.
fn handler(out: &mut String, it: &ConsumerModel, queue: &str, partial_failures: bool) {
    let _ = writeln!(out, "\n\ndef handle_{}(event, context):", snake(&it.id));
    let _ = writeln!(out, "    \"\"\"A Lambda handler: its event source mapping reads {queue}.\"\"\"");
    out.push_str("    failures = []\n    for record in event[\"Records\"]:\n        try:\n");
    out.push_str("            print(record[\"body\"])  # The work.\n        except Exception:\n");
    match partial_failures {
        true => out.push_str("            failures.append({\"itemIdentifier\": record[\"messageId\"]})\n"),
        false => out.push_str("            raise  # The whole batch comes back.\n"),
    }
    out.push_str("    return {\"batchItemFailures\": failures}\n");
}

/// Messages a second, and whether that changes later.
fn rate_of(rate: &Value) -> (String, bool) {
    match rate {
        Value::Number(number) if number.as_f64().is_some_and(|rate| rate > 0.0) => {
            (number.to_string(), false)
        }
        _ => {
            let first = rate["steps"].as_array().into_iter().flatten().map(|step| &step[1]);
            let first =
                first.filter_map(Value::as_number).find(|rate| rate.as_f64().is_some_and(|it| it > 0.0));
            (first.map_or_else(|| "1".to_owned(), ToString::to_string), true)
        }
    }
}

/// A typical time.
fn work_us(work: WorkTime) -> u64 {
    match work {
        WorkTime::Fixed(us) | WorkTime::Exponential(us) | WorkTime::Lognormal(us, _) => us,
        WorkTime::Uniform(from, to) => (from + to) / 2,
    }
}

fn snake(id: &str) -> String {
    id.replace('-', "_")
}

/// A text as Python and JSON both write it.
fn literal(text: &str) -> String {
    Value::from(text).to_string()
}
