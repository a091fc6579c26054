//! The three operations of CloudWatch, version 2010-08-01, that read metrics.

use super::{List, Map, Member, MetricAction, Shape, Signature, optional, required};
use Shape::{Boolean, Double, Integer, String, Timestamp};

/// The row of an operation.
pub(super) const fn signature(action: MetricAction) -> &'static Signature {
    match action {
        MetricAction::GetMetricData => &GET_METRIC_DATA,
        MetricAction::GetMetricStatistics => &GET_METRIC_STATISTICS,
        MetricAction::ListMetrics => &LIST_METRICS,
    }
}

const STRINGS: Shape = list(&List { item: String, flattened: false });
const DIMENSIONS: Shape = list(&List {
    item: Shape::Structure(&[required("Name", String), required("Value", String)]),
    flattened: false,
});
const MESSAGES: Shape = list(&List {
    item: Shape::Structure(&[optional("Code", String), optional("Value", String)]),
    flattened: false,
});

const METRIC: &[Member] =
    &[optional("Dimensions", DIMENSIONS), optional("MetricName", String), optional("Namespace", String)];

const GET_METRIC_STATISTICS: Signature = Signature {
    input: &[
        required("Namespace", String),
        required("MetricName", String),
        optional("Dimensions", DIMENSIONS),
        required("StartTime", Timestamp),
        required("EndTime", Timestamp),
        required("Period", Integer),
        optional("Statistics", STRINGS),
        optional("ExtendedStatistics", STRINGS),
        optional("Unit", String),
    ],
    output: Some(&[
        optional("Datapoints", list(&List { item: Shape::Structure(DATAPOINT), flattened: false })),
        optional("Label", String),
    ]),
};

const DATAPOINT: &[Member] = &[
    optional("Average", Double),
    optional(
        "ExtendedStatistics",
        Shape::Map(&Map { key: "key", value: "value", item: Double, flattened: false }),
    ),
    optional("Maximum", Double),
    optional("Minimum", Double),
    optional("SampleCount", Double),
    optional("Sum", Double),
    optional("Timestamp", Timestamp),
    optional("Unit", String),
];

const GET_METRIC_DATA: Signature = Signature {
    input: &[
        required(
            "MetricDataQueries",
            list(&List { item: Shape::Structure(METRIC_DATA_QUERY), flattened: false }),
        ),
        required("StartTime", Timestamp),
        required("EndTime", Timestamp),
        optional("NextToken", String),
        optional("ScanBy", String),
        optional("MaxDatapoints", Integer),
        optional("LabelOptions", Shape::Structure(&[optional("Timezone", String)])),
    ],
    output: Some(&[
        optional("Messages", MESSAGES),
        optional(
            "MetricDataResults",
            list(&List { item: Shape::Structure(METRIC_DATA_RESULT), flattened: false }),
        ),
        optional("NextToken", String),
    ]),
};

const METRIC_DATA_QUERY: &[Member] = &[
    required("Id", String),
    optional(
        "MetricStat",
        Shape::Structure(&[
            required("Metric", Shape::Structure(METRIC)),
            required("Period", Integer),
            required("Stat", String),
            optional("Unit", String),
        ]),
    ),
    optional("Expression", String),
    optional("Label", String),
    optional("ReturnData", Boolean),
    optional("Period", Integer),
    optional("AccountId", String),
];

const METRIC_DATA_RESULT: &[Member] = &[
    optional("Id", String),
    optional("Label", String),
    optional("Messages", MESSAGES),
    optional("StatusCode", String),
    optional("Timestamps", list(&List { item: Timestamp, flattened: false })),
    optional("Values", list(&List { item: Double, flattened: false })),
];

const LIST_METRICS: Signature = Signature {
    input: &[
        optional("Namespace", String),
        optional("MetricName", String),
        optional(
            "Dimensions",
            list(&List {
                item: Shape::Structure(&[required("Name", String), optional("Value", String)]),
                flattened: false,
            }),
        ),
        optional("NextToken", String),
        optional("RecentlyActive", String),
        optional("IncludeLinkedAccounts", Boolean),
        optional("OwningAccount", String),
    ],
    output: Some(&[
        optional("Metrics", list(&List { item: Shape::Structure(METRIC), flattened: false })),
        optional("NextToken", String),
        optional("OwningAccounts", STRINGS),
    ]),
};

const fn list(items: &'static List) -> Shape {
    Shape::List(items)
}
