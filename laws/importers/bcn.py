"""Norms of Chile in the XML of the Library of Congress (Ley Chile).

The structure is the publisher's; labels and paragraphs are in the printed text, wrapped at 60 columns.
"""

import re
from dataclasses import replace

from laws import wordings
from laws.grammar import Line, match_container, match_provision
from laws.importers.titles import readable
from laws.importers.xml import (
    Doubts,
    Element,
    child,
    children,
    clean,
    finish,
    iso_day,
    line_of,
    local,
    read_xml,
    text_of,
)  # fmt: skip
from laws.labels import fold, normalise
from laws.parsed import Alias, Event, OutlineEntry, ParsedLaw, ParsedProvision, Refusal, Wording

PUBLISHER = "Biblioteca del Congreso Nacional de Chile"
# Kinds of norm by their folded name, longest first: (type, as it is written).
_KINDS = {
    "decreto con fuerza de ley": ("decree", "Decreto con Fuerza de Ley"), "decreto ley": ("decree", "Decreto Ley"),
    "decreto supremo": ("decree", "Decreto Supremo"), "decreto": ("decree", "Decreto"), "ley": ("act", "Ley"),
    "constitucion": ("constitution", "Constitución"), "reglamento": ("regulation", "Reglamento"),
    "resolucion": ("resolution", "Resolución"), "acuerdo": ("resolution", "Acuerdo"), "tratado": ("treaty", "Tratado"),
}  # fmt: skip
_BARE_NUMBER = re.compile(
    r"[\"“]?\s*((?:N[º°o]\.?\s*)?\d{1,3}\s?[º°]?)\s*[.)]?\s*[-–—]+\s*|[\"“]?\s*(\d{1,3}\s?[º°])\s*[.)]\s*"
)
_ARTICLES = frozenset({"articulo", "disposicion transitoria", "disposicion"})


def parse(data: bytes, name: str) -> ParsedLaw:
    """Read one norm. Its `derogado` flags are claims of the source; a date of repeal is an event."""
    root = read_xml(data)
    if local(root) != "Norma":
        raise Refusal(f"not a norm of the Library of Congress of Chile: <{local(root)}>", line_of(root))
    law = ParsedLaw("bcn", "es", "", jurisdiction="chl", publisher=PUBLISHER)
    _identify(law, root)
    reader = _Reader(law)
    reader.whole(child(root, "Encabezado"), "main", "preamble", "", "preamble")
    reader.walk(child(root, "EstructurasFuncionales"), 1, "main")
    reader.whole(child(root, "Promulgacion"), "main", "other", "", "closing")
    for place, annex in enumerate(children(child(root, "Anexos"), "Anexo"), start=1):
        title = text_of(child(annex, "Metadatos", "Titulo"))
        reader.whole(annex, f"annex-{place}", "annex", f"Anexo {place}", str(place), heading=title)
    if not law.provisions:
        raise Refusal("the file holds no text of a norm", line_of(root))
    return finish(law, reader.doubts)


def _identify(law: ParsedLaw, root: Element) -> None:
    identifier, meta = child(root, "Identificador"), child(root, "Metadatos")
    numbers = []
    for item in children(child(identifier, "TiposNumeros"), "TipoNumero"):
        numbers.append((text_of(child(item, "Tipo")), text_of(child(item, "Numero"))))
    kind, number = numbers[0] if numbers else ("", "")
    found = max((key for key in _KINDS if fold(kind).startswith(key)), key=len, default="")
    law.type, law.native_type = _KINDS.get(found, ("other", kind))
    if root.get("esTratado") == "tratado":
        law.type = "treaty"
    law.number = f"{int(number):,}".replace(",", ".") if number.isdecimal() and len(number) < 9 else number
    law.title = readable(text_of(child(meta, "TituloNorma"))) or f"{law.native_type} {law.number}".strip()
    law.aliases = [Alias(f"{other} {value}".strip(), "number", "es") for other, value in numbers[1:]]
    used = child(meta, "NombresUsoComun")
    names = [] if used is None else [text_of(item) for item in used]
    law.aliases += [Alias(name, "popular", "es") for name in names if name]
    law.claimed_status, law.as_of = root.get("derogado", ""), iso_day(root.get("fechaVersion"))
    if (norm := root.get("normaId", "")).isdecimal():
        law.url = f"https://www.bcn.cl/leychile/navegar?idNorma={norm}"
    days = ("fechaPromulgacion", "fechaPublicacion")
    promulgated, published = (iso_day(identifier.get(day)) if identifier is not None else None for day in days)
    law.date = promulgated or published
    repealed = iso_day(text_of(child(meta, "FechaDerogacion")))
    source = text_of(child(meta, "IdentificacionFuente"))
    for event in (
        Event("promulgated", promulgated),
        Event("published", published, source),
        Event("repealed", repealed),
    ):
        if event.date:
            law.events.append(event)
    if law.claimed_status:
        law.events.append(Event("status_claim", None, law.claimed_status))


class _Reader:
    def __init__(self, law: ParsedLaw) -> None:
        self.law, self.doubts = law, Doubts()

    def walk(self, structures: Element | None, level: int, sequence: str) -> None:
        """Parts in order: articles, and groups with what stands under them."""
        for part in children(structures, "EstructuraFuncional"):
            kind, inner = fold(part.get("tipoParte", "")), child(part, "EstructurasFuncionales")
            own = "transitory" if _is_transitory(part, kind) else sequence
            if kind in _ARTICLES:
                self.article(part, own)
            elif kind == "otros" and inner is None:
                self.whole(part, own, "other", _metadata(part, "TituloParte"), "")
            else:
                own = self.outline(part, level) or own
            # A group, or an article that enacts another law: what it holds keeps its own run of numbers.
            self.walk(inner, level + 1, own)

    def article(self, part: Element, sequence: str) -> None:
        lines = paragraphs(child(part, "Texto"))
        name = _metadata(part, "NombreParte")
        first = lines[0].text if lines else ""
        label, rest, number = first_label(first, name)
        line = lines[0].number if lines else line_of(part)
        wording = wordings.build(wordings.Draft(line, rest, lines[1:]))
        if not wording.blocks and not wording.heading:
            self.doubts.add("an article without text", line, label or name)
        self._keep(part, sequence, "article", label or f"Artículo {name}".strip(), number or "unnumbered", wording)

    def whole(self, part: Element | None, sequence: str, kind: str, label: str, number: str, heading: str = "") -> None:
        """A part without articles as one provision; nothing where it has no text."""
        lines = paragraphs(child(part, "Texto"))
        if part is None or not lines:
            return
        wording = wordings.build(wordings.Draft(lines[0].number, "", lines))
        wording.heading = heading or wording.heading
        self._keep(part, sequence, kind, label, number or normalise(label)[:80] or "text", wording)

    def _keep(self, part: Element, sequence: str, kind: str, label: str, number: str, wording: Wording) -> None:
        """The day of the part's version; a part that is repealed was in force before, in the same words."""
        since, until = iso_day(part.get("fechaVersion")), iso_day(text_of(child(part, "Metadatos", "FechaDerogacion")))
        until = until or next((event.date for event in self.law.events if event.kind == "repealed"), None)
        provision = ParsedProvision(sequence, kind, label, number, wording)
        wording.valid_from = since
        if part.get("derogado") == "derogado":
            if until and (not since or since < until):
                provision.earlier = [replace(wording, blocks=list(wording.blocks), valid_to=until, status="in_force")]
            wording.status, wording.valid_from = "repealed", until
        self.law.provisions.append(provision)

    def outline(self, part: Element, level: int) -> str:
        """A group; "transitory" where its heading announces transitory articles, else ""."""
        printed = text_of(child(part, "Texto")) or _metadata(part, "TituloParte") or _metadata(part, "NombreParte")
        found = match_container(printed, heading=True)
        label, heading = (found.label, found.heading) if found else ("", printed)
        if len(printed) > 300:
            self.doubts.add("a heading as long as a text", line_of(part), printed[:40])
        if printed:
            self.law.outline.append(OutlineEntry(level, label, heading[:500], len(self.law.provisions)))
        return "transitory" if found and found.role == "transitory" else ""


def _is_transitory(part: Element, kind: str) -> bool:
    return part.get("transitorio") == "transitorio" or kind == "disposicion transitoria"


def _metadata(part: Element, name: str) -> str:
    """A value of the part, where the source says that it is there."""
    found = child(part, "Metadatos", name)
    return text_of(found) if found is not None and found.get("presente") == "si" else ""


def first_label(text: str, name: str) -> tuple[str, str, str]:
    """Label, remaining text and number of an article's first paragraph; `name` is the number as the metadata has it."""
    found = match_provision(text, words=True)
    if found:
        return found.label, found.rest, found.number
    bare = _BARE_NUMBER.match(text)
    if bare:
        label = (bare[1] or bare[2]).strip()
        return label, text[bare.end() :], normalise(label)
    return "", text, normalise(name)[:80]


def paragraphs(element: Element | None) -> list[Line]:
    """Wrapped lines joined: a line that begins with blanks, or follows an empty one, begins a paragraph."""
    if element is None:
        return []
    first, fresh = line_of(element), True
    found: list[tuple[int, list[str]]] = []
    for place, raw in enumerate("".join(map(str, element.itertext())).split("\n")):
        text = clean(raw)
        if not text:
            fresh = True
            continue
        if fresh or raw[:2].isspace() or not found:
            found.append((first + place, []))
        found[-1][1].append(text)
        fresh = False
    return [Line(number, " ".join(texts)) for number, texts in found]
