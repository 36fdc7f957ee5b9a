"""Titles for a reader: capitals lowered, numbers of the norm taken off."""

import re

from laws.labels import fold

_SMALL = frozenset(
    "a al ante bajo con contra cual de del desde e el en entre hacia hasta la las lo los mediante o para por que se segun sin sobre su sus u un una y "
    "and as at by concerning for from in into its of on or relating the their to under with".split()
)
_PROPER = frozenset(
    "america americas americana argentina argentino bolivia brasil chile colombia ecuador mexico mexicanos paraguay peru republica nacion naciones unidas uruguay "
    "venezuela estados unidos mercosur onu oea oit unesco unicef caribe ginebra viena roma nueva york cartagena palermo montevideo bogota lima brasilia".split()
)
_ABBREVIATIONS = re.compile(
    r"[IVXLC]{1,7}|[A-Z]{1,5}\d[\w./-]*|(?:[A-ZÑ]\.){2,}[A-ZÑ]?\.?|N[º°]|ONU|OEA|OIT|OIM|IVA|ISR|IMSS|INFONAVIT|COVID|ILO|UNESCO|UNICEF|AFP|ISAPRES?|CODELCO|CORFO|DFL"
)
# Kinds of norm whose names carry capitals throughout: "Ley de Migración y Extranjería".
_NAMED = re.compile(
    r"(?:ley|codigo|constitucion|estatuto|reglamento|convencion|convenio|tratado|protocolo|carta|convention|protocol|treaty|agreement|constitution|covenant|charter)\b"
)
_SENTENCE_END = re.compile(r"(?<=[\w)]\.)(?<!\b[A-ZÑ]\.)\s+(?=[A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑa-záéíóúñ])")
_WORD = re.compile(r"[^\s\-–—/()\"“”«»,;:]+")


def is_capitals(text: str) -> bool:
    """True when the text is printed in capitals (a few small words apart)."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > 0.75 * len(letters)


def readable(text: str) -> str:
    """A title without surrounding marks; where it is in capitals, as one writes it: "Ley de Migración", "Aprueba un convenio"."""
    text = re.sub(r"\s+", " ", text).strip(" .;:*_-–—")
    if not is_capitals(text):
        return text[:1].upper() + text[1:]
    return " ".join(_sentence(sentence) for sentence in sentences(text))


def sentences(text: str) -> list[str]:
    """Sentences with their full stops; the stop of an abbreviation ("N. 5", "S.A. de") ends none."""
    return _SENTENCE_END.split(text)


def _sentence(text: str) -> str:
    named = bool(_NAMED.match(fold(text)))
    first = True

    def word(match: re.Match[str]) -> str:
        nonlocal first
        printed = match.group()
        key = fold(printed).strip(".")
        began, first = first, False
        if (
            _ABBREVIATIONS.fullmatch(printed)
            and key not in {"i", "mil", "civil", "c"}
            and not (began and len(printed) == 1)
        ):
            return printed
        lowered = printed.lower()
        capital = began or key in _PROPER or (named and key not in _SMALL)
        return lowered[:1].upper() + lowered[1:] if capital else lowered

    return _WORD.sub(word, text)
