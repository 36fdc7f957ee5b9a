"""Colombian norms as SUIN-Juriscol serves them: each article in its own `div id="toggle_N"`, notes in hidden lists."""

import re
from dataclasses import dataclass, field

from lxml import etree

from laws import wordings
from laws.grammar import Line, match_container, match_provision
from laws.importers import html
from laws.importers.dates import day_month_year
from laws.importers.tables import Tables
from laws.importers.titles import readable
from laws.labels import fold
from laws.parsed import ARTICLE_KINDS, Event, OutlineEntry, ParsedLaw, ParsedProvision, Refusal

FORMAT = "suin-html"

_TYPES = {
    "ley": "act",
    "acto legislativo": "act",
    "codigo": "act",
    "constitucion politica": "constitution",
    "constitucion": "constitution",
    "resolucion": "resolution",
}
_NAME = re.compile(r"([^\W\d][^\d]*?)\s+(\d[\d.]*)\s+DE\s+(\d{4})", re.IGNORECASE)
_FIELDS = ("tipo", "numero", "anio", "epigrafe", "estado_documento", "fecha_expedicion", "fecha_diario_oficial", "fecha_vigencia",
           "fecha_fin_vigencia", "nombre_codigo")  # fmt: skip
_ROWS = {"fecha de expedicion": "fecha_expedicion", "fecha de publicacion": "fecha_diario_oficial",
         "fecha de entrada en vigencia": "fecha_vigencia"}  # fmt: skip
_EFFECTS = re.compile(r"(?:Afecta la vigencia de|Jurisprudencia|Notas? de vigencia|Resumen)[^:]{0,60}:", re.IGNORECASE)
_DEROGATED = re.compile(r"derogad[oa]", re.IGNORECASE)
_PARTIAL = re.compile(r"parcial|inciso|numeral|literal|par[aá]grafo|aparte|expresi[oó]n", re.IGNORECASE)
_SMALL = frozenset({"de", "del", "la", "y"})


@dataclass(slots=True)
class _Notes:
    """Amendments by article key; those of the whole norm under ""."""

    by_article: dict[str, list[str]] = field(default_factory=dict)

    def add(self, key: str, note: str) -> None:
        notes = self.by_article.setdefault(key, [])
        if note not in notes:
            notes.append(note)


def parse(data: bytes, name: str) -> ParsedLaw:
    """The norm of one page; raises Refusal when the page holds no article."""
    root = html.read(data)
    fields, notes = _fields(root), _summary(root)
    law = _identify(root, fields)
    body = root.find(".//div[@style='padding: 15px;']")
    _read(law, body if body is not None else root, notes)
    if not any(provision.kind in ARTICLE_KINDS for provision in law.provisions):
        raise Refusal("the page holds no article (no div with an id “toggle_…”)")
    for note in notes.by_article.get("", []):
        repeals = _DEROGATED.match(note) and not _PARTIAL.search(note)
        law.events.append(Event("repealed" if repeals else "amended", None, note))
    return law


def _fields(root: etree._Element) -> dict[str, str]:
    """Hidden fields of the page, the dates completed from the table of validity."""
    fields = {}
    for span in root.iter("span"):
        key = span.get("field")
        if key in _FIELDS and key not in fields:
            fields[key] = html.text_of(span)
    for row in root.iter("tr"):
        if row.find(".//table") is not None:
            continue
        cells = [html.text_of(cell) for cell in row.iterchildren("td")]
        if len(cells) == 2:
            key = next((value for start, value in _ROWS.items() if fold(cells[0]).startswith(start)), "")
            if key and not fields.get(key):
                fields[key] = cells[1]
    return fields


def _identify(root: etree._Element, fields: dict[str, str]) -> ParsedLaw:
    heading = root.find(".//h1")
    name = html.text_of(heading) if heading is not None else ""
    match = _NAME.match(name)
    native = fields.get("tipo") or (match[1] if match else "")
    number = fields.get("numero") or (match[2] if match else "")
    year = fields.get("anio") or (match[3] if match else "")
    words = native.lower().split()
    law = ParsedLaw(FORMAT, "es", readable(fields.get("epigrafe") or name), "col", publisher="SUIN-Juriscol")
    law.native_type = " ".join(word if word in _SMALL else word.capitalize() for word in words)
    kind = fold(native)
    law.type = _TYPES.get(kind, "decree" if kind.startswith("decreto") else "other")
    # Numbers begin anew each year: "Decreto 453 de 1981".
    law.number = f"{number}/{year}" if number and year else number
    dates = {key: day_month_year(fields.get(key, "")) for key in _FIELDS if key.startswith("fecha")}
    law.date = dates["fecha_expedicion"] or dates["fecha_diario_oficial"]
    law.claimed_status = fields.get("estado_documento", "")
    for kind, key in (("promulgated", "fecha_expedicion"), ("published", "fecha_diario_oficial"), ("in_force", "fecha_vigencia"),
                      ("repealed", "fecha_fin_vigencia")):  # fmt: skip
        if dates[key]:
            law.events.append(Event(kind, dates[key]))
    if law.claimed_status:
        law.events.append(Event("status_claim", None, law.claimed_status))
    link = root.find(".//link[@rel='canonical']")
    law.url = (link.get("href") or "") if link is not None else ""
    return law


def _summary(root: etree._Element) -> _Notes:
    """The hidden list of amendments above the text: an article's name, under it what was done to it and by what."""
    notes = _Notes()
    for element in root.iter("div"):
        if not (element.get("id") or "").endswith("ResumenNotasVigencia"):
            continue
        key = ""
        for item in element.iter("li"):
            css = item.get("class") or ""
            if "resumenvigencias" in css:
                bold = item.find(".//b")
                head = html.text_of(bold) if bold is not None else html.clean(item.text or "")
                match = match_provision(head.strip(" :"))
                key = match.number if match else ""
            elif "referencia" in css:
                notes.add(key, html.text_of(item))
    return notes


class _Body:
    """Reads the text: articles from their own divs, headings and opening words from between them."""

    def __init__(self, law: ParsedLaw, notes: _Notes):
        self.law, self.notes = law, notes
        self.seen: dict[str, int] = {}
        self.tables = Tables()
        self.opening: list[Line] = []

    def between(self, element: etree._Element) -> None:
        """A div outside the articles: the opening words, a heading, or the signatures, which are left out."""
        for paragraph in html.paragraphs(element):
            text = paragraph.text
            container = match_container(text)
            if container:
                entry = OutlineEntry(container.level, container.label, container.heading, len(self.law.provisions))
                self.law.outline.append(entry)
            elif not self.seen and not self.law.outline:
                self.opening.append(Line(paragraph.line, text, "text"))
            elif self._heading_open() and len(text) < 250:
                self.law.outline[-1].heading = text

    def _heading_open(self) -> bool:
        last = self.law.outline[-1] if self.law.outline else None
        return last is not None and not last.heading and last.before == len(self.law.provisions)

    def article(self, element: etree._Element) -> None:
        """One `toggle_` div: the first paragraph begins with the label."""
        history = _effects(element)
        lines = [
            Line(part.line, self.tables.mark(part.rows) if part.rows else part.text)
            for part in html.paragraphs(element, tables=True)
        ]
        while lines and (container := match_container(lines[0].text)):
            entry = OutlineEntry(container.level, container.label, container.heading, len(self.law.provisions))
            self.law.outline.append(entry)
            lines = lines[1:]
        if not lines:
            return
        match = match_provision(lines[0].text)
        label, rest = (match.label, match.rest) if match else ("", lines[0].text)
        number = match.number if match else "s-n"
        if not match:
            self.law.warn(lines[0].number, f"an article without a label: {lines[0].text[:60]!r}")
        body = [line._replace(hint="text") for line in lines[1:]]
        wording = wordings.build(wordings.Draft(lines[0].number, rest, body))
        told = self.notes.by_article.get(number, [])
        wording.history = "\n".join(filter(None, [wording.history, *told, *history]))
        if any(_DEROGATED.match(note) and not _PARTIAL.search(note) for note in told):
            wording.status = "repealed"
        self.seen[number] = self.seen.get(number, 0) + 1
        kind = "article" if match else "other"
        self.law.provisions.append(ParsedProvision("main", kind, label, number, wording, self.seen[number]))


def _read(law: ParsedLaw, body: etree._Element, notes: _Notes) -> None:
    reader = _Body(law, notes)
    articles = [element for element in body.iter("div") if _is_article(element)]
    around = {parent for element in articles for parent in element.iterancestors("div")} | {body}
    for element in body.iter("div"):
        if _is_article(element):
            reader.article(element)
        elif element not in around and element.getparent() in around and "none" not in (element.get("style") or ""):
            reader.between(element)
    if reader.opening:
        wording = wordings.build(wordings.Draft(reader.opening[0].number, "", reader.opening))
        law.provisions.insert(0, ParsedProvision("main", "preamble", "Preámbulo", "preamble", wording))
        for entry in law.outline:
            entry.before += 1
    reader.tables.restore(law.provisions)


def _is_article(element: etree._Element) -> bool:
    return (element.get("id") or "").startswith("toggle_")


def _effects(element: etree._Element) -> list[str]:
    """Take the publisher's lists out of an article ("Afecta la vigencia de: …"); they come back as notes."""
    notes: list[str] = []
    for part in list(element.iter("div")):
        if "display: none" in (part.get("style") or ""):
            lead = part.getprevious()
            head = html.text_of(lead).partition("[")[0].strip() if lead is not None else ""
            notes.extend(f"{head} {text}".strip() for item in part.iter("li") if (text := html.text_of(item)))
            _empty(part)
    for part in list(element.iter("p")):
        if _EFFECTS.match(html.text_of(part)):
            _empty(part)
    return notes


def _empty(element: etree._Element) -> None:
    element.text = None
    for child in list(element):
        element.remove(child)
