//! `--output text`: scalars of an object in the order of their names on one line between tabs, what nests in it
//! on lines of its own below, each led by its name in capitals.

use std::collections::BTreeSet;

use crate::command_line::tree::{Tree, by_name};

/// An error is the CLI's, in its words.
pub(super) fn print(answer: &Tree) -> Result<String, String> {
    let mut text = String::new();
    write(answer, None, None, &mut text)?;
    Ok(text)
}

/// `columns` are the names whose values make a line, if a list of objects shares them.
fn write(
    tree: &Tree,
    name: Option<&str>,
    columns: Option<&BTreeSet<&str>>,
    text: &mut String,
) -> Result<(), String> {
    match tree {
        Tree::Object(members) => write_object(tree, members, name, columns, text)?,
        Tree::List(items) => write_list(items, name, text)?,
        _ => {
            text.push_str(&tree.to_text());
            text.push('\n');
        }
    }
    Ok(())
}

fn write_list(items: &[Tree], name: Option<&str>, text: &mut String) -> Result<(), String> {
    if items.iter().any(|item| matches!(item, Tree::Object(_))) {
        let columns = scalar_names(items)?;
        for item in items {
            write(item, name, Some(&columns), text)?;
        }
    } else {
        let (nested, scalars): (Vec<&Tree>, Vec<&Tree>) = items.iter().partition(|item| item.is_container());
        if !scalars.is_empty() {
            write_scalars(&scalars, name, text);
        }
        for item in nested {
            write(item, name, None, text)?;
        }
    }
    Ok(())
}

fn scalar_names(items: &[Tree]) -> Result<BTreeSet<&str>, String> {
    let mut names = BTreeSet::new();
    for item in items {
        let Tree::Object(members) = item else {
            return Err(format!("'{}' object has no attribute 'items'", item.python_type()));
        };
        names
            .extend(members.iter().filter(|(_, value)| !value.is_container()).map(|(name, _)| name.as_str()));
    }
    Ok(names)
}

fn write_scalars(scalars: &[&Tree], name: Option<&str>, text: &mut String) {
    if let Some(name) = name {
        for scalar in scalars {
            text.push_str(&format!("{}\t{}\n", name.to_uppercase(), scalar.to_text()));
        }
    } else {
        write_line(scalars.iter().map(|scalar| scalar.to_text()), text);
    }
}

fn write_object(
    object: &Tree,
    members: &[(String, Tree)],
    name: Option<&str>,
    columns: Option<&BTreeSet<&str>>,
    text: &mut String,
) -> Result<(), String> {
    let by_name = by_name(members);
    let is_cell = |(name, value): &(String, Tree)| match columns {
        Some(columns) => columns.contains(name.as_str()),
        None => !value.is_container(),
    };
    let cells: Vec<String> = match columns {
        // A list's objects have the same columns, whether or not each has the value.
        Some(columns) => {
            columns.iter().map(|name| object.get(name).map(Tree::to_text).unwrap_or_default()).collect()
        }
        None => by_name.iter().filter(|it| is_cell(it)).map(|(_, value)| value.to_text()).collect(),
    };
    if !cells.is_empty() {
        write_line(name.map(str::to_uppercase).into_iter().chain(cells), text);
    }
    for (name, value) in by_name.into_iter().filter(|it| !is_cell(it)) {
        write(value, Some(name), None, text)?;
    }
    Ok(())
}

fn write_line(cells: impl Iterator<Item = String>, text: &mut String) {
    for (index, cell) in cells.enumerate() {
        text.push_str(if index == 0 { "" } else { "\t" });
        text.push_str(&cell);
    }
    text.push('\n');
}
