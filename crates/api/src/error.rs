//! The errors of AWS by kind: shape, code and status (sqs-facts §1.6, §1.7). Texts are their callers'.

use std::borrow::Cow;

/// What the JSON protocol says of a missing queue.
pub const QUEUE_DOES_NOT_EXIST: &str = "The specified queue does not exist.";

/// An error as a client of AWS sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsError {
    /// `__type` of the JSON protocol, namespace included.
    pub shape: &'static str,
    /// The query protocol's code; the first half of the header `x-amzn-query-error` and boto3's `Code`.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// True if the caller is to blame (`Sender`), false if the service is (`Receiver`).
    pub sender_fault: bool,
    /// The text with its values filled in.
    pub message: String,
}

impl AwsError {
    /// The text as the Query protocol words it: a missing queue is the one that differs.
    pub fn message_on_query(&self) -> Cow<'_, str> {
        if self.message == QUEUE_DOES_NOT_EXIST {
            "The specified queue does not exist for this wsdl version.".into()
        } else {
            self.message.as_str().into()
        }
    }
}

macro_rules! own {
    ($shape:expr, $code:expr, $status:literal) => {
        (concat!("com.amazonaws.sqs#", $shape), $code, $status)
    };
}

macro_rules! prefixed {
    ($shape:literal, $status:literal) => {
        own!($shape, concat!("AWS.SimpleQueueService.", $shape), $status)
    };
}

macro_rules! common {
    ($shape:expr, $code:expr, $status:literal) => {
        (concat!("com.amazon.coral.service#", $shape), $code, $status)
    };
}

macro_rules! plain {
    ($code:literal, $status:literal) => {
        common!(concat!($code, "Exception"), $code, $status)
    };
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ErrorKind {
    BatchEntryIdsNotDistinct,
    BatchRequestTooLong,
    /// Only the `FailureReason` of a move task.
    CouldNotDetermineMessageSource,
    EmptyBatchRequest,
    InvalidAddress,
    InvalidAttributeName,
    InvalidAttributeValue,
    InvalidBatchEntryId,
    InvalidMessageContents,
    InvalidSecurity,
    KmsAccessDenied,
    KmsDisabled,
    KmsInvalidKeyUsage,
    KmsInvalidState,
    KmsNotFound,
    KmsOptInRequired,
    KmsThrottled,
    MessageNotInflight,
    OverLimit,
    PurgeQueueInProgress,
    QueueDeletedRecently,
    QueueDoesNotExist,
    QueueNameExists,
    ReceiptHandleIsInvalid,
    RequestThrottled,
    ResourceNotFound,
    TooManyEntriesInBatchRequest,
    UnsupportedOperation,
    /// Only inside a batch: an entry's body is empty.
    EmptyValue,
    InvalidParameterValue,
    InvalidParameterCombination,
    MissingParameter,
    AccessDenied,
    /// What cannot be decoded.
    MalformedInput,
    /// No such operation.
    InvalidAction,
    InvalidSignature,
    InvalidClientTokenId,
    IncompleteSignature,
    MissingAuthenticationToken,
    RequestExpired,
    RequestEntityTooLarge,
    RequestTimeout,
    ServiceUnavailable,
    InternalFailure,
}

impl ErrorKind {
    /// An error of this kind with its text.
    pub fn says(self, message: impl Into<String>) -> AwsError {
        let (shape, code, status) = self.row();
        AwsError { shape, code, status, sender_fault: status < 500, message: message.into() }
    }

    /// JSON shape, Query code, HTTP status.
    const fn row(self) -> (&'static str, &'static str, u16) {
        match self {
            Self::BatchEntryIdsNotDistinct => prefixed!("BatchEntryIdsNotDistinct", 400),
            Self::BatchRequestTooLong => prefixed!("BatchRequestTooLong", 400),
            Self::CouldNotDetermineMessageSource => plain!("CouldNotDetermineMessageSource", 400),
            Self::EmptyBatchRequest => prefixed!("EmptyBatchRequest", 400),
            Self::InvalidAddress => own!("InvalidAddress", "InvalidAddress", 404),
            Self::InvalidAttributeName => own!("InvalidAttributeName", "InvalidAttributeName", 400),
            Self::InvalidAttributeValue => own!("InvalidAttributeValue", "InvalidAttributeValue", 400),
            Self::InvalidBatchEntryId => prefixed!("InvalidBatchEntryId", 400),
            Self::InvalidMessageContents => own!("InvalidMessageContents", "InvalidMessageContents", 400),
            Self::InvalidSecurity => own!("InvalidSecurity", "InvalidSecurity", 403),
            Self::KmsAccessDenied => own!("KmsAccessDenied", "KMS.AccessDeniedException", 400),
            Self::KmsDisabled => own!("KmsDisabled", "KMS.DisabledException", 400),
            Self::KmsInvalidKeyUsage => own!("KmsInvalidKeyUsage", "KMS.InvalidKeyUsageException", 400),
            Self::KmsInvalidState => own!("KmsInvalidState", "KMS.InvalidStateException", 400),
            Self::KmsNotFound => own!("KmsNotFound", "KMS.NotFoundException", 400),
            Self::KmsOptInRequired => own!("KmsOptInRequired", "KMS.OptInRequired", 403),
            Self::KmsThrottled => own!("KmsThrottled", "KMS.ThrottlingException", 400),
            Self::MessageNotInflight => prefixed!("MessageNotInflight", 400),
            Self::OverLimit => own!("OverLimit", "OverLimit", 403),
            Self::PurgeQueueInProgress => prefixed!("PurgeQueueInProgress", 403),
            Self::QueueDeletedRecently => prefixed!("QueueDeletedRecently", 400),
            Self::QueueDoesNotExist => {
                own!("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", 400)
            }
            Self::QueueNameExists => own!("QueueNameExists", "QueueAlreadyExists", 400),
            Self::ReceiptHandleIsInvalid => own!("ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid", 404),
            Self::RequestThrottled => own!("RequestThrottled", "RequestThrottled", 403),
            Self::ResourceNotFound => own!("ResourceNotFoundException", "ResourceNotFoundException", 404),
            Self::TooManyEntriesInBatchRequest => prefixed!("TooManyEntriesInBatchRequest", 400),
            Self::UnsupportedOperation => prefixed!("UnsupportedOperation", 400),
            Self::EmptyValue => plain!("EmptyValue", 400),
            Self::InvalidParameterValue => plain!("InvalidParameterValue", 400),
            Self::InvalidParameterCombination => plain!("InvalidParameterCombination", 400),
            Self::MissingParameter => common!("MissingRequiredParameterException", "MissingParameter", 400),
            Self::AccessDenied => plain!("AccessDenied", 403),
            Self::MalformedInput => common!("SerializationException", "MalformedInput", 400),
            Self::InvalidAction => common!("UnknownOperationException", "InvalidAction", 400),
            Self::InvalidSignature => common!("InvalidSignatureException", "SignatureDoesNotMatch", 403),
            Self::InvalidClientTokenId => common!("UnrecognizedClientException", "InvalidClientTokenId", 403),
            Self::IncompleteSignature => plain!("IncompleteSignature", 400),
            Self::MissingAuthenticationToken => plain!("MissingAuthenticationToken", 403),
            Self::RequestExpired => plain!("RequestExpired", 400),
            Self::RequestEntityTooLarge => plain!("RequestEntityTooLarge", 413),
            Self::RequestTimeout => plain!("RequestTimeout", 408),
            Self::ServiceUnavailable => plain!("ServiceUnavailable", 503),
            Self::InternalFailure => common!("InternalFailure", "InternalFailure", 500),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// sqs-facts §1.6, word by word: shape, Query code, status.
    const MODELLED: [(ErrorKind, &str, &str, u16); 27] = [
        (
            ErrorKind::BatchEntryIdsNotDistinct,
            "BatchEntryIdsNotDistinct",
            "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            400,
        ),
        (
            ErrorKind::BatchRequestTooLong,
            "BatchRequestTooLong",
            "AWS.SimpleQueueService.BatchRequestTooLong",
            400,
        ),
        (ErrorKind::EmptyBatchRequest, "EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest", 400),
        (ErrorKind::InvalidAddress, "InvalidAddress", "InvalidAddress", 404),
        (ErrorKind::InvalidAttributeName, "InvalidAttributeName", "InvalidAttributeName", 400),
        (ErrorKind::InvalidAttributeValue, "InvalidAttributeValue", "InvalidAttributeValue", 400),
        (
            ErrorKind::InvalidBatchEntryId,
            "InvalidBatchEntryId",
            "AWS.SimpleQueueService.InvalidBatchEntryId",
            400,
        ),
        (ErrorKind::InvalidMessageContents, "InvalidMessageContents", "InvalidMessageContents", 400),
        (ErrorKind::InvalidSecurity, "InvalidSecurity", "InvalidSecurity", 403),
        (ErrorKind::KmsAccessDenied, "KmsAccessDenied", "KMS.AccessDeniedException", 400),
        (ErrorKind::KmsDisabled, "KmsDisabled", "KMS.DisabledException", 400),
        (ErrorKind::KmsInvalidKeyUsage, "KmsInvalidKeyUsage", "KMS.InvalidKeyUsageException", 400),
        (ErrorKind::KmsInvalidState, "KmsInvalidState", "KMS.InvalidStateException", 400),
        (ErrorKind::KmsNotFound, "KmsNotFound", "KMS.NotFoundException", 400),
        (ErrorKind::KmsOptInRequired, "KmsOptInRequired", "KMS.OptInRequired", 403),
        (ErrorKind::KmsThrottled, "KmsThrottled", "KMS.ThrottlingException", 400),
        (
            ErrorKind::MessageNotInflight,
            "MessageNotInflight",
            "AWS.SimpleQueueService.MessageNotInflight",
            400,
        ),
        (ErrorKind::OverLimit, "OverLimit", "OverLimit", 403),
        (
            ErrorKind::PurgeQueueInProgress,
            "PurgeQueueInProgress",
            "AWS.SimpleQueueService.PurgeQueueInProgress",
            403,
        ),
        (
            ErrorKind::QueueDeletedRecently,
            "QueueDeletedRecently",
            "AWS.SimpleQueueService.QueueDeletedRecently",
            400,
        ),
        (ErrorKind::QueueDoesNotExist, "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", 400),
        (ErrorKind::QueueNameExists, "QueueNameExists", "QueueAlreadyExists", 400),
        (ErrorKind::ReceiptHandleIsInvalid, "ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid", 404),
        (ErrorKind::RequestThrottled, "RequestThrottled", "RequestThrottled", 403),
        (ErrorKind::ResourceNotFound, "ResourceNotFoundException", "ResourceNotFoundException", 404),
        (
            ErrorKind::TooManyEntriesInBatchRequest,
            "TooManyEntriesInBatchRequest",
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            400,
        ),
        (
            ErrorKind::UnsupportedOperation,
            "UnsupportedOperation",
            "AWS.SimpleQueueService.UnsupportedOperation",
            400,
        ),
    ];

    #[test]
    fn modelled_errors_are_those_of_aws() {
        for (kind, shape, code, status) in MODELLED {
            let error = kind.says("text");
            assert_eq!(error.shape, format!("com.amazonaws.sqs#{shape}"));
            assert_eq!((error.code, error.status, error.sender_fault), (code, status, true));
        }
    }

    #[test]
    fn only_the_query_protocol_speaks_of_wsdl() {
        let missing = ErrorKind::QueueDoesNotExist.says(QUEUE_DOES_NOT_EXIST);
        assert_eq!(missing.message_on_query(), "The specified queue does not exist for this wsdl version.");
        let other = ErrorKind::OverLimit.says("Too many.");
        assert_eq!(other.message_on_query(), "Too many.");
    }
}
