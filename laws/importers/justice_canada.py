"""Acts and regulations in the XML of Justice Canada: one file per language, paired by what both files print alike.

The dates of the file are those of its publisher's database, which begins on 2002-12-31 or 2003-01-01 for acts and on
2006-03-22 for regulations: a wording dated so may be older.
"""

import re

from laws.importers.dates import iso
from laws.importers.html import line_of
from laws.importers.justice_blocks import BlockReader, printed, title_of
from laws.importers.xml import XML_LANG, Doubts, Element, finish, iso_day, lettered_number, read_xml, text_of
from laws.labels import normalise
from laws.parsed import Alias, Event, OutlineEntry, ParsedLaw, ParsedProvision, Refusal, Wording

_LIMS = "{http://justice.gc.ca/lims}"
_NOT_YET = frozenset({"no", "9999-01-01"})
_SITE = "https://laws-lois.justice.gc.ca"
_FOLDERS = {("Statute", "en"): "eng/acts", ("Statute", "fr"): "fra/lois",
            ("Regulation", "en"): "eng/regulations", ("Regulation", "fr"): "fra/reglements"}  # fmt: skip
# How each language names the series of statutory instruments; the English one is the number of the law.
_SERIES = (("DORS", "SOR"), ("TR", "SI"))
_FRENCH_WORDS = ((" à ", " to "), (" et ", " and "), (" ou ", " or "))
_CITATION_WORDS = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (r"\bDORS/", "SOR/"), (r"\bTR/", "SI/"), (r"\bch\. ", "c. "), (r"\b(?:art|par)\. (?=.* (?:et|à) )", "ss. "),
        (r"\b(?:art|par)\. ", "s. "), (r" et ", ", "), (r" à ", " to "),
    )
)  # fmt: skip
_SCHEDULE_WORD = re.compile(r"^(?:schedule|annexe|annex|appendix|appendice)(?:-|$)")
_SCHEDULE_NUMBER = re.compile(r"\d[\d.]{0,8}[a-z]?|[ivxlc]{1,8}|[a-z]")
# The citation in "[Repealed, SOR/2022-150, s. 7]"; the words around it are each language's own.
_REPEALING = re.compile(r"(?:(?:SOR|SI)/\d[\d-]*|\d{4}, c\. \d+)(?:, s{1,2}\. [^\]]{1,60})?")
_PARTS = frozenset({"Identification", "Introduction", "Order", "Body", "Schedule", "Repealed", "RecentAmendments"})
# What the publisher puts after the schedules: provisions of other acts, and amendments to come.
_FOLLOWERS = {"RelatedProvs": ("related", "unknown"), "NifProvs": ("not-in-force", "not_in_force")}


def parse(data: bytes, name: str) -> ParsedLaw:
    """Read one file. A repealed instrument without a body is a law without provisions and with an event "repealed"."""
    root = read_xml(data)
    if root.tag not in ("Statute", "Regulation"):
        raise Refusal(f"neither a statute nor a regulation of Justice Canada: <{root.tag}>", line_of(root))
    language = root.get(XML_LANG, "")
    if language not in ("en", "fr"):
        raise Refusal("nothing says whether the text is English or French (xml:lang)", line_of(root))
    if root.find("Body") is None and root.find("Repealed") is None:
        raise Refusal("the file has no body and is not marked as repealed", line_of(root))
    law = ParsedLaw("justice-canada", language, "", jurisdiction="can", publisher="Department of Justice Canada")
    reader = _Reader(law, root)
    reader.identify()
    reader.read()
    return finish(law, reader.doubts)


class _Reader:
    def __init__(self, law: ParsedLaw, root: Element) -> None:
        self.law, self.root, self.doubts = law, root, Doubts()

    def identify(self) -> None:
        """Names, number, dates, claims."""
        law, root, identification = self.law, self.root, self.root.find("Identification")
        if identification is None:
            raise Refusal("the file does not identify its law (no Identification)", line_of(root))
        names = {key: printed(identification.find(key)) for key in ("ShortTitle", "LongTitle", "RunningHead")}
        law.title = names["ShortTitle"] or names["LongTitle"] or names["RunningHead"]
        for key, kind in (("LongTitle", "long"), ("RunningHead", "short")):
            if names[key] and names[key] != law.title:
                law.aliases.append(Alias(names[key], kind, law.language))
        if root.tag == "Statute":
            self._identify_act(identification)
        else:
            self._identify_regulation(identification)
        law.as_of = iso_day(root.get(_LIMS + "current-date")) or iso_day(root.get(_LIMS + "pit-date"))
        if claim := root.get("in-force"):
            law.claimed_status = "not in force" if claim in _NOT_YET else "in force"
        self._events()

    def _identify_act(self, identification: Element) -> None:
        law = self.law
        law.type, law.native_type = "act", "Act"
        law.number = printed(identification.find("Chapter/ConsolidatedNumber")) or printed(
            identification.find("BillNumber")
        )
        stages = identification.iterfind("BillHistory/Stages")
        assent = next((stage for stage in stages if stage.get("stage") == "assented-to"), None)
        if assent is not None:
            law.date = self._day(assent.find("Date"))
            law.events.append(Event("promulgated", law.date))
        self._alias_numbers(chapter_names(identification.find("Chapter"), law.language))
        self._address(law.number)

    def _identify_regulation(self, identification: Element) -> None:
        law, printed_number = self.law, printed(identification.find("InstrumentNumber"))
        law.type, law.native_type = "regulation", "Regulation"
        law.number = instrument_number(printed_number)
        law.date = self._day(identification.find("RegistrationDate/Date"))
        if law.date:
            law.events.append(Event("registered", law.date))
        if printed_number != law.number:
            self._alias_numbers([printed_number])
        if re.fullmatch(r"[A-Z]+/\d[\d-]*", printed_number):
            self._address(printed_number.replace("/", "-"))

    def _alias_numbers(self, numbers: list[str]) -> None:
        self.law.aliases.extend(Alias(number, "number", self.law.language) for number in numbers if number)

    def _address(self, leaf: str) -> None:
        if re.fullmatch(r"[A-Z0-9.-]+", leaf):
            self.law.url = f"{_SITE}/{_FOLDERS[self.root.tag, self.law.language]}/{leaf}/"

    def _day(self, date: Element | None) -> str | None:
        """ISO date of year, month and day that may be unpadded, spaced or missing."""
        if date is None:
            return None
        try:
            year, month, day = (int(text_of(date.find(part))) for part in ("YYYY", "MM", "DD"))
        except ValueError:
            self.doubts.add("a date is not complete", line_of(date), text_of(date))
            return None
        return iso(year, month, day)

    def _events(self) -> None:
        law = self.law
        for amendment in self.root.iterfind("RecentAmendments/Amendment"):
            note = neutral_citation(printed(amendment.find("AmendmentCitation")))
            law.events.append(Event("amended", iso_day(amendment.findtext("AmendmentDate")), note))
        repealed = self.root.find("Repealed")
        if repealed is not None:
            law.claimed_status = "repealed"
            by = _REPEALING.search(neutral_citation(printed(repealed)))
            day = iso_day(repealed.get(_LIMS + "inforce-start-date"))
            law.events.append(Event("repealed", day, by[0] if by else ""))

    def read(self) -> None:
        """Preamble, body, schedules, wherever the file has them."""
        rule = re.search(r"\bRules$|^Règles\b", self.law.title) and self.root.tag == "Regulation"
        for element in self.root.iterchildren("Introduction", "Order"):
            # An enacting clause alone says nothing of its own.
            if element.tag == "Order" or element.find("Preamble") is not None:
                self._preamble(element)
        for element in self.root.iterchildren("Body"):
            self._body(element, "rule" if rule else "section")
        for place, element in enumerate(self.root.iterchildren("Schedule"), start=1):
            self._schedule(element, place)
        for element in self.root:
            if element.tag not in _PARTS:
                self.doubts.add("unknown part, left out", line_of(element), element.tag)

    def _preamble(self, element: Element) -> None:
        blocks = BlockReader(self.law.language, self.doubts)
        for part in element:
            blocks.read(part, 0)
        if blocks.blocks:
            self._keep("main", "preamble", "", "preamble", element, blocks)

    def _body(self, body: Element, kind: str) -> None:
        for element in body:
            if element.tag == "Section":
                blocks = BlockReader(self.law.language, self.doubts)
                unit = blocks.unit(element, "text", 0)
                label = unit.label.rstrip(" .:")
                unit.label, heading, unit.heading = "", unit.heading, ""
                if blocks.blocks and blocks.blocks[0] is unit and not unit.text:
                    del blocks.blocks[0]
                provision = self._keep("main", kind, label, section_number(label), element, blocks)
                provision.current.heading = heading
                if not blocks.blocks:
                    self.doubts.add("a section without text", line_of(element), label)
            elif element.tag == "Heading":
                label, title = title_of(element)
                level = element.get("level", "1")
                entry = OutlineEntry(int(level) if level in "12345" else 1, label, title, len(self.law.provisions))
                self.law.outline.append(entry)
            else:
                self.doubts.add("unknown element in the body, left out", line_of(element), element.tag)

    def _schedule(self, element: Element, place: int) -> None:
        """A schedule is one provision; what stands inside it, even sections of other acts, is its text."""
        blocks = BlockReader(self.law.language, self.doubts)
        heading = element.find("ScheduleFormHeading")
        label, title = title_of(heading) if heading is not None else ("", "")
        reference = heading.find("OriginatingRef") if heading is not None else None
        for item in ([reference] if reference is not None else []) + [item for item in element if item is not heading]:
            blocks.read(item, 0)
        number, status = _FOLLOWERS.get(element.get("id", ""), (schedule_number(label, place), ""))
        provision = self._keep(f"annex-{place}", "schedule", label or title, number, element, blocks)
        provision.current.heading = title if label else ""
        provision.current.status = status or provision.current.status

    def _keep(
        self, sequence: str, kind: str, label: str, number: str, element: Element, blocks: BlockReader
    ) -> ParsedProvision:
        """A wording holds from the day of its last change, which is later than that of the section's first words."""
        wording = Wording(blocks.blocks, history="; ".join(blocks.history), line=line_of(element))
        if element.get("in-force") in _NOT_YET:
            wording.status = "not_in_force"
        else:
            days = (element.get(_LIMS + key) for key in ("lastAmendedDate", "inforce-start-date"))
            wording.valid_from = next((day for day in map(iso_day, days) if day), None)
            if blocks.repealed and not blocks.live:
                wording.status = "repealed"
        provision = ParsedProvision(sequence, kind, label, number, wording)
        self.law.provisions.append(provision)
        return provision


def section_number(label: str) -> str:
    """The same key from the labels of both languages ("216 à 218" and "216 to 218" → "216-to-218").

    A section that is labelled with a name instead of a number is "unnumbered", since the name is translated.
    """
    for french, english in _FRENCH_WORDS:
        label = label.replace(french, english)
    number = lettered_number(label)
    return number if re.match(r"[a-z]{0,3}-?\d|[a-z]{1,8}$", number) and len(number) <= 80 else "unnumbered"


def schedule_number(label: str, place: int) -> str:
    """The printed number of a schedule where both languages print the same, else its place."""
    number = _SCHEDULE_WORD.sub("", normalise(label))
    return number if _SCHEDULE_NUMBER.fullmatch(number) else str(place)


def instrument_number(number: str) -> str:
    """The English form of a statutory instrument's number ("DORS/2002-227" → "SOR/2002-227")."""
    for french, english in _SERIES:
        if number.startswith(f"{french}/"):
            return f"{english}/{number.removeprefix(f'{french}/')}"
    return re.sub(r"^C\.R\.C\.,\s*ch\.\s*", "C.R.C., c. ", number)


def neutral_citation(citation: str) -> str:
    """The English form of an amending act's citation ("2015, ch. 36, art. 169" → "2015, c. 36, s. 169")."""
    for pattern, english in _CITATION_WORDS:
        citation = pattern.sub(english, citation)
    return citation


def chapter_names(chapter: Element | None, language: str) -> list[str]:
    """How an act is cited by its chapter, in the file's language ("S.C. 2001, c. 27"; "L.R.C. (1985), ch. C-29").

    French cites annual statutes as L.C. since 1987 and as S.C. before.
    """
    names: list[str] = []
    if chapter is None:
        return names
    french, mark = language == "fr", "ch." if language == "fr" else "c."
    revised = "L.R.C. (1985)" if french else "R.S.C., 1985"
    consolidated = chapter.find("ConsolidatedNumber")
    if consolidated is not None and consolidated.get("official") == "yes":
        names.append(f"{revised}, {mark} {printed(consolidated)}")
    for annual in chapter.iterfind("AnnualStatuteId"):
        number, year = printed(annual.find("AnnualStatuteNumber")), printed(annual.find("YYYY"))
        if not number or not year:
            continue
        if annual.get("revised-statute") == "yes":
            series = revised if year == "1985" else f"{'S.R.C.' if french else 'R.S.C.'} {year}"
        else:
            series = f"{'L.C.' if french and year >= '1987' else 'S.C.'} {year}"
        names.append(f"{series}, {mark} {number}")
    return names
