"""Paragraphs with placeholders for numbers: {{fig:1}}. What an editor may do to them, and how they read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, override

from indicators.wording import Words
from reports.models import Binding

TOKEN = re.compile(r"\{\{\s*fig:(\d{1,4})\s*\}\}")
LONGEST = 20_000
# What stands between braces and is no placeholder.
_BROKEN = re.compile(r"\{\{.*?\}\}|\{\{|\}\}")
# Not within a word: "G20" is a name.
_DIGITS = re.compile(r"(?<![^\W_])\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")
# Numbers of laws and of their parts: "Ley 25.871", "art. 23", "Decree No. 616/2010", "Lei nº 13.445".
_CITED = re.compile(
    r"(?:ley|law|loi|lei|act|decreto|decree|décret|resoluci[oó]n|resolution|résolution|resolução|reglamento|regulation|règlement|"
    r"portaria|art[ií]culo|article|artigo|art\.?|cap[ií]tulo|chapter|chapitre|table|tabla|cuadro|quadro|tableau|tabela|gr[aá]fico|chart|graphique|"
    r"n[.º°o]{1,2}|n[uú]m\.|no\.|nr\.|h-)\s*(?:n[.º°o]{0,2}\s*)?$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:\.?[ºª°]|st\b|nd\b|rd\b|th\b|er\b|re\b|e\b|ème\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a paragraph. where: what stands there; blocks: it cannot be saved so."""

    sentence: str
    where: str
    blocks: bool


def cleaned(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def pieces(text: str) -> list[str]:
    """Paragraph by paragraph: each is translated and reviewed by itself."""
    return [piece.strip() for piece in re.split(r"\n[ \t]*\n", cleaned(text)) if piece.strip()]


def token(number: int) -> str:
    return f"{{{{fig:{number}}}}}"


def tokens(text: str) -> list[int]:
    """Numbers of the placeholders, in the order of the text."""
    return [int(found) for found in TOKEN.findall(text)]


def problems(text: str, needed: Iterable[int], allowed: Iterable[int], *, quoted: bool = False) -> list[Problem]:
    """What stands against saving, and what to look at again, in the active language. needed: numbers that must be there; allowed:
    those that may; quoted: a country's own words, whose figures are its own."""
    wanted, there = set(needed), tokens(text)
    found = [
        Problem(gettext("The number %(token)s was removed.") % {"token": token(one)}, token(one), True)
        for one in sorted(wanted - set(there))
    ]
    found += [
        Problem(gettext("There is no number %(token)s in this paragraph.") % {"token": token(one)}, token(one), True)
        for one in sorted(set(there) - wanted - set(allowed))
    ]
    found += [
        Problem(gettext("This is no placeholder of a number: %(text)s") % {"text": broken[:40]}, broken[:40], True)
        for broken in _BROKEN.findall(TOKEN.sub("", text))
    ]
    if len(text) > LONGEST:
        found.append(
            Problem(gettext("The text is too long: at most %(most)s characters.") % {"most": LONGEST}, "", True)
        )
    if not quoted:
        found += [
            Problem(
                gettext("“%(number)s” was typed by hand and points to no figure.") % {"number": number}, around, False
            )
            for number, around in unbound(text)
        ]
    return found


def unbound(text: str) -> list[tuple[str, str]]:
    """Numbers that are no placeholder, year, ordinal or number of a law, each with the words around it."""
    plain = TOKEN.sub("\u2022", text)
    found = []
    for match in _DIGITS.finditer(plain):
        number = match[0].strip()
        before, after = plain[: match.start()], plain[match.end() :]
        if _YEAR.fullmatch(number) or _ORDINAL.match(after) or _CITED.search(before[-24:]):
            continue
        if re.match(r"[/-]\d", after) or re.search(r"\d[/-]$", before):
            continue
        found.append((number, f"…{before[-30:]}{number}{after[:30]}…"))
    return found


def number(binding: Binding, words: Words) -> str:
    """As a reader sees it: "1 958 039", "52,1 %", "US$ 66,238 million"."""
    with override(words.language):
        if binding.form == Binding.Form.RANK:
            return str(round(binding.value))
        if binding.unit == "USD" and abs(binding.value) >= 1e7:
            millions = words.number(binding.value / 1e6, "PS")
            return gettext("US$ %(number)s million") % {"number": millions}
        if binding.unit.startswith("USD"):
            return gettext("US$ %(number)s") % {"number": words.number(binding.value, "PS")}
        plain = words.number(binding.value, binding.unit)
        if binding.form == Binding.Form.CHANGE and binding.value > 0:
            plain = f"+{plain}"
        return gettext("%(number)s%%") % {"number": plain} if binding.unit.startswith("PT") else plain


def listed(parts: list[str]) -> str:
    """ "a; b; c": labels may hold commas."""
    return "; ".join(parts)
