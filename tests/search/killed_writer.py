"""A process that writes an index until it is killed: killed_writer DIRECTORY SEED ROUNDS. Prints a line at each commit."""

import random
import sys
from pathlib import Path

from search.backends import Target
from search.backends.tantivy_backend import TantivyBackend
from search.documents import Document

RECORDS = 6


def document(pk: int, record: int, version: int, text: str) -> Document:
    return Document("provision", pk, f"law:{record}", version, text={"other": text})


def contents(record: int, version: int) -> list[Document]:
    """What a record has in this version, as the database would say; never nothing."""
    amount = 1 + (record + version) % 5
    return [document(record * 100 + number, record, version, f"v{version} shared") for number in range(amount)]


def write(target: Target, record: int) -> None:
    held = [document.version for document in target.scan() if document.record == f"law:{record}"]
    version = max(held, default=0) + 1
    target.replace(f"law:{record}", version, contents(record, version))


def run(directory: Path, seed: int, rounds: int) -> None:
    backend, chance = TantivyBackend(directory), random.Random(seed)
    for _ in range(rounds):
        rebuild = chance.random() < 0.3
        target = backend.build() if rebuild else backend.live()
        for _ in range(chance.randint(1, 3)):
            for record in chance.sample(range(RECORDS), 3):
                write(target, record)
            target.commit()
            sys.stdout.write("committed\n")
            sys.stdout.flush()
        if rebuild:
            backend.swap(target)
            backend.clean(keep=0)
        target.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
