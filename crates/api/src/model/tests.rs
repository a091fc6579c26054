//! What must hold for every row of the table.

use super::{Action, Member, MetricAction, Operation, Shape};

fn operations() -> impl Iterator<Item = Operation> {
    let queue = Action::ALL.into_iter().map(Operation::Queue);
    queue.chain(MetricAction::ALL.into_iter().map(Operation::Metric))
}

#[test]
fn every_name_leads_back_to_its_action() {
    for action in Action::ALL {
        assert_eq!(Action::named(action.name()), Some(action));
    }
    for action in MetricAction::ALL {
        assert_eq!(MetricAction::named(action.name()), Some(action));
    }
    assert_eq!(Action::named("sendMessage"), None);
}

#[test]
fn answers_are_in_alphabetical_order() {
    fn check(members: &[Member]) {
        let names: Vec<&str> = members.iter().map(|member| member.name).collect();
        assert!(names.is_sorted(), "{names:?}");
        for member in members {
            match member.shape {
                Shape::Structure(inner) => check(inner),
                Shape::List(list) => {
                    if let Shape::Structure(inner) = list.item {
                        check(inner);
                    }
                }
                _ => {}
            }
        }
    }
    operations().filter_map(|operation| operation.signature().output).for_each(check);
}

#[test]
fn no_two_members_of_a_request_share_a_name_on_either_protocol() {
    for operation in operations() {
        let input = operation.signature().input;
        for (n, member) in input.iter().enumerate() {
            let rest = &input[n + 1..];
            assert!(rest.iter().all(|other| other.name != member.name), "{operation:?} {}", member.name);
            assert!(
                rest.iter().all(|other| other.query_name != member.query_name),
                "{operation:?} {}",
                member.query_name
            );
        }
    }
}

#[test]
fn the_actions_without_an_answer_are_those_of_aws() {
    let empty: Vec<&str> = Action::ALL
        .into_iter()
        .filter(|action| Operation::Queue(*action).signature().output.is_none())
        .map(Action::name)
        .collect();
    assert_eq!(
        empty,
        [
            "AddPermission",
            "ChangeMessageVisibility",
            "DeleteMessage",
            "DeleteQueue",
            "PurgeQueue",
            "RemovePermission",
            "SetQueueAttributes",
            "TagQueue",
            "UntagQueue",
        ]
    );
}
