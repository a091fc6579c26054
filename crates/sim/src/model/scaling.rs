//! EC2 Auto Scaling groups (sqs-facts §9).

use sqs::Time;

/// An EC2 Auto Scaling group: its workers are instances, which come and go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleModel {
    /// Instances at least; may be 0.
    pub min: u32,
    /// Instances at most; so many places the group has.
    pub max: u32,
    /// Instances in service when the run begins.
    pub start: u32,
    /// Is an instance protected from scale-in while it has messages?
    pub protects: bool,
    /// Microseconds from the launch of an instance until it is in service and polls.
    pub launch_us: Time,
    /// Microseconds after that for which an instance does not count; no instance is taken away meanwhile.
    pub warmup_us: Time,
    /// What makes it grow and shrink; of several that act at once, the one that gives most instances counts.
    pub policies: Vec<ScalingPolicy>,
}

/// A dynamic scaling policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScalingPolicy {
    /// Target tracking on the messages in the queue for each instance; makes two alarms of its own.
    Target {
        /// Thousandths of a message for each instance.
        backlog_milli: u64,
        /// False: `DisableScaleIn`.
        scale_in: bool,
    },
    /// Step scaling: how far beyond the alarm's threshold a datapoint is decides.
    Steps {
        /// Index in [`crate::Model::alarms`].
        alarm: u32,
        /// At least one, ordered outwards from the threshold.
        steps: Vec<ScalingStep>,
    },
    /// Simple scaling: one adjustment, then a pause.
    Simple {
        /// Index in [`crate::Model::alarms`].
        alarm: u32,
        /// Instances more, or fewer.
        change: i32,
        /// Microseconds after the adjustment is complete in which no other is made.
        cooldown_us: Time,
    },
}

/// A step adjustment: it counts from its bound on, up to the next one's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScalingStep {
    /// Relative to the alarm's threshold, in thousandths. Above the threshold from 0 upwards, below it from 0
    /// downwards.
    pub bound_milli: i64,
    /// Instances more, or fewer.
    pub change: i32,
}

impl ScaleModel {
    /// Messages for each instance that target tracking aims at, in thousandths.
    pub fn target_milli(&self) -> Option<u64> {
        self.policies.iter().find_map(|policy| match policy {
            ScalingPolicy::Target { backlog_milli, .. } => Some(*backlog_milli),
            ScalingPolicy::Steps { .. } | ScalingPolicy::Simple { .. } => None,
        })
    }
}

/// How many instances more or fewer the step adjustments ask for at a datapoint; none if none of them
/// applies. Bounds are inclusive at the side of the threshold, as on AWS.
pub(crate) fn step_change(steps: &[ScalingStep], value_milli: u64, threshold_milli: u64) -> Option<i32> {
    let beyond = i128::from(value_milli) - i128::from(threshold_milli);
    let reached = |step: &&ScalingStep| {
        let bound = i128::from(step.bound_milli);
        if beyond >= 0 { (0..=beyond).contains(&bound) } else { (beyond..=0).contains(&bound) }
    };
    steps.iter().rfind(reached).map(|step| step.change)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(of: &[(i64, i32)]) -> Vec<ScalingStep> {
        of.iter().map(|(bound, change)| ScalingStep { bound_milli: bound * 1_000, change: *change }).collect()
    }

    /// sqs-facts §9: 0–100 → +1, 100–1000 → +3, >1000 → +10, relative to the threshold.
    #[test]
    fn steps_count_from_the_threshold_upwards() {
        let steps = steps(&[(0, 1), (100, 3), (1_000, 10)]);
        for (value, change) in [(50, 1), (149, 1), (150, 3), (1_049, 3), (1_050, 10), (9_999, 10)] {
            assert_eq!(step_change(&steps, value * 1_000, 50_000), Some(change), "{value}");
        }
    }

    #[test]
    fn steps_count_from_the_threshold_downwards() {
        let steps = steps(&[(0, -1), (-20, -3)]);
        for (value, change) in [(50, -1), (31, -1), (30, -3), (0, -3)] {
            assert_eq!(step_change(&steps, value * 1_000, 50_000), Some(change), "{value}");
        }
        assert_eq!(step_change(&steps[1..], 40_000, 50_000), None);
    }
}
