//! `sqscope link`: a state as a short text, and what such a text says.

use std::io::Write;

use scenario::link::{self, Link, Start, View, decode};
use scenario::{Address, Opening, OpeningRefusal, Problem, Scenario, library};

use crate::arguments::LinkOptions;
use crate::{output, subject};

/// Makes a link of a slug or a file, or tells what a link says.
///
/// # Errors
/// Why not, with everything that is wrong in a file.
pub fn run(options: &LinkOptions) -> Result<(), String> {
    let argument = &options.subject.scenario;
    let text = subject::scenario_of(argument)?;
    let is_link = text.is_none() && library::find(argument).is_none();
    let text = text.unwrap_or_else(|| address_of(argument));
    let refused = |refusal: OpeningRefusal| subject::told(argument, &refusal);
    let (mut link, notices) = Opening::link_of(&text).map_err(refused)?;
    let asks = options.at.is_some() || options.seed.is_some() || options.title.is_some() || options.readable;
    let asks = asks || options.site.is_some() || options.embed || !options.subject.set.is_empty();
    link.edits.extend_from_slice(&options.subject.set);
    link.seed = options.seed.or(link.seed);
    link.title = options.title.clone().or(link.title);
    if let Some(t_ms) = options.at {
        (link.view.t_ms, link.view.k) = (t_ms, None);
    }
    if let (Start::BuiltIn { embedded, .. }, true) = (&mut link.start, options.embed) {
        *embedded = true;
    }
    let base = base_json(&link);
    let wrong = |problems| subject::told(argument, &OpeningRefusal::InvalidScenario(problems));
    let scenario = Scenario::read(base, &link.edits).map_err(wrong)?;
    if options.json {
        let json = Scenario::edited_json(base, &link.edits).map_err(wrong)?;
        return output::print(|out| writeln!(out, "{json}"));
    }
    if is_link && !asks {
        let lines = link::tell(&link, &scenario, &notices);
        return output::print(|out| {
            lines.iter().try_for_each(|(name, text)| writeln!(out, "{name:<10}{}", output::line(text)))
        });
    }
    let address = address(&link, base, options.readable)?;
    let site = options.site.as_deref().unwrap_or("").trim_end_matches('/');
    output::print(|out| writeln!(out, "{site}{address}"))
}

/// A payload alone is as good as its address.
fn address_of(argument: &str) -> String {
    match decode(argument) {
        Ok(_) => format!("/c/#{argument}"),
        Err(_) => argument.to_owned(),
    }
}

pub(crate) fn base_json(link: &Link) -> &str {
    match &link.start {
        // A slug in a link is one of the library.
        Start::BuiltIn { slug, .. } => library::json(slug).unwrap_or_default(),
        Start::Own { json } => json,
    }
}

fn address(link: &Link, base: &str, readable: bool) -> Result<String, String> {
    let made = link.address(Some(base)).map_err(|problem| told(&problem.problem()))?;
    match &link.start {
        Start::BuiltIn { slug, .. } if readable && link.acts.is_empty() && link.title.is_none() => {
            let View { t_ms, k, speed_milli, .. } = link.view;
            let set = link.edits.clone();
            Ok(format!("/s/{slug}/{}", Address { seed: link.seed, t_ms, k, speed_milli, set }.write()))
        }
        _ if readable => Err("only a built-in scenario and edits can be written out in a link".to_owned()),
        _ => Ok(made),
    }
}

fn told(problem: &Problem) -> String {
    format!("{} {}", problem.message, problem.hint).trim_end().to_owned()
}
