"""Jobs that misbehave in the ways hostile files make readers misbehave; run inside the child process by name."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Frames = Iterator[tuple[dict[str, Any], bytes]]


class Unreadable(Exception):
    """As readers refuse: a reason and a line."""

    def __init__(self, reason: str, line: int):
        super().__init__(reason)
        self.reason, self.line = reason, line


def act(data: bytes, name: str) -> Frames:
    """Does what the file's first word says."""
    word, _, rest = data.decode().partition(" ")
    yield from _ACTS[word](rest, name)


def echo(rest: str, name: str) -> Frames:
    yield {"name": name}, rest.encode()


def several(rest: str, name: str) -> Frames:
    for number in range(int(rest)):
        yield {"number": number}, str(number).encode() * 1000


def refuse(rest: str, name: str) -> Frames:
    yield {}, b""
    raise Unreadable(rest, 7)


def fault(rest: str, name: str) -> Frames:
    raise KeyError("no such key")
    yield {}, b""


def memory(rest: str, name: str) -> Frames:
    hoard = [bytearray(64 * 2**20) for _ in range(1000)]
    yield {}, str(len(hoard)).encode()


def loop(rest: str, name: str) -> Frames:
    while True:
        pass
    yield {}, b""


def sleep(rest: str, name: str) -> Frames:
    time.sleep(float(rest))
    yield {}, b"awake"


def crash(rest: str, name: str) -> Frames:
    os.abort()
    yield {}, b""


def leave(rest: str, name: str) -> Frames:
    os._exit(0)
    yield {}, b""


def deep(rest: str, name: str) -> Frames:
    yield {}, str(_deeper(0)).encode()


def _deeper(level: int) -> int:
    return _deeper(level + 1) + 1


def write(rest: str, name: str) -> Frames:
    with Path(rest).open("wb") as file:
        file.write(b"x" * 100)
        file.flush()
    yield {}, b"written"


def environment(rest: str, name: str) -> Frames:
    yield {}, ",".join(sorted(os.environ)).encode()


def django(rest: str, name: str) -> Frames:
    import sys

    yield {}, str(any(module.partition(".")[0] in ("django", "wagtail") for module in sys.modules)).encode()


def lie(rest: str, name: str) -> Frames:
    """A frame that says it is larger than any reply may be."""
    os.write(1, b'{"size": 99999999999}\n')
    time.sleep(30)
    yield {}, b""


def babble(rest: str, name: str) -> Frames:
    """Bytes that are no frame at all."""
    os.write(1, b"this is no JSON\n")
    time.sleep(30)
    yield {}, b""


def endless(rest: str, name: str) -> Frames:
    """A header line that never ends."""
    while True:
        os.write(1, b"x" * 2**16)
    yield {}, b""


def flood(rest: str, name: str) -> Frames:
    """Frames of allowed size without end."""
    while True:
        yield {}, bytes(50 * 2**20)


_ACTS = {
    act.__name__: act
    for act in (
        echo, several, refuse, fault, memory, loop, sleep, crash, leave, deep, write, environment, django, lie, babble, endless,
        flood,
    )
}  # fmt: skip
