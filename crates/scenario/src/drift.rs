//! Where AWS today and the common exam answer differ.

use crate::problem::quoted;
use crate::read::Reader;
use crate::v1;

/// What AWS does today, and what older exam texts still say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// What AWS does.
    pub today: String,
    /// What the common exam answer says.
    pub exam: String,
    /// When this was looked up: `2026-11`.
    pub as_of: String,
}

/// Characters of each of the two texts: they stand side by side.
const CHARS_MAX: usize = 400;

/// Checks what an author wrote; what is wrong is reported.
pub(crate) fn drift(it: &v1::Drift, reader: &mut Reader) -> Drift {
    for (below, text) in [("/drift/today", &it.today.en), ("/drift/exam", &it.exam.en)] {
        if text.chars().count() > CHARS_MAX {
            reader.report(below, format!("This text has at most {CHARS_MAX} characters."), "Shorten it.");
        }
    }
    if !is_date(&it.as_of) {
        let message = format!("{} is no month and no day.", quoted(&it.as_of));
        reader.report("/drift/asOf", message, "Write `2026-11` or `2026-11-21`.");
    }
    Drift { today: it.today.en.clone(), exam: it.exam.en.clone(), as_of: it.as_of.clone() }
}

/// `2026-11`, `2026-11-21`
fn is_date(text: &str) -> bool {
    let within = |part: Option<&str>, digits: usize, max: u32| {
        part.filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|part| part.parse::<u32>().ok())
            .is_some_and(|number| (1..=max).contains(&number))
    };
    let mut parts = text.split('-');
    let is_month = within(parts.next(), 4, 9_999) && within(parts.next(), 2, 12);
    let day = parts.next();
    is_month && (day.is_none() || within(day, 2, 31)) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn months_and_days_are_dates() {
        for date in ["2026-11", "2026-11-21", "0001-01-31"] {
            assert!(is_date(date), "{date}");
        }
        for text in
            ["", "2026", "2026-13", "2026-00", "2026-1", "26-11", "2026-11-32", "2026-11-2", "2026-11-21-1"]
        {
            assert!(!is_date(text), "{text}");
        }
    }
}
