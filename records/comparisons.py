"""What a file would change: rows for the page that shows them, and what a kind of file has to be able to do."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

OUTCOMES = ("new", "changed", "refused", "unchanged")


@dataclass(slots=True)
class Row:
    """What the upload does to one record, or to one provision of a law.

    fields: (name, stored, wanted) of what differs; problems: (column, message) of a refused row; notes: the same of what
    does not refuse it; line: 1-based line of the file, or 0.
    """

    key: str
    outcome: str
    line: int = 0
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def as_list(self) -> list[Any]:
        return [self.key, self.outcome, self.line, self.fields, self.problems, self.notes]


@dataclass(slots=True)
class Comparison:
    """refused, line: why nothing of the file can be taken. facts: what the intake shows or knows again, as JSON.

    live: names of published records whose public text would change at once.
    """

    rows: list[Row] = field(default_factory=list)
    refused: str = ""
    line: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    live: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Over what would be written, and what not; without messages, which come in the reader's language."""
        whole = sha256(self.refused.encode())
        for row in self.rows:
            if row.outcome != "unchanged":
                whole.update(json.dumps([row.key, row.outcome, row.line, row.fields]).encode())
        return whole.hexdigest()


class Intake(Protocol):
    """One kind of file. `options` are what the editor said of the file (codes, as JSON)."""

    name: str
    label: Any

    def may_bring(self, user: Any) -> bool:
        """Whether the user may compare and apply such files at all."""

    def missing_right(self, user: Any, live: list[str]) -> str:
        """Why this user may not apply what was compared, or ""."""

    def compare(self, path: Path, name: str, options: dict[str, Any]) -> Comparison:
        """Writes nothing."""

    def apply(
        self, path: Path, name: str, options: dict[str, Any], shown: dict[str, Any], user: Any
    ) -> tuple[bool, Comparison]:
        """Write what `shown` (the report of the comparison) says, as far as it still holds; whether all of it did, and
        what was done. When not all of it did: how the file compares now."""
