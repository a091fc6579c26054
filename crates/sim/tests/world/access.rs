//! Who may call, and with which keys (sqs-facts §10).

use std::sync::Arc;

use sim::{AccessDenial, Destination, Kind, Model, PrincipalModel, TopicModel, Trouble, queue_arn};
use sqs::{
    Condition, ConditionValue, Effect, KmsTrouble, Listed, Meaning, Operator, Policy, PolicyDocument,
    Principal, QueueKind, Statement,
};

use crate::models::*;

const OWNER: u64 = sqs::Caller::OWNER_ACCOUNT;
const OTHER: u64 = 111_122_223_333;

fn statement(effect: Effect, principal: Principal, action: &str) -> Statement {
    let texts = |text: &str| Listed { negated: false, items: vec![Arc::from(text)] };
    Statement {
        sid: None,
        effect,
        principals: Listed { negated: false, items: vec![principal] },
        actions: texts(action),
        resources: texts("*"),
        conditions: Vec::new(),
    }
}

fn policy(statements: Vec<Statement>) -> Policy {
    Policy { version: None, id: None, statements }
}

/// A policy of one's own with these statements on actions.
fn own(statements: &[(Effect, &str)]) -> Option<Arc<Policy>> {
    let each = statements.iter().map(|(effect, action)| statement(*effect, Principal::Everyone, action));
    Some(Arc::new(policy(each.collect())))
}

/// `one_order`, sent by a principal of this account with this policy.
fn sent_by(account: u64, policy: Option<Arc<Policy>>) -> Model {
    let mut model = one_order();
    model.consumers.clear();
    model.principals = vec![PrincipalModel { id: "clerk".into(), account, policy, vpc_endpoint: None }];
    model.producers[0].principal = Some(0);
    model
}

fn with_queue_policy(mut model: Model, statements: Vec<Statement>) -> Model {
    let document = PolicyDocument { text: None, policy: policy(statements) };
    model.queues[0].attributes.policy = Some(Arc::new(document));
    model
}

/// Why the send was refused, if it was.
fn refused(model: Model) -> Option<Trouble> {
    let events = run(model);
    let refused = events.iter().find_map(|event| match event.kind {
        Kind::SendRefused { trouble, .. } => Some(trouble),
        _ => None,
    });
    assert_eq!(refused.is_none(), events.iter().any(|event| is_sent(&event.kind)));
    refused
}

fn denied(denial: AccessDenial) -> Option<Trouble> {
    Some(Trouble::AccessDenied(denial))
}

fn role(account: u64) -> Principal {
    Principal::Arn(format!("arn:aws:iam::{account:012}:role/clerk").into())
}

/// sqs-facts §10.1: in one account either policy lets, across accounts both must, and a deny beats all.
#[test]
fn who_may_send() {
    use AccessDenial::*;
    use Effect::{Allow, Deny};
    let allowing = || own(&[(Allow, "sqs:SendMessage")]);
    let denying = || own(&[(Allow, "sqs:*"), (Deny, "sqs:Send*")]);
    let silent = || own(&[(Allow, "sqs:ReceiveMessage")]);
    let queue = |effect, account| vec![statement(effect, role(account), "sqs:SendMessage")];
    let check = |account, own, of_queue: Option<Vec<Statement>>, expected| {
        let model = sent_by(account, own);
        let shown = format!("{account} {of_queue:?}");
        let model = match of_queue {
            Some(statements) => with_queue_policy(model, statements),
            None => model,
        };
        assert_eq!(refused(model), expected, "{shown}");
    };
    check(OWNER, allowing(), None, None);
    check(OWNER, silent(), None, denied(NoIdentityPolicyAllows));
    check(OWNER, None, None, denied(NoIdentityPolicyAllows));
    check(OWNER, silent(), Some(queue(Allow, OWNER)), None);
    check(OWNER, None, Some(queue(Allow, OWNER)), None);
    check(OWNER, denying(), Some(queue(Allow, OWNER)), denied(IdentityPolicyDenies));
    check(OWNER, allowing(), Some(queue(Deny, OWNER)), denied(QueuePolicyDenies));
    check(OTHER, allowing(), None, denied(NoQueuePolicyAllows));
    check(OTHER, silent(), Some(queue(Allow, OTHER)), denied(NoIdentityPolicyAllows));
    check(OTHER, allowing(), Some(queue(Allow, OTHER)), None);
    check(OTHER, allowing(), Some(queue(Deny, OTHER)), denied(QueuePolicyDenies));
}

#[test]
fn a_policy_means_the_queues_that_it_names() {
    let about = |resource: String| {
        let mut statement = statement(Effect::Allow, Principal::Everyone, "sqs:SendMessage");
        statement.resources = Listed { negated: false, items: vec![resource.into()] };
        refused(sent_by(OWNER, Some(Arc::new(policy(vec![statement])))))
    };
    assert_eq!(about(queue_arn("orders")), None);
    assert_eq!(about(queue_arn("ord*")), None);
    assert_eq!(about(queue_arn("bills")), denied(AccessDenial::NoIdentityPolicyAllows));
}

/// sqs-facts §10.3: a queue that only its VPC endpoint may reach.
#[test]
fn an_endpoint_can_be_asked_for() {
    let mut closed = statement(Effect::Deny, Principal::Everyone, "sqs:*");
    closed.conditions = vec![Condition {
        set: None,
        operator: Operator::StringNotEquals,
        if_exists: false,
        key: "aws:sourceVpce".into(),
        values: vec![ConditionValue { text: "vpce-1".into(), meaning: Meaning::Text }],
    }];
    let through = |endpoint: Option<&str>| {
        let mut model = sent_by(OWNER, own(&[(Effect::Allow, "sqs:*")]));
        model.principals[0].vpc_endpoint = endpoint.map(Into::into);
        refused(with_queue_policy(model, vec![closed.clone()]))
    };
    assert_eq!(through(Some("vpce-1")), None);
    assert_eq!(through(Some("vpce-2")), denied(AccessDenial::WrongEndpoint));
    assert_eq!(through(None), denied(AccessDenial::WrongEndpoint));
}

#[test]
fn a_worker_that_may_receive_but_not_delete_gets_everything_again() {
    let mut model = one_order();
    model.principals = vec![PrincipalModel {
        id: "clerk".into(),
        account: OWNER,
        policy: own(&[(Effect::Allow, "sqs:ReceiveMessage")]),
        vpc_endpoint: None,
    }];
    model.consumers[0].principal = Some(0);
    model.queues[0].attributes.visibility_timeout_s = 10;
    let events = run(model);
    assert!(instants(&events, is_received).len() >= 5, "every 10 s in a minute");
    let refused = instants(&events, |kind| {
        let no_policy = Trouble::AccessDenied(AccessDenial::NoIdentityPolicyAllows);
        matches!(kind, Kind::CallRefused { message: Some(_), trouble, .. } if *trouble == no_policy)
    });
    assert!(refused.len() >= 5 && instants(&events, is_deleted).is_empty());
}

#[test]
fn a_worker_that_may_not_receive_asks_once_a_second() {
    let mut model = one_order();
    model.principals =
        vec![PrincipalModel { id: "clerk".into(), account: OWNER, policy: None, vpc_endpoint: None }];
    model.consumers[0].principal = Some(0);
    let mut timeline = timeline(model);
    timeline.seek(sim::Position::after_ms(10_500));
    let view = timeline.view(&[]);
    assert_eq!((view.principals[0].calls, view.principals[0].denied), (11, 11));
    assert_eq!(view.queues[0].counters.visible, 1);
    let why = timeline.view(&[]).explanation;
    let trouble = Trouble::AccessDenied(AccessDenial::NoIdentityPolicyAllows);
    assert_eq!(why, Some(sim::Explanation::CallDenied { principal: Some(0), trouble }));
}

/// sqs-facts §10.2: who sends needs GenerateDataKey and Decrypt, who receives Decrypt.
#[test]
fn an_encrypted_queue_needs_rights_on_its_key_too() {
    let encrypted = |key: &str, actions: &[&str]| {
        let each: Vec<_> = actions.iter().map(|action| (Effect::Allow, *action)).collect();
        let mut model = sent_by(OWNER, own(&each));
        model.queues[0].attributes.kms_key = Some(key.into());
        model.queues[0].attributes.managed_sse = false;
        refused(model)
    };
    let without_key = Some(Trouble::KmsDenied(KmsTrouble::AccessDenied));
    let sqs = "sqs:SendMessage";
    assert_eq!(encrypted("alias/own", &[sqs]), without_key);
    assert_eq!(encrypted("alias/own", &[sqs, "kms:GenerateDataKey"]), without_key);
    assert_eq!(encrypted("alias/own", &[sqs, "kms:Decrypt"]), without_key);
    assert_eq!(encrypted("alias/own", &[sqs, "kms:GenerateDataKey", "kms:Decrypt"]), None);
    assert_eq!(encrypted("alias/own", &[sqs, "kms:*"]), None);
    // The key that AWS manages for SQS is open to the account.
    assert_eq!(encrypted("alias/aws/sqs", &[sqs]), None);
}

#[test]
fn a_disabled_key_stops_the_owner_too() {
    let mut model = orders();
    model.queues[0].attributes.kms_key = Some("alias/own".into());
    model.queues[0].attributes.managed_sse = false;
    model.broken_keys = vec![("alias/own".into(), KmsTrouble::Disabled)];
    let events = run(model.clone());
    let disabled = |kind: &Kind| {
        let wanted = Trouble::KmsDenied(KmsTrouble::Disabled);
        matches!(kind, Kind::SendRefused { trouble, .. } if *trouble == wanted)
    };
    assert!(!events.iter().any(|event| is_sent(&event.kind)));
    assert_eq!(instants(&events, disabled).len(), 61);
    let mut timeline = timeline(model);
    timeline.seek(sim::Position::after_ms(1));
    let key = timeline.view(&[]).queues[0].key.clone().expect("it is encrypted");
    assert_eq!((&*key.name, key.trouble), ("alias/own", Some(KmsTrouble::Disabled)));
}

#[test]
fn who_publishes_needs_a_right_at_the_topic() {
    let publishing = |action: &str| {
        let mut model = sent_by(OWNER, own(&[(Effect::Allow, action)]));
        model.producers[0].to = Destination::Topic(0);
        model.topics = vec![TopicModel {
            id: "news".into(),
            name: "news".into(),
            kind: QueueKind::Standard,
            content_based_deduplication: false,
            subscriptions: Vec::new(),
        }];
        let events = run(model);
        instants(&events, |kind| matches!(kind, Kind::Published { .. })).len()
    };
    assert_eq!((publishing("sns:Publish"), publishing("sns:*"), publishing("sqs:*")), (1, 1, 0));
}
