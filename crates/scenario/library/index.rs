//! Slugs, titles and summaries of the files beside this one, in teaching order; a test compares them.

use super::Entry;

macro_rules! library {
    ($($slug:literal: $title:literal, $summary:literal;)*) => {
        pub(super) const ENTRIES: &[Entry] =
            &[$(Entry { slug: $slug, title: $title, summary: $summary }),*];

        #[cfg(feature = "library-json")]
        pub(super) const FILES: &[(&str, &str)] = &[$(($slug, include_str!(concat!($slug, ".json")))),*];
    };
}

library! {
    "spike-absorption": "A spike of orders",
        "Sixteen times the usual load hits a queue; nothing breaks, nothing is lost, and the backlog drains.";
    "consumer-crash": "A worker dies with a message in hand",
        "Receiving hides a message, it does not remove it: the queue hands it out again when its timeout ends.";
    "fifo-ordering": "In order, group by group",
        "A FIFO queue keeps each customer's orders in order; a standard queue with the same input does not.";
    "duplicate-delivery": "Charged twice",
        "Two ways in which a standard queue delivers a message twice, and a consumer that does not mind.";
}
