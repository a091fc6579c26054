//! Availability Zones: their workers fail together. SQS does not (sqs-facts §2.1): queues have no zone.

use sqs::Time;

use super::{Sink, World};
use crate::Kind;
use crate::actor::Phase;

/// A zone's state.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Zone {
    /// Outages that go on.
    outages: u32,
    /// When the last of them is over; none if never.
    until: Option<Time>,
}

impl Zone {
    /// Since it is down: when it will be back, if ever.
    pub(crate) fn down_until(self) -> Option<Option<Time>> {
        (self.outages > 0).then_some(self.until)
    }
}

impl World {
    /// A zone fails and takes its workers with it.
    pub(super) fn fail_zone<S: Sink>(&mut self, zone: u32, until: Option<Time>, sink: &mut S) {
        let state = &mut self.zones[zone as usize];
        let was_up = state.outages == 0;
        state.until = match (was_up, state.until, until) {
            (false, Some(one), Some(other)) => Some(one.max(other)),
            (false, None, _) => None,
            (_, _, until) => until,
        };
        state.outages += 1;
        let until = state.until;
        if was_up {
            self.tell(Kind::ZoneChanged { zone, down: true }, sink);
        }
        for place in self.places_in(zone) {
            self.crash_with_zone(place, until, sink);
        }
    }

    /// An outage is over; with the last one the zone's workers come back.
    pub(super) fn restore_zone<S: Sink>(&mut self, zone: u32, sink: &mut S) {
        let state = &mut self.zones[zone as usize];
        state.outages -= 1;
        if state.outages > 0 {
            return;
        }
        state.until = None;
        self.tell(Kind::ZoneChanged { zone, down: false }, sink);
        for place in self.places_in(zone) {
            if self.workers[place as usize].is_down_with_zone {
                self.come_back(place, false, sink);
            }
        }
    }

    fn places_in(&self, zone: u32) -> Vec<u32> {
        let workers = (0..).zip(&self.workers);
        let of_zone = workers.filter(|(_, worker)| self.setup.zone_of(worker.id) == Some(zone));
        of_zone.map(|(place, _)| place).collect()
    }

    /// The zone's end wakes its workers, so the crash itself has none.
    pub(super) fn crash_with_zone<S: Sink>(&mut self, place: u32, until: Option<Time>, sink: &mut S) {
        let was_down = self.workers[place as usize].is_down();
        self.crash(place, None, false, sink);
        let now = self.now;
        let state = &mut self.workers[place as usize];
        state.is_down_with_zone |= !was_down;
        if let Phase::Down { since, .. } = state.phase
            && state.is_down_with_zone
        {
            let since = if was_down { since } else { now };
            state.phase = Phase::Down { since, until };
        }
    }

    /// Is a worker's zone down? Then it stays down until the zone is back. Tells so.
    pub(super) fn stays_down_with_zone(&mut self, place: u32) -> bool {
        let zone = self.setup.zone_of(self.workers[place as usize].id);
        let Some(until) = zone.and_then(|zone| self.zones[zone as usize].down_until()) else {
            return false;
        };
        let state = &mut self.workers[place as usize];
        if let Phase::Down { since, .. } = state.phase {
            state.is_down_with_zone = true;
            state.phase = Phase::Down { since, until };
        }
        true
    }
}
