"""The parent's side of the child process that reads untrusted files (docs/decisions/0005).

The child is reused for file after file and started anew after a breach of its limits. What comes back is plain JSON.
"""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WALL_SECONDS = 60.0
REPLY_BYTES = 400 * 2**20  # all frames of one file together
_HEADER_BYTES = 2**20
_ROOT = Path(__file__).resolve().parent.parent
_CHILD = (sys.executable, "-m", "records.sandbox_child")


class Refused(Exception):
    """The file is not taken; `reason` is for a person, `line` is 1-based or 0."""

    def __init__(self, reason: str, line: int = 0):
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Sandbox:
    """One child process for one kind of job, "module:function"; not to be shared between threads."""

    def __init__(self, target: str, wall_seconds: float = WALL_SECONDS):
        self.target = target
        self.wall_seconds = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._buffer = b""

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        if self._child:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    pipe.close()
        self._child, self._buffer = None, b""

    def run(self, data: bytes, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
        """The job's frames; raises Refused for a refusal and for a breach of the limits."""
        deadline, left = time.monotonic() + self.wall_seconds, REPLY_BYTES
        try:
            self._send(data, name, deadline)
            while True:
                header, payload = self._frame(deadline, left)
                left -= len(payload)
                if header.get("end") == "done":
                    return
                if header.get("end") == "refused":
                    raise Refused(header["reason"], header["line"])
                if header.get("end") == "breach":
                    raise _Breach("it needs more memory than a law file may")
                yield header, payload
        except _Breach as breach:
            self.close()
            raise Refused(str(breach)) from None
        except GeneratorExit:
            self.close()
            raise

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            environment = {key: os.environ[key] for key in ("PATH", "LANG", "VIRTUAL_ENV") if key in os.environ}
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*_CHILD, self.target],
                cwd=_ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
            for pipe in (self._child.stdin, self._child.stdout):
                os.set_blocking(pipe.fileno(), False)  # type: ignore[union-attr]
        return self._child

    def _send(self, data: bytes, name: str, deadline: float) -> None:
        child = self._start()
        assert child.stdin  # noqa: S101 - made with a pipe above
        rest = memoryview(json.dumps({"name": name, "size": len(data)}).encode() + b"\n" + data)
        with selectors.DefaultSelector() as ready:
            ready.register(child.stdin, selectors.EVENT_WRITE)
            while rest:
                if not ready.select(max(0.0, deadline - time.monotonic())):
                    raise _Breach("reading it took too long")
                try:
                    rest = rest[os.write(child.stdin.fileno(), rest[: 2**16]) :]
                except BrokenPipeError:
                    raise _Breach(self._death()) from None

    def _frame(self, deadline: float, most: int) -> tuple[dict[str, Any], bytes]:
        while b"\n" not in self._buffer:
            if len(self._buffer) > _HEADER_BYTES:
                raise _Breach(_BROKE)
            self._receive(deadline)
        line, self._buffer = self._buffer.split(b"\n", 1)
        header = _header(line)
        size = header["size"]
        if size > most:
            raise _Breach("what it holds is too large")
        chunks, held = [self._buffer], len(self._buffer)
        while held < size:
            self._buffer = b""
            self._receive(deadline)
            chunks.append(self._buffer)
            held += len(self._buffer)
        data = b"".join(chunks)
        payload, self._buffer = data[:size], data[size:]
        return header, payload

    def _receive(self, deadline: float) -> None:
        child = self._child
        assert child and child.stdout  # noqa: S101 - started by _send
        with selectors.DefaultSelector() as ready:
            ready.register(child.stdout, selectors.EVENT_READ)
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise _Breach("reading it took too long")
        received = os.read(child.stdout.fileno(), 2**20)
        if not received:
            raise _Breach(self._death())
        self._buffer += received

    def _death(self) -> str:
        code = self._child.wait() if self._child else 0
        if code == -24:  # SIGXCPU
            return "reading it took too much processor time"
        return _BROKE


_BROKE = "the reader broke on it"


def _header(line: bytes) -> dict[str, Any]:
    """A frame's first line. A reader that a file has taken over may write anything there."""
    try:
        header = json.loads(line)
        end = header.get("end")
        sound = isinstance(header["size"], int) and header["size"] >= 0
        if end == "refused":
            sound = sound and isinstance(header["reason"], str) and isinstance(header["line"], int)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:
        raise _Breach(_BROKE)
    return header


class _Breach(Exception):
    """A limit was passed; the child is ended."""
