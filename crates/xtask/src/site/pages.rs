//! The pages: start, one per built-in scenario, custom scenarios, not found.

use std::path::Path;

use anyhow::Result;
use scenario::{Entry, choose::ASKED, library, text};

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
    /// The script that brings the app's parts.
    pub loader: String,
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
    files::write(&site.join("index.html"), start(frame).as_bytes())?;
    files::write(&site.join("choose/index.html"), choose(frame).as_bytes())?;
    files::write(&site.join("c/index.html"), custom(frame).as_bytes())?;
    for lesson in lessons {
        let folder = site.join("s").join(lesson.entry.slug);
        files::write(&folder.join("index.html"), of_lesson(frame, lesson).as_bytes())?;
        files::write(&folder.join("scenario.json"), lesson.json.as_bytes())?;
    }
    files::write(&site.join("404.html"), not_found::page(lessons).as_bytes())
}

fn start(frame: &Frame) -> String {
    let description = "Amazon SQS in a browser tab, under a clock that you control: exact, repeatable, and nothing \
                       leaves your machine.";
    let mut main = format!("<h1>sqscope</h1>\n<p>{description}</p>\n<h2>Scenarios</h2>\n");
    for chapter in library::chapters() {
        main.push_str(&format!("<h3>{}</h3>\n<ul>\n", escaped(chapter.title)));
        for entry in chapter.entries {
            main.push_str(&item("./", entry));
        }
        main.push_str("</ul>\n");
    }
    main.push_str("<p><a href=\"./choose/\">Standard or FIFO? Six questions</a></p>");
    html(frame, &Page { root: "./", title: "sqscope: Amazon SQS in a browser tab", description, main: &main })
}

/// A built-in scenario in a list.
fn item(root: &str, entry: &Entry) -> String {
    let (title, summary) = (escaped(entry.title), escaped(entry.summary));
    format!("<li><a href=\"{root}s/{}/\">{title}</a>: {summary}</li>\n", entry.slug)
}

/// Standard or FIFO: without scripts, all questions and what each reason rests on.
fn choose(frame: &Frame) -> String {
    let description = "Six questions, and whether the answer is a standard queue, a FIFO queue, or no queue.";
    let mut main = format!("<h1>Standard or FIFO?</h1>\n<p>{description}</p>\n");
    for asked in ASKED {
        main.push_str(&format!("<h2>{}</h2>\n<ul>\n", escaped(text::asked(asked))));
        let choices = (0..asked.choices()).map(|choice| text::choice(asked, choice));
        main.extend(choices.map(|choice| format!("<li>{}</li>\n", escaped(choice))));
        main.push_str("</ul>\n");
    }
    main.push_str("<p>To choose, the page needs scripts. <a href=\"../\">All scenarios</a></p>");
    html(frame, &Page { root: "../", title: "Standard or FIFO? · sqscope", description, main: &main })
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
            ("loader", &frame.loader),
            ("wasm", &frame.wasm),
            ("chart", &frame.chart),
            ("main", page.main),
        ],
    )
}
