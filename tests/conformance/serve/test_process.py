"""The process: how it starts, listens, logs and stops."""

import json
import re
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from support.process import Process, run
from support.queues import Queues
from support.wire import Wire, drain


def test_the_first_line_is_the_address():
    with Process() as process:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", process.first_line)
        assert process.server.get("/_sqscope/health")["status"] == "ok"


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_answers_who_waits(told):
    with Process() as process:
        queues = Queues(process.server.client())
        url = queues.create()
        with ThreadPoolExecutor() as pool:
            waiting = [pool.submit(queues.receive, url, WaitTimeSeconds=20) for _ in range(5)]
            while process.server.get("/_sqscope/health")["waiting_receives"] < 5:
                time.sleep(0.02)
            code, log = process.stop(told)
            assert [call.result(timeout=5) for call in waiting] == [[]] * 5
        assert code == 0
        assert log.rstrip().splitlines()[-1].endswith("every request was answered")


def test_an_address_that_is_taken():
    with Process() as process:
        done = run("serve", "--listen", urlsplit(process.first_line).netloc)
        assert done.returncode == 1
        assert "another process does" in done.stderr and done.stdout == ""


@pytest.mark.parametrize(
    "options", [["--clock", "sideways"], ["--colour"], ["--seed", "x"], ["--require-signature", "key"]]
)
def test_options_that_are_wrong(options):
    done = run("serve", *options)
    assert done.returncode == 2 and options[0] in done.stderr and done.stdout == ""


def test_a_log_for_machines():
    with Process("--log", "json") as process:
        queues = Queues(process.server.client())
        queues.send(queues.create(), "x")
        with pytest.raises(queues.client.exceptions.QueueDoesNotExist):
            queues.receive("none")
        code, log = process.stop()
    lines = [json.loads(line) for line in log.splitlines()]
    assert code == 0 and all("time" in line for line in lines)
    requests = [line for line in lines if "status" in line]
    assert [line["status"] for line in requests] == [200, 200, 400]
    assert "SendMessage" in json.dumps(requests[1]) and "us-east-1" in json.dumps(requests[1])


def test_no_log():
    with Process("--log", "off") as process:
        process.server.client().list_queues()
        assert process.stop() == (0, "")


def test_a_client_that_is_too_slow_is_told():
    with Process("--request-timeout", "1") as process:
        wire = Wire(process.first_line)
        with socket.create_connection((wire.host, wire.port), timeout=10) as head:
            head.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AmazonSQS.ListQueues\r\n")
            answer = drain(head)
        assert b"x-amzn-requestid" in answer.lower() and b"not sent within the time" in answer
        with socket.create_connection((wire.host, wire.port), timeout=10) as body:
            body.sendall(
                b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.0\r\n"
                b"X-Amz-Target: AmazonSQS.ListQueues\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{"
            )
            answer = drain(body)
        assert b"not sent within the time" in answer
        assert wire.json("ListQueues", {}).status == 200


def test_more_connections_than_there_is_room_for():
    with Process("--max-connections", "4") as process:
        wire = Wire(process.first_line)
        taken = [socket.create_connection((wire.host, wire.port), timeout=10) for _ in range(4)]
        time.sleep(0.2)
        with socket.create_connection((wire.host, wire.port), timeout=10) as fifth:
            answer = drain(fifth)
        assert answer.startswith(b"HTTP/1.1 503") and b"as many connections" in answer
        for connection in taken:
            connection.close()
        time.sleep(0.2)
        assert wire.json("ListQueues", {}).status == 200


def test_an_account_of_ones_own():
    with Process("--account", "000000000000") as process:
        queues = Queues(process.server.client())
        url = queues.create()
        assert url.split("/")[-2] == "000000000000"
        assert queues.attribute(url, "QueueArn").split(":")[4] == "000000000000"


def test_many_waiting_clients_and_a_send_for_each():
    with Process() as process:
        queues = Queues(process.server.client())
        url = queues.create()
        wire = Wire(process.first_line)
        body = b'{"QueueUrl":"%s","WaitTimeSeconds":20}' % url.encode()
        ask = (
            b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.0\r\n"
            b"X-Amz-Target: AmazonSQS.ReceiveMessage\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        count = 300
        waiting = [socket.create_connection((wire.host, wire.port), timeout=20) for _ in range(count)]
        for connection in waiting:
            connection.sendall(ask)
        while process.server.get("/_sqscope/health")["waiting_receives"] < count:
            time.sleep(0.02)
        for place in range(count):
            queues.send(url, f"{place}")
        answers = [drain(connection) for connection in waiting]
        bodies = {json.loads(it.split(b"\r\n\r\n", 1)[1])["Messages"][0]["Body"] for it in answers}
        assert bodies == {f"{place}" for place in range(count)}
