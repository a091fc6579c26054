//! Fair queues: who is noisy, and whose messages a receive gets first.

use super::receive::Moved;
use super::*;

/// A message's time in flight that has ended.
#[derive(Clone, Debug)]
pub struct Spell {
    pub queue: QueueId,
    /// None too once the group's last message was gone.
    pub tenant: Option<Arc<str>>,
    pub ended_at: Time,
    pub us: Time,
}

/// More than a tenth.
fn over_share(part: u64, whole: u64) -> bool {
    part * 10 > whole
}

impl Model {
    /// Takes a message out; with a group's last message the group's past is forgotten.
    pub fn remove(&mut self, serial: u64) -> Option<Stored> {
        self.flight_ends(serial);
        let place = self.messages.iter().position(|message| message.serial == serial)?;
        let message = self.messages.swap_remove(place);
        let same = |other: &Stored| other.queue == message.queue && other.group() == message.group();
        if !self.messages.iter().any(same) {
            self.noisy.retain(|(queue, group)| *queue != message.queue || Some(group) != message.group());
            let own =
                |spell: &&mut Spell| spell.queue == message.queue && spell.tenant.as_ref() == message.group();
            self.spells.iter_mut().filter(own).for_each(|spell| spell.tenant = None);
        }
        Some(message)
    }

    pub fn flight_ends(&mut self, serial: u64) {
        let ended_at = self.now;
        let Some(message) = self.find(serial).filter(|message| matches!(message.state, State::InFlight(_)))
        else {
            return;
        };
        let (queue, tenant) = (message.queue, message.group().cloned());
        let us = ended_at - message.received_at;
        if self.queues[queue.0 as usize].has_tenants {
            self.spells.push(Spell { queue, tenant, ended_at, us });
        }
    }

    /// Remembers who is noisy.
    pub fn notice(&mut self, queue: QueueId) {
        let noisy = self.noisy(queue);
        self.noisy.retain(|(other, _)| *other != queue);
        self.noisy.extend(noisy.into_iter().map(|group| (queue, group)));
    }

    /// Groups that are noisy now, by name: too large a share now, or noticed before and not calm since.
    pub fn noisy(&self, queue: QueueId) -> Vec<Arc<str>> {
        let mut groups = self.tenants(queue);
        groups.retain(|group| {
            let landed = |spell: &&Spell| spell.queue == queue && spell.tenant.as_ref() == Some(group);
            let landed_at = self.spells.iter().filter(landed).map(|spell| spell.ended_at).max();
            let in_flight = self.in_flight_of(queue, group);
            let is_calm = in_flight == 0 && landed_at.is_none_or(|at| at + 300 * MICROS_PER_S <= self.now);
            let was_noisy = self.noisy.contains(&(queue, group.clone()));
            (in_flight >= 30 && over_share(in_flight, self.counts(queue).in_flight))
                || self.is_spender(queue, group)
                || (was_noisy && !is_calm)
        });
        groups
    }

    /// Noisy groups whose messages wait behind the others'.
    pub fn held_back(&self, queue: QueueId) -> Vec<Arc<str>> {
        let mut groups = self.noisy(queue);
        let in_flight = self.counts(queue).in_flight;
        groups.retain(|group| {
            over_share(self.in_flight_of(queue, group), in_flight) || self.is_spender(queue, group)
        });
        groups
    }

    fn tenants(&self, queue: QueueId) -> Vec<Arc<str>> {
        if !self.alive(queue).is_ok_and(|queue| queue.kind == QueueKind::Standard && queue.storage.fair) {
            return Vec::new();
        }
        let mut groups: Vec<Arc<str>> =
            self.of_queue(queue).into_iter().filter_map(|message| message.group().cloned()).collect();
        groups.sort();
        groups.dedup();
        groups
    }

    /// Does the group have more than a tenth of the last minute's processing time?
    fn is_spender(&self, queue: QueueId, group: &Arc<str>) -> bool {
        let second = |at: Time| at / MICROS_PER_S;
        let recent = |spell: &&Spell| spell.queue == queue && second(spell.ended_at) + 60 > second(self.now);
        let total: Time = self.spells.iter().filter(recent).map(|spell| spell.us).sum();
        let own = self.spells.iter().filter(recent).filter(|spell| spell.tenant.as_ref() == Some(group));
        over_share(own.map(|spell| spell.us).sum(), total)
    }

    fn in_flight_of(&self, queue: QueueId, group: &Arc<str>) -> u64 {
        let own = |message: &&Stored| message.queue == queue && message.group() == Some(group);
        let in_flight = |message: &&Stored| matches!(message.state, State::InFlight(_));
        self.messages.iter().filter(own).filter(in_flight).count() as u64
    }

    /// Quiet messages in order of arrival; then, one by one, the first message of the noisy group with the fewest in
    /// flight. What is picked is handed out in order of arrival.
    pub fn pick_fairly(
        &mut self,
        queue: QueueId,
        room: usize,
        picked: &mut Vec<u64>,
        moved: &mut Vec<Moved>,
    ) {
        let visible = |message: &&Stored| matches!(message.state, State::Visible(_));
        let all: Vec<Stored> = self.of_queue(queue).into_iter().filter(visible).cloned().collect();
        if room > 0 && !all.is_empty() {
            self.notice(queue);
        }
        let held_back = self.held_back(queue);
        let waits = |message: &Stored| message.group().is_some_and(|group| held_back.contains(group));
        let (mut behind, first): (Vec<Stored>, Vec<Stored>) = all.into_iter().partition(waits);
        for message in first {
            self.pick(message.serial, room, picked, moved);
        }
        let mut taken: Vec<Arc<str>> = Vec::new();
        while picked.len() < room && !behind.is_empty() {
            let fewest = (0..behind.len()).min_by_key(|place| {
                let group = behind[*place].group().cloned().expect("it is noisy");
                let picked = taken.iter().filter(|other| **other == group).count() as u64;
                (self.in_flight_of(queue, &group) + picked, behind[*place].sequence)
            });
            let message = behind.remove(fewest.expect("it is not empty"));
            let before = picked.len();
            self.pick(message.serial, room, picked, moved);
            taken.extend(message.labels.group.filter(|_| picked.len() > before));
        }
        let sequence = |serial: &u64| self.messages.iter().find(|m| m.serial == *serial).map(|m| m.sequence);
        picked.sort_by_key(sequence);
    }
}
