//! Auto Scaling groups at the clock.

use super::Timeline;
use crate::ScalingView;

impl Timeline {
    pub(super) fn scaling_view(&self, consumer: u32) -> Option<ScalingView> {
        let rules = self.setup.model.consumers.get(consumer as usize)?.scale.as_ref()?;
        let world = self.world();
        let group = world.groups.get(consumer as usize)?.as_ref()?;
        let now = self.position().at_us;
        let in_service = group.in_service();
        let high = self.setup.target_alarm(consumer);
        let backlog = high.and_then(|high| world.alarms.get(high as usize)?.latest_milli());
        Some(ScalingView {
            min: rules.min,
            max: rules.max,
            desired: group.desired,
            in_service,
            warming: in_service - group.warm(now),
            launching: group.launching(),
            leaving: in_service.saturating_sub(group.desired),
            protects: rules.protects,
            target_milli: rules.target_milli(),
            backlog_milli: backlog,
            outlook: world.scaling_outlook(consumer, &|_| true),
        })
    }
}
