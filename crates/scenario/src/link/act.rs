//! What the user did, as links carry it: messages by label, queues and workers by their places in the scenario.

use crate::console;
use sim::{ActOutcome, ActRefusal, Input, Label, Position, QueueChange, Timeline, WorkerId};

use super::cbor::Cbor;

/// What carries a line of the console out: [`console::act`], wherever it comes from.
pub type ConsoleAct = fn(&str, &mut Timeline) -> Result<ActOutcome, ActRefusal>;

/// Something the user did, and where the clock stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Where the clock stood; the step is never [`Position::ALL`].
    pub at: Position,
    /// What.
    pub action: Action,
}

/// What the user did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// [`Input::Send`].
    Send {
        /// By place in the scenario.
        queue: u32,
    },
    /// [`Input::Crash`].
    Crash {
        /// Who.
        worker: WorkerId,
    },
    /// [`Input::BringBack`].
    BringBack {
        /// Who.
        worker: WorkerId,
    },
    /// [`Input::Redrive`].
    Redrive {
        /// By place in the scenario.
        queue: u32,
        /// Messages a second; none is as fast as it goes.
        per_second: Option<u32>,
    },
    /// [`Input::Delete`].
    Delete {
        /// Which message.
        message: Label,
    },
    /// [`Input::MakeVisible`].
    MakeVisible {
        /// Which message.
        message: Label,
    },
    /// [`Input::Stop`].
    Stop {
        /// Who.
        worker: WorkerId,
    },
    /// [`Input::Hang`].
    Hang {
        /// Who.
        worker: WorkerId,
    },
    /// [`Input::Purge`].
    Purge {
        /// By place in the scenario.
        queue: u32,
    },
    /// [`Input::Change`].
    Change {
        /// By place in the scenario.
        queue: u32,
        /// The attribute and its new value.
        change: QueueChange,
    },
    /// [`Input::CancelRedrive`].
    CancelRedrive {
        /// By place in the scenario.
        queue: u32,
    },
    /// A line of the console.
    Console {
        /// As it was typed, at most [`Action::LINE_CHARS_MAX`] characters.
        line: String,
    },
}

/// Numbers of the actions in links. They only grow.
const SEND: u32 = 0;
const CRASH: u32 = 1;
const BRING_BACK: u32 = 2;
const REDRIVE: u32 = 3;
const DELETE: u32 = 4;
const MAKE_VISIBLE: u32 = 5;
const CONSOLE: u32 = 6;
const STOP: u32 = 7;
const HANG: u32 = 8;
const PURGE: u32 = 9;
const CHANGE: u32 = 10;
const CANCEL_REDRIVE: u32 = 11;

impl Action {
    /// Characters of a line of the console.
    pub const LINE_CHARS_MAX: usize = 4_000;

    /// The action of an input; none if it is about a message that this run does not know.
    pub fn of(input: &Input, timeline: &Timeline) -> Option<Self> {
        Some(match *input {
            Input::Call(ref call) => Self::Console { line: call.line.to_string() },
            Input::Send { queue } => Self::Send { queue },
            Input::Crash { worker } => Self::Crash { worker },
            Input::BringBack { worker } => Self::BringBack { worker },
            Input::Redrive { queue, per_second } => Self::Redrive { queue, per_second },
            Input::Stop { worker } => Self::Stop { worker },
            Input::Hang { worker } => Self::Hang { worker },
            Input::Purge { queue } => Self::Purge { queue },
            Input::Change { queue, change } => Self::Change { queue, change },
            Input::CancelRedrive { queue } => Self::CancelRedrive { queue },
            Input::Delete { message } => Self::Delete { message: timeline.label(message)? },
            Input::MakeVisible { message } => Self::MakeVisible { message: timeline.label(message)? },
        })
    }

    /// The input at the instant at which the run stands; none if there is no such message, and for a line of the
    /// console, which [`console::run`] makes into a call.
    pub fn input(&self, timeline: &Timeline) -> Option<Input> {
        Some(match self {
            Self::Send { queue } => Input::Send { queue: *queue },
            Self::Crash { worker } => Input::Crash { worker: *worker },
            Self::BringBack { worker } => Input::BringBack { worker: *worker },
            Self::Redrive { queue, per_second } => Input::Redrive { queue: *queue, per_second: *per_second },
            Self::Stop { worker } => Input::Stop { worker: *worker },
            Self::Hang { worker } => Input::Hang { worker: *worker },
            Self::Purge { queue } => Input::Purge { queue: *queue },
            Self::Change { queue, change } => Input::Change { queue: *queue, change: *change },
            Self::CancelRedrive { queue } => Input::CancelRedrive { queue: *queue },
            Self::Delete { message } => Input::Delete { message: timeline.find(*message)? },
            Self::MakeVisible { message } => Input::MakeVisible { message: timeline.find(*message)? },
            Self::Console { .. } => return None,
        })
    }

    /// The action's name for scripts, and what it is about: a queue's place; a group's place and a worker's place
    /// in it; a label; a line; then numbers.
    pub fn parts(&self) -> (&'static str, Vec<String>) {
        let worker = |worker: &WorkerId| vec![worker.consumer.to_string(), worker.index.to_string()];
        match self {
            Self::Send { queue } => ("send", vec![queue.to_string()]),
            Self::Crash { worker: it } => ("crash", worker(it)),
            Self::BringBack { worker: it } => ("bring-back", worker(it)),
            Self::Redrive { queue, per_second } => {
                let rate = per_second.map(|rate| rate.to_string());
                ("redrive", [queue.to_string()].into_iter().chain(rate).collect())
            }
            Self::Delete { message } => ("delete", vec![message.to_string()]),
            Self::MakeVisible { message } => ("make-visible", vec![message.to_string()]),
            Self::Stop { worker: it } => ("stop", worker(it)),
            Self::Hang { worker: it } => ("hang", worker(it)),
            Self::Purge { queue } => ("purge", vec![queue.to_string()]),
            Self::Change { queue, change } => {
                let (attribute, value) = change.numbers();
                ("change", vec![queue.to_string(), attribute.to_string(), value.to_string()])
            }
            Self::CancelRedrive { queue } => ("cancel-redrive", vec![queue.to_string()]),
            Self::Console { line } => ("console", vec![line.clone()]),
        }
    }

    /// Number and target.
    pub(super) fn to_wire(&self) -> (u32, Cbor) {
        match self {
            Self::Send { queue } => (SEND, uint(*queue)),
            Self::Crash { worker } => (CRASH, worker_to_wire(*worker)),
            Self::BringBack { worker } => (BRING_BACK, worker_to_wire(*worker)),
            Self::Redrive { queue, per_second: None } => (REDRIVE, uint(*queue)),
            Self::Redrive { queue, per_second: Some(rate) } => {
                (REDRIVE, Cbor::List(vec![uint(*queue), uint(*rate)]))
            }
            Self::Stop { worker } => (STOP, worker_to_wire(*worker)),
            Self::Hang { worker } => (HANG, worker_to_wire(*worker)),
            Self::Purge { queue } => (PURGE, uint(*queue)),
            Self::Change { queue, change } => (CHANGE, change_to_wire(*queue, *change)),
            Self::CancelRedrive { queue } => (CANCEL_REDRIVE, uint(*queue)),
            Self::Delete { message } => (DELETE, label_to_wire(*message)),
            Self::MakeVisible { message } => (MAKE_VISIBLE, label_to_wire(*message)),
            Self::Console { line } => (CONSOLE, Cbor::Text(line.clone())),
        }
    }

    /// None if it is newer than this program.
    pub(super) fn of_wire(code: u32, target: &Cbor) -> Option<Self> {
        Some(match code {
            SEND => Self::Send { queue: target.as_number()? },
            CRASH => Self::Crash { worker: worker_of_wire(target)? },
            BRING_BACK => Self::BringBack { worker: worker_of_wire(target)? },
            REDRIVE => redrive_of_wire(target)?,
            STOP => Self::Stop { worker: worker_of_wire(target)? },
            HANG => Self::Hang { worker: worker_of_wire(target)? },
            PURGE => Self::Purge { queue: target.as_number()? },
            CHANGE => change_of_wire(target)?,
            CANCEL_REDRIVE => Self::CancelRedrive { queue: target.as_number()? },
            DELETE => Self::Delete { message: label_of_wire(target)? },
            MAKE_VISIBLE => Self::MakeVisible { message: label_of_wire(target)? },
            CONSOLE => Self::Console { line: line_of_wire(target)? },
            _ => return None,
        })
    }
}

impl Act {
    /// Everything that was done on the branch on which the clock runs, from the start on.
    pub fn all(timeline: &Timeline) -> Vec<Self> {
        let acts = timeline.inputs().iter();
        acts.filter_map(|(at, input)| Some(Self { at: *at, action: Action::of(input, timeline)? })).collect()
    }

    /// Goes to the act's position and does it.
    ///
    /// # Errors
    /// Why it makes no sense there.
    pub fn perform(&self, timeline: &mut Timeline) -> Result<(), ActRefusal> {
        self.perform_by(console::act, timeline)
    }

    /// As [`Act::perform`], for who has the console's language only when it is needed.
    ///
    /// # Errors
    /// Why it makes no sense there.
    pub fn perform_by(&self, console: ConsoleAct, timeline: &mut Timeline) -> Result<(), ActRefusal> {
        timeline.seek(self.at);
        if let Action::Console { line } = &self.action {
            return console(line, timeline).map(|_outcome| ());
        }
        let input = self.action.input(timeline).ok_or(ActRefusal::Unknown)?;
        timeline.act(input).map(|_outcome| ())
    }
}

fn uint(number: u32) -> Cbor {
    Cbor::Int(i64::from(number))
}

/// The queue alone, or with a rate.
fn redrive_of_wire(wire: &Cbor) -> Option<Action> {
    Some(match wire.as_list() {
        Some([queue, rate]) => {
            Action::Redrive { queue: queue.as_number()?, per_second: Some(rate.as_number()?) }
        }
        Some(_) => return None,
        None => Action::Redrive { queue: wire.as_number()?, per_second: None },
    })
}

/// Queue, attribute, value.
fn change_to_wire(queue: u32, change: QueueChange) -> Cbor {
    let (attribute, value) = change.numbers();
    Cbor::List(vec![uint(queue), uint(attribute.into()), Cbor::Int(i64::try_from(value).unwrap_or(i64::MAX))])
}

fn change_of_wire(wire: &Cbor) -> Option<Action> {
    let [queue, attribute, value] = wire.as_list()? else { return None };
    let change = QueueChange::of_numbers(attribute.as_number()?, value.as_number()?)?;
    Some(Action::Change { queue: queue.as_number()?, change })
}

fn line_of_wire(wire: &Cbor) -> Option<String> {
    let line = wire.as_text()?;
    (line.chars().count() <= Action::LINE_CHARS_MAX).then(|| line.to_owned())
}

/// A worker of the first group by its number alone.
fn worker_to_wire(worker: WorkerId) -> Cbor {
    match worker.consumer {
        0 => uint(worker.index),
        consumer => Cbor::List(vec![uint(consumer), uint(worker.index)]),
    }
}

fn worker_of_wire(wire: &Cbor) -> Option<WorkerId> {
    Some(match wire.as_list() {
        Some([consumer, index]) => WorkerId { consumer: consumer.as_number()?, index: index.as_number()? },
        Some(_) => return None,
        None => WorkerId { consumer: 0, index: wire.as_number()? },
    })
}

/// A message without a group by its number alone.
fn label_to_wire(label: Label) -> Cbor {
    match label.group {
        None => uint(label.number),
        Some(group) => Cbor::List(vec![uint(group), uint(label.number)]),
    }
}

fn label_of_wire(wire: &Cbor) -> Option<Label> {
    Some(match wire.as_list() {
        Some([group, number]) => Label { group: Some(group.as_number()?), number: number.as_number()? },
        Some(_) => return None,
        None => Label { group: None, number: wire.as_number()? },
    })
}
