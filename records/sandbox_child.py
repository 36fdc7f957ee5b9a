"""The process that reads untrusted files: no Django, no database, hard limits, plain data out.

Started by `records.sandbox`. Frames on both pipes: one line of JSON with "size", then that many bytes.
"""

import importlib
import json
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

MEMORY_BYTES = 1536 * 2**20
CPU_SECONDS = 30


def limit() -> None:
    """Memory for good; no files written, no processes started."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu() -> None:
    """Another CPU_SECONDS from now on: the soft limit counts since the process began, so it moves with each file."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + CPU_SECONDS + 1, hard))


def send(out: BinaryIO, header: dict[str, Any], payload: bytes = b"") -> None:
    """Write one frame."""
    out.write(json.dumps({**header, "size": len(payload)}).encode() + b"\n" + payload)
    out.flush()


def answer(work: Callable[[bytes, str], Iterator[tuple[dict[str, Any], bytes]]], data: bytes, name: str) -> None:
    """Run one job; every end of it is one frame with "end"."""
    out = sys.stdout.buffer
    try:
        for header, payload in work(data, name):
            send(out, header, payload)
    except MemoryError:
        send(out, {"end": "breach", "reason": "memory"})
        raise SystemExit(1) from None
    except RecursionError:
        send(out, {"end": "refused", "reason": "nested too deeply", "line": 0})
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes must come back as an answer
        if hasattr(error, "reason"):
            send(out, {"end": "refused", "reason": str(error.reason), "line": int(getattr(error, "line", 0) or 0)})
        else:
            send(out, {"end": "refused", "reason": f"cannot be read: {type(error).__name__}: {error}"[:500], "line": 0})
    else:
        send(out, {"end": "done"})


def main(target: str) -> None:
    """Answer jobs until standard input closes. `target` is "module:function", a job generator."""
    module, function = target.split(":")
    work = getattr(importlib.import_module(module), function)
    limit()
    while line := sys.stdin.buffer.readline():
        header = json.loads(line)
        data = sys.stdin.buffer.read(header["size"])
        limit_cpu()
        answer(work, data, header["name"])


if __name__ == "__main__":
    main(sys.argv[1])
