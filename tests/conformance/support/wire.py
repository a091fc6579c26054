"""Requests as bytes, without a client between the test and the server."""

import json
import socket
import xml.etree.ElementTree as xml
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode, urlsplit

NAMESPACE = "{http://queue.amazonaws.com/doc/2012-11-05/}"
JSON_TYPE = "application/x-amz-json-1.0"
SCOPE = "Credential=AKIDEXAMPLE/20261120/us-east-1/sqs/aws4_request"
AUTHORIZATION = f"AWS4-HMAC-SHA256 {SCOPE}, SignedHeaders=host, Signature=0"


class Answer:
    """Status, headers in lower case, and body."""

    def __init__(self, response: HTTPResponse):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def xml(self) -> xml.Element:
        return xml.fromstring(self.body)

    def texts(self, path: str) -> list[str | None]:
        """The texts of all elements at a path of plain names."""
        steps = "/".join(NAMESPACE + name for name in path.split("/"))
        return [element.text for element in self.xml.iterfind(steps)]

    def text(self, path: str) -> str | None:
        [text] = self.texts(path)
        return text


class Wire:
    """Talks to the server in plain HTTP."""

    def __init__(self, endpoint: str):
        place = urlsplit(endpoint)
        self.host, self.port = place.hostname, place.port

    def request(self, method, path="/", body=b"", headers=None, timeout=20) -> Answer:
        connection = HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def json(self, action, body, path="/", **headers) -> Answer:
        """AWS JSON 1.0; a body of bytes is sent as it is."""
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        usual = {
            "X-Amz-Target": f"AmazonSQS.{action}",
            "Content-Type": JSON_TYPE,
            "Authorization": AUTHORIZATION,
        }
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("POST", path, body, usual | given)

    def query(self, action, path="/", method="POST", accept=None, version="2012-11-05", **parameters):
        """The Query protocol; two underscores in a name stand for a dot."""
        pairs = {"Action": action, "Version": version} | {
            name.replace("__", "."): value for name, value in parameters.items()
        }
        text = urlencode({name: value for name, value in pairs.items() if value is not None})
        headers = {"Authorization": AUTHORIZATION} | ({"Accept": accept} if accept else {})
        if method == "GET":
            return self.request("GET", f"{path}?{text}", headers=headers)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.request("POST", path, text.encode(), headers)

    def raw(self, content: bytes, timeout=20) -> bytes:
        """Sends bytes and returns what comes until the server closes or falls silent."""
        with socket.create_connection((self.host, self.port), timeout=timeout) as connection:
            # A server that has heard enough may close; its answer is there all the same.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(content)
            return drain(connection)


def drain(connection: socket.socket) -> bytes:
    """What a connection brings until it ends; an end by reset is an end too."""
    parts = []
    with suppress(ConnectionResetError, TimeoutError):
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)
