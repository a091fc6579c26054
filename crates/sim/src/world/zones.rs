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
    pub(super) fn fail_zone<S: Sink + ?Sized>(&mut self, zone: u32, until: Option<Time>, sink: &mut S) {
        let state = &mut self.zones[zone as usize];
        let was_up = state.outages == 0;
        state.until = match (was_up, state.until, until) {
            (false, Some(one), Some(other)) => Some(one.max(other)),
            (false, None, _) => None,
            (_, _, until) => until,
        };
        state.outages += 1;
        let until = state.until;
        self.tell(Kind::ZoneChanged { zone, down: true }, sink);
        for place in self.places_in(zone) {
            self.crash_with_zone(place, until, sink);
        }
    }

    /// An outage is over; with the last one the zone's workers come back.
    pub(super) fn restore_zone<S: Sink + ?Sized>(&mut self, zone: u32, sink: &mut S) {
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

    /// The zone's end wakes its workers, also those that would have come back before.
    pub(super) fn crash_with_zone<S: Sink + ?Sized>(
        &mut self,
        place: u32,
        zone_until: Option<Time>,
        sink: &mut S,
    ) {
        let was_running = !self.workers[place as usize].is_down();
        self.crash(place, None, false, sink);
        let state = &mut self.workers[place as usize];
        let Phase::Down { since, until } = state.phase else { return };
        let comes_back_before = until.is_some_and(|until| zone_until.is_none_or(|zone| until <= zone));
        if was_running || comes_back_before || state.is_down_with_zone {
            state.life += 1;
            state.is_down_with_zone = true;
            state.phase = Phase::Down { since, until: zone_until };
        }
    }
}
