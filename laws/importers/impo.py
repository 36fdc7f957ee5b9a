"""Uruguayan norms as the official register IMPO serves them: JSON in ISO-8859-1, one object for each article."""

import html as entities
import re
from typing import Any

from laws import wordings
from laws.grammar import Line, match_container, match_item
from laws.importers import html, json_file
from laws.importers.dates import day_month_year
from laws.importers.tables import Tables
from laws.importers.titles import readable
from laws.labels import fold, normalise
from laws.parsed import Alias, Event, OutlineEntry, ParsedLaw, ParsedProvision, Refusal

FORMAT = "impo-json"

_TYPES = {
    "ley": "act",
    "decreto ley": "act",
    "decreto": "decree",
    "resolucion": "resolution",
    "reglamento": "regulation",
    "constitucion": "constitution",
    "convenio": "treaty",
    "tratado": "treaty",
}
_WRAP = 62  # a line of the register's 75 columns that is shorter than this ended its paragraph
_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?\w{1,20})\b[^<>]{0,2000}>|<(/?\w{1,20})>")
_HEADING = re.compile(r"\(?([A-ZÁÉÍÓÚÑ][^.()]{2,160}?)\)?\.\s?-\s*(?=\S|$)")
_REPEALED = re.compile(r"Derogad[oa]s?(?:/\w{1,2})?\s+por:", re.IGNORECASE)
_AMENDED_MARK = re.compile(r"\s*\(\*\)\s*$")


def parse(data: bytes, name: str) -> ParsedLaw:
    """The norm of one record; raises Refusal for broken JSON and for a record without articles."""
    record, source = json_file.load(data)
    articles = [item for item in record.get("articulos") or [] if isinstance(item, dict)] if _has_list(record) else []
    if not articles:
        raise Refusal("the record has no “articulos”")
    law = _identify(record)
    lines = [source.count("\n", 0, match.start()) + 1 for match in re.finditer(r'"nroArticulo"\s*:', source)]
    lines = lines if len(lines) == len(articles) else [0] * len(articles)
    tables, seen = Tables(), dict[str, int]()
    _preamble(law, record)
    for line, article in zip(lines, articles, strict=True):
        _outline(law, json_file.string(article, "titulosArticulo"))
        provision = _provision(article, line, tables)
        seen[provision.number] = provision.ordinal = seen.get(provision.number, 0) + 1
        law.provisions.append(provision)
    tables.restore(law.provisions)
    return law


def _has_list(record: dict[str, Any]) -> bool:
    return isinstance(record.get("articulos"), list)


def _identify(record: dict[str, Any]) -> ParsedLaw:
    native, number = json_file.string(record, "tipoNorma"), json_file.string(record, "nroNorma")
    year, kind = json_file.string(record, "anioNorma"), fold(json_file.string(record, "tipoNorma"))
    law = ParsedLaw(
        FORMAT, "es", readable(json_file.string(record, "nombreNorma")), "ury", publisher="IMPO", native_type=native
    )
    law.type = _TYPES.get(kind, "other")
    law.number = f"{int(number):,}".replace(",", ".") if number.isdecimal() and len(number) < 9 else number
    if kind not in ("ley", "decreto ley", "constitucion") and number and year:
        # Decrees count anew each year and are cited with its last three figures.
        law.number = f"{number}/{year[-3:]}"
        law.aliases.append(Alias(f"{number}/{year}", "number", "es"))
    promulgated = day_month_year(json_file.string(record, "fechaPromulgacion"))
    published = day_month_year(json_file.string(record, "fechaPublicacion"))
    law.date = promulgated or published
    law.events = [Event(kind, date) for kind, date in (("promulgated", promulgated), ("published", published)) if date]
    law.claimed_status = json_file.string(record, "leyenda")
    for note in _notes(json_file.string(record, "referenciasNorma")):
        if _REPEALED.match(note):
            law.events.append(Event("repealed", day_month_year(note), note))
    page = json_file.string(record, "urlReferenciasTodaLaNorma").partition("?")[0]
    law.url = f"https://www.impo.com.uy{page}" if page.startswith("/bases/") else ""
    return law


def _preamble(law: ParsedLaw, record: dict[str, Any]) -> None:
    paragraphs = _unwrap(_plain(json_file.string(record, "vistos")))
    if paragraphs:
        draft = wordings.Draft(0, "", [Line(0, text, "text") for text in paragraphs])
        law.provisions.append(ParsedProvision("main", "preamble", "Vistos", "preamble", wordings.build(draft)))


def _outline(law: ParsedLaw, titles: str) -> None:
    """The headings that begin at an article; the register repeats them where an article was put in between."""
    for title in re.split(r"<br\s*/?>|\n", titles, flags=re.IGNORECASE):
        text = html.clean(_plain(title))
        if not text:
            continue
        found = match_container(text, heading=True)
        label, heading, level = (found.label, found.heading, found.level) if found else ("", text, 6)
        if not any((entry.label, entry.heading) == (label, heading) for entry in law.outline[-3:]):
            law.outline.append(OutlineEntry(level, label, heading, len(law.provisions)))


def _provision(article: dict[str, Any], line: int, tables: Tables) -> ParsedProvision:
    plain = " ".join(filter(None, (json_file.string(article, "nroArticulo"), json_file.string(article, "secArticulo"))))
    label = json_file.string(article, "tituloArticulo").rstrip(" .") or f"Artículo {plain}".strip()
    number = normalise(label) or normalise(plain) or "s-n"
    paragraphs = _paragraphs(json_file.string(article, "textoArticulo"), tables)
    heading, paragraphs = _heading(paragraphs)
    wording = wordings.build(wordings.Draft(line, "", [Line(line, text) for text in paragraphs]))
    wording.heading = wording.heading or heading
    notes = _notes(json_file.string(article, "notasArticulo"))
    wording.history = "\n".join(filter(None, [wording.history, *notes]))
    if any(_REPEALED.match(note) for note in notes):
        wording.status = "repealed"
    return ParsedProvision("main", "article", label, number, wording)


def _heading(paragraphs: list[str]) -> tuple[str, list[str]]:
    """The heading printed at the head of the text ("Ámbito subjetivo.- El derecho …"), and the text without it."""
    match = _HEADING.match(paragraphs[0]) if paragraphs else None
    if not match:
        return "", paragraphs
    rest = paragraphs[0][match.end() :]
    return match[1].strip(), [rest, *paragraphs[1:]] if rest else paragraphs[1:]


def _paragraphs(text: str, tables: Tables) -> list[str]:
    """Paragraphs of an article's text, tables as marks."""
    found: list[str] = []
    start = 0
    for match in _TABLE.finditer(text) if "<" in text else ():
        found += _unwrap(_plain(text[start : match.start()]))
        root = html.read_text(match[0])
        rows = html.table_rows(root)
        found += [tables.mark(rows)] if html.is_data(rows) else [part.text for part in html.paragraphs(root)]
        start = match.end()
    return found + _unwrap(_plain(text[start:]))


def _plain(text: str) -> str:
    """Without tags and entities, lines kept: a <br> is a line end, a <p> an empty line."""
    if "<" in text:
        text = _TAG.sub(
            lambda match: {"br": "\n", "p": "\n\n"}.get((match[1] or match[2]).lower().strip("/"), ""), text
        )
    return entities.unescape(text) if "&" in text else text


def _unwrap(text: str) -> list[str]:
    """Paragraphs of hard-wrapped text; the mark "(*)" of an amended text is dropped, since the notes say what it means."""
    found: list[str] = []
    above = ""
    for line in text.splitlines():
        current = html.clean(line)
        if not current:
            above = ""
            continue
        ended = above.endswith((".", ":", ";", ",", ")", " y", " o"))
        short = len(above) < _WRAP and above.endswith((".", ":", ";"))
        if not above or (short and not current[0].islower()) or (ended and match_item(current)):
            found.append(current)
        else:
            found[-1] += f" {current}"
        above = current
    return [kept for text in found if (kept := _AMENDED_MARK.sub("", text))]


def _notes(text: str) -> list[str]:
    """The register's notes, one on each line: "Redacción dada por: Ley Nº … de dd/mm/aaaa artículo n."."""
    joined = re.sub(r"(?<=[:,>])\s*\r?\n\s*(?!<)|\s*\r?\n\s*(?=[a-záéíóúñ])", " ", text)
    return [note for line in _plain(joined).splitlines() if (note := html.clean(line))]
