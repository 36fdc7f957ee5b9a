"""What a table of figures is, for programs and for whoever keeps the file: in four languages at once."""

import json
from typing import Any

from django.utils.translation import override

from indicators import asking, citing, exporters
from indicators.dimensions import DIMENSIONS
from indicators.models import Note
from indicators.tables import Table
from indicators.wording import Words
from records.answering import Reader
from records.api import texts
from records.models import LANGUAGES


def metadata(table: Table, reader: Reader) -> dict[str, Any]:
    """Plain data. Texts, labels: by language, those that there are."""
    words = {language: Words(language) for language in LANGUAGES}
    indicator = table.indicator
    return {
        "indicator": indicator.slug,
        **{name: texts(indicator, name) for name in indicator.TEXTS},
        "measure": _label(words, "MEASURE", table.fixed.get("MEASURE", indicator.measure)),
        "unit": _label(words, "UNIT", table.unit),
        "unit_multiplier": 1,
        "dimensions": [_dimension(table, name, words) for name in DIMENSIONS],
        "added_up_here_over": list(table.added),
        "not_collected_here": [name for name in indicator.not_collected.split("|") if name],
        "periods": [table.periods[0], table.periods[-1]] if table.periods else [],
        "figures": exporters.counted(table),
        "states": {state: _in_each(text) for state, text in exporters.STATES.items()},
        "flags": {letter: _label(words, "obs_status", letter) for letter in _flags(table)},
        "notes": [_note(number, note) for number, note in enumerate(table.notes, 1)],
        "sources": _sources(table, reader),
        "retrieved_from": citing.address(table, reader),
    }  # fmt: skip


def as_json(table: Table, reader: Reader) -> bytes:
    text = json.dumps(metadata(table, reader), ensure_ascii=False, indent=2)
    return f"{text}\n".encode("utf-8", "replace")


def _label(words: dict[str, Words], name: str, code: str) -> dict[str, Any]:
    return {"code": code, "label": {language: one.code(name, code) for language, one in words.items()}}


def _in_each(text: Any) -> dict[str, str]:
    """A lazy text in the four languages."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[str(language)] = str(text)
    return found


def _dimension(table: Table, name: str, words: dict[str, Words]) -> dict[str, Any]:
    codes = dict.fromkeys(line.codes[name] for line in table.lines if name in line.codes)
    told = {"dimension": name, "name": _in_each(asking.NAMES[name])}
    return told | (
        {"added_up_here": True} if name in table.added else {"codes": [_label(words, name, one) for one in codes]}
    )


def _flags(table: Table) -> list[str]:
    return sorted({exporters.flag(cell) for line in table.lines for cell in line.cells.values()} - {""})


def _note(number: int, note: Note) -> dict[str, Any]:
    return {
        "number": number, "kind": note.kind, "codes": exporters.codes_of(note), "from": note.start, "to": note.end,
        "text": texts(note, "text"), "source": note.source,
    }  # fmt: skip


def _sources(table: Table, reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "dataset": dataset.slug, "publisher": dataset.publisher, "title": texts(dataset, "title"),
            "note": texts(dataset, "note"), "edition": vintage.edition or dataset.edition,
            "accessed": dataset.accessed.isoformat() if dataset.accessed else None, "licence": dataset.licence,
            "url": dataset.url or None, "kind": dataset.source_kind, "smallest_count_shown": dataset.threshold,
            "vintage": {
                "number": vintage.number, "published": vintage.published.isoformat(), "digest": vintage.digest,
                "parent_digest": vintage.parent_digest or None,
            },
        }
        for dataset, vintage in zip(table.datasets, table.vintages, strict=True)
    ]  # fmt: skip
