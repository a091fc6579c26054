"""Refusals as boto3 shows them."""

import re
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError

# The shapes of errors that the service's model does not have; all others are classes of the client.
FRAMEWORK_SHAPES = {
    "InvalidParameterValue": "InvalidParameterValueException",
    "MissingParameter": "MissingRequiredParameterException",
    "AccessDenied": "AccessDeniedException",
    "MalformedInput": "SerializationException",
    "InvalidAction": "UnknownOperationException",
}

# Modelled errors whose query code is not their shape's name, nor that name behind a prefix.
SHAPES = {
    "NonExistentQueue": "QueueDoesNotExist",
    "QueueAlreadyExists": "QueueNameExists",
    "KMS.AccessDeniedException": "KmsAccessDenied",
}

PREFIX = "AWS.SimpleQueueService."


def shape_of(code: str) -> str:
    """The JSON shape that goes with a query code."""
    short = code.removeprefix(PREFIX)
    return FRAMEWORK_SHAPES.get(code) or SHAPES.get(short) or short


@contextmanager
def refused(code: str, message: str | re.Pattern | None = None, *, status: int = 400):
    """The block ends with this error: its code, status, shape and class, and its message word for word."""
    with pytest.raises(ClientError) as caught:
        yield caught
    answer = caught.value.response
    error = answer["Error"]
    assert error["Code"] == code, error
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, error
    assert error["QueryErrorCode"] == shape_of(code), error
    assert error["Type"] == "Sender"
    if code not in FRAMEWORK_SHAPES:
        assert type(caught.value).__name__ == shape_of(code)
    if isinstance(message, re.Pattern):
        assert message.fullmatch(error["Message"]), error["Message"]
    elif message is not None:
        assert error["Message"] == message
