"""The Query protocol as bytes: what older clients speak."""

import re
import uuid

import pytest

from support.digest import md5_of_attributes, md5_of_body
from support.queues import fresh_name, name_of, redrive_to

GONE = "The specified queue does not exist for this wsdl version."


@pytest.fixture
def url(queues):
    return queues.create()


def path_of(url):
    return "/" + "/".join(url.rsplit("/", 2)[1:])


def check_error(answer, code, message=None, status=400):
    assert answer.status == status, answer.body
    assert answer.text("Error/Code") == code
    assert answer.text("Error/Type") == "Sender"
    assert answer.texts("Error/Detail") == [None]
    assert uuid.UUID(answer.text("RequestId"))
    if message is not None:
        assert answer.text("Error/Message") == message


def test_create_and_find(wire, queues, server):
    name = fresh_name(fifo=True)
    answer = wire.query(
        "CreateQueue",
        QueueName=name,
        Attribute__1__Name="FifoQueue",
        Attribute__1__Value="true",
        Attribute__2__Name="DelaySeconds",
        Attribute__2__Value="5",
        Tag__1__Key="team",
        Tag__1__Value="a",
    )
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert re.search(
        rb'<CreateQueueResponse xmlns="http://queue\.amazonaws\.com/doc/2012-11-05/">', answer.body
    )
    url = answer.text("CreateQueueResult/QueueUrl")
    assert url == f"{server.endpoint}/123456789012/{name}"
    queues.made.append(url)
    assert uuid.UUID(answer.text("ResponseMetadata/RequestId"))
    assert wire.query("GetQueueUrl", QueueName=name).text("GetQueueUrlResult/QueueUrl") == url
    found = wire.query("ListQueues", QueueNamePrefix=name)
    assert found.texts("ListQueuesResult/QueueUrl") == [url]
    asked = wire.query(
        "GetQueueAttributes", QueueUrl=url, AttributeName__1="FifoQueue", AttributeName__2="DelaySeconds"
    )
    names = asked.texts("GetQueueAttributesResult/Attribute/Name")
    values = asked.texts("GetQueueAttributesResult/Attribute/Value")
    assert dict(zip(names, values, strict=True)) == {"FifoQueue": "true", "DelaySeconds": "5"}
    tags = wire.query("ListQueueTags", QueueUrl=url)
    assert tags.texts("ListQueueTagsResult/Tag/Key") == ["team"]
    assert tags.texts("ListQueueTagsResult/Tag/Value") == ["a"]


def test_actions_without_a_result(wire, url, queues):
    for action, parameters in [
        ("SetQueueAttributes", {"Attribute__1__Name": "DelaySeconds", "Attribute__1__Value": "1"}),
        ("TagQueue", {"Tag__1__Key": "a", "Tag__1__Value": "b"}),
        ("UntagQueue", {"TagKey__1": "a"}),
        ("AddPermission", {"Label": "l", "AWSAccountId__1": "111122223333", "ActionName__1": "SendMessage"}),
        ("RemovePermission", {"Label": "l"}),
        ("PurgeQueue", {}),
        ("DeleteQueue", {}),
    ]:
        answer = wire.query(action, QueueUrl=url, **parameters)
        assert answer.status == 200, (action, answer.body)
        assert [child.tag.split("}")[1] for child in answer.xml] == ["ResponseMetadata"], action
        assert answer.xml.tag.endswith("}" + action + "Response")


def test_a_message_there_and_back(wire, url):
    body = "<a b=\"c\">&amp; 'd'</a>\r\né🦀\ttab"
    answer = wire.query(
        "SendMessage",
        QueueUrl=url,
        MessageBody=body,
        MessageAttribute__1__Name="text",
        MessageAttribute__1__Value__DataType="String",
        MessageAttribute__1__Value__StringValue="<v>",
        MessageAttribute__2__Name="raw",
        MessageAttribute__2__Value__DataType="Binary",
        MessageAttribute__2__Value__BinaryValue="AAH/",
        MessageSystemAttribute__1__Name="AWSTraceHeader",
        MessageSystemAttribute__1__Value__DataType="String",
        MessageSystemAttribute__1__Value__StringValue="Root=1-2-3",
    )
    attributes = {
        "text": {"DataType": "String", "StringValue": "<v>"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\x00\x01\xff"},
    }
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-2-3"}}
    assert answer.text("SendMessageResult/MD5OfMessageBody") == md5_of_body(body)
    assert answer.text("SendMessageResult/MD5OfMessageAttributes") == md5_of_attributes(attributes)
    assert answer.text("SendMessageResult/MD5OfMessageSystemAttributes") == md5_of_attributes(trace)

    received = wire.query(
        "ReceiveMessage",
        QueueUrl=url,
        MessageAttributeName__1="All",
        AttributeName__1="All",
        MaxNumberOfMessages="10",
    )
    message = "ReceiveMessageResult/Message"
    assert received.text(f"{message}/Body") == body
    assert b"&#xD;" in received.body or b"&#13;" in received.body
    assert received.text(f"{message}/MD5OfBody") == md5_of_body(body)
    assert received.text(f"{message}/MessageId") == answer.text("SendMessageResult/MessageId")
    assert sorted(received.texts(f"{message}/MessageAttribute/Name")) == ["raw", "text"]
    assert received.texts(f"{message}/MessageAttribute/Value/BinaryValue") == ["AAH/"]
    assert received.texts(f"{message}/MessageAttribute/Value/StringValue") == ["<v>"]
    assert "ApproximateReceiveCount" in received.texts(f"{message}/Attribute/Name")
    handle = received.text(f"{message}/ReceiptHandle")
    assert (
        wire.query(
            "ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout="9"
        ).status
        == 200
    )
    assert wire.query("DeleteMessage", QueueUrl=url, ReceiptHandle=handle).status == 200


def test_an_empty_receive(wire, url):
    answer = wire.query("ReceiveMessage", QueueUrl=url)
    assert answer.status == 200
    [result] = answer.xml.findall("{*}ReceiveMessageResult")
    assert len(result) == 0 and not result.text


def test_batches(wire, url):
    entry = "SendMessageBatchRequestEntry"
    answer = wire.query(
        "SendMessageBatch",
        QueueUrl=url,
        **{
            f"{entry}.1.Id": "a",
            f"{entry}.1.MessageBody": "x",
            f"{entry}.2.Id": "b",
            f"{entry}.2.MessageBody": "y",
            f"{entry}.2.DelaySeconds": "901",
        },
    )
    result = "SendMessageBatchResult"
    assert answer.texts(f"{result}/SendMessageBatchResultEntry/Id") == ["a"]
    assert answer.texts(f"{result}/BatchResultErrorEntry/Id") == ["b"]
    assert answer.texts(f"{result}/BatchResultErrorEntry/Code") == ["InvalidParameterValue"]
    assert answer.texts(f"{result}/BatchResultErrorEntry/SenderFault") == ["true"]
    handle = wire.query("ReceiveMessage", QueueUrl=url).text("ReceiveMessageResult/Message/ReceiptHandle")
    entry = "ChangeMessageVisibilityBatchRequestEntry"
    answer = wire.query(
        "ChangeMessageVisibilityBatch",
        QueueUrl=url,
        **{f"{entry}.1.Id": "a", f"{entry}.1.ReceiptHandle": handle, f"{entry}.1.VisibilityTimeout": "5"},
    )
    path = "ChangeMessageVisibilityBatchResult/ChangeMessageVisibilityBatchResultEntry/Id"
    assert answer.texts(path) == ["a"]
    entry = "DeleteMessageBatchRequestEntry"
    answer = wire.query(
        "DeleteMessageBatch",
        QueueUrl=url,
        **{
            f"{entry}.1.Id": "a",
            f"{entry}.1.ReceiptHandle": handle,
            f"{entry}.2.Id": "b",
            f"{entry}.2.ReceiptHandle": "garbage",
        },
    )
    assert answer.texts("DeleteMessageBatchResult/DeleteMessageBatchResultEntry/Id") == ["a"]
    assert answer.texts("DeleteMessageBatchResult/BatchResultErrorEntry/Code") == ["ReceiptHandleIsInvalid"]


def test_dead_letters_and_move_tasks(wire, url, queues):
    source = queues.create(RedrivePolicy=redrive_to(url, 1))
    answer = wire.query("ListDeadLetterSourceQueues", QueueUrl=url)
    assert answer.texts("ListDeadLetterSourceQueuesResult/QueueUrl") == [source]
    arn = queues.attribute(url, "QueueArn")
    started = wire.query("StartMessageMoveTask", SourceArn=arn, MaxNumberOfMessagesPerSecond="1")
    assert started.text("StartMessageMoveTaskResult/TaskHandle")
    listed = wire.query("ListMessageMoveTasks", SourceArn=arn)
    assert listed.texts("ListMessageMoveTasksResult/ListMessageMoveTasksResultEntry/SourceArn") == [arn]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_path_names_the_queue(wire, url, queues, method):
    # The version may then be left out too.
    answer = wire.query("SendMessage", path=path_of(url), method=method, version=None, MessageBody="x")
    assert answer.status == 200, answer.body
    assert queues.bodies(url) == ["x"]


def test_a_parameter_wins_over_the_path(wire, url, queues):
    other = queues.create()
    assert wire.query("SendMessage", path=path_of(url), QueueUrl=other, MessageBody="x").status == 200
    assert (queues.counts(url), queues.counts(other)) == ((0, 0, 0), (1, 0, 0))


def test_actions_that_belong_to_no_queue(wire, url, queues):
    for action in ["CreateQueue", "ListQueues"]:
        answer = wire.query(action, path=path_of(url), QueueName=fresh_name())
        check_error(answer, "InvalidAction")
        assert answer.text("Error/Message").startswith(f"The action {action} is not valid for this endpoint.")
    other = queues.create()
    answer = wire.query("GetQueueUrl", path=path_of(url), QueueName=name_of(other))
    assert answer.text("GetQueueUrlResult/QueueUrl") == other


def test_errors(wire, url):
    check_error(wire.query("FooBar"), "InvalidAction", "The action FooBar is not valid for this endpoint.")
    answer = wire.query("GetQueueUrl", QueueName=fresh_name())
    check_error(answer, "AWS.SimpleQueueService.NonExistentQueue", GONE)
    answer = wire.query("SendMessage", QueueUrl=url)
    check_error(answer, "MissingParameter", "The request must contain the parameter MessageBody.")
    answer = wire.query("DeleteMessage", QueueUrl=url, ReceiptHandle="garbage")
    message = 'The input receipt handle "garbage" is not a valid receipt handle.'
    check_error(answer, "ReceiptHandleIsInvalid", message, status=404)
    answer = wire.query("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages="11")
    message = (
        "Value 11 for parameter MaxNumberOfMessages is invalid. "
        "Reason: Must be between 1 and 10, if provided."
    )
    check_error(answer, "InvalidParameterValue", message)
    check_error(wire.query("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages="ten"), "MalformedInput")
    answer = wire.query("GetQueueAttributes", QueueUrl=url, AttributeName__0="All")
    check_error(answer, "MalformedInput", "0 is not a valid index")
    answer = wire.query("SendMessageBatch", QueueUrl=url)
    message = "The request must contain the parameter SendMessageBatchRequestEntry.1.Id."
    check_error(answer, "MissingParameter", message)


def test_no_action(wire, url):
    for path in ["/", path_of(url)]:
        for headers in [{}, {"Accept": "application/json"}]:
            answer = wire.request("GET", path, headers=headers)
            assert answer.status == 404
            assert b"<UnknownOperationException" in answer.body


def test_json_to_whom_accepts_it(wire, url, queues):
    queues.send(url, "x")
    answer = wire.query("ReceiveMessage", path=path_of(url), method="GET", accept="application/json")
    assert answer.status == 200
    [message] = answer.json["ReceiveMessageResponse"]["ReceiveMessageResult"]["messages"]
    assert message["Body"] == "x"
    answer = wire.query("ListQueues", method="GET", accept="application/json", QueueNamePrefix=name_of(url))
    assert "ListQueuesResponse" in answer.json


def test_a_presigned_address(wire, url, queues):
    credential = "AKIDEXAMPLE%2F20261120%2Fus-east-1%2Fsqs%2Faws4_request"
    answer = wire.request(
        "GET",
        f"{path_of(url)}?Action=SendMessage&MessageBody=a+b%2Bc"
        f"&X-Amz-Credential={credential}&X-Amz-Signature=0",
    )
    assert answer.status == 200
    assert queues.bodies(url) == ["a b+c"]
