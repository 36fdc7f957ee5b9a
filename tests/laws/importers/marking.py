"""Invented Markdown through its importer, for its tests."""

from laws.importers import markdown
from laws.parsed import ARTICLE_KINDS, ParsedLaw, ParsedProvision


def parse(text: str, name: str = "x.md") -> ParsedLaw:
    return markdown.parse(text.encode(), name)


def provision(law: ParsedLaw, sequence: str, number: str, ordinal: int = 1) -> ParsedProvision:
    found = [p for p in law.provisions if (p.sequence, p.number, p.ordinal) == (sequence, number, ordinal)]
    assert len(found) == 1, [(p.sequence, p.number, p.ordinal) for p in law.provisions]
    return found[0]


def articles(law: ParsedLaw) -> list[tuple[str, str]]:
    return [(item.sequence, item.number) for item in law.provisions if item.kind in ARTICLE_KINDS]


def texts(item: ParsedProvision) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in item.current.blocks if block.kind != "note"]


def spaced(text: str) -> str:
    """The Argentine way: an empty line between all lines."""
    return text.replace("\n", "\n\n")
