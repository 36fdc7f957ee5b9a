"""Mexican laws that a machine put into Akoma Ntoso from PDF: the marks are unreliable, so the text is read anew.

All titles and chapters stand empty before article 1; each article repeats its label in its text, under a label that loses
"Bis"; numbers of transitory articles repeat; page heads stand in the text, and decrees of reform in the last article before.
"""

import re
from collections import Counter
from collections.abc import Iterator

from laws.importers import mexico
from laws.importers.titles import readable
from laws.importers.xml import Element, child, children, clean, line_of, text_of
from laws.labels import fold
from laws.parsed import Event, ParsedLaw, Refusal
from laws.segmentation import Line, segment

_PAGE = re.compile(r"\d{1,4} de \d{1,4}")
_CHAMBER = re.compile(r"CÁMARA DE DIPUTADOS DEL H\. CONGRESO DE LA UNIÓN\b.*")
_OFFICES = frozenset(
    {
        "Secretaría General",
        "Secretaría de Servicios Parlamentarios",
        "Secretaría de Servicios Parlamentarios Centro de Documentación, Información y Análisis",
    }
)
_LAST = re.compile(r"[ÚU]ltima Reforma DOF (\d{2})-(\d{2})-(\d{4})")
# A line that begins a paragraph whatever stands before it, and one that is a paragraph of its own.
_OPENS = re.compile(
    r"(?:[IVXLC]{1,7}\.|[a-z]\)|\d{1,2}\.)\s|DECRETO por el que|Artículo (?:Único|Primero|Segundo|Tercero|Cuarto|Quinto)\b|ARTÍCULOS? "
)
_ALONE = re.compile(r"(?:art[íi]culos )?transitorios?[.:]?|[.…]{3,}", re.IGNORECASE)
_ENDS = re.compile(r"[.:;…][\"”)]*$")
_SHORT = 0.85  # a line shorter than this share of the longest one ends its paragraph when a mark closes it


def repeats_labels(body: Element) -> bool:
    """True when articles begin their text with their own label (three are enough), as no marked-up law does."""
    articles = list(body.iter("{*}article"))
    own = sum(1 for item in articles if _starts_with_label(item))
    return own > 0 and own >= min(3, len(articles))


def _starts_with_label(article: Element) -> bool:
    label = fold(text_of(child(article, "num")).rstrip(" ."))
    return bool(label) and fold(text_of(_text(article))[:80]).startswith(label)


def _text(article: Element) -> Element | None:
    return next(article.iter("{*}p"), None)


def read(law: ParsedLaw, body: Element) -> None:
    """Fill in the law from the printed text of its articles."""
    heads: Counter[str] = Counter()
    lines: list[Line] = []
    starts: set[int] = set()
    for article in body.iter("{*}article"):
        for place, line in enumerate(_paragraphs(article, heads)):
            before = lines[-1] if lines else Line(0, ".")
            if place == 0 and not (before.hint or _ENDS.search(before.text) or _ALONE.fullmatch(before.text)):
                # A reference that a line end cut in two was taken for an article.
                lines[-1] = before._replace(text=f"{before.text} {line.text}")
                continue
            if place == 0:
                starts.add(line.number)
            lines.append(line)
        lines.extend(Line(line_of(note), text_of(note), "note") for note in children(article, "note") if text_of(note))
    _identify(law, heads)
    result = segment(mexico.join_labels(lines), language=law.language)
    law.provisions, law.warnings = result.provisions, law.warnings + result.warnings
    if not law.provisions:
        raise Refusal("the body holds no text of a law", line_of(body))
    for provision in law.provisions:
        # What the source marks as an article is one; a decree's own articles, found in the text of others, are not the law's.
        if provision.sequence != "main":
            provision.kind = "article" if provision.current.line in starts else "other"
    law.warn(line_of(body), "titles and chapters stand empty before the first article: no outline")


def _identify(law: ParsedLaw, heads: Counter[str]) -> None:
    """The name and the day of the last reform stand in the heads of the pages only."""
    name = next((head for head, _ in heads.most_common() if not _CHAMBER.match(head)), "")
    reform = next((match for head in heads if (match := _LAST.search(head))), None)
    known = mexico.identify(readable(name or law.title), reform[0] if reform else "")
    law.title, law.type, law.native_type, law.publisher = known.title, known.type, known.native_type, known.publisher
    law.as_of = known.as_of
    if law.date and not law.events:
        law.events.append(Event("published", law.date))


def _paragraphs(article: Element, heads: Counter[str]) -> Iterator[Line]:
    """The article's text without the heads of the pages, its lines joined to paragraphs."""
    element = _text(article)
    rows = list(_rows(element, line_of(element) if element is not None else 0, heads))
    width = max((len(text) for _, text in rows), default=0)
    label = text_of(child(article, "num"))
    if rows and not re.search(r"\d", label) and not fold(rows[0][1]).startswith(fold(label)):
        rows[0] = (rows[0][0], f"{label}. {rows[0][1]}")  # "Primero" stands in the mark only
    start, words = 0, list[str]()
    for number, text in rows:
        if words and (not text or _begins(text, words[-1], width)):
            yield Line(start, " ".join(words))
            words = []
        if text:
            start = start if words else number
            words.append(text)
    if words:
        yield Line(start, " ".join(words))


def _begins(text: str, before: str, width: int) -> bool:
    """True when a line of print begins a paragraph after the line before."""
    if _OPENS.match(text) or _ALONE.fullmatch(text) or _ALONE.fullmatch(before):
        return True
    ended = _ENDS.search(before) and (before.endswith(":") or len(before) < _SHORT * width)
    return bool(ended) and not text[:1].islower()


def _rows(element: Element | None, first: int, heads: Counter[str]) -> Iterator[tuple[int, str]]:
    """Lines of print with their numbers; heads and feet of pages are counted instead."""
    texts = "" if element is None else "".join(map(str, element.itertext()))
    lines = [clean(line) for line in texts.split("\n")]
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else ""
        after = lines[place + 1] if place + 1 < len(lines) else ""
        if _PAGE.fullmatch(line) or line in _OFFICES:
            continue
        if _CHAMBER.fullmatch(line) or (_PAGE.fullmatch(before) and _CHAMBER.fullmatch(after)):
            heads[line] += 1
            continue
        yield first + place, line
