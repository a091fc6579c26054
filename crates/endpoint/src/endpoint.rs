//! The endpoint: requests in, responses out.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::envelope::{self, Envelope};
use api::error::{AwsError, ErrorKind};
use api::http::{Request, Response};
use api::ids::{Ids, UuidText};
use api::model::{Action, MetricAction, Operation};
use api::{identity, render};
use serde_json::Value;
use sqs::{Caller, Command, Refusal, Reply, Ticket, Time};

use crate::options::limits;
use crate::region::Region;
use crate::waits::{Wait, WaitId, Waits};
use crate::{Options, control, metrics};

/// All regions under one clock.
#[derive(Debug)]
pub struct Endpoint {
    pub(crate) options: Options,
    pub(crate) now: Time,
    pub(crate) regions: Vec<Region>,
    pub(crate) waits: Waits,
    pub(crate) requests: u64,
    by_name: BTreeMap<String, usize>,
    ready: Vec<(WaitId, Response)>,
    answered: Vec<Ticket>,
    request_ids: Ids,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has its answer.
    Answered(Response),
    /// It waits; [`Endpoint::take_ready`] brings its answer.
    Waiting(WaitId),
}

/// A request that was handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// What became of it.
    pub outcome: Outcome,
    /// What it was, as far as that could be read.
    pub note: CallNote,
}

/// What a log says of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallNote {
    /// What was asked.
    pub operation: Option<Operation>,
    /// The region, if the request could be read.
    pub region: Option<Arc<str>>,
    /// The URL, ARN or name of a queue that the request gave.
    named: Option<String>,
}

impl Endpoint {
    /// An endpoint at its instant 0, without queues.
    pub fn new(options: Options) -> Self {
        let request_ids = Ids::new(options.standard.seed().into(), "");
        Self {
            options,
            now: 0,
            regions: Vec::new(),
            waits: Waits::default(),
            requests: 0,
            by_name: BTreeMap::new(),
            ready: Vec::new(),
            answered: Vec::new(),
            request_ids,
        }
    }

    /// Answers a request, at the instant at which the clock stands.
    pub fn handle(&mut self, request: &Request<'_>) -> Handled {
        if let Some(path) = request.path().strip_prefix(control::PATH) {
            let outcome = Outcome::Answered(control::answer(self, path, request));
            return Handled { outcome, note: CallNote::default() };
        }
        let request_id: &str = &self.next_request_id();
        match envelope::open(request, request_id) {
            Ok(envelope) => self.call(envelope, request_id),
            Err(response) => Handled { outcome: Outcome::Answered(response), note: CallNote::default() },
        }
    }

    /// Refuses a request that its host does not want handled, in the words of its protocol.
    pub fn refuse(&mut self, request: &Request<'_>, error: &AwsError) -> (Response, CallNote) {
        let request_id = self.next_request_id();
        let response = render::refuse(envelope::format(request), error, &request_id);
        (response, CallNote::default())
    }

    /// Microseconds since the start.
    pub fn now_us(&self) -> Time {
        self.now
    }

    /// Lets time pass: everything happens that is due up to and including this instant. Time never falls.
    pub fn advance_to(&mut self, now_us: Time) {
        self.now = self.now.max(now_us);
        for place in 0..self.regions.len() {
            self.regions[place].advance(self.now);
            self.deliver(place);
        }
    }

    /// The next instant at which something happens by itself.
    pub fn next_deadline_us(&mut self) -> Option<Time> {
        self.regions.iter_mut().filter_map(|region| region.engine.next_deadline()).min()
    }

    /// The answers of requests that waited, in the order in which they came to be.
    pub fn take_ready(&mut self) -> Vec<(WaitId, Response)> {
        std::mem::take(&mut self.ready)
    }

    /// How many requests wait.
    pub fn waiting(&self) -> usize {
        self.waits.len()
    }

    /// The client of a waiting request has hung up: nobody gets its messages.
    pub fn abandon(&mut self, wait: WaitId) {
        if let Some((place, ticket)) = self.waits.place(wait) {
            self.waits.take(place, ticket);
            self.take_back(place, ticket);
        }
    }

    /// Answers a waiting request without messages: its client may have hung up, or only have no more to say.
    pub fn end_wait(&mut self, wait: WaitId) {
        let Some((place, ticket)) = self.waits.place(wait) else { return };
        self.take_back(place, ticket);
        if let Some(wait) = self.waits.take(place, ticket) {
            self.finish(place, &wait, Ok(Reply::Received(Vec::new())));
        }
    }

    /// Answers every waiting request, without messages: the host wants to stop.
    pub fn end_waits(&mut self) {
        for (place, ticket) in self.waits.places() {
            self.take_back(place, ticket);
            if let Some(wait) = self.waits.take(place, ticket) {
                self.finish(place, &wait, Ok(Reply::Received(Vec::new())));
            }
        }
    }

    fn call(&mut self, mut envelope: Envelope<'_>, request_id: &str) -> Handled {
        envelope.host.get_or_insert_with(|| self.options.host.clone().into());
        let (outcome, region) = match self.region(&envelope.region) {
            Ok(place) => {
                let outcome = match envelope.operation {
                    Operation::Queue(action) => self.call_queue(action, &envelope, place, request_id),
                    Operation::Metric(action) => {
                        let result = self.read_metrics(action, &envelope, place);
                        let response =
                            render::answer(envelope.format, envelope.operation, result, request_id);
                        Outcome::Answered(response)
                    }
                };
                (outcome, Arc::clone(&self.regions[place].name))
            }
            Err(error) => {
                let response = render::refuse(envelope.format, &error, request_id);
                (Outcome::Answered(response), (&*envelope.region).into())
            }
        };
        Handled { outcome, note: CallNote::of(envelope, region) }
    }

    fn call_queue(
        &mut self,
        action: Action,
        envelope: &Envelope<'_>,
        place: usize,
        request_id: &str,
    ) -> Outcome {
        let refused = |error| Outcome::Answered(render::refuse(envelope.format, &error, request_id));
        let region = &mut self.regions[place];
        let call = match envelope.call(action, &region.engine, &region.setting) {
            Ok(call) => call,
            Err(error) => return refused(error),
        };
        let result = region.apply(self.now, &call.caller, call.command);
        if let Ok(Reply::Parked(ticket)) = result {
            let id = self.waits.next_id();
            let wait = Wait { id, pending: call.pending, request_id: request_id.to_owned() };
            self.waits.insert(place, ticket, wait);
            self.deliver(place);
            return Outcome::Waiting(id);
        }
        let response = call.pending.respond(result, &region.engine, &mut region.digests, request_id);
        self.deliver(place);
        Outcome::Answered(response)
    }

    fn read_metrics(
        &mut self,
        action: MetricAction,
        envelope: &Envelope<'_>,
        place: usize,
    ) -> Result<Value, AwsError> {
        let region = &mut self.regions[place];
        region.advance(self.now);
        let scope = metrics::Scope {
            history: &region.history,
            account: identity::caller(envelope.access_key.as_deref(), self.options.account).account,
            ids: self.request_ids,
            now_us: self.options.epoch_us.saturating_add(self.now),
        };
        let result = metrics::answer(action, &envelope.params.to_object(), &scope);
        self.deliver(place);
        result
    }

    /// The region of this name, which is made if it is new.
    fn region(&mut self, name: &str) -> Result<usize, AwsError> {
        if let Some(place) = self.by_name.get(name) {
            return Ok(*place);
        }
        if self.regions.len() >= limits::REGIONS_MAX {
            let text = format!("There are {} regions already.", limits::REGIONS_MAX);
            return Err(ErrorKind::ServiceUnavailable.says(text));
        }
        self.regions.push(Region::new(name, &self.options));
        self.by_name.insert(name.to_owned(), self.regions.len() - 1);
        Ok(self.regions.len() - 1)
    }

    /// Writes the answers of the receives that a region's events have answered.
    fn deliver(&mut self, place: usize) {
        let mut answered = std::mem::take(&mut self.answered);
        self.regions[place].heard(&mut answered);
        for ticket in answered.drain(..) {
            let answer = self.regions[place].engine.take_answer(ticket);
            if let (Some(wait), Some(answer)) = (self.waits.take(place, ticket), answer) {
                self.finish(place, &wait, answer.map(Reply::Received));
            }
        }
        self.answered = answered;
    }

    fn finish(&mut self, place: usize, wait: &Wait, result: Result<Reply, Refusal>) {
        let region = &mut self.regions[place];
        let response = wait.pending.respond(result, &region.engine, &mut region.digests, &wait.request_id);
        self.ready.push((wait.id, response));
    }

    /// Takes a receive back from the engine.
    fn take_back(&mut self, place: usize, ticket: Ticket) {
        let region = &mut self.regions[place];
        // Taking back is never refused.
        let _ = region.apply(self.now, &Caller::default(), Command::Abandon { ticket });
        self.deliver(place);
    }

    fn next_request_id(&mut self) -> UuidText {
        self.requests += 1;
        self.request_ids.request(self.requests)
    }
}

impl CallNote {
    /// The queue's name in the URL, ARN or name that the request gave.
    pub fn queue(&self) -> Option<&str> {
        self.named.as_deref().map(|text| text.rsplit(['/', ':']).next().unwrap_or_default())
    }

    fn of(mut envelope: Envelope<'_>, region: Arc<str>) -> Self {
        let named = ["QueueUrl", "QueueName", "SourceArn"];
        let named = named.iter().find_map(|name| envelope.params.take(name)).and_then(|named| match named {
            Value::String(text) => Some(text),
            _ => None,
        });
        Self { operation: Some(envelope.operation), region: Some(region), named }
    }
}
