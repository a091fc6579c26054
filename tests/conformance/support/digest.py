"""The MD5s that SQS answers with, made anew from what was sent."""

import hashlib


def md5_of_body(body: str) -> str:
    return hashlib.md5(body.encode()).hexdigest()


def md5_of_attributes(attributes: dict) -> str:
    """Each attribute by name: name, type, the kind of value and the value, lengths before them."""
    digest = hashlib.md5()
    for name in sorted(attributes):
        attribute = attributes[name]
        digest.update(_counted(name.encode()) + _counted(attribute["DataType"].encode()))
        if attribute["DataType"].startswith("Binary"):
            digest.update(b"\x02" + _counted(attribute["BinaryValue"]))
        else:
            digest.update(b"\x01" + _counted(attribute["StringValue"].encode()))
    return digest.hexdigest()


def _counted(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content
