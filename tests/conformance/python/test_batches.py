"""Batches: what fails as a whole, what fails by entry."""

import pytest

from support.digest import md5_of_attributes, md5_of_body
from support.refusal import PREFIX, refused

MEBI = 1_048_576
ACTIONS = {
    "send_message_batch": ("SendMessageBatchRequestEntry", {"MessageBody": "x"}),
    "delete_message_batch": ("DeleteMessageBatchRequestEntry", {"ReceiptHandle": "garbage"}),
    "change_message_visibility_batch": (
        "ChangeMessageVisibilityBatchRequestEntry",
        {"ReceiptHandle": "garbage", "VisibilityTimeout": 0},
    ),
}
every_action = pytest.mark.parametrize("action", ACTIONS)


@pytest.fixture
def batch(unchecked):
    """Calls a batch action; ids become entries of the simplest kind."""

    def call(action, url, entries):
        plain = ACTIONS[action][1]
        entries = [{"Id": entry} | plain if isinstance(entry, str) else entry for entry in entries]
        return getattr(unchecked, action)(QueueUrl=url, Entries=entries)

    return call


@every_action
def test_no_entry(queues, batch, action):
    message = f"There should be at least one {ACTIONS[action][0]} in the request."
    with refused(PREFIX + "EmptyBatchRequest", message):
        batch(action, queues.create(), [])


@every_action
@pytest.mark.parametrize("count", [11, 20])
def test_more_than_ten(queues, batch, action, count):
    message = f"Maximum number of entries per request are 10. You have sent {count}."
    with refused(PREFIX + "TooManyEntriesInBatchRequest", message):
        batch(action, queues.create(), [f"{place}" for place in range(count)])


@every_action
@pytest.mark.parametrize("wrong", ["", "a b", "a.b", "ä", "x" * 81])
def test_ids_that_are_wrong(queues, batch, action, wrong):
    message = (
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
        "It can be at most 80 letters long."
    )
    url = queues.create()
    with refused(PREFIX + "InvalidBatchEntryId", message):
        batch(action, url, ["fine", wrong])
    assert queues.counts(url) == (0, 0, 0)


@every_action
def test_ids_that_repeat(queues, batch, action):
    url = queues.create()
    with refused(PREFIX + "BatchEntryIdsNotDistinct", "Id 2 repeated."):
        batch(action, url, ["1", "2", "2", "1"])
    assert queues.counts(url) == (0, 0, 0)


def test_all_is_well(sqs, queues):
    url = queues.create()
    attributes = {"k": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
    entries = [
        {"Id": "x" * 80, "MessageBody": "first"},
        {"Id": "second_-2", "MessageBody": "é", "MessageAttributes": attributes},
        {"Id": "3", "MessageBody": "late", "DelaySeconds": 900},
    ]
    answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert "Failed" not in answer
    successful = answer["Successful"]
    assert [it["Id"] for it in successful] == [it["Id"] for it in entries]
    assert [it["MD5OfMessageBody"] for it in successful] == [md5_of_body(it["MessageBody"]) for it in entries]
    assert successful[1]["MD5OfMessageAttributes"] == md5_of_attributes(attributes)
    assert "MD5OfMessageAttributes" not in successful[0]
    assert queues.counts(url) == (2, 0, 1)
    messages = queues.receive(url)
    assert [it["MessageId"] for it in messages] == [it["MessageId"] for it in successful[:2]]

    handles = [{"Id": f"{place}", "ReceiptHandle": it["ReceiptHandle"]} for place, it in enumerate(messages)]
    hidden = [entry | {"VisibilityTimeout": 0} for entry in handles]
    answer = sqs.change_message_visibility_batch(QueueUrl=url, Entries=hidden)
    assert answer["Successful"] == [{"Id": "0"}, {"Id": "1"}] and "Failed" not in answer
    assert queues.counts(url) == (2, 0, 1)
    answer = sqs.delete_message_batch(QueueUrl=url, Entries=handles)
    assert answer["Successful"] == [{"Id": "0"}, {"Id": "1"}] and "Failed" not in answer
    assert queues.counts(url) == (0, 0, 1)


def failures(answer):
    """What failed: Id to code and message. Each is the sender's fault."""
    assert all(entry["SenderFault"] is True for entry in answer["Failed"])
    return {entry["Id"]: (entry["Code"], entry.get("Message")) for entry in answer["Failed"]}


def test_some_sends_fail(unchecked, queues):
    url = queues.create(MaximumMessageSize=1_024)
    text = {"DataType": "Text", "StringValue": "v"}
    entries = [
        {"Id": "long", "MessageBody": "x" * 1_025},
        {"Id": "fine", "MessageBody": "x" * 1_024},
        {"Id": "zero", "MessageBody": "\x00"},
        {"Id": "empty", "MessageBody": ""},
        {"Id": "slow", "MessageBody": "x", "DelaySeconds": 901},
        {"Id": "type", "MessageBody": "x", "MessageAttributes": {"X": text}},
        {"Id": "also-fine", "MessageBody": "y"},
        {"Id": "dedup", "MessageBody": "y", "MessageDeduplicationId": "d"},
    ]
    answer = unchecked.send_message_batch(QueueUrl=url, Entries=entries)
    assert [it["Id"] for it in answer["Successful"]] == ["fine", "also-fine"]
    failed = failures(answer)
    assert list(failed) == ["long", "zero", "empty", "slow", "type", "dedup"]
    too_long = "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes."
    assert failed["long"] == ("InvalidParameterValue", too_long)
    assert failed["zero"][0] == "InvalidMessageContents"
    assert failed["empty"][0] == "EmptyValue"
    assert failed["slow"][0] == "InvalidParameterValue"
    assert failed["type"][0] == "InvalidParameterValue"
    wrong_type = "The request include parameter that is not valid for this queue type"
    assert failed["dedup"] == ("InvalidParameterValue", wrong_type)
    assert queues.bodies(url) == ["x" * 1_024, "y"]


def test_all_fail(sqs, queues):
    answer = sqs.send_message_batch(QueueUrl=queues.create(), Entries=[{"Id": "a", "MessageBody": "\x00"}])
    assert "Successful" not in answer
    assert failures(answer)["a"][0] == "InvalidMessageContents"


@pytest.mark.parametrize("count", [1, 2, 10])
def test_a_mebibyte_in_all(sqs, queues, count):
    url = queues.create()
    share = MEBI // count
    entries = [{"Id": f"{place}", "MessageBody": "x" * share} for place in range(count)]
    entries[0]["MessageBody"] += "x" * (MEBI - share * count)
    answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert len(answer["Successful"]) == count
    entries[-1]["MessageBody"] += "x"
    message = f"Batch requests cannot be longer than {MEBI} bytes. You have sent {MEBI + 1} bytes."
    with refused(PREFIX + "BatchRequestTooLong", message):
        sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert queues.counts(url) == (count, 0, 0)


def test_attributes_count_in_the_sum(sqs, queues):
    attribute = {"k": {"DataType": "String", "StringValue": "v"}}
    entries = [
        {"Id": "a", "MessageBody": "x" * (MEBI // 2), "MessageAttributes": attribute},
        {"Id": "b", "MessageBody": "x" * (MEBI // 2 - 8)},
    ]
    url = queues.create()
    assert len(sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 2
    entries[1]["MessageBody"] += "x"
    with refused(PREFIX + "BatchRequestTooLong"):
        sqs.send_message_batch(QueueUrl=url, Entries=entries)


def test_some_deletes_and_changes_fail(sqs, queues):
    here, there = queues.create(), queues.create()
    queues.send(here, "x")
    queues.send(there, "y")
    handle = queues.receive_one(here)["ReceiptHandle"]
    foreign = queues.receive_one(there)["ReceiptHandle"]
    entries = [
        {"Id": "garbage", "ReceiptHandle": "garbage"},
        {"Id": "foreign", "ReceiptHandle": foreign},
        {"Id": "fine", "ReceiptHandle": handle},
    ]
    garbage = ("ReceiptHandleIsInvalid", 'The input receipt handle "garbage" is not a valid receipt handle.')
    hidden = [entry | {"VisibilityTimeout": 0} for entry in entries]
    hidden.append({"Id": "range", "ReceiptHandle": handle, "VisibilityTimeout": 43_201})
    answer = sqs.change_message_visibility_batch(QueueUrl=here, Entries=hidden)
    assert answer["Successful"] == [{"Id": "fine"}]
    failed = failures(answer)
    assert failed["garbage"] == garbage
    assert (failed["foreign"][0], failed["range"][0]) == ("ReceiptHandleIsInvalid", "InvalidParameterValue")

    answer = sqs.delete_message_batch(QueueUrl=here, Entries=entries)
    assert answer["Successful"] == [{"Id": "fine"}]
    failed = failures(answer)
    assert failed["garbage"] == garbage and failed["foreign"][0] == "ReceiptHandleIsInvalid"
    assert (queues.counts(here), queues.counts(there)) == ((0, 0, 0), (0, 1, 0))


def test_one_handle_twice_is_deleted_twice(sqs, queues):
    url = queues.create()
    queues.send(url, "x")
    handle = queues.receive_one(url)["ReceiptHandle"]
    entries = [{"Id": place, "ReceiptHandle": handle} for place in "ab"]
    assert sqs.delete_message_batch(QueueUrl=url, Entries=entries)["Successful"] == [{"Id": "a"}, {"Id": "b"}]


def test_a_fifo_batch_keeps_its_order(sqs, queues):
    url = queues.create(fifo=True, ContentBasedDeduplication=True)
    entries = [{"Id": body, "MessageBody": body, "MessageGroupId": "g"} for body in "zyxwvutsrq"]
    numbers = [
        it["SequenceNumber"] for it in sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]
    ]
    assert numbers == sorted(numbers) and len(set(numbers)) == 10
    assert queues.bodies(url) == list("zyxwvutsrq")


@pytest.mark.parametrize(
    "lacks, message",
    [
        ("MessageGroupId", "The request must contain the parameter MessageGroupId."),
        (
            "MessageDeduplicationId",
            "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId "
            "provided explicitly",
        ),
    ],
)
def test_a_fifo_batch_that_lacks_something_fails_as_a_whole(sqs, queues, lacks, message):
    url = queues.create(fifo=True)
    entries = [
        {"Id": body, "MessageBody": body, "MessageGroupId": "g", "MessageDeduplicationId": body}
        for body in "ab"
    ]
    del entries[1][lacks]
    with refused("InvalidParameterValue", message):
        sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert queues.counts(url) == (0, 0, 0)


def test_a_duplicate_in_a_batch_succeeds(sqs, queues):
    url = queues.create(fifo=True)
    entries = [
        {"Id": place, "MessageBody": "x", "MessageGroupId": "g", "MessageDeduplicationId": "d"}
        for place in "ab"
    ]
    first, second = sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]
    assert first["MessageId"] == second["MessageId"]
    assert queues.counts(url) == (1, 0, 0)


def test_expired_fifo_handles_fail_by_entry(sqs, server, queues):
    url = queues.create(fifo=True, VisibilityTimeout=1)
    queues.send_to_group(url, "g", "x")
    handle = queues.receive_one(url)["ReceiptHandle"]
    server.let_pass(1)
    answer = sqs.delete_message_batch(QueueUrl=url, Entries=[{"Id": "a", "ReceiptHandle": handle}])
    assert failures(answer)["a"] == ("ReceiptHandleIsInvalid", "The receipt handle has expired")
