//! The pages: start, one per built-in scenario, custom scenarios, not found.

use std::path::Path;

use anyhow::Result;
use scenario::Entry;

use super::{
    files,
    lesson::{self, Lesson},
    markup::{escaped, filled},
    not_found,
};

const TEMPLATE: &str = include_str!("page.html");

/// What every page links, as paths from the site's root.
pub struct Frame {
    /// The style sheet.
    pub style: String,
    /// The app's script.
    pub script: String,
    /// The app's wasm.
    pub wasm: String,
    /// uPlot.
    pub chart: String,
    /// The icon, if `www/static/` has one.
    pub icon: Option<String>,
    /// The web manifest, if `www/static/` has one.
    pub manifest: Option<String>,
}

struct Page<'a> {
    /// The way from the page to the site's root.
    root: &'a str,
    title: &'a str,
    description: &'a str,
    /// HTML.
    main: &'a str,
}

/// Writes every page.
pub fn write(site: &Path, frame: &Frame, lessons: &[Lesson]) -> Result<()> {
    files::write(&site.join("index.html"), start(frame, lessons).as_bytes())?;
    files::write(&site.join("c/index.html"), custom(frame).as_bytes())?;
    for lesson in lessons {
        let folder = site.join("s").join(lesson.entry.slug);
        files::write(&folder.join("index.html"), of_lesson(frame, lesson).as_bytes())?;
        files::write(&folder.join("scenario.json"), lesson.json.as_bytes())?;
    }
    files::write(&site.join("404.html"), not_found::page(lessons).as_bytes())
}

fn start(frame: &Frame, lessons: &[Lesson]) -> String {
    let description = "Amazon SQS in a browser tab, under a clock that you control: exact, repeatable, and nothing \
                       leaves your machine.";
    let mut main = format!("<h1>sqscope</h1>\n<p>{description}</p>\n<h2>Scenarios</h2>\n<ul>\n");
    for lesson in lessons {
        main.push_str(&format!(
            "<li><a href=\"./s/{}/\">{}</a>: {}</li>\n",
            lesson.entry.slug,
            escaped(lesson.entry.title),
            escaped(lesson.entry.summary)
        ));
    }
    main.push_str("</ul>");
    html(frame, &Page { root: "./", title: "sqscope: Amazon SQS in a browser tab", description, main: &main })
}

fn custom(frame: &Frame) -> String {
    let description = "A scenario of somebody's own: everything that it needs is in its link.";
    let main = format!(
        "<h1>Custom scenario</h1>\n<p>{description} To show it, the page needs scripts.</p>\n\
         <p><a href=\"../\">All scenarios</a></p>"
    );
    html(frame, &Page { root: "../", title: "Custom scenario · sqscope", description, main: &main })
}

fn of_lesson(frame: &Frame, lesson: &Lesson) -> String {
    let Entry { title, summary, .. } = lesson.entry;
    let main = format!(
        "<p><a href=\"../../\">All scenarios</a></p>\n<h1>{}</h1>\n<p>{}</p>\n{}\
         <p><a href=\"scenario.json\">This scenario as JSON</a></p>",
        escaped(title),
        escaped(summary),
        lesson::markup(lesson)
    );
    let title = format!("{title} · sqscope");
    html(frame, &Page { root: "../../", title: &title, description: summary, main: &main })
}

fn html(frame: &Frame, page: &Page<'_>) -> String {
    let mut icons = String::new();
    for (relation, file) in [("icon", &frame.icon), ("manifest", &frame.manifest)] {
        if let Some(file) = file {
            icons.push_str(&format!("<link rel=\"{relation}\" href=\"{}{file}\">\n", page.root));
        }
    }
    filled(
        TEMPLATE,
        &[
            ("root", page.root),
            ("title", &escaped(page.title)),
            ("description", &escaped(page.description)),
            ("icons", &icons),
            ("style", &frame.style),
            ("script", &frame.script),
            ("wasm", &frame.wasm),
            ("chart", &frame.chart),
            ("main", page.main),
        ],
    )
}
