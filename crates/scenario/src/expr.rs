//! A claim's expression: one call of a closed list, `peak_visible(orders, 4400, 4600)`.

use sim::{Label, Predicate, WorkerId};
use sqs::Time;

use crate::duration;
use crate::problem::{quoted, suggest};
use crate::read::Reader;
use crate::resolve::Scope;
use crate::text;

/// Characters of an expression.
const EXPR_CHARS_MAX: usize = 200;

/// What an argument must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Queue,
    Consumer,
    Worker,
    Message,
    Count,
    Instant,
}

/// An argument that has been read.
#[derive(Clone, Copy, Debug)]
enum Arg {
    Queue(u32),
    Consumer(u32),
    Worker(WorkerId),
    Message(Label),
    Count(u32),
    Instant(Time),
}

/// Everything that can be claimed, with its arguments by name.
const CALLS: &[(&str, &[(&str, Kind)])] = {
    use Kind::{Consumer, Count, Instant, Message, Queue, Worker};
    &[
        ("nothing_lost", &[("queue", Queue)]),
        ("peak_visible", &[("queue", Queue), ("min", Count), ("max", Count)]),
        ("peak_visible_at", &[("queue", Queue), ("from", Instant), ("to", Instant)]),
        ("drained_at", &[("queue", Queue), ("max", Count), ("from", Instant), ("to", Instant)]),
        ("empty", &[("queue", Queue)]),
        ("received_at", &[("message", Message), ("receive", Count), ("at", Instant)]),
        ("visible_again_at", &[("message", Message), ("time", Count), ("at", Instant)]),
        ("deleted_by_another", &[("message", Message), ("than", Worker)]),
        ("has_crashed", &[("worker", Worker)]),
        ("group_order_kept", &[("queue", Queue)]),
        ("order_broken", &[("queue", Queue)]),
        ("groups_exclusive", &[("queue", Queue)]),
        ("groups_in_parallel", &[("queue", Queue), ("min", Count)]),
        ("duplicates", &[("queue", Queue), ("min", Count)]),
        ("second_copy_delivered", &[("queue", Queue)]),
        ("effects_repeated", &[("consumer", Consumer), ("min", Count)]),
        ("effects_at_most_once", &[("consumer", Consumer)]),
        ("effects_at_least", &[("consumer", Consumer), ("min", Count)]),
        ("dead_lettered", &[("queue", Queue), ("min", Count)]),
        ("deleted_at_least", &[("queue", Queue), ("min", Count)]),
    ]
};

/// Reads an expression; none after a problem was reported at the reader's place.
pub(crate) fn predicate(expr: &str, scope: &Scope<'_>, reader: &mut Reader) -> Option<Predicate> {
    if expr.len() > EXPR_CHARS_MAX {
        reader.report("", format!("An expression has at most {EXPR_CHARS_MAX} characters."), "Shorten it.");
        return None;
    }
    let call = expr.trim().strip_suffix(')').and_then(|call| call.split_once('('));
    let Some((name, inside)) = call.map(|(name, inside)| (name.trim(), inside.trim())) else {
        reader.report(
            "",
            format!("{} is not an expression.", quoted(expr)),
            "Write one call, for example `nothing_lost(orders)`.",
        );
        return None;
    };
    let Some((_, params)) = CALLS.iter().find(|(known, _)| *known == name) else {
        let hint = suggest(name, CALLS.iter().map(|(known, _)| *known));
        reader.report("", format!("There is no predicate {}.", quoted(name)), hint);
        return None;
    };
    let written: Vec<&str> = if inside.is_empty() { Vec::new() } else { inside.split(',').collect() };
    if written.len() != params.len() {
        let names: Vec<&str> = params.iter().map(|(name, _)| *name).collect();
        reader.report(
            "",
            format!("`{name}` takes {}, not {}.", arguments(params.len()), written.len()),
            format!("Write `{name}({})`.", names.join(", ")),
        );
        return None;
    }
    let args: Option<Vec<Arg>> = params
        .iter()
        .zip(&written)
        .map(|((_, kind), text)| argument(*kind, text.trim(), scope, reader))
        .collect();
    built(name, &args?, reader)
}

fn arguments(count: usize) -> String {
    text::plural(count as u64, "argument", "arguments")
}

fn argument(kind: Kind, text: &str, scope: &Scope<'_>, reader: &mut Reader) -> Option<Arg> {
    match kind {
        Kind::Queue => scope.queue("", text, reader).map(Arg::Queue),
        Kind::Consumer => scope.consumer("", text, reader).map(Arg::Consumer),
        Kind::Worker => scope.worker("", text, reader).map(Arg::Worker),
        Kind::Message => label(text, reader).map(Arg::Message),
        Kind::Count => match text.parse() {
            Ok(count) => Some(Arg::Count(count)),
            Err(_) => {
                reader.report("", format!("{} is not a whole number.", quoted(text)), "Write digits: `3`.");
                None
            }
        },
        Kind::Instant => match duration::parse(text) {
            Ok(us) => Some(Arg::Instant(us)),
            Err(error) => {
                let message = format!("{} is not an instant: {}.", quoted(text), error.message);
                reader.report("", message, "Write the time since the start: `40s`.");
                None
            }
        },
    }
}

/// Reads a message's label.
pub(crate) fn label(text: &str, reader: &mut Reader) -> Option<Label> {
    if let Ok(label) = text.parse() {
        return Some(label);
    }
    reader.report(
        "",
        format!("{} is not a message's label.", quoted(text)),
        "Write the group's letters and the number of the send: `A7`, or `M1` without groups.",
    );
    None
}

fn built(name: &str, args: &[Arg], reader: &mut Reader) -> Option<Predicate> {
    use Arg::{Consumer, Count, Instant, Message, Queue, Worker};
    Some(match (name, args) {
        ("nothing_lost", &[Queue(queue)]) => Predicate::NothingLost { queue },
        ("peak_visible", &[Queue(queue), Count(min), Count(max)]) => {
            ordered(min, max, reader)?;
            Predicate::PeakVisible { queue, min: min.into(), max: max.into() }
        }
        ("peak_visible_at", &[Queue(queue), Instant(min_us), Instant(max_us)]) => {
            ordered(min_us, max_us, reader)?;
            Predicate::PeakVisibleAt { queue, min_us, max_us }
        }
        ("drained_at", &[Queue(queue), Count(max), Instant(min_us), Instant(max_us)]) => {
            ordered(min_us, max_us, reader)?;
            Predicate::DrainedAt { queue, max: max.into(), min_us, max_us }
        }
        ("empty", &[Queue(queue)]) => Predicate::Empty { queue },
        ("received_at", &[Message(message), Count(receive), Instant(at_us)]) => {
            Predicate::ReceivedAt { message, receive, at_us }
        }
        ("visible_again_at", &[Message(message), Count(time), Instant(at_us)]) => {
            Predicate::VisibleAgainAt { message, time, at_us }
        }
        ("deleted_by_another", &[Message(message), Worker(than)]) => {
            Predicate::DeletedByAnother { message, than }
        }
        ("has_crashed", &[Worker(worker)]) => Predicate::HasCrashed { worker },
        ("group_order_kept", &[Queue(queue)]) => Predicate::GroupOrderKept { queue },
        ("order_broken", &[Queue(queue)]) => Predicate::OrderBroken { queue },
        ("groups_exclusive", &[Queue(queue)]) => Predicate::GroupsExclusive { queue },
        ("groups_in_parallel", &[Queue(queue), Count(min)]) => Predicate::GroupsInParallel { queue, min },
        ("duplicates", &[Queue(queue), Count(min)]) => Predicate::Duplicates { queue, min: min.into() },
        ("second_copy_delivered", &[Queue(queue)]) => Predicate::SecondCopyDelivered { queue },
        ("effects_repeated", &[Consumer(consumer), Count(min)]) => {
            Predicate::EffectsRepeated { consumer, min: min.into() }
        }
        ("effects_at_most_once", &[Consumer(consumer)]) => Predicate::EffectsAtMostOnce { consumer },
        ("effects_at_least", &[Consumer(consumer), Count(min)]) => {
            Predicate::EffectsAtLeast { consumer, min: min.into() }
        }
        ("dead_lettered", &[Queue(queue), Count(min)]) => Predicate::DeadLettered { queue, min: min.into() },
        ("deleted_at_least", &[Queue(queue), Count(min)]) => {
            Predicate::DeletedAtLeast { queue, min: min.into() }
        }
        _ => {
            reader.report("", format!("`{name}` cannot be built from these arguments."), "");
            return None;
        }
    })
}

fn ordered<T: PartialOrd>(min: T, max: T, reader: &mut Reader) -> Option<()> {
    if min <= max {
        return Some(());
    }
    reader.report("", "The range's start is after its end.", "Swap the two values.");
    None
}
