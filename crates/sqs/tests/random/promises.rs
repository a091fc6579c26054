//! What any engine of SQS promises, whatever its rules in detail: the invariants of sqs-facts §15, watched through
//! calls, answers and events alone, on storage without chance.

mod bill;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sqs::*;

use crate::driver::Run;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Delayed,
    Visible,
    InFlight,
}

/// A message that is stored.
#[derive(Clone, Debug)]
struct Told {
    queue: QueueId,
    place: Place,
    letter: Letter,
    /// Order of arrival in its queue.
    arrival: u64,
    /// When its retention began.
    kept_from: Time,
    receive_count: u32,
    receives_here: u32,
    /// The answer that handed it out last.
    answer: u64,
}

/// What was sent.
#[derive(Clone, Debug)]
struct Letter {
    group: Option<Arc<str>>,
    bytes: u64,
}

/// What a queue's attributes in effect say of receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bounds {
    delay_s: u32,
    retention_s: u32,
    /// While there is a dead-letter queue.
    max_receive_count: Option<u32>,
}

/// Follows a run.
pub struct Promises {
    /// By serial number. What is gone never comes back.
    stored: BTreeMap<u64, Told>,
    arrivals: u64,
    answers: u64,
    bounds: BTreeMap<QueueId, Bounds>,
    /// All that there ever were.
    fifo: BTreeSet<QueueId>,
    /// Requests so far.
    billed: u64,
}

impl Promises {
    pub fn new(engine: &Engine) -> Self {
        let (bounds, billed) = (bounds(engine), bill::billed(engine));
        Self { stored: BTreeMap::new(), arrivals: 0, answers: 0, bounds, fifo: BTreeSet::new(), billed }
    }

    /// Looks at what a call, or time alone, has brought. The answers of waiting receives have not been taken yet.
    pub fn follow(&mut self, run: &Run, call: Option<(&Command, &Result<Reply, Refusal>)>, events: &[Event]) {
        let now = bounds(&run.engine);
        let before = std::mem::replace(&mut self.bounds, now.clone());
        let kind = |queue: &QueueId| run.engine.queue(*queue).map(|view| view.kind);
        self.fifo.extend(self.bounds.keys().filter(|queue| kind(queue) == Some(QueueKind::Fifo)));
        // Within a step attributes may change before a receive or after it.
        self.bounds.retain(|queue, bounds| before.get(queue).is_none_or(|before| before == bounds));
        let mut letters = call.map_or_else(BTreeMap::new, |(command, reply)| letters(command, reply));
        self.billed += call.map_or(0, |(command, reply)| bill::of_call(command, reply));
        for event in events {
            let bytes_of = |message: MessageId| self.stored[&message.serial].letter.bytes;
            self.billed += bill::of_event(&run.answered, &event.kind, bytes_of);
            self.happens(event, &mut letters);
        }
        self.bounds = now;
        self.hide_anew(&run.engine, &before);
        assert_eq!(bill::billed(&run.engine), self.billed, "§15.7: requests");
        let told = self.counts();
        for queue in self.bounds.keys() {
            let counts = run.engine.queue(*queue).map(|view| view.counts).unwrap_or_default();
            let told = told.get(queue).copied().unwrap_or_default();
            assert_eq!(counts, told, "§15.2: counts of {queue:?}");
        }
    }

    fn happens(&mut self, event: &Event, letters: &mut BTreeMap<u64, Letter>) {
        let at = event.at;
        let told = |all: &mut BTreeMap<u64, Told>, message: MessageId| {
            all.remove(&message.serial).unwrap_or_else(|| panic!("§15.1, §15.8: it is gone: {event:?}"))
        };
        let goes_on = matches!(
            event.kind,
            EventKind::Received { .. } | EventKind::Visible { cause: VisibleCause::SetToZero, .. }
        );
        self.answers += u64::from(!goes_on);
        match event.kind {
            EventKind::Sent { queue, message, visible_at } => {
                let letter = letters.remove(&message.serial).expect("somebody sent it");
                self.arrives(message, queue, letter, (at, visible_at));
            }
            EventKind::Redriven { from, to, message, replacement, visible_at } => {
                let told = told(&mut self.stored, message);
                assert_eq!((told.queue, told.place), (from, Place::Visible), "{event:?}");
                self.arrives(replacement, to, told.letter, (at, visible_at));
            }
            EventKind::DeadLettered { from, to, message } => {
                let mut told = told(&mut self.stored, message);
                assert_eq!((told.queue, told.place), (from, Place::Visible), "{event:?}");
                told.kept_from = if self.is_fifo(to) { at } else { told.kept_from };
                self.arrivals += 1;
                (told.queue, told.arrival, told.receives_here) = (to, self.arrivals, 0);
                self.stored.insert(message.serial, told);
            }
            EventKind::Received { .. } => self.received(event),
            EventKind::Visible { queue, message, cause } => {
                let mut told = told(&mut self.stored, message);
                let expected = match cause {
                    // Hidden by a new delay and shown again while time passed.
                    VisibleCause::DelayEnded if told.receive_count == 0 && self.is_fifo(queue) => told.place,
                    VisibleCause::DelayEnded => Place::Delayed,
                    VisibleCause::TimeoutEnded | VisibleCause::SetToZero => Place::InFlight,
                    VisibleCause::CopyReturned => panic!("storage without chance: {event:?}"),
                };
                assert_eq!((told.queue, told.place), (queue, expected), "{event:?}");
                told.place = Place::Visible;
                self.stored.insert(message.serial, told);
            }
            EventKind::VisibilityChanged { queue, message, visible_at } => {
                let told = self.stored.get(&message.serial).expect("§15.8: it is there");
                assert_eq!((told.queue, told.place), (queue, Place::InFlight), "{event:?}");
                assert!(visible_at > at, "{event:?}");
            }
            EventKind::Deleted { queue, message, .. } | EventKind::Expired { queue, message } => {
                assert_eq!(told(&mut self.stored, message).queue, queue, "{event:?}");
            }
            EventKind::QueuePurged { queue } | EventKind::QueueDeleted { queue } => {
                self.stored.retain(|_, told| told.queue != queue);
            }
            EventKind::QueueCreated { .. }
            | EventKind::Deduplicated { .. }
            | EventKind::DeletedAgain { .. }
            | EventKind::DeleteIgnored { .. }
            | EventKind::EmptyReceive { .. }
            | EventKind::PollParked { .. }
            | EventKind::PollAnswered { .. }
            | EventKind::PollAbandoned { .. }
            | EventKind::MoveTaskStarted { .. }
            | EventKind::MoveTaskEnded { .. } => {}
        }
    }

    fn received(&mut self, event: &Event) {
        let EventKind::Received { queue, message, receive_count, visible_at, second_copy } = event.kind
        else {
            return;
        };
        assert!(!second_copy && visible_at >= event.at, "storage without chance: {event:?}");
        let told = self.stored.get(&message.serial).expect("§15.8: it is there");
        assert_eq!((told.queue, told.place), (queue, Place::Visible), "§15.1: {event:?}");
        assert_eq!(told.receive_count + 1, receive_count, "§15.4: {event:?}");
        self.check_bounds(event, told);
        self.check_order(event, told);
        let answer = self.answers;
        let told = self.stored.get_mut(&message.serial).expect("found above");
        (told.place, told.answer) = (Place::InFlight, answer);
        (told.receive_count, told.receives_here) = (receive_count, told.receives_here + 1);
    }

    fn arrives(
        &mut self,
        message: MessageId,
        queue: QueueId,
        letter: Letter,
        (at, visible_at): (Time, Time),
    ) {
        self.arrivals += 1;
        let told = Told {
            queue,
            place: if visible_at > at { Place::Delayed } else { Place::Visible },
            letter,
            arrival: self.arrivals,
            kept_from: at,
            receive_count: 0,
            receives_here: 0,
            answer: 0,
        };
        assert!(self.stored.insert(message.serial, told).is_none(), "a message comes into being once");
    }

    fn check_bounds(&self, event: &Event, told: &Told) {
        let Some(bounds) = self.bounds.get(&told.queue) else { return };
        let expires_at = told.kept_from + Time::from(bounds.retention_s) * MICROS_PER_S;
        assert!(event.at < expires_at, "§15.6: it has expired: {event:?}");
        let has_receives = bounds.max_receive_count.is_none_or(|most| told.receives_here < most);
        assert!(has_receives, "§15.4: it has had its receives: {event:?}");
    }

    fn check_order(&self, event: &Event, told: &Told) {
        let fifo = self.is_fifo(told.queue);
        let holds_back = |other: &&Told| {
            other.queue == told.queue
                && other.letter.group == told.letter.group
                && other.arrival < told.arrival
                && match other.place {
                    Place::Delayed => true,
                    Place::InFlight => other.answer != self.answers,
                    Place::Visible => false,
                }
        };
        let before = self.stored.values().find(holds_back).filter(|_| fifo);
        assert!(before.is_none(), "§15.3: {event:?} before {before:?}");
    }

    /// A new delay of a FIFO queue hides what waits there, of which no event tells (sqs-facts §2.6).
    fn hide_anew(&mut self, engine: &Engine, before: &BTreeMap<QueueId, Bounds>) {
        let changed = |(queue, now): &(&QueueId, &Bounds)| {
            let other_delay = before.get(*queue).is_some_and(|before| before.delay_s != now.delay_s);
            self.fifo.contains(*queue) && other_delay
        };
        for (queue, _) in self.bounds.iter().filter(changed) {
            for view in engine.messages(*queue) {
                let told = self.stored.get_mut(&view.id.serial).expect("it is there");
                if told.receive_count == 0 {
                    let hidden = matches!(view.state, MessageState::Delayed { .. });
                    told.place = if hidden { Place::Delayed } else { Place::Visible };
                }
            }
        }
    }

    fn is_fifo(&self, queue: QueueId) -> bool {
        self.fifo.contains(&queue)
    }

    fn counts(&self) -> BTreeMap<QueueId, Counts> {
        let mut all: BTreeMap<QueueId, Counts> = BTreeMap::new();
        for told in self.stored.values() {
            let counts = all.entry(told.queue).or_default();
            match told.place {
                Place::Delayed => counts.delayed += 1,
                Place::Visible => counts.visible += 1,
                Place::InFlight => counts.in_flight += 1,
            }
        }
        all
    }
}

/// Of every queue there is.
fn bounds(engine: &Engine) -> BTreeMap<QueueId, Bounds> {
    let all = (0..).map(QueueId).take_while(|queue| engine.name_of(*queue).is_some());
    let living = all.filter_map(|queue| Some((queue, engine.queue(queue)?)));
    let of = |view: QueueView<'_>| {
        let redrive = view.in_effect.redrive;
        let redrive = redrive.filter(|redrive| engine.queue(redrive.dead_letter_target).is_some());
        Bounds {
            delay_s: view.in_effect.delay_s,
            retention_s: view.in_effect.retention_s,
            max_receive_count: redrive.map(|redrive| redrive.max_receive_count),
        }
    };
    living.map(|(queue, view)| (queue, of(view))).collect()
}

/// The messages that a call may have brought; those of duplicates are known by then.
fn letters(command: &Command, reply: &Result<Reply, Refusal>) -> BTreeMap<u64, Letter> {
    let letter = |entry: &SendEntry| Letter { group: entry.group.clone(), bytes: bill::sent(entry) };
    match (command, reply) {
        (Command::SendMessage { entry, .. }, Ok(Reply::Sent(sent))) => {
            BTreeMap::from([(sent.message.serial, letter(entry))])
        }
        (Command::SendMessageBatch { entries, .. }, Ok(Reply::SentBatch(results))) => {
            let mut letters = BTreeMap::new();
            for ((_, entry), (_, result)) in entries.iter().zip(results) {
                if let Ok(sent) = result {
                    // The first of a batch is the original.
                    letters.entry(sent.message.serial).or_insert_with(|| letter(entry));
                }
            }
            letters
        }
        _ => BTreeMap::new(),
    }
}
