//! The world around the queue, under a virtual clock and a seed.
//!
//! A [`Model`] and a list of inputs determine a run entirely. A [`Timeline`] owns the run: it seeks to any
//! [`Position`], steps by event both ways, lets the user act (which forks when done in the past) and gives a
//! [`View`] of the instant it stands at, in plain integers and closed enums. Words are made elsewhere.

mod actor;
mod chance;
mod chunked;
mod claim;
mod effects;
mod encode;
mod event;
mod expr;
mod fnv;
mod happening;
mod input;
mod label;
mod log;
mod metric;
mod model;
mod monitor;
mod readings;
mod record;
mod schedule;
mod setup;
mod table;
mod timeline;
mod totals;
mod validate;
mod value;
mod view;
mod world;

/// The version of the rules by which a model, a seed and inputs become a run. Raise it by one whenever a correction
/// makes a run that could be shared before come out differently: whenever a golden trace changes, or would if a
/// scenario used that rule. New kinds of actors and events do not raise it. Links carry it, so that who opens an
/// old one is told.
pub const SEMANTICS: u32 = 1;

pub use chance::OpenDice;
pub use claim::{Claim, ClaimKind, Predicate, Verdict};
pub use event::{
    AccessDenial, CallOutcome, ConcurrencyChange, DeliveryFate, Event, InvocationOutcome, Kind, StopReason,
    Trouble,
};
pub use expr::{
    Condition, ConsumerGauge, During, End, Expr, Extreme, Gauge, Instant, Measure, Measured, QueueGauge,
    Selector, Statistic, budget,
};
pub use happening::{Field, FieldType, Happening, group_code, message_code, subscription_code, worker_code};
pub use input::{ActRefusal, Input, UserAnswer, UserCall};
pub use label::{Label, ParseLabelError};
pub use metric::{Metric, Sample, WorkerSample};
pub use model::{
    AlarmComparison, AlarmModel, AlarmState, AlarmStatistic, Arrivals, Batching, BodyFilter, ConsumerModel,
    Course, Destination, Document, FILTER_DECIMALS, FaultKind, FaultModel, FieldFilter, FilterPolicy,
    FilterScope, FunctionAnswer, Groups, Habits, Heartbeat, LambdaModel, Losses, MessageKind, MissingData,
    Model, ModelError, NumberSign, Plain, PrincipalModel, ProducerModel, ProvisionedPollers, QueueChange,
    QueueModel, Ramp, RateStep, RedriveModel, Retry, ScaleModel, ScalingPolicy, ScalingStep, Sending,
    Serving, Sine, SubscriptionModel, TIMEOUT_US_DEFAULT, TopicModel, ValueFilter, Which, WorkTime, WorkerId,
    lambda_limits, limits, number_of, queue_arn, sns_limits, topics_policy,
};
pub use timeline::{ActOutcome, BranchId, BranchView, Position, RunError, Timeline, TimelineStats};
pub use totals::Totals;
pub use value::{Arithmetic, Comparison, NUMBER_SCALE, Value, ValueType};
pub use view::{
    AlarmView, BatchView, BillView, CallsView, ConcurrencyBound, ConsumerView, CopyOf, DepartedView,
    Departure, Explanation, GroupLaneView, Hold, KeyView, LaneSpan, MappingMode, MappingView, MessagePhase,
    MessageView, MonthView, MoveTaskView, PrincipalView, ProducerView, QueueBillView, QueueCounters,
    QueueView, Reading, ReadingTotals, Reported, Rhythm, ScalingHold, ScalingOutlook, ScalingReason,
    ScalingView, SchedulerView, ServingView, SpanKind, StoryLine, SubscriptionView, TopicView, View,
    WaitingBatches, WaitingDelivery, Watches, WorkerState, WorkerView, ZoneView,
};
pub use world::{NoSink, Sink, World};
