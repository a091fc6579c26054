//! An Auto Scaling group: how many instances it wants, and which it has.

use sqs::{MICROS_PER_S, Time};

use crate::ScaleModel;
use crate::chance::{Domain, Stream};

/// Microseconds of a billing hour.
const HOUR_US: Time = 3_600 * MICROS_PER_S;

/// An instance, or the place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// There is none.
    Absent,
    /// It starts, and will be in service then.
    Launching { until: Time },
    /// It polls, since then; it counts from `warm_at` on.
    InService { since: Time, warm_at: Time },
}

/// A group's state.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Instances that it wants.
    pub(crate) desired: u32,
    /// By index of the worker.
    pub(crate) members: Vec<Member>,
    /// No simple scaling before this.
    pub(crate) cools_until: Time,
    chance: Stream,
}

impl Group {
    pub(crate) fn new(seed: u32, id: &str, rules: &ScaleModel) -> Self {
        let member = |index| match index < rules.start {
            true => Member::InService { since: 0, warm_at: 0 },
            false => Member::Absent,
        };
        Self {
            desired: rules.start,
            members: (0..rules.max).map(member).collect(),
            cools_until: 0,
            chance: Stream::new(seed, Domain::Group, id),
        }
    }

    /// Instances that poll.
    pub(crate) fn in_service(&self) -> u32 {
        self.count(|member| matches!(member, Member::InService { .. }))
    }

    /// Instances in service that count: the current capacity.
    pub(crate) fn warm(&self, now: Time) -> u32 {
        self.count(|member| matches!(member, Member::InService { warm_at, .. } if *warm_at <= now))
    }

    /// Instances that start.
    pub(crate) fn launching(&self) -> u32 {
        self.count(|member| matches!(member, Member::Launching { .. }))
    }

    /// When the last of the instances that start now is in service and warm; none if all are.
    pub(crate) fn warming_until(&self, now: Time, rules: &ScaleModel) -> Option<Time> {
        let warm_at = |member: &Member| match *member {
            Member::Absent => None,
            Member::Launching { until } => Some(until.saturating_add(rules.warmup_us)),
            Member::InService { warm_at, .. } => Some(warm_at).filter(|at| *at > now),
        };
        self.members.iter().filter_map(warm_at).max()
    }

    /// When the last of the instances that start now is in service; none if none starts.
    pub(crate) fn launching_until(&self) -> Option<Time> {
        let until = |member: &Member| match *member {
            Member::Launching { until } => Some(until),
            Member::Absent | Member::InService { .. } => None,
        };
        self.members.iter().filter_map(until).max()
    }

    /// Of these instances the one that goes, as AWS's default termination policy has it as far as it can be
    /// shown: the one closest to its next billing hour, and chance among equals.
    pub(crate) fn choose_to_go(&mut self, candidates: &[u32], now: Time) -> Option<u32> {
        let into_hour = |index: &u32| match self.members.get(*index as usize) {
            Some(Member::InService { since, .. }) => now.saturating_sub(*since) % HOUR_US,
            _ => 0,
        };
        let furthest = candidates.iter().map(into_hour).max()?;
        let equals: Vec<u32> =
            candidates.iter().copied().filter(|index| into_hour(index) == furthest).collect();
        let place = if equals.len() > 1 { self.chance.below(equals.len() as u64) } else { 0 };
        equals.get(place as usize).copied()
    }

    fn count(&self, is: impl Fn(&&Member) -> bool) -> u32 {
        self.members.iter().filter(is).count() as u32
    }

    pub(crate) fn own_bytes(&self) -> u64 {
        (size_of::<Self>() + self.members.capacity() * size_of::<Member>()) as u64
    }
}
