//! The history of metrics against a look at every minute's end and a count of all events.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sqs::*;

use crate::driver::{QUEUES, Run, Setup, Step, chance, setup, step};
use crate::for_seeds;

const MINUTE_US: Time = 60 * MICROS_PER_S;

#[test]
fn metrics_are_what_a_look_at_every_minute_sees() {
    let steps = prop::collection::vec(step(), 1..80);
    let cases = (setup(chance()), steps, 0..20 * 3_600 * MICROS_PER_S);
    for_seeds("metrics_are_what_a_look_at_every_minute_sees", 300, cases, watched);
}

fn watched((setup, steps, silence_us): (Setup, Vec<Step>, Time)) {
    let mut lazy = Run::new(setup);
    let mut history = MetricHistory::new(0);
    lazy.start();
    let mut busy = lazy.clone();
    // What made the queues is told again, so that both see all events.
    let mut watch = Watch::new(&busy);
    history.advance(&mut lazy.engine, 0, &mut lazy.luck, &mut Vec::new());
    let mut now = 0;
    for step in &steps {
        now += step.pause_us;
        let mut events = Vec::new();
        history.advance(&mut lazy.engine, now, &mut lazy.luck, &mut events);
        lazy.collect(&events);
        watch.advance(&mut busy, now);
        let (Some(command), Some(same)) = (lazy.command(&step.op), busy.command(&step.op)) else { continue };
        watch.called(&busy, &same, now);
        let reply = lazy.call(now, command, &mut Vec::new());
        let mut events = Vec::new();
        assert_eq!(busy.call(now, same, &mut events), reply);
        watch.count(&events);
        if let Ok(Reply::Queue(queue)) = reply {
            watch.called_at.insert(queue, now);
        }
    }
    let end = now + silence_us;
    history.advance(&mut lazy.engine, end, &mut lazy.luck, &mut Vec::new());
    watch.advance(&mut busy, end);
    for name in QUEUES {
        for metric in COMPARED {
            let expected = watch.seen.get(&(name, metric)).cloned().unwrap_or_default();
            assert_eq!(minutes(&history, &busy, name, metric, end), expected, "{name} {metric:?}");
        }
    }
}

const COMPARED: [Metric; 8] = [
    Metric::ApproximateNumberOfMessagesDelayed,
    Metric::ApproximateNumberOfMessagesNotVisible,
    Metric::ApproximateNumberOfMessagesVisible,
    Metric::NumberOfDeduplicatedSentMessages,
    Metric::NumberOfEmptyReceives,
    Metric::NumberOfMessagesDeleted,
    Metric::NumberOfMessagesReceived,
    Metric::NumberOfMessagesSent,
];

/// Value by minute of the run.
type Minutes = BTreeMap<u64, u64>;

fn minutes(history: &MetricHistory, run: &Run, name: &str, metric: Metric, end: Time) -> Minutes {
    let epoch_us = run.engine.region().epoch_us;
    let range = (epoch_us, epoch_us + end);
    let points = history.statistics(Caller::OWNER_ACCOUNT, name, metric, range, 60);
    let once =
        |point: &Datapoint| point.samples == 1 && point.minimum == point.sum && point.maximum == point.sum;
    assert!(points.iter().all(once), "one sample a minute");
    points.into_iter().map(|point| ((point.at_us - epoch_us) / MINUTE_US, point.sum)).collect()
}

/// Looks at all queues at the end of every minute.
struct Watch {
    /// The minute that runs, from the run's start.
    minute: u64,
    called_at: BTreeMap<QueueId, Time>,
    /// The queues that move tasks empty.
    tasks: BTreeMap<MoveTaskId, QueueId>,
    /// What events of the running minute say.
    counters: BTreeMap<(QueueId, Metric), u64>,
    seen: BTreeMap<(&'static str, Metric), Minutes>,
}

impl Watch {
    fn new(run: &Run) -> Self {
        let called_at = run.ids.iter().flatten().map(|queue| (*queue, 0)).collect();
        Self {
            minute: 0,
            called_at,
            tasks: BTreeMap::new(),
            counters: BTreeMap::new(),
            seen: BTreeMap::new(),
        }
    }

    fn advance(&mut self, run: &mut Run, now: Time) {
        while (self.minute + 1) * MINUTE_US <= now {
            let mut events = Vec::new();
            run.engine.advance((self.minute + 1) * MINUTE_US - 1, &mut run.luck, &mut events);
            run.collect(&events);
            self.count(&events);
            self.look(run);
            self.minute += 1;
        }
        let mut events = Vec::new();
        run.engine.advance(now, &mut run.luck, &mut events);
        run.collect(&events);
        self.count(&events);
    }

    fn called(&mut self, run: &Run, command: &Command, now: Time) {
        let of_task = match command {
            Command::CancelMessageMoveTask { task } => self.tasks.get(task).copied(),
            _ => None,
        };
        let found = command.queue().or(of_task).filter(|queue| run.engine.queue(*queue).is_some());
        if let Some(queue) = found {
            self.called_at.insert(queue, now);
        }
    }

    fn count(&mut self, events: &[Event]) {
        for event in events {
            use Metric::{NumberOfMessagesDeleted, NumberOfMessagesReceived, NumberOfMessagesSent};
            let counted = match event.kind {
                EventKind::Sent { queue, .. } => vec![(queue, NumberOfMessagesSent)],
                EventKind::Received { queue, .. } => vec![(queue, NumberOfMessagesReceived)],
                EventKind::EmptyReceive { queue, .. } => vec![(queue, Metric::NumberOfEmptyReceives)],
                EventKind::Deduplicated { queue, .. } => {
                    vec![(queue, Metric::NumberOfDeduplicatedSentMessages)]
                }
                EventKind::Deleted { queue, .. }
                | EventKind::DeletedAgain { queue, .. }
                | EventKind::DeleteIgnored { queue, .. } => vec![(queue, NumberOfMessagesDeleted)],
                EventKind::MoveTaskStarted { queue, task } => {
                    self.tasks.insert(task, queue);
                    Vec::new()
                }
                // A move task receives, sends and deletes.
                EventKind::Redriven { from, to, .. } => vec![
                    (from, NumberOfMessagesReceived),
                    (to, NumberOfMessagesSent),
                    (from, NumberOfMessagesDeleted),
                ],
                _ => Vec::new(),
            };
            for counted in counted {
                *self.counters.entry(counted).or_default() += 1;
            }
        }
    }

    fn look(&mut self, run: &Run) {
        let counters = std::mem::take(&mut self.counters);
        let counted: BTreeSet<QueueId> = counters.keys().map(|(queue, _)| *queue).collect();
        for queue in self.called_at.keys() {
            let view = run.engine.queue(*queue);
            let name = run.engine.name_of(*queue).map(|(_, name)| name).expect("it was made");
            let name = QUEUES.into_iter().find(|queue| *queue == name).expect("one of ours");
            let stored =
                view.map_or(0, |view| view.counts.visible + view.counts.in_flight + view.counts.delayed);
            let is_active =
                stored > 0 || (self.called_at[queue] + 6 * 60 * MINUTE_US) / MINUTE_US >= self.minute;
            if (view.is_none() && !counted.contains(queue)) || !is_active {
                continue;
            }
            let mut note = |metric: Metric, value: u64| {
                self.seen.entry((name, metric)).or_default().insert(self.minute, value);
            };
            for metric in COMPARED.into_iter().filter(|metric| metric.name().starts_with("NumberOf")) {
                if metric != Metric::NumberOfDeduplicatedSentMessages || name.ends_with(".fifo") {
                    note(metric, counters.get(&(*queue, metric)).copied().unwrap_or_default());
                }
            }
            let Some(view) = view else { continue };
            note(Metric::ApproximateNumberOfMessagesVisible, view.counts.visible);
            if view.counts.in_flight > 0 {
                note(Metric::ApproximateNumberOfMessagesNotVisible, view.counts.in_flight);
            }
            if view.counts.delayed > 0 {
                note(Metric::ApproximateNumberOfMessagesDelayed, view.counts.delayed);
            }
        }
    }
}
