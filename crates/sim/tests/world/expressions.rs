//! Expressions against what can be counted by hand: all events of the run, and a look after every group of them.

use sim::{
    ClaimKind, Comparison, Condition, During, End, Event, Expr, Extreme, Field, Gauge, Happening, Instant,
    Kind, Measure, Measured, Model, ModelError, NUMBER_SCALE, QueueGauge, RedriveModel, Selector, Statistic,
    Value, Verdict, View, message_code,
};
use sqs::{EventKind, QueueKind, Time};

use crate::models::*;

fn selector(happening: Happening) -> Selector {
    Selector { happening, conditions: Vec::new(), during: During::default() }
}

fn number(n: u64) -> Value {
    Value::whole(n).expect("a small number")
}

fn constant(n: u64) -> Expr {
    Expr::Constant(number(n))
}

/// Workers too slow for the timeout, and a dead-letter queue: messages come back, twice over, and leave.
fn busy() -> Model {
    let mut model = orders();
    model.queues.push(queue("dead", QueueKind::Standard));
    model.queues[0].redrive = Some(RedriveModel { target: 1, max_receive_count: 3 });
    model.queues[0].attributes.visibility_timeout_s = 2;
    model.consumers[0].count = 2;
    model.consumers[0].work = sim::WorkTime::Uniform(S, 4 * S);
    model.consumers[0].failure_ppm = 300_000;
    model
}

fn events(model: Model) -> Vec<Event> {
    let mut timeline = timeline(model);
    timeline.run_ahead(u64::MAX);
    timeline.events(0, u64::MAX)
}

fn value(model: Model, expr: &Expr) -> Option<Value> {
    timeline(model).evaluate(expr).expect("it keeps the limits")
}

#[test]
fn counts_and_instants_are_those_of_the_log() {
    let log = events(busy());
    let received: Vec<&Event> =
        log.iter().filter(|it| matches!(it.kind, Kind::Engine(EventKind::Received { .. }))).collect();
    let again =
        |event: &&&Event| matches!(event.kind, Kind::Engine(EventKind::Received { receive_count: 2.., .. }));
    let repeated = Selector {
        conditions: vec![Condition { field: Field::Receive, comparison: Comparison::AtLeast, code: 2 }],
        ..selector(Happening::Received)
    };
    let counted = received.iter().filter(again).count() as u64;
    assert!(counted > 10);
    assert_eq!(value(busy(), &Expr::Count(repeated.clone())), Some(number(counted)));
    let half_way = Selector { during: During { from_us: 0, before_us: 30 * S }, ..repeated.clone() };
    let before = received.iter().filter(again).filter(|event| event.at < 30 * S).count() as u64;
    assert_eq!(value(busy(), &Expr::Count(half_way)), Some(number(before)));
    for (end, event) in [(End::First, received.iter().find(again)), (End::Last, received.iter().rfind(again))]
    {
        let at = event.map(|event| Value::Duration((event.at / MS * MS) as i64));
        let instant = Instant { end, selector: repeated.clone() };
        assert_eq!(value(busy(), &Expr::Instant(instant)), at);
    }
}

#[test]
fn latencies_are_those_of_the_log() {
    let log = events(busy());
    let sent_at = |message: sqs::MessageId| -> Time {
        let sent = log.iter().find(|event| {
            matches!(event.kind, Kind::Engine(EventKind::Sent { message: sent, .. }) if sent == message)
        });
        sent.expect("every message was sent").at
    };
    let mut latencies: Vec<Time> = log
        .iter()
        .filter_map(|event| match event.kind {
            Kind::Engine(EventKind::Deleted { message, .. }) => Some(event.at - sent_at(message)),
            _ => None,
        })
        .collect();
    latencies.sort_unstable();
    let of = |statistic| {
        let measured = Measured { measure: Measure::Latency, selector: selector(Happening::Deleted) };
        value(busy(), &Expr::Statistic(statistic, measured))
    };
    let us = |us: Time| Some(Value::Duration(us as i64));
    assert!(latencies.len() > 10);
    assert_eq!(of(Statistic::Least), us(latencies[0]));
    assert_eq!(of(Statistic::Most), us(latencies[latencies.len() - 1]));
    assert_eq!(of(Statistic::Sum), us(latencies.iter().sum()));
    assert_eq!(of(Statistic::Mean), us(latencies.iter().sum::<Time>() / latencies.len() as Time));
    let exact = latencies[(latencies.len() * 90).div_ceil(100) - 1];
    let Some(Value::Duration(given)) = of(Statistic::Percentile(90)) else { panic!("there are latencies") };
    assert!((exact..=exact + exact / 128).contains(&(given as Time)), "{given} for {exact}");
}

/// A gauge as the view tells it.
fn in_view(gauge: QueueGauge, view: &View) -> u64 {
    let counters = view.queues[0].counters;
    match gauge {
        QueueGauge::Visible => counters.visible,
        QueueGauge::InFlight => counters.in_flight,
        QueueGauge::Stored => counters.visible + counters.in_flight + counters.delayed,
        QueueGauge::Received => counters.received,
        QueueGauge::DeadLettered => counters.dead_lettered,
        QueueGauge::Duplicates => counters.duplicates,
        other => panic!("{other:?} is not compared"),
    }
}

const COMPARED: [QueueGauge; 6] = [
    QueueGauge::Visible,
    QueueGauge::InFlight,
    QueueGauge::Stored,
    QueueGauge::Received,
    QueueGauge::DeadLettered,
    QueueGauge::Duplicates,
];

#[test]
fn gauges_are_followed_at_every_step() {
    for gauge in COMPARED {
        let mut steps = timeline(busy());
        let mut seen: Vec<(Time, u64)> = Vec::new();
        while steps.step_forward() {
            let view = steps.view(&[]);
            if !view.queues.is_empty() {
                seen.push((view.at_us, in_view(gauge, &view)));
            }
        }
        let most = seen.iter().map(|(_, value)| *value).max().expect("there are steps");
        let first = seen.iter().find(|(_, value)| *value == most).expect("the largest was seen").0;
        let of_first = Gauge::Queue(gauge, 0);
        let mut model = busy();
        let at_most = |n| Expr::Compare(Comparison::AtMost, Box::new([Expr::Gauge(of_first), constant(n)]));
        model.claims = vec![
            claim_of(ClaimKind::Always, at_most(most)),
            claim_of(ClaimKind::Always, at_most(most - 1)),
            claim_of(ClaimKind::Sometimes, Expr::Not(Box::new(at_most(most - 1)))),
            claim_of(ClaimKind::Eventually, Expr::Peak(Extreme::Largest, of_first)),
        ];
        let mut judged = timeline(model);
        let verdicts = judged.verdicts();
        assert_eq!(verdicts[0], Verdict { holds: true, decided_at_us: None }, "{gauge:?}");
        assert_eq!(verdicts[1], Verdict { holds: false, decided_at_us: Some(first) }, "{gauge:?}");
        assert_eq!(verdicts[2], Verdict { holds: true, decided_at_us: Some(first) }, "{gauge:?}");
        assert_eq!(judged.values()[3], Some(number(most)), "{gauge:?}");
    }
}

fn claim_of(kind: ClaimKind, expr: Expr) -> sim::Claim {
    sim::Claim { id: "claim".into(), kind, expr }
}

#[test]
fn values_survive_seeks_and_checkpoints() {
    let of_wait = Measured { measure: Measure::Wait, selector: selector(Happening::Received) };
    let mut model = busy();
    model.duration_us = 3_000 * S;
    model.claims = vec![
        claim_of(ClaimKind::Eventually, Expr::Count(selector(Happening::Received))),
        claim_of(ClaimKind::Eventually, Expr::Statistic(Statistic::Percentile(95), of_wait)),
    ];
    let mut straight = timeline(model.clone());
    let values = straight.values();
    assert!(straight.stats().checkpoints > 3 && values.iter().all(Option::is_some));
    straight.seek(sim::Position::after_ms(1_000_000));
    let act = sim::Input::Send { queue: 0 };
    straight.act(act.clone()).expect("a message can be sent");
    let forked = straight.values();
    let mut again = timeline(model);
    again.seek(sim::Position::after_ms(1_000_000));
    again.act(act).expect("a message can be sent");
    assert_eq!(again.values(), forked, "from a checkpoint as from the start");
    straight.switch_to(sim::BranchId(0));
    assert_eq!(straight.values(), values);
}

#[test]
fn what_breaks_a_limit_is_refused() {
    let deep = (0..300)
        .fold(Expr::Now, |inside, _| Expr::Arithmetic(sim::Arithmetic::Add, Box::new([inside, Expr::Now])));
    let dangling = Expr::Gauge(Gauge::Queue(QueueGauge::Sent, 9));
    let unlike = Expr::Not(Box::new(Expr::Now));
    let nobody = Expr::Count(Selector {
        conditions: vec![Condition { field: Field::Queue, comparison: Comparison::Equal, code: u64::MAX }],
        ..selector(Happening::Sent)
    });
    for (expr, error) in [
        (deep, ModelError::TooMany("nested expressions")),
        (dangling, ModelError::DanglingIndex("claim")),
        (nobody, ModelError::DanglingIndex("claim")),
        (unlike, ModelError::OutOfRange("claim", 0, "expression")),
    ] {
        assert_eq!(timeline(orders()).evaluate(&expr), Err(error));
    }
}

#[test]
fn a_message_is_known_by_its_label() {
    let third = Selector {
        conditions: vec![Condition {
            field: Field::Message,
            comparison: Comparison::Equal,
            code: message_code("M3".parse().expect("a label")),
        }],
        ..selector(Happening::Sent)
    };
    let instant = Expr::Instant(Instant { end: End::First, selector: third });
    assert_eq!(value(orders(), &instant), Some(Value::Duration(2 * S as i64)));
    assert_eq!(NUMBER_SCALE, 1_000_000);
}
