"""Drawn charts are kept: one file for a spec, the vintages that it reads, a language and this version of the program.

DATA_DIR/charts/<2 signs>/<hash>.svg; the words of a drawing stand in its <metadata>. All of it can be made anew.
"""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, unescape

from django.conf import settings

from indicators.charts.axes import Numbered
from indicators.charts.drawing import Drawing, Spec, draw
from indicators.charts.vega import png
from indicators.choosing import Catalogue, NoFigures
from indicators.program import digest_of
from indicators.tables import Table, table
from indicators.wording import Words
from records.kinds import Mark

# Labels may change without a vintage: no drawing is older than this.
MOST_DAYS = 7
MOST_BYTES = 200 * 2**20
_OPEN, _CLOSE = "<metadata>", "</metadata>"


def kept(spec: Spec, catalogue: Catalogue | None = None, found: Table | None = None) -> Drawing:
    """The drawing, from its file or made now. found: the table of the choice, where it was read anyway. Raises NoFigures where
    there is nothing to draw, or not so."""
    catalogue = catalogue or Catalogue()
    name = key(spec, catalogue)
    path = folder() / name[:2] / f"{name}.svg"
    known = _read(path)
    if known is not None:
        return known
    made = draw(
        found or table(spec.choice, catalogue), spec.kind, Words(spec.language), spec.marks, width=spec.width,
        period=spec.period, name=f"c{name[:10]}", urls=spec.urls,
    )  # fmt: skip
    with suppress(OSError):  # a full disk costs the next reader a second, and this one nothing
        _write(path, made)
    return made


def picture(spec: Spec, catalogue: Catalogue | None = None, *, scale: float = 2) -> bytes:
    """The drawing as PNG."""
    return png(kept(spec, catalogue).svg, scale)


def key(spec: Spec, catalogue: Catalogue) -> str:
    """Differs where what would be drawn differs. Raises NoFigures where there is no such indicator, table or vintage."""
    indicator = catalogue.indicators.get(spec.choice.indicator)
    known = catalogue.tables(indicator) if indicator else {}
    name = spec.choice.table or next(iter(known), "")
    if name not in known:
        raise NoFigures
    source, datasets = known[name]
    read = catalogue.vintages(datasets, spec.choice.as_of)
    told: dict[str, Any] = {
        "spec": asdict(spec), "digests": sorted(one.digest for one in read.values()), "indicator": [str(indicator), str(source)],
        "datasets": [[one.publisher, str(one), one.sums] for one in datasets],
        "notes": [[one.pk, one.kind, one.codes, one.start, one.end, one.first, one.last, str(one.text)] for one in catalogue.notes if one.dataset_id in read],
        "program": _version(spec.language),
    }  # fmt: skip
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


@lru_cache(maxsize=8)
def _version(language: str) -> str:
    """Of all that draws: this package, its templates and outlines, the words of the language, the pinned libraries."""
    files = [*Path(__file__).parent.glob("*.py"), *(settings.BASE_DIR / "templates" / "indicators").glob("*.svg")]
    files += [settings.BASE_DIR / "data" / "indicators" / "outlines.json"]
    files += [settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"]
    return digest_of(files)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "charts"


def _read(path: Path) -> Drawing | None:
    """None where there is no such file, or it is too old, or not whole."""
    try:
        if time.time() - path.stat().st_mtime > MOST_DAYS * 86400:
            return None
        svg, _, rest = path.read_text(encoding="utf-8").partition(_OPEN)
        words, _, end = rest.partition(_CLOSE)
        told = json.loads(unescape(words))
        told["marks"] = tuple(
            Numbered(one["number"], Mark(**{**one["mark"], "day": date.fromisoformat(one["mark"]["day"])}), one["spot"])
            for one in told["marks"]
        )
        return Drawing(**{**told, "periods": tuple(told["periods"]), "svg": svg + end})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, drawing: Drawing) -> None:
    told = {name: value for name, value in asdict(drawing).items() if name != "svg"}
    body, _, _ = drawing.svg.rpartition("</svg>")
    whole = f"{body}{_OPEN}{escape(json.dumps(told, default=str))}{_CLOSE}</svg>\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{secrets.token_hex(8)}.part")
    try:
        part.write_text(whole, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def clean(most_days: float = MOST_DAYS, most_bytes: int = MOST_BYTES) -> int:
    """Removes drawings that are too old, then the oldest until the rest is small enough; returns how many files went."""
    aged: list[tuple[float, int, Path]] = sorted(_files())
    limit, size, gone = time.time() - most_days * 86400, sum(one[1] for one in aged), 0
    for modified, length, path in aged:
        if modified < limit or size > most_bytes:
            path.unlink(missing_ok=True)
            size -= length
            gone += 1
    return gone


def _files() -> Iterator[tuple[float, int, Path]]:
    for path in folder().glob("??/*"):
        with suppress(OSError):
            known = path.stat()
            yield known.st_mtime, known.st_size, path
