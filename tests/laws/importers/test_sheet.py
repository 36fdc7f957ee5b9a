"""The product's own Markdown states what it is; nothing is guessed."""

import pytest

from laws.importers import sheet
from laws.parsed import Refusal

HEAD = "---\ntitle: Balloon Act\njurisdiction: exa\ntype: act\nnumber: 1/2031\nlanguage: en\nas_of: 2031-05-02\n---\n"
BODY = """
# Balloon Act

## Title I — Balloons

##### Article 1. Colours

Balloons are of any colour.

a) red;

b) blue.

##### Article 1 bis. Strings

(Repealed.)

## Transitional provisions

##### Article 1. Old balloons

Old balloons remain.
"""


def test_articles_containers_and_transitional_articles() -> None:
    law = sheet.parse((HEAD + BODY).encode(), "balloons.md")
    rows = [(p.sequence, p.number, p.label, p.current.heading, p.current.status) for p in law.provisions]
    assert rows == [
        ("main", "1", "Article 1", "Colours", "in_force"),
        ("main", "1-bis", "Article 1 bis", "Strings", "repealed"),
        ("transitory", "1", "Article 1", "Old balloons", "in_force"),
    ]
    assert [(block.kind, block.label, block.depth) for block in law.provisions[0].current.blocks] == [
        ("text", "", 0),
        ("item", "a)", 1),
        ("item", "b)", 1),
    ]
    assert [(entry.label, entry.before) for entry in law.outline] == [("Title I", 0), ("Transitional provisions", 2)]
    assert (law.number, law.as_of) == ("1/2031", "2031-05-02")


def test_a_front_matter_that_lacks_something_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match="does not state: type"):
        sheet.parse(HEAD.replace("type: act\n", "").encode(), "balloons.md")


def test_text_outside_a_provision_is_reported_with_its_line() -> None:
    law = sheet.parse((HEAD + "\nA stray line.\n" + BODY).encode(), "balloons.md")
    assert law.warnings == [(10, "text outside a provision was left out")]
