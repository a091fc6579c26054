//! From the words of a line to what it does.

use sqs::{
    AttributeChanges, DeduplicationScope, FifoThroughputLimit, MICROS_PER_S, Metric, QueueKind, StaleDelete,
    Storage,
};

use super::verb::{Letter, Settings, Verb, Wishes};
use super::words::{Options, Word, number};
use super::{admin, attribute, batch, duration};

/// # Errors
/// What is not understood.
pub fn parse(words: Vec<Word>) -> Result<Verb, String> {
    let mut options = Options::new(words);
    let Ok(name) = options.bare("the command") else {
        options.finish()?;
        return Ok(Verb::Wait);
    };
    let verb = match name.as_str() {
        "create-queue" => create_queue(&mut options)?,
        "delete-queue" => Verb::DeleteQueue { queue: queue(&mut options)? },
        "set-queue" => Verb::SetQueue { queue: queue(&mut options)?, settings: settings(&mut options)? },
        "purge" => Verb::Purge { queue: queue(&mut options)? },
        "send" => {
            let queue = queue(&mut options)?;
            let times = options.number("times")?.unwrap_or(1);
            Verb::Send { queue, message: letter(&mut options)?, times }
        }
        "send-batch" => send_batch(&mut options)?,
        "delete-batch" => Verb::DeleteBatch { queue: queue(&mut options)?, entries: options.pairs() },
        "change-visibility-batch" => {
            let queue = queue(&mut options)?;
            let changes = options.pairs().into_iter().map(|(id, text)| batch::change(id, &text));
            Verb::ChangeBatch { queue, entries: changes.collect::<Result<_, _>>()? }
        }
        "receive" => receive(&mut options)?,
        "drain" => {
            let delete = options.flag("delete");
            Verb::Drain { queue: queue(&mut options)?, wishes: wishes(&mut options)?, delete }
        }
        "answer" => Verb::Answer { poll: options.bare("the poll")? },
        "abandon" => Verb::Abandon { poll: options.bare("the poll")? },
        "delete" => Verb::Delete { queue: queue(&mut options)?, handle: options.bare("the handle")? },
        "change-visibility" => Verb::ChangeVisibility {
            queue: queue(&mut options)?,
            handle: options.bare("the handle")?,
            timeout_s: number("seconds", &options.bare("the timeout in seconds")?)?,
        },
        "counts" => Verb::Counts { queue: queue(&mut options)? },
        "attributes" => Verb::Attributes { queue: queue(&mut options)? },
        "message" => Verb::Message { name: options.bare("the message")? },
        "dice" => dice(&mut options)?,
        "seed" => Verb::Seed { seed: number("seed", &options.bare("the seed")?)? },
        "cloudwatch" => Verb::CloudWatch { wake_delay_s: options.number("wake-delay")?.unwrap_or_default() },
        "metric" => metric(&mut options)?,
        "metrics" => Verb::Metrics { queue: queue(&mut options)? },
        "requests" => Verb::Requests { queue: queue(&mut options).ok() },
        "second-copy" => Verb::SecondCopy { queue: queue(&mut options)? },
        "start-move" => Verb::StartMove {
            source: queue(&mut options)?,
            task: options.after("as")?,
            destination: options.pair("to"),
            per_second: options.number("rate")?,
        },
        "list-moves" => Verb::ListMoves { source: queue(&mut options)?, max_results: options.number("max")? },
        "tag" | "untag" | "tags" | "list-queues" | "list-sources" | "get-url" | "get-attributes"
        | "in-effect" | "add-permission" | "remove-permission" | "policy" | "caller" | "key" => {
            Verb::Admin(admin::parse(&name, &mut options)?)
        }
        "cancel-move" => Verb::CancelMove { task: options.bare("the task")? },
        other => return Err(format!("there is no command `{other}`")),
    };
    options.finish()?;
    Ok(verb)
}

/// Quoted if it would not be a word.
fn queue(options: &mut Options) -> Result<String, String> {
    options.name("the queue")
}

fn create_queue(options: &mut Options) -> Result<Verb, String> {
    let tags = options.pairs_of("tag:");
    let plain = Storage::PLAIN;
    let storage = Storage {
        shards: options.number("shards")?.unwrap_or(plain.shards),
        sample: options.number("sample")?.unwrap_or(plain.sample),
        false_empty_ppm: options.number("false-empty-ppm")?.unwrap_or(plain.false_empty_ppm),
        double_delivery_ppm: options.number("double-delivery-ppm")?.unwrap_or(plain.double_delivery_ppm),
        duplicate_on_delete_ppm: options
            .number("duplicate-on-delete-ppm")?
            .unwrap_or(plain.duplicate_on_delete_ppm),
        reorder_messages: options.number("reorder")?.unwrap_or(plain.reorder_messages),
        in_flight_max: options.number("in-flight-max")?.unwrap_or(plain.in_flight_max),
        fifo_lookahead: options.number("fifo-lookahead")?.unwrap_or(plain.fifo_lookahead),
        fifo_calls_per_s: options.number("fifo-calls-per-s")?,
        fifo_partitions: options.number("fifo-partitions")?.unwrap_or(plain.fifo_partitions),
        attribute_propagation_s: options.number("attribute-propagation-s")?.unwrap_or(0),
        retention_propagation_s: options.number("retention-propagation-s")?.unwrap_or(0),
        purge_s: options.number("purge-s")?.unwrap_or(plain.purge_s),
        stale_delete: one_of(
            options,
            "stale-delete",
            &[("deletes", StaleDelete::Deletes), ("does-nothing", StaleDelete::DoesNothing)],
        )?
        .unwrap_or(plain.stale_delete),
        scope_changes_live: options.flag("scope-changes-live"),
        fair: one_of(options, "fair", &[("true", true), ("false", false)])?.unwrap_or(plain.fair),
    };
    let settings = settings(options)?;
    let is_fifo = settings.plain.fifo_queue == Some(true);
    let kind = if is_fifo { QueueKind::Fifo } else { QueueKind::Standard };
    Ok(Verb::CreateQueue { queue: queue(options)?, kind, settings, storage, tags })
}

fn settings(options: &mut Options) -> Result<Settings, String> {
    let plain = AttributeChanges {
        delay_s: options.number("DelaySeconds")?,
        maximum_message_bytes: options.number("MaximumMessageSize")?,
        retention_s: options.number("MessageRetentionPeriod")?,
        receive_wait_s: options.number("ReceiveMessageWaitTimeSeconds")?,
        visibility_timeout_s: options.number("VisibilityTimeout")?,
        policy: admin::policy(options)?,
        redrive_allow: admin::redrive_allow(options)?,
        kms_key: options.pair("KmsMasterKeyId").map(|key| (key != "none").then(|| key.into())),
        kms_reuse_s: options.number("KmsDataKeyReusePeriodSeconds")?,
        managed_sse: one_of(options, "SqsManagedSseEnabled", BOOLEAN)?,
        fifo_queue: one_of(options, "FifoQueue", BOOLEAN)?,
        content_based_deduplication: one_of(options, "ContentBasedDeduplication", BOOLEAN)?,
        deduplication_scope: one_of(
            options,
            "DeduplicationScope",
            &[("queue", DeduplicationScope::Queue), ("messageGroup", DeduplicationScope::MessageGroup)],
        )?,
        fifo_throughput_limit: one_of(
            options,
            "FifoThroughputLimit",
            &[
                ("perQueue", FifoThroughputLimit::PerQueue),
                ("perMessageGroupId", FifoThroughputLimit::PerMessageGroupId),
            ],
        )?,
        ..AttributeChanges::default()
    };
    let redrive = match options.pair("RedrivePolicy") {
        None => None,
        Some(none) if none == "none" => Some(None),
        Some(policy) => {
            let (target, count) =
                policy.rsplit_once(':').ok_or("a redrive policy is written `RedrivePolicy=dlq:3`")?;
            Some(Some((target.to_owned(), number("maxReceiveCount", count)?)))
        }
    };
    Ok(Settings { plain, redrive })
}

const BOOLEAN: &[(&str, bool)] = &[("true", true), ("false", false)];

fn one_of<T: Copy>(options: &mut Options, key: &str, values: &[(&str, T)]) -> Result<Option<T>, String> {
    options
        .pair(key)
        .map(|text| {
            let found = values.iter().find(|(name, _)| *name == text);
            found.map(|(_, value)| *value).ok_or_else(|| format!("{key}={text} is not a value of it"))
        })
        .transpose()
}

fn letter(options: &mut Options) -> Result<Letter, String> {
    let fill = options.pair("fill").unwrap_or_else(|| "x".to_owned());
    let body = match (options.text(), options.number::<u32>("size")?, options.pair("hex")) {
        (Some(text), None, None) => text.into_bytes(),
        (None, Some(len_bytes), None) => fill.repeat(len_bytes as usize / fill.len().max(1)).into_bytes(),
        (None, None, Some(hex)) => attribute::bytes(&hex)?,
        _ => return Err("a send has one body: \"text\", size=bytes or hex=bytes".to_owned()),
    };
    Ok(Letter {
        body,
        delay_s: options.number("delay")?,
        group: options.pair("group"),
        deduplication_id: options.pair("dedup"),
        attributes: attribute::parse_all(options)?,
        trace_header: options.pair("trace"),
    })
}

/// Entries stand between slashes; `times=3` makes three of one.
fn send_batch(options: &mut Options) -> Result<Verb, String> {
    let queue = queue(options)?;
    let mut entries = Vec::new();
    for mut entry in options.split_at_slashes() {
        let id = entry.pair("id").ok_or("an entry of a batch has an id: `id=a`")?;
        let times: u32 = entry.number("times")?.unwrap_or(1);
        let letter = letter(&mut entry)?;
        entry.finish()?;
        for number in (1..=times).map(|number| number.to_string()) {
            entries.push((id.replace("{n}", &number), letter.filled(&number)));
        }
    }
    Ok(Verb::SendBatch { queue, entries })
}

fn receive(options: &mut Options) -> Result<Verb, String> {
    let queue = queue(options)?;
    let poll = options.after("as")?;
    Ok(Verb::Receive { queue, wishes: wishes(options)?, poll })
}

fn wishes(options: &mut Options) -> Result<Wishes, String> {
    Ok(Wishes {
        max_messages: options.number("max")?,
        visibility_timeout_s: options.number("visibility")?,
        wait_s: options.number("wait")?,
        attempt_id: options.pair("attempt"),
    })
}

fn metric(options: &mut Options) -> Result<Verb, String> {
    let queue = queue(options)?;
    let name = options.bare("the metric")?;
    let metric = Metric::named(&name).ok_or_else(|| format!("there is no metric {name}"))?;
    let mut instant = |key: &str| options.pair(key).map(|text| duration::parse(&text)).transpose();
    Ok(Verb::Metric {
        queue,
        metric,
        from: instant("from")?.unwrap_or_default(),
        to: instant("to")?,
        period: instant("period")?.unwrap_or(60 * MICROS_PER_S),
    })
}

fn dice(options: &mut Options) -> Result<Verb, String> {
    let mut answers = Vec::new();
    while let Ok(answer) = options.bare("an answer") {
        answers.push(number("dice", &answer)?);
    }
    if answers.is_empty() {
        Err("dice need their answers: `dice 0 2 1`".to_owned())
    } else {
        Ok(Verb::Dice { answers })
    }
}
