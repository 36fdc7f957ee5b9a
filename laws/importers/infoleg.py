"""Argentine norms as InfoLEG serves them: one-byte HTML, paragraphs by <p> or <br>, no structure but the words."""

import re

from laws.grammar import Line
from laws.importers import html
from laws.importers.dates import day_month_year, long_date
from laws.importers.tables import Tables
from laws.importers.titles import readable
from laws.labels import fold
from laws.parsed import ARTICLE_KINDS, Alias, Event, ParsedLaw, Refusal
from laws.segmentation import segment

FORMAT = "infoleg-html"

_NATIVE = {
    "ley": ("Ley", "act"),
    "decreto de necesidad y urgencia": ("Decreto de Necesidad y Urgencia", "decree"),
    "decreto-ley": ("Decreto-Ley", "decree"),
    "decreto ley": ("Decreto-Ley", "decree"),
    "decreto": ("Decreto", "decree"),
    "decision administrativa": ("Decisión Administrativa", "regulation"),
    "resolucion general": ("Resolución General", "resolution"),
    "resolucion conjunta": ("Resolución Conjunta", "resolution"),
    "resolucion": ("Resolución", "resolution"),
    "disposicion": ("Disposición", "regulation"),
}
_NAME = re.compile(
    rf"({'|'.join(sorted(_NATIVE, key=len, reverse=True))})\s+(?:n[o.]{{0,2}}\s*)?(\d[\d.]{{0,9}}\d|\d)(/\d{{2,4}})?(?:\s*-\s*\w+)?\s*[.:]?$"
)
_EVENTS = (
    ("promulgated", re.compile(r"promulgad[oa][^:\d]{0,40}:?\s*(.{4,60})", re.IGNORECASE)),
    ("published", re.compile(r"(?:publicad[oa][^:\d]{0,40}:?|^e\.)\s*(.{4,60})", re.IGNORECASE)),
)
_ENACTED = re.compile(r"sancionad[oa][^:\d]{0,40}:?\s*(.{4,60})", re.IGNORECASE)
_ENACTING = re.compile(
    r"El Senado y C[áa]mara|Ley:?$|LEY:?$|DECRETA:?$|RESUELVE:?$|sancionan? con fuerza", re.IGNORECASE
)
_HISTORY = re.compile(r"antecedentes normativos", re.IGNORECASE)
_FIRST_ARTICLE = re.compile(r"art(?:[íi]culo|\.)?\s*1(?!\d)", re.IGNORECASE)
_FURNITURE = re.compile(r"infoleg\b.{0,80}$|\[?(?:texto actualizado|ver (?:texto|anexo)|norma original)", re.IGNORECASE)
_CONSTITUTION = "Constitución de la Nación Argentina"
_CONSTITUTION_NAME = re.compile(r"constitucion (?:de la nacion argentina|nacional)$")
_CONVENTION = re.compile(r"DAD[OA] EN LA SALA DE SESIONES DE LA CONVENCI[ÓO]N", re.IGNORECASE)


def parse(data: bytes, name: str) -> ParsedLaw:
    """The norm of one page; raises Refusal when no article begins on it."""
    tables = Tables()
    lines = [
        Line(part.line, tables.mark(part.rows), "text") if part.rows else Line(part.line, part.text, _hint(part))
        for part in html.paragraphs(html.read(data), tables=True)
    ]
    lines = [line for line in lines if not _FURNITURE.match(line.text)]
    law = _identify(lines)
    if law.type == "constitution":
        _constitution(law, lines)
    else:
        _segment(law, _body(lines, law.title), "")
    tables.restore(law.provisions)
    if not any(provision.kind in ARTICLE_KINDS for provision in law.provisions):
        raise Refusal("the page has no article")
    return law


def _hint(part: html.Paragraph) -> str:
    """Amendment notes are printed in italics and in brackets."""
    italic = all(run.italic for run in part.runs if run.text.strip())
    return (
        "note"
        if italic
        and re.match(r"\((?:Art[íi]culo|Inciso|P[áa]rrafo|Nota|Ver|Expresi[óo]n|Cap[íi]tulo|T[íi]tulo)\b", part.text)
        else ""
    )


def _identify(lines: list[Line]) -> ParsedLaw:
    """Name, number and dates from the first lines; the date of publication stands below the signatures."""
    law = ParsedLaw(FORMAT, "es", "", "arg", publisher="InfoLEG")
    first = next((place for place, line in enumerate(lines) if _FIRST_ARTICLE.match(line.text)), 40)
    head = [line.text for line in lines[: min(first, 40)]]
    law.title = next((readable(text) for text in head if not _NAME.match(fold(text)) and len(text) > 8), "")
    for text in head:
        match = _NAME.match(fold(text))
        if match and not law.number:
            law.native_type, law.type = _NATIVE[match[1]]
            law.number = _number(match[2], match[3] or "")
    for text in head + [line.text for line in lines[-12:]]:
        _dates(law, text)
    known = {event.kind: event.date for event in law.events}
    law.date = known.get("promulgated") or known.get("published") or law.date
    if any(_CONSTITUTION_NAME.match(fold(text)) for text in head):
        law.type, law.title = "constitution", _CONSTITUTION
        law.aliases = [Alias("Constitución Nacional", "popular", "es")]
        if law.number:
            law.aliases.append(Alias(f"{law.native_type} {law.number}", "number", "es"))
    if not law.number:
        law.warn(0, "no type and number above the first article")
    return law


def _number(digits: str, year: str) -> str:
    """Laws as they are cited ("27.444"), other norms with their year ("616/2010")."""
    plain = digits.replace(".", "")
    return f"{plain}{year}" if year else f"{int(plain):,}".replace(",", ".")


def _dates(law: ParsedLaw, text: str) -> None:
    for kind, pattern in _EVENTS:
        match = pattern.search(text)
        date = (long_date(match[1]) or day_month_year(match[1])) if match else None
        if date and not any(event.kind == kind for event in law.events):
            law.events.append(Event(kind, date))
    match = _ENACTED.search(text)
    if match and not law.date:
        law.date = long_date(match[1])


def _body(lines: list[Line], title: str) -> list[Line]:
    """The lines below the enacting words; the publisher's list of former texts is left out."""
    start = 0
    for place, line in enumerate(lines[:60]):
        if _FIRST_ARTICLE.match(line.text):
            break
        if len(line.text) < 200 and (_ENACTING.search(line.text) or fold(title) in fold(line.text)):
            start = place + 1
    end = next((place for place, line in enumerate(lines) if place > start and _HISTORY.match(line.text)), len(lines))
    return lines[start:end]


def _segment(law: ParsedLaw, lines: list[Line], sequence: str) -> None:
    """Append what the segmentation finds; `sequence` is put before its own names of sequences, in the place of "main"."""
    found = segment(lines, language="es")
    offset = len(law.provisions)
    for provision in found.provisions:
        if sequence:
            provision.sequence = f"{sequence}-{provision.sequence}".removesuffix("-main")
        law.provisions.append(provision)
    for entry in found.outline if not sequence else []:
        entry.before += offset
        law.outline.append(entry)
    law.warnings += found.warnings


def _constitution(law: ParsedLaw, lines: list[Line]) -> None:
    """The Constitution is the main text; the articles of the law that publishes it come after, as an annex."""
    titles = [place for place, line in enumerate(lines) if _CONSTITUTION_NAME.match(fold(line.text))]
    start = titles[1] if len(titles) > 1 else titles[0]
    end = next(
        (place for place, line in enumerate(lines) if place > start and _CONVENTION.match(line.text)), len(lines)
    )
    _segment(law, lines[start + 1 : end], "")
    around = _body(lines[:start] + lines[end + 1 :], law.title)
    annexes = {provision.sequence for provision in law.provisions if provision.sequence.startswith("annex-")}
    before = len(law.provisions)
    _segment(law, around, f"annex-{len(annexes) + 1}")
    law.provisions[before:] = [found for found in law.provisions[before:] if found.kind in ARTICLE_KINDS]
