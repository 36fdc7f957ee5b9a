"""What Brazilian federal texts share, whoever publishes them: names of norms, notes in brackets, units of an article."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from laws.importers.dates import day_month_year, long_date
from laws.labels import fold, normalise
from laws.parsed import Block

# Native words by their folded form: (as written, type of the law).
NORMS = {
    "lei": ("Lei", "act"),
    "lei complementar": ("Lei Complementar", "act"),
    "lei delegada": ("Lei Delegada", "act"),
    "emenda constitucional": ("Emenda Constitucional", "act"),
    "medida provisoria": ("Medida Provisória", "act"),
    "decreto-lei": ("Decreto-Lei", "decree"),
    "decreto": ("Decreto", "decree"),
    "decreto legislativo": ("Decreto Legislativo", "resolution"),
    "resolucao": ("Resolução", "resolution"),
    "portaria": ("Portaria", "regulation"),
    "instrucao normativa": ("Instrução Normativa", "regulation"),
    "constituicao": ("Constituição", "constitution"),
}
_EPIGRAPH = re.compile(
    rf"^({'|'.join(sorted(NORMS, key=len, reverse=True))})(?: da republica federativa do brasil)?(?: federal)?"
    r"(?:\s+n\s?[o.]{0,2}\s*(\d[\d.]*))?\s*,?\s+(?:de\s+)?(?=\d)"
)

_NOTE_WORDS = (
    "Redação|Incluíd|Acrescid|Acrescentad|Revogad|Revigorad|Renumerad|Numerad|Vide |Vig[êe]ncia|Promulgação|Regulament"
    "|Produção de efeito|Restabelecid|Suprimid|Transformad|Convertid|Declarad|Suspens|Execução suspensa|Mensagem"
    "|Parágrafo (?:único )?(?:transformado|renumerado|incluído|acrescentado)"
)
_NOTE = re.compile(rf"\(\s*(?:{_NOTE_WORDS})[^()]*(?:\([^()]*\)[^()]*)*\)")
_BARE = "Vigência|Regulamentação|Regulamento|Produção de efeitos?|Mensagem de veto"
_BARE_NOTE = re.compile(rf"(?<=[.;:)\]])((?:\s+(?:{_BARE}))+)\s*(?=$|\()")
BARE_NOTES = frozenset({"Vigência", "Regulamento", "Regulamentação", "Produção de efeito", "Produção de efeitos"})
_BARE_WORDS = ("Vigência", "Regulament", "Produção", "Mensagem")
_EMPTY = re.compile(r"\(\s*\)")

_UNITS = (
    ("subsection", re.compile(r"(§+\s?(?:\d+|único)\s?[ºo°ª]?(?:-[A-Z])?|Parágrafo único)(?=[\s.:,\-–—]|$)\s*[.:]?\s*(?:[-–—.]\s+)?", re.IGNORECASE)),
    ("paragraph", re.compile(r"([IVXLCDM]+(?:-[A-Z])*)\s*[-–—]+\s*(?:[.]\s+)?")),
    ("subparagraph", re.compile(r"(([a-z]{1,2})\s?\))\s*")),
    ("clause", re.compile(r"(\d{1,2}(?:\.\d{1,2})*\s?[.)])\s+(?=\D)")),
)  # fmt: skip
_ORDER = tuple(kind for kind, _ in _UNITS)
# The first character of a unit says which pattern can match it at all.
_RANK = (
    {"§": 0, "P": 0}
    | dict.fromkeys("IVXLCDM", 1)
    | dict.fromkeys("abcdefghijklmnopqrstuvwxyz", 2)
    | dict.fromkeys("0123456789", 3)
)
# Words by which an article announces a new wording of another norm, in lower case.
_AMENDING = (
    "a vigorar", "vigora com", "vigorar com", "vigorará com", "seguinte redação", "seguintes redaç", "seguinte alteração",
    "seguintes alteraç", "seguinte acréscimo", "seguintes modifica", "seguinte artigo", "seguintes artigos",
    "seguinte art.", "seguintes arts", "seguintes dispositivos", "acrescida d", "acrescido d", "acrescenta-se",
    "acrescentem-se", "acrescentam-se", "nova redação",
)  # fmt: skip
# A place and a date close the text: the signatures below them are no law.
_CLOSING = re.compile(r"(?:Brasília|Rio de Janeiro)\s*,(?:\s*em)?\s+\d{1,2}\s?[º°o.]{0,2}\s+de\s+\w+\s+de\s+\d{4}")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_KEY = re.compile(r"(\d+)((?:-[a-z0-9]+)*)$")


@dataclass(slots=True)
class Norm:
    """Identity of a federal norm. number: as it is cited, with its year ("14.133/2021"); "" for the Constitution."""

    native_type: str
    type: str
    number: str
    date: str | None


def identify(epigraph: str) -> Norm | None:
    """Read an epigraph ("LEI Nº 14.133, DE 1º DE ABRIL DE 2021", "Lei nº 15.348 de 13/02/2026"); None when it is none."""
    match = _EPIGRAPH.match(re.sub(r"\s+", " ", fold(epigraph)))
    date = match and (long_date(epigraph) or day_month_year(epigraph))
    if not match or not date:
        return None
    native, kind = NORMS[match[1]]
    number = (match[2] or "").strip(".")
    return Norm(native, kind, f"{number}/{date[:4]}" if number and kind != "constitution" else "", date)


def article_number(label: str) -> str:
    """The key of a printed label; the dot of thousands is no part of a Brazilian number ("Art. 1.045" → "1045")."""
    return normalise(_THOUSANDS.sub("", label))


def split_notes(text: str) -> tuple[str, list[str]]:
    """The text without the publisher's notes in brackets, and the notes without their brackets."""
    notes = [match.group(0)[1:-1].strip() for match in _NOTE.finditer(text)] if "(" in text else []
    kept = _NOTE.sub(" ", text) if notes else text
    kept = _EMPTY.sub(" ", kept)
    while any(word in kept for word in _BARE_WORDS) and (match := _BARE_NOTE.search(kept)):
        notes += re.findall(_BARE, match[1])
        kept = kept[: match.start()] + kept[match.end(1) :]
    return " ".join(kept.split()), notes


def is_repealed(text: str, notes: Sequence[str]) -> bool:
    """True when nothing but a note of repeal is left of the unit."""
    return not text.strip(" .;:-") and any(note.startswith("Revogad") for note in notes)


def closes(text: str) -> bool:
    """True for the line of place and date that stands above the signatures."""
    return bool(_CLOSING.match(text))


def amends(text: str) -> bool:
    """True when the text announces new wordings of another norm."""
    text = text.lower()
    return any(words in text for words in _AMENDING)


class Units:
    """Gives the inner units of one article their kind, label and depth, from their printed labels in turn."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def block(self, text: str) -> Block:
        """One unit: "§ 1º" under the article, "I -" under it or a paragraph, "a)" under that, "1." under that."""
        rank = _RANK.get(text[:1])
        if rank is not None:
            kind, pattern = _UNITS[rank]
            if match := pattern.match(text):
                self._open = [name for name in self._open if name in _ORDER[:rank]] + [kind]
                return Block(
                    kind, text[match.end() :].strip(), match[1].replace(" )", ")").strip(), depth=len(self._open)
                )
        return Block("text", text, depth=0)


def quoted_articles(numbers: Sequence[str], amending: Callable[[int], bool]) -> list[bool]:
    """Which articles of a run belong to another norm that the text quotes.

    numbers: keys in reading order. amending: whether the article at that place announces new wordings (asked only where
    the count breaks). After an amending article, one that goes back, repeats, or leaps over a number still to come is
    quoted; a text that amends nothing quotes nothing.
    """
    keys = [(int(match[1]), match[2]) if (match := _KEY.fullmatch(number)) else None for number in numbers]
    last_place = {key[0]: place for place, key in enumerate(keys) if key}
    quoted, host = [], 0
    for place, key in enumerate(keys):
        last = keys[host] or (0, "")
        foreign = False
        if place and key and key != (last[0] + 1, ""):
            leaps = key[0] > last[0] + 1 and last_place.get(last[0] + 1, -1) > place
            foreign = (key <= last or leaps) and amending(host)
        quoted.append(foreign)
        host = host if foreign else place
    return quoted
