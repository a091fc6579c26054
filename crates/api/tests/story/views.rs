//! What a story sees without asking AWS for a message.

use sqs::{MessageState, QueueAttributes, QueueKind, RedrivePermission};

use super::duration;
use super::outcome::{Item, Outcome};
use super::world::World;

/// `counts orders -> visible=1 in-flight=2 delayed=0`
pub fn counts(world: &World, name: &str) -> Result<Outcome, String> {
    let Some(view) = world.engine.queue(world.queue(name)) else {
        return Ok(Outcome::word("gone"));
    };
    let counts = view.counts;
    let stored = world.engine.messages(world.queue(name)).count() as u64;
    if stored != counts.visible + counts.in_flight + counts.delayed {
        return Err(format!("{counts:?} do not add up to the {stored} messages stored"));
    }
    let noisy = world.engine.noisy_groups(world.queue(name));
    if noisy.len() as u64 != view.noisy_groups {
        return Err(format!("{} noisy groups are {noisy:?}", view.noisy_groups));
    }
    Ok(facts(vec![
        ("visible", counts.visible.to_string()),
        ("in-flight", counts.in_flight.to_string()),
        ("delayed", counts.delayed.to_string()),
        ("waiting", view.waiting_polls.to_string()),
        ("groups-in-flight", view.groups_in_flight.to_string()),
        ("noisy", if noisy.is_empty() { "none".to_owned() } else { noisy.join(",") }),
        ("quiet-visible", view.quiet_counts.visible.to_string()),
        ("quiet-in-flight", view.quiet_counts.in_flight.to_string()),
        ("quiet-delayed", view.quiet_counts.delayed.to_string()),
    ]))
}

/// `attributes orders -> VisibilityTimeout=30`
pub fn attributes(world: &World, name: &str) -> Result<Outcome, String> {
    let Some(view) = world.engine.queue(world.queue(name)) else {
        return Ok(Outcome::word("gone"));
    };
    if view.name != name {
        return Err(format!("{name} is called {} by the engine", view.name));
    }
    let mut told = settings(world, view.kind, view.attributes);
    told.push(("created", duration::show(view.created_at)));
    told.push(("modified", duration::show(view.modified_at)));
    Ok(facts(told))
}

/// `in-effect orders -> VisibilityTimeout=30`
pub fn in_effect(world: &World, name: &str) -> Outcome {
    match world.engine.queue(world.queue(name)) {
        Some(view) => facts(settings(world, view.kind, view.in_effect)),
        None => Outcome::word("gone"),
    }
}

fn settings(world: &World, kind: QueueKind, set: &QueueAttributes) -> Vec<(&'static str, String)> {
    let redrive = set.redrive.map(|policy| {
        format!("{}:{}", world.queue_name(policy.dead_letter_target), policy.max_receive_count)
    });
    let allow = set.redrive_allow.as_deref().map(|allow| match &allow.permission {
        RedrivePermission::AllowAll => "allowAll".to_owned(),
        RedrivePermission::DenyAll => "denyAll".to_owned(),
        RedrivePermission::ByQueue(sources) => {
            let names: Vec<&str> = sources.iter().map(|(_, name)| &**name).collect();
            format!("byQueue:{}", names.join(","))
        }
    });
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
    vec![
        ("DelaySeconds", set.delay_s.to_string()),
        ("MaximumMessageSize", set.maximum_message_bytes.to_string()),
        ("MessageRetentionPeriod", set.retention_s.to_string()),
        ("ReceiveMessageWaitTimeSeconds", set.receive_wait_s.to_string()),
        ("VisibilityTimeout", set.visibility_timeout_s.to_string()),
        ("RedrivePolicy", or_none(redrive)),
        ("RedriveAllowPolicy", or_none(allow)),
        ("KmsMasterKeyId", or_none(set.kms_key.as_ref().map(|key| key.to_string()))),
        ("KmsDataKeyReusePeriodSeconds", set.kms_reuse_s.to_string()),
        ("SqsManagedSseEnabled", set.managed_sse.to_string()),
        ("FifoQueue", (kind == QueueKind::Fifo).to_string()),
        ("ContentBasedDeduplication", set.content_based_deduplication.to_string()),
        ("DeduplicationScope", lower_camel(&format!("{:?}", set.deduplication_scope))),
        ("FifoThroughputLimit", lower_camel(&format!("{:?}", set.fifo_throughput_limit))),
    ]
}

/// `message m1 -> in-flight until=30s`
pub fn message(world: &World, name: &str) -> Result<Outcome, String> {
    let Some(view) = world.engine.message(world.ledger.id(name)?) else {
        return Ok(Outcome::word("gone"));
    };
    let (state, since, until) = match view.state {
        MessageState::Delayed { until } => ("delayed", None, Some(until)),
        MessageState::Visible { since } => ("visible", Some(since), None),
        MessageState::InFlight { since, until } => ("in-flight", Some(since), Some(until)),
    };
    let instant = |time: Option<_>| time.map_or_else(|| "-".to_owned(), duration::show);
    Ok(Outcome::Items(vec![Item {
        name: Some(state.to_owned()),
        facts: vec![
            ("since", instant(since)),
            ("until", instant(until)),
            ("sent", duration::show(view.sent_at)),
            ("enqueued", duration::show(view.enqueued_at)),
            ("expires", duration::show(view.expires_at)),
            ("count", view.receive_count.to_string()),
            ("queue", world.queue_name(view.queue)),
            ("blocked", if view.blocked { "yes" } else { "no" }.to_owned()),
            ("shard", view.shard.to_string()),
        ],
    }]))
}

fn facts(facts: Vec<(&'static str, String)>) -> Outcome {
    Outcome::Items(vec![Item { name: None, facts }])
}

fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}
