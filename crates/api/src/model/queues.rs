//! The 23 actions of SQS, version 2012-11-05.

use super::{Action, List, Map, Member, Shape, Signature, optional, required};
use Shape::{Blob, Boolean, Integer, Long, String};

/// The row of an action.
pub(super) const fn signature(action: Action) -> &'static Signature {
    match action {
        Action::AddPermission => &ADD_PERMISSION,
        Action::CancelMessageMoveTask => &CANCEL_MESSAGE_MOVE_TASK,
        Action::ChangeMessageVisibility => &CHANGE_MESSAGE_VISIBILITY,
        Action::ChangeMessageVisibilityBatch => &CHANGE_MESSAGE_VISIBILITY_BATCH,
        Action::CreateQueue => &CREATE_QUEUE,
        Action::DeleteMessage => &DELETE_MESSAGE,
        Action::DeleteMessageBatch => &DELETE_MESSAGE_BATCH,
        Action::DeleteQueue => &DELETE_QUEUE,
        Action::GetQueueAttributes => &GET_QUEUE_ATTRIBUTES,
        Action::GetQueueUrl => &GET_QUEUE_URL,
        Action::ListDeadLetterSourceQueues => &LIST_DEAD_LETTER_SOURCE_QUEUES,
        Action::ListMessageMoveTasks => &LIST_MESSAGE_MOVE_TASKS,
        Action::ListQueueTags => &LIST_QUEUE_TAGS,
        Action::ListQueues => &LIST_QUEUES,
        Action::PurgeQueue => &PURGE_QUEUE,
        Action::ReceiveMessage => &RECEIVE_MESSAGE,
        Action::RemovePermission => &REMOVE_PERMISSION,
        Action::SendMessage => &SEND_MESSAGE,
        Action::SendMessageBatch => &SEND_MESSAGE_BATCH,
        Action::SetQueueAttributes => &SET_QUEUE_ATTRIBUTES,
        Action::StartMessageMoveTask => &START_MESSAGE_MOVE_TASK,
        Action::TagQueue => &TAG_QUEUE,
        Action::UntagQueue => &UNTAG_QUEUE,
    }
}

const STRINGS: Shape = Shape::List(&List { item: String, flattened: true });
const BLOBS: Shape = Shape::List(&List { item: Blob, flattened: true });
const ATTRIBUTES: Shape = Shape::Map(&Map { key: "Name", value: "Value", item: String, flattened: true });
const TAGS: Shape = Shape::Map(&Map { key: "Key", value: "Value", item: String, flattened: true });
const MESSAGE_ATTRIBUTES: Shape = Shape::Map(&Map {
    key: "Name",
    value: "Value",
    item: Shape::Structure(MESSAGE_ATTRIBUTE_VALUE),
    flattened: true,
});

const MESSAGE_ATTRIBUTE_VALUE: &[Member] = &[
    optional("BinaryListValues", BLOBS).on_query("BinaryListValue"),
    optional("BinaryValue", Blob),
    required("DataType", String),
    optional("StringListValues", STRINGS).on_query("StringListValue"),
    optional("StringValue", String),
];

const QUEUE_URL: Member = required("QueueUrl", String);
const MESSAGE_ATTRIBUTES_MEMBER: Member =
    optional("MessageAttributes", MESSAGE_ATTRIBUTES).on_query("MessageAttribute");
const MESSAGE_SYSTEM_ATTRIBUTES_MEMBER: Member =
    optional("MessageSystemAttributes", MESSAGE_ATTRIBUTES).on_query("MessageSystemAttribute");

const ADD_PERMISSION: Signature = Signature {
    input: &[
        QUEUE_URL,
        required("Label", String),
        required("AWSAccountIds", STRINGS).on_query("AWSAccountId"),
        required("Actions", STRINGS).on_query("ActionName"),
    ],
    output: None,
};

const CANCEL_MESSAGE_MOVE_TASK: Signature = Signature {
    input: &[required("TaskHandle", String)],
    output: Some(&[optional("ApproximateNumberOfMessagesMoved", Long)]),
};

const CHANGE_MESSAGE_VISIBILITY: Signature = Signature {
    input: &[QUEUE_URL, required("ReceiptHandle", String), required("VisibilityTimeout", Integer)],
    output: None,
};

const CHANGE_MESSAGE_VISIBILITY_BATCH: Signature = Signature {
    input: &[
        QUEUE_URL,
        required(
            "Entries",
            Shape::List(&List {
                item: Shape::Structure(&[
                    required("Id", String),
                    required("ReceiptHandle", String),
                    optional("VisibilityTimeout", Integer),
                ]),
                flattened: true,
            }),
        )
        .on_query("ChangeMessageVisibilityBatchRequestEntry"),
    ],
    output: Some(&[FAILED, succeeded(&ID_ONLY).on_query("ChangeMessageVisibilityBatchResultEntry")]),
};

const CREATE_QUEUE: Signature = Signature {
    input: &[
        required("QueueName", String),
        optional("Attributes", ATTRIBUTES).on_query("Attribute"),
        optional("tags", TAGS).on_query("Tag"),
    ],
    output: Some(&[optional("QueueUrl", String)]),
};

const DELETE_MESSAGE: Signature =
    Signature { input: &[QUEUE_URL, required("ReceiptHandle", String)], output: None };

const DELETE_MESSAGE_BATCH: Signature = Signature {
    input: &[
        QUEUE_URL,
        required(
            "Entries",
            Shape::List(&List {
                item: Shape::Structure(&[required("Id", String), required("ReceiptHandle", String)]),
                flattened: true,
            }),
        )
        .on_query("DeleteMessageBatchRequestEntry"),
    ],
    output: Some(&[FAILED, succeeded(&ID_ONLY).on_query("DeleteMessageBatchResultEntry")]),
};

const DELETE_QUEUE: Signature = Signature { input: &[QUEUE_URL], output: None };

const GET_QUEUE_ATTRIBUTES: Signature = Signature {
    input: &[QUEUE_URL, optional("AttributeNames", STRINGS).on_query("AttributeName")],
    output: Some(&[optional("Attributes", ATTRIBUTES).on_query("Attribute")]),
};

const GET_QUEUE_URL: Signature = Signature {
    input: &[required("QueueName", String), optional("QueueOwnerAWSAccountId", String)],
    output: Some(&[optional("QueueUrl", String)]),
};

const LIST_DEAD_LETTER_SOURCE_QUEUES: Signature = Signature {
    input: &[QUEUE_URL, optional("NextToken", String), optional("MaxResults", Integer)],
    output: Some(&[optional("NextToken", String), required("queueUrls", STRINGS).on_query("QueueUrl")]),
};

const LIST_MESSAGE_MOVE_TASKS: Signature = Signature {
    input: &[required("SourceArn", String), optional("MaxResults", Integer)],
    output: Some(&[optional(
        "Results",
        Shape::List(&List { item: Shape::Structure(MOVE_TASK), flattened: true }),
    )
    .on_query("ListMessageMoveTasksResultEntry")]),
};

const MOVE_TASK: &[Member] = &[
    optional("ApproximateNumberOfMessagesMoved", Long),
    optional("ApproximateNumberOfMessagesToMove", Long),
    optional("DestinationArn", String),
    optional("FailureReason", String),
    optional("MaxNumberOfMessagesPerSecond", Integer),
    optional("SourceArn", String),
    optional("StartedTimestamp", Long),
    optional("Status", String),
    optional("TaskHandle", String),
];

const LIST_QUEUE_TAGS: Signature =
    Signature { input: &[QUEUE_URL], output: Some(&[optional("Tags", TAGS).on_query("Tag")]) };

const LIST_QUEUES: Signature = Signature {
    input: &[
        optional("QueueNamePrefix", String),
        optional("NextToken", String),
        optional("MaxResults", Integer),
    ],
    output: Some(&[optional("NextToken", String), optional("QueueUrls", STRINGS).on_query("QueueUrl")]),
};

const PURGE_QUEUE: Signature = Signature { input: &[QUEUE_URL], output: None };

const RECEIVE_MESSAGE: Signature = Signature {
    input: &[
        QUEUE_URL,
        optional("AttributeNames", STRINGS).on_query("AttributeName"),
        optional("MessageSystemAttributeNames", STRINGS).on_query("MessageSystemAttributeName"),
        optional("MessageAttributeNames", STRINGS).on_query("MessageAttributeName"),
        optional("MaxNumberOfMessages", Integer),
        optional("VisibilityTimeout", Integer),
        optional("WaitTimeSeconds", Integer),
        optional("ReceiveRequestAttemptId", String),
    ],
    output: Some(&[optional(
        "Messages",
        Shape::List(&List { item: Shape::Structure(MESSAGE), flattened: true }),
    )
    .on_query("Message")]),
};

const MESSAGE: &[Member] = &[
    optional("Attributes", ATTRIBUTES).on_query("Attribute"),
    optional("Body", String),
    optional("MD5OfBody", String),
    optional("MD5OfMessageAttributes", String),
    MESSAGE_ATTRIBUTES_MEMBER,
    optional("MessageId", String),
    optional("ReceiptHandle", String),
];

const REMOVE_PERMISSION: Signature =
    Signature { input: &[QUEUE_URL, required("Label", String)], output: None };

const SEND_MESSAGE: Signature = Signature {
    input: &[
        QUEUE_URL,
        required("MessageBody", String),
        optional("DelaySeconds", Integer),
        MESSAGE_ATTRIBUTES_MEMBER,
        MESSAGE_SYSTEM_ATTRIBUTES_MEMBER,
        optional("MessageDeduplicationId", String),
        optional("MessageGroupId", String),
    ],
    output: Some(&[
        optional("MD5OfMessageAttributes", String),
        optional("MD5OfMessageBody", String),
        optional("MD5OfMessageSystemAttributes", String),
        optional("MessageId", String),
        optional("SequenceNumber", String),
    ]),
};

const SEND_MESSAGE_BATCH: Signature = Signature {
    input: &[
        QUEUE_URL,
        required(
            "Entries",
            Shape::List(&List { item: Shape::Structure(SEND_MESSAGE_BATCH_ENTRY), flattened: true }),
        )
        .on_query("SendMessageBatchRequestEntry"),
    ],
    output: Some(&[FAILED, succeeded(&SENT).on_query("SendMessageBatchResultEntry")]),
};

const SEND_MESSAGE_BATCH_ENTRY: &[Member] = &[
    required("Id", String),
    required("MessageBody", String),
    optional("DelaySeconds", Integer),
    MESSAGE_ATTRIBUTES_MEMBER,
    MESSAGE_SYSTEM_ATTRIBUTES_MEMBER,
    optional("MessageDeduplicationId", String),
    optional("MessageGroupId", String),
];

const SET_QUEUE_ATTRIBUTES: Signature =
    Signature { input: &[QUEUE_URL, required("Attributes", ATTRIBUTES).on_query("Attribute")], output: None };

const START_MESSAGE_MOVE_TASK: Signature = Signature {
    input: &[
        required("SourceArn", String),
        optional("DestinationArn", String),
        optional("MaxNumberOfMessagesPerSecond", Integer),
    ],
    output: Some(&[optional("TaskHandle", String)]),
};

const TAG_QUEUE: Signature =
    Signature { input: &[QUEUE_URL, required("Tags", TAGS).on_query("Tag")], output: None };

const UNTAG_QUEUE: Signature =
    Signature { input: &[QUEUE_URL, required("TagKeys", STRINGS).on_query("TagKey")], output: None };

const FAILED: Member = required(
    "Failed",
    Shape::List(&List {
        item: Shape::Structure(&[
            required("Code", String),
            required("Id", String),
            optional("Message", String),
            required("SenderFault", Boolean),
        ]),
        flattened: true,
    }),
)
.on_query("BatchResultErrorEntry");

const fn succeeded(entries: &'static List) -> Member {
    required("Successful", Shape::List(entries))
}

const ID_ONLY: List = List { item: Shape::Structure(&[required("Id", String)]), flattened: true };

const SENT: List = List {
    item: Shape::Structure(&[
        required("Id", String),
        optional("MD5OfMessageAttributes", String),
        required("MD5OfMessageBody", String),
        optional("MD5OfMessageSystemAttributes", String),
        required("MessageId", String),
        optional("SequenceNumber", String),
    ]),
    flattened: true,
};
