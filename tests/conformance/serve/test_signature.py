"""`--require-signature`: the same signatures that AWS asks for."""

import json

import boto3
import pytest

from support.process import Process
from support.queues import fresh_name
from support.wire import JSON_TYPE, Wire

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.fixture(scope="module")
def address():
    with Process("--require-signature", f"{KEY}:{SECRET}", "--require-signature", "second:other") as process:
        yield process.first_line


def client(address, key, secret):
    return boto3.client(
        "sqs",
        endpoint_url=address,
        region_name="eu-central-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
    )


@pytest.mark.parametrize("key, secret", [(KEY, SECRET), ("second", "other")])
def test_the_right_secret(address, key, secret):
    sqs = client(address, key, secret)
    url = sqs.create_queue(QueueName=fresh_name())["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="é +%20&=/?")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "é +%20&=/?"


def test_the_wrong_secret(address):
    with pytest.raises(Exception) as caught:
        client(address, KEY, "wrong").list_queues()
    error = caught.value.response
    assert error["Error"]["Code"] == "SignatureDoesNotMatch"
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_key_of_nobody(address):
    with pytest.raises(Exception) as caught:
        client(address, "nobody", SECRET).list_queues()
    assert caught.value.response["Error"]["Code"] == "InvalidClientTokenId"


def test_no_signature(address):
    headers = {"X-Amz-Target": "AmazonSQS.ListQueues", "Content-Type": JSON_TYPE}
    answer = Wire(address).request("POST", "/", json.dumps({}).encode(), headers)
    assert answer.status == 403
    assert answer.headers["x-amzn-query-error"] == "MissingAuthenticationToken;Sender"
    # Its own paths need none.
    assert Wire(address).request("GET", "/_sqscope/health").status == 200


def test_without_the_option_any_signature_will_do():
    with Process() as process:
        assert "QueueUrls" not in client(process.first_line, "whoever", "wrong").list_queues()
