"""What no client sends: the server answers in AWS's form, and answers the next request."""

import random
import socket
import time

import pytest

from support.wire import JSON_TYPE, Wire, drain

SEED = 20_261_120
MIB = 1_048_576
TEN_MB = 10 * MIB


@pytest.fixture(scope="module")
def wire(server):
    return Wire(server.endpoint)


@pytest.fixture(autouse=True)
def goes_on(wire, queues):
    """A message that was there before is there after, and the server answers."""
    url = queues.create()
    queues.send(url, "kept")
    yield
    answer = wire.json("GetQueueAttributes", {"QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessages"]})
    assert answer.status == 200
    assert answer.json["Attributes"] == {"ApproximateNumberOfMessages": "1"}


def check_error(answer, *statuses):
    """An error of the JSON protocol, whose fault is the sender's."""
    assert answer.status in (statuses or (400,)), (answer.status, answer.body[:200])
    assert answer.headers["content-type"] == JSON_TYPE
    assert "#" in answer.json["__type"] and "message" in answer.json
    assert answer.headers["x-amzn-query-error"].endswith(";Sender")
    return answer.json["__type"].split("#")[1]


NO_OBJECTS = [
    b"", b"{", b"}", b"[]", b"null", b"7", b'"text"', b"{'a': 1}", b'{"a":1,}', b'{"a":1}x', b'{"QueueUrl":}',
    b"\xff\xfe", b'{"MessageBody":"\xff"}', b"\xef\xbb\xbf{}", b"[" * 100_000, b'{"a":' * 100_000, b"\x00" * 1_000,
]  # fmt: skip


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
    assert check_error(wire.json("SendMessage", {"QueueUrl": 7, "MessageBody": "x"})) == "SerializationException"


NUMBERS = [
    b"2147483648", b"-2147483649", b"9223372036854775808", b"18446744073709551616", b"-9223372036854775809",
    b"1" + b"0" * 400, b"1e400", b"-1e400", b"1e3", b"5.5", b"-0.5", b"5.0000000001",
]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_any_size(wire, queues, number):
    url = queues.create()
    content = b'{"QueueUrl":"%s","MessageBody":"x","DelaySeconds":%s}' % (url.encode(), number)
    answer = wire.json("SendMessage", content)
    check_error(answer)
    assert queues.counts(url) == (0, 0, 0)


@pytest.mark.parametrize("text", [b"\\ud800", b"\\udfff", b"a\\ud83d b", b"\\udd80\\ud83e", b"\\u12", b"\\x41"])
def test_lone_surrogates_and_broken_escapes(wire, queues, text):
    url = queues.create()
    content = b'{"QueueUrl":"%s","MessageBody":"%s"}' % (url.encode(), text)
    assert check_error(wire.json("SendMessage", content)) in ("SerializationException", "InvalidMessageContents")
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


def post(*headers: bytes, body=b"{}", target=b"AmazonSQS.ListQueues") -> bytes:
    """A request in full, the last on its connection."""
    lines = [
        b"POST / HTTP/1.1", b"Host: x", b"Connection: close", b"Content-Type: application/x-amz-json-1.0",
        b"X-Amz-Target: " + target, b"Content-Length: %d" % len(body), *headers,
    ]  # fmt: skip
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def status_of(answer: bytes) -> int:
    version, status, _ = answer.split(b" ", 2)
    assert version.startswith(b"HTTP/1.")
    return int(status)


def check_shaped(answer: bytes, *statuses):
    """An error in AWS's form, whichever protocol it is in."""
    assert status_of(answer) in statuses, answer[:200]
    head, body = answer.split(b"\r\n\r\n", 1)
    assert b"x-amzn-requestid" in head.lower()
    assert b'"__type":"' in body or b"<Code>" in body or b"<UnknownOperationException" in body, body[:200]


TOO_MUCH = {
    "a thousand headers": post(*(b"X-Header-%d: v" % place for place in range(1_000))),
    "a long header": post(b"X-Long: " + b"v" * MIB),
    "a long name": post(b"X" * MIB + b": v"),
    "a long target": post(target=b"AmazonSQS." + b"a" * MIB),
    "a long path": b"GET /" + b"a" * MIB + b" HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_heads_that_are_too_much(wire, kind):
    check_shaped(wire.raw(TOO_MUCH[kind]), 400, 413, 414, 431)


def test_a_head_that_is_merely_large(wire):
    many = (b"X-Header-%d: %s" % (place, b"v" * 100) for place in range(80))
    assert status_of(wire.raw(post(*many))) == 200


BROKEN = {
    "no http": b"hello\r\n\r\n",
    "no method": b" / HTTP/1.1\r\n\r\n",
    "a header without a colon": b"POST / HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n",
    "a length that is no number": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
    "a length below zero": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a chunk without a size": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "an encrypted greeting": bytes.fromhex("16030100a5010000a1030355"),
    "zeros": bytes(200),
    "another version": b"POST / HTTP/9.9\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_requests(wire, kind):
    with socket.create_connection((wire.host, wire.port), timeout=5) as connection:
        connection.sendall(BROKEN[kind])
        connection.shutdown(socket.SHUT_WR)
        answer = drain(connection)
    check_shaped(answer, 400, 501, 505)


TARGETS = [b"\xff\xfe", b"\xc3\xa9", b"a\tb", b"%00", b"AmazonSQS.", b"AmazonSQS.SendMessage.", b".", b"a" * 5_000]


@pytest.mark.parametrize("place", range(len(TARGETS)))
def test_targets_of_any_bytes(wire, place):
    check_shaped(wire.raw(post(target=TARGETS[place])), 400, 404)


AUTHORIZATIONS = ["", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=", "Basic dXNlcjpwYXNz", "Credential=////", "é"]


@pytest.mark.parametrize("text", AUTHORIZATIONS)
def test_authorizations_that_are_none(wire, queues, text):
    url = queues.create()
    answer = wire.json("SendMessage", {"QueueUrl": url, "MessageBody": "x"}, Authorization=text.encode("latin-1"))
    assert answer.status in (200, 400, 403)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "TRACE", "BREW"])
def test_other_methods(wire, method):
    assert wire.request(method, "/").status in (400, 404, 405, 501)


@pytest.mark.parametrize(
    "path", ["/" + "a" * 1_000, "/%", "/%zz", "/%00", "//", "/../..", "/a/b/c/d/e", "/?" + "a=b&" * 5_000, "/?%ff=%ff"]
)
def test_paths_of_any_kind(wire, path):
    assert wire.request("GET", path).status in (400, 404, 414, 431)


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


def test_a_slow_client_holds_up_nobody(wire, queues):
    url = queues.create()
    with socket.create_connection((wire.host, wire.port), timeout=10) as slow:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
        for letter in head[:20]:
            slow.sendall(bytes([letter]))
            time.sleep(0.01)
        before = time.monotonic()
        for _ in range(20):
            queues.send(url, "x")
        assert time.monotonic() - before < 5
        slow.sendall(head[20:] + b"\r\nhalf of it")
        assert queues.counts(url) == (20, 0, 0)


def test_clients_that_hang_up_in_the_middle(wire, queues):
    url = queues.create()
    for _ in range(50):
        with socket.create_connection((wire.host, wire.port), timeout=10) as connection:
            connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    assert queues.counts(url) == (0, 0, 0)


def test_a_waiting_client_that_hangs_up_takes_no_message(wire, queues):
    url = queues.create(VisibilityTimeout=600)
    body = b'{"QueueUrl":"%s","WaitTimeSeconds":20}' % url.encode()
    head = (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.0\r\n"
        b"X-Amz-Target: AmazonSQS.ReceiveMessage\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    with socket.create_connection((wire.host, wire.port), timeout=10) as connection:
        connection.sendall(head + body)
        time.sleep(0.3)
    time.sleep(0.3)
    queues.send(url, "x")
    assert queues.bodies(url) == ["x"]


def test_pipelined_requests_are_answered_in_order(wire, queues):
    url = queues.create()
    parts = []
    for place in range(10):
        body = b'{"QueueUrl":"%s","MessageBody":"%d"}' % (url.encode(), place)
        close = b"Connection: close\r\n" if place == 9 else b""
        parts.append(
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.0\r\n" + close
            + b"X-Amz-Target: AmazonSQS.SendMessage\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )  # fmt: skip
    answer = wire.raw(b"".join(parts))
    assert answer.count(b"HTTP/1.1 200") == 10
    assert queues.bodies(url) == [f"{place}" for place in range(10)]
