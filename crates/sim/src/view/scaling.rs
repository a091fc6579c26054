//! Auto Scaling groups.

use sqs::Time;

/// An Auto Scaling group at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScalingView {
    /// Instances at least.
    pub min: u32,
    /// Instances at most.
    pub max: u32,
    /// Instances that the group wants.
    pub desired: u32,
    /// Instances that poll, those that warm up included.
    pub in_service: u32,
    /// Instances in service that do not count yet.
    pub warming: u32,
    /// Instances that start.
    pub launching: u32,
    /// Instances in service beyond the desired number: protected while they work.
    pub leaving: u32,
    /// Is an instance protected from scale-in while it has messages?
    pub protects: bool,
    /// Messages for each instance that target tracking aims at, in thousandths.
    pub target_milli: Option<u64>,
    /// Messages for each instance at the latest minute, in thousandths; none without an instance that counts.
    pub backlog_milli: Option<u64>,
    /// What an alarm asks for now, and what holds the group back.
    pub outlook: Option<ScalingOutlook>,
}

/// What a policy asks for while its alarm is in ALARM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScalingOutlook {
    /// Which policy, and the datapoint that it looks at.
    pub reason: ScalingReason,
    /// Instances that it asks for.
    pub wanted: u32,
    /// The same within minimum and maximum.
    pub to: u32,
    /// Why nothing will be done when the alarm acts next; none if something will.
    pub hold: Option<ScalingHold>,
}

/// Why a group changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingReason {
    /// Target tracking.
    Target {
        /// Messages for each instance, in thousandths.
        backlog_milli: u64,
    },
    /// Step scaling.
    Steps {
        /// Index of the alarm.
        alarm: u32,
        /// Its datapoint, in thousandths.
        value_milli: u64,
    },
    /// Simple scaling.
    Simple {
        /// Index of the alarm.
        alarm: u32,
        /// Its datapoint, in thousandths.
        value_milli: u64,
    },
}

/// What holds a group back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingHold {
    /// It wants as many already.
    OnItsWay,
    /// No scale-in while instances start and warm up.
    WarmingUp {
        /// Until then.
        until_us: Time,
    },
    /// Simple scaling waits for instances that start.
    Launching {
        /// Until then.
        until_us: Time,
    },
    /// Simple scaling waits for its cooldown.
    CoolingDown {
        /// Until then.
        until_us: Time,
    },
    /// The group is as large as it may be.
    AtMaximum,
    /// The group is as small as it may be.
    AtMinimum,
    /// The policy takes no instance away.
    ScaleInDisabled,
}
