"""Labels of provisions: the one place that says when two printed labels name the same provision."""

import re
import unicodedata

# Words that stand before the number and do not belong to it, in the languages of the statutes.
UNIT_WORDS = tuple(
    "articulos articulo artigos artigo articles article arts art sections section secs sec ss s rules rule regla regle "
    "numero no n disposicion disposiciones clausula".split()
)
_UNIT = re.compile(rf"^(?:{'|'.join(UNIT_WORDS)})(?=[\s.°º§\d]|$)[\s.]*")
# Written-out ordinal endings ("1o", "1ro", "1er"). A bare "a" or "e" stays: "106a" is a number of its own, and the
# signs º and ª are cut before they are folded into letters.
_ORDINAL_SIGN = re.compile(r"(?<=\d)\s*[º°ª]")
_ORDINAL_MARK = re.compile(r"(?<=\d)(?:o|ro|do|to|er|re|eme)(?=$|[\s\-])")
_FEMININE = dict(
    pair.split(":")
    for pair in (
        "primera:primero segunda:segundo tercera:tercero cuarta:cuarto quinta:quinto sexta:sexto septima:septimo "
        "octava:octavo novena:noveno decima:decimo unica:unico premiere:premier primeira:primeiro"
    ).split()
)


def fold(text: str) -> str:
    """Lower case without diacritics; ordinal signs become letters ("1º" → "1o")."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("°", "º"))
    return "".join(char for char in text if not unicodedata.combining(char))


def normalise(label: str) -> str:
    """The key of a printed label: "Artículo 12 bis.-" → "12-bis", "Art. 1º" → "1", "Section 25.1" → "25.1".

    Case, diacritics, ordinal signs, unit words and closing punctuation do not count; "216 to 218" → "216-to-218".
    Words stay words ("ARTÍCULO PRIMERO" → "primero"): which number a word stands for is the segmentation's decision.
    """
    key = re.sub(r"[‐-―−]", "-", fold(_ORDINAL_SIGN.sub(" ", label)))
    key = _UNIT.sub("", key.replace("§", " ").strip())
    key = _ORDINAL_MARK.sub("", key)
    key = re.sub(r"[^a-z0-9.\-/]+", " ", key).strip(" .-/")
    key = re.sub(r"[\s/]+", "-", re.sub(r"\s*-\s*", "-", key))
    key = re.sub(r"\.+(?=-|$)", "", key)
    return "-".join(_FEMININE.get(part, part) for part in key.split("-"))
