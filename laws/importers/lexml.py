"""Bills and norms in the XML of LexML Brasil."""

import re

from laws.importers.dates import long_date
from laws.importers.titles import is_capitals, readable
from laws.importers.xml import (
    Doubts,
    Element,
    bare,
    child,
    finish,
    iso_day,
    line_of,
    local,
    read_xml,
    text_of,
)  # fmt: skip
from laws.importers.xml_flow import Dialect, Flow, read_provision
from laws.labels import fold, normalise
from laws.parsed import Alias, Block, Event, OutlineEntry, ParsedLaw, Refusal

_CONTAINERS = frozenset(
    {"Parte", "Livro", "Titulo", "Capitulo", "Secao", "Subsecao", "Agrupamento", "AgrupamentoHierarquico"}
)
_OMISSION = "(…)"
_DIALECT = Dialect(
    units={
        "Paragrafo": "subsection", "Inciso": "paragraph", "Alinea": "subparagraph", "Item": "clause", "Pena": "item",
        "Artigo": "item", "DispositivoGenerico": "item", **dict.fromkeys(_CONTAINERS, "item"),
    },
    label="Rotulo",
    headings=frozenset({"TituloDispositivo", "NomeAgrupador"}),
    pieces=frozenset({"Caput", "p", "Alteracao"}),
    drop=frozenset({"NotaDeRodape", "remissaoNota"}),
)  # fmt: skip
# Kinds of norm by the words of the URN: (type, native word).
_KINDS = {
    "projeto.lei": ("bill", "Projeto de Lei"), "projeto.lei.complementar": ("bill", "Projeto de Lei Complementar"),
    "proposta.emenda.constitucional": ("bill", "Proposta de Emenda à Constituição"),
    "projeto.decreto.legislativo": ("bill", "Projeto de Decreto Legislativo"),
    "projeto.resolucao": ("bill", "Projeto de Resolução"), "medida.provisoria": ("act", "Medida Provisória"),
    "lei": ("act", "Lei"), "lei.complementar": ("act", "Lei Complementar"), "decreto.lei": ("decree", "Decreto-Lei"),
    "decreto": ("decree", "Decreto"), "resolucao": ("resolution", "Resolução"),
    "constituicao": ("constitution", "Constituição"), "emenda.constitucional": ("act", "Emenda Constitucional"),
}  # fmt: skip
_URN = re.compile(
    r"urn:lex:br(?P<place>[a-z0-9.;-]*):(?P<organ>[^:]+):(?P<kind>[a-z.]+)(?:;(?P<code>[a-z]+))?:(?P<date>[\d-]+);(?P<number>[\w.-]+)"
)
_EPIGRAPH = re.compile(r"(?P<native>.+?)\s+n\s?[º°o.]{0,2}\s*(?P<number>[\d.]+)", re.IGNORECASE)


class _Flow(Flow):
    """Puts back what the source says with attributes: omitted lines, quotation marks, the note of a new wording."""

    def inside(self, item: Element, depth: int, own: Block | None) -> None:
        name = bare(item.tag)
        if name == "Omissis":
            self.flush(depth, own)
            self.blocks.append(Block("text", _OMISSION, depth=depth))
            return
        first = len(self.blocks)
        super().inside(item, depth, own)
        if item.get("textoOmitido") == "s":
            self._words.append(_OMISSION)
            self.flush(depth, own)
        if first < len(self.blocks):
            if item.get("abreAspas") == "s":
                self.blocks[first].label = "“" + self.blocks[first].label
            if item.get("fechaAspas") == "s":
                note = item.get("notaAlteracao")
                self.blocks[-1].text += "”" + (f" ({note})" if note else "")


def parse(data: bytes, name: str) -> ParsedLaw:
    """Read one norm or bill. Articles quoted inside an `Alteracao` are text of the article that amends."""
    root = read_xml(data)
    articulation = next(iter(root.iter("{*}Articulacao")), None)
    if local(root) != "LexML" or articulation is None:
        raise Refusal(f"LexML without articles (no Articulacao) in <{local(root)}>", line_of(root))
    law = ParsedLaw("lexml", "pt", "", jurisdiction="bra")
    head = child(articulation.getparent(), "ParteInicial")
    _identify(law, root, head)
    reader = _Reader(law)
    reader.preamble(child(head, "Preambulo"))
    reader.walk(articulation, 1)
    return finish(law, reader.doubts)


def _identify(law: ParsedLaw, root: Element, head: Element | None) -> None:
    """Who the norm is: by its URN when it has one, else by its epigraph."""
    epigraph, summary = text_of(child(head, "Epigrafe")), text_of(child(head, "Ementa"))
    urn = child(root, "Metadado", "Identificacao")
    match = _URN.match(urn.get("URN", "") if urn is not None else "")
    printed = _EPIGRAPH.match(epigraph)
    law.native_type = readable(printed["native"]) if printed else ""
    if match:
        law.type, law.native_type = _KINDS.get(match["kind"], ("other", law.native_type))
        number, law.date = match["number"], iso_day(match["date"])
        if match["code"]:
            law.aliases.append(Alias(f"{match['code'].upper()} {number}/{match['date'][:4]}", "abbreviation", "pt"))
    else:
        bill = fold(epigraph).startswith(("projeto", "proposta"))
        native = fold(law.native_type).replace(" ", ".").replace("-", ".")
        law.type = "bill" if bill else _KINDS.get(native, ("other", ""))[0]
        number, law.date = printed["number"].strip(".") if printed else "", long_date(epigraph)
    year = re.search(r"\b(1[89]|20)\d\d\b(?=\D*$)", epigraph)
    year_text = (law.date or "")[:4] or (year[0] if year else "")
    law.number = f"{number}/{year_text}" if number and year_text else number
    law.title = _title(epigraph) or summary
    if summary and summary != law.title:
        law.aliases.append(Alias(summary, "long", "pt"))
    if law.date and law.type != "bill":
        law.events.append(Event("promulgated", law.date))
    law.as_of = law.date


def _title(epigraph: str) -> str:
    """The epigraph as one writes it: "PROJETO DE LEI DO SENADO FEDERAL Nº 359, DE 2011" → "Projeto de Lei … nº 359, de 2011"."""
    if not is_capitals(epigraph):
        return epigraph
    small = {"de", "do", "da", "dos", "das", "e", "nº"}
    return " ".join(word if (word := raw.lower()) in small else word.capitalize() for raw in epigraph.split())


class _Reader:
    def __init__(self, law: ParsedLaw) -> None:
        self.law, self.doubts = law, Doubts()

    def preamble(self, element: Element | None) -> None:
        if element is not None and text_of(element):
            provision, _ = read_provision(_Flow(_DIALECT, self.doubts), element, "main", "preamble")
            provision.number = "preamble"
            self.law.provisions.append(provision)

    def walk(self, container: Element, level: int) -> None:
        """Articles and the groups above them, to any depth."""
        for item in container:
            name = bare(item.tag)
            if name == "Artigo":
                self.article(item)
            elif name in _CONTAINERS:
                self.outline(item, level)
                self.walk(item, level + 1)
            elif name == "Alteracao" and self.law.provisions:
                # The quoted text of the article before it, though not inside it.
                flow = _Flow(_DIALECT, self.doubts)
                flow.inside(item, 0, None)
                self.law.provisions[-1].current.blocks.extend(flow.blocks)
            elif name not in ("Rotulo", "TituloDispositivo", "NomeAgrupador", "Omissis") and text_of(item):
                self.doubts.add("unknown element between articles, left out", line_of(item), name)

    def outline(self, item: Element, level: int) -> None:
        """A group. Where it has no name of its own, the title that its first article carries is the group's."""
        heading = text_of(child(item, "NomeAgrupador")) or text_of(child(item, "TituloDispositivo"))
        first = next((inner for inner in item if bare(inner.tag) not in ("Rotulo", "NomeAgrupador")), None)
        if not heading and first is not None and bare(first.tag) == "Artigo":
            title = child(first, "TituloDispositivo")
            if title is not None:
                heading = text_of(title)
                first.remove(title)
        self.law.outline.append(OutlineEntry(level, text_of(child(item, "Rotulo")), heading, len(self.law.provisions)))

    def article(self, item: Element) -> None:
        provision, label = read_provision(_Flow(_DIALECT, self.doubts), item, "main", "article")
        provision.number = normalise(re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", label))[:80] or "unnumbered"
        provision.label = label or provision.number
        if not provision.current.blocks:
            self.doubts.add("an article without text", provision.current.line, provision.label)
        self.law.provisions.append(provision)
