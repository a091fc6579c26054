"""Message attributes: MD5s, filters, types, limits."""

import pytest

from support.digest import md5_of_attributes
from support.refusal import PREFIX, refused


def string(value, kind="String"):
    return {"DataType": kind, "StringValue": value}


def number(value):
    return string(value, "Number")


def binary(value, kind="Binary"):
    return {"DataType": kind, "BinaryValue": value}


STAR = {"General": string("Kenobi"), "Hello": string("There"), "Help.Me": string("Me")}

# As recorded on AWS.
VECTORS = {
    "ae7155c6026991b6d54b11589678bf9c": {"Foo": string("Bar")},
    "adb59cd4678ea5a855436b949cd07ab6": {"MyAttribute": string("foobar")},
    "4c360f3fdafd970e05fae2f149d997f5": STAR,
    "235c5c510d26fb653d073faed50ae77c": {"timestamp": number("1493147359900")},
    "8cbe4db156db8a94db8b801b7addb984": {
        "attr1": binary(b"traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01")
    },
    "a45daa70926828a2f0a1db3418e6feb4": {"k": string("x")},
    "befa18540a897f7d022bf07057754a03": {"test-key": string("test-value")},
    "2256c3b617e2b4b3ae4f2d455dcf54d0": {
        "test-key": string("test-value"),
        "test-key-alt": string("test-value-alt"),
    },
    "d25a6aea97eb8f585bfa92d314504a92": {
        "Title": string("The Whistler"),
        "Author": string("John Grisham"),
        "WeeksOn": number("6"),
    },
    "d302007e9aa062660afc85fd0a482472": {"attr1": number("99.12")},
}


@pytest.mark.parametrize("digest", VECTORS)
def test_md5_as_recorded(queues, digest):
    url = queues.create()
    sent = queues.send(url, "x", MessageAttributes=VECTORS[digest])
    assert sent["MD5OfMessageAttributes"] == digest
    received = queues.receive_one(url, MessageAttributeNames=["All"])
    assert received["MD5OfMessageAttributes"] == digest
    assert received["MessageAttributes"] == VECTORS[digest]


ALL_KINDS = {
    "text": string("Grüße 🦀"),
    "text.own": string("{}", "String.json"),
    "whole": number("-17"),
    "broken": string("0.5e-10", "Number.float"),
    "raw": binary(bytes(range(256))),
    "raw.png": binary(b"\x89PNG\r\n", "Binary.png"),
    "ø_-1": string("diacritics are letters"),
}


def test_every_kind_of_value(queues):
    url = queues.create()
    sent = queues.send(url, "x", MessageAttributes=ALL_KINDS)
    assert sent["MD5OfMessageAttributes"] == md5_of_attributes(ALL_KINDS)
    received = queues.receive_one(url, MessageAttributeNames=["All"])
    assert received["MessageAttributes"] == ALL_KINDS
    assert received["MD5OfMessageAttributes"] == md5_of_attributes(ALL_KINDS)


@pytest.mark.parametrize(
    "asked, returned",
    [
        (["All"], set(STAR)),
        ([".*"], set(STAR)),
        (["*"], set(STAR)),
        (["General", "Hello"], {"General", "Hello"}),
        (["Hello"], {"Hello"}),
        (["Hel.*"], {"Hello", "Help.Me"}),
        (["Help"], set()),
        (["Help.*"], {"Help.Me"}),
        (["hello"], set()),
        (["AWS.", "..foo", "unknown"], set()),
        (["AWS.", "General"], {"General"}),
        ([], set()),
    ],
)
def test_filters(queues, asked, returned):
    url = queues.create()
    queues.send(url, "x", MessageAttributes=STAR)
    received = queues.receive_one(url, MessageAttributeNames=asked)
    expected = {name: STAR[name] for name in returned}
    if expected:
        assert received["MessageAttributes"] == expected
        assert received["MD5OfMessageAttributes"] == md5_of_attributes(expected)
    else:
        assert "MessageAttributes" not in received and "MD5OfMessageAttributes" not in received


@pytest.mark.parametrize(
    "asked, digest",
    [
        (["General", "Hello"], "fca026605781cb4126a1e9044df24232"),
        (["Hello"], "a311262e065454b75da111d535b8dacd"),
        (["Hel.*"], "83fee93c1bcd8b9a5a923ffacdc636c7"),
    ],
)
def test_md5_of_what_is_returned_as_recorded(queues, asked, digest):
    url = queues.create()
    queues.send(url, "x", MessageAttributes=STAR)
    assert queues.receive_one(url, MessageAttributeNames=asked)["MD5OfMessageAttributes"] == digest


def test_ten_and_not_eleven(queues):
    url = queues.create()
    ten = {f"a{place}": string("v") for place in range(10)}
    queues.send(url, "x", MessageAttributes=ten)
    assert queues.receive_one(url, MessageAttributeNames=["All"])["MessageAttributes"] == ten
    with refused(
        "InvalidParameterValue", "Number of message attributes [11] exceeds the allowed maximum [10]."
    ):
        queues.send(url, "x", MessageAttributes=ten | {"one more": string("v")})


TYPES = (
    "The type of message (user) attribute 'X' is invalid. You must use only the following supported type "
    "prefixes: Binary, Number, String."
)
REFUSED = {
    "an empty value": (
        string(""),
        "Message (user) attribute 'X' must contain a non-empty value of type 'String'.",
    ),
    "an unknown type": (string("v", "Text"), TYPES),
    "an empty type": (string("v", ""), None),
    "a type in lower case": (string("v", "string"), TYPES),
    "a type that is too long": (string("v", "String." + "x" * 250), None),
    "no number": (number("ten"), "Can't cast the value of message (user) attribute 'X' to a number."),
    "control characters": (string("a\x00b"), None),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_values_that_are_refused(unchecked, queues, kind):
    url = queues.create()
    attribute, message = REFUSED[kind]
    with refused("InvalidParameterValue", message):
        unchecked.send_message(QueueUrl=url, MessageBody="x", MessageAttributes={"X": attribute})
    assert queues.counts(url) == (0, 0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "AWS.x",
        "aws.x",
        "Amazon.x",
        "AMAZON.x",
        ".x",
        "x.",
        "a..b",
        "x" * 257,
        "a!",
        'a"',
        "a§",
        "a(",
        "a?",
        "a b",
    ],
)
def test_names_that_are_refused(queues, name):
    message = None
    if name[:3].lower() == "aws" or name[:6].lower() == "amazon":
        message = (
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. "
            "These strings are reserved for internal use."
        )
    with refused("InvalidParameterValue", message):
        queues.send(queues.create(), "x", MessageAttributes={name: string("v")})


@pytest.mark.parametrize("name", ["x" * 256, "awsome", "a.b-c_d", "0"])
def test_names_that_are_right(queues, name):
    url = queues.create()
    queues.send(url, "x", MessageAttributes={name: string("v")})
    assert list(queues.receive_one(url, MessageAttributeNames=["All"])["MessageAttributes"]) == [name]


@pytest.mark.parametrize("key, value", [("StringListValues", ["a"]), ("BinaryListValues", [b"a"])])
def test_lists_are_not_supported(queues, key, value):
    attribute = string("v") | {key: value}
    message = "Message attribute list values in SendMessage operation are not supported."
    with refused(PREFIX + "UnsupportedOperation", message):
        queues.send(queues.create(), "x", MessageAttributes={"X": attribute})


def test_the_only_system_attribute_to_be_sent_is_the_trace(unchecked, queues):
    with refused("InvalidParameterValue"):
        unchecked.send_message(
            QueueUrl=queues.create(), MessageBody="x", MessageSystemAttributes={"SenderId": string("me")}
        )
