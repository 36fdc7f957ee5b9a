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
from search.stopwords import STOPWORDS

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
    return unicodedata.normalize("NFC", kept)


def _spanish(word: str) -> str:
    if word.endswith("ces"):
        return word[:-3] + "z"
    if word.endswith(("cion", "sion", "gion", "xion", "tion")):
        return word[:-2] + "ón"
    return word


_PORTUGUESE_PLURALS = (
    ("oes", "ao"), ("aes", "ao"), ("aos", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol"), ("uis", "ul"),
    ("ns", "m"), ("res", "r"), ("zes", "z"), ("is", "il"),
)  # fmt: skip
_PORTUGUESE_WHOLE = frozenset(
    "mais demais jamais ademais pais cais dois depois pois leis reis seis anais lapis gratis oasis tenis virus aos "
    "onibus antes apenas simples paes maes caes".split()
)
_PORTUGUESE_IRREGULAR = {
    "paises": "pais", "leis": "lei", "reis": "rei", "maos": "mao", "maes": "mae", "meses": "mes", "males": "mal",
    "fosseis": "fossil", "uteis": "util", "faceis": "facil", "dificeis": "dificil", "hostis": "hostil",
    "inuteis": "inutil", "frageis": "fragil", "moveis": "movel", "orgaos": "orgao",
}  # fmt: skip


def _portuguese(word: str) -> str:
    word = _PORTUGUESE_IRREGULAR.get(word, word)
    if word not in _PORTUGUESE_WHOLE and len(word) > 3:
        for plural, singular in _PORTUGUESE_PLURALS:
            if word.endswith(plural):
                word = word[: -len(plural)] + singular
                break
    if word.endswith("cao"):
        return word[:-3] + "ção"
    if word.endswith("ao"):
        return word[:-2] + "ão"
    return word


# Feminine and masculine brought to one form, after the plural is gone; the first that fits.
_FRENCH_GENDER = (
    ("ee", "e"), ("iere", "ier"), ("ere", "er"), ("elle", "el"), ("enne", "en"), ("onne", "on"), ("ette", "et"),
    ("euse", "eur"), ("eux", "eur"), ("trice", "teur"), ("ive", "if"), ("ouse", "oux"),
)  # fmt: skip
_FRENCH_IRREGULAR = {
    "travaux": "travail", "baux": "bail", "yeux": "oeil", "vitraux": "vitrail", "cieux": "ciel", "taux": "taux",
    "faux": "faux", "fausse": "faux", "pays": "pays", "fils": "fils", "mois": "mois", "fois": "fois", "lois": "loi",
    "corps": "corps", "temps": "temps", "avis": "avis", "voix": "voix", "choix": "choix", "prix": "prix",
    "paix": "paix", "croix": "croix", "cas": "cas", "vieille": "vieux", "mere": "mere", "pere": "pere",
    "frere": "frere", "acces": "acces", "proces": "proces", "deces": "deces", "succes": "succes", "exces": "exces",
}  # fmt: skip
_FRENCH_IRREGULAR |= {word + "s": word for word in ("mere", "pere", "frere")}


def _french(word: str) -> str:
    if word in _FRENCH_IRREGULAR:
        return _FRENCH_IRREGULAR[word]
    if len(word) > 4 and word.endswith("aux"):
        word = word[:-1] if word.endswith("eaux") else word[:-2] + "l"
    elif len(word) > 3 and word[-1] == "s" and not word.endswith("ss"):
        word = word[:-1]
    elif word.endswith("eux") and len(word) > 4:
        return word[:-1] + "r"
    elif len(word) > 4 and word.endswith("x"):
        word = word[:-1]
    if len(word) > 4:
        for feminine, masculine in _FRENCH_GENDER:
            if word.endswith(feminine):
                return word[: -len(feminine)] + masculine
    return word


_ENGLISH_IRREGULAR = {
    "children": "child", "women": "woman", "men": "man", "wives": "wife", "lives": "life", "feet": "foot",
    "criteria": "criterion", "bases": "basis", "analyses": "analysis", "crises": "crisis", "appendices": "appendix",
    "indices": "index", "stateless": "statelessness", "paid": "pay", "held": "hold", "sought": "seek", "left": "leave",
    "fled": "flee", "lost": "lose", "gave": "give", "given": "give", "made": "make", "taken": "take", "born": "birth",
    "moneys": "money", "monies": "money", "labour": "labor", "labourer": "laborer", "labourers": "laborer",
    "offence": "offense", "offences": "offense", "defence": "defense", "centre": "center", "centres": "center",
}  # fmt: skip


def _english(word: str) -> str:
    return _ENGLISH_IRREGULAR.get(word, word)


_SHAPE: dict[str, Callable[[str], str]] = {"es": _spanish, "en": _english, "fr": _french, "pt": _portuguese}
_SNOWBALL = {"es": "spanish", "en": "english", "fr": "french", "pt": "portuguese"}


def _stemmer(language: str) -> Callable[[str], str]:
    shape, snowball, stopwords = _SHAPE[language], Stemmer.Stemmer(_SNOWBALL[language]), STOPWORDS[language]

    def compute(word: str) -> str:
        word = fold(_EXACT[word])
        if word in stopwords:
            return ""
        return fold(snowball.stemWord(shape(word)))

    return compute


_EXACT = _Cache(_exact_word)
_STEMS = {language: _Cache(_stemmer(language)) for language in ANALYSED}
_STEMS[OTHER] = _Cache(lambda word: fold(_EXACT[word]))
