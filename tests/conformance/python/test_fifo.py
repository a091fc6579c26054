"""FIFO queues: order, groups, deduplication, retried receives."""

import hashlib
import time
import uuid

import pytest

from support.queues import IN_ALL
from support.refusal import refused

NEEDS_ID = (
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId "
    "provided explicitly"
)
EXPIRED = "Value {} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."


@pytest.fixture
def url(queues):
    return queues.create(fifo=True)


@pytest.fixture
def by_content(queues):
    return queues.create(fifo=True, ContentBasedDeduplication=True)


def test_what_a_message_carries(queues, url):
    sent = queues.send(url, "x", MessageGroupId="g", MessageDeduplicationId="d")
    assert sent["SequenceNumber"].isdigit() and len(sent["SequenceNumber"]) == 20
    attributes = queues.receive_one(url, **IN_ALL)["Attributes"]
    assert attributes["MessageGroupId"] == "g"
    assert attributes["MessageDeduplicationId"] == "d"
    assert attributes["SequenceNumber"] == sent["SequenceNumber"]


def test_the_id_made_of_the_content_is_its_sha256(queues, by_content):
    queues.send(by_content, "Test", MessageGroupId="g")
    made = queues.receive_one(by_content, **IN_ALL)["Attributes"]["MessageDeduplicationId"]
    assert made == "532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25"


def test_sequence_numbers_rise(queues, url):
    numbers = [it["SequenceNumber"] for it in queues.send_to_group(url, "g", *"abcdef")]
    assert numbers == sorted(set(numbers))


def test_a_group_is_received_in_order_and_then_locked(queues, url):
    queues.send_to_group(url, "g", *"abcd")
    first = queues.receive(url, 2)
    assert [it["Body"] for it in first] == ["a", "b"]
    assert queues.receive(url) == []
    # Locked messages count as visible.
    assert queues.counts(url) == (2, 2, 0)
    queues.delete(url, first[0])
    assert queues.receive(url) == []
    queues.delete(url, first[1])
    assert queues.bodies(url) == ["c", "d"]


def test_groups_go_side_by_side(queues, url):
    queues.send_to_group(url, "g1", "g1-m1")
    queues.send_to_group(url, "g2", "g2-m1")
    queues.send_to_group(url, "g1", "g1-m2", "g1-m3")
    assert queues.bodies(url) == ["g1-m1", "g1-m2", "g1-m3", "g2-m1"]


def test_returned_messages_go_behind_a_group_that_waits(queues, url):
    for group, body in ["11", "21", "12", "22", "13", "14", "31"]:
        queues.send_to_group(url, f"g{group}", f"g{group}-m{body}")
    queues.delete(url, *queues.receive(url, 2))
    assert queues.bodies(url) == ["g2-m1", "g2-m2", "g1-m3", "g1-m4", "g3-m1"]


def test_expiry_brings_the_same_order_again(server, queues):
    url = queues.create(fifo=True, VisibilityTimeout=1)
    queues.send_to_group(url, "g", *"abc")
    first = queues.receive(url, 2)
    server.let_pass(1)
    second = queues.receive(url, 3)
    assert [it["Body"] for it in second] == ["a", "b", "c"]
    with refused("InvalidParameterValue", EXPIRED.format(first[0]["ReceiptHandle"])):
        queues.delete(url, first[0])
    queues.delete(url, *second)
    assert queues.counts(url) == (0, 0, 0)


@pytest.mark.parametrize("extended, received", [(0, []), (1, ["a"]), (2, ["a", "b"])])
def test_one_extended_holds_back_all_behind_it(server, queues, extended, received):
    url = queues.create(fifo=True, VisibilityTimeout=1)
    queues.send_to_group(url, "g", *"abc")
    messages = queues.receive(url, 3)
    queues.hide(url, messages[extended], 600)
    server.let_pass(1)
    assert queues.bodies(url) == received
    # Its handle is as good as its deadline.
    queues.delete(url, messages[extended])


def test_a_first_one_let_go_comes_alone(queues, url):
    queues.send_to_group(url, "g", *"abc")
    messages = queues.receive(url, 2)
    queues.hide(url, messages[0], 0)
    assert queues.bodies(url) == ["a"]


def test_timeout_zero_locks_nothing_and_its_handle_is_expired(queues, url):
    queues.send_to_group(url, "g", "a", "b")
    message = queues.receive_one(url, VisibilityTimeout=0)
    assert queues.bodies(url, 2, VisibilityTimeout=0) == ["a", "b"]
    with refused("InvalidParameterValue", EXPIRED.format(message["ReceiptHandle"])):
        queues.delete(url, message)


def test_deleting_wakes_a_poll_that_waits_for_the_group(queues, url, aside):
    queues.send_to_group(url, "g", "a", "b")
    message = queues.receive_one(url)
    waiting = aside.submit(queues.bodies, url, WaitTimeSeconds=20)
    time.sleep(0.2)
    assert not waiting.done()
    queues.delete(url, message)
    assert waiting.result(timeout=5) == ["b"]


def test_no_group(queues, url):
    with refused("MissingParameter", "The request must contain the parameter MessageGroupId."):
        queues.send(url, "x", MessageDeduplicationId="d")


def test_no_deduplication_id(queues, url):
    with refused("InvalidParameterValue", NEEDS_ID):
        queues.send(url, "x", MessageGroupId="g")


@pytest.mark.parametrize("parameter", ["MessageGroupId", "MessageDeduplicationId"])
@pytest.mark.parametrize("value", ["", "a b", "ä", "x" * 129, "a\n"])
def test_ids_that_are_wrong(queues, url, parameter, value):
    ids = {"MessageGroupId": "g", "MessageDeduplicationId": "d"} | {parameter: value}
    message = (
        f"Value {value} for parameter {parameter} is invalid. Reason: {parameter} can only include "
        "alphanumeric and punctuation characters. 1 to 128 in length."
    )
    with refused("InvalidParameterValue", message):
        queues.send(url, "x", **ids)


def test_every_character_that_an_id_may_have(queues, url):
    punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    queues.send(url, "x", MessageGroupId="aZ09" + punctuation, MessageDeduplicationId="d" * 128)
    assert queues.receive_one(url, **IN_ALL)["Attributes"]["MessageGroupId"] == "aZ09" + punctuation


def test_no_delay_of_one_message(queues, url):
    message = (
        "Value 2 for parameter DelaySeconds is invalid. "
        "Reason: The request include parameter that is not valid for this queue type."
    )
    with refused("InvalidParameterValue", message):
        queues.send(url, "x", MessageGroupId="g", MessageDeduplicationId="d", DelaySeconds=2)


def test_a_queue_delay_counts_and_a_change_reaches_what_waits(queues):
    url = queues.create(fifo=True, DelaySeconds=600)
    queues.send(url, "x", MessageGroupId="g", MessageDeduplicationId="d", DelaySeconds=0)
    assert queues.counts(url) == (0, 0, 1)
    queues.set(url, DelaySeconds=0)
    assert queues.bodies(url) == ["x"]


def test_a_duplicate_is_acknowledged_and_not_delivered(queues, url):
    first = queues.send(url, "one", MessageGroupId="g", MessageDeduplicationId="d")
    second = queues.send(url, "other", MessageGroupId="h", MessageDeduplicationId="d")
    assert second["MessageId"] == first["MessageId"]
    assert second["SequenceNumber"] == first["SequenceNumber"]
    assert second["MD5OfMessageBody"] == hashlib.md5(b"other").hexdigest()
    assert queues.bodies(url) == ["one"]


def test_the_memory_outlives_the_message(queues, url):
    queues.send(url, "x", MessageGroupId="g", MessageDeduplicationId="d")
    queues.delete(url, queues.receive_one(url))
    queues.send(url, "x", MessageGroupId="g", MessageDeduplicationId="d")
    assert queues.counts(url) == (0, 0, 0)


@pytest.mark.fast_forward
def test_the_memory_lasts_five_minutes_from_the_first(server, queues, url):
    ids = {"MessageGroupId": "g", "MessageDeduplicationId": "d"}
    first = queues.send(url, "x", **ids)
    server.advance(299)
    assert queues.send(url, "x", **ids)["MessageId"] == first["MessageId"]
    server.advance(1)
    assert queues.send(url, "x", **ids)["MessageId"] != first["MessageId"]
    assert queues.bodies(url) == ["x", "x"]


def test_content_and_an_explicit_id_are_one_memory(queues, by_content):
    queues.send(by_content, "x", MessageGroupId="g")
    attribute = {"k": {"DataType": "String", "StringValue": "v"}}
    queues.send(by_content, "x", MessageGroupId="g", MessageAttributes=attribute)
    queues.send(by_content, "y", MessageGroupId="g", MessageDeduplicationId=hashlib.sha256(b"x").hexdigest())
    queues.send(by_content, "x", MessageGroupId="g", MessageDeduplicationId="explicit")
    assert queues.bodies(by_content) == ["x", "x"]


def test_an_id_for_each_group(queues):
    url = queues.create(fifo=True, DeduplicationScope="messageGroup")
    for group in "ghg":
        queues.send(url, group, MessageGroupId=group, MessageDeduplicationId="d")
    assert sorted(queues.bodies(url)) == ["g", "h"]


def test_a_retried_receive_answers_the_same(server, queues):
    url = queues.create(fifo=True, VisibilityTimeout=2)
    queues.send_to_group(url, "g", "a", "b")
    attempt = {"ReceiveRequestAttemptId": uuid.uuid4().hex}
    first = queues.receive(url, 1, **attempt)
    server.let_pass(1)
    assert queues.receive(url, 1, **attempt) == first
    # The retry has begun the timeout anew.
    server.let_pass(1)
    assert queues.receive(url, 1) == []
    queues.delete(url, first[0])
    assert queues.bodies(url) == ["b"]


@pytest.mark.parametrize("meanwhile", ["delete", "hide"])
def test_a_receive_that_cannot_be_retried(queues, url, meanwhile):
    queues.send_to_group(url, "g", "a", "b")
    attempt = uuid.uuid4().hex
    message = queues.receive_one(url, ReceiveRequestAttemptId=attempt)
    if meanwhile == "delete":
        queues.delete(url, message)
    else:
        queues.hide(url, message, 100)
    text = (
        f"Value {attempt} for parameter ReceiveRequestAttemptId is invalid. "
        "Reason: The receiveRequestAttemptId is not valid anymore since the receive call is not retryable."
    )
    with refused("InvalidParameterValue", text):
        queues.receive(url, ReceiveRequestAttemptId=attempt)


def test_order_holds_under_many_consumers(queues, aside):
    url = queues.create(fifo=True, VisibilityTimeout=600)
    groups = [f"g{place}" for place in range(6)]
    for group in groups:
        queues.send_to_group(url, group, *(f"{group}:{number:02}" for number in range(8)))
    seen: list[str] = []

    def work(_):
        for _ in range(200):
            messages = queues.receive(url, 3)
            seen.extend(message["Body"] for message in messages)
            queues.delete(url, *messages)
            if not messages and queues.counts(url) == (0, 0, 0):
                return

    list(aside.map(work, range(6)))
    assert len(seen) == 48
    for group in groups:
        of_group = [body for body in seen if body.startswith(group)]
        assert of_group == sorted(of_group)
