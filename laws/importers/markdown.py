"""Markdown statutes: the dialects of the legalize repositories (ar, cl, co, pe, uy), of Mexico and of treaty texts."""

import re

from laws.importers import argentina, colombia, mexico, peru, treaty_markdown
from laws.importers.decoding import decode
from laws.importers.front_matter import FrontMatter, read
from laws.importers.markdown_identity import identify
from laws.importers.markdown_text import paragraphs, rows
from laws.importers.reform_notes import as_of_from_notes, short_names
from laws.parsed import ARTICLE_KINDS, ParsedLaw, Refusal
from laws.segmentation import Line, segment

FORMAT = "markdown"
# How each country's source wraps its lines: see `markdown_text.paragraphs`.
# Chile's parts name the article that carries them: "Artículo 2 (DEL ART. UNICO)".
_LOCATOR = re.compile(r"(?<=\w)\s*\((?:DEL|DE LA) (?:ART|LEY|D)[^a-z]{0,80}\)$")
_WRAPPED = {"ar": "spaced", "uy": "hanging"}


def parse(data: bytes, name: str) -> ParsedLaw:
    """One Markdown file to a law. name: the file's name, used for identity only where the text has none."""
    text, _ = decode(data)
    lines = text.split("\n")
    head = read(lines)
    if not head.values and treaty_markdown.is_treaty(lines):
        return treaty_markdown.parse(lines, FORMAT)
    if not head.values and mexico.is_mexican(text):
        law, body = mexico.parse_markdown(lines, name)
    else:
        law, body = _legalize(lines, head, name)
    _segment(law, body)
    return law


def _legalize(lines: list[str], head: FrontMatter, name: str) -> tuple[ParsedLaw, list[Line]]:
    country = head.first("country", "pais").lower()
    law = identify(head, name)
    law.format = FORMAT
    if len(lines) <= head.body or not any(line.strip() for line in lines[head.body :]):
        raise Refusal("the file has a front matter and no text", head.body)
    body = list(paragraphs(rows(lines, head.body), _WRAPPED.get(country, "")))
    if body and body[0].hint == "heading" and lines[body[0].number - 1].startswith("# "):
        law.title = law.title or body[0].text
        body = body[1:]
    if country == "co":
        body = colombia.prepare(law, body)
    elif country == "pe":
        body = peru.prepare(body)
    elif country == "cl":
        body = [line._replace(text=_LOCATOR.sub("", line.text)) if line.hint == "heading" else line for line in body]
    if not law.title:
        law.title = body[0].text[:300] if body else name
        law.warn(0, "no title in the front matter")
    return law, body


def _segment(law: ParsedLaw, body: list[Line]) -> None:
    result = segment(body, language=law.language)
    law.provisions, law.outline = result.provisions, result.outline
    law.warnings.extend(result.warnings)
    if not law.provisions:
        raise Refusal("no text of a law found")
    colombia.date_current_wordings(law.provisions)
    law.aliases.extend(short_names(law))
    if law.jurisdiction == "arg":
        argentina.name_law(law)
    as_of_from_notes(law)
    if not any(provision.kind in ARTICLE_KINDS for provision in law.provisions):
        law.warn(0, "nothing in the text is numbered as an article")
