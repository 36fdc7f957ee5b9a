"""Peruvian Markdown (from SPIJ): amendment notes with the new wording behind the old one, marks of reference."""

import re

from laws.grammar import Line

_NOTE = re.compile(r"\(?\s*\(?\*+\)")
_REPLACED = re.compile(
    r"\(\*+\)\s*(?:este\s+)?(?:art[ií]culo|disposici[oó]n)\b[^:]{0,200}?\b(?:modificad|sustituid|reemplazad|rectificad)[oa]\b.{0,600}?(?:texto|t[eé]rminos|manera|como)\b[^:]{0,40}:?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MARK = re.compile(r"(?<=\S)\s*\(\*+\)\s*$")
_INLINE_NOTE = re.compile(r"(?<=[.;:,)”\"])\s*(?=\(\*+\)\s+[A-ZÁÉÍÓÚ])")
_APPARATUS = re.compile(
    r"(?:ver )?diario de los debates|concordancias?\s*:?|otras concordancias|ver exposici[oó]n de motivos|enlace web",
    re.IGNORECASE,
)


def prepare(body: list[Line]) -> list[Line]:
    """Notes told from the text; "(*)" that only point to a note taken off."""
    result: list[Line] = []
    for line in body:
        if line.hint == "table":
            result.append(line)
            continue
        for text in _INLINE_NOTE.split(line.text) if "(*" in line.text else [line.text]:
            if _REPLACED.match(text):
                result.append(Line(line.number, text, "later"))
            elif _NOTE.match(text) or (_APPARATUS.match(text) and len(text) < 200):
                result.append(Line(line.number, text, "note"))
            elif text := _MARK.sub("", text):
                result.append(Line(line.number, text, line.hint))
    return result
