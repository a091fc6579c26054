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

    /// Groups that are noisy now, by name.
    pub fn noisy(&self, queue: QueueId) -> Vec<Arc<str>> {
        if !self.alive(queue).is_ok_and(|queue| queue.kind == QueueKind::Standard && queue.storage.fair) {
            return Vec::new();
        }
        let second = |at: Time| at / MICROS_PER_S;
        let recent = |spell: &&Spell| spell.queue == queue && second(spell.ended_at) + 60 > second(self.now);
        let total: Time = self.spells.iter().filter(recent).map(|spell| spell.us).sum();
        let in_flight = self.counts(queue).in_flight;
        let mut groups: Vec<Arc<str>> =
            self.of_queue(queue).into_iter().filter_map(|message| message.group().cloned()).collect();
        groups.sort();
        groups.dedup();
        groups.retain(|group| {
            let own = self.in_flight_of(queue, group);
            let spent =
                self.spells.iter().filter(recent).filter(|spell| spell.tenant.as_ref() == Some(group));
            let spent: Time = spent.map(|spell| spell.us).sum();
            (own >= 30 && over_share(own, in_flight)) || over_share(spent, total)
        });
        groups
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
        let noisy = self.noisy(queue);
        let visible = |message: &&Stored| matches!(message.state, State::Visible(_));
        let is_noisy = |message: &Stored| message.group().is_some_and(|group| noisy.contains(group));
        let all = self.of_queue(queue).into_iter().filter(visible);
        let (mut behind, first): (Vec<Stored>, Vec<Stored>) = all.cloned().partition(is_noisy);
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
