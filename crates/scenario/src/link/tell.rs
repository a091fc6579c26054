//! What a link says, line by line, for people.

use sqs::MICROS_PER_MS;

use super::act::Act;
use super::content::{Link, View};
use crate::{Problem, Scenario, duration};

/// What a link of this scenario says: each line's name and text. `notices` are what is to be said of it.
pub fn tell(link: &Link, scenario: &Scenario, notices: &[Problem]) -> Vec<(&'static str, String)> {
    let mut lines = vec![("scenario", format!("{}: {}", scenario.id, scenario.title))];
    lines.extend(link.title.iter().map(|title| ("title", title.clone())));
    lines.extend(link.edits.iter().map(|(path, value)| ("set", format!("{path}={value}"))));
    lines.extend(link.seed.map(|seed| ("seed", seed.to_string())));
    lines.extend(view_lines(&link.view));
    lines.extend(link.acts.iter().map(|act| ("act", act_line(act))));
    lines.extend(notices.iter().map(|Problem { at: _, message, hint }| {
        let told = format!("{message} {hint}");
        ("notice", told.trim_end().to_owned())
    }));
    lines
}

fn view_lines(view: &View) -> Vec<(&'static str, String)> {
    let at = instant(view.t_ms);
    let mut lines = vec![(
        "at",
        match view.k {
            Some(k) => format!("{at}, after {k} events of this millisecond"),
            None => at,
        },
    )];
    if view.speed_milli != View::default().speed_milli {
        lines.push(("speed", format!("{}", f64::from(view.speed_milli) / 1_000.0)));
    }
    if let Some(selection) = view.selection {
        lines.push(("selected", format!("{}, sent at {}", selection.label, instant(selection.sent_ms))));
    }
    lines
}

fn instant(t_ms: u64) -> String {
    // A view that was made, not read, can have any number.
    duration::format(t_ms.saturating_mul(MICROS_PER_MS))
}

fn act_line(act: &Act) -> String {
    let (name, about) = act.action.parts();
    format!("{} {name} {}", duration::format(act.at.at_us), about.join("/"))
}
