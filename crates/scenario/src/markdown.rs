//! The small subset of Markdown that stories may use: paragraphs, `**strong**`, `` `code` ``.

/// A paragraph of the small Markdown subset: plain, `**strong**`, `` `code` ``.
pub type Paragraph = Vec<Inline>;

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain.
    Text(String),
    /// Important.
    Strong(String),
    /// A name.
    Code(String),
}

/// Paragraphs are parted by empty lines; a mark that is not closed stands for itself.
pub(crate) fn parse(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        if !line.trim().is_empty() {
            lines.push(line.trim());
        } else if !lines.is_empty() {
            paragraphs.push(inlines(&lines.join(" ")));
            lines.clear();
        }
    }
    paragraphs
}

fn inlines(text: &str) -> Paragraph {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let marked = match c {
            '`' => enclosed(rest, "`").map(|(inner, after)| (Inline::Code(inner.to_owned()), after)),
            '*' => enclosed(rest, "**").map(|(inner, after)| (Inline::Strong(inner.to_owned()), after)),
            _ => None,
        };
        match marked {
            Some((inline, after)) => {
                if !plain.is_empty() {
                    out.push(Inline::Text(std::mem::take(&mut plain)));
                }
                out.push(inline);
                rest = after;
            }
            None => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    if !plain.is_empty() {
        out.push(Inline::Text(plain));
    }
    out
}

fn enclosed<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let (inner, after) = text.strip_prefix(mark)?.split_once(mark)?;
    if inner.is_empty() { None } else { Some((inner, after)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let paragraphs: Vec<String> = parse(text)
            .iter()
            .map(|paragraph| {
                paragraph
                    .iter()
                    .map(|inline| match inline {
                        Inline::Text(text) => text.clone(),
                        Inline::Strong(text) => format!("<b>{text}</b>"),
                        Inline::Code(text) => format!("<code>{text}</code>"),
                    })
                    .collect()
            })
            .collect();
        paragraphs.join("|")
    }

    #[test]
    fn marks_and_paragraphs() {
        assert_eq!(shown("a **b** `c`\nd\n\ne"), "a <b>b</b> <code>c</code> d|e");
        assert_eq!(shown("2 * 3 ** `open"), "2 * 3 ** `open");
        assert_eq!(shown("****"), "****");
        assert_eq!(shown("<script>"), "<script>");
        assert_eq!(shown("\n \n"), "");
    }
}
