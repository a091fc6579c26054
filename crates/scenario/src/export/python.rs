//! A scenario's producers and consumers as a program with boto3.

mod consumer;
mod helpers;
mod producer;

use std::fmt::Write as _;

use serde_json::Value;
use sqs::{MICROS_PER_S, Time};

use self::helpers::{HELPERS, IMPORTS};
use super::Source;

const CLIENT: &str = r#"
import boto3

sqs = boto3.client("sqs")
"#;

const URL: &str = r#"

def url(name):
    return sqs.get_queue_url(QueueName=name)["QueueUrl"]
"#;

/// Makes deduplication ids of one run differ from those of another.
const RUN: &str = "RUN = uuid.uuid4().hex[:8]\n";

const MAIN: &str = r#"
def main(seconds):
    with ThreadPoolExecutor(max_workers=max(1, sum(count for _, _, count in PARTS))) as pool:
        runs = {name: [pool.submit(run, seconds) for _ in range(count)] for name, run, count in PARTS}
    for name, parts in runs.items():
        print(name, sum(part.result() for part in parts))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
"#;

/// Writes the program.
pub(super) fn write(source: &Source) -> String {
    let (body, parts) = functions(source);
    let title = source.scenario.title.replace('\\', " ").replace('"', "'");
    let mut out = format!(
        "\"\"\"{title}: what sends and what receives. Run it with the seconds that it is to take.\"\"\"\n\n"
    );
    let mut shared = String::new();
    for (call, text) in HELPERS {
        if body.contains(call) {
            shared.push('\n');
            shared.push_str(text);
        }
    }
    let run = if body.contains("{RUN}") { RUN } else { "" };
    let all = [&shared, &body, MAIN, run].concat();
    let mut imports: Vec<&str> =
        IMPORTS.iter().filter(|(used, _)| all.contains(used)).map(|(_, line)| *line).collect();
    imports.sort_by_key(|line| (line.starts_with("from"), *line));
    for line in imports {
        let _ = writeln!(out, "{line}");
    }
    out.push_str(CLIENT);
    out.push_str(run);
    out.push_str(URL);
    out.push_str(&shared);
    out.push_str(&body);
    out.push_str("\n\n# Name, function, how many at once.\nPARTS = [\n");
    for (id, name, count) in parts {
        let _ = writeln!(out, "    ({}, {name}, {count}),", literal(&id));
    }
    out.push_str("]\n\n");
    out.push_str(MAIN);
    out
}

/// A function that runs as long as the program: whose it is, its name, how many at once.
type Part = (String, String, u32);

fn functions(source: &Source) -> (String, Vec<Part>) {
    let model = source.model();
    let (mut out, mut parts) = (String::new(), Vec::new());
    for it in &model.producers {
        if let Some(queue) = it.to.queue() {
            let name = format!("produce_{}", snake(&it.id));
            producer::write(&mut out, &name, it, &model.queues[queue as usize]);
            parts.push((it.id.to_string(), name, 1));
        } else {
            let _ = writeln!(out, "\n\n# {} does not send to a queue itself.", it.id);
        }
    }
    for it in &model.consumers {
        let Some(queue) = it.queue() else {
            let _ = writeln!(out, "\n\n# {} is called directly: it receives from no queue.", it.id);
            continue;
        };
        match &it.lambda {
            Some(lambda) => consumer::handler(&mut out, it, lambda, &model.queues[queue as usize]),
            None => {
                let name = format!("consume_{}", snake(&it.id));
                consumer::write(&mut out, &name, it, model);
                parts.push((it.id.to_string(), name, it.places()));
            }
        }
    }
    (out, parts)
}

/// Seconds as a number of Python.
fn seconds(us: Time) -> String {
    let (whole, rest) = (us / MICROS_PER_S, us % MICROS_PER_S);
    if rest == 0 {
        return whole.to_string();
    }
    format!("{whole}.{}", format!("{rest:06}").trim_end_matches('0'))
}

fn snake(id: &str) -> String {
    id.replace('-', "_")
}

/// A text as Python and JSON both write it.
fn literal(text: &str) -> String {
    Value::from(text).to_string()
}
