//! `--output json`.

use crate::command_line::tree::Tree;

const INDENT: &str = "    ";

/// An empty object, which is what an action without an answer gives, is printed as nothing.
pub(super) fn print(answer: &Tree) -> String {
    let mut text = String::new();
    if *answer != Tree::Object(Vec::new()) {
        write(answer, 0, &mut text);
        text.push('\n');
    }
    text
}

fn write(tree: &Tree, depth: usize, text: &mut String) {
    match tree {
        Tree::Null => text.push_str("null"),
        Tree::Bool(it) => text.push_str(if *it { "true" } else { "false" }),
        Tree::Number(it) => text.push_str(&it.to_string()),
        Tree::String(it) => write_string(it, text),
        Tree::List(items) => {
            let items = items.iter().map(|item| (None, item));
            write_members('[', ']', items, depth, text);
        }
        Tree::Object(members) => {
            let members = members.iter().map(|(name, value)| (Some(name.as_str()), value));
            write_members('{', '}', members, depth, text);
        }
    }
}

fn write_members<'a>(
    open: char,
    close: char,
    members: impl ExactSizeIterator<Item = (Option<&'a str>, &'a Tree)>,
    depth: usize,
    text: &mut String,
) {
    let is_empty = members.len() == 0;
    text.push(open);
    for (index, (name, value)) in members.enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&INDENT.repeat(depth + 1));
        if let Some(name) = name {
            write_string(name, text);
            text.push_str(": ");
        }
        write(value, depth + 1, text);
    }
    if !is_empty {
        text.push('\n');
        text.push_str(&INDENT.repeat(depth));
    }
    text.push(close);
}

/// Characters beyond ASCII stay as they are.
fn write_string(string: &str, text: &mut String) {
    text.push_str(&serde_json::Value::from(string).to_string());
}
