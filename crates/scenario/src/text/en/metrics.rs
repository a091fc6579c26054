//! Metrics for people; CloudWatch's own names are [`sim::Metric::name`].

use sim::Metric;

/// A short name.
pub fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::NumberOfMessagesSent => "Messages sent",
        Metric::NumberOfMessagesReceived => "Messages received",
        Metric::NumberOfMessagesDeleted => "Messages deleted",
        Metric::NumberOfEmptyReceives => "Empty receives",
        Metric::ApproximateNumberOfMessagesVisible => "Visible",
        Metric::ApproximateNumberOfMessagesNotVisible => "In flight",
        Metric::ApproximateNumberOfMessagesDelayed => "Delayed",
        Metric::ApproximateAgeOfOldestMessage => "Age of the oldest message",
    }
}

/// What a metric counts.
pub fn metric_help(metric: Metric) -> &'static str {
    match metric {
        Metric::NumberOfMessagesSent => "Sends that the queue accepted.",
        Metric::NumberOfMessagesReceived => "Messages handed out, each time that they are.",
        Metric::NumberOfMessagesDeleted => "Messages removed by a delete.",
        Metric::NumberOfEmptyReceives => "Receives that came back with nothing; they cost as much as others.",
        Metric::ApproximateNumberOfMessagesVisible => "Messages that wait to be received.",
        Metric::ApproximateNumberOfMessagesNotVisible => "Messages that were received and are hidden.",
        Metric::ApproximateNumberOfMessagesDelayed => "Messages before the end of their delay.",
        Metric::ApproximateAgeOfOldestMessage => "Time since the oldest stored message came in.",
    }
}

/// The unit of an axis.
pub fn metric_unit(metric: Metric) -> &'static str {
    match metric {
        Metric::NumberOfMessagesSent
        | Metric::NumberOfMessagesReceived
        | Metric::NumberOfMessagesDeleted
        | Metric::NumberOfEmptyReceives => "per second",
        Metric::ApproximateNumberOfMessagesVisible
        | Metric::ApproximateNumberOfMessagesNotVisible
        | Metric::ApproximateNumberOfMessagesDelayed => "messages",
        Metric::ApproximateAgeOfOldestMessage => "seconds",
    }
}
