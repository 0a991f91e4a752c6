"""How the server and its workers talk: a head in JSON and a body in bytes, each with its length.

No pickles: what a worker says is data to the server, even if the worker has been taken over.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

LENGTHS = struct.Struct(">II")
MOST_HEAD = 1 << 20
MOST_BODY = 1 << 26


@dataclass(frozen=True, slots=True)
class Frame:
    """One message, either way."""

    head: Mapping[str, Any] = field(default_factory=dict)
    body: bytes = b""

    def packed(self) -> bytes:
        """The message as it is sent."""
        head = json.dumps(self.head).encode()
        return LENGTHS.pack(len(head), len(self.body)) + head + self.body


def lengths(prefix: bytes) -> tuple[int, int]:
    """How long head and body of the message are that begins so.

    :raises ValueError: longer than any message is
    """
    head, body = LENGTHS.unpack(prefix)
    if head > MOST_HEAD or body > MOST_BODY:
        raise ValueError("a message is too long")
    return head, body


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next message, nothing where the stream has ended."""
    prefix = stream.read(LENGTHS.size)
    if len(prefix) < LENGTHS.size:
        return None
    head, body = lengths(prefix)
    return Frame(json.loads(stream.read(head)), stream.read(body))
