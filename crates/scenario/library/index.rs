//! Slugs, titles and summaries of the files beside this one, by chapter and in teaching order; a test compares them.

use super::{Chapter, Entry};

macro_rules! library {
    ($($chapter:literal { $($slug:literal: $title:literal, $summary:literal;)* })*) => {
        pub(super) const CHAPTERS: &[Chapter] = &[$(
            Chapter {
                title: $chapter,
                entries: &[$(Entry { slug: $slug, title: $title, summary: $summary }),*],
            }
        ),*];

        #[cfg(feature = "library-json")]
        pub(super) const FILES: &[(&str, &str)] =
            &[$($(($slug, include_str!(concat!($slug, ".json"))),)*)*];
    };
}

library! {
    "First steps" {
        "spike-absorption": "A spike of orders",
            "Sixteen times the usual load hits a queue; nothing breaks, nothing is lost, and the backlog drains.";
        "consumer-crash": "A worker dies with a message in hand",
            "Receiving hides a message, it does not remove it: the queue hands it out again when its timeout ends.";
        "fifo-ordering": "In order, group by group",
            "A FIFO queue keeps each customer's orders in order; a standard queue with the same input does not.";
        "duplicate-delivery": "Charged twice",
            "Two ways in which a standard queue delivers a message twice, and a consumer that does not mind.";
    }
    "Time limits and lost work" {}
    "Dead letters" {}
    "Order and duplicates" {}
    "Polling and cost" {}
    "Many consumers" {}
    "Lambda" {}
    "Scaling and outages" {}
    "Access and encryption" {}
    "Repair a system" {}
}
