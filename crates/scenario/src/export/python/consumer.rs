//! A poller as a function, and what a Lambda function does as another.

use std::fmt::Write as _;

use sim::{ConsumerModel, FunctionAnswer, LambdaModel, Model, WorkTime};
use sqs::{MICROS_PER_S, QueueKind};

use super::super::Thousandths;
use super::{literal, seconds, snake};

/// A group of workers that receive, work and delete.
pub(super) fn write(out: &mut String, name: &str, it: &ConsumerModel, model: &Model) {
    if it.idempotent {
        let _ =
            writeln!(out, "\n\n# Messages that took effect; a table with conditional writes, in earnest.");
        let _ = writeln!(out, "DONE_BY_{} = set()", snake(&it.id).to_uppercase());
    }
    let _ = writeln!(out, "\n\ndef {name}(seconds):");
    let _ = writeln!(out, "    \"\"\"{}\"\"\"", described(it));
    let mut setting = vec![("start", "time.monotonic()".to_owned()), ("done", "0".to_owned())];
    let queue = |index: u32| format!("url({})", literal(&model.queues[index as usize].name));
    if it.habits.then.is_empty() {
        setting.insert(0, ("queue", queue(it.from)));
    } else {
        let all: Vec<String> =
            std::iter::once(&it.from).chain(&it.habits.then).map(|index| queue(*index)).collect();
        setting.insert(0, ("queues", format!("[{}]", all.join(", "))));
    }
    let (names, values): (Vec<_>, Vec<_>) = setting.into_iter().unzip();
    let _ = writeln!(out, "    {} = {}", names.join(", "), values.join(", "));
    out.push_str("    while time.monotonic() - start < seconds:\n");
    if !it.habits.away.is_empty() {
        let stretches =
            it.habits.away.iter().map(|(from, to)| format!("({}, {})", seconds(*from), seconds(*to)));
        let stretches = stretches.collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "        sit_out(start, seconds, [{stretches}])");
    }
    receive(out, it);
    work_on_all(out, it);
    if it.habits.pause_us > 0 {
        let _ = writeln!(out, "        time.sleep({})", seconds(it.habits.pause_us));
    }
    out.push_str("    return done\n");
}

fn described(it: &ConsumerModel) -> String {
    let deletes = match (it.deletes, it.habits.deletes_in_batches) {
        (false, _) => "never deletes it",
        (true, true) => "deletes all at once",
        (true, false) => "deletes it",
    };
    if it.batch == 1 && !it.habits.deletes_in_batches {
        return format!("Receives a message, works on it and {deletes}.");
    }
    format!("Receives up to {} at a time, works on each and {deletes}.", it.batch)
}

/// One receive, or one of each queue until one has something.
fn receive(out: &mut String, it: &ConsumerModel) {
    let mut options = vec!["QueueUrl=queue".to_owned(), format!("MaxNumberOfMessages={}", it.batch)];
    if let Some(timeout_s) = it.visibility_timeout_s {
        options.push(format!("VisibilityTimeout={timeout_s}"));
    }
    let wait = it.wait_s.map(|wait_s| format!("WaitTimeSeconds={wait_s}"));
    if it.habits.then.is_empty() {
        options.extend(wait);
        let options = options.join(", ");
        let _ = writeln!(out, "        messages = sqs.receive_message({options}).get(\"Messages\", [])");
        return;
    }
    let last =
        it.wait_s.map_or_else(|| "{}".to_owned(), |wait_s| format!("{{\"WaitTimeSeconds\": {wait_s}}}"));
    let options = options.join(", ");
    let _ = writeln!(
        out,
        "        for queue in queues:\n            \
         # Only the last is waited for.\n            \
         wait = {last} if queue == queues[-1] else {{\"WaitTimeSeconds\": 0}}\n            \
         messages = sqs.receive_message({options}, **wait).get(\"Messages\", [])\n            \
         if messages:\n                break"
    );
}

fn work_on_all(out: &mut String, it: &ConsumerModel) {
    let mut indent = "        ".to_owned();
    let has_heartbeat = it.habits.heartbeat.is_some();
    if it.habits.deletes_in_batches {
        let _ = writeln!(out, "{indent}finished = []");
    }
    if let Some(beat) = it.habits.heartbeat {
        let _ = writeln!(out, "{indent}left = list(messages)");
        let _ =
            writeln!(out, "{indent}with heartbeat(queue, left, {}, {}):", seconds(beat.every_us), beat.to_s);
        indent.push_str("    ");
    }
    let _ = writeln!(out, "{indent}for message in messages:");
    let mut line = |text: &str| {
        let _ = writeln!(out, "{indent}    {text}");
    };
    let work = format!("time.sleep({})  # The work on message[\"Body\"].", work(it.work));
    let store = format!("DONE_BY_{}", snake(&it.id).to_uppercase());
    if it.idempotent {
        line(&format!("if message[\"MessageId\"] not in {store}:"));
        line(&format!("    {work}"));
    } else {
        line(&work);
    }
    if it.failure_ppm > 0 {
        let per_million = it.failure_ppm;
        line(&format!("if random.random() < {per_million} / 1_000_000:"));
        line("    continue  # It failed: the message comes back.");
    }
    if it.idempotent {
        line(&format!("{store}.add(message[\"MessageId\"])"));
    }
    if it.deletes && it.habits.deletes_in_batches {
        line("finished.append(message)");
    } else if it.deletes {
        line("sqs.delete_message(QueueUrl=queue, ReceiptHandle=message[\"ReceiptHandle\"])");
        if has_heartbeat {
            line("left.remove(message)");
        }
    }
    line("done += 1");
    if it.deletes && it.habits.deletes_in_batches {
        let _ = writeln!(
            out,
            "{indent}if finished:\n{indent}    \
             entries = [{{\"Id\": str(n), \"ReceiptHandle\": it[\"ReceiptHandle\"]}} for n, it in enumerate(finished)]\n\
             {indent}    sqs.delete_message_batch(QueueUrl=queue, Entries=entries)"
        );
    }
}

/// The expression of a time of work, in seconds.
fn work(work: WorkTime) -> String {
    match work {
        WorkTime::Fixed(us) => seconds(us),
        WorkTime::Uniform(from, to) => format!("random.uniform({}, {})", seconds(from), seconds(to)),
        WorkTime::Exponential(mean) => format!("random.expovariate(1 / {})", seconds(mean.max(1))),
        WorkTime::Lognormal(median, sigma_milli) => format!(
            "random.lognormvariate(math.log({}), {})",
            seconds(median.max(1)),
            Thousandths(sigma_milli.into())
        ),
    }
}

/// A function that AWS calls.
pub(super) fn handler(out: &mut String, it: &ConsumerModel, lambda: &LambdaModel, queue: &sim::QueueModel) {
    let _ = writeln!(out, "\n\ndef handle_{}(event, context):", snake(&it.id));
    let timeout_s = lambda.timeout_us / MICROS_PER_S;
    let _ = writeln!(
        out,
        "    \"\"\"A Lambda handler: its event source mapping reads {}. It has {timeout_s} s for all.\"\"\"",
        queue.name
    );
    let work = format!("time.sleep({})  # The work on record[\"body\"].", work(it.work));
    if !lambda.partial_failures || lambda.answer == FunctionAnswer::Exception {
        let _ = writeln!(
            out,
            "    for record in event[\"Records\"]:\n        {work}\n    \
             # An exception brings the whole batch back."
        );
        return;
    }
    if queue.kind == QueueKind::Fifo && lambda.answer == FunctionAnswer::Listed {
        let _ = writeln!(
            out,
            "    records = event[\"Records\"]\n    for index, record in enumerate(records):\n        try:\n            \
             {work}\n        except Exception:\n            \
             # The order holds only if all that comes after comes back too.\n            \
             left = [{{\"itemIdentifier\": it[\"messageId\"]}} for it in records[index:]]\n            \
             return {{\"batchItemFailures\": left}}\n    return {{\"batchItemFailures\": []}}"
        );
        return;
    }
    let _ = writeln!(
        out,
        "    failures = []\n    for record in event[\"Records\"]:\n        try:\n            {work}\n        \
         except Exception:\n            failures.append({{\"itemIdentifier\": record[\"messageId\"]}})\n    \
         return {{\"batchItemFailures\": failures}}"
    );
}
