"""Single JSON records of a law whose `text` is a dump of its PDF or page. Lines are counted inside `text`."""

import re
from typing import Any

from laws import wordings
from laws.grammar import Line
from laws.importers import brazil, json_file, pdf_text
from laws.importers.dates import long_date
from laws.importers.titles import readable
from laws.labels import fold, normalise
from laws.parsed import ARTICLE_KINDS, Alias, Event, ParsedLaw, ParsedProvision, Refusal
from laws.segmentation import segment

FORMAT = "json-record"

# ISO 3166-1: the 35 independent states of the Americas.
_COUNTRIES = {
    "AG": "atg", "AR": "arg", "BB": "brb", "BO": "bol", "BR": "bra", "BS": "bhs", "BZ": "blz", "CA": "can", "CL": "chl", "CO": "col",
    "CR": "cri", "CU": "cub", "DM": "dma", "DO": "dom", "EC": "ecu", "GD": "grd", "GT": "gtm", "GY": "guy", "HN": "hnd", "HT": "hti",
    "JM": "jam", "KN": "kna", "LC": "lca", "MX": "mex", "NI": "nic", "PA": "pan", "PE": "per", "PY": "pry", "SR": "sur", "SV": "slv",
    "TT": "tto", "US": "usa", "UY": "ury", "VC": "vct", "VE": "ven",
}  # fmt: skip
_LANGUAGES = {
    "eng": "en",
    "en": "en",
    "spa": "es",
    "es": "es",
    "fra": "fr",
    "fre": "fr",
    "fr": "fr",
    "por": "pt",
    "pt": "pt",
}
_COMMON = {
    "en": " the of and to shall ",
    "es": " el la los de que y en ",
    "pt": " o a os de que e em não da do ",
    "fr": " le la les de et du des que ",
}
# Words of a title and the type they show, the most telling first.
_TYPES = (
    ("treaty", r"conven[ct]i[oó]n|convention|convenio|convenção|tratado|treaty|traité|protocol[oe]?|covenant|pacto"),
    ("agreement", r"agreement|acuerdo|acordo|accord|memorandum"),
    ("constitution", r"constitution|constituci[oó]n|constituição"),
    ("regulation", r"regulations?|reglamento|regulamento|rules|order|règlement"),
    ("decree", r"decreto|decree|décret"),
    ("resolution", r"resoluci[oó]n|resolution|resolução"),
    ("soft_law", r"declaration|declaraci[oó]n|declaração|compact|pacto mundial"),
    ("act", r"act|ley|lei|law|loi|code|c[oó]digo|ordinance"),
)  # fmt: skip
_BRACKETS = re.compile(r"(?:\[[^\[\]]{0,80}\]\s*)+$")
_RESERVATIONS = re.compile(r"RESERVATIONS?|RESERVAS?|RÉSERVES?$")
_ASSENT = re.compile(r"\[\s*Assent(?:ed to)?\s*:?\s*([^\]]{6,40})\]", re.IGNORECASE)
_COMMENCEMENT = re.compile(r"\[\s*Commencement\s*:?\s*([^\]]{6,40})\]", re.IGNORECASE)
_STATED = re.compile(r"^(aprobad|publicad|promulgad|aprovad)[oa]\b(.{4,160})$", re.IGNORECASE | re.MULTILINE)
_CHAPTER = re.compile(r"^(?:CHAPTER|CAP\.?)\s+(\d+[A-Z]?|\d+\.\d+)\s*$", re.MULTILINE)


def parse(data: bytes, name: str) -> ParsedLaw:
    """The law of one record; raises Refusal for broken JSON and for a record without text."""
    record, _ = json_file.load(data)
    text = json_file.string(record, "text")
    if not text:
        raise Refusal("the record has no “text”")
    law = _identify(record, text)
    lines = pdf_text.page_lines(text)
    contents = pdf_text.arrangement(lines) if law.language == "en" else None
    if contents:
        _with_contents(law, lines, contents)
    else:
        _without_contents(law, lines)
    if not any(provision.kind in ARTICLE_KINDS for provision in law.provisions):
        _whole(law, lines)
    return law


def _identify(record: dict[str, Any], text: str) -> ParsedLaw:
    title = json_file.string(record, "title")
    law = ParsedLaw(FORMAT, _language(record, text), readable(title), url=json_file.string(record, "url"))
    origin = json_file.string(record, "_source").partition("/")[0]
    codes = (json_file.string(record, key).upper() for key in ("country", "jurisdiction"))
    law.jurisdiction = next((_COUNTRIES[code] for code in (*codes, origin.upper()) if code in _COUNTRIES), "")
    if not law.jurisdiction and origin.upper() in ("INTL", "INT", "OAS", "UN"):
        law.jurisdiction = "int"
    law.type = next((kind for kind, words in _TYPES if re.search(rf"\b(?:{words})\b", title, re.IGNORECASE)), "other")
    law.date = _date(json_file.string(record, "date"))
    norm = brazil.identify(title) if law.jurisdiction == "bra" else None
    if norm:
        law.type, law.native_type, law.number, law.date = norm.type, norm.native_type, norm.number, norm.date
        law.aliases.append(Alias(norm.number.split("/")[0], "number", "pt"))
    else:
        _numbers(law, record, text)
    summary = json_file.string(record, "ementa")
    if summary:
        law.aliases.append(Alias(summary[:500], "long", law.language))
    _stated_dates(law, text[:6000])
    return law


def _date(text: str) -> str | None:
    """An ISO date; None for the first of January, which such records give when they know the year only."""
    match = re.match(r"\d{4}-\d\d-\d\d", text)
    return match[0] if match and not match[0].endswith("-01-01") else None


def _language(record: dict[str, Any], text: str) -> str:
    """The record's code, else the language whose commonest words are most of the text."""
    known = _LANGUAGES.get(json_file.string(record, "language").lower()[:3]) or ""
    if known:
        return known
    words = text[:20000].lower().split()
    return max(_COMMON, key=lambda language: sum(f" {word} " in _COMMON[language] for word in words))


def _numbers(law: ParsedLaw, record: dict[str, Any], text: str) -> None:
    number = next(
        (
            value
            for key in ("number", "treaty_code", "act_number")
            if (value := json_file.string(record, key)) not in ("", "-")
        ),
        "",
    )
    match = re.fullmatch(r"(\d{4})-0*(\d+)", number)
    law.number = f"{match[2]} of {match[1]}" if match else number
    chapter = _CHAPTER.search(text[:2000])
    if chapter and law.language == "en":
        law.aliases.append(Alias(f"Chapter {chapter[1]}", "number", "en"))


def _stated_dates(law: ParsedLaw, text: str) -> None:
    """Assent and commencement in brackets; approval and publication where the text says them on a line of their own."""
    found: dict[str, str | None] = {}
    for kind, pattern in (("promulgated", _ASSENT), ("in_force", _COMMENCEMENT)):
        match = pattern.search(text)
        found[kind] = long_date(match[1]) if match else None
    for match in _STATED.finditer(text):
        kind = "published" if match[1].lower() == "publicad" else "promulgated"
        found[kind] = found.get(kind) or long_date(match[2])
    law.events += [Event(kind, date) for kind, date in found.items() if date]
    law.date = found.get("promulgated") or law.date or found.get("published")
    if law.date and not law.events:
        law.events.append(Event("promulgated", law.date))


def _with_contents(law: ParsedLaw, lines: list[tuple[int, str]], contents: pdf_text.Arrangement) -> None:
    """Sections where the arrangement says that they are, then the schedules."""
    missing = pdf_text.locate(lines, contents)
    if missing:
        law.warn(0, f"sections of the arrangement not found in the text: {', '.join(missing)}")
    sections = [section for section in contents.sections if section.start >= 0]
    if not sections:
        return
    schedules = _schedules(lines, sections[-1].start)
    end = schedules[0][0] if schedules else len(lines)
    marked = pdf_text.unwrap(lines[contents.end : sections[0].start - sections[0].heading_lines])
    marked = [line._replace(hint="heading" if fold(line.text) in contents.groups else "text") for line in marked]
    for section, following in zip(sections, [*sections[1:], None], strict=True):
        stop = following.start - following.heading_lines if following else end
        marked += _section(section, lines[section.start : stop], contents.groups)
    found = segment(marked, language="en")
    for provision in found.provisions:
        provision.label = provision.label.removeprefix("Section ")
    law.provisions, law.outline = found.provisions, found.outline
    law.warnings += found.warnings
    words = list(dict.fromkeys(entry.label.partition(" ")[0] for entry in law.outline))
    for entry in law.outline:  # here a part stands in a chapter: the word met first is the outer one
        entry.level = words.index(entry.label.partition(" ")[0]) + 1
    for count, (start, label) in enumerate(schedules, start=1):
        stop = schedules[count][0] if count < len(schedules) else len(lines)
        law.provisions.append(_schedule(lines[start:stop], label, count))


def _section(section: pdf_text.Section, body: list[tuple[int, str]], groups: set[str]) -> list[Line]:
    """A section for the segmentation: its label, its heading, its paragraphs, and the headings below it."""
    number, first = body[0]
    first = first.partition(f"{section.number}.")[2].strip()
    cut = next(
        (place for place, (_, line) in enumerate(body) if place and fold(line) in groups and line.isupper()), len(body)
    )
    marked = [Line(number, f"Section {section.number}.", "label"), Line(number, section.heading, "heading")]
    marked += [line._replace(hint=line.hint or "text") for line in pdf_text.unwrap([(number, first), *body[1:cut]])]
    return marked + [Line(place, line, "heading") for place, line in body[cut:] if line]


def _schedules(lines: list[tuple[int, str]], start: int) -> list[tuple[int, str]]:
    """First line and label of each schedule; numbered ones must count up, since a schedule may quote others."""
    found: list[tuple[int, str]] = []
    for place in range(start, len(lines)):
        match = pdf_text.SCHEDULE.match(lines[place][1])
        if (
            match
            and (not match["number"] or match["number"] == str(len(found) + 1))
            and not lines[place][1].endswith((".", ";", ","))
        ):
            numbered = any(re.search(r"\d", label) for _, label in found)
            if match["number"] or match["label"] != "SCHEDULE" or not numbered:
                found.append((place, match["label"]))
    return found


def _schedule(lines: list[tuple[int, str]], label: str, count: int) -> ParsedProvision:
    place, heading = next(
        ((place, line) for place, (_, line) in enumerate(lines[:4]) if place and line.isupper()), (0, "")
    )
    rest = [line for order, line in enumerate(lines) if order not in (0, place)]
    body = [line._replace(hint=line.hint or "text") for line in pdf_text.unwrap(rest)]
    wording = wordings.build(wordings.Draft(lines[0][0], "", body))
    wording.heading = heading
    return ParsedProvision(f"annex-{count}", "schedule", label, normalise(label), wording)


def _without_contents(law: ParsedLaw, lines: list[tuple[int, str]]) -> None:
    found = [line for line in pdf_text.paragraphs(lines) if not _BRACKETS.fullmatch(line.text)]
    cut = next((place for place, line in enumerate(found) if place and _RESERVATIONS.fullmatch(line.text)), len(found))
    segmented = segment(found[:cut], language=law.language)
    law.provisions, law.outline = segmented.provisions, segmented.outline
    law.warnings += segmented.warnings
    if cut < len(found):
        rest = [line._replace(hint="text") for line in found[cut + 1 :]]
        wording = wordings.build(wordings.Draft(found[cut].number, "", rest))
        label = found[cut].text
        law.provisions.append(ParsedProvision("main", "other", label, normalise(label), wording))


def _whole(law: ParsedLaw, lines: list[tuple[int, str]]) -> None:
    """A text whose labels were lost is kept as one unit, so that it can be found and read."""
    body = [line._replace(hint="text") for line in pdf_text.paragraphs(lines)]
    wording = wordings.build(wordings.Draft(1, "", body))
    law.provisions, law.outline = [ParsedProvision("main", "other", "", "text", wording)], []
    law.warnings = []
    law.warn(0, "the text has no labels of articles: it is kept as one unit")
