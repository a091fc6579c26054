//! Patterns of policies: `*` stands for any characters, `?` for one (sqs-facts §10.1).

/// Fields of an ARN: `arn`, partition, service, region, account, and the resource with all its colons.
const ARN_FIELDS: usize = 6;

/// True if the whole text fits the pattern; case counts.
pub(crate) fn is_like(pattern: &str, text: &str) -> bool {
    fits(pattern, text, |one, other| one == other)
}

/// True if the whole text fits the pattern in any case of ASCII letters.
pub(crate) fn is_like_in_any_case(pattern: &str, text: &str) -> bool {
    fits(pattern, text, |one, other| one.eq_ignore_ascii_case(&other))
}

/// True if each field of the ARN fits that of the pattern; fields that the pattern leaves out fit all.
pub(crate) fn is_arn_like(pattern: &str, arn: &str) -> bool {
    let mut fields = arn.splitn(ARN_FIELDS, ':');
    let mut patterns = pattern.splitn(ARN_FIELDS, ':');
    (0..ARN_FIELDS).all(|_| {
        // `*` alone is each field; `arn:aws:sqs` leaves three out.
        let wanted = patterns.next().unwrap_or("*");
        is_like(wanted, fields.next().unwrap_or_default())
    })
}

/// Goes back to the latest `*` where the text does not fit what follows it.
fn fits(pattern: &str, text: &str, same: impl Fn(char, char) -> bool) -> bool {
    let (mut pattern, mut text) = (pattern.chars(), text.chars());
    let mut latest_star = None;
    loop {
        let rest = text.clone();
        match (pattern.next(), text.next()) {
            (Some('*'), _) => {
                latest_star = Some((pattern.clone(), rest.clone()));
                text = rest;
            }
            (Some('?'), Some(_)) => {}
            (Some(wanted), Some(c)) if same(wanted, c) => {}
            (None, None) => return true,
            (Some(_) | None, Some(_)) | (Some(_), None) => {
                let Some((after, from)) = &mut latest_star else {
                    return false;
                };
                if from.next().is_none() {
                    return false;
                }
                (pattern, text) = (after.clone(), from.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("**", "ab"),
            ("a*", "a"),
            ("a*c", "abbbc"),
            ("*b*b", "abab"),
            ("?b", "äb"),
            ("a?*", "ab"),
            ("*.fifo", "x.fifo.fifo"),
        ] {
            assert!(is_like(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("", "a"), ("a", ""), ("?", ""), ("a*c", "abcd"), ("A", "a"), ("a?c", "ac"), ("*a", "ab")]
        {
            assert!(!is_like(pattern, text), "{pattern} {text}");
        }
        assert!(is_like_in_any_case("send*", "SendMessage") && !is_like_in_any_case("send", "SendMessage"));
    }

    #[test]
    fn arns_are_compared_field_by_field() {
        let arn = "arn:aws:sns:us-east-1:111122223333:topic:sub";
        for pattern in
            [arn, "*", "arn:aws:sns:*:*:topic*", "arn:aws:sns", "arn:aws:sns:*", "arn:*:*:*:*:*:sub"]
        {
            assert!(is_arn_like(pattern, arn), "{pattern}");
        }
        // A star stays within its field.
        for pattern in ["arn:aws:sqs:*", "arn:*:111122223333:topic:sub", "arn:aws:sns:*:*:topic", ""] {
            assert!(!is_arn_like(pattern, arn), "{pattern}");
        }
    }
}
