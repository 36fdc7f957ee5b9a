"""The product's own Markdown: a front matter that states the record, one heading a provision. For texts written here.

Front matter: title, jurisdiction, type, native_type, number, date, as_of, language. `##` is a container ("Title I — Entry"),
`#####` a provision ("Article 7 bis. Residence"); a container of transitional provisions begins their own run of numbers.
"""

import re

from laws.importers.decoding import decode
from laws.importers.front_matter import read
from laws.labels import fold, normalise
from laws.parsed import Block, OutlineEntry, ParsedLaw, ParsedProvision, Refusal, Wording

FORMAT = "sheet"
_PROVISION = re.compile(r"^#####\s+(?P<label>[^.]{1,80}?)(?:\.\s*(?P<heading>.*))?$")
_CONTAINER = re.compile(r"^##\s+(?P<label>[^—]{1,80}?)(?:\s+—\s+(?P<heading>.*))?$")
_ITEM = re.compile(r"^(?P<label>\(?[a-z0-9]{1,4}\))\s+(?P<text>.+)$", re.DOTALL)
_REPEALED = re.compile(r"^\((?:derogado|repealed|abroge|revogado)\.?\)$")
_STATED = ("title", "jurisdiction", "type", "language")


def is_sheet(lines: list[str]) -> bool:
    """Whether the front matter is ours: it alone names a jurisdiction and a language."""
    head = read(lines)
    return bool(head.values.get("jurisdiction") and head.values.get("language"))


def parse(data: bytes, name: str) -> ParsedLaw:
    """One sheet to a law; Refusal when the front matter lacks what a record needs."""
    text, _ = decode(data)
    lines = text.split("\n")
    head = read(lines)
    if missing := [key for key in _STATED if not head.values.get(key)]:
        raise Refusal(f"the front matter does not state: {', '.join(missing)}", 1)
    value = head.values.get
    law = ParsedLaw(
        format=FORMAT, language=value("language", ""), title=value("title", ""), jurisdiction=value("jurisdiction", ""),
        type=value("type", ""), native_type=value("native_type", ""), number=value("number", ""),
        date=value("date") or None, as_of=value("as_of") or None,
    )  # fmt: skip
    _body(law, lines, head.body)
    return law


def _body(law: ParsedLaw, lines: list[str], start: int) -> None:
    sequence, current = "main", None
    for number, line in enumerate(lines[start:], start + 1):
        if match := _PROVISION.match(line):
            label, heading = match["label"].strip(), (match["heading"] or "").strip()
            current = ParsedProvision(
                sequence, "article", label, normalise(label), Wording(heading=heading, line=number)
            )
            law.provisions.append(current)
        elif match := _CONTAINER.match(line):
            sequence = "transitory" if "transit" in fold(match["label"]) else "main"
            label, heading = match["label"].strip(), (match["heading"] or "").strip()
            law.outline.append(OutlineEntry(1, label, heading, len(law.provisions)))
            current = None
        elif (text := line.strip()) and not line.startswith("#"):
            if current is None:
                law.warn(number, "text outside a provision was left out")
            elif _REPEALED.match(fold(text)):
                current.current.status = "repealed"
                current.current.blocks.append(Block("text", text))
            elif match := _ITEM.match(text):
                current.current.blocks.append(Block("item", match["text"], match["label"], depth=1))
            else:
                current.current.blocks.append(Block("text", text))
