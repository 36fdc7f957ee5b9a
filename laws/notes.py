"""The publisher's words inside a statute text: amendment notes, cross-references, dates of a wording."""

import re
from datetime import date, timedelta

_UNIT = (
    "art[ií]culo|artigo|inciso|p[aá]rrafo|par[aá]grafo|fracci[oó]n|fracciones|apartado|numeral|literal|ac[aá]pite|punto|denominaci[oó]n"
    "|t[ií]tulo|cap[ií]tulo|secci[oó]n|anexo|texto|expresi[oó]n|frase|[uú]ltimo|primer|segundo|tercer|cuarto|quinto|monto|importe|cuadro|nota|reforma"
    "|al[ií]nea|caput|derogad[oa]|ep[ií]grafe|r[uú]brica|tabla|base|sub ?inciso|decreto|ley"
)
_VERB = (
    "sustitu[ií]d|incorporad|derogad|modificad|reformad|adicionad|recorrid|abrogad|agregad|observad|vetad|reubicad|rectificad|intercalad|reemplazad"
    "|actualizad|prorrogad|suspendid|suprimid|incluid|inclu[ií]d|reda[cç][cçã]|revogad|acrescid|renumerad|declarad|corregid|fe de erratas|infoleg|redacci[oó]n"
)
# "(Artículo sustituido por art. 1º del Decreto …)", "(Nota Infoleg: …)", "(Redação dada pela Lei …)", "(Incluído pela …)"
_PARENTHESIS = re.compile(
    rf"\(\s*(?:(?:{_UNIT})\b[^()]{{0,80}}?(?:{_VERB})|nota\b|reda[cç][aã]o dada|inclu[ií]d[oa]s? (?:pel|dad)|revogad[oa]s? pel|vide\b|vig[eê]ncia\)|regulamento\)|nr\))",
    re.IGNORECASE,
)
# "Párrafo reformado DOF 04-05-2021", "Fracción recorrida DOF 11-11-2020, 27-05-2024 (antes fracción XIII)"
_GAZETTE = re.compile(
    r"(?:(?:art[ií]culos?|p[aá]rrafos?|fracci[oó]n(?:es)?|incisos?|apartados?|numeral(?:es)?|denominaci[oó]n|cap[ií]tulos?|t[ií]tulos?|secci[oó]n|subincisos?|libro|base|ley|"
    r"encabezado|nombre|tabla|tarifa|rubro|reforma|cantidad|cuota|cifra|disposici[oó]n|art[ií]culo transitorio)\b[^.;:]{0,140}?\b"
    r"(?:reformad|adicionad|derogad|recorrid|reubicad|actualizad|abrogad|modificad|republicad|restablecid|renumerad)[oa]s?\b|(?:reforma|fe de erratas)[^.;:]{0,60}?)"
    r"[^.;:]{0,80}?\bDOF\s+\d{2}-\d{2}-\d{4}",
    re.IGNORECASE,
)
_GAZETTE_TAIL = re.compile(
    r"(?:\s*,\s*\d{2}-\d{2}-\d{4}|\s*\([^()]{0,80}\)|\s*[.,]?\s*(?:fe de erratas|recorrid|reformad|adicionad|reubicad|derogad)[^.;:]{0,40}?\s*DOF\s+\d{2}-\d{2}-\d{4})+",
    re.IGNORECASE,
)
_REACH = 6000  # characters from the end of a paragraph within which a closing note may begin
_WHOLE = re.compile(
    r"\(?\s*(?:[*]\)?\s*)?(?:nota[^:]{0,20}:\s*)?(?:este\s+)?art[ií]culos?\b(?!\s*\d)|artigos?\b", re.IGNORECASE
)
_STARRED = re.compile(r"(?:\(\\?\*+\)|\*+\))")
_REFERENCES = re.compile(
    r"concordancias?\s*:|concordancias?\s*$|\(\*+\)\s*$|nota\s*:|notas\s*:|ver en esta norma|ver adem[aá]s|antecedentes normativos",
    re.IGNORECASE,
)

_REPEALED = re.compile(
    r"[\s(\[*\"“]*(?:art[ií]culo\s+)?(?:se\s+)?(?:derogad[oa]s?|(?<=se )derogan?(?=\s*\.?\s*$)|suprimid[oa]s?|abrogad[oa]s?|revogad[oa]s?|repealed|abrog[eé]e?s?)\b"
    r"(?=\s*[.)\]*\"”]|\s*$|\s+(?:por|pela|pelo|dof|by|par|mediante|en|seg[uú]n|tácitamente|expresamente|d\.o|el\b))",
    re.IGNORECASE,
)
_REPEALING_NOTE = re.compile(
    r"(?:este\s+)?art[ií]culos?\b[^.;()]{0,40}?\b(?:derogad|abrogad|suprimid)[oa]s?\b|artigos?[^.;()]{0,40}revogad",
    re.IGNORECASE,
)

_REVIVED = re.compile(r"adicionad|reformad|restablecid|incorporad|sustituid|revivid", re.IGNORECASE)

_GAZETTE_DATE = re.compile(r"B\.?\s?O\.?\s*:?\s*(\d{1,2})[/-](\d{1,2})[/-](\d{2,4})", re.IGNORECASE)
_FROM_PUBLICATION = re.compile(
    r"vigencia:?\s*a partir d(?:el|e su)\s*(?:(?:d[ií]a\s+)?(de su|siguiente|posterior)?)", re.IGNORECASE
)
_SPAN = re.compile(
    r"vigente desde:?\s*(\d{2})/(\d{2})/(\d{4})(?:\s*y?\s*hasta(?: el)?:?\s*(\d{2})/(\d{2})/(\d{4}))?", re.IGNORECASE
)


def is_note(text: str) -> bool:
    """True where the whole paragraph is the publisher's."""
    head = text[:600].lstrip("* _")
    if text[:1] in "(*" and _STARRED.match(text):
        return True
    if head[:1] == "(":
        return bool(_PARENTHESIS.match(head) and _closes_at_end(text)) or bool(_REFERENCES.match(head))
    if head[:1] in "cCnNvVaA" and (_REFERENCES.match(head) or _SPAN.match(head)):
        return True
    match = _GAZETTE.match(head) if "DOF" in head else None
    if match:
        tail = _GAZETTE_TAIL.match(head, match.end())
        return len(text.strip()) <= (tail.end() if tail else match.end()) + 2
    return False


def _closes_at_end(text: str) -> bool:
    return text.rstrip(' *_."”;').endswith(")") or ")" not in text


def split_notes(text: str) -> tuple[str, list[str], str]:
    """Text before, notes, text after: a note at the end of a paragraph, or a gazette note that begins it."""
    match = _GAZETTE.match(text[:600]) if "DOF" in text[:600] else None
    if match:
        tail = _GAZETTE_TAIL.match(text, match.end())
        end = tail.end() if tail else match.end()
        return "", [text[:end].strip()], text[end:].strip()
    if not text.rstrip(' *_."”;').endswith(")"):
        return text, [], ""
    for start in _closing_groups(text):
        if _PARENTHESIS.match(text, start):
            return text[:start].rstrip(" *_"), [text[start:].strip(" *_")], ""
    return text, [], ""


def _closing_groups(text: str) -> list[int]:
    """Where the parentheses begin that stand, one behind the other, at the end of a text; outermost only, first one first."""
    starts: list[int] = []
    depth = 0
    for place in range(len(text) - 1, max(-1, len(text) - _REACH), -1):
        char = text[place]
        if char == ")":
            depth += 1
        elif char == "(":
            depth -= 1
            if depth <= 0:
                starts.append(place)
                depth = 0
        elif depth == 0 and char.isalnum():
            break
    return starts[::-1]


def is_whole(note: str) -> bool:
    """True when the note speaks of the article as a whole and not of one paragraph of it."""
    return bool(_WHOLE.match(note))


def repeals(note: str) -> bool:
    """True when the note says that the article as a whole is repealed."""
    head = note[:400].lstrip("( *\\)")
    match = _REPEALING_NOTE.match(head) or _REPEALED.match(head)
    return match is not None and not _REVIVED.search(head, match.end())


def is_repealed_text(text: str) -> bool:
    """True for a text that only says that the provision is repealed ("Derogado.", "(Revogado)")."""
    return len(text) < 400 and bool(_REPEALED.match(text))


def span(note: str) -> tuple[str | None, str | None]:
    """Validity that a note states beyond doubt, as ISO dates: first day, and first day no longer (half open)."""
    match = _SPAN.search(note[:2000])
    if match:
        first, last = _iso(match.group(3), match.group(2), match.group(1)), None
        if match.group(4):
            last = _iso(match.group(6), match.group(5), match.group(4), days=1)
        return first, last
    gazette, start = _GAZETTE_DATE.search(note[:2000]), _FROM_PUBLICATION.search(note[:2000])
    if gazette and start and not _GAZETTE_DATE.search(note[:2000], gazette.end()):
        day, month, year = gazette.groups()
        days = 1 if start.group(1) and "su" not in start.group(1) else 0
        return _iso(year, month, day, days=days), None
    return None, None


def _iso(year: str, month: str, day: str, days: int = 0) -> str | None:
    if len(year) != 4:
        return None
    try:
        return (date(int(year), int(month), int(day)) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None
