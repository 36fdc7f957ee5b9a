"""One file of figures in: read in the child process, coded, compared, stored as a vintage; and the report of it."""

import json
import tomllib
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from indicators import codes, frames, storing
from indicators.coding import Unclear, coded
from indicators.models import Dataset, Indicator
from indicators.totals import with_totals
from records.sandbox import Refused, Sandbox

MAPPINGS = Path(__file__).resolve().parent / "mappings"
JOB = "indicators.reading:job"
WALL_SECONDS = 300.0
_SHOWN = 200


def mapping_names() -> list[str]:
    return sorted(path.stem for path in MAPPINGS.glob("*.toml"))


def mapping(name: str) -> dict[str, Any]:
    """A mapping that ships, by its name, or one of your own, by its path. Raises Refused when there is none."""
    path = Path(name) if name.endswith(".toml") else MAPPINGS / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise Refused(f"there is no mapping {name!r}; there are: {', '.join(mapping_names())}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"the mapping {name!r} cannot be read: {error}") from None


@dataclass(frozen=True, slots=True)
class Wish:
    """edition: what the publisher calls this state of the table; dry_run: compare, report, store nothing; partial:
    store the rest although something has no code."""

    edition: str = ""
    dry_run: bool = False
    partial: bool = False


def reader() -> Sandbox:
    """The child process that reads files of figures; to be used for file after file, since each start costs a second."""
    return Sandbox(JOB, wall_seconds=WALL_SECONDS)


def import_file(path: Path, name: str, wish: Wish = Wish(), child: Sandbox | None = None) -> dict[str, Any]:
    """The report, whatever happens: {"file", "mapping", "dataset", "rows", "figures", "new", "changed", "unchanged",
    "withdrawn", "series", "missing", "suppressed", "aside": [{reason, rows}], "unmapped": [{column, value, rows, line}],
    "unmapped_total", "revisions", "vintage", "refused"}. child: a `reader()`, when several files are read."""
    report: dict[str, Any] = {"file": path.name, "mapping": name, "refused": None}
    try:
        _import(path, mapping(name), report, wish, child)
    except Refused as refused:
        report["refused"] = f"line {refused.line}: {refused.reason}" if refused.line else refused.reason
    except Unclear as unclear:
        report["refused"] = f"{unclear}"
    except storing.Ambiguous as twice:
        key, period, one, other = twice.found[0]
        report["refused"] = f"{twice}, the first in lines {one} and {other}: {key}, {period}"
    return report


def _import(path: Path, rules: dict[str, Any], report: dict[str, Any], wish: Wish, child: Sandbox | None) -> None:
    report["dataset"] = rules["dataset"]
    dataset = Dataset.objects.filter(slug=rules["dataset"]).first()
    if dataset is None:
        raise Refused(f"the register has no dataset {rules['dataset']!r}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"cannot be opened: {error.strerror}") from None
    asked = json.dumps({"name": path.name, "mapping": rules})
    with nullcontext(child) if child else reader() as reading:
        columns, told = frames.columns(reading.run(data, asked))
    found = coded(columns, rules, codes.tables())
    report |= {
        "rows": told["rows"], "figures": len(found.frame), "missing": found.missing, "suppressed": found.suppressed,
        "aside": [*told["aside"], *({"reason": reason, "rows": rows} for reason, rows in found.aside)],
        "unmapped": [asdict(one) for one in found.unmapped[:_SHOWN]], "unmapped_total": len(found.unmapped),
    }  # fmt: skip
    _known_indicators(found.frame)
    if found.unmapped and not wish.partial:
        first = found.unmapped[0]
        raise Refused(
            f"{len(found.unmapped)} words have no code, the first: {first.column} {first.value!r}, {first.rows} figures. "
            "Name them in the mapping, or store the rest with --partial",
            first.line,
        )
    file_hash = sha256(data).hexdigest()
    over = rules.get("totals", {}).get("over", [])
    frame = with_totals(found.frame, over) if over else found.frame
    done = storing.store(dataset, frame, edition=wish.edition, file_hash=file_hash, dry_run=wish.dry_run)
    report |= asdict(done)


def _known_indicators(frame: Any) -> None:
    named = set(frame["INDICATOR"].astype(str).unique())
    if unknown := named - set(Indicator.objects.filter(slug__in=named).values_list("slug", flat=True)):
        raise Refused(f"the register has no indicator {sorted(unknown)[0]!r}")
