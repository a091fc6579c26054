"""Queue attributes: what is shown, what is accepted, what is refused."""

import json
import re
import time

import pytest

from support.queues import ACCOUNT, arn_of, fresh_name, name_of
from support.refusal import refused

COUNTERS = {f"ApproximateNumberOfMessages{kind}": "0" for kind in ("", "NotVisible", "Delayed")}
DEFAULTS = COUNTERS | {
    "DelaySeconds": "0",
    "MaximumMessageSize": "1048576",
    "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0",
    "SqsManagedSseEnabled": "true",
    "VisibilityTimeout": "30",
}
FIFO_DEFAULTS = DEFAULTS | {
    "FifoQueue": "true",
    "ContentBasedDeduplication": "false",
    "DeduplicationScope": "queue",
    "FifoThroughputLimit": "perQueue",
}
RANGES = {
    "DelaySeconds": (0, 900),
    "MaximumMessageSize": (1_024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
}


@pytest.mark.parametrize("fifo, expected", [(False, DEFAULTS), (True, FIFO_DEFAULTS)])
def test_a_new_queue_has_the_defaults(queues, fifo, expected):
    url = queues.create(fifo=fifo)
    shown = queues.attributes(url)
    created, modified = shown.pop("CreatedTimestamp"), shown.pop("LastModifiedTimestamp")
    assert re.fullmatch(r"\d{10}", created) and created == modified
    assert shown.pop("QueueArn") == f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name_of(url)}"
    assert shown == expected


def test_created_now(queues, server):
    if server.is_virtual:
        # The virtual clock starts with 2026.
        assert int(queues.attribute(queues.create(), "CreatedTimestamp")) >= 1_767_225_600
    else:
        assert abs(int(queues.attribute(queues.create(), "CreatedTimestamp")) - time.time()) < 5


def test_only_what_is_asked_for_is_shown(sqs, queues):
    url = queues.create()
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=url)
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[])
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    assert queues.attributes(url, "DelaySeconds", "Policy") == {"DelaySeconds": "0"}
    assert set(queues.attributes(url, "All", "DelaySeconds")) == set(queues.attributes(url))
    with refused("InvalidAttributeName", "Unknown Attribute Foobar."):
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["DelaySeconds", "Foobar"])


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_of_a_range_are_accepted(queues, name):
    url = queues.create()
    for value in RANGES[name]:
        attributes = {name: value}
        if name.startswith("Kms"):
            attributes["KmsMasterKeyId"] = "alias/aws/sqs"
        queues.set(url, **attributes)
        assert queues.attribute(url, name) == str(value)
        assert queues.attribute(queues.create(**attributes), name) == str(value)


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("wrong", ["below", "above", "ten", "1.5", "-", "", "99999999999999999999", "٣"])
def test_beyond_a_range_is_refused(sqs, queues, name, wrong):
    low, high = RANGES[name]
    value = {"below": str(low - 1), "above": str(high + 1)}.get(wrong, wrong)
    url = queues.create()
    before = queues.attributes(url)
    message = f"Invalid value for the parameter {name}."
    with refused("InvalidAttributeValue", message):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={name: value})
    assert queues.attributes(url) == before
    with refused("InvalidAttributeValue", message):
        sqs.create_queue(QueueName=fresh_name(), Attributes={name: value})


@pytest.mark.parametrize("name", ["Foobar", "delaySeconds", *COUNTERS, "QueueArn", "CreatedTimestamp", "All"])
def test_what_cannot_be_set(sqs, queues, name):
    url = queues.create()
    with refused("InvalidAttributeName", f"Unknown Attribute {name}."):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={name: "1"})
    with refused("InvalidAttributeName", f"Unknown Attribute {name}."):
        sqs.create_queue(QueueName=fresh_name(), Attributes={name: "1"})


def test_one_wrong_attribute_leaves_all_as_they_were(sqs, queues):
    url = queues.create()
    before = queues.attributes(url)
    with refused("InvalidAttributeValue"):
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "5", "VisibilityTimeout": "-1"})
    assert queues.attributes(url) == before


def test_only_the_attributes_sent_change(queues, server):
    url = queues.create(DelaySeconds=7)
    before = queues.attributes(url)
    server.let_pass(1)
    queues.set(url, VisibilityTimeout=60)
    after = queues.attributes(url)
    modified = int(after.pop("LastModifiedTimestamp"))
    assert modified > int(before.pop("LastModifiedTimestamp"))
    assert after == before | {"VisibilityTimeout": "60"}


FIFO_ALONE = {
    "FifoQueue": "Unknown Attribute FifoQueue.",
    "ContentBasedDeduplication": "Unknown Attribute ContentBasedDeduplication.",
    "DeduplicationScope": "You can specify the DeduplicationScope only when FifoQueue is set to true.",
    "FifoThroughputLimit": "You can specify the FifoThroughputLimit only when FifoQueue is set to true.",
}


@pytest.mark.parametrize("name", FIFO_ALONE)
def test_attributes_of_fifo_on_a_standard_queue(sqs, queues, name):
    value = {"DeduplicationScope": "queue", "FifoThroughputLimit": "perQueue"}.get(name, "true")
    with refused("InvalidAttributeName", FIFO_ALONE[name]):
        sqs.set_queue_attributes(QueueUrl=queues.create(), Attributes={name: value})
    if name != "FifoQueue":
        with refused("InvalidAttributeName", FIFO_ALONE[name]):
            sqs.create_queue(QueueName=fresh_name(), Attributes={name: value})


def test_false_is_no_kind_of_queue(sqs):
    with refused("InvalidAttributeName", "Unknown Attribute FifoQueue."):
        sqs.create_queue(QueueName=fresh_name(), Attributes={"FifoQueue": "false"})


def test_a_queue_keeps_its_type(sqs, queues):
    url = queues.create(fifo=True)
    queues.set(url, FifoQueue=True)
    message = "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."
    with refused("InvalidAttributeValue", message):
        queues.set(url, FifoQueue=False)


def test_booleans_come_back_in_lower_case(queues):
    url = queues.create(fifo=True, ContentBasedDeduplication="True")
    assert queues.attribute(url, "ContentBasedDeduplication") == "true"
    queues.set(url, ContentBasedDeduplication="FALSE", SqsManagedSseEnabled="False")
    shown = queues.attributes(url)
    assert (shown["ContentBasedDeduplication"], shown["SqsManagedSseEnabled"]) == ("false", "false")


@pytest.mark.parametrize(
    "name, value",
    [
        ("ContentBasedDeduplication", "yes"),
        ("DeduplicationScope", "everywhere"),
        ("FifoThroughputLimit", "perPlanet"),
        ("SqsManagedSseEnabled", "1.0"),
    ],
)
def test_words_that_are_none_of_the_choices(sqs, queues, name, value):
    with refused("InvalidAttributeValue", f"Invalid value for the parameter {name}."):
        sqs.set_queue_attributes(QueueUrl=queues.create(fifo=True), Attributes={name: value})


def test_high_throughput(queues):
    url = queues.create(fifo=True, DeduplicationScope="messageGroup", FifoThroughputLimit="perMessageGroupId")
    shown = queues.attributes(url, "DeduplicationScope", "FifoThroughputLimit")
    assert shown == {"DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}


def test_encryption(sqs, queues):
    url = queues.create(KmsMasterKeyId="alias/aws/sqs", KmsDataKeyReusePeriodSeconds=600)
    shown = queues.attributes(url)
    assert (shown["KmsMasterKeyId"], shown["KmsDataKeyReusePeriodSeconds"]) == ("alias/aws/sqs", "600")
    assert shown["SqsManagedSseEnabled"] == "false"
    # Without a key there is no encryption at all, not the queue's own.
    queues.set(url, KmsMasterKeyId="", KmsDataKeyReusePeriodSeconds=300)
    shown = queues.attributes(url)
    assert not any(name.startswith("Kms") for name in shown)
    assert shown["SqsManagedSseEnabled"] == "false"
    message = (
        "You can use one type of server-side encryption (SSE) at one time. "
        "You can either enable KMS SSE or SQS SSE."
    )
    with refused("InvalidAttributeName", message):
        sqs.create_queue(
            QueueName=fresh_name(),
            Attributes={"KmsMasterKeyId": "alias/aws/sqs", "SqsManagedSseEnabled": "true"},
        )


def test_the_default_reuse_period_is_not_shown(queues):
    shown = queues.attributes(queues.create(KmsMasterKeyId="alias/own", KmsDataKeyReusePeriodSeconds=300))
    assert shown["KmsMasterKeyId"] == "alias/own"
    assert "KmsDataKeyReusePeriodSeconds" not in shown


def test_a_redrive_policy_comes_and_goes(queues):
    dead = queues.create()
    url = queues.create(RedrivePolicy={"deadLetterTargetArn": arn_of(dead), "maxReceiveCount": "7"})
    policy = json.loads(queues.attribute(url, "RedrivePolicy"))
    assert policy["deadLetterTargetArn"] == arn_of(dead)
    assert int(policy["maxReceiveCount"]) == 7
    queues.set(url, RedrivePolicy={"deadLetterTargetArn": arn_of(dead), "maxReceiveCount": 9})
    assert json.loads(queues.attribute(url, "RedrivePolicy"))["maxReceiveCount"] == 9
    queues.set(url, RedrivePolicy="")
    assert queues.attribute(url, "RedrivePolicy") is None
