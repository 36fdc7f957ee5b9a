"""Argentine Markdown (from InfoLEG): the name of a law, which the register's own title often does not give."""

import re

from laws.importers.titles import readable, sentences
from laws.labels import fold
from laws.parsed import Alias, ParsedLaw

# The register's titles are key words ("MIGRACIONES", "CONVENCIONES"); a name has more than that.
_KEY_WORDS = 2
_SUMMARY = re.compile(
    r"(?:ley|decreto(?:[ -]ley)?)\s+(?:n[º°.]+\s*)?\d[\d./]*\s*[-–—:.]?\s+(?P<text>[A-ZÁÉÍÓÚ][^\n]{12,600}?)"
    r"(?=\s*(?:sancionad[ao]|promulgad[ao]|bs\.? ?as\.?|buenos aires,|ciudad de buenos aires|visto|el senado|ver antecedentes|$))",
    re.IGNORECASE,
)


def name_law(law: ParsedLaw) -> None:
    """Put the name or the summary that stands above the articles in the place of a title of one or two key words."""
    short = next((alias for alias in law.aliases if alias.kind == "short"), None)
    summary = _printed_summary(law)
    if summary and not any(fold(alias.text) == fold(summary) for alias in law.aliases):
        law.aliases = [alias for alias in law.aliases if not fold(alias.text).startswith(fold(summary)[:60])]
        law.aliases.append(Alias(summary, "long", law.language))
    if len(law.title.split()) > _KEY_WORDS or re.search(r"\d", law.title):
        return
    if short:
        law.aliases.remove(short)
        law.aliases.insert(0, Alias(law.title, "short", law.language))
        law.title = short.text
    elif summary:
        law.aliases = [alias for alias in law.aliases if alias.text != summary]
        law.aliases.insert(0, Alias(law.title, "short", law.language))
        law.title = summary


def _printed_summary(law: ParsedLaw) -> str:
    """The sentence under the law's number, with its accents; "" where it only lists key words or an organ."""
    preamble = next((item for item in law.provisions if item.kind == "preamble" and item.sequence == "main"), None)
    for block in preamble.current.blocks[:6] if preamble else []:
        match = _SUMMARY.match(block.text[:900])
        if match:
            text = sentences(match.group("text"))[0].strip(" .")
            return readable(text) if len(text.split()) > 3 and not text.startswith("DNU") else ""
    return ""
