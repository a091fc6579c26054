//! Named predicates, `peak_visible(orders, 4400, 4600)`: each is a promise to the files that use it.

use sim::{Label, Predicate, WorkerId};
use sqs::Time;

use super::calls::Argument;
use super::fault::{Fault, LABEL_HINT};
use super::token::Parsed;
use crate::duration;
use crate::problem::quoted;
use crate::resolve::Scope;
use crate::text::plural;

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

/// All of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|(name, _)| *name)
}

/// Reads the call of one that exists.
pub(super) fn read(at: usize, name: &str, written: &[Argument<'_>], scope: &Scope<'_>) -> Parsed<Predicate> {
    let params = CALLS.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, params)| params);
    if written.len() != params.len() {
        let names: Vec<&str> = params.iter().map(|(name, _)| *name).collect();
        let taken = plural(params.len() as u64, "argument", "arguments");
        let message = format!("`{name}` takes {taken}, not {}.", written.len());
        return Err(Fault::new(at, message, format!("Write `{name}({})`.", names.join(", "))));
    }
    let args = params.iter().zip(written).map(|((_, kind), written)| argument(*kind, *written, scope));
    built(at, name, &args.collect::<Parsed<Vec<Arg>>>()?)
}

fn argument(kind: Kind, written: Argument<'_>, scope: &Scope<'_>) -> Parsed<Arg> {
    let Argument { at, text } = written;
    let found = match kind {
        Kind::Queue => scope.find_queue(text).map(Arg::Queue),
        Kind::Consumer => scope.find_consumer(text).map(Arg::Consumer),
        Kind::Worker => scope.find_worker(text).map(Arg::Worker),
        Kind::Message => {
            let label = text.parse().map(Arg::Message);
            return label.map_err(|_| {
                Fault::new(at, format!("{} is not a message's label.", quoted(text)), LABEL_HINT)
            });
        }
        Kind::Count => {
            let count = text.parse().map(Arg::Count);
            return count.map_err(|_| {
                Fault::new(at, format!("{} is not a whole number.", quoted(text)), "Write digits: `3`.")
            });
        }
        Kind::Instant => {
            let instant = duration::parse(text).map(Arg::Instant);
            return instant.map_err(|error| {
                let message = format!("{} is not an instant: {}.", quoted(text), error.message);
                Fault::new(at, message, "Write the time since the start: `40s`.")
            });
        }
    };
    found.map_err(|complaint| complaint.at(at))
}

fn built(at: usize, name: &str, args: &[Arg]) -> Parsed<Predicate> {
    use Arg::{Consumer, Count, Instant, Message, Queue, Worker};
    Ok(match (name, args) {
        ("nothing_lost", &[Queue(queue)]) => Predicate::NothingLost { queue },
        ("peak_visible", &[Queue(queue), Count(min), Count(max)]) => {
            ordered(at, min, max)?;
            Predicate::PeakVisible { queue, min: min.into(), max: max.into() }
        }
        ("peak_visible_at", &[Queue(queue), Instant(min_us), Instant(max_us)]) => {
            ordered(at, min_us, max_us)?;
            Predicate::PeakVisibleAt { queue, min_us, max_us }
        }
        ("drained_at", &[Queue(queue), Count(max), Instant(min_us), Instant(max_us)]) => {
            ordered(at, min_us, max_us)?;
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
            let message = format!("`{name}` cannot be built from these arguments.");
            return Err(Fault::new(at, message, ""));
        }
    })
}

fn ordered<T: PartialOrd>(at: usize, min: T, max: T) -> Parsed<()> {
    if min <= max {
        return Ok(());
    }
    Err(Fault::new(at, "The range's start is after its end.", "Swap the two values."))
}
