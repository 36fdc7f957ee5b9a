"""How figures are cited: publisher, title, edition, and the vintage at an address that keeps giving it."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from indicators import asking
from indicators.choosing import Choice
from indicators.tables import Table
from records.answering import Reader
from records.api import texts

_BIBTEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "{}&%$#_"
}


@dataclass(frozen=True, slots=True)
class Citation:
    """Of one dataset in one vintage, in one language. published: the day of the vintage; digest: SHA-256 of the vintage."""

    dataset: str
    publisher: str
    title: str
    edition: str
    vintage: int
    published: date
    licence: str
    digest: str
    address: str
    site: str
    language: str

    @property
    def key(self) -> str:
        return f"{self.dataset}-v{self.vintage}"

    @property
    def standing(self) -> str:
        """Which vintage it is, and the licence."""
        with override(self.language):
            told = gettext("vintage %(number)s of %(day)s") % {
                "number": self.vintage,
                "day": date_format(self.published, "DATE_FORMAT"),
            }
            licence = gettext("licence: %(name)s") % {"name": self.licence}
        return f"{told}; {licence}" if self.licence else told

    def text(self) -> str:
        """One sentence after the other, for a list of references."""
        parts = [self.publisher, self.title, self.edition, capfirst(self.standing), self.site]
        return " ".join(f"{part.rstrip('.')}." for part in parts if part) + f" {self.address}"

    def bibtex(self) -> str:
        fields = {
            "author": f"{{{_bibtex(self.publisher)}}}", "title": f"{{{_bibtex(self.title)}}}", "year": str(self.published.year),
            "edition": _bibtex(self.edition), "version": str(self.vintage), "note": _bibtex(self.standing),
            "howpublished": _bibtex(self.site), "url": self.address,
        }  # fmt: skip
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{{self.key},\n{lines}\n}}\n"

    def ris(self) -> str:
        day = self.published.strftime("%Y/%m/%d")
        # A comma in AU parts family name and given name: an office is the publisher, and the author where it has none.
        author = "" if "," in self.publisher else self.publisher
        pairs = [
            ("TY", "DATA"), ("ID", self.key), ("AU", author), ("TI", self.title), ("PB", self.publisher), ("PY", day[:4]), ("DA", f"{day}/"),
            ("ET", self.edition), ("N1", self.standing), ("DP", self.site), ("LA", self.language), ("UR", self.address),
        ]  # fmt: skip
        return "".join(f"{name}  - {_one_line(value)}\r\n" for name, value in pairs if value) + "ER  - \r\n"

    def csl(self) -> dict[str, Any]:
        """One item of CSL-JSON."""
        item = {
            "id": self.key, "type": "dataset", "title": self.title, "author": [{"literal": self.publisher}],
            "publisher": self.publisher, "edition": self.edition, "version": str(self.vintage),
            "issued": {"date-parts": [[self.published.year, self.published.month, self.published.day]]},
            "container-title": self.site, "note": self.standing, "language": self.language, "URL": self.address,
        }  # fmt: skip
        return {name: value for name, value in item.items() if value}


def citations(table: Table, reader: Reader) -> list[Citation]:
    """One for each dataset that was read, in the reader's language."""
    with override(reader.language):
        site = gettext("Migration in the Americas")
    where = address(table, reader)
    return [
        Citation(
            dataset=dataset.slug, publisher=dataset.publisher, title=in_language(dataset, "title", reader.language),
            edition=vintage.edition or dataset.edition, vintage=vintage.number,
            published=vintage.published.date(), licence=dataset.licence, digest=vintage.digest,
            address=where, site=site, language=reader.language,
        )
        for dataset, vintage in zip(table.datasets, table.vintages, strict=True)
    ]  # fmt: skip


def as_bibtex(found: list[Citation]) -> str:
    return "\n".join(one.bibtex() for one in found)


def as_ris(found: list[Citation]) -> str:
    return "".join(one.ris() for one in found)


def as_csl(found: list[Citation]) -> str:
    return json.dumps([one.csl() for one in found], ensure_ascii=False, indent=2) + "\n"


def address(table: Table, reader: Reader) -> str:
    """The page that shows these figures in these vintages, whatever is published later."""
    with override(reader.language):
        page = reverse("indicators:indicator", args=[table.indicator.slug])
    return reader.url(f"{page}?{asking.query(pinned(table))}")


def pinned(table: Table) -> Choice:
    """The choice with its table, its frequency and its vintage named."""
    dataset = table.datasets[0]
    numbers = {vintage.number for vintage in table.vintages}
    as_of: int | date = max(vintage.published.date() for vintage in table.vintages)
    if len(numbers) == 1:
        as_of = numbers.pop()
    return replace(table.choice, table=dataset.family or dataset.slug, as_of=as_of)


def in_language(thing: Any, name: str, language: str) -> str:
    """A text in the language, in English where it has none, else in whichever it has."""
    found = texts(thing, name)
    return str(found.get(language) or found.get("en") or next(iter(found.values()), ""))


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
