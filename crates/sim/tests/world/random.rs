//! Random legal models: whatever is done to a timeline, it never panics, and it shows what a fresh run shows.
//!
//! The cases are the same at each run, so `cargo test -p sim --test world random` repeats a failure; it
//! prints the shortest failing case. `PROPTEST_RNG_SEED=n` and `PROPTEST_CASES=n` try others.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sim::{
    Arrivals, Batching, BranchId, Claim, ClaimKind, ConsumerModel, Course, Destination, FaultKind,
    FaultModel, Groups, Input, Kind, Label, LambdaModel, Losses, Model, Position, Predicate, ProducerModel,
    QueueModel, RateStep, RedriveModel, Retry, Sending, Sine, Timeline, WorkTime, WorkerId,
};
use sqs::{MessageId, QueueKind, Storage};

use crate::lambda::functions;
use crate::models::*;
use crate::pollers::strategies::{self, habits, kinds};

/// Something done to a timeline.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Seek(u64, u64),
    SeekSome(u64, u64),
    StepForward,
    StepBack,
    RunAhead(u64),
    Act(Act, u64),
    Switch(u32),
    Drop(u32),
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Send,
    Crash,
    BringBack,
    Redrive,
    Delete,
    MakeVisible,
    Stop,
    Hang,
    Purge,
    CancelRedrive,
    Change,
}

pub fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, max_shrink_iters: 2_000, ..Default::default() };
    let rng_seed = match config.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 96 };
    ProptestConfig { cases, rng_seed, ..config }
}

fn storage() -> impl Strategy<Value = Storage> {
    let chance = || prop_oneof![Just(0u32), 0..300_000u32];
    (1..7u32, chance(), chance(), chance(), 0..3u32, prop_oneof![Just(120_000u32), 1..6u32]).prop_map(
        |(shards, false_empty_ppm, double_delivery_ppm, duplicate_on_delete_ppm, reorder, in_flight_max)| {
            Storage {
                shards,
                false_empty_ppm,
                double_delivery_ppm,
                duplicate_on_delete_ppm,
                reorder_messages: reorder,
                in_flight_max,
                ..Storage::PLAIN
            }
        },
    )
}

/// What a function's queue does not allow is left out: a window on a FIFO queue, a timeout beyond the visibility
/// timeout.
fn fit_functions(model: &mut Model) {
    for consumer in &mut model.consumers {
        let queue = &model.queues[consumer.from as usize];
        let visibility_us = u64::from(queue.attributes.visibility_timeout_s) * S;
        let is_fifo = queue.kind == QueueKind::Fifo;
        consumer.lambda = consumer.lambda.take().filter(|_| visibility_us >= S).map(|rules| LambdaModel {
            timeout_us: rules.timeout_us.min(visibility_us),
            window_us: if is_fifo { 0 } else { rules.window_us },
            ..rules
        });
        if consumer.lambda.is_none() || is_fifo {
            consumer.batch = consumer.batch.min(10);
        }
    }
}

/// The last producer calls the last consumer without a queue.
fn call_directly(model: &mut Model, accept: u32, timeout_us: u64) {
    let last = model.consumers.len() as u32 - 1;
    let consumer = &mut model.consumers[last as usize];
    let Some(producer) = model.producers.last_mut() else { return };
    if consumer.scale.is_some() {
        return;
    }
    let away = std::mem::take(&mut consumer.habits.away);
    let zones = std::mem::take(&mut consumer.habits.zones);
    consumer.habits = sim::Habits { away, zones, ..sim::Habits::default() };
    (consumer.lambda, consumer.idempotent) = (None, false);
    consumer.serves = Some(sim::Serving { accept });
    producer.to = Destination::Consumer(last);
    producer.groups = Groups::None;
    producer.delay_s = None;
    let sending = &mut producer.sending;
    sending.batch = Batching::default();
    sending.shares_ppm.clear();
    sending.deduplication_ids = None;
    sending.timeout_us = Some(timeout_us);
}

/// Two queues of one kind: the second may be the dead-letter queue of the first.
fn queues() -> impl Strategy<Value = Vec<QueueModel>> {
    let kind = prop_oneof![Just(QueueKind::Standard), Just(QueueKind::Fifo)];
    let storages = (storage(), storage());
    (kind, storages, 0..6u32, 0..4u32, prop_oneof![Just(345_600u32), Just(60)], prop::option::of(1..4u32))
        .prop_map(|(kind, storages, visibility_timeout_s, delay_s, retention_s, max_receive_count)| {
            let mut queues = vec![queue("first", kind), queue("second", kind)];
            (queues[0].storage, queues[1].storage) = storages;
            queues[0].attributes.visibility_timeout_s = visibility_timeout_s;
            queues[0].attributes.delay_s = delay_s;
            queues[0].attributes.retention_s = retention_s;
            queues[1].attributes.retention_s = retention_s;
            let redrive = |max_receive_count| RedriveModel { target: 1, max_receive_count };
            queues[0].redrive = max_receive_count.map(redrive);
            queues
        })
}

fn producers() -> impl Strategy<Value = Vec<ProducerModel>> {
    let one = (0..2u32, rates(), any::<bool>(), 1..4u32, prop::option::of(0..40u32), (kinds(), sendings()));
    prop::collection::vec(one, 0..3).prop_map(|all| {
        let each = (0..).zip(all).map(|(n, (to, (course, rate), poisson, groups, count_max, more))| {
            let (kinds, sending) = more;
            let can_be_poisson = !matches!(course, Course::Bursts { .. } | Course::Times(_));
            let shares = sending.shares_ppm.len().min(groups as usize - 1);
            let shares_ppm = sending.shares_ppm[..shares].to_vec();
            ProducerModel {
                to: Destination::Queue(to),
                rate,
                arrivals: if poisson && can_be_poisson { Arrivals::Poisson } else { Arrivals::Steady },
                groups: Groups::InTurn(groups),
                count_max,
                kinds,
                sending: Sending { course, shares_ppm, ..sending },
                ..producer(&format!("producer-{n}"), 0)
            }
        });
        each.collect()
    })
}

/// A course of the rate, and its steps or points.
fn rates() -> impl Strategy<Value = (Course, Vec<RateStep>)> {
    let steps = (0..8_000u64, 0..8_000u64).prop_map(|(rate, later)| {
        let step = |at_us, rate_milli| RateStep { at_us, rate_milli };
        vec![step(0, rate), step(7 * S, later)]
    });
    let sine = (0..5_000u64, 1..9u64, 0..9u64).prop_map(|(mean_milli, period, peak)| {
        Course::Sine(Sine {
            mean_milli,
            swing_milli: mean_milli / 2,
            period_us: period * S,
            peak_at_us: peak * S,
        })
    });
    let bursts = (1..9u32, 1..9u64, 0..9u64).prop_map(|(size, every, first)| Course::Bursts {
        size,
        every_us: every * S,
        first_us: first * S,
    });
    let times = prop::collection::vec(0..20_000u64, 0..9).prop_map(|mut times| {
        times.sort_unstable();
        Course::Times(times.into_iter().map(|ms| ms * MS).collect())
    });
    prop_oneof![
        4 => steps.clone().prop_map(|steps| (Course::Steps, steps)),
        1 => steps.prop_map(|steps| (Course::Ramp, steps)),
        1 => prop_oneof![sine, bursts, times].prop_map(|course| (course, vec![])),
    ]
}

/// Half of them as plain as can be.
fn sendings() -> impl Strategy<Value = Sending> {
    let losses = prop_oneof![Just(0u32), Just(100_000), Just(900_000)];
    let retry = (prop::option::of(1..3_000u64), 1..4u32, any::<bool>());
    let ids = prop::option::of(1..3u32);
    let shares = prop::collection::vec(0..400_000u32, 0..3);
    let odd = (1..5u32, 1..3_000u64, shares, ids, prop::option::of(0..9u64), (losses.clone(), losses), retry)
        .prop_map(|(size, window, shares_ppm, deduplication_ids, wait, losses, retry)| Sending {
            course: Course::Steps,
            batch: Batching { size, window_us: window * MS },
            shares_ppm,
            deduplication_ids,
            schedule_us: wait.map(|wait| wait * S),
            losses: Losses { request_ppm: losses.0, reply_ppm: losses.1 },
            retry: Retry { after_us: retry.0.map(|ms| ms * MS), attempts: retry.1, same_id: retry.2 },
            timeout_us: None,
        });
    prop_oneof![Just(Sending::default()), odd]
}

fn consumers() -> impl Strategy<Value = Vec<ConsumerModel>> {
    let work = prop_oneof![
        Just(WorkTime::Fixed(0)),
        (0..3_000u64).prop_map(|ms| WorkTime::Fixed(ms * MS)),
        (0..900u64).prop_map(|ms| WorkTime::Uniform(ms * MS, 2 * ms * MS)),
        (1..3_000u64).prop_map(|ms| WorkTime::Exponential(ms * MS)),
        (1..3_000u64).prop_map(|ms| WorkTime::Lognormal(ms * MS, 900)),
    ];
    let calls = (1..11u32, prop::option::of(0..4u32), prop::option::of(0..5u32), 1..300u64);
    let function = prop::option::weighted(0.3, functions());
    let one =
        (0..2u32, 1..4u32, calls, work, 0..400_000u32, any::<bool>(), any::<bool>(), function, habits());
    prop::collection::vec(one, 1..3).prop_map(|all| {
        let each = (0..).zip(all).map(|(n, one)| {
            let (from, count, calls, work, failure_ppm, deletes, idempotent, lambda, habits) = one;
            let (mut habits, has_second_queue) = habits;
            habits.then = if has_second_queue { vec![1 - from] } else { Vec::new() };
            let (batch, wait_s, visibility_timeout_s, latency_ms) = calls;
            ConsumerModel {
                from,
                count,
                batch,
                wait_s,
                visibility_timeout_s,
                work,
                failure_ppm,
                deletes,
                idempotent,
                latency_us: latency_ms * MS,
                lambda,
                habits,
                ..consumer(&format!("consumer-{n}"))
            }
        });
        each.collect()
    })
}

fn faults() -> impl Strategy<Value = Vec<FaultModel>> {
    let crash = (0..20u64, prop::option::of(0..9u64))
        .prop_map(|(at, back)| crash(at * S, 0, back.map(|back| back * S)));
    let copy =
        (0..20u64).prop_map(|at| FaultModel { at_us: at * S, kind: FaultKind::SecondCopy { queue: 0 } });
    let lost = (0..20u64, any::<bool>()).prop_map(|(at, reply)| FaultModel {
        at_us: at * S,
        kind: if reply {
            FaultKind::LoseReply { producer: 0 }
        } else {
            FaultKind::LoseRequest { producer: 0 }
        },
    });
    prop::collection::vec(prop_oneof![1 => crash, 1 => copy, 1 => lost, 2 => strategies::faults()], 0..5)
}

/// One claim of each predicate that remembers something.
fn all_claims() -> Vec<Claim> {
    let message = Label { group: Some(0), number: 1 };
    let predicates = [
        Predicate::NothingLost { queue: 0 },
        Predicate::PeakVisible { queue: 0, min: 3, max: 9 },
        Predicate::DrainedAt { queue: 0, max: 1, min_us: 0, max_us: 20 * S },
        Predicate::ReceivedAt { message, receive: 1, at_us: 0 },
        Predicate::DeletedByAnother { message, than: worker(0) },
        Predicate::GroupOrderKept { queue: 0 },
        Predicate::GroupsExclusive { queue: 0 },
        Predicate::GroupsInParallel { queue: 0, min: 2 },
        Predicate::EffectsAtMostOnce { consumer: 0 },
        Predicate::Duplicates { queue: 0, min: 2 },
    ];
    predicates.map(|predicate| claim(ClaimKind::Sometimes, predicate)).into()
}

fn models() -> impl Strategy<Value = Model> {
    let direct = prop::option::weighted(0.3, (0..3u32, 1..4_000u64));
    (1..20_000u64, queues(), producers(), consumers(), faults(), direct).prop_map(
        |(ms, queues, producers, consumers, faults, direct)| {
            let mut model = Model {
                duration_us: ms * MS,
                queues,
                producers,
                consumers,
                faults,
                claims: all_claims(),
                ..Model::default()
            };
            fit_functions(&mut model);
            strategies::fit(&mut model);
            if let Some((accept, timeout_ms)) = direct {
                call_directly(&mut model, accept, timeout_ms * MS);
            }
            let can_lose = !model.producers.is_empty();
            let loses = |kind: &FaultKind| {
                matches!(kind, FaultKind::LoseRequest { .. } | FaultKind::LoseReply { .. })
            };
            model.faults.retain(|fault| can_lose || !loses(&fault.kind));
            model
        },
    )
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let act = prop_oneof![
        Just(Act::Send),
        Just(Act::Crash),
        Just(Act::BringBack),
        Just(Act::Delete),
        Just(Act::Redrive),
        Just(Act::MakeVisible),
        Just(Act::Stop),
        Just(Act::Hang),
        Just(Act::Purge),
        Just(Act::CancelRedrive),
        Just(Act::Change),
    ];
    let deed = prop_oneof![
        3 => (0..20_000u64, prop_oneof![Just(Position::ALL), 0..9u64]).prop_map(|(ms, k)| Deed::Seek(ms, k)),
        1 => (0..20_000u64, 1..50u64).prop_map(|(ms, max)| Deed::SeekSome(ms, max)),
        2 => Just(Deed::StepForward),
        2 => Just(Deed::StepBack),
        1 => (1..300u64).prop_map(Deed::RunAhead),
        4 => (act, any::<u64>()).prop_map(|(act, which)| Deed::Act(act, which)),
        1 => (0..9u32).prop_map(Deed::Switch),
        1 => (0..9u32).prop_map(Deed::Drop),
    ];
    prop::collection::vec(deed, 1..25)
}

fn input(timeline: &Timeline, act: Act, which: u64) -> Input {
    let workers = timeline.model().consumers[0].places().min(4);
    let worker = WorkerId { consumer: 0, index: which as u32 % (workers + 1) };
    let messages = timeline.view(&[]).messages;
    let nobody = MessageId { serial: which % 50, slot: 3 };
    let message = messages.get(which as usize % messages.len().max(1)).map_or(nobody, |message| message.id);
    match act {
        Act::Send => Input::Send { queue: which as u32 % 3 },
        Act::Crash => Input::Crash { worker },
        Act::BringBack => Input::BringBack { worker },
        Act::Redrive => {
            let per_second = Some((which >> 8) as u32 % 600).filter(|rate| rate % 2 == 1);
            Input::Redrive { queue: which as u32 % 3, per_second }
        }
        Act::Stop => Input::Stop { worker },
        Act::Hang => Input::Hang { worker },
        Act::Purge => Input::Purge { queue: which as u32 % 3 },
        Act::CancelRedrive => Input::CancelRedrive { queue: which as u32 % 3 },
        Act::Change => Input::Change { queue: which as u32 % 3, change: strategies::change(which >> 4) },
        Act::Delete => Input::Delete { message },
        Act::MakeVisible => Input::MakeVisible { message },
    }
}

fn perform(timeline: &mut Timeline, deed: Deed) {
    match deed {
        Deed::Seek(ms, step) => timeline.seek(Position { at_us: ms * MS, step }),
        Deed::SeekSome(ms, max) => {
            timeline.seek_within(Position::after_ms(ms), max);
        }
        Deed::StepForward => {
            timeline.step_forward();
        }
        Deed::StepBack => {
            timeline.step_back();
        }
        Deed::RunAhead(max) => {
            timeline.run_ahead(max);
        }
        Deed::Act(act, which) => {
            let input = input(timeline, act, which);
            let can = timeline.can_act(&input);
            assert_eq!(timeline.act(input.clone()).err(), can.err(), "{input:?}");
        }
        Deed::Switch(branch) => {
            timeline.switch_to(BranchId(branch));
        }
        Deed::Drop(branch) => {
            timeline.drop_branch(BranchId(branch));
        }
    }
}

/// All inputs that lead to the current branch.
fn inputs(timeline: &Timeline) -> Option<Vec<(Position, Input)>> {
    let branches = timeline.branches();
    let mut all = Vec::new();
    let mut next = Some((timeline.branch(), None));
    while let Some((id, until)) = next {
        let branch = branches.iter().find(|branch| branch.id == id)?;
        let of_branch = branch.inputs.iter().filter(|(at, _)| until.is_none_or(|until| *at <= until));
        all.splice(0..0, of_branch.cloned());
        next = branch.parent.map(|(parent, at)| (parent, Some(at)));
    }
    Some(all)
}

/// A fresh run with the same inputs shows the same.
fn assert_repeatable(timeline: &mut Timeline) {
    let Some(inputs) = inputs(timeline) else { return };
    let mut fresh = Timeline::new(timeline.model().clone(), timeline.seed()).expect("it was legal before");
    for (position, input) in inputs {
        fresh.seek(position);
        fresh.act(input).expect("it was possible before");
    }
    fresh.seek(Position { at_us: 0, step: 0 });
    fresh.seek(timeline.position());
    let (shown, expected) = (timeline.view(&[]), fresh.view(&[]));
    assert_eq!(shown, expected);
    for message in shown.messages.iter().take(5) {
        assert_eq!(timeline.story_of(message.id), fresh.story_of(message.id));
        assert_eq!(timeline.message_spans(message.id), fresh.message_spans(message.id));
    }
    let spans = |timeline: &Timeline| timeline.worker_spans(worker(0), S, 15 * S);
    assert_eq!(spans(timeline), spans(&fresh));
    assert_eq!(timeline.trace_hash(), fresh.trace_hash());
    assert_eq!(timeline.verdicts(), fresh.verdicts());
    assert_eq!(timeline.samples(0), fresh.samples(0));
    assert_eq!(timeline.worker_samples(0), fresh.worker_samples(0));
    assert_eq!(timeline.events(0, u64::MAX), fresh.events(0, u64::MAX));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_timeline_shows_what_a_fresh_run_shows(model in models(), seed: u32, deeds in deeds()) {
        let mut timeline = Timeline::new(Arc::new(model), seed).expect("the model is legal");
        for deed in deeds {
            perform(&mut timeline, deed);
            let view = timeline.view(&[]);
            prop_assert_eq!(view.event_index, timeline.event_index());
            prop_assert!(timeline.position().at_us <= timeline.duration_us());
        }
        assert_repeatable(&mut timeline);
    }

    #[test]
    fn an_input_that_was_accepted_is_never_refused_later(model in models(), seed: u32, deeds in deeds()) {
        let mut timeline = Timeline::new(Arc::new(model), seed).expect("the model is legal");
        for deed in deeds {
            perform(&mut timeline, deed);
        }
        timeline.run_ahead(u64::MAX);
        let events = timeline.events(0, u64::MAX);
        let refused = events.iter().find(|event| matches!(event.kind, Kind::InputRefused { .. }));
        prop_assert_eq!(refused, None);
    }
}
