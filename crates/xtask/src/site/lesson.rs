//! What a static page tells about a built-in scenario.

use anyhow::{Context, Result, anyhow};
use scenario::{Entry, Inline, Paragraph, Problem, QuestionKind, Scenario, library, text};

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
    library::all().map(|entry| read(*entry)).collect()
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
pub fn markup(lesson: &Lesson) -> String {
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
            html.push_str(&format!("<h3>{}</h3>\n", instant(beat.at_us)));
            html.extend(beat.text.iter().map(paragraph));
        }
    }
    if !scenario.goals.is_empty() {
        html.push_str("<h2>Goal</h2>\n<ul>\n");
        for goal in &scenario.goals {
            html.push_str(&format!("<li>{}</li>\n", escaped(&goal.text)));
        }
        html.push_str("</ul>\n");
    }
    if !scenario.quiz.is_empty() {
        html.push_str("<h2>Question</h2>\n");
        html.extend(scenario.quiz.iter().map(question));
    }
    if let Some(drift) = &scenario.drift {
        html.push_str(&format!(
            "<h2>AWS today, and in exams</h2>\n<dl>\n<dt>AWS today, as of {}</dt><dd>{}</dd>\n\
             <dt>Common exam answer</dt><dd>{}</dd>\n</dl>\n",
            escaped(&drift.as_of),
            escaped(&drift.today),
            escaped(&drift.exam)
        ));
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

fn instant(at_us: u64) -> String {
    if at_us == 0 { "At the start".to_owned() } else { format!("After {}", text::span(at_us)) }
}

fn question(question: &scenario::Question) -> String {
    let choices: Vec<&str> = match &question.kind {
        QuestionKind::Single { options } | QuestionKind::Multi { options } => {
            options.iter().map(|option| &*option.text).collect()
        }
        QuestionKind::Order { items } => items.iter().map(|item| &*item.text).collect(),
        QuestionKind::Number(_) | QuestionKind::Moment(_) | QuestionKind::Knob { .. } => Vec::new(),
    };
    let lines = choices.iter().map(|choice| format!("<li>{}</li>\n", escaped(choice)));
    let list = if choices.is_empty() {
        String::new()
    } else {
        format!("<ul>\n{}</ul>\n", lines.collect::<String>())
    };
    format!(
        "<p>{}</p>\n{list}<details><summary>What happens</summary><p>{}</p></details>\n",
        escaped(&question.ask),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_said_from_the_start() {
        assert_eq!(instant(0), "At the start");
        assert_eq!(instant(90_000_000), "After 1 min 30 s");
    }

    #[test]
    fn every_lesson_asks_and_tells() {
        let lessons = all().unwrap();
        assert!(!lessons.is_empty());
        for lesson in lessons {
            let html = markup(&lesson);
            for heading in ["What to notice", "Story", "Question"] {
                assert!(html.contains(&format!("<h2>{heading}</h2>")), "{}: {heading}", lesson.entry.slug);
            }
        }
    }

    #[test]
    fn marks_become_elements() {
        let marks = vec![Inline::Text("a<".into()), Inline::Strong("b".into()), Inline::Code("c&".into())];
        assert_eq!(paragraph(&marks), "<p>a&lt;<strong>b</strong><code>c&amp;</code></p>\n");
    }
}
