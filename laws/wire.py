"""A parsed law as plain lists, to cross a process boundary as JSON: by position, since a pack has blocks by the million."""

from dataclasses import fields
from operator import attrgetter
from typing import Any

from laws.digesting import block_row, digest_of, quoted_of
from laws.parsed import Alias, Block, Event, OutlineEntry, ParsedLaw, ParsedProvision, Wording

_PARTS = frozenset({"aliases", "events", "outline", "warnings", "provisions"})
_DIGEST, _QUOTED = 32, 1000  # letters, as many as the columns take
_OWN = [field.name for field in fields(ParsedLaw) if field.name not in _PARTS]
_ALIAS, _EVENT, _OUTLINE = (attrgetter(*(part.name for part in fields(kind))) for kind in (Alias, Event, OutlineEntry))


def to_json(law: ParsedLaw) -> dict[str, Any]:
    """Plain values; every wording comes with its digest and with what it quotes."""
    return {
        **{name: getattr(law, name) for name in _OWN},
        "aliases": [_ALIAS(one) for one in law.aliases],
        "events": [_EVENT(one) for one in law.events],
        "outline": [_OUTLINE(one) for one in law.outline],
        "warnings": law.warnings,
        "provisions": [
            (
                one.sequence, one.kind, one.label, one.number, _row(one.label, one.current), one.ordinal,
                [_row(one.label, wording) for wording in one.earlier],
            )
            for one in law.provisions
        ],
    }  # fmt: skip


def _row(label: str, wording: Wording) -> list[Any]:
    blocks = [block_row(block) for block in wording.blocks]
    return [
        blocks, wording.heading, wording.valid_from, wording.valid_to, wording.status, wording.history, wording.line,
        digest_of(label, wording.heading, blocks), quoted_of(wording),
    ]  # fmt: skip


def from_json(data: dict[str, Any]) -> ParsedLaw:
    """Rebuild the tree; raises TypeError, KeyError or ValueError when the data is not of that shape."""
    return ParsedLaw(
        **{
            **data,
            "aliases": [Alias(*row) for row in data["aliases"]],
            "events": [Event(*row) for row in data["events"]],
            "outline": [OutlineEntry(*row) for row in data["outline"]],
            "warnings": [(int(line), str(text)) for line, text in data["warnings"]],
            "provisions": [
                ParsedProvision(
                    sequence, kind, label, number, _wording(current), ordinal, [_wording(row) for row in earlier]
                )
                for sequence, kind, label, number, current, ordinal, earlier in data["provisions"]
            ],
        }
    )


def _wording(row: list[Any]) -> Wording:
    blocks, heading, valid_from, valid_to, status, history, line, digest, quoted = row
    if not (len(digest) == _DIGEST and len(quoted) <= _QUOTED):
        raise ValueError("what a reader has worked out is not what it should be")
    content = [Block(*block) for block in blocks]
    return Wording(content, heading, valid_from, valid_to, status, history, line, digest, quoted)
