//! The npm package: a simulation as a JavaScript class. `sqscope.d.ts` in this crate's folder is its promise.
//!
//! What goes wrong is thrown: a `TypeError` for an argument of the wrong kind, otherwise an `Error` whose
//! message begins with a code and a colon: the names of [`scenario::OpeningRefusal`].

mod endpoint;
mod link;
mod run;

use scenario::State;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use sqs::MICROS_PER_MS;
use wasm_bindgen::prelude::*;

use crate::run::Run;

/// One run of one scenario, whose clock stands where one puts it.
#[wasm_bindgen(skip_typescript)]
pub struct Simulation {
    run: Run,
}

#[wasm_bindgen]
impl Simulation {
    /// Opens a built-in scenario by its slug, an author's scenario from its JSON, or a readable link.
    #[wasm_bindgen(constructor)]
    pub fn new(source: &JsValue) -> Result<Self, JsValue> {
        let source = source.as_string().ok_or_else(|| type_error("the source must be a string"))?;
        match Run::open(&source) {
            Ok(run) => Ok(Self { run }),
            Err(refusal) => Err(JsError::new(&refusal.to_string()).into()),
        }
    }

    /// The seed.
    #[wasm_bindgen(getter)]
    pub fn seed(&self) -> u32 {
        self.run.seed()
    }

    /// The length of the run in milliseconds.
    #[wasm_bindgen(getter, js_name = durationMs)]
    pub fn duration_ms(&self) -> f64 {
        self.run.duration_ms() as f64
    }

    /// How many events of the run are known so far: all of them once `traceHash` was asked for.
    #[wasm_bindgen(getter)]
    pub fn events(&self) -> f64 {
        self.run.events() as f64
    }

    /// The error that ended the run, if the clock has reached it.
    #[wasm_bindgen(getter)]
    pub fn error(&self) -> Option<String> {
        self.run.error()
    }

    /// Goes to after all events at or before this millisecond, clamped to the run.
    pub fn seek(&mut self, ms: &JsValue) -> Result<(), JsValue> {
        let ms = ms.as_f64().filter(|ms| !ms.is_nan());
        let ms = ms.ok_or_else(|| type_error("seek takes a number of milliseconds"))?;
        // A cast of a float saturates, which is the clamping that is wanted.
        self.run.seek((ms * MICROS_PER_MS as f64).floor() as u64);
        Ok(())
    }

    /// Goes to after the next event; false at the end.
    #[wasm_bindgen(js_name = stepForward)]
    pub fn step_forward(&mut self) -> bool {
        self.run.step_forward()
    }

    /// Goes to before the latest event; false at the start.
    #[wasm_bindgen(js_name = stepBack)]
    pub fn step_back(&mut self) -> bool {
        self.run.step_back()
    }

    /// The state at the clock, as a plain object.
    pub fn state(&mut self) -> Result<JsValue, JsValue> {
        let state: State = self.run.state();
        Ok(state.serialize(&Serializer::json_compatible())?)
    }

    /// The hash over every event of the run, 16 lower-case hexadecimal digits.
    #[wasm_bindgen(js_name = traceHash)]
    pub fn trace_hash(&mut self) -> String {
        self.run.trace_hash()
    }
}

fn type_error(message: &str) -> JsValue {
    js_sys::TypeError::new(message).into()
}
