"""Documents analysed in two processes at once: the dearest part of a rebuild, on a second core.

The child gets plain documents and gives plain fields. It knows no database, no engine and no Django, so there is nothing
that it could share with its parent or leave half done, and it ends when its parent does: its pipe breaks.
"""

import gc
import logging
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from search.backends.fields import Fields, prepare
from search.documents import Document

log = logging.getLogger(__name__)
Owner = TypeVar("Owner")
# The documents of some records, each list with what it belongs to.
Batch = list[tuple[Owner, list[Document]]]
Prepared = list[tuple[Owner, list[Fields]]]
# Batches that the child holds at a time, and the first thing it says.
_AHEAD = 4
_READY = "ready"


def together(batches: Iterable[Batch[Owner]]) -> Iterator[Prepared[Owner]]:
    """The batches prepared, each once; the order may change. Where the child cannot start, or dies, this process does
    what is left."""
    child = _Child[Owner]()
    try:
        for batch in batches:
            if not child.give(batch):
                yield alone(batch)
            while child.has_done():
                yield child.take()
        while child.batches:
            yield child.take()
    finally:
        child.end()


def alone(batch: Batch[Owner]) -> Prepared[Owner]:
    """A batch prepared here."""
    return [(owner, [prepare(document) for document in documents]) for owner, documents in batch]


class _Child(Generic[Owner]):
    """Takes a few batches at a time and gives them back in order. It always listens, so no end waits for the other to
    listen."""

    def __init__(self) -> None:
        self.batches: deque[Batch[Owner]] = deque()
        # A fresh interpreter: a fork would take database connections and the engine's threads along.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._is_there = False

    def give(self, batch: Batch[Owner]) -> bool:
        """False when it has enough to do, or does not listen yet."""
        if not self._listens() or len(self.batches) >= _AHEAD:
            return False
        self.batches.append(batch)
        with suppress(OSError):  # it died; `take` will see
            self._pipe.send([documents for _, documents in batch])
        return True

    def has_done(self) -> bool:
        """Whether `take` need not wait."""
        return bool(self.batches) and (self._pipe.closed or self._pipe.poll())

    def take(self) -> Prepared[Owner]:
        """What it has made of the oldest batch that it was given."""
        batch = self.batches.popleft()
        if not self._pipe.closed:
            try:
                found = self._pipe.recv()
                return [(owner, fields) for (owner, _), fields in zip(batch, found, strict=True)]
            except (EOFError, OSError):
                log.warning("the second process of the rebuild ended; it goes on in one")
                self._pipe.close()
        return alone(batch)

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()

    def _listens(self) -> bool:
        """Until it has said so once, what it is sent would have to wait."""
        if not self._is_there and not self._pipe.closed and self._pipe.poll():
            with suppress(EOFError, OSError):
                self._is_there = self._pipe.recv() == _READY
        return self._is_there and not self._pipe.closed


def _serve(pipe: Connection) -> None:
    """The child. Threads of its own receive and send, so that it is never idle while there is work."""
    gc.set_threshold(100_000, 50, 50)
    asked, made = SimpleQueue[Any](), SimpleQueue[Any]()
    made.put(_READY)
    Thread(target=_receive, args=(pipe, asked), daemon=True).start()
    Thread(target=_send, args=(pipe, made), daemon=True).start()
    while (batch := asked.get()) is not None:
        made.put([[prepare(document) for document in documents] for documents in batch])


def _receive(pipe: Connection, asked: "SimpleQueue[Any]") -> None:
    with suppress(EOFError, OSError):
        while True:
            asked.put(pipe.recv())
    asked.put(None)


def _send(pipe: Connection, made: "SimpleQueue[Any]") -> None:
    with suppress(OSError):
        while True:
            pipe.send(made.get())
