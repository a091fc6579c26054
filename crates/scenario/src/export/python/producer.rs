//! A producer as two functions: one makes a message, the other sends them at their times.

use std::fmt::Write as _;

use sim::{Arrivals, Course, Groups, MessageKind, ProducerModel, Which};
use sqs::{AttributeValue, MICROS_PER_S, QueueKind};

use super::super::Thousandths;
use super::{literal, seconds, snake};

/// Writes both, the sending one by this name.
pub(super) fn write(out: &mut String, name: &str, it: &ProducerModel, queue: &sim::QueueModel) {
    let message = format!("message_of_{}", snake(&it.id));
    make(out, &message, it, queue.kind == QueueKind::Fifo);
    let _ = writeln!(out, "\n\ndef {name}(seconds):");
    let most = it.count_max.map_or(String::new(), |max| format!(", {max} in all"));
    let _ = writeln!(out, "    \"\"\"Sends {}{most}.\"\"\"", described(it));
    let _ = writeln!(out, "    queue, sent = url({}), 0", literal(&queue.name));
    let _ = writeln!(out, "    times = {}", times(it));
    if let Some(max) = it.count_max {
        let _ = writeln!(out, "    times = islice(times, {max})");
    }
    let batch = it.sending.batch;
    if batch.size > 1 {
        let window = seconds(batch.window_us);
        let _ = writeln!(out, "    calls = batches(times, {}, {window})", batch.size);
    } else {
        out.push_str("    calls = ((at, 1) for at in times)\n");
    }
    if let Some(us) = it.sending.schedule_us {
        out.push_str(
            "    # A schedule of EventBridge Scheduler for each does this without a program that waits.\n",
        );
        let _ = writeln!(out, "    calls = ((at + {}, count) for at, count in calls)", seconds(us));
    }
    out.push_str("    for count in paced(calls, seconds):\n");
    if batch.size > 1 {
        let _ = writeln!(
            out,
            "        entries = [{{\"Id\": str(n), **{message}(sent + n)}} for n in range(count)]\n        \
             answer = sqs.send_message_batch(QueueUrl=queue, Entries=entries)\n        \
             for failed in answer.get(\"Failed\", []):\n            \
             print(\"not sent:\", failed[\"Code\"])\n        sent += count"
        );
    } else {
        let _ = writeln!(
            out,
            "        sqs.send_message(QueueUrl=queue, **{message}(sent))\n        sent += count"
        );
    }
    out.push_str("    return sent\n");
}

/// The function that makes a message.
fn make(out: &mut String, name: &str, it: &ProducerModel, is_fifo: bool) {
    let _ = writeln!(out, "\n\ndef {name}(number):");
    out.push_str("    \"\"\"The message with this number, from 0.\"\"\"\n");
    // Kinds begin with what all messages have.
    let has_kinds = !it.kinds.is_empty();
    out.push_str(if has_kinds { "    message = {\n" } else { "    return {\n" });
    let _ = writeln!(out, "        \"MessageBody\": {},", padded(it.size_bytes));
    if let Groups::InTurn(count) = it.groups {
        let group = if it.sending.shares_ppm.is_empty() {
            format!("f\"group-{{number % {count}}}\"")
        } else {
            let weights = weights(count, &it.sending.shares_ppm);
            format!("f\"group-{{random.choices(range({count}), {weights})[0]}}\"")
        };
        let _ = writeln!(out, "        \"MessageGroupId\": {group},");
    }
    if is_fifo {
        // A call that boto3 makes again has the same id.
        let id = match it.sending.deduplication_ids {
            Some(count) => format!("f\"{}-{{number % {count}}}\"", it.id),
            None => format!("f\"{}-{{RUN}}-{{number}}\"", it.id),
        };
        let _ = writeln!(out, "        \"MessageDeduplicationId\": {id},");
    }
    if let Some(delay_s) = it.delay_s {
        let _ = writeln!(out, "        \"DelaySeconds\": {delay_s},");
    }
    out.push_str("    }\n");
    for kind in &it.kinds {
        of_kind(out, kind);
    }
    if has_kinds {
        out.push_str("    return message\n");
    }
}

/// A message of a kind; the first that fits counts.
fn of_kind(out: &mut String, it: &MessageKind) {
    let mut members = Vec::new();
    if let Some(body) = &it.body {
        members.push(format!("\"MessageBody\": {}", literal(&String::from_utf8_lossy(body))));
    } else if let Some(size_bytes) = it.size_bytes {
        members.push(format!("\"MessageBody\": {}", padded(size_bytes)));
    }
    if let Some(attributes) = &it.attributes {
        let list: Vec<String> = attributes
            .iter()
            .filter_map(|it| match &it.value {
                AttributeValue::Text(text) => Some(format!(
                    "{}: {{\"DataType\": {}, \"StringValue\": {}}}",
                    literal(&it.name),
                    literal(&it.data_type),
                    literal(text)
                )),
                AttributeValue::Binary(_) | AttributeValue::List | AttributeValue::Missing => None,
            })
            .collect();
        members.push(format!("\"MessageAttributes\": {{{}}}", list.join(", ")));
    }
    let condition = match &it.which {
        Which::Numbers(numbers) => {
            let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            format!("number + 1 in {{{}}}", list.join(", "))
        }
        Which::Every(n) => format!("(number + 1) % {n} == 0"),
        Which::All => "True".to_owned(),
    };
    let _ = writeln!(
        out,
        "    if {condition}:  # {}\n        return message | {{{}}}",
        it.id,
        members.join(", ")
    );
}

fn padded(size_bytes: u32) -> String {
    format!("f\"message {{number}}\".ljust({size_bytes}, \".\")[:{size_bytes}]")
}

/// A list of the groups' weights: the first have their shares, the others what is left, evenly.
fn weights(count: u32, shares_ppm: &[u32]) -> String {
    let own: Vec<String> = shares_ppm.iter().map(ToString::to_string).collect();
    let others = count as usize - shares_ppm.len().min(count as usize);
    let sum: u64 = shares_ppm.iter().map(|ppm| u64::from(*ppm)).sum();
    let left = u64::from(sqs::ONE_MILLION).saturating_sub(sum);
    match others {
        0 => format!("[{}]", own.join(", ")),
        others => format!("[{}] + [{left} / {others}] * {others}", own.join(", ")),
    }
}

/// The expression of the instants at which messages are due.
fn times(it: &ProducerModel) -> String {
    match &it.sending.course {
        Course::Steps if it.arrivals == Arrivals::Poisson => format!("by_chance({})", table(it)),
        Course::Steps => format!("steps({})", table(it)),
        Course::Ramp => format!("built_up(lambda at: ramp({}, at), seconds)", table(it)),
        Course::Sine(sine) => format!(
            "built_up(lambda at: {} + {} * math.cos(math.tau * (at - {}) / {}), seconds)",
            Thousandths(sine.mean_milli),
            Thousandths(sine.swing_milli),
            seconds(sine.peak_at_us),
            seconds(sine.period_us)
        ),
        Course::Bursts { size, every_us, first_us } => {
            format!("bursts({size}, {}, {})", seconds(*every_us), seconds(*first_us))
        }
        Course::Times(times) => {
            let list: Vec<String> = times.iter().map(|us| seconds(*us)).collect();
            format!("[{}]", list.join(", "))
        }
    }
}

fn table(it: &ProducerModel) -> String {
    let rows =
        it.rate.iter().map(|step| format!("({}, {})", seconds(step.at_us), Thousandths(step.rate_milli)));
    format!("[{}]", rows.collect::<Vec<_>>().join(", "))
}

/// What it sends, in words.
fn described(it: &ProducerModel) -> String {
    match (&it.sending.course, it.rate.as_slice()) {
        (Course::Steps, [step]) if step.rate_milli == 1_000 => "1 message a second".to_owned(),
        (Course::Steps, [step]) => format!("{} messages a second", Thousandths(step.rate_milli)),
        (Course::Steps, _) => "messages at a rate that changes in steps".to_owned(),
        (Course::Ramp, _) => "messages at a rate that changes in straight lines".to_owned(),
        (Course::Sine(_), _) => "messages at a rate that swings".to_owned(),
        (Course::Bursts { size, every_us, .. }, _) => {
            format!("{size} messages at once, every {} s", every_us / MICROS_PER_S)
        }
        (Course::Times(times), _) if times.len() == 1 => "1 message at its time".to_owned(),
        (Course::Times(times), _) => format!("{} messages at their times", times.len()),
    }
}
