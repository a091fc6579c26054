//! What has a number keeps it, and what the schema has gets one.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::Names;
use super::form::{self, Form};
use super::keys::FILE;
use super::paths::{Spot, TEMPLATES};
use super::record::{Field, Omitted, Record};
use crate::duration;
use crate::library::NUMBERED;
use crate::link::cbor::Cbor;

/// Where this crate's numbers in links are written down.
const REGISTRY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/links/registry.txt");

/// Everything that has a number, a line each.
fn registry() -> Vec<String> {
    let mut lines: Vec<String> =
        (0..).zip(NUMBERED).map(|(number, slug): (u32, _)| format!("scenario {number} {slug}")).collect();
    for (number, template) in TEMPLATES.iter().enumerate() {
        let step = if template.has_step { " and a step" } else { "" };
        let path = format!("{} {}{step}", template.list, template.name);
        lines.push(format!("path {number} {} {}", path.trim_start(), form_name(template.form)));
    }
    records(&FILE, "file", &mut lines);
    lines
}

fn records(record: &Record, name: &str, lines: &mut Vec<String>) {
    for (number, field) in record.fields.iter().enumerate() {
        let omitted = format!("{:?}", field.omitted);
        lines.push(format!("field {name} {number} {} {} {omitted}", field.key, form_name(field.form)));
        if let Form::Word(words) = item(field.form) {
            let words = (0..).zip(words);
            lines.extend(
                words.map(|(number, word): (u32, _)| format!("word {name}.{} {number} {word}", field.key)),
            );
        }
        if let Form::Record(record) = item(field.form) {
            records(record, &format!("{name}.{}", field.key), lines);
        }
    }
}

/// The form of a list's items, or of the value itself.
fn item(form: Form) -> Form {
    match form {
        Form::List(item) => *item,
        other => other,
    }
}

/// The form, without what a record or a list of words holds, which may grow.
fn form_name(form: Form) -> String {
    match form {
        Form::Word(_) => "Word".to_owned(),
        Form::Record(_) => "Record".to_owned(),
        Form::List(item) => format!("List of {}", form_name(*item)),
        other => format!("{other:?}"),
    }
}

#[test]
fn numbers_in_links_only_grow() {
    let now = registry();
    let written = fs::read_to_string(REGISTRY).unwrap_or_default();
    let known: BTreeSet<&str> = written.lines().collect();
    let new: Vec<&String> = now.iter().filter(|line| !known.contains(line.as_str())).collect();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let kept =
            written.lines().filter(|line| !line.contains(" Reserved ") || now.iter().any(|it| it == line));
        let lines = kept.map(str::to_owned).chain(new.iter().map(|line| (*line).clone()));
        fs::write(REGISTRY, lines.map(|line| line + "\n").collect::<String>())
            .expect("the registry can be written");
    }
    let gone: Vec<&str> = written.lines().filter(|line| !now.iter().any(|it| it == line)).collect();
    let gone: Vec<&str> = gone.into_iter().filter(|line| !line.contains(" Reserved ")).collect();
    assert!(gone.is_empty(), "old links rely on these numbers, put them back: {gone:#?}");
    let hint = "new numbers are written down with UPDATE_EXPECT=1 cargo test -p scenario --lib link";
    assert!(new.is_empty() || std::env::var_os("UPDATE_EXPECT").is_some(), "{hint}: {new:#?}");
}

#[test]
fn every_path_of_an_edit_has_a_number() {
    let missing: Vec<String> = crate::edit::paths().filter(|path| Spot::of(path).is_none()).collect();
    assert!(
        missing.is_empty(),
        "append templates of these to the end of TEMPLATES in link/v1/paths.rs: {missing:#?}"
    );
    for path in ["queues.x", "queues..delay", "producers.x.rate.", "producers.x.rate.01", "", "duration.x"] {
        assert_eq!(Spot::of(path), None, "{path}");
    }
}

#[test]
fn every_field_of_the_schema_has_a_number_and_a_form() {
    let schema: Value = serde_json::from_str(&crate::schema::version_1()).expect("the schema is JSON");
    let mut missing = Vec::new();
    compare(&FILE, "FILE", &schema, &schema, &mut missing);
    assert!(
        missing.is_empty(),
        "append to the ends of these lists in link/v1/keys.rs and words.rs, then UPDATE_EXPECT=1 cargo test -p scenario \
         --lib link: {missing:#?}"
    );
}

fn compare(record: &Record, name: &str, object: &Value, schema: &Value, missing: &mut Vec<String>) {
    let properties = object["properties"].as_object().expect("an object's properties");
    for (key, property) in properties.iter().filter(|(key, _)| *key != super::keys::SCHEMA) {
        let (is_list, type_name) = type_of(property);
        let type_name = type_name.unwrap_or("");
        let wanted = wanted_form(type_name, &schema["$defs"][type_name]);
        let wanted = if is_list { format!("List of {wanted}") } else { wanted.to_owned() };
        let Some(field) = record.fields.iter().find(|field| field.key == key) else {
            missing.push(format!("{name}: {key:?}, {wanted}"));
            continue;
        };
        let given = form_name(field.form);
        let is_free = ["Plain", "List of Plain"].contains(&wanted.as_str());
        if given != wanted && !is_free {
            missing.push(format!("{name}: {key:?} is {given} and should be {wanted}"));
        }
        let definition = &schema["$defs"][type_name];
        match item(field.form) {
            Form::Record(inner) => {
                compare(inner, type_name, definition, schema, missing);
            }
            Form::Word(list) => {
                let words = definition["oneOf"].as_array().into_iter().flatten();
                let words =
                    words.filter_map(|word| word["const"].as_str()).filter(|word| !list.contains(word));
                missing.extend(words.map(|word| format!("words of {name}.{key}: {word:?}")));
            }
            _ => {}
        }
    }
}

/// Is it a list, and the name of its definition.
fn type_of(property: &Value) -> (bool, Option<&str>) {
    if property.get("items").is_some() {
        return (true, type_of(&property["items"]).1);
    }
    let alternatives = property["anyOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    let reference =
        property["$ref"].as_str().or_else(|| alternatives.iter().find_map(|it| it["$ref"].as_str()));
    (false, reference.and_then(|it| it.strip_prefix("#/$defs/")))
}

fn wanted_form(type_name: &str, definition: &Value) -> &'static str {
    match type_name {
        "Text" => "Words",
        "Duration" => "Span",
        "Size" => "Size",
        "Share" => "Share",
        "Milli" => "Decimal",
        "Rate" => "Rate",
        "Work" => "Work",
        "Scalar" => "Scalar",
        _ if definition.get("properties").is_some() => "Record",
        _ if definition["oneOf"][0].get("const").is_some() => "Word",
        _ => "Plain",
    }
}

/// The field of a dotted name below the items of a list.
fn field_of(list: &str, name: &str) -> Option<Field> {
    let mut found = *FILE.fields.iter().find(|field| field.key == list)?;
    for key in name.split('.') {
        let Form::Record(record) = item(found.form) else { return None };
        found = *record.fields.iter().find(|field| field.key == key)?;
    }
    Some(found)
}

#[test]
fn what_is_left_out_is_what_a_missing_field_means() {
    let mut checked = 0;
    for (list, name, default) in crate::edit::defaults() {
        let Some(field) = field_of(list, name) else { continue };
        let wire = match field.omitted {
            Omitted::Number(number) | Omitted::Restored(number) => Cbor::Int(number),
            Omitted::Flag(value) => Cbor::Bool(value),
            Omitted::Nothing | Omitted::Empty => continue,
        };
        let value = form::to_json(&wire, field.form, &Names::default(), &mut 0).expect("a value");
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let same =
            text == default || duration::parse(&text).is_ok_and(|us| duration::parse(default) == Ok(us));
        assert!(same, "{list}.….{name} is left out of links when it is {text}, but its default is {default}");
        checked += 1;
    }
    assert!(checked > 20, "{checked}");
}
