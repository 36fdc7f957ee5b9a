"""Numbers as statutes print them: Roman numerals and ordinal words in Spanish, Portuguese, French and English."""

import re

from laws.labels import fold

_UNITS = {
    1: "primero primer primera primeiro primeira premier premiere first uno",
    2: "segundo segunda deuxieme second seconde dos",
    3: "tercero tercer tercera terceiro terceira troisieme third tres",
    4: "cuarto cuarta quarto quarta quatrieme fourth cuatro",
    5: "quinto quinta cinquieme fifth cinco",
    6: "sexto sexta sixieme sixth seis",
    7: "septimo septima setimo setima septieme seventh siete",
    8: "octavo octava oitavo oitava huitieme eighth ocho",
    9: "noveno novena nono nona neuvieme ninth nueve",
    10: "decimo decima dixieme tenth diez",
    11: "undecimo undecima onzieme eleventh once",
    12: "duodecimo duodecima douzieme twelfth doce",
    13: "decimotercero decimotercera treizieme thirteenth",
    14: "decimocuarto decimocuarta quatorzieme fourteenth",
    15: "decimoquinto decimoquinta quinzieme fifteenth",
    16: "decimosexto decimosexta seizieme sixteenth",
    17: "decimoseptimo decimoseptima seventeenth",
    18: "decimoctavo decimoctava decimooctavo decimooctava eighteenth",
    19: "decimonoveno decimonovena decimonono decimonona nineteenth",
    20: "vigesimo vigesima vingtieme twentieth",
    30: "trigesimo trigesima trentieme thirtieth",
    40: "cuadragesimo cuadragesima quadragesimo quadragesima fortieth",
    50: "quincuagesimo quincuagesima quinquagesimo quinquagesima fiftieth",
    60: "sexagesimo sexagesima",
    70: "septuagesimo septuagesima",
    80: "octogesimo octogesima",
    90: "nonagesimo nonagesima",
}
_VALUES = {word: value for value, words in _UNITS.items() for word in words.split()}
_VALUES |= {f"vigesimo{word}": 20 + value for word, value in _VALUES.items() if value < 10}
_VALUES |= {"unico": 1, "unica": 1, "unique": 1, "sole": 1}
_CARDINALS = frozenset(
    ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"]
)

ORDINAL_WORDS = frozenset(word for word in _VALUES if word not in _CARDINALS)

_ROMAN = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def roman(text: str) -> int | None:
    """Value of a Roman numeral up to 399 in either case, else None."""
    text = text.lower()
    if not text or len(text) > 12 or not _ROMAN.match(text):
        return None
    total = 0
    for digit, following in zip(text, text[1:] + " ", strict=True):
        value = _ROMAN_DIGITS[digit]
        total += -value if _ROMAN_DIGITS.get(following, 0) > value else value
    return total


def ordinal_word(text: str) -> int | None:
    """Value of ordinal words ("Décimo segundo" → 12, "único" → 1), else None."""
    words = fold(text).replace("-", " ").split()
    if not words or len(words) > 3:
        return None
    values = [_VALUES.get(word) for word in words]
    if any(value is None for value in values):
        return None
    return sum(value for value in values if value is not None)


def leading_number(number: str) -> tuple[int, str] | None:
    """Value and remainder of a normalised number ("12-bis" → (12, "bis"), "iv" → (4, ""), "primero" → (1, ""))."""
    match = re.match(r"(\d{1,2})\.(\d{3})(?!\d)-?(.*)$", number)
    if match:  # a thousands point, as in the older civil codes: "1.113"
        return int(match.group(1) + match.group(2)), match.group(3)
    match = re.match(r"(\d{1,6})(?!\d)[.\-]?(.*)$", number)
    if match:
        return int(match.group(1)), match.group(2)
    head, _, tail = number.partition("-")
    value = roman(head)
    if value is not None:
        return value, tail
    value = ordinal_word(number)
    if value is not None:
        return value, ""
    return None
