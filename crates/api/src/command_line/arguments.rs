//! The words behind `aws sqs <action>` to the request's parameters.

use super::blobs;
use super::failure::Failure;
use super::globals::{self, Globals};
use super::help;
use super::names::{kebab, nearest};
use super::options::{Found, Spec, Takes, is_option, scan};
use super::paging::{self, Paging};
use super::shorthand::is_file;
use super::tree::Tree;
use super::validate;
use super::value::{Given, integer, no_file};
use crate::model::{Action, Member, Operation, Shape};

const INPUT_JSON: &str = "--cli-input-json";
pub(super) const INPUT_YAML: &str = "--cli-input-yaml";
pub(super) const SKELETON: &str = "--generate-cli-skeleton";

/// How many unknown options get a suggestion.
const CORRECTED_MAX: usize = 5;

/// What the words come to.
pub(super) enum Arguments {
    /// A request, and how its pages are taken.
    Call(Vec<(String, Tree)>, Option<Paging>),
    /// Text that was asked for instead.
    Text(String),
}

/// Every option of an action, in the order in which missing ones are named.
pub(super) fn specs(action: Action) -> Vec<Spec> {
    let mut specs: Vec<Spec> = input_of(action)
        .iter()
        .map(|member| {
            let takes = if matches!(member.shape, Shape::List(_)) { Takes::Many } else { Takes::One };
            Spec::new(option_of(member), takes)
        })
        .collect();
    if paging::items_of(action).is_some() {
        let paging = [paging::STARTING_TOKEN, paging::PAGE_SIZE, paging::MAX_ITEMS];
        specs.extend(paging.map(|name| Spec::new(name, Takes::One)));
    }
    specs.push(Spec::new(INPUT_JSON, Takes::One));
    specs.push(Spec::new(INPUT_YAML, Takes::One));
    specs.push(Spec::new(SKELETON, Takes::Many));
    specs
}

fn input_of(action: Action) -> &'static [Member] {
    Operation::Queue(action).signature().input
}

fn option_of(member: &Member) -> String {
    format!("--{}", kebab(member.name))
}

/// Reads the words behind the action's name.
pub(super) fn read(action: Action, words: &[String], globals: &Globals) -> Result<Arguments, Failure> {
    if words == ["help"] {
        return Ok(Arguments::Text(help::of_action(action)));
    }
    let specs = specs(action);
    let found = scan(words, &specs)?;
    let page_size = paging_number(&found, &specs, paging::PAGE_SIZE)?;
    let item_count_max = paging_number(&found, &specs, paging::MAX_ITEMS)?;
    check_required(action, words, &found, &specs)?;
    if check_rest(&found.rest, &specs)? {
        return Ok(Arguments::Text(help::of_action(action)));
    }
    refuse_unsupported(&found, &specs)?;
    let is_paginated = is_paginated(action, &found, &specs, globals)?;

    let mut parameters = parameters(action, &found, &specs)?;
    add_input_json(&mut parameters, &found, &specs)?;
    let is_manual = parameters.iter().any(|(name, _)| paging::MANUAL.contains(&name.as_str()));
    let paging = match paging::items_of(action) {
        Some(items) if is_paginated && !is_manual => {
            Some(Paging::new(items, item_count_max, found.value(&specs, paging::STARTING_TOKEN))?)
        }
        _ => None,
    };
    if let (Some(size), Some(_)) = (page_size, &paging) {
        parameters.push(("MaxResults".to_owned(), Tree::Number(size.into())));
    }
    let mut parameters = Tree::Object(parameters);
    blobs::encode(&mut parameters, Shape::Structure(input_of(action)), globals.raw_blobs)?;
    validate::check(&parameters, input_of(action))?;
    let Tree::Object(parameters) = parameters else { return Ok(Arguments::Call(Vec::new(), paging)) };
    Ok(Arguments::Call(parameters, paging))
}

/// `--max-items` and `--page-size` are numbers for the argument parser already.
fn paging_number(found: &Found, specs: &[Spec], name: &str) -> Result<Option<i64>, Failure> {
    let Some(text) = found.value(specs, name) else { return Ok(None) };
    match integer(text).ok().and_then(|number| number.as_i64()) {
        Some(number) => Ok(Some(number)),
        None => {
            let text = Tree::string(text).to_python();
            Err(Failure::Usage(format!("argument {name}: invalid int value: {text}")))
        }
    }
}

fn check_required(action: Action, words: &[String], found: &Found, specs: &[Spec]) -> Result<(), Failure> {
    let may_come_otherwise = [INPUT_JSON, INPUT_YAML, SKELETON];
    if words.iter().any(|word| may_come_otherwise.contains(&word.as_str())) {
        return Ok(());
    }
    let required = input_of(action).iter().filter(|member| member.required).map(option_of);
    let missing: Vec<String> = required.filter(|name| found.values(specs, name).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let suggestions = suggestions(&found.rest, specs);
    Err(Failure::Usage(format!("the following arguments are required: {}{suggestions}", missing.join(", "))))
}

/// Words of no option: true if they ask for help.
fn check_rest(rest: &[String], specs: &[Spec]) -> Result<bool, Failure> {
    // The first word that is no option lands in the place of `help`, so it is named last.
    let place = rest.iter().position(|word| !is_option(word));
    if place.is_some_and(|place| rest[place] == "help") {
        return Ok(true);
    }
    let mut unknown: Vec<&str> = rest.iter().map(String::as_str).collect();
    if let Some(place) = place {
        let word = unknown.remove(place);
        unknown.push(word);
    }
    if unknown.is_empty() {
        return Ok(false);
    }
    let suggestions = suggestions(rest, specs);
    Err(Failure::UnknownOptions(format!("Unknown options: {}{suggestions}", unknown.join(", "))))
}

/// For each unknown option the known one that is most like it, which the CLI leaves to its reader.
fn suggestions(rest: &[String], specs: &[Spec]) -> String {
    let global = globals::specs();
    let mut text = String::new();
    for word in rest.iter().filter(|word| is_option(word)).take(CORRECTED_MAX) {
        let name = word.split_once('=').map_or(word.as_str(), |(name, _)| name);
        let known = || specs.iter().chain(&global).map(|spec| spec.name.as_str());
        let tail = name.trim_start_matches('-');
        let ends_alike = known().find(|it| !tail.is_empty() && it.ends_with(&format!("-{tail}")));
        if let Some(best) = nearest(name, known()).into_iter().next().or(ends_alike) {
            text.push_str(&format!("\n\nInvalid option: {name}, maybe you meant:\n\n  * {best}"));
        }
    }
    text
}

fn refuse_unsupported(found: &Found, specs: &[Spec]) -> Result<(), Failure> {
    for (name, hint) in [(INPUT_YAML, "Use --cli-input-json."), (SKELETON, "See `help` behind the action.")] {
        if found.values(specs, name).is_some() {
            return Err(Failure::Parameter(format!("{name} is not supported here. {hint}")));
        }
    }
    Ok(())
}

/// Pages are followed unless the line turns that off or takes them by hand.
fn is_paginated(action: Action, found: &Found, specs: &[Spec], globals: &Globals) -> Result<bool, Failure> {
    if paging::items_of(action).is_none() {
        return Ok(false);
    }
    let by_hand = paging::MANUAL.iter().any(|name| {
        let option = format!("--{}", kebab(name));
        found.values(specs, &option).is_some()
    });
    if globals.is_paginated && !by_hand {
        return Ok(true);
    }
    let counts =
        |name: &&str| found.value(specs, name).is_some_and(|value| !value.is_empty() && value != "0");
    let given: Vec<&str> =
        [paging::STARTING_TOKEN, paging::PAGE_SIZE, paging::MAX_ITEMS].into_iter().filter(counts).collect();
    if given.is_empty() {
        return Ok(false);
    }
    Err(Failure::Parameter(format!(
        "Cannot specify --no-paginate along with pagination arguments: {}",
        given.join(", ")
    )))
}

fn parameters(action: Action, found: &Found, specs: &[Spec]) -> Result<Vec<(String, Tree)>, Failure> {
    let mut parameters = Vec::new();
    for member in input_of(action) {
        let option = option_of(member);
        if let Some(words) = found.values(specs, &option) {
            let value = Given { option: &option, words }.read(member.shape)?;
            parameters.push((member.name.to_owned(), value));
        }
    }
    Ok(parameters)
}

/// Members that the line does not give itself.
fn add_input_json(
    parameters: &mut Vec<(String, Tree)>,
    found: &Found,
    specs: &[Spec],
) -> Result<(), Failure> {
    let Some(json) = found.value(specs, INPUT_JSON) else { return Ok(()) };
    let wrong = |name: &str, problem: &str| {
        Failure::Parameter(format!("Error parsing parameter '{name}': {problem}"))
    };
    if is_file(json) {
        return Err(wrong(INPUT_JSON, &no_file(json)));
    }
    let Ok(tree) = Tree::read(json) else { return Err(wrong("cli-input-json", "Invalid JSON received.")) };
    let Tree::Object(members) = tree else {
        let problem = format!("Invalid type: expecting map, received <class '{}'>", tree.python_type());
        return Err(wrong(INPUT_JSON, &problem));
    };
    let given_count = parameters.len();
    for (name, value) in members {
        if !parameters[..given_count].iter().any(|(it, _)| *it == name) {
            parameters.push((name, value));
        }
    }
    Ok(())
}
