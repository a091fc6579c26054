//! Statements: whom they mean, which actions and resources they are about, and what they come to.

use super::*;
use crate::QueueId;

const OWNER: u64 = 123_456_789_012;
const OTHER: u64 = 111_122_223_333;
const ARN: &str = "arn:aws:sqs:us-east-1:123456789012:orders";

fn said(caller: &Caller, action: Action, statements: &[Statement]) -> Said {
    let request = Request {
        caller,
        action,
        account: OWNER,
        arn: ARN.into(),
        queue_tags: &[],
        command: &Command::GetQueueAttributes { queue: QueueId(0) },
        at_us: 0,
    };
    request.said_by(&Policy { statements: statements.to_vec(), ..Policy::default() })
}

fn listed<T>(items: Vec<T>) -> Listed<T> {
    Listed { negated: false, items }
}

fn allow(principal: Principal, action: &str) -> Statement {
    Statement {
        sid: None,
        effect: Effect::Allow,
        principals: listed(vec![principal]),
        actions: listed(vec![action.into()]),
        resources: listed(vec![ARN.into()]),
        conditions: Vec::new(),
    }
}

fn user(account: u64, name: &str) -> Caller {
    let principal = Some(format!("arn:aws:iam::{account:012}:user/{name}").into());
    Caller { account, principal, ..Caller::default() }
}

fn root(account: u64) -> Caller {
    Caller { account, ..Caller::default() }
}

#[test]
fn a_callers_own_policy_means_the_caller_in_any_service() {
    let said = |statements: &[Statement], action: (&str, &str), arn: &str| {
        let caller = user(OWNER, "ann");
        let request = Request {
            caller: &caller,
            action: Action::SendMessage,
            account: OWNER,
            arn: ARN.into(),
            queue_tags: &[],
            command: &Command::GetQueueAttributes { queue: QueueId(0) },
            at_us: 0,
        };
        request.said_by_own(&Policy { statements: statements.to_vec(), ..Policy::default() }, action, arn)
    };
    // Whom its statements name does not matter.
    let allow = allow(Principal::Account(OTHER), "sqs:Send*");
    assert_eq!(said(std::slice::from_ref(&allow), ("sqs", "SendMessage"), ARN), Said::Allows);
    assert_eq!(said(std::slice::from_ref(&allow), ("sqs", "ReceiveMessage"), ARN), Said::Nothing);
    assert_eq!(said(std::slice::from_ref(&allow), ("sns", "SendMessage"), ARN), Said::Nothing);
    assert_eq!(
        said(std::slice::from_ref(&allow), ("sqs", "SendMessage"), "arn:aws:sqs:us-east-1:1:q"),
        Said::Nothing
    );
    let deny = Statement { effect: Effect::Deny, ..allow.clone() };
    assert_eq!(said(&[deny, allow], ("sqs", "SendMessage"), ARN), Said::Denies);
}

#[test]
fn a_deny_tells_whether_it_is_about_the_endpoint() {
    let caller = root(OTHER);
    let request = Request {
        caller: &caller,
        action: Action::SendMessage,
        account: OWNER,
        arn: ARN.into(),
        queue_tags: &[],
        command: &Command::GetQueueAttributes { queue: QueueId(0) },
        at_us: 0,
    };
    let deny = |key: Option<&str>| {
        let conditions = key.map(|key| crate::Condition {
            set: None,
            operator: crate::Operator::StringNotEquals,
            if_exists: false,
            key: key.into(),
            values: vec![crate::ConditionValue { text: "x".into(), meaning: crate::Meaning::Text }],
        });
        let statement = Statement {
            effect: Effect::Deny,
            conditions: conditions.into_iter().collect(),
            ..allow(Principal::Everyone, "sqs:*")
        };
        let policy = Policy { statements: vec![statement], ..Policy::default() };
        (request.said_by(&policy), request.is_denied_for_endpoint(&policy))
    };
    assert_eq!(deny(Some("AWS:sourceVpce")), (Said::Denies, true));
    assert_eq!(deny(Some("aws:SourceArn")), (Said::Denies, false));
    assert_eq!(deny(None), (Said::Denies, false));
}

#[test]
fn principals() {
    let arn = |arn: &str| Principal::Arn(arn.into());
    let service = Caller { service: Some("sns.amazonaws.com".into()), ..root(OTHER) };
    let anonymous = Caller { identity: Identity::Anonymous, ..root(OTHER) };
    let session = |role: &str| Caller {
        principal: Some(format!("arn:aws:sts::{OTHER}:assumed-role/{role}/run").into()),
        ..root(OTHER)
    };
    for (principal, caller, expected) in [
        (Principal::Everyone, root(OTHER), Said::Allows),
        (Principal::Everyone, service.clone(), Said::Allows),
        (Principal::Everyone, anonymous.clone(), Said::Allows),
        (Principal::Account(OTHER), root(OTHER), Said::Allows),
        (Principal::Account(OTHER), user(OTHER, "ana"), Said::Allows),
        (Principal::Account(OTHER), root(OWNER), Said::Nothing),
        (Principal::Account(OTHER), service.clone(), Said::Nothing),
        (Principal::Account(OTHER), anonymous.clone(), Said::Nothing),
        // In its own account a policy that names the account leaves it to IAM.
        (Principal::Account(OWNER), root(OWNER), Said::Allows),
        (Principal::Account(OWNER), user(OWNER, "ana"), Said::Nothing),
        (arn("arn:aws:iam::123456789012:user/ana"), user(OWNER, "ana"), Said::Allows),
        (arn("arn:aws:iam::123456789012:user/ana"), user(OWNER, "bo"), Said::Nothing),
        (arn("arn:aws:iam::111122223333:role/jobs/worker"), session("worker"), Said::Allows),
        (arn("arn:aws:iam::111122223333:role/worker"), session("boss"), Said::Nothing),
        (arn("arn:aws:iam::123456789012:role/worker"), session("worker"), Said::Nothing),
        (Principal::Service("sns.amazonaws.com".into()), service.clone(), Said::Allows),
        (Principal::Service("s3.amazonaws.com".into()), service, Said::Nothing),
        (Principal::Other("Federated".into(), "*".into()), user(OTHER, "ana"), Said::Nothing),
    ] {
        let statement = allow(principal, "sqs:SendMessage");
        assert_eq!(
            said(&caller, Action::SendMessage, std::slice::from_ref(&statement)),
            expected,
            "{statement:?} {caller:?}"
        );
    }
}

#[test]
fn actions_and_resources() {
    let caller = root(OTHER);
    for (pattern, expected) in [
        ("sqs:SendMessage", Said::Allows),
        ("SQS:sendmessage", Said::Allows),
        ("sqs:Send*", Said::Allows),
        ("sqs:*", Said::Allows),
        ("*", Said::Allows),
        ("sqs:?endMessage", Said::Allows),
        ("sqs:SendMessageBatch", Said::Nothing),
        ("sqs:ReceiveMessage", Said::Nothing),
        ("sns:*", Said::Nothing),
        ("SendMessage", Said::Nothing),
    ] {
        let statement = allow(Principal::Everyone, pattern);
        assert_eq!(said(&caller, Action::SendMessage, &[statement]), expected, "{pattern}");
    }
    for (resource, expected) in [
        ("*", Said::Allows),
        ("arn:aws:sqs:*:123456789012:order?", Said::Allows),
        ("arn:aws:sqs:us-east-1:123456789012:invoices", Said::Nothing),
        ("arn:aws:sqs:*:*:Orders", Said::Nothing),
    ] {
        let statement =
            Statement { resources: listed(vec![resource.into()]), ..allow(Principal::Everyone, "*") };
        assert_eq!(said(&caller, Action::SendMessage, &[statement]), expected, "{resource}");
    }
}

#[test]
fn negated_lists_are_about_all_others() {
    let but = |mut statement: Statement| {
        statement.actions.negated = true;
        statement
    };
    let statement = but(allow(Principal::Everyone, "sqs:DeleteMessage"));
    assert_eq!(said(&root(OTHER), Action::SendMessage, std::slice::from_ref(&statement)), Said::Allows);
    assert_eq!(said(&root(OTHER), Action::DeleteMessage, &[statement]), Said::Nothing);

    let mut statement = allow(Principal::Account(OTHER), "*");
    statement.principals.negated = true;
    statement.effect = Effect::Deny;
    assert_eq!(said(&root(OTHER), Action::SendMessage, std::slice::from_ref(&statement)), Said::Nothing);
    assert_eq!(said(&root(OWNER), Action::SendMessage, &[statement]), Said::Denies);

    let mut statement = allow(Principal::Everyone, "*");
    statement.resources = Listed { negated: true, items: vec!["arn:aws:sqs:*:*:orders".into()] };
    assert_eq!(said(&root(OTHER), Action::SendMessage, &[statement]), Said::Nothing);
}

#[test]
fn a_deny_wins_wherever_it_stands() {
    let allowed = allow(Principal::Everyone, "*");
    let denied = Statement { effect: Effect::Deny, ..allow(Principal::Account(OTHER), "sqs:Send*") };
    for statements in [[allowed.clone(), denied.clone()], [denied, allowed]] {
        assert_eq!(said(&user(OTHER, "ana"), Action::SendMessage, &statements), Said::Denies);
        assert_eq!(said(&user(OTHER, "ana"), Action::ReceiveMessage, &statements), Said::Allows);
        assert_eq!(said(&root(OWNER), Action::SendMessage, &statements), Said::Allows);
    }
}
