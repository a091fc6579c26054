//! `404.html`: self-contained, since a host serves it for any address.

use super::{
    lesson::Lesson,
    markup::{escaped, filled},
};

const TEMPLATE: &str = include_str!("not_found.html");

/// The page. Its links are right as they stand for an address in the root; its script mends them for the others.
pub fn page(lessons: &[Lesson]) -> String {
    let list: Vec<String> = lessons.iter().map(item).collect();
    filled(TEMPLATE, &[("list", &list.join("\n"))])
}

fn item(lesson: &Lesson) -> String {
    let (slug, title) = (lesson.entry.slug, escaped(lesson.entry.title));
    format!("<li><a data-path=\"s/{slug}/\" href=\"./s/{slug}/\">{title}</a></li>")
}
