"""Requests that are no calls: the server answers in AWS's form, and answers the next request."""

import random

import pytest

from support.wire import JSON_TYPE

pytestmark = pytest.mark.usefixtures("goes_on")

SEED = 20_261_120
MIB = 1_048_576
TEN_MB = 10 * MIB


def check_error(answer, *statuses):
    """An error of the JSON protocol, whose fault is the sender's."""
    assert answer.status in (statuses or (400,)), (answer.status, answer.body[:200])
    assert answer.headers["content-type"] == JSON_TYPE
    assert "#" in answer.json["__type"] and "message" in answer.json
    assert answer.headers["x-amzn-query-error"].endswith(";Sender")
    return answer.json["__type"].split("#")[1]


NO_OBJECTS = [
    b"",
    b"{",
    b"}",
    b"[]",
    b"null",
    b"7",
    b'"text"',
    b"{'a': 1}",
    b'{"a":1,}',
    b'{"a":1}x',
    b'{"QueueUrl":}',
    b"\xff\xfe",
    b'{"MessageBody":"\xff"}',
    b"\xef\xbb\xbf{}",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"\x00" * 1_000,
]


@pytest.mark.parametrize("place", range(len(NO_OBJECTS)))
def test_no_json_object(wire, place):
    shape = check_error(wire.json("SendMessage", NO_OBJECTS[place]))
    assert shape in ("SerializationException", "MissingRequiredParameterException")


def test_random_bytes(wire):
    draw = random.Random(SEED)
    for _ in range(100):
        check_error(wire.json("SendMessage", draw.randbytes(draw.randrange(1, 400))))


WRONG_SHAPES = [
    {"MessageBody": 7},
    {"MessageBody": ["x"]},
    {"MessageBody": {"x": 1}},
    {"MessageBody": "x", "DelaySeconds": "5"},
    {"MessageBody": "x", "DelaySeconds": [5]},
    {"MessageBody": "x", "DelaySeconds": {}},
    {"MessageBody": "x", "DelaySeconds": True},
    {"MessageBody": "x", "MessageAttributes": []},
    {"MessageBody": "x", "MessageAttributes": "k=v"},
    {"MessageBody": "x", "MessageAttributes": {"k": "v"}},
    {"MessageBody": "x", "MessageAttributes": {"k": {"DataType": 7}}},
    {"MessageBody": "x", "MessageAttributes": {"k": {"DataType": "Binary", "BinaryValue": "no base64!"}}},
    {"MessageBody": "x", "MessageGroupId": 7},
    {"MessageBody": True},
]


@pytest.mark.parametrize("place", range(len(WRONG_SHAPES)))
def test_members_of_the_wrong_type(wire, queues, place):
    url = queues.create()
    answer = wire.json("SendMessage", {"QueueUrl": url} | WRONG_SHAPES[place])
    assert check_error(answer) == "SerializationException"
    assert queues.counts(url) == (0, 0, 0)


def test_a_url_that_is_no_text(wire):
    assert (
        check_error(wire.json("SendMessage", {"QueueUrl": 7, "MessageBody": "x"})) == "SerializationException"
    )


NUMBERS = [
    b"2147483648",
    b"-2147483649",
    b"9223372036854775808",
    b"18446744073709551616",
    b"-9223372036854775809",
    b"1" + b"0" * 400,
    b"1e400",
    b"-1e400",
    b"1e3",
    b"5.5",
    b"-0.5",
    b"5.0000000001",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_any_size(wire, queues, number):
    url = queues.create()
    content = b'{"QueueUrl":"%s","MessageBody":"x","DelaySeconds":%s}' % (url.encode(), number)
    answer = wire.json("SendMessage", content)
    check_error(answer)
    assert queues.counts(url) == (0, 0, 0)


@pytest.mark.parametrize(
    "text", [b"\\ud800", b"\\udfff", b"a\\ud83d b", b"\\udd80\\ud83e", b"\\u12", b"\\x41"]
)
def test_lone_surrogates_and_broken_escapes(wire, queues, text):
    url = queues.create()
    content = b'{"QueueUrl":"%s","MessageBody":"%s"}' % (url.encode(), text)
    assert check_error(wire.json("SendMessage", content)) in (
        "SerializationException",
        "InvalidMessageContents",
    )
    assert queues.counts(url) == (0, 0, 0)


def test_the_same_member_twice(wire, queues):
    url = queues.create()
    content = b'{"QueueUrl":"%s","MessageBody":"a","MessageBody":"b"}' % url.encode()
    answer = wire.json("SendMessage", content)
    assert answer.status in (200, 400)


def test_ten_megabytes_of_body(wire, queues):
    url = queues.create()
    answer = wire.json("SendMessage", {"QueueUrl": url, "MessageBody": "x" * TEN_MB})
    check_error(answer, 400, 413)
    assert queues.counts(url) == (0, 0, 0)


def test_ten_megabytes_of_form(wire, queues):
    answer = wire.query("SendMessage", QueueUrl=queues.create(), MessageBody="x" * TEN_MB)
    assert answer.status in (400, 413)
    assert b"<Code>" in answer.body


def test_a_body_of_control_characters_may_be_long(wire, queues):
    # Escaped, a legal body takes six times its length.
    url = queues.create()
    content = b'{"QueueUrl":"%s","MessageBody":"%s"}' % (url.encode(), b"\\u0009" * (MIB - 1))
    answer = wire.json("SendMessage", content)
    assert answer.status == 200 or check_error(answer, 400, 413)


def test_forms_of_random_bytes(wire):
    draw = random.Random(SEED)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    alphabet = b"Action=SendMessage&Attribute.1.Name%+" + bytes(range(256))
    for _ in range(100):
        content = bytes(draw.choices(alphabet, k=draw.randrange(300)))
        assert wire.request("POST", "/", content, kind).status in (400, 404)


def test_deep_and_far_indices(wire, queues):
    url = queues.create()
    for name in ["Attribute.99999999999999999999.Name", "Attribute.-1.Name", "Attribute.1" + ".1" * 10_000]:
        answer = wire.query("SetQueueAttributes", QueueUrl=url, **{name: "DelaySeconds"})
        assert answer.status == 400, name
