//! From an address to a run: the readable part, the payload after the `#`, the scenario's file.

use scenario::link::{self, Link, LinkProblem, Start};
use scenario::{Place, Problem, text};
use sim::{ActRefusal, Timeline};
use sqs::MICROS_PER_MS;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::launch::Launch;
use crate::notices::{Board, Notice, Tone};
use crate::parts;
use crate::player::Started;
use crate::session::{Origin, Session};
use crate::site;

/// A link with lines of the console, whose part did not come.
const NO_CONSOLE: &str = "the part of the page that understands its console lines did not come.";

/// What became of an address.
pub enum Visited {
    /// It runs.
    Runs(Started),
    /// The scenario's file could not be fetched, and why.
    Unreachable(String),
    /// It cannot run.
    Refused(Vec<Problem>),
}

/// Opens what the window's address asks for; `slug` is the scenario of its path. What is left out is said.
pub async fn open(slug: Option<&str>, board: &Board) -> Visited {
    let refused = |problem: LinkProblem| Visited::Refused(vec![problem.problem()]);
    let (visit, problems) = match link::Visit::read(slug, &site::query(), &site::fragment()) {
        Ok(read) => read,
        Err(problem) => return refused(problem),
    };
    let problems: Vec<Problem> = problems.into_iter().map(left_at_its_default).collect();
    post(board, &problems);
    let base = match visit.slug() {
        None => None,
        Some(slug) => match fetch_text(&format!("{}s/{slug}/scenario.json", site::root())).await {
            Ok(json) => Some(json),
            Err(why) => return Visited::Unreachable(why),
        },
    };
    match visit.open(base.as_deref()) {
        Ok((link, problems)) => {
            post(board, &problems);
            let console = match console_of(&link).await {
                Ok(console) => console,
                Err(parts::Unreachable) => return Visited::Unreachable(NO_CONSOLE.to_owned()),
            };
            start(link, base, console, board)
        }
        Err(problem) => refused(problem),
    }
}

/// A parameter that cannot be read stays at its default here; a command would refuse the link.
fn left_at_its_default(problem: Problem) -> Problem {
    Problem { message: format!("{} It is left out.", problem.message), ..problem }
}

fn post(board: &Board, problems: &[Problem]) {
    for problem in problems {
        board.post(Notice::of(problem));
    }
}

/// Who does the lines of the console in a link; the console's part comes only if there are any.
async fn console_of(link: &Link) -> Result<link::ConsoleAct, parts::Unreachable> {
    let has_lines = link.acts.iter().any(|act| matches!(act.action, link::Action::Console { .. }));
    Ok(if has_lines { parts::console().await?.act } else { |_line, _timeline| Err(ActRefusal::Unknown) })
}

fn start(link: Link, base: Option<String>, console: link::ConsoleAct, board: &Board) -> Visited {
    let mut launch = match (link.start, base) {
        (Start::BuiltIn { slug, .. }, Some(json)) => Launch::new(Origin::Library { slug: slug.into() }, json),
        (Start::BuiltIn { slug, .. }, None) => {
            return Visited::Refused(vec![LinkProblem::BaseMissing(slug).problem()]);
        }
        (Start::Own { json }, _) => Launch::new(Origin::Own, json),
    };
    launch.seed = link.seed;
    for (path, value) in &link.edits {
        launch.edit(path, value);
    }
    post(board, &launch.drop_bad_edits());
    let session = match launch.start() {
        Ok(session) => session,
        Err(problems) => return Visited::Refused(problems),
    };
    if let Err(refusal) = session.replay(&link.acts, console) {
        board.post(lost_act(text::act_refusal(refusal)));
    }
    session.set_speed(link.view.speed_milli);
    session.go_to(Place { t_ms: link.view.t_ms, k: link.view.k });
    if let Some(selection) = link.view.selection {
        session.select(session.read(|timeline| timeline.find(selection.label)));
    }
    let end_ms = session.read(Timeline::duration_us) / MICROS_PER_MS;
    if link.view.t_ms > end_ms {
        board.post(beyond_the_end(link.view.t_ms, end_ms));
    }
    Visited::Runs(Started { launch, session })
}

/// The link of a run as it stands, with everything that was done in it.
pub fn link_of(session: &Session) -> Link {
    let start = match session.origin() {
        Origin::Library { slug } => match scenario::library::find(slug) {
            Some(entry) => Start::BuiltIn { slug: entry.slug, embedded: false },
            None => Start::Own { json: session.json().to_string() },
        },
        Origin::Own => Start::Own { json: session.json().to_string() },
    };
    let scenario = session.scenario();
    let Place { t_ms, k } = session.ask(Place::of);
    let seed = session.read(Timeline::seed);
    let selected = session.shown().selected.and_then(|id| session.read(|timeline| timeline.label(id)));
    let sent_ms = |label| {
        let messages = &session.shown().view.messages;
        messages.iter().find(|it| it.label == label).map_or(0, |it| it.sent_us / MICROS_PER_MS)
    };
    Link {
        edits: scenario.edits.clone(),
        seed: (seed != scenario.seed).then_some(seed),
        view: link::View {
            t_ms,
            k,
            speed_milli: session.speed_milli(),
            selection: selected.map(|label| link::Selection { label, sent_ms: sent_ms(label) }),
            panels: None,
        },
        acts: session.read(link::Act::all),
        ..Link::new(start)
    }
}

fn lost_act(why: &str) -> Notice {
    let text = format!("What was done in this run could not be done again in full: {why}");
    Notice::new(Tone::Warning, "acts", text, "Everything before it is there.")
}

fn beyond_the_end(t_ms: u64, end_ms: u64) -> Notice {
    let (asked, end) = (text::span(t_ms.saturating_mul(MICROS_PER_MS)), text::span(end_ms * MICROS_PER_MS));
    let text = format!("The link asks for {asked}, but the run ends at {end}. The clock stands at its end.");
    Notice::new(Tone::Warning, "t", text, "")
}

async fn fetch_text(address: &str) -> Result<String, String> {
    let answer =
        JsFuture::from(site::window().fetch_with_str(address)).await.map_err(|error| said(&error))?;
    let response: web_sys::Response = answer.dyn_into().map_err(|error| said(&error))?;
    if !response.ok() {
        return Err(format!("the server answered {}.", response.status()));
    }
    let body = response.text().map_err(|error| said(&error))?;
    let text = JsFuture::from(body).await.map_err(|error| said(&error))?;
    Ok(text.as_string().unwrap_or_default())
}

fn said(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| "no answer.".to_owned(), |error| error.message().into())
}
