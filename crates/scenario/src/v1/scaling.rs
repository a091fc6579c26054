//! Auto Scaling groups.

use serde_json::Value;

use super::{Id, Milli, Span};
use crate::decimal;
use crate::read::{Read, Reader};

record! {
    /// An EC2 Auto Scaling group: the consumer's workers are instances, which come and go.
    Scale {
        /// Instances at least, may be 0; default 1.
        min: Option<u32> = optional "min",
        /// Instances at most.
        max: u32 = required "max",
        /// Instances in service at the start; default `min`.
        start: Option<u32> = optional "start",
        /// Is an instance protected from scale-in while it has messages? Default false.
        protect: Option<bool> = optional "protect",
        /// From the launch of an instance until it polls; default 60s.
        launch: Option<Span> = optional "launch",
        /// After that, for so long, an instance does not count, and none is taken away; default 5m.
        warmup: Option<Span> = optional "warmup",
        /// Pause of simple scaling after an adjustment; default 5m.
        cooldown: Option<Span> = optional "cooldown",
        /// Target tracking.
        target: Option<Target> = optional "target",
        /// Target tracking takes no instance away; default false.
        disable_scale_in: Option<bool> = optional "disableScaleIn",
        /// Step scaling: one policy, or a list of them.
        steps: Option<OneOrMany<StepPolicy>> = optional "steps",
        /// Simple scaling: one policy, or a list of them.
        simple: Option<OneOrMany<SimplePolicy>> = optional "simple",
    }
}

record! {
    /// What target tracking aims at.
    Target {
        /// Messages in the queue for each instance in service.
        backlog_per_worker: Milli = required "backlogPerWorker",
    }
}

record! {
    /// Step scaling on an alarm.
    StepPolicy {
        /// Id of an alarm.
        alarm: Id = required "alarm",
        /// How far from the alarm's threshold, and how many instances more or fewer: `[[0, 1], [900, 3]]`.
        adjustments: Vec<Adjustment> = required "adjustments",
    }
}

record! {
    /// Simple scaling on an alarm.
    SimplePolicy {
        /// Id of an alarm.
        alarm: Id = required "alarm",
        /// Instances more, or fewer: `1`, `-1`.
        change: Change = required "change",
    }
}

/// Instances more, or fewer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change(pub(crate) i32);

/// A step adjustment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Adjustment {
    /// Thousandths from the threshold.
    pub(crate) bound_milli: i64,
    pub(crate) change: i32,
}

/// A value, or a list of them.
#[derive(Clone, Debug)]
pub(crate) enum OneOrMany<T> {
    /// Alone.
    One(T),
    /// In a list.
    Many(Vec<T>),
}

impl<T: Read> Read for OneOrMany<T> {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::Array(_) => Vec::read(value, reader).map(Self::Many),
            _ => T::read(value, reader).map(Self::One),
        }
    }
}

impl Read for Change {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value.as_i64().and_then(|change| i32::try_from(change).ok()) {
            Some(change) => Some(Self(change)),
            None => reader.wrong_type(value, "a whole number of instances", "1 or -1"),
        }
    }
}

impl Read for Adjustment {
    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let Some([bound, change]) = value.as_array().map(Vec::as_slice) else {
            return reader.wrong_type(value, "a distance from the threshold and a change", "[900, 3]");
        };
        let bound_milli = reader.below("0", |r| match decimal::signed(bound, 3) {
            Some(milli) => Some(milli),
            None => r.wrong_type(bound, "a number with at most three decimals", "900 or -10"),
        });
        let change = reader.below("1", |r| Change::read(change, r));
        Some(Self { bound_milli: bound_milli?, change: change?.0 })
    }
}
