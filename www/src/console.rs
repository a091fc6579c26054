//! A console: lines of the AWS CLI at work in the run.

use std::rc::Rc;
use std::sync::Arc;

use scenario::console::{Outcome, Waiting};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::session::{use_session, use_shown};

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

/// The console, folded until it is wanted.
#[component]
pub fn Console() -> Html {
    let session = use_session();
    let shown = use_shown();
    let entries = use_state(Vec::<Entry>::new);
    // Up and Down walk through the lines: so many lines back.
    let back = use_state(|| 0_usize);
    let line = use_state(String::new);
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
        let at = scenario::text::clock(shown.view.at_us);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if line.trim().is_empty() {
                return;
            }
            let answer = match session.console(&line) {
                Outcome::Printed(printed, _) => Answer::Printed {
                    stdout: printed.stdout,
                    stderr: printed.stderr,
                    exit_code: printed.exit_code,
                },
                Outcome::Waits(waiting, _) => Answer::Waits(waiting),
            };
            let mut kept = (*entries).clone();
            kept.push(Entry { line: line.trim().into(), at: at.clone(), answer });
            let surplus = kept.len().saturating_sub(LINES_MAX);
            kept.drain(..surplus);
            entries.set(kept);
            line.set(String::new());
            back.set(0);
        })
    };
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
        <details class="console">
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

fn answered(entry: &Entry, session: &crate::session::Session) -> Html {
    let (stdout, stderr, exit_code) = match &entry.answer {
        Answer::Printed { stdout, stderr, exit_code } => (stdout.clone(), stderr.clone(), *exit_code),
        Answer::Waits(waiting) => match session.read(|timeline| waiting.answer(timeline)) {
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
