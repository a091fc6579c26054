//! What stands around the queues of a run: goals, alarms, functions, groups, the bill.

use scenario::{Opening, Outcome, State, text};
use serde::Serialize;
use sim::{ConsumerView, MappingView, ScalingView, Timeline, View, WorkerState};
use sqs::MICROS_PER_MS;

/// A state with what stands around its queues: the page's `getState`, and more.
#[derive(Debug, Serialize)]
pub struct Told {
    #[serde(flatten)]
    pub state: State,
    /// In the file's order.
    pub goals: Vec<Goal>,
    /// Those of the file, then two of each target tracking policy.
    pub alarms: Vec<Alarm>,
    /// In the file's order.
    pub consumers: Vec<Consumer>,
    pub bill: Bill,
}

/// A goal, judged over the whole run.
#[derive(Debug, Serialize)]
pub struct Goal {
    pub id: String,
    pub text: String,
    /// The condition is true, and the budget is kept.
    pub achieved: bool,
    pub passes: bool,
    /// Values that were changed.
    pub edits: u32,
    /// Of the whole run, if they are limited.
    pub requests: Option<u64>,
    #[serde(skip)]
    pub verdict: String,
}

/// An alarm at the clock.
#[derive(Debug, Serialize)]
pub struct Alarm {
    pub name: String,
    pub state: &'static str,
    /// Milliseconds since the start.
    pub since_ms: u64,
    pub condition: String,
    /// Datapoints that breach.
    pub breaching: u32,
    #[serde(skip)]
    pub summary: String,
}

/// A group of workers, or a function.
#[derive(Debug, Serialize)]
pub struct Consumer {
    pub id: String,
    /// AWS's name of its queue; none if it is called directly.
    pub from: Option<String>,
    /// Workers that exist now; of a function its execution environments.
    pub workers: u64,
    /// Pieces of work, failed ones not counted.
    pub finished: u64,
    pub effects: u64,
    pub effects_repeated: u64,
    pub skipped: u64,
    pub function: Option<Function>,
    pub scaling_group: Option<Group>,
}

/// An event source mapping since 0, but for `running` and `allowed`.
#[derive(Debug, Serialize)]
pub struct Function {
    pub invoked: u64,
    pub succeeded: u64,
    pub partly_failed: u64,
    pub failed: u64,
    pub throttled: u64,
    pub filtered: u64,
    pub cold_starts: u64,
    /// Invocations that run now.
    pub running: u32,
    /// Invocations at once that it may have now.
    pub allowed: u32,
}

/// An Auto Scaling group now.
#[derive(Debug, Serialize)]
pub struct Group {
    pub desired: u32,
    pub in_service: u32,
    pub min: u32,
    pub max: u32,
}

/// What SQS bills so far.
#[derive(Debug, Serialize)]
pub struct Bill {
    /// In units of 64 KiB, calls without a queue too.
    pub requests: u64,
    /// Those on FIFO queues.
    pub fifo_requests: u64,
    /// Requests that cost extra for a message group on a standard queue.
    pub fair_requests: u64,
    /// The same rate for 30 days: requests, and their price in nano-dollars with the free million taken off.
    pub month: Option<BillMonth>,
    /// Of Lambda, on its own bill.
    pub invocations: u64,
    #[serde(skip)]
    pub summary: String,
}

#[derive(Debug, Serialize)]
pub struct BillMonth {
    pub requests: u64,
    pub price_nano_dollars: u64,
}

impl Told {
    /// Of the instant at which the run stands.
    pub fn of(opening: &Opening, timeline: &mut Timeline) -> Self {
        let state = opening.state(timeline);
        let scenario = &opening.scenario;
        let goals = match scenario.goals.as_slice() {
            [] => Vec::new(),
            goals => {
                let outcome = Outcome::of(timeline);
                goals.iter().map(|goal| Goal::of(goal, goal.verdict(scenario, &outcome))).collect()
            }
        };
        let view = timeline.view(&[]);
        let alarms = view.alarms.iter().map(|alarm| Alarm {
            name: alarm.name.to_string(),
            state: text::alarm_state(alarm.state),
            since_ms: alarm.since_us / MICROS_PER_MS,
            condition: text::alarm_condition(alarm, timeline),
            breaching: alarm.breaching,
            summary: text::alarm_summary(alarm, view.at_us),
        });
        let consumers = view.consumers.iter().map(|consumer| Consumer::of(consumer, timeline));
        let (alarms, consumers) = (alarms.collect(), consumers.collect());
        Self { state, goals, alarms, consumers, bill: Bill::of(&view) }
    }
}

impl Goal {
    fn of(goal: &scenario::Goal, verdict: scenario::GoalVerdict) -> Self {
        Self {
            id: goal.id.clone(),
            text: goal.text.clone(),
            achieved: verdict.is_achieved(),
            passes: verdict.passes,
            edits: verdict.edits,
            requests: verdict.requests,
            verdict: text::goal_verdict(goal, verdict),
        }
    }
}

impl Consumer {
    fn of(view: &ConsumerView, timeline: &Timeline) -> Self {
        let queue = view.from.and_then(|queue| timeline.model().queues.get(queue as usize));
        let exists = view.workers.iter().filter(|worker| worker.state != WorkerState::Absent);
        Self {
            id: view.id.to_string(),
            from: queue.map(|queue| queue.name.to_string()),
            workers: exists.count() as u64,
            finished: view.workers.iter().map(|worker| worker.finished).sum(),
            effects: view.effects,
            effects_repeated: view.effects_repeated,
            skipped: view.skipped,
            function: view.mapping.as_ref().map(Function::of),
            scaling_group: view.scaling.as_ref().map(Group::of),
        }
    }

    /// For a table: workers that exist, with what a group wants.
    pub fn workers_text(&self) -> String {
        match &self.scaling_group {
            Some(Group { desired, in_service, .. }) => {
                format!("{} in service, {} desired", text::count((*in_service).into()), desired)
            }
            None => text::count(self.workers),
        }
    }
}

impl Function {
    fn of(mapping: &MappingView) -> Self {
        Self {
            invoked: mapping.invoked,
            succeeded: mapping.succeeded,
            partly_failed: mapping.partly_failed,
            failed: mapping.failed,
            throttled: mapping.throttled,
            filtered: mapping.filtered,
            cold_starts: mapping.cold_starts,
            running: mapping.running,
            allowed: mapping.allowed,
        }
    }
}

impl Group {
    fn of(scaling: &ScalingView) -> Self {
        let ScalingView { desired, in_service, min, max, .. } = *scaling;
        Self { desired, in_service, min, max }
    }
}

impl Bill {
    fn of(view: &View) -> Self {
        let bill = &view.bill;
        let month = bill.month.as_ref().map(|month| BillMonth {
            requests: month.requests.standard + month.requests.fifo,
            price_nano_dollars: month.price.total(),
        });
        Self {
            requests: bill.requests.standard + bill.requests.fifo,
            fifo_requests: bill.requests.fifo,
            fair_requests: bill.requests.fair,
            month,
            invocations: bill.invocations,
            summary: text::bill_summary(bill),
        }
    }
}
