"""Visibility timeouts and receipt handles."""

import pytest

from support.refusal import refused

INVALID_HANDLE = 'The input receipt handle "{}" is not a valid receipt handle.'


def test_a_message_is_hidden_for_its_visibility_timeout(server, queues):
    url = queues.create(VisibilityTimeout=1)
    queues.send(url, "x")
    first = queues.receive_one(url)
    assert queues.receive(url) == []
    assert queues.counts(url) == (0, 1, 0)
    server.let_pass(1)
    second = queues.receive_one(url)
    assert second["MessageId"] == first["MessageId"]
    assert second["ReceiptHandle"] != first["ReceiptHandle"]


def test_a_receive_has_a_timeout_of_its_own(server, queues):
    url = queues.create(VisibilityTimeout=600)
    queues.send(url, "x")
    queues.receive_one(url, VisibilityTimeout=1)
    server.let_pass(1)
    assert queues.bodies(url) == ["x"]
    server.let_pass(1)
    assert queues.receive(url) == []


def test_timeout_zero_hides_nothing_and_counts(queues):
    url = queues.create()
    queues.send(url, "x")
    seen = [
        queues.receive_one(url, VisibilityTimeout=0, AttributeNames=["ApproximateReceiveCount"])
        for _ in range(3)
    ]
    assert [message["Attributes"]["ApproximateReceiveCount"] for message in seen] == ["1", "2", "3"]
    assert len({message["ReceiptHandle"] for message in seen}) == 3


def test_changing_visibility_replaces_the_deadline(server, queues):
    url = queues.create(VisibilityTimeout=600)
    queues.send(url, "x")
    message = queues.receive_one(url)
    queues.hide(url, message, 1)
    server.let_pass(1)
    message = queues.receive_one(url, VisibilityTimeout=1)
    queues.hide(url, message, 600)
    server.let_pass(1)
    assert queues.receive(url) == []
    queues.hide(url, message, 0)
    assert queues.bodies(url) == ["x"]


@pytest.mark.fast_forward
def test_twelve_hours_from_the_receive_in_all(server, queues):
    url = queues.create()
    queues.send(url, "x")
    server.advance(3_600)
    message = queues.receive_one(url, VisibilityTimeout=43_200)
    queues.hide(url, message, 43_200)
    server.advance(60)
    too_long = (
        "Value {} for parameter VisibilityTimeout is invalid. "
        "Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]"
    )
    for seconds in [43_200, 43_141]:
        with refused("InvalidParameterValue", too_long.format(seconds)):
            queues.hide(url, message, seconds)
    queues.hide(url, message, 43_140)
    # Hour by hour it can be kept until then, and not longer.
    for _ in range(11):
        server.advance(3_600)
        queues.hide(url, message, 3_500)
    server.advance(3_500)
    assert queues.bodies(url) == ["x"]


def test_a_deleted_message_cannot_be_hidden(queues):
    url = queues.create()
    queues.send(url, "x")
    message = queues.receive_one(url)
    queues.delete(url, message)
    text = (
        f"Value {message['ReceiptHandle']} for parameter ReceiptHandle is invalid. "
        "Reason: Message does not exist or is not available for visibility timeout change."
    )
    with refused("InvalidParameterValue", text):
        queues.hide(url, message, 10)


def test_an_expired_handle_still_deletes(server, queues):
    url = queues.create(VisibilityTimeout=1)
    queues.send(url, "x")
    message = queues.receive_one(url)
    server.let_pass(1)
    queues.hide(url, message, 600)
    queues.delete(url, message)
    assert queues.counts(url) == (0, 0, 0)


def test_an_older_handle_works_on(queues):
    url = queues.create()
    queues.send(url, "x")
    older = queues.receive_one(url, VisibilityTimeout=0)
    newer = queues.receive_one(url, VisibilityTimeout=600)
    queues.hide(url, older, 0)
    assert queues.bodies(url) == ["x"]
    queues.delete(url, older)
    assert queues.counts(url) == (0, 0, 0)
    queues.delete(url, newer)


GARBAGE = ["garbage", "-", "AQEB", "AQEBzWwaftRI0KuVm4tP", "ü", "x" * 1_024, "../../x", "🦀" * 100]


@pytest.mark.parametrize("handle", GARBAGE)
def test_garbage_is_no_handle(sqs, queues, handle):
    url = queues.create()
    with refused("ReceiptHandleIsInvalid", INVALID_HANDLE.format(handle), status=404):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
    with refused("ReceiptHandleIsInvalid", INVALID_HANDLE.format(handle), status=404):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)


def test_an_id_and_a_changed_handle_are_no_handles(sqs, queues):
    url = queues.create()
    queues.send(url, "x")
    message = queues.receive_one(url)
    handle = message["ReceiptHandle"]
    assert handle.startswith("AQEB") and len(handle) <= 1_024
    middle = len(handle) // 2
    changed = handle[:middle] + ("A" if handle[middle] != "A" else "B") + handle[middle + 1 :]
    for wrong in [message["MessageId"], changed, handle[:-8], handle + "AAAA"]:
        with refused("ReceiptHandleIsInvalid", INVALID_HANDLE.format(wrong), status=404):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=wrong)
    queues.delete(url, message)


def test_a_handle_of_another_queue(queues):
    here, there = queues.create(), queues.create()
    queues.send(here, "x")
    message = queues.receive_one(here)
    text = f'The receipt handle "{message["ReceiptHandle"]}" is not valid for this queue.'
    with refused("ReceiptHandleIsInvalid", text, status=404):
        queues.delete(there, message)
    with refused("ReceiptHandleIsInvalid", text, status=404):
        queues.hide(there, message, 0)
    assert queues.counts(here) == (0, 1, 0)
