"""A shell script of a course, from create-queue to delete-queue."""

import shutil
import subprocess
from pathlib import Path

import pytest

from support.digest import md5_of_body
from support.queues import fresh_name

SCRIPT = Path(__file__).with_name("workflow.sh")


@pytest.mark.skipif(
    shutil.which("jq") is None, reason="the script needs jq, say from Debian's package of that name"
)
def test_the_workflow(environment, server):
    name = fresh_name()
    command = ["bash", str(SCRIPT)]
    done = subprocess.run(
        command, env=environment | {"QUEUE": name}, capture_output=True, text=True, timeout=50
    )
    assert (done.returncode, done.stderr) == (0, "")
    url = f"{server.endpoint}/123456789012/{name}"
    assert done.stdout.splitlines() == [
        "--- create",
        url,
        "--- attributes",
        f"arn:aws:sqs:ca-west-1:123456789012:{name}",
        "--- send",
        md5_of_body("Hello World"),
        "--- receive",
        "Hello World",
        "--- delete the message",
        "--- list",
        url,
        "--- delete the queue",
        "--- list again",
    ]
