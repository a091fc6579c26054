"""Bytes that are no proper HTTP, and clients that misbehave: the server answers the next request."""

import socket
import time

import pytest

from support.wire import drain

pytestmark = pytest.mark.usefixtures("goes_on")

MIB = 1_048_576


def post(*headers: bytes, body=b"{}", target=b"AmazonSQS.ListQueues") -> bytes:
    """A request in full, the last on its connection."""
    lines = [
        b"POST / HTTP/1.1",
        b"Host: x",
        b"Connection: close",
        b"Content-Type: application/x-amz-json-1.0",
        b"X-Amz-Target: " + target,
        b"Content-Length: %d" % len(body),
        *headers,
    ]
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


TARGETS = [
    b"\xff\xfe",
    b"\xc3\xa9",
    b"a\tb",
    b"%00",
    b"AmazonSQS.",
    b"AmazonSQS.SendMessage.",
    b".",
    b"a" * 5_000,
]


@pytest.mark.parametrize("place", range(len(TARGETS)))
def test_targets_of_any_bytes(wire, place):
    check_shaped(wire.raw(post(target=TARGETS[place])), 400, 404)


AUTHORIZATIONS = [
    "",
    "AWS4-HMAC-SHA256",
    "AWS4-HMAC-SHA256 Credential=",
    "Basic dXNlcjpwYXNz",
    "Credential=////",
    "é",
]


@pytest.mark.parametrize("text", AUTHORIZATIONS)
def test_authorizations_that_are_none(wire, queues, text):
    url = queues.create()
    answer = wire.json(
        "SendMessage", {"QueueUrl": url, "MessageBody": "x"}, Authorization=text.encode("latin-1")
    )
    assert answer.status in (200, 400, 403)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "TRACE", "BREW"])
def test_other_methods(wire, method):
    assert wire.request(method, "/").status in (400, 404, 405, 501)


@pytest.mark.parametrize(
    "path",
    [
        "/" + "a" * 1_000,
        "/%",
        "/%zz",
        "/%00",
        "//",
        "/../..",
        "/a/b/c/d/e",
        "/?" + "a=b&" * 5_000,
        "/?%ff=%ff",
    ],
)
def test_paths_of_any_kind(wire, path):
    assert wire.request("GET", path).status in (400, 404, 414, 431)


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
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.0\r\n"
            + close
            + b"X-Amz-Target: AmazonSQS.SendMessage\r\nContent-Length: %d\r\n\r\n" % len(body)
            + body
        )
    answer = wire.raw(b"".join(parts))
    assert answer.count(b"HTTP/1.1 200") == 10
    assert queues.bodies(url) == [f"{place}" for place in range(10)]
