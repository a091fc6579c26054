"""Send, receive, delete: bodies, sizes, delays, system attributes."""

import re
import uuid

import pytest

from support.digest import md5_of_attributes, md5_of_body
from support.queues import IN_ALL
from support.refusal import refused

KIBI = 1_024
TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
BODIES = {
    "one letter": "a",
    "space": " ",
    "newlines": "a\nb\r\nc\rd\te",
    "markup": '<a href="x">&amp;\'</a> ]]>',
    "json": '{"a": [1, "\\u0000", null]}',
    "accents": "Grüße, ça va? naïve",
    "other scripts": "日本語 العربية עברית हिन्दी",
    "beyond the first plane": "🦀𝒳𐍈",
    "ends of the valid ranges": "\ud7ff\ue000\ufffd\U00010000\U0010ffff",
    "no characters of unicode, and yet valid": "\ufdd0\U0001fffe",
    "combining": "e\u0301",
    "controls that are valid": "\u007f\u0085\u2028",
    "plus and percent": "a+b%20c&d=e",
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_survives_the_round_trip(queues, kind):
    url = queues.create()
    body = BODIES[kind]
    sent = queues.send(url, body)
    assert sent["MD5OfMessageBody"] == md5_of_body(body)
    assert uuid.UUID(sent["MessageId"]).version == 4
    assert "MD5OfMessageAttributes" not in sent and "SequenceNumber" not in sent
    received = queues.receive_one(url)
    assert received["Body"] == body
    assert received["MD5OfBody"] == sent["MD5OfMessageBody"]
    assert received["MessageId"] == sent["MessageId"]
    assert set(received) == {"Body", "MD5OfBody", "MessageId", "ReceiptHandle"}


def test_md5_of_a_body_as_recorded(queues):
    assert queues.send(queues.create(), "message")["MD5OfMessageBody"] == "78e731027d8fd50ed642340b7c9a63b3"


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_characters_that_no_body_may_have(queues, bad):
    url = queues.create()
    message = (
        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | "
        "#xE000 to #xFFFD | #x10000 to #x10FFFF"
    )
    with refused("InvalidMessageContents", message):
        queues.send(url, f"before {bad} after")
    assert queues.counts(url) == (0, 0, 0)


def test_an_empty_body(queues):
    with refused("MissingParameter", "The request must contain the parameter MessageBody."):
        queues.send(queues.create(), "")


@pytest.mark.parametrize("limit", [KIBI, 262_144, KIBI * KIBI])
@pytest.mark.parametrize("letter", ["a", "é", "🦀"])
def test_size_is_counted_in_bytes(queues, limit, letter):
    url = queues.create(MaximumMessageSize=limit)
    full = letter * (limit // len(letter.encode()))
    queues.send(url, full)
    assert queues.receive_one(url)["Body"] == full
    message = f"One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."
    with refused("InvalidParameterValue", message):
        queues.send(url, full + "a")


def test_attributes_count_and_system_attributes_do_not(queues):
    url = queues.create(MaximumMessageSize=KIBI)
    attributes = {
        "name": {"DataType": "String.own", "StringValue": "é" * 10},
        "raw": {"DataType": "Binary", "BinaryValue": bytes(30)},
    }
    taken = len("name") + len("String.own") + 20 + len("raw") + len("Binary") + 30
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": TRACE}}
    full = "a" * (KIBI - taken)
    queues.send(url, full, MessageAttributes=attributes, MessageSystemAttributes=trace)
    with refused("InvalidParameterValue"):
        queues.send(url, full + "a", MessageAttributes=attributes)


def test_order_of_sending(queues):
    url = queues.create()
    bodies = [f"{place}" for place in range(30)]
    for body in bodies:
        queues.send(url, body)
    assert queues.counts(url) == (30, 0, 0)
    assert [queues.bodies(url) for _ in range(4)] == [bodies[:10], bodies[10:20], bodies[20:], []]
    assert queues.counts(url) == (0, 30, 0)


def test_delete(queues):
    url = queues.create()
    queues.send(url, "x")
    message = queues.receive_one(url)
    queues.delete(url, message)
    assert queues.counts(url) == (0, 0, 0)
    # Deleting again is no mistake.
    queues.delete(url, message)
    queues.delete(url, message)


def test_an_answer_without_content(sqs, queues):
    url = queues.create()
    queues.send(url, "x")
    handle = queues.receive_one(url)["ReceiptHandle"]
    for answer in [
        sqs.delete_message(QueueUrl=url, ReceiptHandle=handle),
        sqs.tag_queue(QueueUrl=url, Tags={"a": "b"}),
        sqs.delete_queue(QueueUrl=url),
    ]:
        assert set(answer) == {"ResponseMetadata"}
        headers = answer["ResponseMetadata"]["HTTPHeaders"]
        assert headers["content-length"] == "0"
        assert headers["content-type"] == "application/x-amz-json-1.0"


def test_every_request_has_an_id_of_its_own(sqs):
    ids = [sqs.list_queues()["ResponseMetadata"]["RequestId"] for _ in range(20)]
    assert len(set(ids)) == 20
    assert {uuid.UUID(text).version for text in ids} == {5}


def test_delay_of_a_message(server, queues):
    url = queues.create()
    queues.send(url, "later", DelaySeconds=2)
    queues.send(url, "now")
    assert queues.counts(url) == (1, 0, 1)
    assert queues.bodies(url) == ["now"]
    server.let_pass(2)
    assert queues.bodies(url) == ["later"]


def test_delay_of_a_queue_and_a_message_without(server, queues):
    url = queues.create(DelaySeconds=2)
    queues.send(url, "waits")
    queues.send(url, "does not", DelaySeconds=0)
    assert queues.bodies(url) == ["does not"]
    # On a standard queue the change is for messages to come.
    queues.set(url, DelaySeconds=0)
    assert queues.bodies(url) == []
    server.let_pass(2)
    assert queues.bodies(url) == ["waits"]


@pytest.mark.parametrize("delay", [-1, 901, 1_000])
def test_a_delay_is_at_most_fifteen_minutes(queues, delay):
    message = (
        f"Value {delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
    )
    with refused("InvalidParameterValue", message):
        queues.send(queues.create(), "x", DelaySeconds=delay)


@pytest.mark.fast_forward
def test_the_longest_delay(server, queues):
    url = queues.create()
    queues.send(url, "x", DelaySeconds=900)
    server.advance(899.999)
    assert queues.receive(url) == []
    server.advance(0.001)
    assert queues.bodies(url) == ["x"]


def test_system_attributes(server, queues):
    url = queues.create(VisibilityTimeout=1)
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": TRACE}}
    sent = queues.send(url, "x", MessageSystemAttributes=trace)
    assert sent["MD5OfMessageSystemAttributes"] == md5_of_attributes(trace)
    assert sent["MD5OfMessageSystemAttributes"] == "5ae4d5d7636402d80f4eb6d213245a88"
    first = queues.receive_one(url, **IN_ALL)["Attributes"]
    assert set(first) == {
        "ApproximateFirstReceiveTimestamp",
        "ApproximateReceiveCount",
        "AWSTraceHeader",
        "SenderId",
        "SentTimestamp",
    }
    assert first["ApproximateReceiveCount"] == "1"
    assert first["AWSTraceHeader"] == TRACE
    assert re.fullmatch(r"\d{13}", first["SentTimestamp"])
    assert first["SentTimestamp"] <= first["ApproximateFirstReceiveTimestamp"]
    server.let_pass(1)
    second = queues.receive_one(url, **IN_ALL)["Attributes"]
    assert second == first | {"ApproximateReceiveCount": "2"}


@pytest.mark.parametrize("parameter", ["MessageSystemAttributeNames", "AttributeNames"])
def test_system_attributes_are_asked_for_by_name(queues, parameter):
    url = queues.create(VisibilityTimeout=0)
    queues.send(url, "x")
    names = lambda *asked: set(queues.receive_one(url, **{parameter: list(asked)}).get("Attributes", {}))
    assert names("SenderId", "ApproximateReceiveCount") == {"SenderId", "ApproximateReceiveCount"}
    assert names("SequenceNumber", "not-a-real-name", "DeadLetterQueueSourceArn") == set()
    assert names("All") == {
        "ApproximateFirstReceiveTimestamp",
        "ApproximateReceiveCount",
        "SenderId",
        "SentTimestamp",
    }


def test_a_group_on_a_standard_queue_is_a_tenant(queues):
    url = queues.create()
    assert "SequenceNumber" not in queues.send(url, "x", MessageGroupId="tenant")
    assert queues.receive_one(url, **IN_ALL)["Attributes"]["MessageGroupId"] == "tenant"
    message = (
        "Value d for parameter MessageDeduplicationId is invalid. "
        "Reason: The request include parameter that is not valid for this queue type."
    )
    with refused("InvalidParameterValue", message):
        queues.send(url, "x", MessageDeduplicationId="d")
