//! `--output table`, drawn as the CLI draws it for a terminal of 80 columns without colour.

mod section;

use std::collections::BTreeSet;

use crate::command_line::tree::{Tree, by_name};
use section::Section;

/// The width that the CLI assumes where it is not told one. Wider tables are turned: a line a value.
const TERMINAL_COLUMNS: usize = 80;

/// The table under a title; nothing for what is empty, null or zero. An error is the CLI's, in its words.
pub(super) fn print(title: &str, answer: &Tree) -> Result<String, String> {
    let mut table = Table { sections: Vec::new() };
    let mut text = String::new();
    if table.add(Some(title), answer, 0)? {
        table.render(&mut text);
    }
    Ok(text)
}

/// What Python says when it looks for columns in what is no object.
fn no_columns(item: &Tree) -> String {
    match item {
        Tree::String(_) => "string indices must be integers, not 'str'".to_owned(),
        Tree::List(_) => "list indices must be integers or slices, not str".to_owned(),
        _ => format!("'{}' object is not iterable", item.python_type()),
    }
}

struct Table {
    sections: Vec<Section>,
}

impl Table {
    /// Adds a value as a section and those nested in it; false if there is nothing to show.
    fn add(&mut self, title: Option<&str>, tree: &Tree, indent: usize) -> Result<bool, String> {
        if tree.is_empty() {
            return Ok(false);
        }
        if let Some(title) = title {
            self.sections.push(Section::new(title, indent));
        }
        match tree {
            Tree::List(items) if matches!(items[0], Tree::Object(_)) => {
                self.add_objects(items, indent, title)?;
            }
            Tree::List(items) => self.add_items(items)?,
            Tree::Object(members) => self.add_object(members, indent)?,
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
        }
        Ok(true)
    }

    fn add_items(&mut self, items: &[Tree]) -> Result<(), String> {
        for item in items {
            match item {
                Tree::List(cells) if !cells.iter().any(Tree::is_container) => {
                    self.add_row(cells.iter().map(Tree::to_text).collect())?;
                }
                // Going through an object in Python gives its names.
                Tree::Object(members) => {
                    self.add_row(members.iter().map(|(name, _)| name.clone()).collect())?;
                }
                Tree::List(_) => {
                    self.add(None, item, 0)?;
                }
                scalar => self.add_row(vec![scalar.to_text()])?,
            }
        }
        Ok(())
    }

    /// One object: a header and a row, or name beside value if there is only one.
    fn add_object(&mut self, members: &[(String, Tree)], indent: usize) -> Result<(), String> {
        let (nested, scalars): (Vec<_>, Vec<_>) =
            by_name(members).into_iter().partition(|(_, value)| value.is_container());
        match scalars[..] {
            [] => {}
            [(name, value)] => self.add_row(vec![name.clone(), value.to_text()])?,
            _ => {
                self.add_header(scalars.iter().map(|(name, _)| name.clone()).collect());
                self.add_row(scalars.iter().map(|(_, value)| value.to_text()).collect())?;
            }
        }
        for (name, value) in nested {
            self.add(Some(name), value, indent + 1)?;
        }
        Ok(())
    }

    /// Several objects: a header of all their scalars, and a row each; one with nested parts ends its section.
    fn add_objects(&mut self, items: &[Tree], indent: usize, title: Option<&str>) -> Result<(), String> {
        let mut headers = BTreeSet::new();
        let mut nested = BTreeSet::new();
        for item in items {
            let Tree::Object(members) = item else {
                return Err(no_columns(item));
            };
            for (name, value) in members {
                let names = if value.is_container() { &mut nested } else { &mut headers };
                names.insert(name.as_str());
            }
        }
        let header_row: Vec<String> = headers.iter().map(|&name| name.to_owned()).collect();
        self.add_header(header_row.clone());
        for (index, item) in items.iter().enumerate() {
            if index > 0 && !nested.is_empty() {
                self.sections.push(Section::new(title.unwrap_or_default(), indent));
                self.add_header(header_row.clone());
            }
            let cells = headers.iter().map(|name| item.get(name).map(Tree::to_text).unwrap_or_default());
            self.add_row(cells.collect())?;
            for name in &nested {
                if let Some(value) = item.get(name) {
                    self.add(Some(name), value, indent + 1)?;
                }
            }
        }
        Ok(())
    }

    fn add_header(&mut self, header: Vec<String>) {
        if let Some(section) = self.sections.last_mut() {
            section.add_header(header);
        }
    }

    fn add_row(&mut self, row: Vec<String>) -> Result<(), String> {
        self.sections.last_mut().map_or(Ok(()), |section| section.add_row(row))
    }

    fn render(&mut self, text: &mut String) {
        let mut width = self.width();
        if width > TERMINAL_COLUMNS {
            for section in &mut self.sections {
                section.turn();
            }
            width = self.width();
        }
        text.push_str(&"-".repeat(width));
        text.push('\n');
        for section in &self.sections {
            section.render(width, text);
        }
    }

    fn width(&self) -> usize {
        self.sections.iter().map(Section::width).max().unwrap_or_default()
    }
}
