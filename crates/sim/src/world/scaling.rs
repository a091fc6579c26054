//! Auto Scaling groups at work (sqs-facts §9): instances are launched and terminated.

use std::sync::Arc;

use sqs::Time;

use super::alarms::ends_period;
use super::{Sink, World};
use crate::actor::{Group, Member, Phase};
use crate::schedule::Wake;
use crate::setup::Setup;
use crate::{Kind, ScaleModel, ScalingPolicy, ScalingReason, StopReason, WorkerId};

impl World {
    /// Alarms invoke their actions, in each of their periods for which they are in ALARM.
    pub(super) fn scale_groups<S: Sink + ?Sized>(&mut self, sink: &mut S) {
        let setup = self.setup.clone();
        let now = self.now;
        let acts = |alarm: u32| ends_period(&setup.alarms[alarm as usize], now);
        for consumer in 0..self.groups.len() as u32 {
            let outlook = self.scaling_outlook(consumer, &acts);
            if let Some(outlook) = outlook.filter(|outlook| outlook.hold.is_none()) {
                self.set_desired(consumer, outlook.to, outlook.reason, sink);
            }
        }
    }

    fn set_desired<S: Sink + ?Sized>(&mut self, consumer: u32, to: u32, why: ScalingReason, sink: &mut S) {
        let setup = self.setup.clone();
        let Some((rules, group)) = group_of(&setup, &mut self.groups, consumer) else { return };
        let from = std::mem::replace(&mut group.desired, to);
        if let ScalingReason::Simple { alarm, .. } = why {
            let complete = if to > from { self.now.saturating_add(rules.launch_us) } else { self.now };
            group.cools_until = complete.saturating_add(cooldown_us(rules, alarm));
        }
        self.tell(Kind::DesiredChanged { consumer, from, to, why }, sink);
        self.launch_missing(consumer);
        self.take_surplus(consumer, sink);
    }

    /// Launches as many instances as the group lacks.
    fn launch_missing(&mut self, consumer: u32) {
        let setup = self.setup.clone();
        let Some((rules, group)) = group_of(&setup, &mut self.groups, consumer) else { return };
        let until = self.now.saturating_add(rules.launch_us);
        let missing = group.desired.saturating_sub(group.in_service() + group.launching());
        let mut free: Vec<u32> =
            (0..rules.max).filter(|index| group.members[*index as usize] == Member::Absent).collect();
        // Zones that are down come last; the sort keeps the order otherwise.
        let zones = &self.zones;
        free.sort_by_key(|&index| {
            let zone = setup.zone_of(WorkerId { consumer, index });
            zone.is_some_and(|zone| zones[zone as usize].down_until().is_some())
        });
        for &index in free.iter().take(missing as usize) {
            group.members[index as usize] = Member::Launching { until };
            if let Some(place) = setup.place(WorkerId { consumer, index }) {
                self.schedule.wake(self.now, until, Wake::Launched { place });
            }
        }
    }

    /// An instance has started: it is in service and polls.
    pub(super) fn instance_starts<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) {
        let setup = self.setup.clone();
        let worker = setup.worker_at(place);
        let Some((rules, group)) = group_of(&setup, &mut self.groups, worker.consumer) else { return };
        let warm_at = self.now.saturating_add(rules.warmup_us);
        group.members[worker.index as usize] = Member::InService { since: self.now, warm_at };
        self.workers[place as usize].is_down_with_zone = false;
        self.await_answer(place);
        self.tell(Kind::WorkerLaunched { worker }, sink);
        let zone = setup.zone_of(worker);
        match zone.and_then(|zone| self.zones[zone as usize].down_until()) {
            Some(until) => self.crash_with_zone(place, until, sink),
            None => self.next_round(place, sink),
        }
    }

    /// Terminates as many instances as the group has too many, whatever they are at; those that are protected
    /// stay until they have finished.
    fn take_surplus<S: Sink + ?Sized>(&mut self, consumer: u32, sink: &mut S) {
        let setup = self.setup.clone();
        loop {
            let candidates = self.may_go(consumer);
            let Some((_, group)) = group_of(&setup, &mut self.groups, consumer) else { return };
            if group.in_service() <= group.desired {
                return;
            }
            let Some(index) = group.choose_to_go(&candidates, self.now) else { return };
            self.terminate(WorkerId { consumer, index }, StopReason::ScaleIn, sink);
        }
    }

    /// Instances that scale-in may take: of the zones with most of them, those that are not protected.
    fn may_go(&self, consumer: u32) -> Vec<u32> {
        let Some(Some(group)) = self.groups.get(consumer as usize) else { return Vec::new() };
        let in_service = |index: &u32| matches!(group.members[*index as usize], Member::InService { .. });
        let zone = |index: u32| self.setup.zone_of(WorkerId { consumer, index });
        let all: Vec<u32> = (0..group.members.len() as u32).filter(in_service).collect();
        let of_zone = |of: Option<u32>| all.iter().filter(|index| zone(**index) == of).count();
        let free =
            all.iter().copied().filter(|index| !self.is_protected(WorkerId { consumer, index: *index }));
        let free: Vec<u32> = free.collect();
        let largest = free.iter().map(|index| of_zone(zone(*index))).max();
        free.into_iter().filter(|index| Some(of_zone(zone(*index))) == largest).collect()
    }

    /// An instance with messages is protected, if its group protects.
    fn is_protected(&self, worker: WorkerId) -> bool {
        let rules = self.setup.model.consumers[worker.consumer as usize].scale.as_ref();
        let place = self.setup.place(worker);
        rules.is_some_and(|rules| rules.protects)
            && place.is_some_and(|place| self.workers[place as usize].has_messages())
    }

    /// Terminates an instance that has finished what it had, if its group wants fewer; true if it did.
    pub(super) fn goes_when_free<S: Sink + ?Sized>(&mut self, place: u32, sink: &mut S) -> bool {
        let worker = self.workers[place as usize].id;
        let Some(Some(group)) = self.groups.get(worker.consumer as usize) else { return false };
        let goes = group.in_service() > group.desired;
        if goes {
            self.terminate(worker, StopReason::ScaleIn, sink);
        }
        goes
    }

    fn terminate<S: Sink + ?Sized>(&mut self, worker: WorkerId, why: StopReason, sink: &mut S) {
        let Some(place) = self.setup.place(worker) else { return };
        if let Some(Some(group)) = self.groups.get_mut(worker.consumer as usize) {
            group.members[worker.index as usize] = Member::Absent;
        }
        self.leave(place, Phase::Absent, why, sink);
    }
}

/// A group and its rules.
fn group_of<'a>(
    setup: &'a Arc<Setup>,
    groups: &'a mut [Option<Group>],
    consumer: u32,
) -> Option<(&'a ScaleModel, &'a mut Group)> {
    let rules = setup.model.consumers.get(consumer as usize)?.scale.as_ref()?;
    Some((rules, groups.get_mut(consumer as usize)?.as_mut()?))
}

/// The cooldown of the group's simple policy on an alarm.
fn cooldown_us(rules: &ScaleModel, of: u32) -> Time {
    let cooldown = rules.policies.iter().find_map(|policy| match policy {
        ScalingPolicy::Simple { alarm, cooldown_us, .. } if *alarm == of => Some(*cooldown_us),
        _ => None,
    });
    cooldown.unwrap_or(0)
}
