"""The CLI's output formats and queries over this server's answers."""

from support.queues import name_of


def test_text(aws, queues):
    url = queues.create()
    printed = aws("get-queue-url", "--queue-name", name_of(url), "--output", "text")
    assert printed.out == f"{url}\n"
    queues.send(url, "x")
    handle = aws(
        "receive-message", "--queue-url", url, "--query", "Messages[0].ReceiptHandle", "--output", "text"
    )
    aws("delete-message", "--queue-url", url, f"--receipt-handle={handle.out.strip()}")
    assert queues.counts(url) == (0, 0, 0)
    none = aws(
        "receive-message", "--queue-url", url, "--query", "Messages[0].ReceiptHandle", "--output", "text"
    )
    assert none.out == "None\n"


def test_a_table(aws, queues):
    url = queues.create()
    printed = aws(
        "get-queue-attributes", "--queue-url", url, "--attribute-names", "DelaySeconds", "--output", "table"
    )
    lines = printed.out.splitlines()
    assert "GetQueueAttributes" in lines[1]
    assert any("DelaySeconds" in line and "0" in line for line in lines)


def test_a_query(aws, queues):
    url = queues.create()
    for body in "abc":
        queues.send(url, body)
    printed = aws(
        "receive-message", "--queue-url", url, "--max-number-of-messages", 10, "--query", "Messages[].Body"
    )
    assert printed.json == ["a", "b", "c"]


def test_a_file_of_parameters(aws, queues, tmp_path):
    url = queues.create()
    (tmp_path / "attributes.json").write_text('{"DelaySeconds": "7"}')
    aws("set-queue-attributes", "--queue-url", url, "--attributes", f"file://{tmp_path}/attributes.json")
    assert queues.attribute(url, "DelaySeconds") == "7"


def test_an_endpoint_as_an_option_and_in_the_profile(aws, server, environment, queues, tmp_path):
    url = queues.create()
    words = ["get-queue-url", "--queue-name", name_of(url)]
    nowhere = {"AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:9"}
    assert aws(*words, "--endpoint-url", server.endpoint, **nowhere).json == {"QueueUrl": url}
    config = tmp_path / "config"
    config.write_text(
        "[default]\nregion = ca-west-1\nservices = here\n\n"
        f"[services here]\nsqs =\n  endpoint_url = {server.endpoint}\n"
    )
    # In an older region the option is what leads here.
    older = ["--region", "eu-west-1", "--endpoint-url", server.endpoint]
    assert "eu-west-1" not in url and aws(*words, *older, code=255).out == ""
    found = aws(*words, AWS_CONFIG_FILE=str(config), AWS_ENDPOINT_URL_SQS="")
    assert found.json == {"QueueUrl": url}
