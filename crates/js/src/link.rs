//! Links for JavaScript: a state as a short text, and what such a text says.

use js_sys::Object;
use scenario::link::{Act, Link, Start};
use scenario::{Opening, OpeningRefusal, Problem, Scenario, library};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::type_error;

/// Thousandths of real time.
const SPEED_MILLI_MIN: f64 = 100.0;
const SPEED_MILLI_MAX: f64 = 1_000_000.0;

/// What a script may say beside the scenario.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choice {
    set: Vec<(String, String)>,
    seed: Option<u32>,
    t_ms: u64,
    k: Option<u64>,
    speed: Option<f64>,
    title: Option<String>,
}

/// The names of a [`Choice`].
const OPTIONS: [&str; 6] = ["set", "seed", "t_ms", "k", "speed", "title"];

/// What a link says, as a plain object.
#[derive(Debug, Serialize)]
struct Content {
    slug: Option<&'static str>,
    json: String,
    set: Vec<(String, String)>,
    seed: Option<u32>,
    t_ms: u64,
    k: Option<u64>,
    speed: f64,
    title: Option<String>,
    acts: Vec<ActContent>,
    notices: Vec<NoticeContent>,
}

#[derive(Debug, Serialize)]
struct NoticeContent {
    at: String,
    message: String,
    hint: String,
}

#[derive(Debug, Serialize)]
struct ActContent {
    t_us: u64,
    step: u64,
    action: &'static str,
    /// As [`scenario::link::Action::parts`].
    target: Vec<String>,
}

/// The address of a state, `/s/<slug>/#…` or `/c/#…`.
#[wasm_bindgen(js_name = encodeLink, skip_typescript)]
pub fn encode_link(source: &JsValue, options: JsValue) -> Result<String, JsValue> {
    let source = source.as_string().ok_or_else(|| type_error("the source must be a string"))?;
    let choice = choice(options)?;
    let (mut link, _notices) = Opening::link_of(&source).map_err(thrown)?;
    link.edits.extend(choice.set);
    link.seed = choice.seed.or(link.seed);
    link.title = choice.title.or(link.title);
    if choice.t_ms > 0 || choice.k.is_some() {
        (link.view.t_ms, link.view.k) = (choice.t_ms, choice.k);
    }
    if let Some(speed) = choice.speed {
        let milli = (speed * 1_000.0).round();
        if !(SPEED_MILLI_MIN..=SPEED_MILLI_MAX).contains(&milli) {
            return Err(type_error("speed must be from 0.1 to 1000"));
        }
        link.view.speed_milli = milli as u32;
    }
    let base = base_json(&link);
    Scenario::read(base, &link.edits)
        .map_err(|problems| thrown(OpeningRefusal::InvalidScenario(problems)))?;
    let address = link.address(Some(base));
    address.map_err(|problem| thrown(OpeningRefusal::InvalidLink(told(&problem.problem()))))
}

fn choice(options: JsValue) -> Result<Choice, JsValue> {
    if options.is_undefined() {
        return Ok(Choice::default());
    }
    let object = options.dyn_ref::<Object>().ok_or_else(|| type_error("the options must be an object"))?;
    // The deserialiser looks only for what it knows.
    let names: Vec<String> = Object::keys(object).iter().filter_map(|name| name.as_string()).collect();
    if let Some(unknown) = names.iter().find(|name| !OPTIONS.contains(&name.as_str())) {
        return Err(type_error(&format!("there is no option {unknown}")));
    }
    serde_wasm_bindgen::from_value(options).map_err(|error| type_error(&error.to_string()))
}

/// What a link says.
#[wasm_bindgen(js_name = decodeLink, skip_typescript)]
pub fn decode_link(link: &JsValue) -> Result<JsValue, JsValue> {
    let text = link.as_string().ok_or_else(|| type_error("the link must be a string"))?;
    let (link, notices) = Opening::link_of(&text).map_err(thrown)?;
    let content = Content {
        slug: match &link.start {
            Start::BuiltIn { slug, .. } => Some(*slug),
            Start::Own { .. } => None,
        },
        json: base_json(&link).to_owned(),
        seed: link.seed,
        t_ms: link.view.t_ms,
        k: link.view.k,
        speed: f64::from(link.view.speed_milli) / 1_000.0,
        acts: link.acts.iter().map(act).collect(),
        notices: notices.into_iter().map(notice).collect(),
        set: link.edits,
        title: link.title,
    };
    Ok(content.serialize(&Serializer::json_compatible())?)
}

fn base_json(link: &Link) -> &str {
    match &link.start {
        // A slug in a link is one of the library.
        Start::BuiltIn { slug, .. } => library::json(slug).unwrap_or_default(),
        Start::Own { json } => json,
    }
}

fn act(act: &Act) -> ActContent {
    let (action, target) = act.action.parts();
    ActContent { t_us: act.at.at_us, step: act.at.step, action, target }
}

fn notice(problem: Problem) -> NoticeContent {
    let Problem { at, message, hint } = problem;
    NoticeContent { at, message, hint }
}

fn told(problem: &Problem) -> String {
    format!("{} {}", problem.message, problem.hint).trim_end().to_owned()
}

fn thrown(refusal: OpeningRefusal) -> JsValue {
    JsError::new(&refusal.to_string()).into()
}
