//! A console: lines of the AWS CLI at work in the run.

use std::rc::Rc;
use std::sync::Arc;

use api::command_line::Printed;
use scenario::console::{Outcome, Waiting};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::parts::{self, ConsolePart};
use crate::session::{Session, use_session, use_shown};

/// Lines that are kept; the oldest go first.
const LINES_MAX: usize = 100;

/// A line and what it printed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    line: Rc<str>,
    /// Instant at which it was run, as a clock shows it.
    at: String,
    answer: Answer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Printed {
        stdout: String,
        stderr: String,
        exit_code: u8,
    },
    /// A receive that waits.
    Waits(Arc<Waiting>),
}

/// The console's language comes when the console is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    /// Here, or not asked for yet.
    Quiet,
    /// A line waits for it.
    Awaited,
    /// It did not come.
    Missing,
}

/// The console, folded until it is wanted.
#[component]
pub fn Console() -> Html {
    let session = use_session();
    let shown = use_shown();
    let entries = use_state(Vec::<Entry>::new);
    // Up and Down walk through the lines: so many lines back.
    let back = use_state(|| 0_usize);
    let line = use_state(String::new);
    let language = use_state_eq(|| Language::Quiet);
    let log = use_node_ref();
    // The newest line is in sight.
    use_effect_with((entries.len(), shown.branch), {
        let log = log.clone();
        move |_| {
            if let Some(log) = log.cast::<web_sys::Element>() {
                log.set_scroll_top(log.scroll_height());
            }
        }
    });

    let run = {
        let (session, entries, line, back) = (session.clone(), entries.clone(), line.clone(), back.clone());
        let language = language.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if line.trim().is_empty() || *language == Language::Awaited {
                return;
            }
            let write = {
                let (session, entries, line, back) =
                    (session.clone(), entries.clone(), line.clone(), back.clone());
                move |part| {
                    entries.set(with(&entries, entry(part, &session, &line)));
                    line.set(String::new());
                    back.set(0);
                }
            };
            if let Some(part) = parts::console_if_here() {
                return write(part);
            }
            language.set(Language::Awaited);
            let language = language.clone();
            spawn_local(async move {
                match parts::console().await {
                    Ok(part) => {
                        language.set(Language::Quiet);
                        write(part);
                    }
                    Err(parts::Unreachable) => language.set(Language::Missing),
                }
            });
        })
    };
    // What it needs is fetched while the reader types; if it does not come, the first line tells.
    let ontoggle = Callback::from(|_: Event| {
        spawn_local(async {
            let _ = parts::console().await;
        });
    });
    let write = {
        let line = line.clone();
        Callback::from(move |event: InputEvent| {
            line.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let walk = {
        let (entries, line, back) = (entries.clone(), line.clone(), back.clone());
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowUp" => (*back + 1).min(entries.len()),
                "ArrowDown" => back.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            back.set(to);
            let earlier = entries.len().checked_sub(to).and_then(|index| entries.get(index));
            line.set(earlier.map(|entry| entry.line.to_string()).unwrap_or_default());
        })
    };
    let names: Vec<String> =
        session.read(|timeline| timeline.model().queues.iter().map(|queue| queue.name.to_string()).collect());
    let example = beginnings(&names).remove(0);
    html! {
        <details class="console" {ontoggle}>
            <summary>{ "Console: the AWS CLI at work in this run" }</summary>
            <div ref={log} class="console__lines" role="log" aria-label="Console output" tabindex="0">
                if entries.is_empty() {
                    <p class="empty">
                        { "Write a line as for the AWS CLI and press Enter. What changes something begins a branch; what only \
                           reads leaves no trace. A queue's name will do for its URL." }
                    </p>
                }
                for (number, entry) in entries.iter().enumerate() {
                    <div key={number} class="console__entry">
                        <p class="console__line"><span class="console__at">{ &entry.at }</span>{ " $ " }{ &*entry.line }</p>
                        { answered(entry, &session) }
                    </div>
                }
            </div>
            if let Some(said) = language.said() {
                <p class="muted" role="status">{ said }</p>
            }
            <form onsubmit={run}>
                <label class="console__prompt">
                    <span>{ "Console" }</span>
                    <input type="text" value={(*line).clone()} oninput={write} onkeydown={walk} placeholder={example.clone()}
                        spellcheck="false" autocomplete="off" autocapitalize="off" list="console-lines" />
                </label>
                <datalist id="console-lines">
                    for beginning in beginnings(&names) {
                        <option key={beginning.clone()} value={beginning.clone()} />
                    }
                </datalist>
                <button type="submit" class="small-button">{ "Run the line" }</button>
            </form>
        </details>
    }
}

impl Language {
    fn said(self) -> Option<&'static str> {
        match self {
            Self::Quiet => None,
            Self::Awaited => Some("Loading the command language …"),
            Self::Missing => {
                Some("The command language did not come. Run the line again when the network is back.")
            }
        }
    }
}

/// Runs a line at the clock.
fn entry(part: ConsolePart, session: &Session, line: &str) -> Entry {
    let at = scenario::text::clock(session.shown().view.at_us);
    let answer = match session.console(part, line) {
        Outcome::Printed(printed, _) => {
            Answer::Printed { stdout: printed.stdout, stderr: printed.stderr, exit_code: printed.exit_code }
        }
        Outcome::Waits(waiting, _) => Answer::Waits(waiting),
    };
    Entry { line: line.trim().into(), at, answer }
}

/// The lines so far and one more, without the oldest if they are too many.
fn with(entries: &[Entry], entry: Entry) -> Vec<Entry> {
    let surplus = (entries.len() + 1).saturating_sub(LINES_MAX);
    entries.iter().skip(surplus).cloned().chain([entry]).collect()
}

/// What a line that waited has been answered; only the console's part can have made it wait.
fn answer_of(waiting: &Waiting, session: &Session) -> Option<Printed> {
    let part = parts::console_if_here()?;
    session.read(|timeline| (part.answer)(waiting, timeline))
}

fn answered(entry: &Entry, session: &Session) -> Html {
    let (stdout, stderr, exit_code) = match &entry.answer {
        Answer::Printed { stdout, stderr, exit_code } => (stdout.clone(), stderr.clone(), *exit_code),
        Answer::Waits(waiting) => match answer_of(waiting, session) {
            Some(printed) => (printed.stdout, printed.stderr, printed.exit_code),
            None => return html! { <p class="muted">{ "waits for messages while the clock moves" }</p> },
        },
    };
    html! {
        <>
            if !stdout.is_empty() {
                <pre>{ stdout }</pre>
            }
            if !stderr.is_empty() {
                <pre class="console__error">{ stderr.trim_start().to_owned() }</pre>
            }
            if exit_code != 0 {
                <p class="muted">{ format!("exit code {exit_code}") }</p>
            } else if stdout_is_empty(&entry.answer) {
                <p class="muted">{ "done, without an answer" }</p>
            }
        </>
    }
}

fn stdout_is_empty(answer: &Answer) -> bool {
    matches!(answer, Answer::Printed { stdout, .. } if stdout.is_empty())
}

/// Lines to begin with, for each queue.
fn beginnings(names: &[String]) -> Vec<String> {
    let of_queue = names.iter().flat_map(|name| {
        [
            format!("aws sqs send-message --queue-url {name} --message-body hello"),
            format!("aws sqs receive-message --queue-url {name} --wait-time-seconds 20"),
            format!("aws sqs get-queue-attributes --queue-url {name} --attribute-names All"),
            format!("aws sqs set-queue-attributes --queue-url {name} --attributes VisibilityTimeout=60"),
            format!("aws sqs purge-queue --queue-url {name}"),
        ]
    });
    of_queue.chain(["aws sqs list-queues".to_owned(), "aws sqs help".to_owned()]).collect()
}
