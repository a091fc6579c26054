//! What a static page tells about a built-in scenario.

use anyhow::{Context, Result, anyhow};
use scenario::{Entry, Inline, Paragraph, Problem, Scenario, library};

use super::markup::escaped;

/// A built-in scenario, read.
pub struct Lesson {
    /// Its address, title and summary.
    pub entry: Entry,
    /// All that it says.
    pub scenario: Scenario,
    /// Its author's file.
    pub json: &'static str,
}

/// Every built-in scenario, in the library's order.
pub fn all() -> Result<Vec<Lesson>> {
    library::all().iter().map(|entry| read(*entry)).collect()
}

fn read(entry: Entry) -> Result<Lesson> {
    let json =
        library::json(entry.slug).with_context(|| format!("the library has no file for {}", entry.slug))?;
    let scenario =
        Scenario::read(json, &[]).map_err(|problems| anyhow!("{}: {}", entry.slug, told(&problems)))?;
    Ok(Lesson { entry, scenario, json })
}

fn told(problems: &[Problem]) -> String {
    let lines =
        problems.iter().map(|problem| format!("{}: {} {}", problem.at, problem.message, problem.hint));
    lines.collect::<Vec<_>>().join("\n")
}

/// What its page says between the summary and the links, as HTML.
pub fn text(lesson: &Lesson) -> String {
    let scenario = &lesson.scenario;
    let mut html = String::new();
    if !scenario.notice.is_empty() {
        html.push_str("<h2>What to notice</h2>\n<ul>\n");
        for line in &scenario.notice {
            html.push_str(&format!("<li>{}</li>\n", escaped(line)));
        }
        html.push_str("</ul>\n");
    }
    if !scenario.story.is_empty() {
        html.push_str("<h2>Story</h2>\n");
        for beat in &scenario.story {
            html.push_str(&format!("<h3>At {}</h3>\n", clock(beat.at_us)));
            html.extend(beat.text.iter().map(paragraph));
        }
    }
    if !scenario.quiz.is_empty() {
        html.push_str("<h2>Question</h2>\n");
        html.extend(scenario.quiz.iter().map(question));
    }
    if let Some(source) = &scenario.source {
        html.push_str(&format!(
            "<p>Source: <a href=\"{}\">{}</a>, as of {}.</p>\n",
            escaped(&source.url),
            escaped(&source.title),
            escaped(&source.as_of)
        ));
    }
    html
}

fn question(question: &scenario::Question) -> String {
    let options = question.options.iter().map(|option| format!("<li>{}</li>\n", escaped(&option.text)));
    format!(
        "<p>{}</p>\n<ul>\n{}</ul>\n<details><summary>What happens</summary><p>{}</p></details>\n",
        escaped(&question.ask),
        options.collect::<String>(),
        escaped(&question.explain)
    )
}

fn paragraph(paragraph: &Paragraph) -> String {
    let inline = paragraph.iter().map(|inline| match inline {
        Inline::Text(text) => escaped(text),
        Inline::Strong(text) => format!("<strong>{}</strong>", escaped(text)),
        Inline::Code(text) => format!("<code>{}</code>", escaped(text)),
    });
    format!("<p>{}</p>\n", inline.collect::<String>())
}

/// An instant as a reader says it: `42 s`, `2 min 5 s`, `1 d 3 h`.
fn clock(at_us: u64) -> String {
    let at_s = at_us / 1_000_000;
    let fields = [(at_s / 86_400, "d"), (at_s / 3_600 % 24, "h"), (at_s / 60 % 60, "min"), (at_s % 60, "s")];
    let shown: Vec<String> = fields
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    if shown.is_empty() { "the start".to_owned() } else { shown.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_said_in_units() {
        assert_eq!(clock(0), "the start");
        assert_eq!(clock(125_900_000), "2 min 5 s");
        assert_eq!(clock(97_200_000_000), "1 d 3 h");
    }

    #[test]
    fn marks_become_elements() {
        let marks = vec![Inline::Text("a<".into()), Inline::Strong("b".into()), Inline::Code("c&".into())];
        assert_eq!(paragraph(&marks), "<p>a&lt;<strong>b</strong><code>c&amp;</code></p>\n");
    }
}
