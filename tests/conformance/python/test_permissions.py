"""Permissions and queue policies; an access key of twelve digits is a caller of that account."""

import json

import pytest

from support.queues import ACCOUNT, arn_of, fresh_name
from support.refusal import refused

OTHER = "111122223333"
THIRD = "444455556666"


@pytest.fixture(scope="module")
def other(server):
    return server.client(account=OTHER)


@pytest.fixture(scope="module")
def third(server):
    return server.client(account=THIRD)


def policy_of(queues, url):
    text = queues.attribute(url, "Policy")
    return text and json.loads(text)


def test_permissions_make_a_policy(sqs, queues):
    url = queues.create()
    sqs.add_permission(QueueUrl=url, Label="one", AWSAccountIds=[OTHER], Actions=["ReceiveMessage"])
    statement = {
        "Sid": "one",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"},
        "Action": "SQS:ReceiveMessage",
        "Resource": arn_of(url),
    }
    policy = policy_of(queues, url)
    assert policy == {
        "Version": "2008-10-17",
        "Id": f"{arn_of(url)}/SQSDefaultPolicy",
        "Statement": [statement],
    }
    sqs.add_permission(
        QueueUrl=url, Label="two", AWSAccountIds=[OTHER, THIRD], Actions=["SendMessage", "DeleteMessage"]
    )
    first, second = policy_of(queues, url)["Statement"]
    assert first == statement
    assert sorted(second["Principal"]["AWS"]) == [f"arn:aws:iam::{it}:root" for it in (OTHER, THIRD)]
    assert sorted(second["Action"]) == ["SQS:DeleteMessage", "SQS:SendMessage"]
    with refused(
        "InvalidParameterValue", "Value two for parameter Label is invalid. Reason: Already exists."
    ):
        sqs.add_permission(QueueUrl=url, Label="two", AWSAccountIds=[OTHER], Actions=["*"])
    sqs.remove_permission(QueueUrl=url, Label="one")
    assert [it["Sid"] for it in policy_of(queues, url)["Statement"]] == ["two"]
    with refused(
        "InvalidParameterValue", "Value one for parameter Label is invalid. Reason: can't find label."
    ):
        sqs.remove_permission(QueueUrl=url, Label="one")
    sqs.remove_permission(QueueUrl=url, Label="two")
    assert policy_of(queues, url) is None


def test_permissions_that_are_refused(sqs, queues):
    url = queues.create()

    def add(actions, accounts=(OTHER,)):
        sqs.add_permission(QueueUrl=url, Label="l", AWSAccountIds=list(accounts), Actions=actions)

    message = (
        "Value SQS:CreateQueue for parameter ActionName is invalid. "
        "Reason: Only the queue owner is allowed to invoke this action."
    )
    with refused("InvalidParameterValue", message):
        add(["CreateQueue"])
    message = (
        "Value SQS:Foo for parameter ActionName is invalid. "
        "Reason: Please refer to the appropriate WSDL for a list of valid actions."
    )
    with refused("InvalidParameterValue", message):
        add(["Foo"])
    eight = [
        "SendMessage",
        "ReceiveMessage",
        "DeleteMessage",
        "ChangeMessageVisibility",
        "GetQueueUrl",
        "GetQueueAttributes",
        "ListDeadLetterSourceQueues",
        "PurgeQueue",
    ]
    with refused("OverLimit", "8 Actions were found, maximum allowed is 7.", status=403):
        add(eight)
    for account in ["*", "arn:aws:iam::111122223333:root", "12345"]:
        message = f"Value [{account}] for parameter PrincipalId is invalid. Reason: Unable to verify."
        with refused("InvalidParameterValue", message):
            add(["SendMessage"], [account])
    assert policy_of(queues, url) is None


def test_a_stranger_is_denied(other, queues):
    url = queues.create()
    queues.send(url, "x")
    with refused("AccessDenied", status=403) as caught:
        other.send_message(QueueUrl=url, MessageBody="y")
    message = caught.value.response["Error"]["Message"]
    assert f"arn:aws:iam::{OTHER}" in message
    assert "is not authorized to perform: sqs:sendmessage" in message and arn_of(url) in message
    for call in [
        lambda: other.receive_message(QueueUrl=url),
        lambda: other.purge_queue(QueueUrl=url),
        lambda: other.delete_queue(QueueUrl=url),
        lambda: other.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]),
        lambda: other.tag_queue(QueueUrl=url, Tags={"a": "b"}),
    ]:
        with refused("AccessDenied", status=403):
            call()
    assert queues.counts(url) == (1, 0, 0)


def test_an_account_has_queues_of_its_own(sqs, other, queues):
    name = fresh_name()
    url = other.create_queue(QueueName=name)["QueueUrl"]
    assert url.endswith(f"/{OTHER}/{name}")
    assert url in other.list_queues(QueueNamePrefix=name)["QueueUrls"]
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix=name)
    with refused("AccessDenied", status=403):
        sqs.send_message(QueueUrl=url, MessageBody="x")
    other.delete_queue(QueueUrl=url)


def test_a_permission_lets_one_account_do_one_thing(sqs, other, third, queues):
    url = queues.create()
    sqs.add_permission(QueueUrl=url, Label="l", AWSAccountIds=[OTHER], Actions=["SendMessage"])
    other.send_message(QueueUrl=url, MessageBody="x")
    # There is no permission of its own for the batch.
    other.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "y"}])
    with refused("AccessDenied", status=403):
        other.receive_message(QueueUrl=url)
    with refused("AccessDenied", status=403):
        third.send_message(QueueUrl=url, MessageBody="z")
    assert queues.bodies(url) == ["x", "y"]


def allow(principal, actions, resource, effect="Allow", **more):
    statement = {"Effect": effect, "Principal": principal, "Action": actions, "Resource": resource}
    return statement | more


def test_a_policy_of_many_statements(other, third, queues):
    url = queues.create()
    arn = arn_of(url)
    statements = [
        allow("*", "sqs:*", arn),
        allow({"AWS": [OTHER]}, ["SQS:Delete*", "sqs:PurgeQueue"], "*", "Deny"),
        allow({"AWS": f"arn:aws:iam::{THIRD}:root"}, "sqs:ReceiveMessage", arn, "Deny"),
    ]
    queues.set(url, Policy={"Version": "2012-10-17", "Statement": statements})
    other.send_message(QueueUrl=url, MessageBody="x")
    [message] = other.receive_message(QueueUrl=url)["Messages"]
    with refused("AccessDenied", status=403) as caught:
        other.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert "explicit deny" in caught.value.response["Error"]["Message"]
    with refused("AccessDenied", status=403):
        third.receive_message(QueueUrl=url)
    third.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    # Some actions no policy opens to other accounts.
    with refused("AccessDenied", status=403):
        third.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "1"})
    queues.set(url, Policy="")
    with refused("AccessDenied", status=403):
        third.send_message(QueueUrl=url, MessageBody="x")


def test_a_deny_holds_for_the_owner_too(sqs, queues):
    url = queues.create()
    statement = allow("*", "sqs:SendMessage", arn_of(url), "Deny")
    queues.set(url, Policy={"Version": "2012-10-17", "Statement": [statement]})
    with refused("AccessDenied", status=403):
        queues.send(url, "x")
    queues.set(url, Policy="")
    queues.send(url, "x")


@pytest.mark.parametrize(
    "condition, allowed",
    [
        # A simulated call counts as secure, though it comes in plain HTTP.
        ({"Bool": {"aws:SecureTransport": "true"}}, True),
        ({"Bool": {"aws:SecureTransport": "false"}}, False),
        ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, True),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, False),
        ({"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"]}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True),
        ({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:topic"}}, False),
        ({"StringEquals": {"aws:SourceAccount": OTHER}}, False),
        ({"StringEquals": {"aws:sourceVpce": "vpce-1"}}, False),
    ],
)
def test_conditions(other, queues, condition, allowed):
    url = queues.create()
    statement = allow("*", "sqs:SendMessage", arn_of(url), Condition=condition)
    queues.set(url, Policy={"Version": "2012-10-17", "Statement": [statement]})
    if allowed:
        other.send_message(QueueUrl=url, MessageBody="x")
    else:
        with refused("AccessDenied", status=403):
            other.send_message(QueueUrl=url, MessageBody="x")
    assert sum(queues.counts(url)) == allowed


@pytest.mark.parametrize(
    "policy", ["{", "[]", "7", '{"Statement": 7}', '{"Version": "2012-10-17"}', "x" * 8_193]
)
def test_policies_that_are_refused(sqs, queues, policy):
    url = queues.create()
    with refused("InvalidAttributeValue"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    assert policy_of(queues, url) is None


def test_the_key_that_aws_manages_is_for_its_own_account(other, queues):
    url = queues.create(KmsMasterKeyId="alias/aws/sqs")
    statement = allow("*", "sqs:SendMessage", arn_of(url))
    queues.set(url, Policy={"Version": "2012-10-17", "Statement": [statement]})
    queues.send(url, "x")
    with refused("KMS.AccessDeniedException"):
        other.send_message(QueueUrl=url, MessageBody="x")


def test_the_owner_is_told_by_the_url(queues):
    assert queues.create().split("/")[-2] == ACCOUNT
