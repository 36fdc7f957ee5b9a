"""United States Legislative Markup, versions 1 (titles of the Code) and 2 (public laws, bills, compilations)."""

import re

from laws.importers.titles import readable
from laws.importers.xml import (
    XML_LANG,
    Doubts,
    Element,
    bare,
    child,
    children,
    finish,
    iso_day,
    lettered_number,
    line_of,
    local,
    read_xml,
    text_of,
)  # fmt: skip
from laws.importers.xml_flow import Dialect, Flow, read_provision
from laws.labels import normalise
from laws.parsed import Alias, Event, OutlineEntry, ParsedLaw, ParsedProvision, Refusal, Wording

_LEVELS = {"subsection": "subsection", "paragraph": "paragraph", "subparagraph": "subparagraph", "clause": "clause",
           "subclause": "item", "item": "item", "subitem": "item", "subsubitem": "item", "listItem": "item"}  # fmt: skip
_CONTAINERS = frozenset({
    "division", "subdivision", "title", "subtitle", "chapter", "subchapter", "part", "subpart", "article", "subarticle",
    "level", "reorganizationPlans", "reorganizationPlan", "courtRules", "compiledAct",
})  # fmt: skip
_SECTIONS = {"section": "section", "courtRule": "rule"}
_ANNEXES = frozenset({"appendix", "schedule"})
_NOTES = frozenset({"notes", "note", "editorialNote", "footnote", "sidenote", "explanationNote", "quotedNote"})
# Inside a provision whole sections and containers are quoted from another law.
_DIALECT = Dialect(
    units=_LEVELS | dict.fromkeys({*_CONTAINERS, *_SECTIONS, *_ANNEXES}, "item"),
    label="num",
    headings=frozenset({"heading", "subheading"}),
    pieces=frozenset(
        {"content", "chapeau", "continuation", "text", "p", "quotedContent", "elided", "list", "crossHeading"}
    ),
    notes=_NOTES,
    history=frozenset({"sourceCredit"}),
    drop=frozenset({"toc", "page", "footnoteRef", "layout", "meta"}),
)
_STATUS = {"repealed": "repealed", "operational": "in_force", "inEffect": "in_force", "unknown": "unknown"}
_RECITALS = frozenset({"preamble", "recital"})
_SILENT = frozenset({
    "num", "heading", "subheading", "toc", "longTitle", "action", "page", "sidenote", "elided", "enactingFormula",
    "resolvingClause", "signatures", "legislativeHistory", "endMarker", "meta", "preface", "layout", "crossHeading",
})  # fmt: skip
_ROOTS = {"uscDoc", "pLaw", "statuteCompilation", "bill", "resolution"}
_LAW_NUMBER = re.compile(r"(Public|Private) Law (\d+)[-–](\d+)")
_FIELDS = ("title", "docNumber", "publicPrivate", "containsShortTitle", "docPublicationName", "created", "approvedDate",
           "congress", "type", "publisher")  # fmt: skip


def parse(data: bytes, name: str) -> ParsedLaw:
    """Read a title of the United States Code, a public law, a bill, or a compilation of an act as amended."""
    root = read_xml(data)
    kind = local(root)
    if kind not in _ROOTS:
        raise Refusal(f"a USLM document that holds no law: <{kind}>", line_of(root))
    meta = child(root, "meta")
    fields = {key: text_of(child(meta, key)) for key in _FIELDS}
    language = (root.get(XML_LANG) or text_of(child(meta, "language")) or "en")[:2].lower()
    law = ParsedLaw("uslm", language, fields["title"], jurisdiction="usa", type="act")
    law.publisher = fields["publisher"]
    if kind == "uscDoc":
        _identify_title(law, root, fields)
    else:
        _identify_law(law, root, meta, fields)
    reader = _Reader(law)
    for part in root:
        if bare(part.tag) == "main":
            reader.walk(part, 1, "main")
        elif bare(part.tag) in _ANNEXES:
            reader.annex(part)
        elif bare(part.tag) in _RECITALS:
            reader.preamble(part)
    if not law.provisions:
        raise Refusal("the file holds no section", line_of(root))
    return finish(law, reader.doubts)


def _identify_title(law: ParsedLaw, root: Element, fields: dict[str, str]) -> None:
    """A title of the Code. It names its release, not its day: the day the file was made stands for it."""
    number = fields["docNumber"] or re.sub(r"\D*", "", fields["title"])
    heading = readable(text_of(child(root, "main", "title", "heading")))
    law.native_type, law.number = "United States Code", f"{number} U.S.C." if number else ""
    law.title = f"United States Code, Title {number}" + (f": {heading}" if heading else "")
    if number:
        law.aliases = [Alias(f"U.S. Code Title {number}", "short", "en"), Alias(f"{number} USC", "number", "en")]
        law.url = f"https://uscode.house.gov/view.xhtml?path=/prelim@title{number}&edition=prelim"
    law.as_of = iso_day(fields["created"])


def _identify_law(law: ParsedLaw, root: Element, meta: Element | None, fields: dict[str, str]) -> None:
    """A public law, a bill, or the compilation of a law: the last two are not told apart by number alone."""
    names = [text_of(item) for item in children(meta, "citableAs")]
    if named := next((match for text in names if (match := _LAW_NUMBER.match(text))), None):
        law.native_type, law.number = f"{named[1]} Law", f"{named[2]}-{named[3]}"
        names.append(f"{'Pub.' if named[1] == 'Public' else 'Pvt.'} L. {law.number}")
    else:
        law.type = "bill" if local(root) in ("bill", "resolution") else "act"
        law.native_type, law.number = fields["type"], normalise(fields["docNumber"])
    law.aliases = [Alias(name, "number", "en") for name in dict.fromkeys(re.sub(r",.*", "", name) for name in names)]
    law.date = iso_day(fields["approvedDate"]) or iso_day(text_of(child(meta, "date")))
    if iso_day(fields["approvedDate"]):
        law.events.append(Event("promulgated", law.date))
    law.as_of = law.date
    if local(root) == "statuteCompilation":
        day = child(root, "preface", "editionNote", "date")
        law.as_of = iso_day(day.get("date")) if day is not None else None
    elif named:
        law.url = f"https://www.govinfo.gov/link/plaw/{named[2]}/{named[1].lower()}/{named[3]}"
    _name(law, root, fields)


def _name(law: ParsedLaw, root: Element, fields: dict[str, str]) -> None:
    """The short title if the law gives itself one; official and other titles are further names."""
    official = text_of(child(root, "main", "longTitle", "officialTitle"), frozenset({"sidenote", "page"}))
    own = (item for item in root.iter("{*}shortTitle") if item.get("role") == "act" and not _quoted(item))
    short = text_of(next(own, None)) or fields["containsShortTitle"]
    for text, kind in ((short, "short"), (official, "long"), (fields["title"], "long")):
        plain = _LAW_NUMBER.sub("", text).strip(": ")
        if plain and plain.casefold() not in {alias.text.casefold() for alias in law.aliases}:
            law.aliases.append(Alias(plain, kind, law.language))
    first = next((alias for alias in law.aliases if alias.kind in ("short", "long")), None)
    if first:
        law.title = first.text
        law.aliases.remove(first)


def _quoted(element: Element) -> bool:
    return any(bare(parent.tag) in ("quotedContent", "note") for parent in element.iterancestors())


class _Reader:
    def __init__(self, law: ParsedLaw) -> None:
        self.law, self.doubts, self.annexes = law, Doubts(), 0

    def walk(self, container: Element, level: int, sequence: str) -> None:
        """Sections and the containers above them, to any depth."""
        notes: list[Element] = []
        for item in container:
            name = bare(item.tag)
            if name in _SECTIONS:
                self.section(item, sequence, _SECTIONS[name])
            elif name in _CONTAINERS:
                self.outline(item, level)
                self.walk(item, level + 1, sequence)
            elif name in _ANNEXES:
                self.annex(item)
            elif name in _RECITALS:
                self.preamble(item)
            elif name in _NOTES and name != "sidenote":
                notes.append(item)
            elif name not in _SILENT and text_of(item):
                self.doubts.add("unknown element between sections, left out", line_of(item), name)
        if notes:
            self.notes(container, notes, sequence)

    def outline(self, item: Element, level: int) -> None:
        label = text_of(child(item, "num")).rstrip(" .—–-")
        heading = text_of(child(item, "heading"), _DIALECT.drop)
        if label or heading:
            self.law.outline.append(OutlineEntry(level, label, heading, len(self.law.provisions)))

    def section(self, element: Element, sequence: str, kind: str) -> None:
        """One section, with what its status and heading say of it."""
        provision, label = read_provision(Flow(_DIALECT, self.doubts), element, sequence, kind)
        num = child(element, "num")
        value = lettered_number(num.get("value", "") if num is not None else "")
        provision.number = (value or lettered_number(label) or "unnumbered")[:80]
        provision.label = label or provision.number
        wording = provision.current
        wording.status = self._status(element, wording)
        if not wording.blocks and wording.status == "in_force":
            self.doubts.add("a section without text", wording.line, provision.label)
        self.law.provisions.append(provision)

    def _status(self, element: Element, wording: Wording) -> str:
        claim = element.get("status")
        if claim:
            return _STATUS.get(claim, "not_in_force")
        live = any(block.kind != "note" for block in wording.blocks)
        return "repealed" if not live and re.match(r"\W*Repealed\b", wording.heading) else "in_force"

    def annex(self, element: Element) -> None:
        """An appendix: its sections as a sequence of their own, or all of it as one provision."""
        self.annexes += 1
        sequence = f"annex-{self.annexes}"
        if any(bare(item.tag) in _SECTIONS and not _quoted(item) for item in element.iter()):
            self.outline(element, 1)
            self.walk(element, 2, sequence)
            return
        provision, label = read_provision(Flow(_DIALECT, self.doubts), element, sequence, "annex")
        provision.label, provision.number = label or provision.current.heading or "Appendix", str(self.annexes)
        self.law.provisions.append(provision)

    def preamble(self, element: Element) -> None:
        """The recitals of a joint resolution."""
        provision, label = read_provision(Flow(_DIALECT, self.doubts), element, "main", "preamble")
        if provision.current.blocks:
            provision.label, provision.number = label, "preamble"
            self.law.provisions.append(provision)

    def notes(self, container: Element, notes: list[Element], sequence: str) -> None:
        """Notes of a title or chapter may have the force of law: kept, as a provision that is no section."""
        flow = Flow(_DIALECT, self.doubts)
        for note in notes:
            flow.note(note, 0)
        above = text_of(child(container, "num")).rstrip(" .—–-")
        number = normalise(f"{above} notes")[:80]
        wording = Wording(flow.blocks, status="unknown", line=line_of(notes[0]))
        self.law.provisions.append(ParsedProvision(sequence, "other", f"{above} Notes".strip(), number, wording))
