"""Invented text through the segmentation, for its tests."""

from laws.parsed import ARTICLE_KINDS, Block, ParsedProvision
from laws.segmentation import Segmented, segment


def read(text: str, language: str = "es") -> Segmented:
    return segment(list(enumerate(text.strip().split("\n"), start=1)), language=language)


def numbers(result: Segmented) -> list[tuple[str, str]]:
    return [(item.sequence, item.number) for item in result.provisions if item.kind in ARTICLE_KINDS]


def provision(result: Segmented, sequence: str, number: str, ordinal: int = 1) -> ParsedProvision:
    found = [p for p in result.provisions if (p.sequence, p.number, p.ordinal) == (sequence, number, ordinal)]
    assert len(found) == 1, [(p.sequence, p.number, p.ordinal) for p in result.provisions]
    return found[0]


def texts(blocks: list[Block]) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in blocks]


# Lines ----------------------------------------------------------------------------------------------------------------
