//! What a run is made of: queues, producers, consumers, faults, claims. Integers only.

mod alarm;
mod filter_policy;
mod lambda;
mod principal;
mod scaling;
mod topic;

use std::sync::Arc;

use sqs::{QueueKind, Storage, Time};

use crate::Claim;

mod change;
mod fault;
mod habits;
mod kind;
mod sending;
mod serving;

pub use alarm::{AlarmComparison, AlarmModel, AlarmState, AlarmStatistic, MissingData};
pub use change::QueueChange;
pub use fault::{FaultKind, FaultModel};
pub use filter_policy::{
    Document, FILTER_DECIMALS, FieldFilter, FilterPolicy, FilterScope, NumberSign, Plain, ValueFilter,
    number_of,
};
pub use habits::{Habits, Heartbeat};
pub use kind::{MessageKind, Which};
pub use lambda::{BodyFilter, FunctionAnswer, LambdaModel, ProvisionedPollers, Ramp, lambda_limits};
pub use principal::PrincipalModel;
pub(crate) use scaling::step_change;
pub use scaling::{ScaleModel, ScalingPolicy, ScalingStep};
pub use sending::{Batching, Course, Losses, Retry, Sending, Sine};
pub use serving::{Serving, TIMEOUT_US_DEFAULT};
pub(crate) use topic::SNS;
pub use topic::{SubscriptionModel, TopicModel, queue_arn, sns_limits, topics_policy};

/// Limits of a model; the reader of scenarios names them in its errors, and [`Model::validate`] checks them.
pub mod limits {
    use sqs::{MICROS_PER_S, Time};

    /// Queues in a model.
    pub const QUEUES_MAX: usize = 24;
    /// Producers in a model.
    pub const PRODUCERS_MAX: usize = 24;
    /// Consumer groups in a model.
    pub const CONSUMERS_MAX: usize = 64;
    /// Workers over all consumer groups, but for Lambda functions.
    pub const WORKERS_MAX: u32 = 2_000;
    /// Execution environments over all Lambda functions: four at AWS's ceiling.
    pub const ENVIRONMENTS_MAX: u32 = 5_000;
    /// Faults in a model.
    pub const FAULTS_MAX: usize = 200;
    /// Claims that a file may state.
    pub const CLAIMS_MAX: usize = 64;
    /// Claims in a model: those of the file, and the keys of questions and goals; a multiple of 64.
    pub const CONDITIONS_MAX: usize = 256;
    /// Steps in a producer's rate.
    pub const RATE_STEPS_MAX: usize = 64;
    /// Microseconds; 400 days.
    pub const DURATION_US_MAX: Time = 400 * 86_400 * MICROS_PER_S;
    /// Thousandths of a message a second; 10,000 a second.
    pub const RATE_MILLI_MAX: u64 = 10_000_000;
    /// Events of a whole run, expected before and enforced while it runs.
    pub const EVENTS_MAX: u64 = 2_000_000;
    /// Events at one instant; more end the run with [`crate::RunError::ZeroTimeLoop`].
    pub const EVENTS_AT_ONE_INSTANT_MAX: u64 = 100_000;
    /// Inputs by the user on one branch.
    pub const INPUTS_MAX: usize = 1_000;
    /// Live branches of a timeline.
    pub const BRANCHES_MAX: usize = 8;
    /// Microseconds; a round trip, at least a millisecond in scenarios.
    pub const LATENCY_US_MIN: Time = 1_000;
    /// Alarms in a model, those of target tracking policies not counted.
    pub const ALARMS_MAX: usize = 24;
    /// Seconds that an alarm with periods of so many seconds may look back: a day, or a week with periods of an
    /// hour or more.
    pub const fn alarm_s_max(period_s: u32) -> u32 {
        if period_s < 3_600 { 86_400 } else { 7 * 86_400 }
    }
    /// Instances of an Auto Scaling group.
    pub const INSTANCES_MAX: u32 = 500;
    /// SNS topics in a model.
    pub const TOPICS_MAX: usize = 8;
    /// Subscriptions of all topics of a model.
    pub const SUBSCRIPTIONS_MAX: usize = 24;
    /// Principals in a model.
    pub const PRINCIPALS_MAX: usize = 16;
    /// Message groups of producers that publish, over all subscriptions that they reach.
    pub const DELIVERED_GROUPS_MAX: u64 = 100_000;
    /// Messages of one burst.
    pub const BURST_MAX: u32 = 10_000;
    /// Instants of a producer that sends at given times.
    pub const TIMES_MAX: usize = 1_000;
    /// Calls that a producer makes for one message at most.
    pub const ATTEMPTS_MAX: u32 = 10;
    /// Deduplication ids that a producer takes in turn.
    pub const DEDUPLICATION_IDS_MAX: u32 = 1_000_000;
    /// Groups that have a share of their own.
    pub const SHARES_MAX: usize = 64;
    /// Message groups of a producer.
    pub const GROUPS_MAX: u32 = 10_000;
    /// Kinds of messages of a producer.
    pub const KINDS_MAX: usize = 8;
    /// Numbers of messages that a kind names.
    pub const KIND_NUMBERS_MAX: usize = 1_000;
    /// Availability zones of a model.
    pub const ZONES_MAX: usize = 8;
    /// Queues that a consumer turns to when its first is empty.
    pub const THEN_MAX: usize = 7;
    /// Stretches for which a consumer is away.
    pub const AWAY_MAX: usize = 32;
    /// Calls that may wait for a worker of a consumer that is called directly.
    pub const ACCEPT_MAX: u32 = 10_000;
    /// Thousandths; work takes at most so many times as long while a consumer is slow.
    pub const PACE_MILLI_MAX: u32 = 1_000_000;
}

/// A whole run, but for its seed and the user's inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Length of the run in microseconds; 1 ms to 400 days.
    pub duration_us: Time,
    /// In the author's order.
    pub queues: Vec<QueueModel>,
    /// In the author's order.
    pub producers: Vec<ProducerModel>,
    /// In the author's order.
    pub consumers: Vec<ConsumerModel>,
    /// In any order.
    pub faults: Vec<FaultModel>,
    /// Availability zones by name, that consumers' [`Habits::zones`] point at.
    pub zones: Vec<Arc<str>>,
    /// What the run is to show.
    pub claims: Vec<Claim>,
    /// CloudWatch's alarms, in the author's order.
    pub alarms: Vec<AlarmModel>,
    /// SNS topics, in the author's order.
    pub topics: Vec<TopicModel>,
    /// Bodies of kinds of messages as filters of subscriptions see them; one that is not here is no JSON to them.
    pub documents: Vec<(Arc<[u8]>, Document)>,
    /// Roles in whose names producers and consumers call, in the author's order.
    pub principals: Vec<PrincipalModel>,
    /// KMS keys that cannot be used, as queues name them, and why.
    pub broken_keys: Vec<(Arc<str>, sqs::KmsTrouble)>,
}

/// A queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueModel {
    /// The author's id, `[a-z0-9-]{1,32}`.
    pub id: Arc<str>,
    /// AWS's name; FIFO names end in `.fifo`.
    pub name: Arc<str>,
    /// Standard or FIFO.
    pub kind: QueueKind,
    /// Attributes; its `redrive` is ignored in favour of the field below.
    pub attributes: sqs::QueueAttributes,
    /// Dead-letter queue, by index in [`Model::queues`].
    pub redrive: Option<RedriveModel>,
    /// AWS's machinery.
    pub storage: Storage,
}

/// A redrive policy between two queues of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedriveModel {
    /// Index in [`Model::queues`].
    pub target: u32,
    /// `maxReceiveCount`, 1 to 1,000.
    pub max_receive_count: u32,
}

/// From this instant on, this rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateStep {
    /// Microseconds since the start; the first step is at 0, each later than the one before.
    pub at_us: Time,
    /// Thousandths of a message a second. The n-th message of a step (n from 0) of steady arrivals is due
    /// ⌊n·10⁹/rate⌋ microseconds after the step's start, as long as that is before the next step.
    pub rate_milli: u64,
}

/// How arrivals are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// Evenly.
    Steady,
    /// A Poisson process of the given rate.
    Poisson,
}

/// Message groups (FIFO) or tenants (standard).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// No `MessageGroupId`.
    None,
    /// So many groups in turn: message n goes to group n mod count.
    InTurn(u32),
}

/// Where a producer's messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a queue, by index in [`Model::queues`].
    Queue(u32),
    /// To a topic, by index in [`Model::topics`].
    Topic(u32),
    /// To a consumer, by index in [`Model::consumers`]: directly, without a queue. Each message is a call, and what
    /// comes back is its answer.
    Consumer(u32),
}

impl Destination {
    /// The queue, if it is one.
    pub fn queue(self) -> Option<u32> {
        match self {
            Self::Queue(queue) => Some(queue),
            Self::Topic(_) | Self::Consumer(_) => None,
        }
    }

    /// The consumer that is called, if it is one.
    pub fn consumer(self) -> Option<u32> {
        match self {
            Self::Consumer(consumer) => Some(consumer),
            Self::Queue(_) | Self::Topic(_) => None,
        }
    }
}

/// Something that sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerModel {
    /// The author's id.
    pub id: Arc<str>,
    /// Where its messages go.
    pub to: Destination,
    /// In whose name it calls, by index in [`Model::principals`]; none is the owner of all queues.
    pub principal: Option<u32>,
    /// At least one step, the first at 0; nothing with a [`Sending::course`] that has no use for it.
    pub rate: Vec<RateStep>,
    /// How arrivals are spread.
    pub arrivals: Arrivals,
    /// Groups or tenants. A FIFO queue needs at least one group.
    pub groups: Groups,
    /// Bytes of each body.
    pub size_bytes: u32,
    /// Messages at most; none means no end.
    pub count_max: Option<u32>,
    /// `DelaySeconds` of each message.
    pub delay_s: Option<u32>,
    /// Microseconds from call to answer.
    pub latency_us: Time,
    /// What its messages are; the first that fits a message's number counts, none fits: an ordinary message.
    pub kinds: Vec<MessageKind>,
    /// How it sends, beyond message after message at steps of a rate.
    pub sending: Sending,
}

/// How long one message's work takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkTime {
    /// Always the same, in microseconds.
    Fixed(Time),
    /// Evenly between two values, both included.
    Uniform(Time, Time),
    /// Exponential with this mean.
    Exponential(Time),
    /// Lognormal: median in microseconds, sigma in thousandths.
    Lognormal(Time, u32),
}

/// A group of equal workers that receive, work and delete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerModel {
    /// The author's id; workers are `id/1`, `id/2`, …
    pub id: Arc<str>,
    /// Index in [`Model::queues`]; means nothing if it is called directly, see [`ConsumerModel::queue`].
    pub from: u32,
    /// In whose name it calls, by index in [`Model::principals`]; none is the owner of all queues.
    pub principal: Option<u32>,
    /// Workers, at least 1.
    pub count: u32,
    /// `MaxNumberOfMessages`, 1 to 10.
    pub batch: u32,
    /// `WaitTimeSeconds`; none takes the queue's.
    pub wait_s: Option<u32>,
    /// `VisibilityTimeout` of each receive; none takes the queue's.
    pub visibility_timeout_s: Option<u32>,
    /// Work per message, one after the other.
    pub work: WorkTime,
    /// Chance that the work on a message fails and it is not deleted, in parts per million.
    pub failure_ppm: u32,
    /// False: a worker that forgets to delete.
    pub deletes: bool,
    /// True: the group remembers which messages took effect, and only deletes those that come again.
    pub idempotent: bool,
    /// Microseconds from call to answer. The call takes effect at once, the answer arrives later.
    pub latency_us: Time,
    /// A Lambda function behind an event source mapping; `count`, `wait_s`, `visibility_timeout_s` and `deletes`
    /// then mean nothing, and `batch` is the mapping's `BatchSize`.
    pub lambda: Option<LambdaModel>,
    /// The workers are instances of an Auto Scaling group; `count` then means nothing.
    pub scale: Option<ScaleModel>,
    /// What its workers do beyond receive, work, delete.
    pub habits: Habits,
    /// It is called directly and polls no queue: all that is about receives, batches and deletes then means nothing.
    pub serves: Option<Serving>,
}

impl ConsumerModel {
    /// The queue that it polls, by index in [`Model::queues`]; none if it is called directly.
    pub fn queue(&self) -> Option<u32> {
        self.serves.is_none().then_some(self.from)
    }

    /// Workers that can ever run at once; each has its place from the start.
    pub fn places(&self) -> u32 {
        let count = self.scale.as_ref().map_or(self.count, |scale| scale.max);
        self.lambda.as_ref().map_or(count, LambdaModel::places)
    }
}

/// A worker: consumer group by index, worker in it from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkerId {
    /// Index in [`Model::consumers`].
    pub consumer: u32,
    /// From 0; shown from 1.
    pub index: u32,
}

impl Model {
    /// The name of an alarm: the author's id, or CloudWatch's name of one that a target tracking policy made.
    pub fn alarm_name(&self, alarm: u32) -> Arc<str> {
        if let Some(own) = self.alarms.get(alarm as usize) {
            return own.id.clone();
        }
        let made = alarm as usize - self.alarms.len();
        let which = if made.is_multiple_of(2) { "AlarmHigh" } else { "AlarmLow" };
        match self.target_tracked().nth(made / 2) {
            Some((_, consumer, _)) => format!("TargetTracking-{}-{which}", consumer.id).into(),
            None => format!("alarm {alarm}").into(),
        }
    }

    /// Consumers with target tracking, with what they aim at in thousandths; each makes two alarms.
    pub(crate) fn target_tracked(&self) -> impl Iterator<Item = (u32, &ConsumerModel, u64)> {
        (0..).zip(&self.consumers).filter_map(|(index, consumer)| {
            let target_milli = consumer.scale.as_ref()?.target_milli()?;
            Some((index, consumer, target_milli))
        })
    }
}

/// A model that cannot run. Indexes point into the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// Duration not in 1 ms to 400 days.
    Duration,
    /// More of something than the limit.
    TooMany(&'static str),
    /// An index points at nothing.
    DanglingIndex(&'static str),
    /// A value is out of its range: part, index of the part, field.
    OutOfRange(&'static str, u32, &'static str),
    /// The run would have more events than the limit.
    TooManyEvents {
        /// A careful guess.
        expected: u64,
    },
    /// The engine refused to make a queue.
    Queue(u32, sqs::Refusal),
}
