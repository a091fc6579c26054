//! Which attributes of messages a receive asks for (sqs-facts §1.12).

/// The names of a receive. Unknown ones match nothing.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    system: Vec<String>,
    user: Vec<String>,
}

impl Filter {
    pub(crate) fn new<'a>(
        system: impl Iterator<Item = &'a str>,
        user: impl Iterator<Item = &'a str>,
    ) -> Self {
        Self { system: system.map(str::to_owned).collect(), user: user.map(str::to_owned).collect() }
    }

    /// True if a system attribute is asked for.
    pub(super) fn system(&self, name: &str) -> bool {
        self.system.iter().any(|asked| asked == "All" || asked == name)
    }

    /// True if an attribute of the message's own is asked for: by name, by `All`, or by a prefix `bar.*`.
    pub(super) fn user(&self, name: &str) -> bool {
        self.user.iter().any(|asked| match asked.as_str() {
            "All" | "*" => true,
            asked => asked == name || asked.strip_suffix(".*").is_some_and(|prefix| name.starts_with(prefix)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_as_recorded() {
        let names = ["Hello", "Help.Me", "General"];
        for (asked, matched) in [
            (&["All"][..], &["Hello", "Help.Me", "General"][..]),
            (&[".*"], &["Hello", "Help.Me", "General"]),
            (&["*"], &["Hello", "Help.Me", "General"]),
            (&["Hel.*"], &["Hello", "Help.Me"]),
            (&["Help"], &[]),
            (&["Help.*"], &["Help.Me"]),
            (&["General", "General", "..foo", "AWS."], &["General"]),
            (&["all"], &[]),
            (&[], &[]),
        ] {
            let filter = Filter::new([].into_iter(), asked.iter().copied());
            let found: Vec<&str> = names.into_iter().filter(|name| filter.user(name)).collect();
            assert_eq!(found, matched, "{asked:?}");
        }
    }
}
