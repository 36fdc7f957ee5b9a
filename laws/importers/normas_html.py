"""Brazilian norms as derived HTML in UTF-8: `div.artigo` with `div.paragrafo`, `div.inciso` and `div.alinea` inside."""

import re
from dataclasses import dataclass

from lxml import etree

from laws.importers import brazil, html
from laws.labels import fold
from laws.parsed import Alias, Block, Event, OutlineEntry, ParsedLaw, ParsedProvision, Refusal, Wording

FORMAT = "normas-html"

_CONTAINERS = frozenset({"parte", "livro", "titulo", "subtitulo", "capitulo", "secao", "subsecao"})
_CUT = re.compile(r"([A-Z]|\d)\.\s+(?=\S)")
_SUBSECTION = re.compile(r"Subseção\s+[IVXLC]+(?:-[A-Z])?$", re.IGNORECASE)
_NAMED = re.compile(r"(?:parte|livro|título|subtítulo|capítulo|seção|subseção|anexo)\b", re.IGNORECASE)
_TRANSITORY = re.compile(r"ato das disposicoes constitucionais transitorias")
_CONSTITUTION = "Constituição da República Federativa do Brasil"


@dataclass(slots=True)
class _Article:
    """An article as the page has it, before articles quoted from other norms are told apart."""

    label: str
    number: str
    sequence: str
    line: int
    blocks: list[Block]
    notes: list[str]
    outlines: int  # entries of the outline that stand before it


def parse(data: bytes, name: str) -> ParsedLaw:
    """The law of one page; raises Refusal when it has no `div.artigo` with an article's label."""
    root = html.read(data)
    law = ParsedLaw(format=FORMAT, language="pt", title="", jurisdiction="bra")
    _identify(law, root)
    articles, preamble = _articles(law, root)
    if not articles:
        raise Refusal("the page has no div.artigo with a labelled article")
    if preamble and law.type == "constitution":
        wording = Wording([Block("text", preamble[1])], "Preâmbulo", line=preamble[0])
        law.provisions.append(ParsedProvision("main", "preamble", "Preâmbulo", "preamble", wording))
    _provisions(law, articles)
    _annexes(law, root)
    return law


def _identify(law: ParsedLaw, root: etree._Element) -> None:
    info = root.find(".//div[@class='info']")
    lines = [html.text_of(part) for part in info] if info is not None else []
    popular, epigraph, summary = [*lines, "", "", ""][:3]
    norm = brazil.identify(epigraph)
    law.title = popular or epigraph
    if not norm:
        law.warn(0, f"no type, number and date in the epigraph {epigraph[:80]!r}")
        return
    law.type, law.native_type, law.number, law.date = norm.type, norm.native_type, norm.number, norm.date
    law.events.append(Event("promulgated", norm.date))
    if norm.type == "constitution":
        law.title, summary = _CONSTITUTION, ""
        law.aliases.append(Alias(popular, "popular", "pt"))
    else:
        law.aliases.append(Alias(epigraph, "long", "pt"))
        law.aliases.append(Alias(norm.number.split("/")[0], "number", "pt"))
    if summary and fold(summary).strip(" .") != fold(law.title).strip(" ."):
        law.aliases.append(Alias(summary, "long", "pt"))


def _articles(law: ParsedLaw, root: etree._Element) -> tuple[list[_Article], tuple[int, str] | None]:
    """All labelled articles in reading order (the outline is written on the way), and the first text without a label."""
    found: list[_Article] = []
    preamble, sequence = None, "main"
    for element in root.iter("div"):
        css = element.get("class") or ""
        if css in _CONTAINERS:
            sequence = _container(law, element, len(found)) or sequence
        elif css == "artigo":
            article = _article(element, sequence, found[-1] if found else None)
            if article:
                article.outlines = len(law.outline)
                found.append(article)
                _trailing_subsection(law, element, article, len(found))
            elif not found and not preamble:
                preamble = (html.line_of(element), html.text_of(element))
    return found, preamble


def _container(law: ParsedLaw, element: etree._Element, before: int) -> str:
    """Write a heading to the outline; gives the sequence that begins under it, or ""."""
    lines = []
    for child in element:
        if child.tag == "div":
            break
        lines.append(html.text_of(child))
    label, heading = [*lines, "", ""][:2]
    if not label:
        return ""
    if not heading and not _NAMED.match(label):
        label, heading = "", label  # the page has lost "SEÇÃO I" and kept its heading
    level = 1 + sum((parent.get("class") or "") in _CONTAINERS for parent in element.iterancestors("div"))
    law.outline.append(OutlineEntry(level, label, heading, before))
    return "transitory" if _TRANSITORY.search(fold(f"{label} {heading}")) else ""


def _article(element: etree._Element, sequence: str, previous: _Article | None) -> _Article | None:
    """One `div.artigo`; None when it has no label."""
    strong = element.find("p/strong")
    label = html.text_of(strong).rstrip(" :.") if strong is not None else ""
    if not label.lower().startswith("art"):
        return None
    units = brazil.Units()
    article = _Article(label, brazil.article_number(label), sequence, html.line_of(element), [], [], 0)
    for paragraph in element.iter("p"):
        text = html.text_of(paragraph)
        first = strong is not None and paragraph is strong.getparent()
        if first:
            text = _mend_label(article, text[len(label) :].lstrip(" :."), previous.number if previous else "")
        elif brazil.closes(text):
            break
        _unit(article, units, text, first)
    return article


def _mend_label(article: _Article, text: str, previous: str) -> str:
    """Give a label that was cut after some digits its rest: "Art. 3: A. …" is 3-A, "Art. 21: 7. …" after 216 is 217."""
    cut = _CUT.match(text)
    if cut and cut[1].isalpha() and previous.split("-")[0] == article.number:
        article.label += f"-{cut[1]}"
    elif cut and cut[1].isdigit() and previous.isdigit() and int(article.number + cut[1]) == int(previous) + 1:
        article.label += cut[1]
    else:
        return text
    article.number = brazil.article_number(article.label)
    return text[cut.end() :]


def _unit(article: _Article, units: brazil.Units, text: str, first: bool) -> None:
    kept, notes = brazil.split_notes(text)
    block = Block("text", kept) if first else units.block(kept)
    if notes:
        article.notes.extend(f"{block.label}: {note}" if block.label else note for note in notes)
        if brazil.is_repealed(block.text, notes):
            block = Block("note", text, block.label, depth=block.depth) if first else units.block(text)
    if block.text or block.label:
        article.blocks.append(block)


def _trailing_subsection(law: ParsedLaw, element: etree._Element, article: _Article, before: int) -> None:
    """A "Subseção II" at the end of an article heads the next one; its heading looks like an inciso "D - as Leis"."""
    for place, block in enumerate(article.blocks[-2:], start=max(0, len(article.blocks) - 2)):
        if _SUBSECTION.fullmatch(block.text):
            rest = article.blocks[place + 1 :]
            heading = f"{rest[0].label}{rest[0].text}" if rest and rest[0].label == "D" else ""
            level = 1 + sum((parent.get("class") or "") in _CONTAINERS for parent in element.iterancestors("div"))
            law.outline.append(OutlineEntry(level, block.text, heading, before))
            del article.blocks[place:]
            return


def _provisions(law: ParsedLaw, articles: list[_Article]) -> None:
    """Articles become provisions; those quoted from another norm go into the article that quotes them.

    An article that follows itself is printed in its wordings, the oldest first.
    """
    foreign = brazil.quoted_articles(
        [article.number for article in articles],
        lambda place: any(brazil.amends(block.text) for block in articles[place].blocks),
    )
    position, seen, last = [len(law.provisions)], {}, ("", "")  # type: list[int], dict[tuple[str, str], int], tuple
    for article, quoted in zip(articles, foreign, strict=True):
        key = (article.sequence, article.number)
        if quoted:
            head = article.blocks[0].text if article.blocks else ""
            law.provisions[-1].current.blocks.append(Block("text", f"{article.label}. {head}".strip(), depth=1))
            law.provisions[-1].current.blocks.extend(article.blocks[1:])
        elif key == last:
            provision = law.provisions[-1]
            provision.earlier.insert(0, provision.current)
            provision.current = _wording(article)
        else:
            seen[key] = seen.get(key, 0) + 1
            wording = _wording(article)
            law.provisions.append(
                ParsedProvision(article.sequence, "article", article.label, article.number, wording, seen[key])
            )
            last = key
        position.append(len(law.provisions))
    for entry in law.outline:
        entry.before = position[entry.before]


def _wording(article: _Article) -> Wording:
    first = article.blocks[0] if article.blocks else Block("text", "")
    alone = len(article.blocks) == 1
    vetoed = first.text.strip(" .").upper() == "(VETADO)"
    status = "repealed" if alone and first.kind == "note" else "not_in_force" if alone and vetoed else "in_force"
    return Wording(article.blocks, status=status, history="; ".join(dict.fromkeys(article.notes)), line=article.line)


def _annexes(law: ParsedLaw, root: etree._Element) -> None:
    for count, element in enumerate(root.iterfind(".//div[@class='anexo']"), start=1):
        blocks = [Block("text", text) for part in element.iter("p") if (text := html.text_of(part))]
        if blocks:
            wording = Wording(blocks[1:], blocks[0].text, line=html.line_of(element))
            law.provisions.append(ParsedProvision(f"annex-{count}", "annex", "Anexo", "anexo", wording))
