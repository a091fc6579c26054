//! Why a link does not open, and what is to be said of one that does.

use super::envelope::{PAYLOAD_CHARS_MAX, VERSION};
use super::squeeze::INFLATED_BYTES_MAX;
use crate::Problem;

/// Why a payload was not made, or does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// Something other than letters, digits, `-` and `_`.
    NotAPayload,
    /// An address without a scenario and without a payload.
    Nothing,
    /// Fewer than four characters.
    TooShort,
    /// So many characters, more than 8,000.
    TooLong(usize),
    /// The check at its end is wrong.
    Damaged,
    /// A version of the payload that this program does not know.
    NewerVersion(u8),
    /// A way of packing that this program does not know.
    UnknownCodec,
    /// It grows beyond 64 KiB when it is unpacked.
    Bomb,
    /// Its check is right, but what it holds makes no sense.
    Malformed,
    /// A built-in scenario by a number that this program does not know.
    UnknownScenario(u32),
    /// The JSON of the built-in scenario that the link begins with was not given.
    BaseMissing(&'static str),
    /// A scenario in JSON, embedded or given, that cannot be read.
    BadScenario(Vec<Problem>),
    /// A slug without a number in links.
    UnnumberedSlug(String),
}

impl LinkProblem {
    /// In words.
    pub fn problem(&self) -> Problem {
        let again = "Ask for the link again, and copy it whole.";
        let reload = "Reload the page to get the newest version of it.";
        let (message, hint) = match self {
            Self::NotAPayload => ("What stands behind the # is no link of sqscope.".to_owned(), again),
            Self::Nothing => (
                "The address names no scenario, and nothing stands behind its #.".to_owned(),
                "Choose a scenario from the list, or ask for the link again.",
            ),
            Self::TooShort => ("The link is cut off.".to_owned(), again),
            Self::TooLong(chars) => (
                format!("The link has {chars} characters; at most {PAYLOAD_CHARS_MAX} are possible."),
                "Shorten the texts, or hand the scenario over as a file.",
            ),
            Self::Damaged => ("The link was cut off or changed on the way.".to_owned(), again),
            Self::NewerVersion(version) => (
                format!("The link has version {version}; this page reads links up to version {VERSION}."),
                reload,
            ),
            Self::UnknownCodec => {
                ("The link is packed in a way that is newer than this page.".to_owned(), reload)
            }
            Self::Bomb => (
                format!("The link grows beyond {INFLATED_BYTES_MAX} bytes when it is unpacked."),
                "No scenario is that large: do not trust where it comes from.",
            ),
            Self::Malformed => ("The link is whole, but what it says makes no sense.".to_owned(), again),
            Self::UnknownScenario(number) => (
                format!("The link begins with scenario number {number}, which this page does not have."),
                reload,
            ),
            Self::BaseMissing(slug) => (
                format!("The link begins with the scenario {slug}, which is not at hand."),
                "Open it on the page, which has all scenarios.",
            ),
            Self::BadScenario(problems) => return bad_scenario(problems),
            Self::UnnumberedSlug(slug) => (
                format!("The scenario {slug} has no number in links."),
                "Append it to the list of numbers beside the library.",
            ),
        };
        Problem::new("link", message, hint)
    }
}

fn bad_scenario(problems: &[Problem]) -> Problem {
    let first = problems.first();
    let at = first.map_or("", |problem| problem.at.as_str());
    let why = first.map_or("", |problem| problem.message.as_str());
    let message = format!("The scenario in the link cannot be read, at {at:?}: {why}");
    Problem::new("link", message, first.map_or("", |problem| problem.hint.as_str()))
}

/// What is to be said of a link that opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// So many settings are newer than this program and were left out.
    LeftOut(u32),
    /// The rules of the simulator have changed since the link was made.
    Semantics {
        /// As the link says.
        shared: u32,
        /// [`sim::SEMANTICS`].
        now: u32,
    },
    /// What runs in the built-in scenario has changed since the link was made.
    BaseChanged(&'static str),
    /// As [`Notice::BaseChanged`], but the link brought the whole scenario as it was, and that is open.
    BaseEmbedded(&'static str),
    /// The built-in scenario by this number is unknown; the link brought it whole, and that is open.
    BaseUnknown(u32),
    /// An edit that leads nowhere any more.
    EditLost(Problem),
}

impl Notice {
    /// In words.
    pub fn problem(&self) -> Problem {
        let (message, hint) = match self {
            Self::LeftOut(1) => (
                "1 setting of this link is newer than this page and was left out.".to_owned(),
                "Reload the page to get the newest version of it.",
            ),
            Self::LeftOut(count) => (
                format!("{count} settings of this link are newer than this page and were left out."),
                "Reload the page to get the newest version of it.",
            ),
            Self::Semantics { shared, now } => (
                format!(
                    "A rule of the simulator was corrected since this link was made (rules {shared}, now {now}): \
                     results may differ from when this was shared."
                ),
                "Share it anew to keep what you see now.",
            ),
            Self::BaseChanged(slug) => (
                format!(
                    "The scenario {slug} was changed since this link was made: results may differ from when \
                     this was shared."
                ),
                "Share it anew to keep what you see now.",
            ),
            Self::BaseEmbedded(slug) => (
                format!("The scenario {slug} was changed since this link was made. You see it as it was."),
                "Open it from the list to see it as it is now.",
            ),
            Self::BaseUnknown(_) => (
                "The link begins with a scenario that this page does not have. You see what the link brought."
                    .to_owned(),
                "Reload the page to get the newest version of it.",
            ),
            Self::EditLost(problem) => return problem.clone(),
        };
        Problem::new("link", message, hint)
    }
}
