"""A record that has no parts of its own (a policy, a country, a topic) as the results page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordHit:
    """title_language, summary_language: what they are really in. citation, year: what stands beside the title."""

    kind: str
    pk: int
    record: int
    url: str
    title: str
    title_language: str
    type: str
    summary: str = ""
    summary_language: str = ""
    citation: str = ""
    jurisdiction: str = ""
    jurisdiction_code: str = ""
    year: int | None = None
    unchecked: bool = False
