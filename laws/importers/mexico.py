"""Mexican federal laws as the Chamber of Deputies prints them, whatever carries the text (Markdown, text from PDF)."""

import re
from collections.abc import Iterator

from laws.grammar import Line, match_container, match_provision
from laws.importers.dates import iso, long_date
from laws.importers.markdown_text import paragraphs, rows
from laws.importers.titles import readable
from laws.notes import split_notes
from laws.parsed import Alias, Event, ParsedLaw

PUBLISHER = "Cámara de Diputados del H. Congreso de la Unión"
_SIGNS = (
    "Diario Oficial de la Federación",
    "CÁMARA DE DIPUTADOS DEL H. CONGRESO",
    "diputados.gob.mx",
    "CONGRESO DE LOS ESTADOS UNIDOS MEXICANOS",
)
_NEW = re.compile(
    r"(?:nuev[ao] [^\W\d_]{3,14}(?: [^\W\d_]{3,14}){0,3} )?publicad[ao]s? (?:en [^.]{0,80}?)?en el diario oficial de la federaci[oó]n el (?:d[ií]a )?(?:\w+ )?(\d{1,2}[º°o]?(?:\.|ro)? de [a-zé]+ de(?:l)? \d{4})",
    re.IGNORECASE,
)
_LAST = re.compile(r"[úu]ltima reforma(?:s)?(?: publicad[ao])? DOF (\d{2})-(\d{2})-(\d{4})", re.IGNORECASE)
_FORMER = re.compile(r"\s*\((?:antes|anteriormente)\s+[“\"]?(.{4,200}?)[”\"]?\)\s*", re.IGNORECASE)
# What belongs to a label that the converter cut off after its first number: ". Text", "Bis. Text", "Cuarto.- Text".
_LABEL_TAIL = re.compile(
    r"[.\-–—:]|((?:bis|ter|qu[aá]ter|quintus|quinquies|sexies|septies|octies|[A-Z]|primero|segundo|tercero|cuarto|quinto|sexto|s[eé]ptimo|octavo|noveno)(?:\s+\d{1,2})?\s*[.\-–—:])",
    re.IGNORECASE,
)
_KINDS = (
    (re.compile(r"constituci[oó]n", re.IGNORECASE), ("constitution", "Constitución")),
    (re.compile(r"reglamento", re.IGNORECASE), ("regulation", "Reglamento")),
    (re.compile(r"estatuto", re.IGNORECASE), ("act", "Estatuto")),
    (re.compile(r"c[oó]digo", re.IGNORECASE), ("act", "Código")),
    (re.compile(r"decreto|presupuesto", re.IGNORECASE), ("decree", "Decreto")),
    (re.compile(r"ley", re.IGNORECASE), ("act", "Ley")),
)


def is_mexican(text: str) -> bool:
    """True for a text with the marks of the federal collection near its head."""
    head = text[:6000]
    return any(sign in head for sign in _SIGNS)


def identify(title: str, head: str) -> ParsedLaw:
    """The law from its printed title and the first paragraphs of its text: a Mexican law has no number."""
    former = _FORMER.search(title)
    name = readable(_FORMER.sub(" ", title))
    first, _, others = name.partition(" ")
    name = f"{first.capitalize()} {others}" if first.isupper() and len(first) > 2 else name
    kind, native = next((found for pattern, found in _KINDS if pattern.match(name)), ("other", ""))
    law = ParsedLaw("", "es", name, jurisdiction="mex", type=kind, native_type=native, publisher=PUBLISHER)
    if former:
        law.aliases.append(Alias(readable(former.group(1)), "popular", "es"))
    published = _NEW.search(head)
    law.date = long_date(published.group(1)) if published else None
    if law.date:
        law.events.append(Event("published", law.date, "Diario Oficial de la Federación"))
    last = _LAST.search(head)
    if last:
        law.as_of = iso(int(last.group(3)), int(last.group(2)), int(last.group(1)))
    return law


def parse_markdown(lines: list[str], name: str) -> tuple[ParsedLaw, list[Line]]:
    """Title line "# LEY de …", a quoted note of the converter, then the text; law with identity, and its paragraphs."""
    title = next((line[2:].strip() for line in lines[:20] if line.startswith("# ")), name.rsplit(".", 1)[0])
    source = [row for row in rows(lines) if not row.raw.startswith((">", "# "))]
    law = identify(title, " ".join(row.text for row in source[:12])[:8000])
    law.format = "markdown"
    return law, join_labels(list(paragraphs(iter(source), "")))


# Labels in capitals that the converter left inside a line; "ARTÍCULO 5o.-" with its stop and dash is no reference.
_RUN_ON = re.compile(
    r"(?<=[^\s,]) (?=ART[IÍ]CULO \d{1,3}[oº]?(?:[ \-](?:[A-Z]|BIS|TER|QU[AÁ]TER)){0,2}\s?\.\s?-)"
    r"|(?<=[.;:\d)A-ZÁÉÍÓÚ”\"]) (?=(?:T[IÍ]TULO|CAP[IÍ]TULO|SECCI[OÓ]N) (?:[IVXL]{1,6}|PRIMER[OA]|SEGUND[OA]|TERCER[OA]|CUART[OA]|QUINT[OA]|SEXT[OA]|S[EÉ]PTIM[OA]|OCTAV[OA]"
    r"|NOVEN[OA]|D[EÉ]CIM[OA]|[UÚ]NIC[OA])(?: [A-ZÁÉÍÓÚ]|$))"
)


def _pieces(body: list[Line]) -> Iterator[Line]:
    for line in body:
        parts = (
            _RUN_ON.split(line.text)
            if " ART" in line.text or "TULO" in line.text or " SECCI" in line.text
            else [line.text]
        )
        for part in parts:
            if part.strip():
                yield line._replace(text=part.strip(), hint=line.hint if len(parts) == 1 else "")


def join_labels(body: list[Line]) -> list[Line]:
    """A label alone on its line and ". Text" on the next made one; gazette notes made paragraphs of their own."""
    result: list[Line] = []
    for line in _pieces(body):
        before = result[-1] if result else None
        if (
            before
            and before.hint == "heading"
            and match_provision(before.text)
            and (goes_on := _LABEL_TAIL.match(line.text))
        ):
            blank = "" if goes_on.group(1) is None else " "
            result[-1] = Line(before.number, f"{before.text}{blank}{line.text}", "label")
            continue
        result.extend(_notes_apart(line))
    return result


def _notes_apart(line: Line) -> list[Line]:
    if line.hint == "heading" or "DOF" not in line.text:
        return [line]
    before, notes, after = split_notes(line.text)
    if not notes:
        return [line]
    parts = [Line(line.number, before, line.hint)] if before else []
    parts += [Line(line.number, note, "note") for note in notes]
    if after:
        container = match_container(after)
        parts.append(Line(line.number, after, "heading" if container else line.hint))
    return parts
