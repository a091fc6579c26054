"""AWS JSON 1.0 as bytes."""

import json
import re
import uuid

import pytest

from support.queues import fresh_name, name_of
from support.wire import JSON_TYPE


def check_head(answer):
    assert answer.headers["content-type"] == JSON_TYPE
    assert uuid.UUID(answer.headers["x-amzn-requestid"]).version == 5
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.headers["date"].endswith("GMT")


def test_an_answer_is_compact_and_in_alphabetical_order(wire, queues):
    url = queues.create()
    attribute = {"k": {"StringValue": "v", "DataType": "String"}}
    sent = wire.json("SendMessage", {"QueueUrl": url, "MessageBody": "é", "MessageAttributes": attribute})
    assert sent.status == 200
    check_head(sent)
    assert list(sent.json) == ["MD5OfMessageAttributes", "MD5OfMessageBody", "MessageId"]
    assert b" " not in sent.body and b"\n" not in sent.body
    names = ["All"]
    received = wire.json(
        "ReceiveMessage",
        {"QueueUrl": url, "MessageAttributeNames": names, "MessageSystemAttributeNames": names},
    )
    [message] = received.json["Messages"]
    assert list(message) == [
        "Attributes",
        "Body",
        "MD5OfBody",
        "MD5OfMessageAttributes",
        "MessageAttributes",
        "MessageId",
        "ReceiptHandle",
    ]
    assert message["MessageAttributes"] == {"k": {"DataType": "String", "StringValue": "v"}}
    assert all(isinstance(value, str) for value in message["Attributes"].values())


def test_nothing_is_an_empty_body(wire, queues):
    url = queues.create()
    answer = wire.json("PurgeQueue", {"QueueUrl": url})
    assert (answer.status, answer.body) == (200, b"")
    check_head(answer)
    # An empty answer of an action that has one is an empty structure.
    for action in ["ReceiveMessage", "ListQueueTags", "GetQueueAttributes"]:
        answer = wire.json(action, {"QueueUrl": url})
        assert (answer.status, answer.body) == (200, b"{}"), action
        check_head(answer)


def test_an_error_names_its_shape_and_its_old_code(wire, server):
    answer = wire.json("GetQueueUrl", {"QueueName": fresh_name()})
    assert answer.status == 400
    check_head(answer)
    assert answer.headers["x-amzn-query-error"] == "AWS.SimpleQueueService.NonExistentQueue;Sender"
    assert answer.json == {
        "__type": "com.amazonaws.sqs#QueueDoesNotExist",
        "message": "The specified queue does not exist.",
    }


@pytest.mark.parametrize(
    "action, content, status, shape, code",
    [
        ("SendMessage", {}, 400, "MissingRequiredParameterException", "MissingParameter"),
        ("CreateQueue", {"QueueName": "a b"}, 400, "InvalidParameterValueException", "InvalidParameterValue"),
        ("ListQueues", {"MaxResults": "7"}, 400, "SerializationException", "MalformedInput"),
        ("FooBar", {}, 400, "UnknownOperationException", "InvalidAction"),
    ],
)
def test_errors_of_the_framework(wire, action, content, status, shape, code):
    answer = wire.json(action, content)
    assert answer.status == status
    check_head(answer)
    assert answer.json["__type"] == f"com.amazon.coral.service#{shape}"
    assert answer.headers["x-amzn-query-error"] == f"{code};Sender"


def test_a_quoted_number_is_no_number(wire, queues):
    answer = wire.json("ReceiveMessage", {"QueueUrl": queues.create(), "MaxNumberOfMessages": "5"})
    assert answer.status == 400
    assert answer.json["message"] == "STRING_VALUE can not be converted to an Integer"


def test_a_queue_may_be_named_by_the_path(wire, queues):
    url = queues.create()
    path = "/" + "/".join(url.rsplit("/", 2)[1:])
    answer = wire.json("SendMessage", {"QueueUrl": url, "MessageBody": "x"}, path=path)
    assert answer.status == 200
    assert queues.bodies(url) == ["x"]


def test_the_url_is_that_of_the_host_header(wire, queues):
    url = queues.create()
    answer = wire.json("GetQueueUrl", {"QueueName": name_of(url)}, Host="queue.example:8080")
    assert re.fullmatch(r"https?://queue\.example:8080/\d{12}/q-[0-9a-f]{32}", answer.json["QueueUrl"])


def test_a_trace_header_goes_with_the_message(wire, queues):
    url = queues.create()
    root = "Root=1-5759e988-bd862e3fe1be46a994272793"
    wire.json("SendMessage", {"QueueUrl": url, "MessageBody": "x"}, X_Amzn_Trace_Id=root)
    [message] = queues.receive(url, AttributeNames=["AWSTraceHeader"])
    assert message["Attributes"] == {"AWSTraceHeader": root}


def test_an_unsigned_request_is_served(wire, queues):
    url = queues.create()
    body = json.dumps({"QueueUrl": url, "MessageBody": "x"}).encode()
    headers = {"X-Amz-Target": "AmazonSQS.SendMessage", "Content-Type": JSON_TYPE}
    assert wire.request("POST", "/", body, headers).status == 200


def test_letters_that_were_escaped(wire, queues):
    url = queues.create()
    content = b'{"QueueUrl":"%s","MessageBody":"\\u00e9\\ud83e\\udd80\\/\\""}' % url.encode()
    assert wire.json("SendMessage", content).status == 200
    assert queues.bodies(url) == ['é🦀/"']


def test_members_that_are_not_known_are_ignored(wire, queues):
    url = queues.create()
    answer = wire.json("SendMessage", {"QueueUrl": url, "MessageBody": "x", "Colour": {"red": [1]}})
    assert answer.status == 200


def test_null_is_absent(wire, queues):
    url = queues.create()
    content = {"QueueUrl": url, "MessageBody": "x", "DelaySeconds": None, "MessageAttributes": None}
    assert wire.json("SendMessage", content).status == 200
    answer = wire.json("SendMessage", {"QueueUrl": url, "MessageBody": None})
    assert answer.json["message"] == "The request must contain the parameter MessageBody."


def test_one_connection_serves_many_requests(server, queues):
    from http.client import HTTPConnection
    from urllib.parse import urlsplit

    url = queues.create()
    connection = HTTPConnection(urlsplit(server.endpoint).netloc, timeout=10)
    headers = {"X-Amz-Target": "AmazonSQS.SendMessage", "Content-Type": JSON_TYPE}
    for place in range(100):
        body = json.dumps({"QueueUrl": url, "MessageBody": f"{place}"})
        connection.request("POST", "/", body, headers)
        local_port = connection.sock.getsockname()[1]
        answer = connection.getresponse()
        assert answer.status == 200 and answer.read()
        assert connection.sock is not None and connection.sock.getsockname()[1] == local_port
    connection.close()
    assert queues.counts(url) == (100, 0, 0)
