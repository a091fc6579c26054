//! The order in which the CLI prints the members of answers, where it is not the alphabet's.

use serde_json::Value;

use super::tree::Tree;
use crate::model::{Member, Shape};

/// Members in the order of the service's model, as the SDKs carry it; each row is one structure.
const ORDERS: [&[&str]; 9] = [
    &[
        "MessageId",
        "ReceiptHandle",
        "MD5OfBody",
        "Body",
        "Attributes",
        "MD5OfMessageAttributes",
        "MessageAttributes",
    ],
    &["StringValue", "BinaryValue", "StringListValues", "BinaryListValues", "DataType"],
    &[
        "MD5OfMessageBody",
        "MD5OfMessageAttributes",
        "MD5OfMessageSystemAttributes",
        "MessageId",
        "SequenceNumber",
    ],
    &[
        "Id",
        "MessageId",
        "MD5OfMessageBody",
        "MD5OfMessageAttributes",
        "MD5OfMessageSystemAttributes",
        "SequenceNumber",
    ],
    &["Id", "SenderFault", "Code", "Message"],
    &["Successful", "Failed"],
    &["QueueUrls", "NextToken"],
    &["queueUrls", "NextToken"],
    &[
        "TaskHandle",
        "Status",
        "SourceArn",
        "DestinationArn",
        "MaxNumberOfMessagesPerSecond",
        "ApproximateNumberOfMessagesMoved",
        "ApproximateNumberOfMessagesToMove",
        "FailureReason",
        "StartedTimestamp",
    ],
];

/// The names of a structure's members in the model's order.
pub(super) fn names(members: &[Member]) -> Vec<&'static str> {
    let is_own =
        |row: &&[&str]| row.len() == members.len() && members.iter().all(|member| row.contains(&member.name));
    let row = ORDERS.into_iter().find(is_own);
    row.map_or_else(|| members.iter().map(|member| member.name).collect(), <[&str]>::to_vec)
}

/// A structure as the CLI prints it: members that the model does not know are left out, as its parser does.
pub(super) fn structure(value: &Value, members: &[Member]) -> Tree {
    let in_order = names(members).into_iter().filter_map(|name| {
        let member = members.iter().find(|member| member.name == name)?;
        let value = value.get(name).filter(|value| !value.is_null())?;
        Some((name.to_owned(), ordered(value, member.shape)))
    });
    Tree::Object(in_order.collect())
}

fn ordered(value: &Value, shape: Shape) -> Tree {
    match (shape, value) {
        (Shape::Structure(members), Value::Object(_)) => structure(value, members),
        (Shape::List(list), Value::Array(items)) => {
            Tree::List(items.iter().map(|item| ordered(item, list.item)).collect())
        }
        (Shape::Map(map), Value::Object(entries)) => Tree::Object(
            entries.iter().map(|(name, value)| (name.clone(), ordered(value, map.item))).collect(),
        ),
        _ => Tree::from(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{Action, Operation};

    fn structures(shape: Shape, found: &mut Vec<BTreeSet<&'static str>>) {
        match shape {
            Shape::Structure(members) => {
                found.push(members.iter().map(|member| member.name).collect());
                for member in members {
                    structures(member.shape, found);
                }
            }
            Shape::List(list) => structures(list.item, found),
            Shape::Map(map) => structures(map.item, found),
            _ => {}
        }
    }

    #[test]
    fn every_row_is_a_structure_of_the_model_and_only_single_members_have_none() {
        let mut found = Vec::new();
        for action in Action::ALL {
            if let Some(output) = Operation::Queue(action).signature().output {
                structures(Shape::Structure(output), &mut found);
            }
        }
        let rows: Vec<BTreeSet<&str>> = ORDERS.iter().map(|row| row.iter().copied().collect()).collect();
        for row in &rows {
            assert!(found.contains(row), "{row:?}");
        }
        for structure in found {
            assert!(structure.len() == 1 || rows.contains(&structure), "{structure:?}");
        }
    }
}
