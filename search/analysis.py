"""From text to terms: the one place that decides which words are the same word.

Both engines are fed ready terms, so they cannot differ. A term depends on its word and language alone, never on the
corpus, because documents are indexed one by one. Readers leave accents out, so a stem is computed from the folded
word only: "migracion" and "migración" cannot part. Snowball expects accents and full plurals; small rules per
language bring the folded word into a shape that Snowball treats alike in any number and gender.
"""

import re
import unicodedata
from collections.abc import Callable

import Stemmer

from search.documents import ANALYSED, OTHER
from search.stopwords import STOPWORDS, words

# A number keeps its inner points ("25.1", "25.871"); a word may hold combining marks, soft hyphens and digits.
_TOKEN = re.compile(
    r"\d+(?:\.\d+|,\d{3}(?!\d))*[^\W\d_]*|[^\W\d_][\w\u0300-\u036f\u00ad\u200b-\u200d]*",
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "º": None, "ª": None, "\u00ad": None,
     "\u200b": None, "\u200c": None, "\u200d": None, "_": None}
)  # fmt: skip
_TILDE = "\u0303"
# Words beyond this length are noise (encoded data); the rest of them is cut off.
MAX_WORD = 64
# The caches hold one entry per spelling met; real corpora have some 200,000, hostile input can make any number.
_CACHE_LIMIT = 400_000


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Exact tokens with the offsets of their first character and of the one after their last in `text`."""
    cache = _EXACT
    return [(cache[match[0]], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def exact(text: str) -> list[str]:
    """Lower-case words without diacritics, but ñ stays; "25.871" and "25,871" become "25871"; nothing is left out."""
    cache = _EXACT
    return [cache[word] for word in _TOKEN.findall(text)]


def stems(text: str, language: str) -> list[str]:
    """Stems of the words of `text`, stopwords left out; a language without analysis is folded only."""
    cache = _STEMS.get(language, _STEMS[OTHER])
    return [stem for word in _TOKEN.findall(text) if (stem := cache[word])]


def stem(word: str, language: str) -> str:
    """The stem of one token, or "" for a stopword."""
    return _STEMS.get(language, _STEMS[OTHER])[word]


def stemmer(language: str) -> Callable[[str], str]:
    """`stem` for many words of one language."""
    return _STEMS.get(language, _STEMS[OTHER]).__getitem__


def fold(text: str) -> str:
    """Lower case without any diacritics, ñ included; for comparing, not for showing."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(char for char in text if not unicodedata.combining(char))


class _Cache(dict[str, str]):
    """Computes what it does not hold; emptied when it has grown past its limit."""

    def __init__(self, compute: Callable[[str], str]):
        super().__init__()
        self._compute = compute

    def __missing__(self, word: str) -> str:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        value = self[word] = self._compute(word)
        return value


def _exact_word(word: str) -> str:
    word = word[:MAX_WORD]
    if _THOUSANDS.match(word):
        return re.sub(r"[.,]", "", word)
    if word.isascii():
        return word.lower().replace("_", "")
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    kept = "".join(
        char
        for index, char in enumerate(decomposed)
        if not unicodedata.combining(char) or (char == _TILDE and decomposed[index - 1] == "n")
    )
    # One letter may have become many.
    return unicodedata.normalize("NFC", kept)[:MAX_WORD]


# Plural endings and their singulars, the first that fits; a word that only looks like a plural stands in _WHOLE.
_SPANISH_PLURALS = (
    ("ces", "z"), ("des", "d"), ("lles", "lle"), ("bles", "ble"), ("ples", "ple"), ("les", "l"), ("rres", "rre"), ("bres", "bre"), ("tres", "tre"),
    ("dres", "dre"), ("res", "r"), ("nes", "n"), ("ses", "s"), ("as", "a"), ("es", "e"), ("is", "i"), ("os", "o"),
    ("us", "u"),
)  # fmt: skip
_SPANISH_WHOLE = words(
    "pais mas mes dos tres seis crisis tesis analisis dosis oasis bis gratis lunes martes miercoles jueves viernes "
    "antes interes atras ademas jamas virus campus corpus estres mies apenas frances ingles portugues japones holandes "
    "irlandes escoces finlandes libanes"
)
_SPANISH_IRREGULAR = {"sedes": "sede", "grandes": "grande"}


def _spanish(word: str) -> str:
    word = _SPANISH_IRREGULAR.get(word, word)
    if len(word) > 3 and word not in _SPANISH_WHOLE:
        word = _ending(word, _SPANISH_PLURALS)
    if word.endswith("ce"):
        return word[:-2] + "z"
    if word.endswith("iera") and len(word) > 6:
        return word[:-1] + "o"
    if word.endswith(("cion", "sion", "gion", "xion", "tion")):
        return word[:-2] + "ón"
    return word


_PORTUGUESE_PLURALS = (
    ("oes", "ao"), ("aes", "ao"), ("aos", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol"), ("uis", "ul"),
    ("ns", "m"), ("lhes", "lhe"), ("tres", "tre"), ("bres", "bre"), ("dres", "dre"), ("gres", "gre"), ("res", "r"),
    ("zes", "z"), ("sses", "sse"), ("teses", "tese"), ("lises", "lise"), ("rises", "rise"), ("ases", "ase"),
    ("ses", "s"), ("is", "il"), ("as", "a"), ("es", "e"), ("os", "o"), ("us", "u"),
)  # fmt: skip
_PORTUGUESE_WHOLE = words(
    "mais demais jamais ademais pais cais dois depois pois leis reis seis tres lapis gratis oasis tenis virus "
    "onibus antes apenas simples mes deus campus atras alias frances ingles portugues japones chines holandes irlandes "
    "escoces finlandes libanes burgues campones"
)
_PORTUGUESE_IRREGULAR = {
    "leis": "lei", "reis": "rei", "maos": "mao", "maes": "mae", "pai": "pai", "fosseis": "fossil", "uteis": "util",
    "faceis": "facil", "dificeis": "dificil", "inuteis": "inutil", "frageis": "fragil", "ageis": "agil",
    "cidada": "cidadao", "cidadas": "cidadao", "irma": "irmao", "irmas": "irmao", "alema": "alemao",
    "alemas": "alemao", "males": "mal",
}  # fmt: skip


def _portuguese(word: str) -> str:
    word = _PORTUGUESE_IRREGULAR.get(word, word)
    if len(word) > 3 and word not in _PORTUGUESE_WHOLE:
        word = _ending(word, _PORTUGUESE_PLURALS)
    if word.endswith("ia") and len(word) > 4:
        return word[:-1] + "o"
    if word.endswith("cao"):
        return word[:-3] + "ção"
    if word.endswith("ao"):
        return word[:-2] + "ão"
    return word


_FRENCH_IRREGULAR = {
    "travaux": "travail", "baux": "bail", "yeux": "oeil", "vitraux": "vitrail", "cieux": "ciel", "fausse": "faux",
    "fausses": "faux", "lois": "loi", "fois": "fois", "mois": "mois", "pays": "pays", "fils": "fils", "taux": "taux",
    "faux": "faux", "foi": "foi", "mere": "mere", "meres": "mere", "pere": "pere", "peres": "pere", "bien": "bien",
}  # fmt: skip
_FRENCH_WHOLE = frozenset(_FRENCH_IRREGULAR.values())
_DOUBLE = re.compile(r"([bcdfglmnprt])\1$")
# Endings that lost their e on the way and that Snowball knows with it.
_FRENCH_E = ("anc", "enc", "iqu", "abl", "ibl", "ist", "ism", "log", "ur")


def _french(word: str) -> str:
    word = _FRENCH_IRREGULAR.get(word, word)
    if word in _FRENCH_WHOLE or len(word) < 4:
        return word
    if word.endswith("aux"):
        word = word[:-1] if word.endswith("eaux") else word[:-2] + "l"
    elif word.endswith("ux"):
        word = word[:-1]
    while len(word) > 3:
        if word[-1] == "e" or (word[-1] == "s" and word[-2] != "s"):
            word = word[:-1]
        elif len(word) > 5 and word.endswith("er"):
            word = word[:-2]
        else:
            break
    word = _DOUBLE.sub(r"\1", word)
    if word.endswith("iv"):
        return word[:-1] + "f"
    if len(word) > 5 and word.endswith("eu"):
        return word + "r"
    if word.endswith("tric"):
        return word[:-4] + "teur"
    if word.endswith("it") and len(word) > 5:
        return word + "é"
    if word.endswith(_FRENCH_E) and not word.endswith("eur"):
        return word + "e"
    return word


def _ending(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, replacement in endings:
        if word.endswith(ending):
            return word[: -len(ending)] + replacement
    return word


_ENGLISH_IRREGULAR = {
    "children": "child", "women": "woman", "men": "man", "wives": "wife", "feet": "foot", "criteria": "criterion",
    "bases": "basis", "analyses": "analysis", "crises": "crisis", "appendices": "appendix", "indices": "index",
    "paid": "pay", "sought": "seek", "fled": "flee", "monies": "money", "moneys": "money", "offence": "offense",
    "offences": "offense", "defence": "defense", "defences": "defense", "centre": "center", "centres": "center",
    "licence": "license", "licences": "license",
}  # fmt: skip
# British spellings brought to the American: labour, harbouring; naturalisation, recognised.
_OUR = re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|able|er|ers)?$)")
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")


def _english(word: str) -> str:
    word = _ENGLISH_IRREGULAR.get(word, word)
    return _ISE.sub("iz", _OUR.sub("or", word)) if len(word) > 5 else word


# Terms of art that Snowball would throw together with another family of words; forms of one word are parted by "/".
_KEPT = {
    "es": "trata tratado nacionalidad constitucion deporte/deportivo/deportista visita",
    "en": "nationality relative accession housing constitution internal international university universal transition/"
    "transitional naturalize/naturalized/naturalization",
    "fr": "visa visite nationalite comite casier ressortissant",
    "pt": "tratado nacionalidade regulamento visto vista",
}


def _kept(language: str, shape: Callable[[str], str]) -> dict[str, str]:
    """Kept words by their shaped form, with the stem they have instead."""
    forms = [group.split("/") for group in _KEPT[language].split()]
    return {fold(shape(form + end)): group[0] for group in forms for form in group for end in ("", "s")}


_SHAPE: dict[str, Callable[[str], str]] = {"es": _spanish, "en": _english, "fr": _french, "pt": _portuguese}
_SNOWBALL = {"es": "spanish", "en": "english", "fr": "french", "pt": "portuguese"}


def _stemmer(language: str) -> Callable[[str], str]:
    shape, snowball, stopwords = _SHAPE[language], Stemmer.Stemmer(_SNOWBALL[language]), STOPWORDS[language]
    kept = _kept(language, shape)
    gendered = language in ("es", "pt")

    def compute(word: str) -> str:
        word = fold(_EXACT[word])
        if word in stopwords:
            return ""
        shaped = shape(word)
        if (plain := fold(shaped)) in kept:
            return kept[plain]
        result = fold(snowball.stemWord(shaped))
        # Snowball leaves the gender of short words that begin with a vowel: alto, alta.
        return result[:-1] if gendered and len(result) > 3 and result[-1] in "ao" else result

    return compute


_EXACT = _Cache(_exact_word)
_STEMS = {language: _Cache(_stemmer(language)) for language in ANALYSED}
_STEMS[OTHER] = _Cache(lambda word: fold(_EXACT[word]))
