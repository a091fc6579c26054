"""What the AWS CLI prints when something is wrong, and how it exits."""

import pytest

from support.queues import fresh_name

# The codes of the CLI's first version: the service refused or a value was wrong; the line was not understood.
REFUSED = 255
NOT_UNDERSTOOD = 2


def line(code, operation, message):
    return f"\nAn error occurred ({code}) when calling the {operation} operation: {message}\n"


def test_the_line_names_the_code_of_the_query_protocol(aws, server):
    url = f"{server.endpoint}/123456789012/{fresh_name()}"
    printed = aws("send-message", "--queue-url", url, "--message-body", "hi", code=REFUSED)
    gone = ("AWS.SimpleQueueService.NonExistentQueue", "SendMessage", "The specified queue does not exist.")
    assert (printed.out, printed.err) == ("", line(*gone))


@pytest.mark.parametrize(
    "words, code, operation, message",
    [
        (
            ["receive-message", "--max-number-of-messages", "11"],
            "InvalidParameterValue",
            "ReceiveMessage",
            "Value 11 for parameter MaxNumberOfMessages is invalid. "
            "Reason: Must be between 1 and 10, if provided.",
        ),
        (
            ["delete-message", "--receipt-handle", "garbage"],
            "ReceiptHandleIsInvalid",
            "DeleteMessage",
            'The input receipt handle "garbage" is not a valid receipt handle.',
        ),
        (
            ["set-queue-attributes", "--attributes", "DelaySeconds=901"],
            "InvalidAttributeValue",
            "SetQueueAttributes",
            "Invalid value for the parameter DelaySeconds.",
        ),
        (
            ["send-message-batch", "--entries", "Id=a,MessageBody=x", "Id=a,MessageBody=y"],
            "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            "SendMessageBatch",
            "Id a repeated.",
        ),
    ],
)
def test_refusals(aws, queues, words, code, operation, message):
    printed = aws(*words, "--queue-url", queues.create(), code=REFUSED)
    assert (printed.out, printed.err) == ("", line(code, operation, message))


def test_what_is_never_sent(aws, queues):
    url = queues.create()
    printed = aws("send-message", "--queue-url", url, code=NOT_UNDERSTOOD)
    assert "the following arguments are required: --message-body" in printed.err
    printed = aws("recieve-message", "--queue-url", url, code=NOT_UNDERSTOOD)
    assert "Invalid choice" in printed.err and "receive-message" in printed.err
    entries = '[{"Id": "a", "MessageBody": "x", "DelaySeconds": "soon"}]'
    printed = aws("send-message-batch", "--queue-url", url, "--entries", entries, code=REFUSED)
    assert "Parameter validation failed" in printed.err
    assert queues.counts(url) == (0, 0, 0)
