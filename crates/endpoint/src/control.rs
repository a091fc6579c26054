//! The endpoint's own paths: `/_sqscope/health`, `/_sqscope/state` and `/_sqscope/clock`.

use api::http::{Request, Response};
use serde_json::{Value, json};
use sqs::MICROS_PER_MS;

use crate::options::limits;
use crate::{Clock, Endpoint, state};

/// All of them begin so.
pub(crate) const PATH: &str = "/_sqscope/";

/// Answers a request to one of them; `path` is what follows [`PATH`].
pub(crate) fn answer(endpoint: &mut Endpoint, path: &str, request: &Request<'_>) -> Response {
    let method = &*request.method;
    let answer = match (path, method) {
        ("health", "GET" | "HEAD") => Ok(health(endpoint)),
        ("state", "GET" | "HEAD") => Ok(state::of(endpoint)),
        ("clock", "GET" | "HEAD") => Ok(clock(endpoint)),
        ("clock", "POST") => advance(endpoint, request),
        ("health" | "state" | "clock", _) => {
            Err(Problem::new(405, "MethodNotAllowed", format!("{PATH}{path} takes no {method}.")))
        }
        _ => {
            let text = format!("There is no {PATH}{path}: there are health, state and clock.");
            Err(Problem::new(404, "NotFound", text))
        }
    };
    match answer {
        Ok(body) => response(200, &body),
        Err(Problem { status, code, message }) => {
            response(status, &json!({ "code": code, "message": message }))
        }
    }
}

/// Why a request to one of these paths is refused.
struct Problem {
    status: u16,
    code: &'static str,
    message: String,
}

impl Problem {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }
}

fn response(status: u16, body: &Value) -> Response {
    let headers = vec![("Content-Type", "application/json".into())];
    Response { status, headers, body: body.to_string().into_bytes() }
}

fn health(endpoint: &Endpoint) -> Value {
    json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "clock": endpoint.options.clock.name(),
        "standard": endpoint.options.standard.name(),
        "t_ms": endpoint.now / MICROS_PER_MS,
        "requests": endpoint.requests,
        "waiting_receives": endpoint.waiting(),
    })
}

fn clock(endpoint: &Endpoint) -> Value {
    json!({
        "clock": endpoint.options.clock.name(),
        "t_ms": endpoint.now / MICROS_PER_MS,
        "now": state::date(endpoint),
    })
}

/// Moves the clock by `advance_ms` from the address or the body, and answers when all that was due has happened.
fn advance(endpoint: &mut Endpoint, request: &Request<'_>) -> Result<Value, Problem> {
    let ms = asked_ms(request)?;
    if endpoint.options.clock == Clock::Real {
        let text = "This clock follows the wall; start with --clock virtual to move it.";
        return Err(Problem::new(409, "ClockFollowsTheWall", text));
    }
    if ms > limits::ADVANCE_MS_MAX {
        let text = format!("advance_ms is at most {} (400 days).", limits::ADVANCE_MS_MAX);
        return Err(Problem::new(400, "InvalidAdvance", text));
    }
    let until_ms = endpoint.now / MICROS_PER_MS + ms;
    if until_ms > limits::CLOCK_MS_MAX {
        return Err(Problem::new(400, "InvalidAdvance", "The clock goes no further than 100 years."));
    }
    endpoint.advance_to(endpoint.now + ms * MICROS_PER_MS);
    Ok(clock(endpoint))
}

fn asked_ms(request: &Request<'_>) -> Result<u64, Problem> {
    let problem = || {
        Problem::new(400, "InvalidAdvance", "advance_ms must be a whole number of milliseconds, 0 or more.")
    };
    let mut in_address = request.query().split('&').filter_map(|pair| pair.strip_prefix("advance_ms="));
    if let Some(text) = in_address.next() {
        return text.parse().map_err(|_| problem());
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| problem())?;
    body.get("advance_ms").and_then(Value::as_u64).ok_or_else(problem)
}
