//! Legal random scenarios from a seed, for tests that want many different files.

use serde_json::{Map, Value, json};

mod pollers;
mod topics;

/// A legal file of version 1; the same seed gives the same text for ever within a version of this crate.
pub fn file(seed: u32) -> String {
    let mut dice = Dice { state: u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) };
    let mut queues = queues(&mut dice);
    let kinds: Vec<bool> = queues.iter().map(|queue| queue["type"] == "fifo").collect();
    let mut producers: Vec<Value> = (0..dice.between(1, 4)).map(|i| producer(i, &kinds, &mut dice)).collect();
    let mut consumers: Vec<Value> =
        (0..dice.between(1, 4)).map(|i| consumer(i, &queues, &mut dice)).collect();
    let mut faults: Vec<Value> =
        (0..dice.between(0, 4)).map(|i| fault(i, &kinds, &consumers, &mut dice)).collect();
    let claims = claims(&mut dice);
    let duration_s = dice.between(5, 60);
    let alarms = alarms(queues.len() as u64, &mut dice);
    if !alarms.is_empty() {
        consumers.iter_mut().for_each(|consumer| become_group(consumer, &alarms, &mut dice));
    }
    queues.iter_mut().for_each(|queue| pollers::attributes(queue, &mut dice));
    producers.iter_mut().for_each(|producer| pollers::kinds(producer, &mut dice));
    consumers.iter_mut().for_each(|consumer| pollers::habits(consumer, &kinds, &mut dice));
    faults.extend((0..dice.between(0, 3)).map(|i| pollers::fault(i, &queues, &consumers, &mut dice)));
    let topics = topics::topics(&queues, &mut dice);
    let principals = topics::principals(&mut dice);
    queues.iter_mut().for_each(|queue| topics::protect(queue, &mut dice));
    producers.iter_mut().for_each(|producer| topics::publish(producer, &topics, &mut dice));
    let actors = producers.iter_mut().chain(&mut consumers);
    actors.for_each(|actor| topics::call_as(actor, &principals, &mut dice));
    if dice.one_in(5) {
        let (caller, called) = direct(&mut dice);
        producers.push(caller);
        consumers.push(called);
    }
    let file = json!({
        "format": 1,
        "id": format!("random-{seed}"),
        "title": { "en": format!("Random scenario {seed}") },
        "summary": { "en": "Made by chance, to be tested." },
        "seed": seed,
        // Alarms see something only after a minute.
        "duration": format!("{}s", duration_s + if alarms.is_empty() { 0 } else { 70 }),
        "queues": queues,
        "producers": producers,
        "consumers": consumers,
        "faults": faults,
        "claims": claims,
        "alarms": alarms,
        "topics": topics,
        "principals": principals,
        "knobs": [
            { "path": "queues.q0.visibilityTimeout", "min": "0s", "max": "12h", "presets": ["1s", "30s"] },
            { "path": "consumers.c0.idempotent" }
        ],
        "story": [{ "at": "0s", "md": { "en": "It **begins**.\n\nLook at `q0`." }, "focus": "queue:q0" }],
        "x-made-from-seed": seed
    });
    format!("{file:#}\n")
}

/// A producer that calls a consumer without a queue.
fn direct(dice: &mut Dice) -> (Value, Value) {
    let mut caller = object(json!({ "id": "caller", "calls": "called", "rate": dice.between(1, 9) }));
    dice.maybe(&mut caller, "timeout", &[json!("300ms"), json!("2s"), json!("1m")]);
    dice.maybe(&mut caller, "retry", &[json!({ "attempts": 1 }), json!({ "attempts": 4, "after": "1s" })]);
    dice.maybe(&mut caller, "lose", &[json!({ "request": 0.2, "reply": 0.1 })]);
    let mut called = object(json!({ "id": "called", "count": dice.between(1, 5) }));
    dice.maybe(&mut called, "accept", &[json!(0), json!(3), json!(100)]);
    dice.maybe(&mut called, "work", &[json!("100ms"), json!("4s")]);
    dice.maybe(&mut called, "failure", &[json!(0.3)]);
    (Value::Object(caller), Value::Object(called))
}

/// SplitMix64: enough for test data, and nothing to depend on.
struct Dice {
    state: u64,
}

impl Dice {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Both ends included.
    fn between(&mut self, min: u64, max: u64) -> u64 {
        min + self.next() % (max - min + 1)
    }

    /// True once in so many times.
    fn one_in(&mut self, n: u64) -> bool {
        self.between(1, n) == 1
    }

    fn pick(&mut self, choices: &[Value]) -> Value {
        choices[self.between(0, choices.len() as u64 - 1) as usize].clone()
    }

    /// Sets a field, half of the time.
    fn maybe(&mut self, fields: &mut Map<String, Value>, key: &str, choices: &[Value]) {
        if self.one_in(2) {
            let value = self.pick(choices);
            fields.insert(key.to_owned(), value);
        }
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn queues(dice: &mut Dice) -> Vec<Value> {
    let kinds: Vec<bool> = (0..dice.between(1, 5)).map(|_| dice.one_in(3)).collect();
    let queue = |(index, &fifo): (usize, &bool)| {
        let kind = if fifo { "fifo" } else { "standard" };
        let mut fields = object(json!({ "id": format!("q{index}"), "type": kind }));
        dice.maybe(&mut fields, "visibilityTimeout", &[json!("0s"), json!("1s"), json!("5s"), json!("12h")]);
        dice.maybe(&mut fields, "retention", &[json!("1m"), json!("14d")]);
        dice.maybe(&mut fields, "delay", &[json!("0s"), json!("3s"), json!("15m")]);
        dice.maybe(&mut fields, "receiveWait", &[json!("0s"), json!("2s"), json!("20s")]);
        let same: Vec<Value> = (0..kinds.len())
            .filter(|other| kinds[*other] == fifo && *other != index)
            .map(|other| json!(format!("q{other}")))
            .collect();
        if !same.is_empty() && dice.one_in(2) {
            let target = dice.pick(&same);
            fields
                .insert("dlq".to_owned(), json!({ "target": target, "maxReceiveCount": dice.between(1, 5) }));
        }
        if fifo {
            dice.maybe(&mut fields, "contentBasedDeduplication", &[json!(true), json!(false)]);
        } else {
            fields.insert("aws".to_owned(), aws(dice));
        }
        Value::Object(fields)
    };
    kinds.iter().enumerate().map(queue).collect()
}

fn aws(dice: &mut Dice) -> Value {
    let shards = dice.between(1, 64);
    let mut fields = object(json!({ "shards": shards, "sample": dice.between(1, shards) }));
    dice.maybe(&mut fields, "falseEmpty", &[json!(0), json!(0.25), json!(1)]);
    dice.maybe(&mut fields, "doubleDelivery", &[json!(0), json!(0.01), json!(1)]);
    dice.maybe(&mut fields, "duplicateOnDelete", &[json!(0), json!(0.01), json!(0.5)]);
    dice.maybe(&mut fields, "reorder", &[json!(0), json!(3), json!(1000)]);
    dice.maybe(&mut fields, "inFlightMax", &[json!(1), json!(10), json!(120_000)]);
    Value::Object(fields)
}

fn producer(index: u64, kinds: &[bool], dice: &mut Dice) -> Value {
    let to = dice.between(0, kinds.len() as u64 - 1);
    let fifo = kinds[to as usize];
    let rates = [
        json!(0),
        json!(0.5),
        json!(7.125),
        json!(40),
        json!({ "steps": [["0s", 0], ["2s", 30], ["2500ms", 0.001], ["10s", 3]] }),
        json!({ "ramp": [["0s", 0], ["5s", 20], ["10s", 1.5]] }),
        json!({ "sine": { "mean": 8, "swing": 6, "period": "20s", "peakAt": "4s" } }),
        json!({ "bursts": { "size": 40, "every": "7s", "first": "1s" } }),
        json!({ "times": ["0s", "1s", "1s", "4999ms"] }),
    ];
    let mut fields =
        object(json!({ "id": format!("p{index}"), "to": format!("q{to}"), "rate": dice.pick(&rates) }));
    if fields["rate"].get("bursts").or(fields["rate"].get("times")).is_none() {
        dice.maybe(&mut fields, "arrivals", &[json!("steady"), json!("poisson")]);
    }
    let shares = json!({ "count": 10, "shares": [0.8, 0.05] });
    dice.maybe(&mut fields, "groups", &[json!(1), json!(3), json!(100), shares]);
    if dice.one_in(2) {
        sending(&mut fields, fifo, dice);
    }
    dice.maybe(&mut fields, "size", &[json!("1B"), json!(200), json!("1MiB")]);
    dice.maybe(&mut fields, "count", &[json!(0), json!(1), json!(50)]);
    dice.maybe(&mut fields, "latency", &[json!("1ms"), json!("250ms")]);
    if !fifo {
        dice.maybe(&mut fields, "delay", &[json!("0s"), json!("4s")]);
    }
    Value::Object(fields)
}

/// Batches, a scheduler, a network that loses calls.
fn sending(fields: &mut Map<String, Value>, fifo: bool, dice: &mut Dice) {
    dice.maybe(fields, "batch", &[json!(2), json!(10)]);
    dice.maybe(fields, "batchWindow", &[json!("1ms"), json!("3s")]);
    dice.maybe(fields, "schedule", &[json!({ "wait": "0s" }), json!({ "wait": "6s" })]);
    dice.maybe(fields, "lose", &[json!({ "request": 0.1 }), json!({ "request": 0.5, "reply": 0.5 })]);
    let retries = [json!({ "attempts": 1 }), json!({ "after": "500ms", "attempts": 10, "sameId": false })];
    dice.maybe(fields, "retry", &retries);
    if fifo {
        dice.maybe(fields, "deduplicationIds", &[json!(1), json!(7)]);
    }
}

fn consumer(index: u64, queues: &[Value], dice: &mut Dice) -> Value {
    let from = dice.between(0, queues.len() as u64 - 1);
    let mut fields = object(json!({ "id": format!("c{index}"), "from": format!("q{from}") }));
    let queue = &queues[from as usize];
    if queue["visibilityTimeout"] != "0s" && dice.one_in(3) {
        function(&mut fields, queue["type"] == "fifo", dice);
        return Value::Object(fields);
    }
    let works = [
        json!("0s"),
        json!("1500ms"),
        json!({ "fixed": "20s" }),
        json!({ "uniform": ["10ms", "3s"] }),
        json!({ "exponential": "700ms" }),
        json!({ "lognormal": ["800ms", 0.5] }),
    ];
    dice.maybe(&mut fields, "count", &[json!(1), json!(2), json!(6)]);
    dice.maybe(&mut fields, "batch", &[json!(1), json!(3), json!(10)]);
    dice.maybe(&mut fields, "wait", &[json!("0s"), json!("1s"), json!("20s")]);
    dice.maybe(&mut fields, "work", &works);
    dice.maybe(&mut fields, "failure", &[json!(0.02), json!(0.5), json!(1)]);
    dice.maybe(&mut fields, "deletes", &[json!(true), json!(false)]);
    dice.maybe(&mut fields, "idempotent", &[json!(true), json!(false)]);
    dice.maybe(&mut fields, "visibilityTimeout", &[json!("0s"), json!("2s"), json!("1h")]);
    // Short polls of an empty queue follow each other at the latency.
    fields.insert("latency".to_owned(), dice.pick(&[json!("20ms"), json!("100ms")]));
    Value::Object(fields)
}

/// A Lambda function whose timeout every visibility timeout but 0s allows.
fn function(fields: &mut Map<String, Value>, fifo: bool, dice: &mut Dice) {
    let works = [json!("0s"), json!("300ms"), json!({ "uniform": ["10ms", "3s"] })];
    let answers = ["exception", "listed", "onlyFailed", "emptyList", "nothing", "invalidJson", "wrongKey"];
    fields.insert("kind".to_owned(), json!("lambda"));
    dice.maybe(fields, "batch", &[json!(1), json!(3), json!(10)]);
    dice.maybe(fields, "work", &works);
    dice.maybe(fields, "failure", &[json!(0.02), json!(0.5), json!(1)]);
    dice.maybe(fields, "idempotent", &[json!(true), json!(false)]);
    let mut lambda = object(json!({ "timeout": "1s" }));
    if dice.one_in(4) {
        lambda.insert("provisioned".to_owned(), json!({ "min": 2, "max": dice.between(2, 4) }));
    } else {
        lambda.insert("maximumConcurrency".to_owned(), json!(dice.between(2, 20)));
    }
    dice.maybe(&mut lambda, "reserved", &[json!(0), json!(1), json!(4)]);
    dice.maybe(&mut lambda, "partialFailures", &[json!(true), json!(false)]);
    dice.maybe(&mut lambda, "answers", &answers.map(Value::from));
    dice.maybe(&mut lambda, "ramp", &[json!("today"), json!("before-2023")]);
    dice.maybe(&mut lambda, "coldStart", &[json!("0s"), json!("400ms")]);
    if !fifo {
        dice.maybe(&mut lambda, "window", &[json!("0s"), json!("1s"), json!("5m")]);
    }
    if dice.one_in(6) {
        lambda.insert("filter".to_owned(), json!({ "body": { "status": ["new", { "exists": false }] } }));
    }
    fields.insert("lambda".to_owned(), Value::Object(lambda));
}

fn fault(index: u64, kinds: &[bool], consumers: &[Value], dice: &mut Dice) -> Value {
    let at = format!("{}ms", dice.between(0, 30_000));
    let standard: Vec<Value> =
        (0..kinds.len()).filter(|queue| !kinds[*queue]).map(|queue| json!(format!("q{queue}"))).collect();
    if !standard.is_empty() && dice.one_in(2) {
        return json!({ "at": at, "secondCopy": dice.pick(&standard) });
    }
    if dice.one_in(4) {
        let lost = if dice.one_in(2) { "loseRequest" } else { "loseReply" };
        return json!({ "at": at, lost: "p0" });
    }
    let consumer = dice.pick(consumers);
    let count = consumer.get("count").and_then(Value::as_u64).unwrap_or(1);
    let id = consumer.get("id").and_then(Value::as_str).unwrap_or_default();
    let worker = format!("{id}/{}", dice.between(1, count));
    let mut fields = object(json!({ "id": format!("f{index}"), "at": at, "crash": worker }));
    dice.maybe(&mut fields, "for", &[json!("1ms"), json!("5s")]);
    dice.maybe(&mut fields, "enabled", &[json!(true), json!(false)]);
    Value::Object(fields)
}

fn alarms(queues: u64, dice: &mut Dice) -> Vec<Value> {
    let metrics = [
        json!("ApproximateNumberOfMessagesVisible"),
        json!("ApproximateNumberOfMessagesNotVisible"),
        json!("ApproximateAgeOfOldestMessage"),
        json!("NumberOfMessagesSent"),
        json!("SentMessageSize"),
    ];
    let missing = [json!("missing"), json!("notBreaching"), json!("breaching"), json!("ignore")];
    let statistics =
        [json!("Average"), json!("Sum"), json!("Minimum"), json!("Maximum"), json!("SampleCount")];
    let count = dice.between(0, 3).saturating_sub(1);
    let alarm = |index| {
        let mut fields = object(json!({
            "id": format!("a{index}"),
            "queue": format!("q{}", dice.between(0, queues - 1)),
            "metric": dice.pick(&metrics),
            "threshold": dice.pick(&[json!(0), json!(1), json!(2.5), json!(20)])
        }));
        dice.maybe(&mut fields, "statistic", &statistics);
        dice.maybe(&mut fields, "period", &[json!("1m"), json!("2m")]);
        dice.maybe(&mut fields, "evaluationPeriods", &[json!(1), json!(3)]);
        dice.maybe(&mut fields, "comparison", &[json!(">="), json!(">"), json!("<="), json!("<")]);
        dice.maybe(&mut fields, "missing", &missing);
        Value::Object(fields)
    };
    (0..count).map(alarm).collect()
}

/// Makes some consumers groups that begin with as many instances as they had workers.
fn become_group(consumer: &mut Value, alarms: &[Value], dice: &mut Dice) {
    let Value::Object(fields) = consumer else { return };
    if fields.get("kind") == Some(&json!("lambda")) || dice.one_in(2) {
        return;
    }
    let count = fields.remove("count").and_then(|count| count.as_u64()).unwrap_or(1);
    let mut scale = object(json!({ "min": 1, "start": count, "max": count + dice.between(0, 3) }));
    let alarm = dice.pick(alarms)["id"].clone();
    let grows = dice.one_in(2);
    let change = if grows { 1 } else { -1 };
    let step = if grows { json!([5, 2]) } else { json!([-5, -2]) };
    match dice.between(0, 2) {
        0 => scale.insert("target".to_owned(), json!({ "backlogPerWorker": dice.between(1, 9) })),
        1 => scale.insert("simple".to_owned(), json!([{ "alarm": alarm, "change": change }])),
        _ => {
            let steps = json!({ "alarm": alarm, "adjustments": [[0, change], step] });
            scale.insert("steps".to_owned(), steps)
        }
    };
    dice.maybe(&mut scale, "protect", &[json!(true), json!(false)]);
    dice.maybe(&mut scale, "launch", &[json!("0s"), json!("5s")]);
    dice.maybe(&mut scale, "warmup", &[json!("0s"), json!("30s")]);
    fields.insert("scale".to_owned(), Value::Object(scale));
}

fn claims(dice: &mut Dice) -> Value {
    let kinds = [json!("always"), json!("sometimes"), json!("eventually")];
    let exprs = [
        "nothing_lost(q0)",
        "peak_visible(q0, 0, 100)",
        "drained_at(q0, 3, 0s, 60s)",
        "empty(q0)",
        "received_at(M1, 1, 10ms)",
        "deleted_by_another(A1, c0/1)",
        "group_order_kept(q0)",
        "order_broken(q0)",
        "groups_exclusive(q0)",
        "groups_in_parallel(q0, 2)",
        "duplicates(q0, 1)",
        "effects_repeated(c0, 1)",
        "effects_at_most_once(c0)",
        "dead_lettered(q0, 1)",
        "count(received where queue == q0 and receive >= 2 during 1s..) <= 5",
        "before(first(deleted where queue == q0), last(received where msg == M2))",
        "p95(wait where queue == q0) < 2s or max(age_of_oldest(q0)) > 3s",
        "sent(q0) >= deleted(q0) and not (requests(q0) < 10 and now > 4s)",
        "max(visible(q0)) / 2 + min(in_flight(q0)) < 30 * workers(c0)",
    ];
    let claim = |(index, expr): (usize, &&str)| json!({ "id": format!("k{index}"), "kind": dice.pick(&kinds), "text": { "en": "By chance." }, "expr": expr });
    Value::Array(exprs.iter().enumerate().map(claim).collect())
}
