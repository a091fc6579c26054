//! All of SQS for JavaScript: what `endpoint.js` wraps in promises.

use api::http::{Request, Response};
use endpoint::{Clock, Endpoint, Options, Outcome, Standard, WaitId};
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Deserialize;
use sqs::{Caller, MICROS_PER_MS, limits};
use wasm_bindgen::prelude::*;

use crate::type_error;

/// Milliseconds since 1970 at which a clock can start: up to the year 2200.
const START_MS_MAX: u64 = 7_258_118_400_000;

/// An endpoint without promises.
#[wasm_bindgen(skip_typescript)]
pub struct EndpointCore {
    endpoint: Endpoint,
    epoch_ms: u64,
}

/// What a script may choose.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Choice {
    standard: StandardChoice,
    seed: u32,
    in_flight_limit: u32,
    account: String,
    host: String,
    start_ms: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StandardChoice {
    Plain,
    Aws,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            standard: StandardChoice::Plain,
            seed: 1,
            in_flight_limit: limits::IN_FLIGHT_MAX,
            account: format!("{:012}", Caller::OWNER_ACCOUNT),
            host: "localhost".to_owned(),
            start_ms: Options::EPOCH_US / MICROS_PER_MS,
        }
    }
}

#[wasm_bindgen]
impl EndpointCore {
    /// An endpoint without queues, whose clock stands at its start.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Self, JsValue> {
        let choice: Choice =
            serde_wasm_bindgen::from_value(options).map_err(|error| type_error(&error.to_string()))?;
        let account = api::identity::account(&choice.account)
            .ok_or_else(|| type_error("account must be a string of twelve digits"))?;
        if choice.start_ms > START_MS_MAX {
            return Err(type_error("startMs must be milliseconds since 1970, at most the year 2200"));
        }
        if choice.in_flight_limit == 0 {
            return Err(type_error("inFlightLimit must be 1 at least"));
        }
        let standard = match choice.standard {
            StandardChoice::Plain => Standard::Plain,
            StandardChoice::Aws => Standard::aws(choice.seed),
        };
        let endpoint = Endpoint::new(Options {
            standard,
            clock: Clock::Virtual,
            in_flight_max: choice.in_flight_limit,
            epoch_us: choice.start_ms * MICROS_PER_MS,
            account,
            https: false,
            host: choice.host,
        });
        Ok(Self { endpoint, epoch_ms: choice.start_ms })
    }

    /// Handles a request, whose headers are names and values in turn: a response, or the number under which
    /// it waits.
    pub fn handle(&mut self, method: String, uri: String, headers: Vec<String>, body: Vec<u8>) -> JsValue {
        let pairs = headers.chunks_exact(2).map(|pair| (&*pair[0], &*pair[1]));
        let request = Request {
            method: method.into(),
            uri: uri.into(),
            headers: pairs.collect(),
            body: body.into(),
            source_ip: None,
        };
        match self.endpoint.handle(&request).outcome {
            Outcome::Answered(response) => plain(response),
            // Numbers are counted up and stay far below 2⁵³.
            Outcome::Waiting(WaitId(id)) => JsValue::from_f64(id as f64),
        }
    }

    /// The answers that have come for waiting requests: number and response in turn.
    #[wasm_bindgen(js_name = takeReady)]
    pub fn take_ready(&mut self) -> Array {
        let ready = self.endpoint.take_ready();
        ready
            .into_iter()
            .flat_map(|(WaitId(id), response)| [JsValue::from_f64(id as f64), plain(response)])
            .collect()
    }

    /// Hangs up on a waiting request.
    pub fn abandon(&mut self, id: f64) {
        self.endpoint.abandon(WaitId(id as u64));
    }

    /// Milliseconds since 1970 on its clock, floored.
    pub fn now(&self) -> f64 {
        (self.epoch_ms + self.endpoint.now_us() / MICROS_PER_MS) as f64
    }
}

/// `{ status, headers, body }` with lower-case names of headers.
fn plain(response: Response) -> JsValue {
    let headers = Object::new();
    for (name, value) in response.headers {
        set(&headers, &name.to_ascii_lowercase(), &(&*value).into());
    }
    let plain = Object::new();
    set(&plain, "status", &response.status.into());
    set(&plain, "headers", &headers);
    set(&plain, "body", &Uint8Array::from(response.body.as_slice()));
    plain.into()
}

/// Sets a property of a plain object, which cannot fail.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}
