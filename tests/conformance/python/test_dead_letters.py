"""Dead-letter queues: when a message moves, what it keeps, which policies are refused."""

import json
import uuid

import pytest

from support.queues import IN_ALL, arn_of, redrive_to
from support.refusal import PREFIX, refused

VALUE = "Value {} for parameter RedrivePolicy is invalid. Reason: {}"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("as_text", [False, True])
def test_a_message_moves_at_the_receive_after_its_last(queues, count, as_text):
    dead = queues.create()
    url = queues.create(VisibilityTimeout=0)
    queues.set(url, RedrivePolicy=redrive_to(dead, f"{count}" if as_text else count))
    queues.send(url, "x")
    for receive in range(1, count + 1):
        message = queues.receive_one(url, **IN_ALL)
        assert message["Attributes"]["ApproximateReceiveCount"] == f"{receive}"
        assert "DeadLetterQueueSourceArn" not in message["Attributes"]
    # Nobody asks, so nothing moves.
    assert (queues.counts(url), queues.counts(dead)) == ((1, 0, 0), (0, 0, 0))
    assert queues.receive(url) == []
    assert (queues.counts(url), queues.counts(dead)) == ((0, 0, 0), (1, 0, 0))
    moved = queues.receive_one(dead, **IN_ALL)
    assert moved["MessageId"] == message["MessageId"]
    assert moved["Attributes"]["ApproximateReceiveCount"] == f"{count + 1}"
    assert moved["Attributes"]["SentTimestamp"] == message["Attributes"]["SentTimestamp"]
    assert moved["Attributes"]["DeadLetterQueueSourceArn"] == arn_of(url)


def test_attributes_go_along(queues):
    dead = queues.create()
    url = queues.create(VisibilityTimeout=0, RedrivePolicy=redrive_to(dead, 1))
    attributes = {"k": {"DataType": "Number", "StringValue": "7"}}
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-2-3"}}
    queues.send(url, "x", MessageAttributes=attributes, MessageSystemAttributes=trace)
    queues.receive(url)
    queues.receive(url)
    moved = queues.receive_one(dead, **IN_ALL)
    assert moved["MessageAttributes"] == attributes
    assert moved["Attributes"]["AWSTraceHeader"] == "Root=1-2-3"


def test_a_fifo_group_goes_on_behind_its_dead_letter(queues):
    dead = queues.create(fifo=True)
    url = queues.create(fifo=True, RedrivePolicy=redrive_to(dead, 1))
    [sent, _] = queues.send_to_group(url, "g", "bad", "good")
    queues.hide(url, queues.receive_one(url), 0)
    assert queues.bodies(url) == ["good"]
    moved = queues.receive_one(dead, **IN_ALL)
    assert moved["Body"] == "bad" and moved["Attributes"]["MessageGroupId"] == "g"
    assert moved["Attributes"]["MessageDeduplicationId"] == sent["MessageId"] == moved["MessageId"]


@pytest.mark.fast_forward
@pytest.mark.parametrize("fifo", [False, True])
def test_retention_of_a_dead_letter(server, queues, fifo):
    day = 86_400
    dead = queues.create(fifo=fifo, MessageRetentionPeriod=4 * day)
    url = queues.create(fifo=fifo, VisibilityTimeout=0, RedrivePolicy=redrive_to(dead, 1))
    queues.send(url, "x", **({"MessageGroupId": "g", "MessageDeduplicationId": "d"} if fifo else {}))
    server.advance(day)
    queues.receive(url)
    queues.receive(url)
    # A standard queue counts from the send, a FIFO queue from the move.
    left = (4 if fifo else 3) * day
    server.advance(left - 1)
    assert queues.counts(dead) == (1, 0, 0)
    server.advance(1)
    assert queues.counts(dead) == (0, 0, 0)


def test_sources_of_a_dead_letter_queue(sqs, queues):
    dead = queues.create()
    assert "queueUrls" not in sqs.list_dead_letter_source_queues(QueueUrl=dead) or (
        sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == []
    )
    urls = sorted(queues.create(RedrivePolicy=redrive_to(dead, 5)) for _ in range(5))
    assert sorted(sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"]) == urls
    first = sqs.list_dead_letter_source_queues(QueueUrl=dead, MaxResults=3)
    rest = sqs.list_dead_letter_source_queues(QueueUrl=dead, MaxResults=3, NextToken=first["NextToken"])
    assert sorted(first["queueUrls"] + rest["queueUrls"]) == urls and "NextToken" not in rest
    pages = sqs.get_paginator("list_dead_letter_source_queues").paginate(
        QueueUrl=dead, PaginationConfig={"PageSize": 2}
    )
    assert sorted(url for page in pages for url in page["queueUrls"]) == urls
    queues.set(urls[0], RedrivePolicy="")
    assert sorted(sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"]) == urls[1:]


def test_a_queue_may_be_its_own_dead_letter_queue(queues):
    url = queues.create()
    queues.set(url, RedrivePolicy=redrive_to(url, 5))
    assert json.loads(queues.attribute(url, "RedrivePolicy"))["deadLetterTargetArn"] == arn_of(url)


def test_policies_that_are_no_policies(queues):
    url, dead = queues.create(), queues.create()
    with refused(
        "InvalidParameterValue",
        "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.",
    ):
        queues.set(url, RedrivePolicy="{")
    arn = arn_of(dead)
    lacks = "Redrive policy does not contain mandatory attribute: {}."
    other = "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn]."
    cases = [
        ({"deadLetterTargetArn": arn}, lacks.format("maxReceiveCount")),
        ({"maxReceiveCount": 5}, lacks.format("deadLetterTargetArn")),
        ({"deadLetterTargetArn": arn, "maxReceiveCount": 5, "more": 1}, other),
        (
            {"deadLetterTargetArn": "dead", "maxReceiveCount": 5},
            "Dead-letter target ARN should be fully qualified ARN.",
        ),
        (
            {"deadLetterTargetArn": "arn:aws:sns:us-east-1:123456789012:t", "maxReceiveCount": 5},
            "Only SQS queues are valid resources for deadLetterTargetArn.",
        ),
    ]
    for count in [0, 1_001, -1]:
        reason = (
            f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive."
        )
        cases.append(({"deadLetterTargetArn": arn, "maxReceiveCount": count}, reason))
    for policy, reason in cases:
        text = json.dumps(policy)
        with refused("InvalidParameterValue", VALUE.format(text, reason)):
            queues.set(url, RedrivePolicy=text)
    with refused("InvalidParameterValue"):
        queues.set(url, RedrivePolicy={"deadLetterTargetArn": arn, "maxReceiveCount": "five"})
    assert queues.attribute(url, "RedrivePolicy") is None


def test_a_dead_letter_queue_of_the_other_type(queues):
    url, dead = queues.create(), queues.create(fifo=True)
    policy = redrive_to(dead, 5)
    with refused(
        "InvalidParameterValue",
        VALUE.format(policy, "Dead-letter queue must be same type of queue as the source.."),
    ):
        queues.set(url, RedrivePolicy=policy)


def test_a_dead_letter_queue_that_is_not_there(queues):
    policy = redrive_to(f"none-{uuid.uuid4().hex}", 5)
    url = queues.create()
    # Which of two codes AWS gives is open; the text is known.
    with pytest.raises(queues.client.exceptions.ClientError) as caught:
        queues.set(url, RedrivePolicy=policy)
    error = caught.value.response["Error"]
    assert error["Code"] in (PREFIX + "NonExistentQueue", "InvalidParameterValue")
    assert error["Message"] == VALUE.format(policy, "Dead letter target does not exist.")


def test_who_may_name_a_dead_letter_queue(queues):
    dead, friend, stranger = queues.create(), queues.create(), queues.create()
    queues.set(dead, RedriveAllowPolicy={"redrivePermission": "byQueue", "sourceQueueArns": [arn_of(friend)]})
    queues.set(friend, RedrivePolicy=redrive_to(dead, 5))
    with refused("InvalidParameterValue"):
        queues.set(stranger, RedrivePolicy=redrive_to(dead, 5))
    queues.set(dead, RedriveAllowPolicy={"redrivePermission": "denyAll"})
    with refused("InvalidParameterValue"):
        queues.set(stranger, RedrivePolicy=redrive_to(dead, 5))
    queues.set(dead, RedriveAllowPolicy={"redrivePermission": "allowAll"})
    queues.set(stranger, RedrivePolicy=redrive_to(dead, 5))
    assert json.loads(queues.attribute(dead, "RedriveAllowPolicy")) == {"redrivePermission": "allowAll"}


def test_allow_policies_that_are_refused(queues):
    url = queues.create()
    arns = [arn_of(f"q{place}") for place in range(11)]
    cases = [
        (
            {"redrivePermission": "allowAll", "sourceQueueArns": arns[:1]},
            "Amazon SQS can't create the redrive allow policy. To specify one or more source queue ARNs, "
            "you must set redrivePermission to byQueue.",
        ),
        (
            {"redrivePermission": "byQueue"},
            "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns "
            "values.",
        ),
        (
            {"redrivePermission": "byQueue", "sourceQueueArns": arns},
            "The maximum number of source queue ARNs you can specify is 10.",
        ),
        ({"redrivePermission": "someOfThem"}, None),
    ]
    for policy, text in cases:
        with refused("InvalidParameterValue") as caught:
            queues.set(url, RedriveAllowPolicy=policy)
        if text:
            assert text in caught.value.response["Error"]["Message"]
    assert queues.attribute(url, "RedriveAllowPolicy") is None
