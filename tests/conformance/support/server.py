"""The server under test: its address, its clock, and clients that talk to it."""

import json
import os
import time
import urllib.request
from concurrent.futures import Future

import boto3
from botocore.config import Config

REGION = "us-east-1"

# The account of callers whose access key names none.
ACCOUNT = "123456789012"

# How long after a deadline a test looks, so that the wall's jitter does not matter.
SLACK_S = 0.25


class Server:
    """A running `sqscope serve`, named by SQSCOPE_ENDPOINT; SQSCOPE_CLOCK tells its clock."""

    def __init__(self, endpoint: str, clock: str):
        self.endpoint = endpoint.rstrip("/")
        self.is_virtual = clock == "virtual"

    @classmethod
    def from_environment(cls) -> "Server | None":
        endpoint = os.environ.get("SQSCOPE_ENDPOINT")
        return endpoint and cls(endpoint, os.environ.get("SQSCOPE_CLOCK", "real"))

    def client(self, service="sqs", *, account=None, key=None, region=REGION, validate=True, **more):
        """A boto3 client; an account's own number serves as its access key."""
        config = Config(
            parameter_validation=validate,
            retries={"total_max_attempts": 1},
            read_timeout=40,
            max_pool_connections=64,
        )
        return boto3.client(service, config=config, **self._place(region, account or key), **more)

    def resource(self, *, region=REGION):
        return boto3.resource("sqs", **self._place(region, None))

    def _place(self, region, key):
        return {
            "endpoint_url": self.endpoint,
            "region_name": region,
            "aws_access_key_id": key or "AKIDEXAMPLE",
            "aws_secret_access_key": "secret",
        }

    def let_pass(self, seconds: float) -> None:
        """Lets so much time pass and a little more, on whichever clock the server has."""
        if self.is_virtual:
            self.advance(seconds)
        else:
            time.sleep(seconds + SLACK_S)

    def advance(self, seconds: float) -> dict:
        """Moves the virtual clock; answers when everything due has happened."""
        return self.post("/_sqscope/clock", {"advance_ms": round(seconds * 1000)})

    def answer_of(self, waiting: Future, seconds: float):
        """What a waiting call answers within so many seconds of the server's time."""
        if self.is_virtual:
            # The call may still be on its way, so time goes on in small portions until it is answered.
            for _ in range(round(seconds * 10)):
                time.sleep(0.02)
                if waiting.done():
                    break
                self.advance(0.1)
        return waiting.result(timeout=seconds + 5)

    def get(self, path: str) -> dict:
        with urllib.request.urlopen(self.endpoint + path, timeout=10) as answer:
            return json.load(answer)

    def post(self, path: str, content: dict) -> dict:
        body = json.dumps(content).encode()
        request = urllib.request.Request(self.endpoint + path, data=body, method="POST")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else {}
