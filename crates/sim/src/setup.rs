//! What never changes during a run: the model and what follows from it and the seed.

mod topics;

use std::sync::Arc;

use sqs::{Caller, QueueKind};

use crate::actor::{AlarmRule, Source};
use crate::{
    AlarmModel, ConsumerModel, Groups, LambdaModel, MessageKind, Model, PrincipalModel, Which, WorkerId,
};

use topics::{SubscriptionSetup, subscriptions, topic_caller};

/// Shared by all states of a run.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) model: Arc<Model>,
    pub(crate) seed: u32,
    pub(crate) caller: Caller,
    /// As whom each topic calls.
    pub(crate) topic_callers: Vec<Caller>,
    /// As whom each principal calls, but for what its policy says of a call.
    pub(crate) principal_callers: Vec<Caller>,
    /// Subscriptions of all topics.
    pub(crate) subscriptions: Vec<SubscriptionSetup>,
    /// Place of each consumer's first worker among all workers.
    first_worker: Vec<u32>,
    producers: Vec<GroupRange>,
    /// The user's own group of each queue.
    user_groups: Vec<GroupRange>,
    /// Consumers with an event source mapping, by mapping.
    mappings: Vec<(u32, LambdaModel)>,
    /// Faults by index, in order of time.
    pub(crate) fault_order: Vec<u32>,
    /// The model's alarms, then those of target tracking policies.
    pub(crate) alarms: Vec<AlarmRule>,
    /// Number of each producer's first kind among all kinds of the run, and of all of them at the end.
    first_kind: Vec<u32>,
    /// `Id`s of the entries of a batch.
    pub(crate) entry_ids: Vec<Arc<str>>,
}

/// Message groups of one sender. Two senders never share one.
#[derive(Debug)]
struct GroupRange {
    /// Number of the first among all groups of the run.
    first: u32,
    ids: Vec<Arc<str>>,
}

/// A message group: its number among all of the run, and its id.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) number: u32,
    pub(crate) id: Arc<str>,
}

impl Setup {
    pub(crate) fn new(model: Arc<Model>, seed: u32) -> Self {
        let mut first_worker = Vec::with_capacity(model.consumers.len());
        let mut workers = 0;
        for consumer in &model.consumers {
            first_worker.push(workers);
            workers += consumer.places();
        }
        let mut first_kind = vec![0];
        for producer in &model.producers {
            first_kind.push(first_kind[first_kind.len() - 1] + producer.kinds.len() as u32);
        }
        let entry_ids = (0..sqs::limits::RECEIVE_MAX).map(|entry| entry.to_string().into()).collect();
        let mut groups = 0;
        let mut range = |id: &str, count: u32| {
            let first = groups;
            groups += count;
            GroupRange { first, ids: (0..count).map(|g| format!("{id}-{g}").into()).collect() }
        };
        let count = |groups| if let Groups::InTurn(count) = groups { count } else { 0 };
        let producers: Vec<GroupRange> =
            model.producers.iter().map(|p| range(&p.id, count(p.groups))).collect();
        let user_groups = model.queues.iter().map(|q| range(&format!("user-{}", q.id), 1)).collect();
        let mut fault_order: Vec<u32> = (0..model.faults.len() as u32).collect();
        fault_order.sort_by_key(|&fault| model.faults[fault as usize].at_us);
        let subscriptions = subscriptions(&model, &first_kind, &producers, &mut groups);
        let topic_callers = model.topics.iter().map(topic_caller).collect();
        let principal_callers = model.principals.iter().map(PrincipalModel::caller).collect();
        let of_targets = model.target_tracked().flat_map(|(index, consumer, target_milli)| {
            AlarmRule::of_target(consumer.from, index, target_milli)
        });
        let alarms = model.alarms.iter().map(alarm_rule).chain(of_targets).collect();
        let caller = Caller::default();
        let lambdas = (0..).zip(&model.consumers);
        let mappings = lambdas.filter_map(|(index, rules)| Some((index, rules.lambda.clone()?))).collect();
        Self {
            model,
            seed,
            caller,
            topic_callers,
            principal_callers,
            subscriptions,
            first_worker,
            producers,
            user_groups,
            mappings,
            fault_order,
            alarms,
            first_kind,
            entry_ids,
        }
    }

    /// The alarm that a consumer's target tracking scales out on; the next one is that for scale-in.
    pub(crate) fn target_alarm(&self, consumer: u32) -> Option<u32> {
        let place = self.model.target_tracked().position(|(index, ..)| index == consumer)?;
        Some((self.model.alarms.len() + 2 * place) as u32)
    }

    /// The kind of a producer's n-th message (n from 0), by its number among all kinds of the run.
    pub(crate) fn kind_of(&self, producer: u32, n: u64) -> Option<u32> {
        let kinds = &self.model.producers[producer as usize].kinds;
        let place = kinds.iter().position(|kind| kind.which.holds(n + 1))?;
        Some(self.first_kind[producer as usize] + place as u32)
    }

    /// The kind that a producer's messages have if nothing else is said, by its number among all of the run.
    pub(crate) fn usual_kind(&self, producer: u32) -> Option<u32> {
        let kinds = &self.model.producers[producer as usize].kinds;
        let place = kinds.iter().position(|kind| kind.which == Which::All)?;
        Some(self.first_kind[producer as usize] + place as u32)
    }

    /// A kind by its number among all kinds of the run.
    pub(crate) fn kind(&self, number: u32) -> Option<&MessageKind> {
        let producer = self.first_kind.partition_point(|&first| first <= number).checked_sub(1)?;
        let kinds = &self.model.producers.get(producer)?.kinds;
        kinds.get((number - self.first_kind[producer]) as usize)
    }

    /// The zone of a worker, if its consumer names zones.
    pub(crate) fn zone_of(&self, worker: WorkerId) -> Option<u32> {
        let zones = &self.model.consumers.get(worker.consumer as usize)?.habits.zones;
        let count = u32::try_from(zones.len()).ok()?;
        worker.index.checked_rem(count).map(|place| zones[place as usize])
    }

    /// The place of a worker among all workers; none if there is no such worker.
    pub(crate) fn place(&self, worker: WorkerId) -> Option<u32> {
        let consumer = self.model.consumers.get(worker.consumer as usize)?;
        let first = self.first_worker.get(worker.consumer as usize)?;
        (worker.index < consumer.places()).then(|| first + worker.index)
    }

    /// The worker at a place.
    pub(crate) fn worker_at(&self, place: u32) -> WorkerId {
        let consumer = self.first_worker.partition_point(|&first| first <= place) as u32 - 1;
        WorkerId { consumer, index: place - self.first_worker[consumer as usize] }
    }

    /// A mapping's rules.
    pub(crate) fn lambda_of(&self, mapping: u32) -> (&ConsumerModel, &LambdaModel) {
        let (consumer, lambda) = &self.mappings[mapping as usize];
        (&self.model.consumers[*consumer as usize], lambda)
    }

    /// The mapping of a consumer; none for pollers.
    pub(crate) fn mapping_of(&self, consumer: u32) -> Option<u32> {
        self.mappings.iter().position(|(of, _)| *of == consumer).map(|mapping| mapping as u32)
    }

    /// The group of a producer's n-th message, if it uses groups.
    pub(crate) fn group_of(&self, producer: u32, n: u64) -> Option<Group> {
        let range = &self.producers[producer as usize];
        let count = range.ids.len() as u64;
        (count > 0).then(|| {
            let shares_ppm = &self.model.producers[producer as usize].sending.shares_ppm;
            let place = if shares_ppm.is_empty() { n % count } else { shared(shares_ppm, count, n) } as u32;
            Group { number: range.first + place, id: range.ids[place as usize].clone() }
        })
    }

    /// The number of a message group that a sender of this run uses.
    pub(crate) fn group_number(&self, id: &str) -> Option<u32> {
        self.producers.iter().chain(&self.user_groups).find_map(|range| {
            let place = range.ids.iter().position(|own| **own == *id)?;
            Some(range.first + place as u32)
        })
    }

    /// The number of the user's own group on a queue of the model.
    pub(crate) fn user_group_number(&self, queue: u32) -> Option<u32> {
        self.user_groups.get(queue as usize).map(|range| range.first)
    }

    /// The user's own group on a FIFO queue that no producer sends to; none is needed on a standard queue.
    pub(crate) fn user_group(&self, queue: u32) -> Option<Group> {
        let range = &self.user_groups[queue as usize];
        let is_fifo = self.model.queues[queue as usize].kind == QueueKind::Fifo;
        is_fifo.then(|| Group { number: range.first, id: range.ids[0].clone() })
    }
}

/// The group of a producer's n-th message when the first groups have shares: multiples of the golden ratio spread
/// evenly over the whole, so that every stretch of messages has about its shares, without chance.
fn shared(shares_ppm: &[u32], groups: u64, n: u64) -> u64 {
    let point = (u128::from(n.wrapping_mul(GOLDEN)) * u128::from(sqs::ONE_MILLION)) >> 64;
    let mut below = point as u64;
    for (group, share) in (0..).zip(shares_ppm) {
        match below.checked_sub(u64::from(*share)) {
            Some(rest) => below = rest,
            None => return group,
        }
    }
    let given: u64 = shares_ppm.iter().map(|&share| u64::from(share)).sum();
    let (others, left) = (groups - shares_ppm.len() as u64, u64::from(sqs::ONE_MILLION) - given);
    shares_ppm.len() as u64 + below * others / left.max(1)
}

/// The golden ratio's fraction, as a fraction of 2⁶⁴.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

fn alarm_rule(alarm: &AlarmModel) -> AlarmRule {
    let AlarmModel { queue, metric, statistic, .. } = *alarm;
    AlarmRule {
        source: Source::Queue { queue, metric, statistic },
        period_min: u64::from(alarm.period_s / 60).max(1),
        evaluation_periods: alarm.evaluation_periods,
        datapoints_to_alarm: alarm.datapoints_to_alarm,
        comparison: alarm.comparison,
        threshold_milli: alarm.threshold_milli,
        missing: alarm.missing,
    }
}
