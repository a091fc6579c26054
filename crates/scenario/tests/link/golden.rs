//! Every link that was ever given out opens to what it did. `tests/links/golden.json` only grows: a new entry is a
//! name and a payload, and UPDATE_EXPECT=1 writes down what it opens to.

use std::fs;
use std::path::PathBuf;

use scenario::link::{Action, Link, Notice, Start, decode};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/links")
}

/// The built-in scenario as it was when the first links to it were given out.
pub(super) fn frozen(slug: &str) -> String {
    let path = folder().join("bases").join(slug).with_extension("json");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a payload opens to, or why it is refused.
fn outcome(payload: &str) -> Result<Value, String> {
    let packet = decode(payload).map_err(|problem| problem.problem().message)?;
    let kind = packet.kind();
    let base = packet.slug().map(frozen);
    let (link, notices) = packet.open(base.as_deref()).map_err(|problem| problem.problem().message)?;
    Ok(described(kind, &link, &notices))
}

fn described(kind: &str, link: &Link, notices: &[Notice]) -> Value {
    let (slug, embedded, json) = match &link.start {
        Start::BuiltIn { slug, embedded } => (Some(*slug), *embedded, None),
        Start::Own { json } => (None, true, serde_json::from_str::<Value>(json).ok()),
    };
    let acts = link.acts.iter().map(|act| json!([act.at.at_us, act.at.step, told(&act.action)]));
    json!({
        "kind": kind,
        "slug": slug,
        "embedded": embedded,
        "json": json,
        "edits": link.edits,
        "seed": link.seed,
        "t_ms": link.view.t_ms,
        "k": link.view.k,
        "speed_milli": link.view.speed_milli,
        "selection": link.view.selection.map(|it| json!([it.label.to_string(), it.sent_ms])),
        "panels": link.view.panels,
        "title": link.title,
        "acts": acts.collect::<Vec<_>>(),
        "notices": notices.iter().map(|notice| notice.problem().message).collect::<Vec<_>>(),
    })
}

fn told(action: &Action) -> String {
    let (name, about) = action.parts();
    format!("{name} {}", about.join("/"))
}

#[test]
fn every_link_opens_to_what_it_always_did() {
    let path = folder().join("golden.json");
    let text = fs::read_to_string(&path).expect("the corpus is part of the repository");
    let mut corpus: Value = serde_json::from_str(&text).expect("JSON");
    let updates = std::env::var_os("UPDATE_EXPECT").is_some();
    let links = corpus["links"].as_array_mut().expect("a list");
    assert!(links.len() >= 20);
    for entry in links {
        let payload = entry["payload"].as_str().expect("a payload").to_owned();
        let (key, now) = match outcome(&payload) {
            Ok(content) => ("opens", content),
            Err(message) => ("refused", message.into()),
        };
        if updates && entry.get("opens").is_none() && entry.get("refused").is_none() {
            entry[key] = now;
        } else {
            assert_eq!(entry[key], now, "{}", entry["name"]);
        }
    }
    if updates {
        fs::write(&path, format!("{corpus:#}\n")).expect("the corpus can be written");
    }
}

#[test]
fn every_link_opens_with_the_library_of_today() {
    let text =
        fs::read_to_string(folder().join("golden.json")).expect("the corpus is part of the repository");
    let corpus: Value = serde_json::from_str(&text).expect("JSON");
    for entry in
        corpus["links"].as_array().expect("a list").iter().filter(|entry| entry.get("opens").is_some())
    {
        let payload = entry["payload"].as_str().expect("a payload");
        super::opened(payload).unwrap_or_else(|problem| panic!("{}: {problem:?}", entry["name"]));
    }
}
