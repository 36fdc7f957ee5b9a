"""A table of figures with all that belongs to it, in one archive: it can be read years later, without this site."""

import io
import zipfile

from django.utils.translation import gettext, override

from indicators import citing, exporters
from indicators.files import licences, metadata
from indicators.tables import Table
from indicators.wording import Words
from records.answering import Reader

# The same bytes for the same figures: an archive of today is that of tomorrow.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def as_zip(table: Table, reader: Reader, words: Words) -> bytes:
    name = exporters.file_name(table)
    found = citing.citations(table, reader)
    members: dict[str, str | bytes] = {
        f"{name}.csv": exporters.as_csv(table, reader, words),
        f"{name}.metadata.json": metadata.as_json(table, reader),
        "README.txt": _readme(table, reader, name, found),
        "LICENCES.txt": _licences(found, reader),
        "citation.txt": "".join(f"{one.text()}\n" for one in found),
        "citation.bib": citing.as_bibtex(found),
        "citation.ris": citing.as_ris(found),
        "citation.json": citing.as_csl(found),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            entry = zipfile.ZipInfo(member, _MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data.encode("utf-8", "replace") if isinstance(data, str) else data)
    return out.getvalue()


def _licences(found: list[citing.Citation], reader: Reader) -> str:
    by_licence = {one.licence: one.publisher for one in found}
    parts = [
        f"{publisher}\n{licences.statement(licence, reader.language)}\n" for licence, publisher in by_licence.items()
    ]
    return "\n".join(parts)


def _readme(table: Table, reader: Reader, name: str, found: list[citing.Citation]) -> str:
    with override(reader.language):
        states = "\n".join(f"  {state}: {text}" for state, text in exporters.STATES.items())
        files = {
            f"{name}.csv": gettext("the figures, one a row: UTF-8, commas, numbers with a point"),
            f"{name}.metadata.json": gettext("definition, unit, method, codes, notes and sources, in four languages"),
            "LICENCES.txt": gettext("on which terms the figures may be used"),
            "citation.txt, .bib, .ris, .json": gettext("how to cite: as text, BibTeX, RIS and CSL-JSON"),
        }
        lines = [
            citing.in_language(table.indicator, "title", reader.language),
            citing.in_language(table.indicator, "definition", reader.language),
            gettext("Files"),
            *(f"  {file} – {text}" for file, text in files.items()),
            gettext("States of a figure"),
            states,
            gettext("“Figures added up here” says of how many of the source’s figures a total was made; 1 is a figure of the source."),
            gettext("These figures are of a vintage that never changes; later corrections are a new one. The same figures again:"),
            citing.address(table, reader),
            gettext("Cite as"),
            *(f"  {one.text()}" for one in found),
        ]  # fmt: skip
    return "\n\n".join(line for line in lines if line) + "\n"
