//! Where a batch words a refusal in another way than a single call (sqs-facts §1.8, §1.9).

use sqs::Refusal;

use super::{Context, describe};
use crate::error::{AwsError, ErrorKind};

/// The refusal of a whole batch.
pub fn describe_batch(refusal: &Refusal, context: &Context<'_>) -> AwsError {
    let single = describe(refusal, context);
    match refusal {
        Refusal::MissingMessageGroupId => ErrorKind::InvalidParameterValue.says(single.message),
        _ => single,
    }
}

/// The refusal of one entry, whose batch goes on.
pub fn describe_entry(refusal: &Refusal, context: &Context<'_>) -> AwsError {
    match refusal {
        Refusal::MessageTooLong(limit_bytes) => ErrorKind::InvalidParameterValue.says(format!(
            "One or more parameters cannot be validated. \
             Reason: Message must be shorter than {limit_bytes} bytes."
        )),
        Refusal::DelayNotForFifo(_) | Refusal::DeduplicationIdNotForStandard => {
            ErrorKind::InvalidParameterValue
                .says("The request include parameter that is not valid for this queue type")
        }
        Refusal::ReceiptHandleExpired => {
            ErrorKind::ReceiptHandleIsInvalid.says("The receipt handle has expired")
        }
        // The code was seen on AWS, the text was not.
        Refusal::MissingBody => ErrorKind::EmptyValue.says(describe(refusal, context).message),
        _ => describe_batch(refusal, context),
    }
}
