//! Random Auto Scaling groups, followed by an obviously right count of their events.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sim::{
    AlarmComparison, AlarmModel, Event, Kind, Model, RateStep, ScaleModel, ScalingPolicy, ScalingReason,
    ScalingStep, WorkTime,
};

use crate::alarms::deep;
use crate::models::*;
use crate::scaling::{MIN, at, stuck};

/// How many instances there are after each event, told by events alone.
fn check_naively(model: &Model, events: &[Event]) {
    let rules = model.consumers[0].scale.as_ref().expect("it is a group");
    let (mut desired, mut launched_at) = (rules.start, BTreeMap::new());
    let mut running: Vec<u32> = (0..rules.start).collect();
    for event in events {
        match event.kind {
            Kind::DesiredChanged { from, to, why, .. } => {
                assert_eq!(from, desired);
                assert!((rules.min..=rules.max).contains(&to) && to != from, "{event:?}");
                let warming = launched_at.values().any(|at| at + rules.warmup_us > event.at);
                // Simple scaling has its cooldown instead.
                let waits = !matches!(why, ScalingReason::Simple { .. });
                assert!(to > from || !warming || !waits, "nothing goes while others warm up: {event:?}");
                desired = to;
            }
            Kind::WorkerLaunched { worker } => {
                assert!(!running.contains(&worker.index), "{event:?}");
                running.push(worker.index);
                launched_at.insert(worker.index, event.at);
            }
            Kind::WorkerStopped { worker, .. } => {
                assert!(running.contains(&worker.index) && running.len() as u32 > desired, "{event:?}");
                running.retain(|index| *index != worker.index);
                launched_at.remove(&worker.index);
            }
            Kind::WorkStarted { worker, .. } => assert!(running.contains(&worker.index), "{event:?}"),
            _ => {}
        }
        assert!(running.len() as u32 <= rules.max);
    }
    if !rules.protects {
        assert!(running.len() as u32 <= desired, "{} run, {desired} are wanted", running.len());
    }
}

fn groups() -> impl Strategy<Value = (ScaleModel, Vec<AlarmModel>)> {
    let policy = prop_oneof![
        (1..60_000u64, any::<bool>())
            .prop_map(|(backlog_milli, scale_in)| ScalingPolicy::Target { backlog_milli, scale_in }),
        (0..2u32, 1..4i32).prop_map(|(alarm, change)| {
            let change = if alarm == 0 { change } else { -change };
            ScalingPolicy::Steps { alarm, steps: vec![ScalingStep { bound_milli: 0, change }] }
        }),
        (0..2u32, 1..4i32, 0..200u64).prop_map(|(alarm, change, cooldown_s)| {
            let change = if alarm == 0 { change } else { -change };
            ScalingPolicy::Simple { alarm, change, cooldown_us: cooldown_s * S }
        }),
    ];
    let bounds = (0..3u32, 0..4u32, 1..6u32);
    let times = (0..100u64, 0..200u64);
    (bounds, times, any::<bool>(), prop::collection::vec(policy, 1..3), 0..40u64).prop_map(
        |((min, above, more), (launch_s, warmup_s), protects, mut policies, threshold)| {
            let mut seen = false;
            policies.retain(|policy| {
                let is_second = seen && matches!(policy, ScalingPolicy::Target { .. });
                seen |= matches!(policy, ScalingPolicy::Target { .. });
                !is_second
            });
            let scale = ScaleModel {
                min,
                start: min + above.min(more),
                max: min + above.min(more) + more,
                protects,
                launch_us: launch_s * S,
                warmup_us: warmup_s * S,
                policies,
            };
            let calm =
                AlarmModel { id: "calm".into(), comparison: AlarmComparison::AtMost, ..deep(threshold) };
            (scale, vec![deep(threshold), calm])
        },
    )
}

/// The same cases in each run.
fn config() -> ProptestConfig {
    let rng_seed = proptest::test_runner::RngSeed::Fixed(1);
    ProptestConfig { cases: 48, failure_persistence: None, rng_seed, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_groups_keep_their_promises(
        (scale, alarms) in groups(),
        rate_milli in 0..3_000u64,
        work_ms in 100..20_000u64,
        seek_s in 0..1_800u64,
    ) {
        let mut model = stuck(scale, 30);
        model.queues[0].attributes.visibility_timeout_s = 30;
        model.consumers[0].work = WorkTime::Exponential(work_ms * MS);
        model.alarms = alarms;
        model.producers = vec![producer("shop", rate_milli)];
        let step = |at_us, rate_milli| RateStep { at_us, rate_milli };
        model.producers[0].rate = vec![step(0, rate_milli), step(10 * MIN, 0)];
        let mut timeline = timeline(model.clone());
        timeline.run_ahead(u64::MAX);
        check_naively(&model, &timeline.events(0, u64::MAX));
        let mut fresh = crate::models::timeline(model);
        prop_assert_eq!(at(&mut timeline, seek_s * S), at(&mut fresh, seek_s * S));
        prop_assert_eq!(timeline.trace_hash(), fresh.trace_hash());
    }
}
