//! What scaling policies ask for (sqs-facts §9). Nothing here changes the world.

use sqs::Time;

use super::World;
use crate::actor::Group;
use crate::model::step_change;
use crate::{AlarmState, Event, ScaleModel, ScalingHold, ScalingOutlook, ScalingPolicy, ScalingReason};

/// A group and the alarms that act on it.
struct Asked<'a> {
    world: &'a World,
    consumer: u32,
    rules: &'a ScaleModel,
    group: &'a Group,
    now: Time,
    acts: &'a dyn Fn(u32) -> bool,
}

impl World {
    /// What a group's policies ask for, as far as alarms that are in ALARM and satisfy `acts` drive them: of
    /// several, first what nothing holds back, then what gives most instances.
    pub(crate) fn scaling_outlook(
        &self,
        consumer: u32,
        acts: &dyn Fn(u32) -> bool,
    ) -> Option<ScalingOutlook> {
        let rules = self.setup.model.consumers.get(consumer as usize)?.scale.as_ref()?;
        let group = self.groups.get(consumer as usize)?.as_ref()?;
        let asked = Asked { world: self, consumer, rules, group, now: self.position().at_us, acts };
        let rank = |outlook: &ScalingOutlook| (outlook.hold.is_none(), outlook.to);
        let outlooks = rules.policies.iter().filter_map(|policy| asked.by(policy));
        outlooks.reduce(|best, next| if rank(&next) > rank(&best) { next } else { best })
    }
}

impl Asked<'_> {
    fn by(&self, policy: &ScalingPolicy) -> Option<ScalingOutlook> {
        match *policy {
            ScalingPolicy::Target { backlog_milli, scale_in } => self.by_target(backlog_milli, scale_in),
            ScalingPolicy::Steps { alarm, ref steps } => {
                let value_milli = self.alarming(alarm)?;
                let threshold_milli = self.world.setup.alarms[alarm as usize].threshold_milli;
                let change = step_change(steps, value_milli, threshold_milli)?;
                Some(self.by_steps(change, ScalingReason::Steps { alarm, value_milli }))
            }
            ScalingPolicy::Simple { alarm, change, .. } => {
                let value_milli = self.alarming(alarm)?;
                Some(self.by_simple(change, ScalingReason::Simple { alarm, value_milli }))
            }
        }
    }

    /// The latest datapoint of an alarm that is in ALARM and acts.
    fn alarming(&self, index: u32) -> Option<u64> {
        let alarm = self.world.alarms.get(index as usize)?;
        let is_on = alarm.state == AlarmState::Alarm && (self.acts)(index);
        alarm.latest_milli().filter(|_| is_on).map(Event::packable_value)
    }

    /// Target tracking: the capacity changes as the metric stands to its target, rounded up.
    fn by_target(&self, target_milli: u64, scale_in: bool) -> Option<ScalingOutlook> {
        let high = self.world.setup.target_alarm(self.consumer)?;
        let proportional = |capacity: u32, backlog_milli: u64| {
            let whole = u128::from(capacity) * u128::from(backlog_milli);
            u32::try_from(whole.div_ceil(target_milli.max(1).into())).unwrap_or(u32::MAX)
        };
        if let Some(backlog_milli) = self.alarming(high) {
            let wanted = proportional(self.group.warm(self.now), backlog_milli);
            return Some(self.growth(wanted, ScalingReason::Target { backlog_milli }));
        }
        let backlog_milli = self.alarming(high + 1)?;
        let wanted = proportional(self.group.in_service(), backlog_milli);
        let outlook = self.shrinkage(wanted, ScalingReason::Target { backlog_milli });
        let disabled = Some(ScalingHold::ScaleInDisabled);
        Some(if scale_in { outlook } else { ScalingOutlook { hold: disabled, ..outlook } })
    }

    fn by_steps(&self, change: i32, reason: ScalingReason) -> ScalingOutlook {
        if change >= 0 {
            return self.growth(self.group.warm(self.now).saturating_add_signed(change), reason);
        }
        let capacity = self.group.in_service().max(self.group.desired);
        self.shrinkage(capacity.saturating_add_signed(change), reason)
    }

    /// Simple scaling waits for what is under way, and for its cooldown.
    fn by_simple(&self, change: i32, reason: ScalingReason) -> ScalingOutlook {
        let hold = match self.group.launching_until() {
            Some(until_us) => Some(ScalingHold::Launching { until_us }),
            None if self.now < self.group.cools_until => {
                Some(ScalingHold::CoolingDown { until_us: self.group.cools_until })
            }
            None => None,
        };
        self.within_bounds(self.group.desired.saturating_add_signed(change), reason, hold)
    }

    /// What warms up does not count as capacity, so that the same backlog asks for the same number again:
    /// only what is beyond that is launched.
    fn growth(&self, wanted: u32, reason: ScalingReason) -> ScalingOutlook {
        let hold = (wanted <= self.group.desired).then_some(ScalingHold::OnItsWay);
        self.within_bounds(wanted, reason, hold)
    }

    /// No instance is taken away while others warm up; those that are about to go count still.
    fn shrinkage(&self, wanted: u32, reason: ScalingReason) -> ScalingOutlook {
        let hold = match self.group.warming_until(self.now, self.rules) {
            Some(until_us) => Some(ScalingHold::WarmingUp { until_us }),
            None => (wanted >= self.group.desired).then_some(ScalingHold::OnItsWay),
        };
        self.within_bounds(wanted, reason, hold)
    }

    fn within_bounds(&self, wanted: u32, reason: ScalingReason, hold: Option<ScalingHold>) -> ScalingOutlook {
        let to = wanted.clamp(self.rules.min, self.rules.max);
        let desired = self.group.desired;
        let bound = match to == desired {
            true if wanted > self.rules.max => Some(ScalingHold::AtMaximum),
            true if wanted < self.rules.min => Some(ScalingHold::AtMinimum),
            true => Some(ScalingHold::OnItsWay),
            false => None,
        };
        ScalingOutlook {
            reason,
            wanted,
            to,
            hold: hold.filter(|it| *it != ScalingHold::OnItsWay).or(bound).or(hold),
        }
    }
}
