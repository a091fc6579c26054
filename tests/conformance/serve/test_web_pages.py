"""CORS: which web pages may read the answers."""

from support.process import Process
from support.wire import Wire

PAGE = "https://page.example"
ASKED = {
    "Origin": PAGE,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,x-amz-date,x-amz-target",
}


def test_every_page_may():
    with Process() as process:
        wire = Wire(process.first_line)
        asked = wire.request("OPTIONS", "/", headers=ASKED)
        assert asked.status in (200, 204) and asked.body == b""
        assert asked.headers["access-control-allow-origin"] in ("*", PAGE)
        assert "POST" in asked.headers["access-control-allow-methods"]
        allowed = asked.headers["access-control-allow-headers"].lower()
        assert all(name in allowed for name in ASKED["Access-Control-Request-Headers"].split(","))
        answer = wire.json("ListQueues", {}, Origin=PAGE)
        assert answer.status == 200
        assert answer.headers["access-control-allow-origin"] in ("*", PAGE)
        exposed = answer.headers["access-control-expose-headers"].lower()
        assert "x-amzn-requestid" in exposed and "x-amzn-query-error" in exposed
        # An error must be readable too.
        refused = wire.json("GetQueueUrl", {"QueueName": "none"}, Origin=PAGE)
        assert refused.status == 400 and "access-control-allow-origin" in refused.headers
        assert "access-control-allow-origin" not in wire.json("ListQueues", {}).headers


def test_one_page_may_or_none():
    with Process("--allow-origin", PAGE) as process:
        wire = Wire(process.first_line)
        assert wire.request("OPTIONS", "/", headers=ASKED).headers["access-control-allow-origin"] == PAGE
    with Process("--allow-origin", "none") as process:
        wire = Wire(process.first_line)
        assert "access-control-allow-origin" not in wire.request("OPTIONS", "/", headers=ASKED).headers
        assert "access-control-allow-origin" not in wire.json("ListQueues", {}, Origin=PAGE).headers
