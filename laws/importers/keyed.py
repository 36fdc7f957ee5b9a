"""Text that editors key or paste, most often from a scan: a front matter that states the record, below it bare text.

Written by `laws.keying`. The front matter has the keys of the house's own sheets, and `keyed`: from what.
"""

from laws.importers import plain_text
from laws.importers.decoding import decode
from laws.importers.front_matter import read
from laws.parsed import ARTICLE_KINDS, ParsedLaw, Refusal

FORMAT = "keyed"
_STATED = ("title", "jurisdiction", "type", "language")


def is_keyed(lines: list[str]) -> bool:
    """Whether the front matter says so."""
    return bool(read(lines).values.get("keyed"))


def parse(data: bytes, name: str) -> ParsedLaw:
    """The text divided by the same grammar as any other; lines are counted from where the text begins."""
    text, _ = decode(data)
    lines = text.split("\n")
    head = read(lines)
    if missing := [key for key in _STATED if not head.values.get(key)]:
        raise Refusal(f"the front matter does not state: {', '.join(missing)}", 1)
    value = head.values.get
    law = ParsedLaw(
        format=FORMAT, language=value("language", ""), title=value("title", ""), jurisdiction=value("jurisdiction", ""),
        type=value("type", ""), native_type=value("native_type", ""), number=value("number", ""),
        date=value("date") or None, as_of=value("as_of") or None, publisher=value("publisher", ""),
    )  # fmt: skip
    found = plain_text.divided(lines[head.body :], law.language, wrapped=value("wrapped") == "yes")
    if not any(one.kind in ARTICLE_KINDS for one in found.provisions):
        raise Refusal("this is text in which no line begins like an article or a section")
    law.provisions, law.outline = found.provisions, found.outline
    law.warnings.extend(found.warnings)
    return law
